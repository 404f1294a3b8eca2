"""The demo over HTTP: what it answers, what it refuses, and that what is written goes the real way."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

import bot.demo.news
import bot.demo.routes
from bot.demo import Demo
from bot.demo.page import FOLDER
from bot.ports import ChannelKind, StoreFullError
from bot.settings import SettingsError
from bot.worker import Worker
from escalation.desk.entry import DEMO_NAME
from escalation.model import Role, Staff, StaffId
from locales.texts import load_texts

ORIGIN = "http://127.0.0.1:8080"
JSON = {"content-type": "application/json", "origin": ORIGIN}


class Page:
    """A page without a browser: two phones, and what they show."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.token: dict[str, str] = {}
        self.screens: dict[str, dict] = {}

    async def open(self) -> None:
        for kind in ("telegram", "sms"):
            self.token[kind] = (await self.post("phone", {"kind": kind})).json()["phone"]
            self.screens[kind] = {"version": -1, "shown": []}

    async def post(self, path: str, body: dict, **headers: str) -> httpx.Response:
        return await self.client.post(f"/demo/{path}", json=body, headers=JSON | headers)

    async def act(self, kind: str, act: str, **more: str) -> int:
        return (await self.post("act", {"phone": self.token[kind], "act": act, "tag": "en", **more})).status_code

    async def news(self) -> dict:
        seen = [{"phone": token, "version": self.screens[kind]["version"]} for kind, token in self.token.items()]
        news = (await self.post("news", {"phones": seen})).json()
        for kind, token in self.token.items():
            self.screens[kind] = news["screens"].get(token, self.screens[kind])
        return news

    def texts(self, kind: str, *, mine: bool = False) -> list[str]:
        return [message["text"] for message in self.screens[kind]["shown"] if message["mine"] is mine]

    async def wait(self, kind: str, wanted) -> dict:
        """Wait until a phone shows what is wanted."""
        async with asyncio.timeout(10):
            while not wanted(self.screens[kind]):
                await self.news()
        return self.screens[kind]


def answered(count: int):
    return lambda screen: sum(not message["mine"] for message in screen["shown"]) >= count


