"""The desk in a real browser: what an advocate sees, and what is left afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import re
import shutil
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from escalation.model import Outcome, Staff, Words
from escalation.ports import Said
from tests.fixtures_desk import NOW, PASSWORD, Desk, a_case, build

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("chromium"), reason="Debian's chromium is not installed"),
]

PAYLOADS = (
    "<img src=x onerror=\"document.title='owned'\">",
    "<script>document.title='owned'</script>",
    "\"><svg onload=document.title='owned'>",
    "javascript:document.title='owned'",
    "{{7*7}} ${7*7} <%= 7*7 %>",
    "\u202edrowssap\u202c &lt;b&gt;",
)


@dataclass
class Screen:
    """A signed-in page, with everything the browser complained about."""

    desk: Desk
    page: Page
    context: BrowserContext
    url: str
    complaints: list[str]

    async def sign_in(self) -> None:
        await self.page.goto(self.url, wait_until="domcontentloaded")
        await self.page.get_by_label("Name", exact=True).fill(self.desk.staff.name)
        await self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        await self.page.get_by_role("button", name="Continue").click()
        await self.page.get_by_label("Code", exact=True).fill(self.desk.code())
        await self.page.get_by_role("button", name="Sign in").click()
        await expect(self.page.get_by_role("button", name="Next")).to_be_visible()

    async def take(self) -> None:
        await self.page.get_by_role("button", name="Next").click()
        await expect(self.page.locator("#work")).to_be_visible()

    async def say(self, text: str) -> None:
        await self.page.locator("#writing").fill(text)
        await self.page.get_by_role("button", name="Send").click()

    async def everything(self) -> str:
        """All that the page and the browser's storage hold."""
        kept = await self.page.evaluate(
            """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, location.href, document.cookie,
               (await indexedDB.databases()).length, (await caches.keys()).length, history.length > 50, performance.getEntries().map(e => e.name)])"""
        )
        fields = await self.page.evaluate("() => [...document.querySelectorAll('input,textarea')].map(e => e.value).join(' ')")
        cookies = str(await self.context.cookies())
        return await self.page.content() + kept + fields + cookies


