"""Asks Telegram for updates, and confirms one only when it and every update before it are in the inbox.

Rules:
1. An offset is sent only after `accept` returned for all that lies before it. Killed at any moment: Telegram delivers again, and the
   inbox knows what it has seen.
2. When the inbox takes nothing (full, lost) the loop lets the updates go, waits, and asks again: words do not wait in this process.
3. Once an offset has been taken it is not repeated: after a quiet week Telegram goes on from a random number, which may be lower.
4. Broken updates are confirmed and counted, or one of them would hold back everybody.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import structlog
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import TelegramMethod

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_errors import code_of
from bot.channels.telegram_in import ALLOWED_UPDATES, BadUpdateError, Read, read_update, update_id_of
from bot.ports import Clock, Inbound, StoreFullError, StoreLostError

WAIT_SECONDS = 25
"""How long Telegram may hold a question open when nothing is new. Its own limit is 50."""

MAX_UPDATES = 100
"""Updates asked for at once (Bot API)."""

MAX_PAUSE_SECONDS = 30.0
"""Longest pause after repeated failures: half a minute is what someone waits at worst once a network is back."""

MAX_TRIES = 5
"""How often an update is offered to an inbox that fails for a reason of its own (a fault of ours) before it is let go, aloud."""

_STUBBORN = {
    "conflict": "another process polls with this token, or a webhook is set; run one of them only",
    "unauthorized": "Telegram does not take the token; copy QUIETLINE_TELEGRAM_TOKEN from BotFather again",
    "no_such_bot": "Telegram knows no bot of this token; copy QUIETLINE_TELEGRAM_TOKEN from BotFather again",
}
_log = structlog.get_logger()

Accept = Callable[[Inbound], Awaitable[object]]
"""Puts an inbound message into the inbox; returning means that it is there. Raises StoreFullError, StoreLostError."""


class PollStoppedError(Exception):
    """Polling cannot go on until an operator has done something. `code`: conflict, unauthorized or no_such_bot."""

    def __init__(self, code: str) -> None:
        super().__init__(f"telegram polling stopped: {code}; remedy: {_STUBBORN[code]}")
        self.code = code


class _GetUpdates(TelegramMethod[list[Any]]):
    """`getUpdates` answered by plain JSON: one update that aiogram cannot read must not hide the ninety-nine others."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None
    limit: int
    timeout: int
    allowed_updates: list[str]


@dataclass(slots=True)
class _Standing:
    """Where the loop stands: what to confirm next, how often it failed in a row, since when nobody lets it in."""

    offset: int | None = None
    failures: int = 0
    refused_since: float | None = None
    failing_update: int | None = None
    tries: int = 0


async def poll(
    channel: TelegramChannel,
    accept: Accept,
    *,
    clock: Clock,
    wait_seconds: int = WAIT_SECONDS,
    pause_seconds: float = 1.0,
    patience_seconds: float = 60.0,
) -> NoReturn:
    """Ask for updates until cancelled. Cancelling loses nothing.

    Args:
        channel: Whose updates; also answers buttons and leaves groups, after acceptance.
        accept: The way into the inbox.
        clock: Dates what Telegram does not date.
        wait_seconds: How long Telegram may hold a question open.
        pause_seconds: The first pause after a failure; it doubles up to `MAX_PAUSE_SECONDS`.
        patience_seconds: How long a conflict or a refused token may last (another process may be about to end).

    Raises: PollStoppedError.
    """
    standing = _Standing()
    while True:
        try:
            updates = await _ask(channel, standing.offset, wait_seconds)
        except Exception as error:  # noqa: BLE001 - whatever the network does, polling goes on
            code = code_of(error)
            pause = float(error.retry_after) if isinstance(error, TelegramRetryAfter) else 0.0
        else:
            standing.refused_since = None
            standing.offset = None  # rule 3: it has been taken
            if await _take(channel, accept, clock, updates, standing):
                standing.failures = 0
                continue
            code, pause = "", 0.0
        if code in _STUBBORN:
            _lose_patience(standing, code, patience_seconds)
        if code:
            _log.warning("telegram_poll_failed", code=code, count=standing.failures + 1)
        await asyncio.sleep(max(pause, _pause(pause_seconds, standing.failures)))
        standing.failures += 1


async def _ask(channel: TelegramChannel, offset: int | None, wait_seconds: int) -> list[Any]:
    question = _GetUpdates(offset=offset, limit=MAX_UPDATES, timeout=wait_seconds, allowed_updates=list(ALLOWED_UPDATES))
    patience = wait_seconds + max(1, round(channel.bot.session.timeout))
    return await channel.bot(question, request_timeout=patience)


async def _take(channel: TelegramChannel, accept: Accept, clock: Clock, updates: Sequence[Any], standing: _Standing) -> bool:
    """Bring updates into the inbox, in order, up to the first that does not get in. False: wait before asking again."""
    for update in updates:
        update_id = update_id_of(update)
        read = _read(update, clock)
        if read.inbound is not None and not await _bring_in(accept, read.inbound, update_id, standing):
            return False
        channel.settle(read)
        if update_id is not None:
            standing.offset = update_id + 1
    return not updates or standing.offset is not None


def _read(update: Any, clock: Clock) -> Read:
    try:
        return read_update(update, received_at=clock.now())
    except BadUpdateError as bad:
        _log.error("telegram_update_unreadable", code=bad.rule)
        return Read()


async def _bring_in(accept: Accept, inbound: Inbound, update_id: int | None, standing: _Standing) -> bool:
    try:
        await accept(inbound)
    except (StoreFullError, StoreLostError) as error:
        _log.warning("telegram_inbox_closed", code=type(error).__name__)
        return False
    except Exception as error:  # noqa: BLE001 - a fault of ours in one message must not silence everybody
        return _give_up(type(error).__name__, update_id, standing)
    return True


def _give_up(code: str, update_id: int | None, standing: _Standing) -> bool:
    """Count tries of the update that fails. True when it is time to let it go."""
    standing.tries = standing.tries + 1 if standing.failing_update == update_id else 1
    standing.failing_update = update_id
    dropped = standing.tries >= MAX_TRIES
    _log.error("telegram_update_dropped" if dropped else "telegram_accept_failed", code=code, count=standing.tries)
    return dropped


def _lose_patience(standing: _Standing, code: str, patience_seconds: float) -> None:
    now = asyncio.get_running_loop().time()
    if standing.refused_since is None:
        standing.refused_since = now
    if now - standing.refused_since >= patience_seconds:
        raise PollStoppedError(code)


def _pause(first_seconds: float, failures: int) -> float:
    """Doubling pause with some chance in it, so that many bots do not come back in step."""
    return min(MAX_PAUSE_SECONDS, first_seconds * (1 << min(failures, 10))) * random.uniform(0.75, 1.0)  # noqa: S311 - no secret
