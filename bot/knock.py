"""The knock: whatever would reach a phone long after its owner last wrote is announced by one bland line, and waits.

Rules: the line says nothing of help or of a past; the content waits `WAIT_SECONDS` for an answer, then it is dropped and the sender is
told; in brief mode (somebody stands near) nothing is announced at all, and words wait until the person writes.
"""

from __future__ import annotations

from dataclasses import replace

from bot.book import Book
from bot.ports import Inbound, Kind
from bot.service import Service
from bot.session import Letter, Session

STALE_SECONDS = 600
"""Inbound that the provider dates further back gets only a knock."""

WAIT_SECONDS = 300
"""How long content waits for an answer to the knock, or for the person to write by themselves."""


def is_stale(inbound: Inbound, now: float) -> bool:
    """Say whether a message is so old that nobody knows who holds the phone now."""
    return now - inbound.at > STALE_SECONDS


def waits(book: Book) -> bool:
    """Say whether anything waits for the person to write."""
    return any(letter.held for _, letter in book.letters())


def is_out(session: Session, now: float) -> bool:
    """Say whether a knock waits for its answer now."""
    return bool(session.knocked_at) and now < session.knocked_at + WAIT_SECONDS


def is_late(service: Service, session: Session, now: float) -> bool:
    """Say whether what is sent now must be a knock."""
    return now - session.wrote_at > service.settings.knock_minutes * 60


def send_in_time(service: Service, book: Book, session: Session, letter: Letter, now: float) -> None:
    """Put a letter into the outbox: to go now, or to wait for the person.

    An advocate's words wait in brief mode too. The bot's own answers go to whoever has just written.
    """
    late = is_late(service, session, now)
    quiet = session.state.brief and bool(letter.reply)
    out = is_out(session, now)
    if not late and not quiet and not out:
        book.send(letter)
        return
    if late and not session.state.brief:
        knock(service, book, session, now)
    book.send(replace(letter, held=True, created_at=now))
    book.hold_fate(letter.reply, "held")


def knock(service: Service, book: Book, session: Session, now: float) -> None:
    """Ask, with one bland line, whether it is a good moment; not again while the last one waits for an answer."""
    if is_out(session, now):
        return
    text = service.renderer.line("knock-line", session.language, session.channel)
    book.session = replace(session, knocked_at=now)
    book.send(Letter(session.channel, session.address, text, once=True, knock=True, created_at=now))


def answer(book: Book, said: str) -> bool:
    """The person wrote. What waited goes out, or is dropped when she said "not_now".

    Returns True when the message only answered a knock, so that nothing else follows from it.
    """
    waited = waits(book)
    for key, letter in book.letters():
        if not letter.held:
            continue
        if said == "not_now":
            drop_letter(book, key.id, letter)
        else:
            book.put(key, replace(letter, held=False))
    if book.session is not None and book.session.knocked_at:
        book.session = replace(book.session, knocked_at=0.0)
    return said == "not_now" or (waited and said == "now")


def drop_letter(book: Book, row_id: str, letter: Letter) -> None:
    """Drop a letter that was never sent, and let its sender know."""
    book.drop_row(Kind.OUTBOX, row_id)
    book.hold_fate(letter.reply, "dropped")
