"""Time is a message: what falls due for a person, and when.

Rules: pure over the book; `next_due` and `lapse` read the same deadlines, so that what is announced happens; expiry deletes as exit
does, silently; nobody in the queue is written to unasked.
"""

from __future__ import annotations

from bot import leaving
from bot.book import HOUR, Book
from bot.draft import Draft
from bot.knock import WAIT_SECONDS, drop_letter
from bot.session import Letter, Session
from bot.settings import Settings
from escalation.model import Outcome
from flows.values import Heard, HeardKind

RELAY_SECONDS = 300
"""How long a relayed message waits for the advocate's browser. Then it is gone and its sender is told."""


NEVER = float("inf")


def next_due(settings: Settings, book: Book) -> float | None:
    """Return when this person wants a turn or a delivery again; 0.0 is at once, None never."""
    times = [job.next_at for _, job in book.erases()]
    times += [_letter_due(book.session, letter) for _, letter in book.letters() if letter.held]
    if (first := _first_in_line(book)) is not None:
        times.append(first)
    times += [line.at + RELAY_SECONDS for _, line in book.relays()]
    if book.session:
        times.append(_session_ends(settings, book.session))
    if book.cover:
        times.append(book.cover.until)
    soonest = min(times, default=NEVER)
    return None if soonest == NEVER else soonest


def lapse(draft: Draft) -> Heard | None:
    """Take what fell due into the book; return what the engine must hear of it, if anything."""
    book, now = draft.book, draft.now
    if book.cover and book.cover.until <= now:
        book.cover = None
    for key, letter in book.letters():
        if letter.held and _letter_due(book.session, letter) <= now:
            drop_letter(book, key.id, letter)
    late = [key for key, line in book.relays() if line.at + RELAY_SECONDS <= now]
    for key in late:
        book.remove(key)
    session = book.session
    if session is None:
        return None
    if _session_ends(draft.service.settings, session) <= now:
        _end_session(draft, session)
        return None
    return Heard(HeardKind.UNDELIVERED, language=session.language) if late else None


def end_in_time(draft: Draft) -> None:
    """End what had ended before the person wrote, should nobody have come round to it: whoever holds the phone now begins anew."""
    book, at = draft.book, min(draft.now, draft.inbound.at)
    if book.cover and book.cover.until <= at:
        book.cover = None
    if book.session and _session_ends(draft.service.settings, book.session) <= at:
        _end_session(draft, book.session)


def _end_session(draft: Draft, session: Session) -> None:
    """End a session by itself: as exit does, silently."""
    if session.case:
        draft.closes.append((session.case.id, Outcome.EXPIRED))
    leaving.forget(draft.book, draft.now, channel=session.channel, address=session.address)


def has_lapsed(settings: Settings, book: Book, now: float) -> bool:
    """Say whether a turn without a message has something to do."""
    session = book.session
    return bool(
        (book.cover and book.cover.until <= now)
        or any(letter.held and _letter_due(session, letter) <= now for _, letter in book.letters())
        or any(line.at + RELAY_SECONDS <= now for _, line in book.relays())
        or (session and _session_ends(settings, session) <= now)
    )


def _first_in_line(book: Book) -> float | None:
    """Return when the first job or letter is to be taken. What was decided after it waits for it, so it is not looked at before."""
    rows = [(key.id, job.not_before) for key, job in book.jobs()]
    rows += [(key.id, letter.not_before) for key, letter in book.letters() if not letter.held]
    return min(rows)[1] if rows else None


def _letter_due(session: Session | None, letter: Letter) -> float:
    """Return when a letter is to be sent, or, held, to be dropped."""
    if not letter.held:
        return letter.not_before
    return max(letter.created_at, session.knocked_at if session else 0.0) + WAIT_SECONDS


def _session_ends(settings: Settings, session: Session) -> float:
    """Return when a session ends by itself: idle, or waited in vain. A live chat is ended by its two sides."""
    if session.case is None:
        return session.wrote_at + settings.session_idle_minutes * 60
    if session.case.advocate:
        return NEVER
    return session.case.opened_at + settings.case_wait_hours * HOUR
