"""What a running service is made of: the ports and the reviewed content, put together once by `bot.app`.

Rules: a frozen bag of parts without behaviour; whoever needs a part takes it from here; nothing here is global.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass

from bot.metrics import Metrics
from bot.ports import Bus, Channel, ChannelKind, Clock, Volatile
from bot.render import Renderer
from bot.settings import Settings
from bot.stores.seals import Seals
from escalation.ports import Records
from flows.definition import Library
from flows.values import Found, Query
from locales.texts import Texts
from nlu.model import Understanding

WAKE = "wake"
"""Bus topic: this person has something to do."""

DESK = "desk"
"""Bus topic: this case has something new."""

Understand = Callable[[str, str], Understanding]
"""Text and language hint to what it means; pure, and safe to run on another thread."""

Look = Callable[[Query, str], Awaitable[Found]]
"""Answers a question to the world for a language; reads only."""


@dataclass(frozen=True, slots=True)
class Service:
    """The parts. `secret` is the key of the volatile store; `thinking` runs what is pure off the event loop."""

    settings: Settings
    clock: Clock
    volatile: Volatile
    secret: bytes
    records: Records
    seals: Seals | None
    bus: Bus
    channels: Mapping[ChannelKind, Channel]
    texts: Texts
    renderer: Renderer
    library: Library
    understand: Understand
    look: Look
    metrics: Metrics
    thinking: Executor
    page: Callable[[str], Awaitable[bool]]
