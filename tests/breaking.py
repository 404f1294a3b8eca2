"""What tests need to break the service: a process that dies at any call, a wire that holds what is sent, and what may stay after an exit."""

from __future__ import annotations

import asyncio
import functools
import inspect
import secrets
from dataclasses import replace
from typing import Any

from bot.channels.simulator import Simulator
from bot.chat import Talk
from bot.ids import person_key
from bot.inbox import accept
from bot.ports import Erased, Inbound, InboundKind, Kind, Outbound, PersonKey, Sent, UnsureError
from bot.service import Service
from bot.worker import Worker


class DiedError(BaseException):
    """The process is dead: nothing of it goes on. Not an `Exception`, so that no code can catch it and carry on."""


class Mortal:
    """The process that dies at the n-th call to any of its ports: before the call takes effect, or just after."""

    def __init__(self, dies_at: int = 0, *, after: bool = False) -> None:
        self.calls = 0
        self.dead = False
        self.died_in = ""
        self._dies_at = dies_at
        self._after = after

    def ports(self, service: Service) -> Service:
        """Return the same service through ports that die with this process."""
        channels = {kind: Frail(channel, self) for kind, channel in service.channels.items()}
        return replace(service, volatile=Frail(service.volatile, self), records=Frail(service.records, self), channels=channels)

    async def call(self, work: Any, *args: Any, **kwargs: Any) -> Any:
        if self.dead:
            raise DiedError
        self.calls += 1
        now = self.calls == self._dies_at
        if now:
            self.died_in = work.__name__
        if now and not self._after:
            self.dead = True
            raise DiedError
        result = await work(*args, **kwargs)
        if now or self.dead:
            self.dead = True
            raise DiedError
        return result


class Frail:
    """A port whose every call may be the last."""

    def __init__(self, inner: Any, life: Mortal) -> None:
        self._inner = inner
        self._life = life

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        return functools.partial(self._life.call, found) if inspect.iscoroutinefunction(found) else found


class SlowWire:
    """A channel whose sends wait until the test lets them go. What was put on the wire arrives all the same.

    `raises`: what the next sends answer; after an `UnsureError` the message has arrived, after anything else it has not.
    """

    def __init__(self, inner: Simulator) -> None:
        self.inner = inner
        self.kind = inner.kind
        self.order: list[str] = []
        self.sending = asyncio.Event()
        self.go = asyncio.Event()
        self.go.set()
        self.raises: list[Exception] = []

    async def send(self, message: Outbound) -> Sent:
        self.sending.set()
        await self.go.wait()
        if self.raises and not isinstance(self.raises[0], UnsureError):
            raise self.raises.pop(0)
        sent = await self.inner.send(message)
        self.order.append(f"send {message.text}")
        if self.raises:
            raise self.raises.pop(0)
        return sent

    async def erase(self, address: str, ids: tuple[str, ...], *, whole: bool) -> Erased:
        self.order.append(f"erase {' '.join(ids)}")
        return await self.inner.erase(address, ids, whole=whole)

    async def close(self) -> None:
        await self.inner.close()


def talk_over(made: Service, phone: Simulator, hint: str = "en") -> Talk:
    """Return a new person's conversation over a service whose channels are wrapped."""
    return Talk(made, Worker(made), phone, f"+1555{secrets.randbelow(10**7):07}", hint)


def key_of(service: Service, talk: Talk) -> PersonKey:
    """Return the key under which all about this person lies."""
    return person_key(service.secret, talk.phone.kind, talk.address)


async def file_message(service: Service, talk: Talk, text: str, number: int, **changes: Any) -> PersonKey:
    """Put a message into the inbox without waiting for its answer; return whose it is."""
    message_id = await talk.phone.write(talk.address, text)
    now = service.clock.now()
    inbound = Inbound(f"m-{number}", InboundKind.TEXT, talk.phone.kind, talk.address, now, text, message_id, "en")
    await accept(service, replace(inbound, **changes))
    return key_of(service, talk)


MAY_STAY = frozenset({Kind.COVER, Kind.TALLY, Kind.ERASE})
"""What may lie under a person's key after they left: cover, how often a case ended, deletions that are under way."""


async def nothing_is_left(talk: Talk) -> None:
    """Show that after an exit only what may stay is there."""
    left = {key.kind for key in (await talk.book()).rows}
    assert left <= MAY_STAY, left
