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
                self.wake(person)
            due = await self._service.volatile.next_due()
            if due is not None:
                pause = min(max(due - now, 0.05), LOOK_SECONDS)
        except StoreLostError:
            self._service.metrics.failures.labels("", "store_lost").inc()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._due.wait(), pause)

    def _start(self, what: str, person: PersonKey, work: Callable[[PersonKey], Awaitable[bool]]) -> None:
        """Start one kind of work for a person, or note that it is wanted once more."""
        key = (what, person)
        if key in self._busy:
            self._busy[key] = True
            return
        self._busy[key] = False
        task = asyncio.create_task(self._repeat(key, person, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

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
        loaded = await service.volatile.load(person)
        if not loaded.inbox and not has_lapsed(service.settings, Book(loaded), service.clock.now()):
            return False
        with service.metrics.seconds.time():
            done = await take_turn(service, person, loaded)
        service.metrics.turns.labels("", "done" if done else "again").inc()
        if done:
            self._start("send", person, self._deliver)
        # Whoever comes in from here on wakes us anew, so a look into an inbox that held one message is spared.
        return not done or len(loaded.inbox) != 1

    async def _deliver(self, person: PersonKey) -> bool:
        """Do one thing that is due. Returns True when there may be another."""
        loaded = await self._service.volatile.load(person)
        return await deliver_next(self._service, person, loaded)
