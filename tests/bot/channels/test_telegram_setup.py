"""How the bot looks and where updates go, as Telegram is told at start-up."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import structlog
import telegram as ptb

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_setup import TelegramSetupError, check_token, keep_trying, set_profile, use_polling, use_webhook
from tests.fakes.telegram_reader import close_at_once
from tests.fakes.telegram_server import FakeTelegram
from tests.fakes.telegram_webhook import SECRET

pytest_plugins = ["tests.fixtures_telegram"]


@pytest.fixture
async def channel(telegram: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    built = TelegramChannel(telegram.token, telegram.base, timeout_seconds=10.0)
    yield built
    await close_at_once(built)


async def test_the_profile_is_neutral_in_every_language_and_lists_no_commands(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    telegram.profile = {"": {"commands": [{"command": "shelter", "description": "find"}]}, "es": {"description": "old"}}

    await set_profile(channel.bot, {"": "Write to start.", "es": "Escribe para empezar."})

    assert telegram.profile[""] == {"commands": [], "description": "Write to start.", "short_description": "Write to start."}
    assert telegram.profile["es"]["description"] == "Escribe para empezar."
    async with ptb.Bot(telegram.token, base_url=f"{telegram.base}/bot") as bot:
        assert (await bot.get_my_description("es")).description == "Escribe para empezar."
        assert (await bot.get_my_short_description()).short_description == "Write to start."
        assert await bot.get_my_commands() == ()


async def test_a_profile_that_stands_is_not_written_again(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    await set_profile(channel.bot, {"": "Write to start."})
    telegram.calls.clear()
    await set_profile(channel.bot, {"": "Write to start."})

    assert {call.method[:3] for call in telegram.calls} == {"get"}


@pytest.mark.parametrize("descriptions", [{"": "x" * 121}, {"eng": "x"}, {"EN": "x"}])
async def test_a_profile_that_telegram_would_refuse_is_refused_first(
    telegram: FakeTelegram, channel: TelegramChannel, descriptions: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match="Telegram profile"):
        await set_profile(channel.bot, descriptions)

    assert telegram.calls == []


async def test_the_webhook_is_set_with_its_secret_and_taken_away_without_losing_anything(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    telegram.person().says("waiting")

    await use_webhook(channel.bot, "https://hooks.example.org/channels/telegram", SECRET)
    [call] = telegram.calls_of("setWebhook")
    await use_polling(channel.bot)

    assert call.params["secret_token"] == SECRET
    assert call.params["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert call.params["drop_pending_updates"] is False
    assert telegram.webhook.url == ""
    assert len(telegram.chats.pending) == 1


@pytest.mark.parametrize(
    ("url", "secret"), [("http://example.org/x", SECRET), ("https://example.org/x", ""), ("https://example.org/x", "short")]
)
async def test_a_webhook_that_cannot_be_safe_is_not_set(telegram: FakeTelegram, channel: TelegramChannel, url: str, secret: str) -> None:
    with pytest.raises(ValueError, match="webhook"):
        await use_webhook(channel.bot, url, secret)

    assert telegram.calls == []


async def test_a_wrong_token_is_named_as_such(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    await check_token(channel.bot)
    wrong = TelegramChannel("42:another", telegram.base)
    try:
        with pytest.raises(TelegramSetupError) as caught:
            await keep_trying(lambda: check_token(wrong.bot))
    finally:
        await wrong.close()

    assert (caught.value.call, caught.value.code) == ("getMe", "unauthorized")
    assert caught.value.__context__ is None


async def test_a_network_that_comes_late_is_waited_for(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    for kind in ("reset", "status", "busy", "rubbish"):
        telegram.fail(kind, "deleteWebhook")

    with structlog.testing.capture_logs() as logs:
        await keep_trying(lambda: use_polling(channel.bot), pause_seconds=0.01)

    assert [entry["event"] for entry in logs] == ["telegram_setup_failed"] * 4
