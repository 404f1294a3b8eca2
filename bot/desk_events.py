"""What the desk did, taken in the person's own order: claimed, returned, replied, read, closed.

Rules: an event of another case than the open one is dropped; it is late, and nothing is said about it; an advocate's words wait when
the person may not be alone with the phone.
"""

from __future__ import annotations

from dataclasses import replace

from bot import knock, leaving
from bot.book import Book
from bot.draft import Draft
from bot.ports import ChannelKind, InboundKind, Kind
from bot.session import CaseRef, Job, Letter, Session
from escalation.model import Outcome, Words
from flows.values import Heard, HeardKind

DESK_KINDS = frozenset(
    {InboundKind.CLAIMED, InboundKind.RETURNED, InboundKind.CLOSED, InboundKind.REPLY, InboundKind.READ, InboundKind.TAKEN}
)


def hear_desk(draft: Draft) -> Heard | None:
    """Write what the desk did into the book; return what the engine must hear of it, if anything."""
    inbound, book = draft.inbound, draft.book
    if book.case_of() != inbound.case or book.session is None or book.session.case is None:
        return None
    session, case = book.session, book.session.case
    match inbound.kind:
        case InboundKind.CLAIMED:
            book.session = replace(session, case=replace(case, advocate=True))
            return Heard(HeardKind.CLAIMED, language=session.language)
        case InboundKind.RETURNED:
            book.session = replace(session, case=replace(case, advocate=False))
            return Heard(HeardKind.RETURNED, language=session.language)
        case InboundKind.CLOSED:
            draft.closes.append((case.id, Outcome(inbound.text)))
            _end_case(draft)
            return Heard(HeardKind.CLOSED, language=session.language)
        case InboundKind.READ:
            _forget_context(book, session, case)
        case InboundKind.TAKEN:
            for row_id in inbound.text.split():
                book.drop_row(Kind.RELAY, row_id)
        case _:
            _write_reply(draft)
    return None


def _forget_context(book: Book, session: Session, case: CaseRef) -> None:
    """The advocate's browser has the context: after this commit nobody else has."""
    book.drop(Kind.CONTEXT)
    if case.words is not Words.READ:
        book.session = replace(session, case=replace(case, words=Words.READ))
        book.add(Kind.EFFECT, Job("mark_words", case.id, {"words": Words.READ.value}))


def _write_reply(draft: Draft) -> None:
    """Put the advocate's words into the outbox, or hold them until the person writes."""
    session = draft.session
    text = draft.service.renderer.words(draft.inbound.text, session.language, session.channel)
    letter = Letter(session.channel, session.address, text, epoch=session.epoch, urgent=True, reply=draft.inbound.id, created_at=draft.now)
    knock.send_in_time(draft.service, draft.book, session, letter, draft.now)


def _end_case(draft: Draft) -> None:
    """Close: the words are gone on both sides; what the provider still has is asked to be deleted."""
    session = draft.session
    draft.book.drop(Kind.CONTEXT, Kind.RELAY, Kind.OUTBOX)
    if session.channel is ChannelKind.SMS:
        leaving.erase_ledger(draft.book, draft.now, channel=session.channel, address=session.address)
    draft.session = replace(session, case=None, fates=(), knocked_at=0.0)