@pytest.fixture
async def demo(service) -> AsyncIterator[Demo]:
    worker = Worker(service)
    task = asyncio.create_task(worker.run())
    made = Demo(service)
    await made.prepare()
    yield made
    made.stop()
    await worker.stop()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def client(demo) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=demo.web(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as made:
        yield made


@pytest.fixture
async def page(client) -> Page:
    made = Page(client)
    await made.open()
    return made


async def test_what_is_written_on_telegram_is_answered_with_buttons_and_a_way_out(page):
    assert await page.act("telegram", "write", text="hi") == 204
    screen = await page.wait("telegram", answered(1))
    message = screen["shown"][-1]
    assert page.texts("telegram", mine=True) == ["hi"]
    assert len(message["buttons"]) > 1
    assert [button["label"] for button in message["buttons"] if button["leaves"]] == ["×"]
    assert screen["preview"] == message["text"][:100]
    assert page.texts("sms") == []


async def test_what_is_written_by_sms_is_answered_by_text_only(page):
    assert await page.act("sms", "write", text="hi") == 204
    screen = await page.wait("sms", answered(1))
    assert screen["shown"][-1]["buttons"] == []
    assert re.search(r"\b1 .*\b2 ", screen["shown"][-1]["text"])


async def test_a_press_is_a_choice_and_a_press_on_the_way_out_empties_the_phone(page):
    await page.act("telegram", "write", text="hi")
    screen = await page.wait("telegram", answered(1))
    first = screen["shown"][-1]
    assert await page.act("telegram", "press", message=first["id"], payload=first["buttons"][0]["payload"]) == 204
    screen = await page.wait("telegram", answered(2))
    last = screen["shown"][-1]
    leave = next(button for button in last["buttons"] if button["leaves"])
    assert await page.act("telegram", "press", message=last["id"], payload=leave["payload"]) == 204
    ids = {message["id"] for message in screen["shown"]}
    screen = await page.wait("telegram", lambda now: now["shown"] and not ids & {message["id"] for message in now["shown"]})
    assert page.texts("telegram", mine=True) == []


async def test_stop_by_sms_is_silent_and_nothing_is_sent_until_start(page, demo):
    await page.act("sms", "write", text="hi")
    await page.wait("sms", answered(1))
    await page.act("sms", "write", text="STOP")
    await page.act("sms", "write", text="are you there")
    await asyncio.sleep(0.3)
    await page.news()
    assert len(page.texts("sms")) == 1
    await page.act("sms", "write", text="START")
    await page.wait("sms", answered(2))


async def test_a_voice_message_is_kindly_not_opened(page):
    await page.act("telegram", "voice")
    await page.wait("telegram", answered(1))
    assert page.texts("telegram", mine=True) == [load_texts().text("en", "demo-voice-seen")]


async def test_a_block_is_told_to_the_service_and_nothing_more_comes(page, demo):
    await page.act("telegram", "write", text="hi")
    await page.wait("telegram", answered(1))
    assert await page.act("telegram", "block") == 204
    await page.wait("telegram", lambda screen: screen["blocked"])
    assert await page.act("telegram", "write", text="hi") == 409
    assert await page.act("telegram", "unblock") == 204


async def test_news_come_at_once_and_a_hold_ends_by_itself(page, monkeypatch):
    await page.news()
    monkeypatch.setattr(bot.demo.routes, "HOLD_SECONDS", 0.2)
    began = asyncio.get_running_loop().time()
    assert (await page.news()) == {"gone": [], "screens": {}}
    assert 0.15 < asyncio.get_running_loop().time() - began < 2


async def test_a_hold_ends_when_the_service_stops(page, demo):
    await page.news()
    asking = asyncio.create_task(page.news())
    await asyncio.sleep(0.05)
    demo.stop()
    async with asyncio.timeout(1):
        await asking


async def test_a_new_phone_takes_the_place_of_the_old_one(page, demo):
    await page.act("sms", "write", text="hi")
    old = page.token["sms"]
    answer = await page.post("phone", {"kind": "sms", "old": old})
    assert len(demo.phones) == 2
    assert await page.act("sms", "write", text="hi") == 410
    assert (await page.news())["gone"] == [old]
    page.token["sms"], page.screens["sms"] = answer.json()["phone"], {"version": -1, "shown": []}
    await page.news()
    assert page.screens["sms"]["shown"] == []


async def test_a_full_store_is_told_to_the_page(page, monkeypatch):
    async def full(service, inbound):
        raise StoreFullError

    monkeypatch.setattr(bot.demo.routes, "accept", full)
    assert await page.act("sms", "write", text="hi") == 503


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:8081", "localhost:8080", ""])
async def test_another_host_is_refused(client, host):
    assert (await client.get("/", headers={"host": host})).status_code == 421
    assert (await client.post("/demo/phone", json={"kind": "sms"}, headers=JSON | {"host": host})).status_code == 421
    assert (await client.get("/healthz", headers={"host": host})).status_code == 200


@pytest.mark.parametrize("origin", ["", "null", "http://evil.example", "http://127.0.0.1:8081", "https://127.0.0.1:8080"])
async def test_a_change_from_elsewhere_is_refused(client, demo, origin):
    headers = {"content-type": "application/json"} | ({"origin": origin} if origin else {})
    assert (await client.post("/demo/phone", json={"kind": "sms"}, headers=headers)).status_code == 403
    assert len(demo.phones) == 0


async def test_a_form_of_another_site_is_refused(client):
    answer = await client.post("/demo/phone", content=b'{"kind":"sms"}', headers={"origin": ORIGIN, "content-type": "text/plain"})
    assert answer.status_code == 415
    assert (await client.put("/demo/phone", headers=JSON)).status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"kind":"pigeon"}',
        b'{"kind":"sms","more":1}',
        b"\xff",
        b"[" * 5000,
        b'{"kind":"sms","old":"' + b"a" * 65 + b'"}',
    ],
)
async def test_a_body_that_does_not_fit_is_refused_and_not_quoted(client, body):
    answer = await client.post("/demo/phone", content=body, headers=JSON)
    assert (answer.status_code, answer.content) == (400, b"")


