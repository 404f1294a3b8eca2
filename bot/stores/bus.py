"""The bus: wakes listeners in this process, and over NATS in every other.

Rules: keys only, never words; publishing never waits and never raises; a listener that is slow gets each key once, the oldest are
forgotten first; losing a key costs delay, never a message. Topics are hashed into subjects, so a server that logs them learns no id.
"""

from __future__ import annotations

import asyncio
import hashlib
import weakref
from collections.abc import AsyncIterator
from typing import Self

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error

from bot.ports import StoreLostError
from bot.stores.jetstream_wire import connect

MAX_WAITING = 10_000
"""Different keys that wait for one listener. Older ones go: whoever listens also looks at the store by itself now and then."""

_SUBJECT = "quietline.b"


class Listener(AsyncIterator[str]):
    """Keys of one topic from the moment it was made. Close it with `aclose`, or let go of it."""

    def __init__(self) -> None:
        self._waiting: dict[str, None] = {}
        self._awake = asyncio.Event()
        self._closed = False

    def offer(self, key: str) -> None:
        """Take a key; one that waits already is not taken twice."""
        if key not in self._waiting and len(self._waiting) >= MAX_WAITING:
            del self._waiting[next(iter(self._waiting))]
        self._waiting[key] = None
        self._awake.set()

    def end(self) -> None:
        """Hand out nothing more."""
        self._closed = True
        self._awake.set()

    async def aclose(self) -> None:
        """Stop listening."""
        self.end()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> str:
        while not self._closed:
            if self._waiting:
                key = next(iter(self._waiting))
                del self._waiting[key]
                return key
            self._awake.clear()
            await self._awake.wait()
        raise StopAsyncIteration


class MemoryBus:
    """`Bus` within one process."""

    def __init__(self) -> None:
        self._listeners: dict[str, weakref.WeakSet[Listener]] = {}

    async def publish(self, topic: str, key: str) -> None:
        """Wake the listeners of `topic` in this process."""
        self._offer(_name(topic), key)

    def listen(self, topic: str) -> AsyncIterator[str]:
        """Yield keys published from now on."""
        listener = Listener()
        self._listeners.setdefault(_name(topic), weakref.WeakSet()).add(listener)
        return listener

    async def close(self) -> None:
        """End all listening."""
        for listeners in self._listeners.values():
            for listener in list(listeners):
                listener.end()
        self._listeners.clear()

    def _offer(self, name: str, key: str) -> None:
        listeners = self._listeners.get(name)
        if listeners is None:
            return
        for listener in list(listeners):
            if listener._closed:  # noqa: SLF001 -- the two belong together
                listeners.discard(listener)
            else:
                listener.offer(key)
        if not listeners:
            del self._listeners[name]


class NatsBus(MemoryBus):
    """`Bus` over all processes on one NATS cluster. Its own listeners are woken directly, also while NATS is away."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self._client = client

    @classmethod
    async def open(cls, url: str) -> NatsBus:
        """Connect (several servers: commas).

        Raises: StoreLostError.
        """
        client = await connect(url, no_echo=True)
        bus = cls(client)
        try:
            await client.subscribe(f"{_SUBJECT}.*", cb=bus._take)
            await client.flush()
        except (Error, OSError) as error:
            await client.close()
            raise StoreLostError(f"NATS: no subscription ({type(error).__name__})") from None
        return bus

    async def publish(self, topic: str, key: str) -> None:
        """Wake listeners here and in every other process."""
        name = _name(topic)
        self._offer(name, key)
        try:
            await self._client.publish(f"{_SUBJECT}.{name}", key.encode())
        except (Error, OSError):
            return  # whoever missed it looks at the store by itself

    async def close(self) -> None:
        """End all listening and close the connection."""
        await super().close()
        await self._client.close()

    async def _take(self, message: Msg) -> None:
        self._offer(message.subject.rpartition(".")[2], message.data.decode(errors="replace"))


def _name(topic: str) -> str:
    """Return a subject token for a topic: hashed, since a topic may carry a case id."""
    return hashlib.blake2b(topic.encode(), digest_size=16).hexdigest()
