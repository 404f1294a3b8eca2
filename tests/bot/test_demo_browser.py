"""The demo in real browsers: what a visitor sees on the phones and at the desk, also in two browsers at once."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from playwright.async_api import Browser, FrameLocator, Locator, Page, async_playwright, expect

from locales.texts import load_texts
from tests.fixtures_demo import Served, served_demo

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not shutil.which("chromium"), reason="Debian's chromium is not installed")]

WAIT_MILLISECONDS = 15_000
expect.set_options(timeout=WAIT_MILLISECONDS)

CONTRAST = """() => {
  const parse = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (let n = node; n; n = n.parentElement) {
      const style = getComputedStyle(n);
      const colour = parse(style.backgroundColor);
      if (style.backgroundImage !== 'none') return parse(style.backgroundImage.match(/rgb\\([^)]*\\)/)[0]);
      if (colour.length && (colour.length < 4 || colour[3] > 0.9)) return colour;
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const node of document.querySelectorAll('body *')) {
    const shown = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()) || node.placeholder;
    if (!shown || !node.checkVisibility() || node.matches('.hidden-text, option, :disabled')) continue;
    const ink = parse(getComputedStyle(node).color);
    const [a, b] = [light(ink), light(ground(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) low.push(`${node.className || node.tagName} ${ratio.toFixed(2)}`);
  }
  return low;
}"""


@dataclass
class Visitor:
    """One open page, with everything the browser complained about."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def phone(self, kind: str) -> Locator:
        return self.page.locator(f".place.{kind}")

    @property
    def desk(self) -> FrameLocator:
        return self.page.frame_locator("#desk")

    async def write(self, kind: str, text: str) -> None:
        box = self.phone(kind).locator("textarea")
        await box.fill(text)
        await box.press("Enter")

    async def say(self, kind: str, text: str) -> str:
        """Write, and return the answer."""
        before = await self.phone(kind).locator("li.theirs").count()
        await self.write(kind, text)
        return await self.answer(kind, before)

    async def press(self, kind: str, label: str) -> str:
        """Press a button of the last message, and return the answer."""
        before = await self.phone(kind).locator("li.theirs").count()
        await self.phone(kind).locator("li.theirs").last.get_by_role("button", name=label).click()
        return await self.answer(kind, before)

    async def answer(self, kind: str, before: int) -> str:
        await expect(self.phone(kind).locator("li.theirs")).to_have_count(before + 1)
        return await self.phone(kind).locator("li.theirs .bubble p").last.inner_text()


