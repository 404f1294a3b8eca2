"""Sending to and deleting at Telegram, over real sockets, with everything that can go wrong on the way."""

from __future__ import annotations

import io
import logging
import socket
import time
import traceback
from collections.abc import AsyncIterator, Iterator

import pytest
import structlog
import telegram as ptb

from bot.channels.telegram import MAX_BACKGROUND, TelegramChannel
from bot.channels.telegram_in import Read
from bot.ports import BusyError, Button, Channel, Erased, GoneError, Outbound, RefusedError, SendError, UnsureError
from tests.fakes.telegram_reader import close_at_once
from tests.fakes.telegram_server import FakeTelegram

pytest_plugins = ["tests.fixtures_telegram"]

CANARY = "canaryword"
TO = 5001


@pytest.fixture
async def channel(telegram: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    telegram.person(TO)
    built = TelegramChannel(telegram.token, telegram.base, timeout_seconds=10.0)
    yield built
    await close_at_once(built)


def outbound(text: str = "hi", *labels: str) -> Outbound:
    return Outbound(str(TO), text, tuple(Button(label, f"e1:{place}") for place, label in enumerate(labels)))


async def test_a_message_is_plain_silent_and_without_preview(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    port: Channel = channel
    text = "*not bold* <b> _x_ https://example.org \u2066112\u2069"

    sent = await port.send(outbound(text))

    [call] = telegram.calls_of("sendMessage")
    assert call.params == {
        "chat_id": TO,
        "text": text,
        "disable_notification": True,
        "protect_content": False,
        "link_preview_options": {"is_disabled": True},
    }
    [shown] = telegram.person(TO).screen()
    assert sent.ids == (str(shown.id),)
    assert shown.text == text


async def test_content_can_be_protected(telegram: FakeTelegram) -> None:
    telegram.person(TO)
    channel = TelegramChannel(telegram.token, telegram.base, protect_content=True)
    try:
        await channel.send(outbound())
    finally:
        await channel.close()

    assert telegram.calls[-1].params["protect_content"] is True


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        ((), []),
        (("×",), [["×"]]),
        (("Yes", "No", "×"), [["Yes", "No"], ["×"]]),
        (("×", "Yes", "No"), [["Yes", "No"], ["×"]]),
        (("Yes", "No", "Later", "×"), [["Yes", "No"], ["Later"], ["×"]]),
        (("I want to find a place", "No", "Back", "×"), [["I want to find a place"], ["No", "Back"], ["×"]]),
        (("No", "I want to find a place", "Back"), [["No"], ["I want to find a place"], ["Back"]]),
        (("我想找一个地方", "不要", "返回"), [["我想找一个地方"], ["不要", "返回"]]),
        (("نعم", "لا", "×"), [["نعم", "لا"], ["×"]]),
    ],
)
async def test_short_buttons_share_a_row_and_the_way_out_is_last(
    telegram: FakeTelegram, channel: TelegramChannel, labels: tuple[str, ...], rows: list[list[str]]
) -> None:
    await channel.send(outbound("choose", *labels))

    [shown] = telegram.person(TO).screen()
    assert [[label for label, _ in row] for row in shown.buttons] == rows
    assert dict(pair for row in shown.buttons for pair in row) == {label: f"e1:{place}" for place, label in enumerate(labels)}


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (outbound("x" * 4097), "too_long"),
        (outbound("😀" * 2049), "too_long"),
        (outbound(" \n"), "empty"),
        (Outbound("", "x"), "bad_address"),
        (Outbound("-100", "x"), "bad_address"),
        (Outbound("@name", "x"), "bad_address"),
        (Outbound("5" * 30, "x"), "bad_address"),
        (Outbound("٥", "x"), "bad_address"),
        (Outbound(str(TO), "x", (Button("Yes", "é" * 33),)), "bad_button"),
        (Outbound(str(TO), "x", (Button("Yes", ""),)), "bad_button"),
        (Outbound(str(TO), "x", (Button(" ", "1"),)), "bad_button"),
    ],
)
async def test_what_telegram_would_refuse_is_not_sent(
    telegram: FakeTelegram, channel: TelegramChannel, message: Outbound, code: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        await channel.send(message)

    assert caught.value.code == code
    assert telegram.calls == []


async def test_the_longest_text_goes(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    await channel.send(outbound("😀" * 2048))
    await channel.send(Outbound(str(TO), "half \ud83d an emoji", (Button("Yes", "é" * 32),)))

    assert [shown.text for shown in telegram.person(TO).screen()] == ["😀" * 2048, "half \ufffd an emoji"]


# what goes wrong


def no_server() -> str:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{held.getsockname()[1]}"


async def test_a_pause_asked_for_is_passed_on(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    telegram.fail("busy", "sendMessage", retry_after=37)

    with pytest.raises(BusyError) as caught:
        await channel.send(outbound())

    assert caught.value.retry_after_seconds == 37
    assert telegram.person(TO).screen() == []


async def test_a_pause_without_a_length_is_a_short_one(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    body = '{"ok":false,"error_code":429,"description":"Too Many Requests: slow down"}'
    telegram.fail("status", "sendMessage", status=429, body=body)

    with pytest.raises(BusyError):
        await channel.send(outbound())


async def test_a_person_who_cannot_be_written_to_is_gone(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    telegram.person(TO).blocks()
    telegram.person(TO + 1).chat.deactivated = True

    for address in (TO, TO + 1, TO + 2):  # the last one never wrote
        with pytest.raises(GoneError):
            await channel.send(Outbound(str(address), "x"))


@pytest.mark.parametrize("kind", ["reset", "lost", "rubbish"])
async def test_a_lost_answer_leaves_us_unsure(telegram: FakeTelegram, channel: TelegramChannel, kind: str) -> None:
    telegram.fail(kind, "sendMessage")

    with pytest.raises(UnsureError):
        await channel.send(outbound())

    assert len(telegram.person(TO).screen()) == (0 if kind == "reset" else 1)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (502, "<html>Bad Gateway</html>"),
        (500, '{"ok":false,"error_code":500,"description":"Internal Server Error"}'),
        (503, '{"ok":false}'),
        (200, ""),
        (200, "[]"),
        (200, '{"ok":true}'),
        (200, '{"ok":true,"result":true}'),
        (200, '{"ok":true,"result":{"message_id":"7"}}'),
        (200, '{"ok":false}'),
        (302, "{}"),
    ],
)
async def test_an_answer_nobody_can_read_leaves_us_unsure(telegram: FakeTelegram, channel: TelegramChannel, status: int, body: str) -> None:
    telegram.fail("status", "sendMessage", status=status, body=body)

    with pytest.raises(UnsureError):
        await channel.send(outbound())


async def test_a_silent_server_leaves_us_unsure(telegram: FakeTelegram) -> None:
    telegram.person(TO)
    telegram.fail("delay", "sendMessage", seconds=0.5)
    channel = TelegramChannel(telegram.token, telegram.base, timeout_seconds=0.1)
    try:
        with pytest.raises(UnsureError):
            await channel.send(outbound())
    finally:
        await channel.close()
    await telegram.until(lambda: telegram.calls)


async def test_without_a_connection_nothing_was_sent_for_sure() -> None:
    channel = TelegramChannel("42:token", no_server())
    try:
        with pytest.raises(BusyError):
            await channel.send(outbound())
    finally:
        await channel.close()


async def test_a_refused_token_keeps_the_message_and_tells_the_operator(telegram: FakeTelegram) -> None:
    channel = TelegramChannel("42:another", telegram.base)
    try:
        with structlog.testing.capture_logs() as logs, pytest.raises(BusyError):
            await channel.send(outbound())
    finally:
        await channel.close()

    assert [entry["event"] for entry in logs] == ["telegram_token_refused"]


async def test_an_unknown_refusal_has_a_code_without_their_words(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    telegram.fail("status", "sendMessage", status=400, body=f'{{"ok":false,"error_code":400,"description":"Bad Request: {CANARY}"}}')

    with pytest.raises(RefusedError) as caught:
        await channel.send(outbound())

    assert caught.value.code == "bad_request"


# deleting


async def test_both_sides_are_deleted_in_batches(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    maria = telegram.person(TO)
    ids = [str(maria.says(f"line {n}")) for n in range(130)] + list((await channel.send(outbound())).ids)

    erased = await channel.erase(str(TO), ids, whole=True)

    assert erased == Erased(gone=tuple(ids))
    assert maria.screen() == []
    assert [len(call.params["message_ids"]) for call in telegram.calls_of("deleteMessages")] == [100, 31]


async def test_ids_given_twice_or_unknown_do_no_harm(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    first = str(telegram.person(TO).says("x"))

    assert await channel.erase(str(TO), [first, first, "99999", "x", "-3"], whole=True) == Erased(gone=(first, "99999"), kept=("x", "-3"))
    assert await channel.erase(str(TO), [first], whole=True) == Erased(gone=(first,))
    assert await channel.erase(str(TO), [], whole=True) == Erased()


async def test_what_is_too_old_is_told_apart_with_few_calls(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    maria = telegram.person(TO)
    old = [str(maria.says("old")) for _ in range(2)]
    telegram.advance(48 * 3600 + 60)
    young = [str(maria.says("young")) for _ in range(98)]

    erased = await channel.erase(str(TO), [*old, *young], whole=True)

    assert set(erased.gone) == set(young)
    assert set(erased.kept) == set(old)
    assert erased.later == ()
    assert len(telegram.calls) < 20


@pytest.mark.parametrize("kind", ["busy", "reset", "lost", "rubbish"])
async def test_what_may_work_later_comes_back(telegram: FakeTelegram, channel: TelegramChannel, kind: str) -> None:
    maria = telegram.person(TO)
    ids = [str(maria.says("x")) for _ in range(230)]
    fault = telegram.fail(kind, "deleteMessages", times=0)

    telegram.faults.clear()
    first = await channel.erase(str(TO), ids[:100], whole=True)
    fault.times = 1
    telegram.faults.append(fault)
    second = await channel.erase(str(TO), ids[100:], whole=True)
    third = await channel.erase(str(TO), second.later, whole=True)

    assert first.gone == tuple(ids[:100])
    assert second == Erased(later=tuple(ids[100:]))
    assert third.gone == tuple(ids[100:])
    assert maria.screen() == []


async def test_the_messages_of_someone_who_left_telegram_are_kept(channel: TelegramChannel) -> None:
    assert await channel.erase("777", ["1", "2"], whole=True) == Erased(kept=("1", "2"))
    assert await channel.erase("", ["1"], whole=True) == Erased(kept=("1",))


# besides


async def test_a_pressed_button_is_answered_and_a_group_is_left(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    group = telegram.group()
    await channel.send(outbound("choose", "Yes"))
    query = telegram.person(TO).presses("Yes")

    channel.settle(Read(answer=query, leave=str(group.id)))
    channel.settle(Read())

    await telegram.until(lambda: telegram.chats.queries[query] and group.left)


async def test_what_fails_in_the_background_stays_there(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    for kind in ("busy", "reset", "rubbish", "status"):
        telegram.fail(kind, "answerCallbackQuery")
    for _ in range(6):
        await channel.answer("5")
    channel.settle(Read(leave="-1"))
    channel.settle(Read(leave="no number"))

    await telegram.until(lambda: telegram.calls_of("leaveChat"))


async def test_the_background_is_bounded_and_ends_with_the_channel(telegram: FakeTelegram) -> None:
    channel = TelegramChannel(telegram.token, telegram.base)
    telegram.fail("delay", "answerCallbackQuery", times=-1, seconds=60)

    for number in range(MAX_BACKGROUND + 50):
        channel.settle(Read(answer=str(number)))

    assert len(channel._background) == MAX_BACKGROUND
    started = time.monotonic()
    await channel.close()
    assert time.monotonic() - started < 10
    assert not channel._background


@pytest.mark.parametrize("base", ["http://example.org", "ftp://127.0.0.1", "example.org", "", "http://127.0.0.1.example.org"])
def test_the_token_goes_over_https_or_loopback_only(base: str) -> None:
    with pytest.raises(ValueError, match="https"):
        TelegramChannel("42:token", base)


@pytest.mark.parametrize("token", ["", "42", "42:", ":x", "x:y", f"42:{CANARY} x", f"42:{CANARY}\n", f"42:{CANARY}/../é"])
def test_a_token_that_cannot_be_right_is_refused_without_being_quoted(token: str) -> None:
    with pytest.raises(ValueError, match="BotFather") as caught:
        TelegramChannel(token)

    assert CANARY not in "".join(traceback.format_exception(caught.value))


# nothing of it in a log


@pytest.fixture
def everything_logged() -> Iterator[io.StringIO]:
    """Collects what any logger of this process says, at the lowest level."""
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    handler.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s %(args)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.NOTSET)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(heard), cache_logger_on_first_use=False)
    yield heard
    structlog.reset_defaults()
    root.removeHandler(handler)
    root.setLevel(level)


BAD_ANSWERS = [
    (400, f'{{"ok":false,"error_code":400,"description":"Bad Request: {CANARY}"}}'),
    (403, f'{{"ok":false,"error_code":403,"description":"Forbidden: {CANARY}"}}'),
    (404, f'{{"ok":false,"error_code":404,"description":"Not Found {CANARY}"}}'),
    (409, f'{{"ok":false,"error_code":409,"description":"Conflict {CANARY}"}}'),
    (413, f'{{"ok":false,"error_code":413,"description":"{CANARY}"}}'),
    (418, f'{{"ok":false,"error_code":418,"description":"{CANARY}"}}'),
    (429, f'{{"ok":false,"description":"{CANARY}","parameters":{{"retry_after":3}}}}'),
    (400, f'{{"ok":false,"description":"{CANARY}","parameters":{{"migrate_to_chat_id":-1009}}}}'),
    (500, f'{{"ok":false,"description":"{CANARY}"}}'),
    (502, CANARY),
    (200, f'{{"ok":true,"result":"{CANARY}"}}'),
    (200, f'{{"ok":true,"result":{{"message_id":"{CANARY}"}}}}'),
]


async def test_no_error_path_lets_anything_into_a_log_or_an_exception(telegram: FakeTelegram, everything_logged: io.StringIO) -> None:
    chat = 777_555_333
    telegram.person(chat)
    channel = TelegramChannel("424242:test-token-AAE", telegram.base, timeout_seconds=0.2)
    nowhere = TelegramChannel("424242:test-token-AAE", no_server())
    message = Outbound(str(chat), f"{CANARY} hi", (Button(CANARY, CANARY),), token=CANARY)
    failures: list[SendError] = []

    async def fail(over: TelegramChannel) -> None:
        with pytest.raises(SendError) as caught:
            await over.send(message)
        failures.append(caught.value)
        await over.erase(str(chat), ["111222333", "111222334"], whole=True)
        await over.answer("987654321")

    for status, body in BAD_ANSWERS:
        fault = telegram.fail("status", times=3, status=status, body=body)
        await fail(channel)
        telegram.faults.remove(fault)
    for kind in ("busy", "reset", "lost", "rubbish"):
        fault = telegram.fail(kind, times=3)
        await fail(channel)
        telegram.faults.remove(fault)
    telegram.fail("delay", times=3, seconds=0.4)
    await fail(channel)
    await fail(nowhere)
    for bad in (Outbound(CANARY, CANARY), Outbound(str(chat), CANARY, (Button("x", CANARY * 9),)), Outbound(str(chat), CANARY * 900)):
        with pytest.raises(RefusedError) as caught:
            await channel.send(bad)
        failures.append(caught.value)
    await channel.close()
    await nowhere.close()

    said = everything_logged.getvalue() + "".join(
        "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error)) for error in failures
    )
    assert "telegram_answer_lost" in said
    for secret in (CANARY, str(chat), "test-token", "111222333", "987654321"):
        assert secret not in said
    for error in failures:
        assert error.__cause__ is None
        assert error.__context__ is None


# the second reader


async def test_the_second_library_finds_the_same_conversation(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    """python-telegram-bot, pointed at the same server, reads what came in and deletes what we sent."""
    maria = telegram.person(TO)
    maria.starts("ref")
    [sent] = (await channel.send(outbound("choose", "Yes", "No", "×"))).ids
    maria.presses("Yes")

    async with ptb.Bot(telegram.token, base_url=f"{telegram.base}/bot") as bot:
        updates = await bot.get_updates(timeout=0)
        assert [update.effective_message and update.effective_message.text for update in updates] == ["/start ref", "choose"]
        query = updates[1].callback_query
        assert query is not None
        assert query.data == "e1:0"
        assert query.message is not None
        assert query.message.message_id == int(sent)
        assert await query.answer()
        assert await bot.delete_message(TO, int(sent))
        with pytest.raises(ptb.error.BadRequest, match="Message to delete not found"):
            await bot.delete_message(TO, int(sent))
    assert await channel.erase(str(TO), [sent], whole=True) == Erased(gone=(sent,))
