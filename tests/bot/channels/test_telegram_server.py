"""The pretended Telegram itself: it must be as strict and as stubborn as the real one, or it proves nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import telegram as ptb
from aiohttp import web

from bot.channels.telegram_in import check_secret, read_body
from bot.ports import Inbound
from tests.fakes.telegram_server import FakeTelegram
from tests.fakes.telegram_webhook import SECRET, SECRET_HEADER

pytest_plugins = ["tests.fixtures_telegram"]


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def call(http: aiohttp.ClientSession, telegram: FakeTelegram, method: str, **how: Any) -> tuple[int, dict[str, Any]]:
    async with http.post(f"{telegram.base}/bot{telegram.token}/{method}", **how) as answer:
        return answer.status, await answer.json()


async def test_form_json_and_multipart_mean_the_same(telegram: FakeTelegram, http: aiohttp.ClientSession) -> None:
    telegram.person(5001)
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "1"}]]}
    flat = {"chat_id": "5001", "text": "12", "reply_markup": json.dumps(markup), "disable_notification": "true"}
    parts = aiohttp.FormData(default_to_multipart=True)
    for key, value in flat.items():
        parts.add_field(key, value)

    for how in (
        {"data": flat},
        {"data": parts},
        {"json": {"chat_id": 5001, "text": "12", "reply_markup": markup, "disable_notification": True}},
    ):
        status, body = await call(http, telegram, "sendMessage", **how)
        assert (status, body["result"]["text"]) == (200, "12")

    assert [made.params for made in telegram.calls] == [telegram.calls[0].params] * 3
    assert [made.form for made in telegram.calls] == ["application/x-www-form-urlencoded", "multipart/form-data", "application/json"]


@pytest.mark.parametrize(
    ("method", "params", "status", "words"),
    [
        ("sendMessage", {"chat_id": 5001}, 400, "do not fit"),
        ("sendMessage", {"chat_id": 5001, "text": "x", "buttons": []}, 400, "unknown parameters"),
        ("sendMessage", {"chat_id": 5001, "text": " "}, 400, "text is empty"),
        ("sendMessage", {"chat_id": 5001, "text": "😀" * 2049}, 400, "too long"),
        ("sendMessage", {"chat_id": 4, "text": "x"}, 400, "chat not found"),
        ("sendMessage", {"chat_id": 5001, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "A", "callback_data": "x" * 65}]]}}, 400, "BUTTON"),
        ("sendMessage", {"chat_id": 5001, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "A"}]]}}, 400, "BUTTON"),
        ("deleteMessages", {"chat_id": 5001, "message_ids": []}, 400, "identifiers"),
        ("deleteMessages", {"chat_id": 5001, "message_ids": list(range(1, 102))}, 400, "identifiers"),
        ("deleteMessage", {"chat_id": 5001, "message_id": 9}, 400, "not found"),
        ("answerCallbackQuery", {"callback_query_id": "1"}, 400, "too old"),
        ("sendMesage", {}, 404, "Not Found"),
        ("setWebhook", {"url": "http://example.org"}, 400, "HTTPS"),
    ],
)  # fmt: skip
async def test_it_refuses_what_telegram_refuses(
    telegram: FakeTelegram, http: aiohttp.ClientSession, method: str, params: dict[str, Any], status: int, words: str
) -> None:
    telegram.person(5001)

    got, body = await call(http, telegram, method, json=params)

    assert (got, body["ok"], body["error_code"]) == (status, False, status)
    assert words in body["description"]


async def test_a_wrong_token_is_refused(telegram: FakeTelegram, http: aiohttp.ClientSession) -> None:
    async with http.post(f"{telegram.base}/bot1:wrong/getMe") as answer:
        assert answer.status == 401


async def test_updates_come_again_until_they_are_confirmed(telegram: FakeTelegram) -> None:
    maria = telegram.person()
    async with ptb.Bot(telegram.token, base_url=f"{telegram.base}/bot") as bot:
        maria.says("1")
        maria.says("2")
        first = await bot.get_updates(timeout=0)
        again = await bot.get_updates(timeout=0)
        assert [update.update_id for update in again] == [update.update_id for update in first]
        rest = await bot.get_updates(timeout=0, offset=first[0].update_id + 1)
        assert [update.update_id for update in rest] == [first[1].update_id]

        waiting = asyncio.create_task(bot.get_updates(timeout=5, offset=first[1].update_id + 1))
        await telegram.until(lambda: not telegram.chats.pending)
        maria.says("3")
        [third] = await waiting
        assert third.message is not None
        assert third.message.text == "3"


class Hook:
    """A webhook that keeps what it took and fails as it is told to."""

    def __init__(self) -> None:
        self.url = ""
        self.taken: list[Inbound] = []
        self.answers: list[web.Response] = []
        self.refused = 0

    async def serve(self, request: web.Request) -> web.Response:
        if not check_secret(request.headers.get(SECRET_HEADER), SECRET):
            self.refused += 1
            return web.Response(status=403)
        if self.answers:
            return self.answers.pop(0)
        read = read_body(await request.read(), received_at=1.0)
        if read.inbound is not None:
            self.taken.append(read.inbound)
        return web.Response()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    made = Hook()
    app = web.Application()
    app.router.add_post("/hook", made.serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def test_the_webhook_gets_each_update_in_order_until_it_takes_it(
    telegram: FakeTelegram, http: aiohttp.ClientSession, hook: Hook
) -> None:
    maria = telegram.person()
    maria.says("before")
    hook.answers = [web.Response(status=503, headers={"Retry-After": "0.05"}), web.Response(status=500), web.Response(status=502)]

    await call(http, telegram, "setWebhook", json={"url": hook.url, "secret_token": SECRET})
    for number in range(5):
        maria.says(str(number))
    await telegram.until(lambda: len(hook.taken) == 6)
    await telegram.until(lambda: not telegram.chats.pending)

    assert [inbound.text for inbound in hook.taken] == ["before", "0", "1", "2", "3", "4"]
    assert [status for _, status in telegram.webhook.attempts][:4] == [503, 500, 502, 200]
    assert (await call(http, telegram, "getUpdates", json={}))[0] == 409


async def test_a_press_does_not_wait_for_a_text_that_is_held_up(telegram: FakeTelegram, http: aiohttp.ClientSession, hook: Hook) -> None:
    maria = telegram.person()
    telegram.chats.send_text(maria.id, "choose", {"inline_keyboard": [[{"text": "A", "callback_data": "1"}]]})
    hook.answers = [web.Response(status=503, headers={"Retry-After": "0.3"})]
    await call(http, telegram, "setWebhook", json={"url": hook.url, "secret_token": SECRET})

    maria.says("text")
    await telegram.until(lambda: telegram.webhook.attempts)
    maria.presses("A")
    await telegram.until(lambda: len(hook.taken) == 2)

    assert [inbound.text for inbound in hook.taken] == ["1", "text"]


async def test_a_webhook_with_another_secret_gets_nothing_in(telegram: FakeTelegram, http: aiohttp.ClientSession, hook: Hook) -> None:
    telegram.person().says("x")

    await call(http, telegram, "setWebhook", json={"url": hook.url, "secret_token": "another-secret-0123456"})
    await telegram.until(lambda: hook.refused > 2)
    await call(http, telegram, "deleteWebhook", json={})

    assert hook.taken == []
    assert len((await call(http, telegram, "getUpdates", json={}))[1]["result"]) == 1
