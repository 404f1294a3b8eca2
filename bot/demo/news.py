"""News of phones: a request held open until one of them shows something new, at most some seconds.

Rules: the answer is the whole present screen, so that a lost answer costs nothing; a hold ends by itself, and at once when the service
stops.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import aclosing

from bot.channels.simulator import Phone, Simulator
from bot.ports import EXIT_LABEL, ChannelKind
from locales.lockscreen import SHOWN
from locales.sms import parts

HOLD_SECONDS = 20.0
"""How long a question for news is held."""

Json = dict[str, object]


async def wait_for_change(watched: Iterable[tuple[Simulator, str, int]], stopping: asyncio.Event, seconds: float) -> None:
    """Return when a phone is at another version than the one given with it, when the service stops, or when the time is over."""
    tasks: list[asyncio.Task[object]] = [asyncio.create_task(_changed(phone, address, seen)) for phone, address, seen in watched]
    tasks.append(asyncio.create_task(stopping.wait()))
    try:
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _changed(phone: Simulator, address: str, seen: int) -> None:
    async with aclosing(phone.changes(address)) as changes:  # type: ignore[type-var]  # an async generator, as all of ours are
        async for now in changes:
            if now.version != seen:
                return


def show_screen(phone: Phone, kind: ChannelKind) -> Json:
    """Return what a phone shows, and what its lock screen gives away: the beginning of the last message that came in."""
    last = next((message for message in reversed(phone.shown) if not message.mine), None)
    sms = kind is ChannelKind.SMS  # has no buttons: the choices are numbered in the text
    return {
        "version": phone.version,
        "blocked": phone.blocked,
        "preview": last.text[:SHOWN] if last else "",
        "shown": [
            {
                "id": message.id,
                "text": message.text,
                "mine": message.mine,
                "parts": parts(message.text).parts if sms else 0,
                "buttons": [
                    {"label": label, "payload": payload, "leaves": label == EXIT_LABEL} for label, payload in message.buttons if not sms
                ],
            }
            for message in phone.shown
        ],
    }
