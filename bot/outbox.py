"""After the commit: perform effects, delete at the provider, send; one row at a time, in the order in which they were decided.

Rules: a row is dropped by a commit of its own after it took effect, a last line or cover line *before* it is sent, so that it is never
sent twice; when the row is gone by the time the provider answers, the person left meanwhile, and what was sent is deleted; what
would come late becomes a knock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import structlog

from bot import knock, leaving
from bot.book import Book
from bot.due import next_due
from bot.erasing import erase
from bot.performing import perform
from bot.ports import BusyError, Button, ChannelKind, GoneError, Kind, Outbound, PersonKey, RefusedError, RowKey, UnsureError
from bot.service import Service
from bot.session import EraseJob, Job, Letter
from bot.times import day_of
from escalation.model import CaseId, Outcome

MAX_PAUSE_SECONDS = 60.0
"""The longest pause before a send whose answer was lost is tried again."""

Change = Callable[[Book], None]


async def deliver_next(service: Service, person: PersonKey, book: Book) -> bool:
    """Do the first thing that is due for this person. Returns True when there may be another.

    Raises: StoreLostError, RecordsLostError; what was not done is still there.
    """
    now = service.clock.now()
    due = _first_due(book, now)
    if due is None:
        return False
    key, value = due
    match value:
        case Job():
            book = await _perform(service, person, book, key, value, now)
        case EraseJob():
            book = await settle(service, person, book, await erase(service, key, value, now))
        case Letter():
            book = await _send(service, person, book, key, value, now)
    return _first_due(book, now) is not None


def _first_due(book: Book, now: float) -> tuple[RowKey, Job | EraseJob | Letter] | None:
    """Return what is to be done now. A job or letter that waits holds back those decided after it, never a deletion."""
    blocked = False
    rows: list[tuple[RowKey, Job | EraseJob | Letter]] = [*book.jobs(), *book.erases(), *book.letters()]
    for key, value in sorted(rows, key=lambda pair: pair[0].id):
        match value:
            case EraseJob():
                if value.next_at <= now:
                    return key, value
            case Letter() if value.held:
                pass
            case Job() | Letter():
                if not blocked and value.not_before <= now:
                    return key, value
                blocked = True
    return None


async def settle(service: Service, person: PersonKey, book: Book, change: Change) -> Book:
    """Commit a change to the book, loading it anew until nobody was first. Returns the book as it lies in the store now."""
    while True:
        change(book)
        puts, drops = book.changes()
        version = await service.volatile.commit(person, book.version, puts, drops, due_at=next_due(service.settings, book))
        if version:
            book.settle(version)
            return book
        book = Book(await service.volatile.load(person))


async def _perform(service: Service, person: PersonKey, book: Book, key: RowKey, job: Job, now: float) -> Book:
    """Perform an effect; when it cannot be done now it stays, and so does what was decided after it."""
    pause = await perform(service, person, job, now)
    if pause == 0 and job.what == "open_case" and key not in Book(await service.volatile.load(person)).rows:
        # The person left while the envelope was being written, and found nothing to close. The rounds do this after a crash.
        await service.records.close_case(CaseId(job.case), Outcome.LEFT, day_of(now))

    def change(book: Book) -> None:
        if pause == 0:
            book.remove(key)
        elif key in book.rows:
            book.put(key, replace(job, not_before=now + pause))

    return await settle(service, person, book, change)


async def _send(service: Service, person: PersonKey, book: Book, key: RowKey, letter: Letter, now: float) -> Book:
    """Send one letter and write down what became of it."""
    if letter.once:
        book = await settle(service, person, book, lambda book: book.remove(key))
        if now - letter.created_at > service.settings.knock_minutes * 60:
            return book  # a bland line out of nowhere, long after: silence is better
    elif book.session is not None and knock.is_late(service, book.session, now):

        def postpone(book: Book) -> None:
            if book.session and key in book.rows:
                book.remove(key)
                knock.send_in_time(service, book, book.session, letter, now)

        return await settle(service, person, book, postpone)
    return await settle(service, person, book, await _try_send(service, person, key, letter, now))


async def _try_send(service: Service, person: PersonKey, key: RowKey, letter: Letter, now: float) -> Change:
    """Send, and return the change that follows from the provider's answer."""
    channel = service.channels.get(letter.channel)
    if channel is None:  # it was switched off since: nobody can be written to by it
        structlog.get_logger().error("send_refused", channel=letter.channel, code="channel_off")
        return lambda book: knock.drop_letter(book, key.id, letter)
    busy = False
    buttons = tuple(Button(label, payload) for label, payload in letter.buttons)
    count = service.metrics.sent.labels
    try:
        sent = await channel.send(Outbound(letter.address, letter.text, buttons, token=f"{person}{key.id}", urgent=letter.urgent))
    except BusyError as error:
        count(letter.channel, "busy").inc()
        pause, busy = error.retry_after_seconds, True
    except UnsureError:
        count(letter.channel, "unsure").inc()
        pause = min(2.0**letter.tries, MAX_PAUSE_SECONDS)
    except GoneError as gone:
        count(letter.channel, "gone").inc()
        return await _gone(service, person, letter, now, alarm=gone.alarm)
    except RefusedError as refused:
        count(letter.channel, "refused").inc()
        structlog.get_logger().error("send_refused", channel=letter.channel, code=refused.code)
        return lambda book: knock.drop_letter(book, key.id, letter)
    else:
        count(letter.channel, "sent").inc()
        return lambda book: _note_sent(book, key, letter, sent.ids, now)

    def again(book: Book) -> None:
        if key in book.rows or (busy and letter.once and _still_wanted(book, letter)):
            book.put(key, replace(letter, tries=letter.tries + 1, not_before=now + pause))

    return again


def _still_wanted(book: Book, letter: Letter) -> bool:
    """Say whether a letter that is sent at most once, and certainly was not sent, may be tried again."""
    if letter.knock:
        return book.session is not None and bool(book.session.knocked_at)
    return book.session is None


def _note_sent(book: Book, key: RowKey, letter: Letter, ids: tuple[str, ...], now: float) -> None:
    """Write the ids into the ledger. If the row is gone, the person left while the send was on the wire: delete what was sent."""
    expected = key in book.rows or (letter.knock and book.session is not None)
    book.remove(key)
    if letter.once and not letter.knock:
        # A last line or a cover line stays on the phone; the provider's copy of an SMS need not.
        if letter.channel is ChannelKind.SMS:
            next_at = now + leaving.FINAL_SECONDS
            book.add(Kind.ERASE, EraseJob(letter.channel, letter.address, ids, whole=True, since=now, next_at=next_at))
    elif expected:
        book.remember(ids, now)
        leaving.redact_later(book, letter.channel, letter.address, ids, now, after_seconds=leaving.FINAL_SECONDS)
        book.hold_fate(letter.reply, "sent")
    else:
        # Under the letter's own id, so that it is deleted before the last line goes out.
        book.put(RowKey(Kind.ERASE, key.id), EraseJob(letter.channel, letter.address, ids, whole=True, since=now, next_at=now))


async def _gone(service: Service, person: PersonKey, letter: Letter, now: float, *, alarm: bool) -> Change:
    """The person can no longer be written to: close the case, then forget."""
    if alarm:
        service.metrics.failures.labels(letter.channel, "gone_on_reply").inc()
        await service.page("gone_on_reply")
    case = Book(await service.volatile.load(person)).case_of()
    if case:
        await service.records.close_case(CaseId(case), Outcome.LEFT, day_of(now))
    return lambda book: leaving.forget(book, now, channel=letter.channel, address=letter.address)
