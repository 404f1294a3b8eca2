"""A second reader of everything that goes to and from Telegram: python-telegram-bot, which shares no code with aiogram."""

from __future__ import annotations

import warnings
from typing import Any

import telegram as ptb
from aiogram.client.session.aiohttp import AiohttpSession
from telegram.warnings import PTBDeprecationWarning

from bot.channels.telegram import TelegramChannel
from tests.fakes.telegram_chats import BOT
from tests.fakes.telegram_server import FakeTelegram


async def close_at_once(channel: TelegramChannel) -> None:
    """Close without the quarter second for which aiogram waits on TLS, which loopback does not have."""
    session = channel.bot.session
    if isinstance(session, AiohttpSession) and session._session is not None:
        await session._session.close()
    await channel.close()


def second_read(server: FakeTelegram) -> None:
    """Read all that went over the wire with python-telegram-bot."""
    for update in server.chats.emitted:
        if set(update) & {"message", "edited_message", "callback_query", "my_chat_member"}:
            read_update_again(update)
    for call in server.calls:
        if call.method == "sendMessage" and call.result:
            read_call_again(call.params, call.result)


def read_update_again(update: dict[str, Any]) -> ptb.Update:
    with warnings.catch_warnings():
        # The library announces another type for time spans; no span is read here.
        warnings.filterwarnings("ignore", message="Deprecated since version v22.2", category=PTBDeprecationWarning)
        again = ptb.Update.de_json(update, None)
    assert again.update_id == update["update_id"]
    message = again.message or again.edited_message
    if message is not None:
        assert message.to_dict()["chat"]["id"] == message.chat_id
    return again


def read_call_again(params: dict[str, Any], result: dict[str, Any]) -> None:
    message = ptb.Message.de_json(result, None)
    assert message.text == params["text"]
    assert message.from_user is not None
    assert message.from_user.id == BOT["id"]
    if "reply_markup" not in params:
        return
    markup = ptb.InlineKeyboardMarkup.de_json(params["reply_markup"], None)
    assert markup == message.reply_markup
    for row in markup.inline_keyboard:
        for button in row:
            assert button.text
            assert isinstance(button.callback_data, str)
            assert 1 <= len(button.callback_data.encode()) <= 64
