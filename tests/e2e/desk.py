"""An advocate: at the desk with a screen (Chromium), and without one (HTTP only)."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from uuid import uuid4

import httpx
import pyotp
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.settings import Settings
from bot.staff import add
from tests.e2e.instance import Instance, on_a_thread, wait

PASSWORD = "slow river under stones"


@dataclass
class Member:
    """Somebody on the staff, with the secret in their code app."""

    name: str
    secret: str
    used: int = -1

    def code(self) -> str:
        """Return a code that was not used yet: a step of tolerance allows two sign-ins within half a minute."""
        self.used += 1
        return pyotp.TOTP(self.secret).at(int(time.time()) + 30 * self.used)


def hire(instance: Instance, name: str, languages: str = "en,ar", role: str = "advocate") -> Member:
    """Add a member of staff as the command line does, beside the running service."""
    settings = Settings(_env_file=None, home=instance.home)  # type: ignore[call-arg]
    line = on_a_thread(lambda: asyncio.run(add(settings, name, role, tuple(languages.split(",")), PASSWORD)))
    found = re.search(r"secret=([A-Z2-7]+)", line)
    assert found
    return Member(name, found[1])


@dataclass
class Screen:
    """An advocate's browser."""

    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def sign_in(
        cls, chromium: Browser, instance: Instance, member: Member, *, locale: str = "en-GB", width: int = 1280, height: int = 800
    ) -> Screen:
        context = chromium.new_context(locale=locale, viewport={"width": width, "height": height})
        context.set_default_timeout(30_000)
        screen = cls(context, context.new_page())
        screen.page.on("pageerror", lambda error: screen.complaints.append(str(error)))
        screen.page.goto(f"{instance.desk}/desk/")
        screen.page.locator("#name").fill(member.name)
        screen.page.locator("#password").fill(PASSWORD)
        screen.page.locator("#password-form button[type=submit]").click()
        screen.page.locator("#code").fill(member.code())
        screen.page.locator("#code-form button[type=submit]").click()
        expect(screen.page.locator("#next")).to_be_visible()
        return screen

    def see(self, place: str, text: str) -> None:
        expect(self.page.locator(place)).to_contain_text(text)

    def take(self) -> None:
        self.page.locator("#next").click()
        expect(self.page.locator("#work")).to_be_visible()

    def write(self, text: str) -> None:
        self.page.locator("#writing").fill(text)
        self.page.locator("#send").click()

    def close_case(self, outcome: str = "supported") -> None:
        self.page.locator("#close").click()
        self.page.locator(f"input[name=outcome][value={outcome}]").check()
        self.page.locator("#close-go-on").click()
        self.page.locator("#close-now").click()
        expect(self.page.locator("#over-title")).to_be_visible()

    def end(self) -> None:
        self.context.close()


class Line:
    """An advocate without a screen."""

    def __init__(self, instance: Instance, member: Member) -> None:
        self.client = httpx.Client(base_url=instance.desk, headers={"origin": instance.desk}, timeout=60, trust_env=False)
        for path, body in (("password", {"name": member.name, "password": PASSWORD}), ("code", {"code": member.code()})):
            assert self.client.post(f"/desk/{path}", json=body).is_success
        found = re.search(r'name="csrf" content="([^"]+)"', self.client.get("/desk/").text)
        assert found
        self.client.headers["x-desk-csrf"] = found[1]
        self.act("pause", paused=False)

    def act(self, path: str, **body: object) -> dict:
        answer = self.client.post(f"/desk/{path}", json=body)
        assert answer.is_success, (path, answer.status_code)
        return answer.json()

    def take(self) -> dict:
        found: list[dict] = []

        def took() -> bool:
            case = self.act("next")["case"]
            found.extend([case] if case else [])
            return bool(found)

        wait(took, "a case comes to the desk")
        return found[0]

    def look(self, case: str) -> dict:
        return self.act("pulse", paused=False, active=True, case=case)

    def reply(self, case: str, text: str) -> None:
        self.act("reply", case=case, id=str(uuid4()), text=text)

    def end(self) -> None:
        self.client.close()