@contextlib.asynccontextmanager
async def served(desk: Desk, port: int) -> AsyncIterator[None]:
    config = uvicorn.Config(desk.app, host="127.0.0.1", port=port, log_level="critical", access_log=False, timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has a flag and no event
        await asyncio.sleep(0.02)
    try:
        yield
    finally:
        desk.app.state.stopping.set()
        server.should_exit = True
        await task


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def screen(chromium: Browser, members: tuple[Staff, Staff]) -> AsyncIterator[Screen]:
    async with shown(chromium, members) as shown_screen:
        yield shown_screen


@contextlib.asynccontextmanager
async def shown(chromium: Browser, members: tuple[Staff, Staff], *, phone: bool = False, **settings: object) -> AsyncIterator[Screen]:
    port = free_port()
    desk = await build(members, **({"origins": (f"http://127.0.0.1:{port}",), "hold_seconds": 5, "look_seconds": 0.5} | settings))
    async with served(desk, port):
        context = await chromium.new_context(
            locale="en-GB", viewport={"width": 360, "height": 740} if phone else {"width": 1280, "height": 800}
        )
        context.set_default_timeout(8000)
        page = await context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield Screen(desk, page, context, f"http://127.0.0.1:{port}/desk/", complaints)
        await context.close()
    await desk.close()


async def with_case(screen: Screen, **values: object) -> None:
    await screen.desk.records.open_case(a_case(**values), None)
    await screen.sign_in()
    await screen.take()


async def test_from_sign_in_to_a_closed_case(screen):
    desk, page = screen.desk, screen.page
    desk.line.context = (Said("0", "person", "él está en la casa".encode(), at=NOW), Said("1", "bot", b"1 si 2 no", at=NOW))
    await with_case(screen, words=Words.HELD)
    await expect(page.locator("#context")).to_contain_text("él está en la casa")
    await expect(page.locator("#reasons")).to_contain_text("Danger or violence now")
    desk.line.write("¿hay alguien?", "r1")
    await expect(page.locator("#log")).to_contain_text("¿hay alguien?")
    await screen.say("Estoy aquí.")
    await expect(page.locator(".said.advocate .fate")).to_have_text("On its way")
    [reply] = desk.line.replies
    for fate, text in (("held", "Waits until they write, to be safe"), ("sent", "Sent")):
        desk.line.fates[reply] = fate
        desk.line.news()
        await expect(page.locator(".said.advocate .fate")).to_have_text(text)
    assert desk.line.read_count == 1
    assert desk.line.incoming == []
    await page.get_by_role("button", name="Close…").click()
    await page.get_by_label("Supported").check()
    await page.get_by_role("button", name="Go on").click()
    await page.get_by_role("button", name="Close it").click()
    await expect(page.locator("#over-title")).to_have_text("Closed")
    left = await screen.everything()
    for words in ("él está", "alguien?", "Estoy aquí"):
        assert words not in left
    assert desk.line.outcome is Outcome.SUPPORTED
    assert screen.complaints == []


async def test_what_a_stranger_writes_is_shown_and_never_run(screen):
    desk, page = screen.desk, screen.page
    desk.line.context = tuple(Said(str(place), "person", text.encode(), at=NOW) for place, text in enumerate(PAYLOADS))
    await with_case(screen, words=Words.HELD)
    for place, text in enumerate(PAYLOADS):
        desk.line.write(text, f"r{place}")
    await expect(page.locator("#log .said")).to_have_count(len(PAYLOADS))
    for place, text in enumerate(PAYLOADS):
        for pane in ("#log", "#context"):
            assert await page.locator(f"{pane} .said .text").nth(place).text_content() == text
    assert await page.locator("#log img, #log script, #log svg, #context img, #context script").count() == 0
    assert "owned" not in await page.title()
    assert screen.complaints == []


async def test_messages_are_marked_with_language_and_direction(screen):
    await with_case(screen, language="ar")
    screen.desk.line.write("مرحبا 123", "r1")
    text = screen.page.locator("#log .text")
    await expect(text).to_have_attribute("dir", "auto")
    await expect(text).to_have_attribute("lang", "ar")
    assert await text.evaluate("e => getComputedStyle(e).direction") == "rtl"
    for attribute, value in (
        ("spellcheck", "false"),
        ("autocomplete", "off"),
        ("autocorrect", "off"),
        ("autocapitalize", "off"),
        ("translate", "no"),
    ):
        await expect(screen.page.locator("#writing")).to_have_attribute(attribute, value)
    await expect(screen.page.locator("html")).to_have_attribute("translate", "no")


async def test_when_she_leaves_the_pane_and_the_draft_are_wiped(screen):
    desk, page = screen.desk, screen.page
    await with_case(screen)
    desk.line.write("CANARY-one", "r1")
    await expect(page.locator("#log")).to_contain_text("CANARY-one")
    await screen.say("CANARY-two")
    await page.locator("#writing").fill("CANARY-draft")
    await desk.line.leave("case-1")
    await expect(page.locator("#over-title")).to_have_text("They left")
    assert "CANARY" not in await screen.everything()
    await page.get_by_role("button", name="Go on").click()
    await expect(page.get_by_role("button", name="Next")).to_be_focused()
    assert screen.complaints == []


async def test_lock_wipes_at_once_even_without_a_line(screen):
    desk, page = screen.desk, screen.page
    await with_case(screen)
    desk.line.write("CANARY-one", "r1")
    await expect(page.locator("#log")).to_contain_text("CANARY-one")
    await page.locator("#writing").fill("CANARY-draft")
    await screen.context.set_offline(True)
    left = await page.evaluate(
        "() => { document.getElementById('lock').click(); return document.documentElement.innerHTML + document.getElementById('writing').value }"
    )
    assert "CANARY" not in left


async def test_lock_leads_to_the_door_and_back_leads_nowhere(screen):
    await with_case(screen)
    screen.desk.line.write("CANARY-one", "r1")
    await expect(screen.page.locator("#log")).to_contain_text("CANARY-one")
    await screen.page.get_by_role("button", name="Lock").click()
    await expect(screen.page.get_by_label("Password", exact=True)).to_be_visible()
    await screen.page.go_back(wait_until="domcontentloaded")
    assert "CANARY" not in await screen.page.content()


async def test_the_desk_locks_itself(chromium, members):
    async with shown(chromium, members, lock_seconds=8) as screen:
        await with_case(screen)
        await expect(screen.page.locator("#idle-dialog")).to_be_visible(timeout=15000)
        await screen.page.get_by_role("button", name="Stay").click()
        await expect(screen.page.locator("#work")).to_be_visible()
        await expect(screen.page.get_by_label("Password", exact=True)).to_be_visible(timeout=20000)
        assert (await screen.desk.actions())[-1] == "lock"


async def test_a_lost_answer_does_not_double_a_reply(screen):
    desk, page = screen.desk, screen.page
    await with_case(screen)
    lost = 0

    async def lose(route):
        nonlocal lost
        await route.fetch()
        lost += 1
        await route.abort()

    await page.route("**/desk/reply", lose, times=2)
    await screen.say("Estoy aquí.")
    await expect(page.locator(".fate")).to_have_text("On its way", timeout=9000)
    assert lost == 2
    assert list(desk.line.replies.values()) == ["Estoy aquí."]
    assert await page.locator("#log .said").count() == 1


async def test_a_lost_acknowledgement_is_repeated_and_shows_nothing_twice(screen):
    desk, page = screen.desk, screen.page
    await with_case(screen)

    async def lose(route):
        await route.abort()

    await page.route("**/desk/taken", lose, times=1)
    desk.line.write("hola", "r1")
    await expect(page.locator("#log .said")).to_have_count(1)
    for _ in range(100):
        if not desk.line.incoming:
            break
        await asyncio.sleep(0.05)
    assert desk.line.incoming == []
    assert await page.locator("#log .said").count() == 1


async def test_a_line_that_breaks_is_said_and_mends(screen):
    desk, page = screen.desk, screen.page
    await with_case(screen)
    await screen.context.set_offline(True)
    desk.line.write("hola", "r1")
    await expect(page.locator("#state")).to_have_text(re.compile("No connection"))
    await screen.context.set_offline(False)
    await expect(page.locator("#log")).to_contain_text("hola", timeout=15000)
    await expect(page.locator("#state")).to_have_text("You are here")


async def test_a_page_loaded_again_has_the_case_and_not_the_words(screen):
    desk, page = screen.desk, screen.page
    desk.line.context = (Said("0", "person", b"CANARY-one", at=NOW),)
    await with_case(screen, words=Words.HELD)
    await expect(page.locator("#context")).to_contain_text("CANARY-one")
    await expect(page.locator("#words-note")).to_contain_text("Only this page")
    for _ in range(100):
        if desk.line.read_count:
            break
        await asyncio.sleep(0.05)
    await page.reload(wait_until="domcontentloaded")
    await expect(page.locator("#work")).to_be_visible()
    await expect(page.locator("#words-note")).to_contain_text("Words already read")
    await expect(page.locator("#log")).to_contain_text("What it showed before is gone")
    assert "CANARY" not in await screen.everything()


async def test_a_second_window_takes_the_desk_and_the_first_wipes_itself(screen):
    await with_case(screen)
    screen.desk.line.write("CANARY-one", "r1")
    await expect(screen.page.locator("#log")).to_contain_text("CANARY-one")
    second = await screen.context.new_page()
    await second.goto(screen.url, wait_until="domcontentloaded")
    await expect(screen.page.locator("#elsewhere")).to_be_visible()
    assert "CANARY" not in await screen.everything()
    await expect(second.locator("#work")).to_be_visible()


async def test_pause_and_work_again(screen):
    await screen.sign_in()
    await screen.page.get_by_role("button", name="Pause").click()
    await expect(screen.page.get_by_role("button", name="Next")).to_be_disabled()
    for _ in range(100):
        if (await screen.desk.presence()).paused:
            break
        await asyncio.sleep(0.05)
    assert (await screen.desk.presence()).paused
    await screen.page.get_by_role("button", name="Work again").click()
    await expect(screen.page.get_by_role("button", name="Next")).to_be_enabled()


async def test_giving_back_takes_two_steps(screen):
    await with_case(screen)
    await screen.page.get_by_role("button", name="Give back…").click()
    assert (await screen.desk.case()).status == "claimed"
    await screen.page.get_by_role("button", name="Give it back").click()
    await expect(screen.page.locator("#over-title")).to_have_text("Given back")
    for _ in range(100):
        if (await screen.desk.case()).status == "waiting":
            break
        await asyncio.sleep(0.05)
    assert (await screen.desk.case()).returns == 1


async def test_everything_can_be_done_with_the_keyboard(screen):
    desk, page = screen.desk, screen.page
    await desk.records.open_case(a_case(), None)
    await page.goto(screen.url, wait_until="domcontentloaded")
    await page.keyboard.type(desk.staff.name)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Code", exact=True)).to_be_focused()
    await page.keyboard.type(desk.code())
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Next")).to_be_visible()
    await page.get_by_role("button", name="Next").press("Enter")
    await expect(page.locator("#writing")).to_be_focused()
    await page.keyboard.type("Estoy aquí.")
    await page.keyboard.press("Enter")
    await expect(page.locator(".said.advocate")).to_contain_text("Estoy aquí.")
    await page.get_by_role("button", name="Close…").press("Enter")
    await page.keyboard.press("Space")
    await page.get_by_role("button", name="Go on").press("Enter")
    await page.keyboard.press("Enter")
    await expect(page.locator("#over-title")).to_be_focused()


@pytest.mark.parametrize("phone", [True, False])
async def test_nothing_is_wider_than_the_window_and_targets_are_large(chromium, members, phone):
    async with shown(chromium, members, phone=phone) as screen:
        await with_case(screen, returns=3)
        screen.desk.line.write("x" * 300, "r1")
        await expect(screen.page.locator("#log .said")).to_have_count(1)
        assert await screen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        small = await screen.page.evaluate(
            """() => [...document.querySelectorAll('button,a,select,summary,textarea')].filter(e => e.checkVisibility() && !e.matches('.skip'))
               .filter(e => e.getBoundingClientRect().height < 44 || e.getBoundingClientRect().width < 24).map(e => e.id)"""
        )
        assert small == []


async def test_the_demo_link_leaves_the_address_bar_and_works_once(screen):
    await screen.page.goto(f"{screen.url}demo#{'t' * 43}", wait_until="domcontentloaded")
    await expect(screen.page.get_by_role("button", name="Open the desk")).to_be_visible()
    assert "#" not in screen.page.url
    await screen.page.get_by_role("button", name="Open the desk").click()
    await expect(screen.page.get_by_role("button", name="Next")).to_be_visible()
