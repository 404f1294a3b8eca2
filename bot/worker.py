"""The worker: whoever has something to do is served, one turn and one delivery at a time, people side by side.

Rules: a wake-up carries a key only and may be lost; `ready()` finds what it missed; turns and deliveries of one person run beside each
other, so that exit does not wait for a send that hangs; a turn that fails is tried again with growing pauses, and its message waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from bot.book import Book
from bot.due import has_lapsed
from bot.logs import place_of
from bot.outbox import deliver_next
from bot.ports import PersonKey, StoreFullError, StoreLostError
from bot.service import WAKE, Service
from bot.turn import skip_message, take_turn
from escalation.ports import RecordsLostError

LOOK_SECONDS = 1.0
"""The longest sleep between two looks at who is ready: the price of a lost wake-up."""

MIN_LOOK_SECONDS = 0.25
"""The shortest sleep: while many are being served somebody always waits, and looking at them does not make it quicker."""

MAX_PAUSE_SECONDS = 30.0
"""The longest pause after a failure."""

MAX_FAULTS = 4
"""Faults of ours after which a message is given up: what comes after it may be the word that leaves."""


class Worker:
    """Serves people until it is stopped. One per process."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._busy: dict[tuple[str, PersonKey], bool] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._fresh: dict[PersonKey, Book] = {}
        """What was just committed, for the delivery that begins with it: taken out before anything else happens to it."""
        self._due = asyncio.Event()
        self._stopping = False

    async def run(self) -> None:
        """Serve until cancelled. What is under way is finished by `stop`."""
        listener = asyncio.create_task(self._listen())
        try:
            while not self._stopping:
                await self._look()
        finally:
            listener.cancel()
            with suppress(asyncio.CancelledError):
                await listener

    async def stop(self) -> None:
        """Take nothing new and wait for what is under way."""
        self._stopping = True
        self._due.set()
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def wake(self, person: PersonKey) -> None:
        """Serve this person now: whatever is unanswered, due or to be sent."""
        self._start("turn", person, self._take_turn)
        self._start("send", person, self._deliver)

    async def quiet(self) -> None:
        """Wait until nobody is being served (for the command line and tests)."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _listen(self) -> None:
        async for key in self._service.bus.listen(WAKE):
            # A message came in: its turn is to be taken, and sending follows from that.
            self._start("turn", PersonKey(key), self._take_turn)

    async def _look(self) -> None:
        """Wake whoever is ready, then sleep until somebody falls due."""
        pause = LOOK_SECONDS
        try:
            now = self._service.clock.now()
            for person in await self._service.volatile.ready(now=now):
                # Whoever is being served finds by themselves what is there; asking again would only load them once more.
                if not self._start("turn", person, self._take_turn, again=False):
                    self._start("send", person, self._deliver, again=False)
            due = await self._service.volatile.next_due()
            if due is not None:
                pause = min(max(due - now, MIN_LOOK_SECONDS), LOOK_SECONDS)
        except StoreLostError:
            self._service.metrics.failures.labels("", "store_lost").inc()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._due.wait(), pause)

    def _start(self, what: str, person: PersonKey, work: Callable[[PersonKey], Awaitable[bool]], *, again: bool = True) -> bool:
        """Start one kind of work for a person. If it is under way, note that it is wanted once more (`again`); False then."""
        key = (what, person)
        if key in self._busy:
            self._busy[key] |= again
            return False
        self._busy[key] = False
        task = asyncio.create_task(self._repeat(key, person, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def _repeat(self, key: tuple[str, PersonKey], person: PersonKey, work: Callable[[PersonKey], Awaitable[bool]]) -> None:
        """Work until there is nothing left and nobody asked again meanwhile."""
        failures = 0
        try:
            while not self._stopping:
                self._busy[key] = False
                try:
                    more = await work(person)
                    failures = 0
                except (StoreLostError, StoreFullError, RecordsLostError) as error:
                    failures += 1
                    more = await self._pause(type(error).__name__, failures)
                except Exception as error:  # noqa: BLE001 - one person's broken turn must not stop the service for all
                    failures += 1
                    structlog.get_logger().error("turn_failed", code=type(error).__name__, place=place_of(error))
                    self._service.metrics.turns.labels("", "failed").inc()
                    more = await self._pause("bug", failures)
                    if failures >= MAX_FAULTS and key[0] == "turn":
                        await skip_message(self._service, person)
                        failures = 0
                if not more and not self._busy[key]:
                    return
        finally:
            del self._busy[key]

    async def _pause(self, code: str, failures: int) -> bool:
        """Wait longer after each failure."""
        self._service.metrics.failures.labels("", code).inc()
        await asyncio.sleep(min(0.1 * 2**failures, MAX_PAUSE_SECONDS))
        return True

    async def _take_turn(self, person: PersonKey) -> bool:
        """Take one turn if there is one to take. Returns True when there may be another."""
        service = self._service
        book = Book(await service.volatile.load(person))
        waiting = len(book.inbox)
        if not waiting and not has_lapsed(service.settings, book, service.clock.now()):
            self._start("send", person, self._deliver)
            return False
        with service.metrics.seconds.time():
            done = await take_turn(service, person, book)
        service.metrics.turns.labels("", "done" if done else "again").inc()
        if done and self._start("send", person, self._deliver):
            # Only what was just committed, and only where nothing is on the wire: a delivery that ended since a book was read has
            # changed it, and what it sent must not be sent again.
            self._fresh[person] = book
        # Whoever comes in from here on wakes us anew, so a look into an inbox that held one message is spared.
        return not done or waiting != 1

    async def _deliver(self, person: PersonKey) -> bool:
        """Do one thing that is due. Returns True when there may be another."""
        book = self._fresh.pop(person, None) or Book(await self._service.volatile.load(person))
        return await deliver_next(self._service, person, book)
