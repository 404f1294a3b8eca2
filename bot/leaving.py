"""Leaving: exit, erase, expiry, STOP, close; one place that says what goes, and in which order.

Rules: deletions come first, then the last line; unsent messages are dropped; what protects (closing the case) is done in records
before the commit, and this module only says which case; cover and opt-out outlive the session, nothing else does.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace

from bot.book import DAY, Book
from bot.ports import ChannelKind, Inbound, InboundKind, Kind
from bot.session import Cover, EraseJob, Letter
from escalation.model import Outcome

OPT_OUT_DAYS = 365
"""How long an opt-out is remembered when nobody lifts it with START. It holds a keyed hash of the number and no more."""

SALT_HEX = 16

SILENT_EXITS = frozenset({InboundKind.BLOCKED, InboundKind.OPT_OUT})
"""Exits without a last line: the person can or will not be written to."""

FINAL_SECONDS = 60
"""When the first look is taken whether an SMS is final, should the status callback get lost."""

MAX_REDACTIONS = 25
"""Redactions that are rows of their own. More are taken together."""


def forget(book: Book, now: float, *, channel: ChannelKind, address: str, receipt: str = "") -> None:
    """Drop the session and everything of it, and ask for the deletion of every message in the ledger.

    `receipt` is the language in which the person is told how the deletion went, "" for silence.
    """
    book.drop(Kind.SESSION, Kind.OUTBOX, Kind.CONTEXT, Kind.RELAY, Kind.EFFECT)
    erase_ledger(book, now, channel=channel, address=address, receipt=receipt)


def erase_ledger(book: Book, now: float, *, channel: ChannelKind, address: str, receipt: str = "") -> None:
    """Ask for the deletion of every message in the ledger, and of those whose bodies were to be redacted: one job is enough."""
    ids = [*book.ledger()]
    for key, job in book.erases():
        if not job.whole:
            ids += job.ids
            book.remove(key)
    book.drop(Kind.LEDGER)
    if ids or receipt:
        wanted = tuple(dict.fromkeys(ids))
        book.add(Kind.ERASE, EraseJob(channel, address, wanted, whole=True, since=now, next_at=now, receipt=receipt))


def say_last(book: Book, text: str, *, channel: ChannelKind, address: str, now: float) -> None:
    """Put a line into the outbox that is sent at most once, behind the deletions."""
    book.add(Kind.OUTBOX, Letter(channel, address, text, once=True, urgent=True, created_at=now))


def hear_no_more(book: Book, now: float) -> None:
    """Send nothing at all from now on, until START. A cover that is up stays behind it: two words must not lift what one guards."""
    cover = book.cover or Cover("", "", now)
    book.cover = replace(cover, silent=True, until=now + OPT_OUT_DAYS * DAY)


def leave_silently(book: Book, inbound: Inbound, closes: list[tuple[str, Outcome]], now: float) -> None:
    """Leave without a word: blocked, or STOP. After STOP nothing is sent until START."""
    if book.session and book.session.case:
        closes.append((book.session.case.id, Outcome.LEFT))
    forget(book, now, channel=inbound.channel, address=inbound.address)
    if inbound.kind is InboundKind.OPT_OUT:
        hear_no_more(book, now)


def redact_later(book: Book, channel: ChannelKind, address: str, ids: tuple[str, ...], now: float, *, after_seconds: float = 0.0) -> None:
    """Ask for the bodies of SMS to be redacted once the provider is done with them. Telegram has no such copy."""
    if channel is not ChannelKind.SMS or not any(ids):
        return
    due_at = now + after_seconds
    plain = [(key, job) for key, job in book.erases() if not job.whole]
    if len(plain) >= MAX_REDACTIONS:
        # Where carriers send no receipts they pile up for two days, and all must fit into the one commit of an exit.
        ids = tuple(dict.fromkeys((*(each for _, job in plain for each in job.ids), *ids)))
        due_at = min(due_at, *(job.next_at for _, job in plain))
        for key, _ in plain:
            book.remove(key)
    book.add(Kind.ERASE, EraseJob(channel, address, ids, whole=False, since=now, next_at=due_at))


def redact_now(book: Book, message_id: str, now: float) -> None:
    """The provider is done with a message: its turn to be redacted, or deleted, is now."""
    for key, job in book.erases():
        if message_id in job.ids:
            book.put(key, replace(job, next_at=now))


def hash_word(salt: str, word: str) -> str:
    """Return the salted hash of a folded way-back word. Memory only, so a slow hash would cost every covered message for nothing."""
    return hmac.new(salt.encode(), word.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def lifts(cover: Cover, folded: str) -> bool:
    """Say whether a folded message is the way-back word."""
    return not cover.silent and hmac.compare_digest(cover.word_hash, hash_word(cover.salt, folded))


def tally_close(book: Book, *, genuine: bool) -> None:
    """Note that a case of this address ended, so that the next one ranks last if it keeps happening."""
    tally = book.tally
    book.tally = replace(tally, cases=tally.cases + 1, not_genuine=tally.not_genuine + (not genuine))
