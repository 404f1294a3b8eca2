"""A whole service for a test: real stores, real flows, real texts, real understanding; only the phones are simulated."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

import bot.app
from bot.app import open_service
from bot.channels.simulator import Simulator
from bot.chat import Talk, open_talk
from bot.desk_line import DeskLine
from bot.ports import ChannelKind
from bot.service import Service
from bot.settings import Settings
from escalation.model import Presence, Role, Staff, StaffId
from tests.breaking import SlowWire

ADVOCATE = Staff(StaffId("ada"), "ada", Role.ADVOCATE, ("en", "es", "ar"), "", "")


@pytest.fixture(autouse=True)
def _loaded_once(monkeypatch):
    """The reviewed content does not change between tests: read it once."""
    for name in ("load_texts", "load_library", "load_understanding"):
        monkeypatch.setattr(bot.app, name, _ONCE[name])


_ONCE = {name: functools.cache(getattr(bot.app, name)) for name in ("load_texts", "load_library", "load_understanding")}


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(_env_file=None, home=tmp_path, volatile_url="memory:", demo=True)  # type: ignore[call-arg]


@pytest.fixture
async def service(settings, clock) -> AsyncIterator[Service]:
    async with open_service(settings, clock=clock, channels={kind: Simulator(kind) for kind in ChannelKind}) as made:
        yield made


@pytest.fixture
async def begin(service) -> AsyncIterator[Callable[..., Awaitable[Talk]]]:
    """Start a conversation on a phone of some kind."""
    async with AsyncExitStack() as stack:

        async def start(kind: ChannelKind = ChannelKind.TELEGRAM, hint: str = "en") -> Talk:
            talk = await open_talk(service, kind, hint)
            stack.push_async_callback(talk.worker.stop)
            return talk

        yield start


class Desk:
    """An advocate at work, without a browser."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.line = DeskLine(service)
        self.staff = ADVOCATE

    async def open(self, *, paused: bool = False) -> None:
        now = self.service.clock.now()
        await self.service.records.add_staff(self.staff)
        await self.service.records.note_presence(Presence(self.staff.id, self.staff.role, self.staff.languages, paused, now))

    async def next(self):
        return await self.line.next_case(self.staff, self.service.clock.now())

    async def look(self, case):
        return await self.line.look(case, self.staff.id)


@pytest.fixture
def desk(service) -> Desk:
    return Desk(service)


@pytest.fixture
def slow(service):
    """A service whose Telegram sends can be held on the wire, and that wire."""
    wire = SlowWire(service.channels[ChannelKind.TELEGRAM])
    return replace(service, channels={**service.channels, ChannelKind.TELEGRAM: wire}), wire