class Visitors:
    """Opens pages, each in a browser profile of its own."""

    def __init__(self, chromium: Browser, served: Served) -> None:
        self._chromium = chromium
        self.served = served

    async def open(
        self, *, link: bool = False, locale: str = "en-GB", width: int = 1280, height: int = 820, scheme: str = "light"
    ) -> Visitor:
        context = await self._chromium.new_context(locale=locale, viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        context.set_default_timeout(WAIT_MILLISECONDS)
        visitor = Visitor(await context.new_page())
        page = visitor.page
        page.on("console", lambda message: visitor.complaints.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        await page.goto(self.served.link if link else self.served.page, wait_until="domcontentloaded")
        return visitor


@pytest.fixture
async def visitors(tmp_path) -> AsyncIterator[Visitors]:
    async with served_demo(tmp_path) as served, async_playwright() as player:
        chromium = await player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield Visitors(chromium, served)
        await chromium.close()


async def test_write_press_and_leave(visitors):
    visitor = await visitors.open()
    phone = visitor.phone("telegram")
    await expect(phone.get_by_role("button", name="Start")).to_be_visible()
    assert "Hi" in await visitor.say("telegram", "hi")
    choice = phone.locator("li.theirs .buttons button").first
    await choice.click()
    await expect(phone.locator("li.theirs")).to_have_count(2)
    await phone.locator("li.theirs").last.get_by_role("button", name="Leave").click()
    await expect(phone.locator("li:not(.going)")).to_have_count(1)
    await expect(phone.locator("li.mine")).to_have_count(0)
    last = await phone.locator("li.theirs .bubble p").inner_text()
    assert last == load_texts().text("en", "last-line")
    assert await phone.locator(".buttons").count() == 0
    everything = await visitor.page.content()
    assert "Can you write now" not in everything
    assert "hi</p>" not in everything
    assert [each for each in visitor.complaints if "autofocus" not in each] == []


async def test_by_sms_messages_stay_on_the_phone(visitors):
    visitor = await visitors.open()
    answer = await visitor.say("sms", "hi")
    assert re.search(r"1 .* 2 ", answer)
    assert load_texts().text("en", "last-line", sms=True) in await visitor.say("sms", "0")
    assert await visitor.phone("sms").locator("li.mine .bubble p").all_inner_texts() == ["hi", "0"]


async def test_a_visitor_is_handed_to_an_advocate_in_another_browser_and_back_to_silence(visitors):
    desk = await visitors.open(link=True)
    assert visitors.served.demo.link_token not in desk.page.url
    await desk.desk.locator("#demo-form button").click()
    await expect(desk.desk.locator("#next")).to_be_visible()

    person = await visitors.open(width=360, height=740)
    await visitor_asks_for_a_person(person)
    await desk.desk.locator("#next").click()
    await expect(desk.desk.locator("#context")).to_contain_text("blue door")
    await expect(person.phone("telegram").locator("li.theirs")).to_have_count(3)  # someone is here now

    await desk.desk.locator("#writing").fill("Hello, I read you.")
    await desk.desk.locator("#send").click()
    await expect(person.phone("telegram").locator("li.theirs .bubble p").last).to_contain_text("Hello, I read you.")
    await person.write("telegram", "good to hear")
    await expect(desk.desk.locator("#log")).to_contain_text("good to hear")

    await desk.desk.locator("#close").click()
    await desk.desk.get_by_label("Supported").check()
    await desk.desk.locator("#close-go-on").click()
    await desk.desk.locator("#close-now").click()
    await expect(desk.desk.locator("#over-title")).to_be_visible()
    await expect(person.phone("telegram").locator("li.theirs .bubble p").last).to_contain_text(load_texts().text("en", "person-closed"))
    assert "blue door" not in await desk.page.frames[1].content()


async def visitor_asks_for_a_person(person: Visitor) -> None:
    """Write something, ask for a person, and agree that the words are passed on."""
    await person.write("telegram", "there is a blue door, I want to talk to a person")
    await expect(person.phone("telegram").locator("li.theirs")).to_have_count(1)
    await person.press("telegram", "Pass on what I wrote")


async def test_what_a_controller_could_read_on_the_locked_phone(visitors):
    visitor = await visitors.open()
    phone = visitor.phone("telegram")
    answer = await visitor.say("telegram", "hi")
    await phone.get_by_role("button", name="Lock screen").click()
    await expect(phone.locator(".lock .notice p")).to_have_text(answer[:100])
    await expect(phone.get_by_role("button", name="Unlock")).to_be_focused()
    assert await phone.locator(".chat").evaluate("node => node.inert")
    await visitor.page.keyboard.press("Enter")
    await expect(phone.locator(".lock")).to_be_hidden()
    await expect(visitor.phone("sms").locator(".lock")).to_be_hidden()


async def test_a_strangers_markup_is_only_text(visitors):
    visitor = await visitors.open()
    words = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    await visitor.say("telegram", words)
    assert await visitor.phone("telegram").locator("li.mine .bubble p").inner_text() == words
    assert await visitor.page.title() == "Demo"
    assert await visitor.phone("telegram").locator("li img, li script").count() == 0


async def test_edit_block_media_and_a_new_phone(visitors):
    visitor = await visitors.open()
    phone = visitor.phone("telegram")
    await visitor.say("telegram", "hi")
    await phone.get_by_role("button", name="Edit last message").click()
    await expect(phone.locator("textarea")).to_have_value("hi")
    await visitor.write("telegram", "hello")
    await expect(phone.locator("li.mine .bubble p")).to_have_text("hello")
    before = await phone.locator("li.theirs").count()
    await phone.get_by_role("button", name="Voice message").click()
    await visitor.answer("telegram", before)
    await phone.get_by_role("button", name="Block bot").click()
    await expect(phone.locator(".blocked")).to_be_visible()
    await expect(phone.locator("form")).to_be_hidden()
    await expect(phone.get_by_role("button", name="Photo")).to_be_disabled()
    await phone.get_by_role("button", name="Unblock").click()
    await expect(phone.locator("form")).to_be_visible()
    await phone.get_by_role("button", name="New phone").click()
    await expect(phone.locator("li")).to_have_count(0)
    assert "Hi" in await visitor.say("telegram", "hi")


async def test_messages_typed_fast_keep_their_order(visitors):
    visitor = await visitors.open()
    for number in range(8):
        await visitor.write("sms", f"word {number}")
    await expect(visitor.phone("sms").locator("li.mine")).to_have_count(8)
    assert await visitor.phone("sms").locator("li.mine .bubble p").all_inner_texts() == [f"word {number}" for number in range(8)]


async def test_another_language_mirrors_the_page_and_keeps_the_phone(visitors):
    visitor = await visitors.open()
    page = visitor.page
    await visitor.say("telegram", "hi")
    await page.locator("#language").select_option("ar")
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await expect(page.locator(".note").first).to_have_text(load_texts().text("ar", "demo-note"))
    await expect(visitor.phone("telegram").locator("li.mine")).to_have_count(1)
    mine = await visitor.phone("telegram").locator("li.mine").bounding_box()
    theirs = await visitor.phone("telegram").locator("li.theirs").bounding_box()
    assert mine["x"] < theirs["x"] + theirs["width"] / 2
    telegram = await visitor.phone("telegram").bounding_box()
    desk = await page.locator(".place.desk").bounding_box()
    assert telegram["x"] > desk["x"]
    assert await visitor.phone("telegram").locator("li.theirs p").get_attribute("dir") == "auto"


@pytest.mark.parametrize(("width", "height"), [(360, 740), (900, 900), (1280, 800), (1600, 1000)])
@pytest.mark.parametrize("locale", ["en-GB", "ar"])
async def test_nothing_is_cut_off_at_any_width(visitors, width, height, locale):
    visitor = await visitors.open(width=width, height=height, locale=locale)
    page = visitor.page
    await visitor.say("telegram", "hi")
    assert await page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    for view in ("telegram", "sms", "desk") if width < 768 else ():
        await page.locator(f".tabs [data-to={view}]").click()
        assert await page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        assert await page.locator(f"[data-kind={view}]").is_visible()
    if width >= 1280:
        for place in (".place.telegram form", ".place.sms form", "#desk"):
            box = await page.locator(place).bounding_box()
            assert box["y"] + box["height"] <= height


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_word_stands_out_from_its_ground(visitors, scheme):
    visitor = await visitors.open(scheme=scheme)
    await visitor.say("telegram", "hi")
    await visitor.say("sms", "hi")
    await visitor.page.locator(".try summary").click()
    await visitor.page.wait_for_timeout(400)  # a message that fades in has no contrast yet
    assert await visitor.page.evaluate(CONTRAST) == []
    await visitor.phone("telegram").get_by_role("button", name="Lock screen").click()
    assert await visitor.page.evaluate(CONTRAST) == []


async def test_the_keyboard_is_enough(visitors):
    visitor = await visitors.open()
    page = visitor.page
    phone = visitor.phone("telegram")
    await expect(phone.get_by_role("button", name="Start")).to_be_visible()
    await phone.get_by_role("button", name="Start").focus()
    await page.keyboard.press("Enter")
    await expect(phone.locator("li.theirs")).to_have_count(1)
    await phone.locator("li.theirs .buttons button").first.focus()
    await page.keyboard.press("Space")
    await expect(phone.locator("li.theirs")).to_have_count(2)
    await phone.locator("li.theirs").last.get_by_role("button", name="Leave").focus()
    await page.keyboard.press("Enter")
    await expect(phone.locator("li:not(.going)")).to_have_count(1)
    await expect(phone.locator("textarea")).to_be_focused()  # what had the focus is gone
    outline = await phone.locator("textarea").evaluate("node => getComputedStyle(node).outlineWidth")
    assert outline == "3px"


async def test_nothing_is_left_in_the_browser(visitors):
    visitor = await visitors.open(link=True)
    await visitor.say("telegram", "a word that stays nowhere")
    kept = await visitor.page.evaluate(
        """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, location.href, document.cookie,
           (await indexedDB.databases()).length, (await caches.keys()).length, performance.getEntries().map(e => e.name)])"""
    )
    assert "stays nowhere" not in kept
    address = await visitor.page.evaluate("() => [location.href, document.cookie, history.length, JSON.stringify(history.state)].join()")
    assert visitors.served.demo.link_token not in address + await visitor.page.content()
    assert kept.startswith('[{},{},"http://127.0.0.1:')
    await visitor.page.reload(wait_until="domcontentloaded")
    await expect(visitor.phone("telegram").get_by_role("button", name="Start")).to_be_visible()


async def test_a_page_whose_phone_is_gone_gets_a_new_one(visitors):
    visitor = await visitors.open()
    await visitor.say("sms", "hi")
    phones = visitors.served.demo.phones
    for token in [*phones._handsets]:
        phones.drop(token)
    await visitor.write("sms", "still there?")
    await expect(visitor.phone("sms").locator(".state")).to_have_text(load_texts().text("en", "demo-fresh"))
    await expect(visitor.phone("sms").locator("textarea")).to_have_value("still there?")
    await visitor.phone("sms").locator("textarea").press("Enter")
    await expect(visitor.phone("sms").locator("li.theirs")).to_have_count(1)
