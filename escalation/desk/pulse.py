"""The browser's heartbeat and its news in one: a request held open until something changes, at most some seconds.

Rules: each one notes that the desk is there and the case is cared for, so a browser that stops asking is missed within a minute (and a
tab in the background, whose timers are slowed down, is not); the answer is the whole present state, so a lost answer costs nothing;
who asks is checked again after the wait, before words are handed over.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from fastapi import HTTPException
from starlette.requests import Request

from escalation.desk.bodies import PulseBody
from escalation.desk.browsers import SignedIn
from escalation.desk.parts import Parts
from escalation.desk.show import Json, mark_of, show_case, show_now, show_waiting
from escalation.model import Case, CaseId, CaseStatus, Presence, Staff, StaffId


async def take_pulse(parts: Parts, request: Request, signed_in: SignedIn, body: PulseBody) -> Json:
    """Note the heartbeat, wait for news, return them with their mark.

    Raises: HTTPException 401 when the session ended during the wait.
    """
    staff, tag, now = signed_in.staff, parts.language(request), parts.clock.now()
    if body.active:
        await parts.browsers.touch(signed_in)
    await parts.records.note_presence(Presence(staff.id, staff.role, staff.languages, body.paused, now))
    changes = None
    if body.case is None:
        look = _idle_look(parts, staff, tag)
    else:
        case = CaseId(body.case)
        await parts.records.beat_case(case, staff.id, now)
        look, changes = _case_look(parts, staff, case, tag), parts.line.changes(case)
    news = await _hold(parts, request, look, changes, body.seen)
    if await parts.browsers.find(parts.token(request)) is None:
        raise HTTPException(401, "signed_out")
    return news | {"mark": mark_of(news)}


async def open_case_of(parts: Parts, staff: StaffId) -> Case | None:
    """Return the case that a member of staff has claimed, if any."""
    cases = await parts.records.open_cases()
    return next((case for case in cases if case.status is CaseStatus.CLAIMED and case.claimed_by == staff), None)


def _idle_look(parts: Parts, staff: Staff, tag: str) -> Callable[[], Awaitable[Json]]:
    """Return a look at the queue: how many wait, and a case of one's own that the page does not know of (it was loaded anew)."""

    async def look() -> Json:
        cases = await parts.records.open_cases()
        mine = next((case for case in cases if case.status is CaseStatus.CLAIMED and case.claimed_by == staff.id), None)
        return {"waiting": show_waiting(cases, staff, parts.texts, tag), "open": show_case(mine, parts.texts, tag) if mine else None}

    return look


def _case_look(parts: Parts, staff: Staff, case: CaseId, tag: str) -> Callable[[], Awaitable[Json]]:
    """Return a look at a claimed case."""

    async def look() -> Json:
        now = await parts.line.look(case, staff.id)
        return {"gone": True, "left": False} if now is None else show_now(now, parts.texts, tag)

    return look


async def _hold(
    parts: Parts, request: Request, look: Callable[[], Awaitable[Json]], changes: AsyncIterator[None] | None, seen: str
) -> Json:
    """Look until there is something else than the browser has seen, or the time is over."""
    loop = asyncio.get_running_loop()
    end = loop.time() + parts.settings.hold_seconds
    async with _Wake(changes, parts.stopping) as wake:
        while True:
            news = await look()
            left = end - loop.time()
            if mark_of(news) != seen or left <= 0 or parts.stopping.is_set() or await request.is_disconnected():
                return news
            await wake.wait(min(left, parts.settings.look_seconds))


class _Wake:
    """Waits for a change, the end of the service, or some seconds. Listens from the start, so nothing falls between look and wait."""

    def __init__(self, changes: AsyncIterator[None] | None, stopping: asyncio.Event) -> None:
        self._changes = changes
        self._stop = asyncio.ensure_future(stopping.wait())
        self._next: asyncio.Task[bool] | None = None

    async def __aenter__(self) -> Self:
        self._listen()
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for task in (self._stop, self._next):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        if self._changes is not None and hasattr(self._changes, "aclose"):
            await self._changes.aclose()

    async def wait(self, seconds: float) -> None:
        """Return at a change, at the end of the service, or after `seconds`."""
        tasks = {task for task in (self._stop, self._next) if task is not None}
        done, _ = await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if self._next in done:
            self._listen()

    def _listen(self) -> None:
        """Wait for the next change; when the line ends its listening, time alone wakes."""
        if self._changes is None or (self._next is not None and not self._next.result()):
            self._next = None
            return
        self._next = asyncio.ensure_future(_one(self._changes))


async def _one(changes: AsyncIterator[None]) -> bool:
    """Return True at the next change, False when there will be none."""
    async for _ in changes:
        return True
    return False