async def test_too_much_is_refused(client, page):
    assert (await client.post("/demo/phone", content=b" " * 70_000, headers=JSON)).status_code == 413
    assert await page.act("telegram", "write", text="a" * 4097) == 400
    assert await page.act("sms", "write", text="a" * 1601) == 409


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/demo/texts/en", "/demo/static/page.js", "/nothing"])
async def test_every_answer_has_the_headers(client, path):
    answer = await client.get(path)
    assert answer.headers["cache-control"] == "no-store"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "frame-src http://127.0.0.1:8081;" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/docs", "/openapi.json", "/channels/telegram", "/demo/static/page.html", "/demo/static/..%2fpage.html", "/demo/texts/xx"]
)
async def test_nothing_else_is_there(client, path):
    answer = await client.get(path)
    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize(("accepted", "tag", "direction"), [("ar-EG,en;q=0.5", "ar", "rtl"), ("xx, es", "es", "ltr"), ("", "en", "ltr")])
async def test_the_page_speaks_the_browsers_language(client, accepted, tag, direction):
    body = (await client.get("/", headers={"accept-language": accepted})).text
    assert f'<html lang="{tag}" dir="{direction}">' in body
    assert load_texts().text(tag, "demo-note") in body


async def test_the_page_has_no_script_and_no_style_of_its_own_and_shows_no_id(client):
    body = (await client.get("/")).text
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", body) == []
    assert "demo-" not in re.sub(r"/demo/|<[^>]*>", "", body)


async def test_every_text_that_the_scripts_say_is_there(client):
    said = set()
    for path in [FOLDER / "page.html", *(FOLDER / "static").glob("*.js")]:
        source = path.read_text("utf-8")
        said |= set(re.findall(r'(?:\bsay|\btell|\bt)\("([a-z-]+)"\)', source)) | set(re.findall(r'data-t(?:-\w+)?="([a-z-]+)"', source))
    for tag in ("en", "es", "ar"):
        texts = (await client.get(f"/demo/texts/{tag}")).json()["texts"]
        assert said - {""} <= texts.keys()
        assert {"me", "them", "leave", "failed", "full", "offline", "fresh"} <= texts.keys()
        assert all(texts.values())


def test_the_texts_of_all_languages_are_the_same_ones():
    texts = load_texts()
    ids = {tag: {name for name in texts.ids(tag) if name.startswith("demo-")} for tag in ("en", "es", "ar")}
    assert ids["en"] == ids["es"] == ids["ar"] != set()


async def test_no_file_keeps_anything_in_the_browser():
    for path in (FOLDER / "static").glob("*.js"):
        source = path.read_text("utf-8")
        assert (
            re.findall(
                r"localStorage|sessionStorage|indexedDB|document\.cookie|innerHTML|outerHTML|insertAdjacentHTML|console\.|eval", source
            )
            == []
        )


async def test_the_demos_member_of_staff_is_made_once(demo, service):
    await demo.prepare()
    [staff] = [each for each in await service.records.list_staff() if each.name == DEMO_NAME]
    assert (staff.role, set(staff.languages)) == (Role.SUPERVISOR, set(service.texts.languages))


async def test_a_real_member_of_staff_of_that_name_is_not_given_away(service):
    await service.records.add_staff(Staff(StaffId("someone"), DEMO_NAME, Role.ADVOCATE, ("en",), "a hash", "a secret"))
    with pytest.raises(SettingsError, match="QUIETLINE_HOME"):
        await Demo(service).prepare()


def test_there_is_no_demo_over_a_real_channel(service):
    for broken in (
        replace(service, settings=service.settings.model_copy(update={"demo": False})),
        replace(service, channels={**service.channels, ChannelKind.SMS: object()}),
    ):
        with pytest.raises(SettingsError):
            Demo(broken)


def test_the_terminal_is_told_where_and_how_to_stop(demo):
    lines = "\n".join(demo.lines())
    assert len(demo.link_token) >= 43  # 256 bits in base64
    assert demo.link_token != Demo(demo._service).link_token
    assert f"{ORIGIN}/#{demo.link_token}" in lines
    assert f"http://127.0.0.1:8081/desk/demo#{demo.link_token}" in lines
    assert "Ctrl+C" in lines
