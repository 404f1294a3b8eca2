"""The demo: a simulated phone for Telegram and one for SMS beside the desk, for whoever types `make run`.

Rules: what is written on a phone goes the real way (reader of the channel, inbox, turn, outbox) and nothing else does; loopback only
(settings refuse the rest); the desk opens by a link that works once; nothing here is reachable without `DEMO=1`.
"""

from __future__ import annotations

import asyncio
import secrets

from fastapi import FastAPI

from bot.channels.simulator import Simulator
from bot.demo.guard import DemoGuard
from bot.demo.page import Page
from bot.demo.phones import Phones
from bot.demo.routes import demo_routes
from bot.service import Service
from bot.settings import SettingsError
from bot.web import make_web
from escalation.desk.entry import DEMO_NAME
from escalation.desk.passwords import UNUSABLE
from escalation.model import Role, Staff, StaffId

TOKEN_BYTES = 32
"""256 random bits of the one-time link."""


class Demo:
    """The demo over a service whose channels are simulators. `link_token` signs in at the desk, once.

    Raises: SettingsError when a channel is a real one.
    """

    def __init__(self, service: Service) -> None:
        settings = service.settings
        simulators = {kind: channel for kind, channel in service.channels.items() if isinstance(channel, Simulator)}
        if not settings.demo or len(simulators) != len(service.channels):
            raise SettingsError(("the demo page needs QUIETLINE_DEMO=1 and simulated channels only",))
        self._service = service
        self._desk = settings.staff_url.rstrip("/") or f"http://{settings.staff_bind}"
        self.link_token = secrets.token_urlsafe(TOKEN_BYTES)
        self.phones = Phones(simulators, service.clock)
        self.stopping = asyncio.Event()

    async def prepare(self) -> None:
        """See that the demo's member of staff is in records, so that someone can be asked for before the desk is first opened.

        Raises: SettingsError when a real member of staff has that name: the link would sign nobody in.
        """
        records = self._service.records
        found = await records.find_staff(DEMO_NAME)
        if found is None:
            # No password opens this account: only the link does, and only in a demo.
            languages = self._service.texts.languages
            await records.add_staff(Staff(StaffId(DEMO_NAME), DEMO_NAME, Role.SUPERVISOR, languages, UNUSABLE, ""))
            found = await records.find_staff(DEMO_NAME)
        if found is None or found.disabled or found.password_hash != UNUSABLE:
            raise SettingsError((f"a real member of staff is named {DEMO_NAME}: set QUIETLINE_HOME to another folder for the demo",))

    def web(self) -> FastAPI:
        """Return the public surface: the page, what it needs, and the two health checks. Every request passes the guard."""
        web = make_web(self._service)
        page = Page(self._service.texts, f"{self._desk}/desk/")
        web.include_router(demo_routes(self._service, self.phones, page, self.stopping))
        web.add_middleware(DemoGuard, bind=self._service.settings.bind, desk=self._desk)
        return web

    def stop(self) -> None:
        """End every question for news that is held, so that the service ends without delay."""
        self.stopping.set()

    def lines(self) -> tuple[str, ...]:
        """Return what the terminal prints: where the page is, the one-time sign-in, how to stop."""
        page = f"http://{self._service.settings.bind}/"
        return (
            "A demo with simulated phones: nothing is sent to anyone. Write nothing real.",
            f"  everything   {page}#{self.link_token}",
            f"  phones only  {page}",
            f"  desk only    {self._desk}/desk/demo#{self.link_token}",
            "  The long links sign in at the desk, once. Ctrl+C stops it all.",
        )
