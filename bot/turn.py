"""The turn: one unanswered message, or what fell due, and everything that follows from it, committed at once.

The page to read first. It keeps the order of the design: load, cover, understanding, flow, effects, render, commit. Rules: nothing is
sent here; whatever was decided lies in one commit; after a conflict or a crash the turn is taken again and, because ids derive and
understanding and flow are pure, it decides the same.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot import cover, knock, leaving
from bot.book import Book
from bot.desk_events import DESK_KINDS, hear_desk
from bot.draft import Draft
from bot.due import end_in_time, lapse, next_due
from bot.effects import write_effects
from bot.hearing import answers_knock, hear
from bot.ids import TOKEN_LENGTH, derive
from bot.ports import ChannelKind, Inbound, InboundKind, PersonKey
from bot.service import DESK, Service
from bot.session import Letter, Session
from bot.times import day_of
from escalation.model import CaseId, Outcome, Words
from flows.engine import advance
from flows.values import MAX_ROUNDS, Effect, Found, Heard, HeardKind, Mode, Query, State
from nlu.model import Understanding

MERE_NUMBER = 2
"""Letters up to which a message is understood in microseconds, so that another thread would cost more than it spares."""


async def take_turn(service: Service, person: PersonKey, book: Book) -> bool:
    """Answer the person's oldest unanswered message, or what fell due, and commit.

    Returns True when the commit took effect and `book` holds what lies in the store; False when somebody else was first: load and
    take the turn again.
    Raises: StoreLostError, StoreFullError, RecordsLostError; the message then stays unanswered and the turn is taken again.
    """
    inbound = book.oldest()
    draft = Draft(service, book, inbound or _no_message(book), service.clock.now())
    case = book.case_of()
    heard = await _open_door(draft) if inbound else lapse(draft)
    if heard is not None:
        await _step(draft, heard)
    for closed, outcome in draft.closes:
        # What protects is done first: an address that is emptied twice does no harm, one that stays does.
        await service.records.close_case(CaseId(closed), outcome, day_of(draft.now))
        leaving.tally_close(book, genuine=outcome is not Outcome.NOT_GENUINE)
    puts, drops = book.changes()
    version = await service.volatile.commit(person, book.version, puts, drops, due_at=next_due(service.settings, book))
    if not version:
        return False
    book.settle(version)
    for changed in {case, book.case_of()} - {""}:
        await service.bus.publish(DESK, changed)
    return True


async def skip_message(service: Service, person: PersonKey) -> None:
    """Give up the oldest message, whose turn fails by a fault of ours each time, and ask for it again in reviewed words.

    Raises: StoreLostError, StoreFullError.
    """
    book = Book(await service.volatile.load(person))
    inbound, session, now = book.oldest(), book.session, service.clock.now()
    if session is not None and inbound is not None and inbound.kind not in DESK_KINDS:
        text = service.renderer.line("try-again", session.language, session.channel)
        book.send(Letter(session.channel, session.address, text, epoch=session.epoch, once=True, created_at=now))
    puts, drops = book.changes()
    await service.volatile.commit(person, book.version, puts, drops, due_at=next_due(service.settings, book))


async def _open_door(draft: Draft) -> Heard | None:
    """Sort what came in: from the desk, from the provider, into cover, or from the person. None: nothing is left to be heard."""
    inbound, book, now = draft.inbound, draft.book, draft.now
    if inbound.kind in DESK_KINDS:
        return hear_desk(draft)
    if inbound.kind is InboundKind.FINAL:
        leaving.redact_now(book, inbound.message_id, now)
        return None
    end_in_time(draft)
    book.remember((inbound.message_id,), now)
    leaving.redact_later(book, inbound.channel, inbound.address, (inbound.message_id,), now)
    if inbound.kind in leaving.SILENT_EXITS:
        leaving.leave_silently(book, inbound, draft.closes, now)
        return None
    if book.cover is not None and not cover.lift(draft):
        return None
    if book.session is None:
        draft.session = _new_session(draft)
    heard = await _hear_person(draft)
    if heard is not None and draft.secret:
        return replace(heard, kind=HeardKind.START, triggers=(), doubtful=())  # a way-back word is no message, whatever it sounds like
    return heard


async def _hear_person(draft: Draft) -> Heard | None:
    """Understand what the person wrote, and let what waited for them go out. None: it was an answer to a knock, or it is too old."""
    inbound, session = draft.inbound, draft.session
    heard = hear(session, inbound, await _understand(draft.service, session, inbound), draft.service.texts.languages)
    if knock.is_stale(inbound, draft.now) and not (heard.word and heard.intent == "exit"):
        knock.knock(draft.service, draft.book, session, draft.now)
        return None
    draft.session = replace(session, wrote_at=draft.now, language=heard.language or session.language)
    said = answers_knock(heard) if session.knocked_at else ""
    if knock.answer(draft.book, said):
        return None
    if said:
        return Heard(HeardKind.STALE, language=heard.language)  # nothing waits behind the knock any more: the present question again
    if inbound.kind is InboundKind.EDITED and heard.intent != "exit" and not heard.triggers:
        return None  # a corrected spelling is not a new wish
    if session.restored:
        draft.session = replace(draft.session, restored=False)
        # In a live chat her words are for the advocate, whose envelope says that earlier ones are lost.
        if heard.intent != "exit" and not heard.triggers and session.state.mode is not Mode.LIVE:
            return replace(heard, kind=HeardKind.LOST_WORDS)
    return heard


async def _step(draft: Draft, heard: Heard) -> None:
    """Walk the flow, write its effects, and put its words into the outbox."""
    before = draft.session.state
    state, effects = await _walk(draft.service, draft.session, heard)
    draft.session = replace(draft.session, state=state)
    write_effects(draft, effects)
    if draft.ended:
        return
    session = draft.session
    question = derive(draft.service.secret, "question", draft.inbound.id, length=TOKEN_LENGTH)
    said = draft.service.renderer.turn(draft.said, session.language, session.channel, epoch=session.epoch, question=question)
    _note_context(draft, before, heard, said.text)
    if not said.text:
        return
    if said.labels:
        draft.session = replace(session, question=question)
    urgent = bool(heard.triggers) or state.mode is Mode.LIVE
    letter = Letter(session.channel, session.address, said.text, said.buttons, session.epoch, urgent=urgent, created_at=draft.now)
    knock.send_in_time(draft.service, draft.book, draft.session, letter, draft.now)


async def _walk(service: Service, session: Session, heard: Heard) -> tuple[State, list[Effect]]:
    """Step until no question to the world is left, at most `MAX_ROUNDS` of them."""
    heard = replace(heard, language=session.language)
    # Flows offer some choices on one kind of channel only (a way-back word of one's own cannot be deleted from an SMS inbox).
    state = replace(session.state, slots={**session.state.slots, "channel": session.channel.value})
    step = advance(service.library, service.texts, state, heard)
    effects = list(step.effects)
    for _ in range(MAX_ROUNDS):
        if not effects or not isinstance(effects[-1], Query):
            break
        found = await _look(service, effects.pop(), session.language)
        step = advance(service.library, service.texts, step.state, heard, found)
        effects += step.effects
    return step.state, effects


async def _look(service: Service, query: Effect, tag: str) -> Found:
    """Answer a question to the world. A look-up that fails is an answer too: the person hears of it kindly."""
    assert isinstance(query, Query)
    try:
        return await service.look(query, tag)
    except Exception as error:  # noqa: BLE001 - whatever a look-up raises, the person is answered and the operator counts it
        service.metrics.failures.labels("", f"look_{type(error).__name__}").inc()
        return Found(failed=True)


async def _understand(service: Service, session: Session, inbound: Inbound) -> Understanding:
    """Search every message for a cry for help and for what it wants, off the event loop unless it is a mere number."""
    text = "" if inbound.kind is InboundKind.CHOICE else inbound.text
    if len(text) <= MERE_NUMBER:
        return service.understand(text, session.language)
    return await asyncio.get_running_loop().run_in_executor(service.thinking, service.understand, text, session.language)


def _note_context(draft: Draft, before: State, heard: Heard, answer: str) -> None:
    """Note both sides for the advocate, while that is allowed: not in a live chat, and not after "start fresh"."""
    case = draft.session.case
    if before.mode is Mode.LIVE or (case is not None and case.words is not Words.HELD and before.mode is not Mode.TALK):
        return
    if draft.inbound.text and heard.kind is HeardKind.TEXT and not draft.secret:
        draft.book.note("person", draft.inbound.text, draft.now)
    if answer:
        draft.book.note("bot", answer, draft.now)


def _new_session(draft: Draft) -> Session:
    """Return a new session, whose epoch derives from the message that opens it."""
    inbound, service = draft.inbound, draft.service
    epoch = derive(service.secret, "epoch", inbound.id, length=TOKEN_LENGTH)
    state = State(slots={"channel": inbound.channel.value})
    tag = service.texts.nearest(inbound.hint)
    return Session(epoch, inbound.channel, inbound.address, state, language=tag, wrote_at=draft.now)


def _no_message(book: Book) -> Inbound:
    """Return what stands for the message in a turn that no message woke."""
    session = book.session
    channel, address = (session.channel, session.address) if session else (ChannelKind.SMS, "")
    return Inbound(f"due-{book.version}", InboundKind.TEXT, channel, address, 0.0)
