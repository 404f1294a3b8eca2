"""The whole service behind Telegram's webhook: real HTTP, a pretended Telegram, whatever a stranger may post."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager, suppress

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from bot.app import open_service
from bot.channels.telegram import TelegramChannel
from bot.ports import ChannelKind, StoreFullError, StoreLostError
from bot.settings import Settings
from bot.web import make_web
from bot.worker import Worker
from tests.fakes.telegram_webhook import SECRET, SECRET_HEADER

pytest_plugins = ["tests.fixtures_telegram"]

PATH = "/channels/telegram"
TOKENS = ("Traceback", "File ", "uvicorn", "starlette", "fastapi", "python", "quietline", "pydantic")


@asynccontextmanager
async def running(tmp_path, telegram, **changes):
    """A service behind its own web application, its worker at work."""
    channel = TelegramChannel(telegram.token, telegram.base)
    settings = Settings(  # type: ignore[call-arg]
        _env_file=None, home=tmp_path, volatile_url="memory:", telegram_secret=SECRET, telegram_mode="webhook", **changes
    )
    async with open_service(settings, channels={ChannelKind.TELEGRAM: channel}) as service:
        web = make_web(service, telegram=channel)
        worker = Worker(service)
        serving = asyncio.create_task(worker.run())
        async with httpx.AsyncClient(transport=httpx.ASGITransport(web, raise_app_exceptions=False), base_url="http://x") as client:
            yield service, client
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
        await worker.stop()


def update(number=1, text="hello", **changes):
    chat = {"id": 5001, "type": "private", "first_name": "Name"}
    sender = {"id": 5001, "is_bot": False, "first_name": "Name", "language_code": "en"}
    message = {"message_id": number, "date": changes.pop("date", 4_000_000_000), "chat": chat, "from": sender, "text": text}
    return {"update_id": number, "message": message} | changes


async def post(client, body, secret=SECRET):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await client.post(PATH, content=raw, headers={SECRET_HEADER: secret} if secret is not None else {})


def says_nothing(answer):
    """No answer tells what this server is or why it refused."""
    assert not answer.content, answer.status_code
    assert "server" not in answer.headers
    text = str(answer.headers).lower()
    assert not [token for token in TOKENS if token.lower() in text]


async def test_a_message_is_answered_and_an_exit_deletes_both_sides(tmp_path, telegram):
    maria = telegram.person(5001)
    async with running(tmp_path, telegram) as (service, client):
        for number, text in enumerate(("hello", "I need a lawyer"), 1):
            maria.says(text)
            assert (await post(client, telegram.chats.pending.pop())).status_code == 200
            await telegram.until(lambda number=number: len(maria.replies()) == number)
        maria.says("exit")
        await post(client, telegram.chats.pending.pop())
        last = service.texts.text("en", "last-line")
        await telegram.until(lambda: [each.text for each in maria.screen()] == [last])


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1]])
async def test_a_wrong_secret_learns_nothing_and_changes_nothing(tmp_path, telegram, secret):
    telegram.person(5001)
    async with running(tmp_path, telegram) as (service, client):
        good, bad = await post(client, update(), secret), await post(client, b"\0rubbish", secret)
        assert good.status_code == bad.status_code == 403
        says_nothing(good)
        assert dict(good.headers) == dict(bad.headers)
        assert await service.volatile.next_due() is None


ODD = (
    b"", b"\0", b"{", b"[]", b"null", b"0", b'"x"', b"\xff\xfe{}", b'{"update_id": "1"}', b'{"update_id": -1, "message": 3}',
    b'{"update_id": 1, "message": {}}', b"[" * 100_000, b'{"update_id": 1e999}', b'{"update_id": 1, "update_id": 2}',
)  # fmt: skip


async def test_rubbish_with_the_right_secret_is_taken_and_forgotten(tmp_path, telegram):
    telegram.person(5001)
    async with running(tmp_path, telegram) as (service, client):
        for body in (*ODD, *(json.dumps({"update_id": 9, kind: {"x": 1}}).encode() for kind in ("poll", "inline_query", "new_in_2031"))):
            answer = await post(client, body)
            assert answer.status_code == 200, body[:40]
            says_nothing(answer)
        assert (await post(client, b"x" * (1 << 20) + b"x")).status_code == 413
        says_nothing(await client.get(PATH))
        says_nothing(await client.get("/nowhere"))
        assert await service.volatile.next_due() is None
        assert not telegram.calls_of("sendMessage")


async def test_odd_words_are_answered_like_any_other(tmp_path, telegram):
    maria = telegram.person(5001)
    texts = ("\0", "\x07\x1b[2J", "\u202e\u2066abc\u2069", "\ud83d", "😀" * 10_000, "a" * 100_000, " ", "%s{0}$n<b>&amp;", "٠٠٠", "\u200f")
    async with running(tmp_path, telegram) as (_service, client):
        for number, text in enumerate(texts, 1):
            answer = await post(client, update(number, text))
            assert answer.status_code == 200
            says_nothing(answer)
            await telegram.until(lambda number=number: len(maria.replies()) >= number)


async def test_repeated_and_reordered_updates_take_effect_once(tmp_path, telegram):
    maria = telegram.person(5001)
    async with running(tmp_path, telegram) as (service, client):
        for number in (2, 1, 2, 1, 1):
            assert (await post(client, update(number))).status_code == 200
        await telegram.until(lambda: len(maria.replies()) == 2)
        assert service.metrics.accepted.labels(ChannelKind.TELEGRAM, "seen")._value.get() == 3


@pytest.mark.parametrize("error", [StoreFullError, StoreLostError])
async def test_what_cannot_be_kept_is_not_acknowledged(tmp_path, telegram, error):
    async with running(tmp_path, telegram) as (service, client):

        async def refuse(*_args, **_named):
            raise error

        service.volatile.accept = refuse
        answer = await post(client, update())
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        says_nothing(answer)


async def test_a_fault_of_ours_shows_no_trace(tmp_path, telegram):
    async with running(tmp_path, telegram) as (service, client):

        async def fault(*_args, **_named):
            raise RuntimeError("5001 said hello")

        service.volatile.accept = fault
        answer = await post(client, update())
        assert answer.status_code == 500
        says_nothing(answer)


PAYLOADS = st.text(max_size=20) | st.sampled_from(
    ["x" * 64, "é" * 32, "..", "..1", "0" * 10 + "." + "f" * 10 + ".0", "\0", "-1", "a.b.٣", "a.b.99999999999", "x.x", "😀" * 16]
)


@how(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=1)
@given(st.lists(PAYLOADS, min_size=40, max_size=40))
async def test_no_payload_is_a_choice_that_was_not_offered_and_none_is_an_exception(tmp_path, telegram, payloads):
    maria = telegram.person(5001)
    async with running(tmp_path, telegram) as (service, client):
        await post(client, update(1))
        await telegram.until(lambda: len(maria.replies()) == 1)
        for number, payload in enumerate((each for each in payloads if each != "x"), 2):
            query = {"id": f"q{number}", "from": {"id": 5001, "is_bot": False}, "data": payload}
            query["message"] = {"message_id": 2, "date": 0, "chat": {"id": 5001, "type": "private"}}
            assert (await post(client, {"update_id": number, "callback_query": query})).status_code == 200
        await asyncio.sleep(0.5)
        assert service.metrics.turns.labels("", "failed")._value.get() == 0
        opening = service.texts.text("en", "opening-hello")
        assert {each.text for each in maria.replies()} == {opening}, "the present question again, and nothing else"
