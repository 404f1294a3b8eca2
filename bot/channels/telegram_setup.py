"""Tells Telegram how the bot looks and where updates go: profile, webhook or polling, and whether the token is right.

Rules: run at start-up, never within a turn; everything may be repeated; an error names the call and a fixed code. The profile says
nothing of help: it stands in a chat list that somebody else may read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.methods import (
    DeleteMyCommands,
    DeleteWebhook,
    GetMe,
    SetMyDescription,
    SetMyShortDescription,
    SetWebhook,
    TelegramMethod,
)
from aiogram.types import BotCommandScopeAllPrivateChats, BotCommandScopeDefault

from bot.channels.telegram_errors import code_of
from bot.channels.telegram_in import ALLOWED_UPDATES, require_secret

MAX_DESCRIPTION = 120
"""Characters of a short description, the smaller of the two limits (Bot API): one text serves both places."""

_LANGUAGE = re.compile(r"(?:[a-z]{2})?")


class TelegramSetupError(Exception):
    """Telegram did not take a setting. `call` is the method of the Bot API, `code` a word of `telegram_errors`."""

    def __init__(self, call: str, code: str) -> None:
        super().__init__(f"telegram {call} failed: {code}")
        self.call = call
        self.code = code


async def check_token(bot: Bot) -> None:
    """Ask Telegram whether it knows the bot.

    Raises: TelegramSetupError; code `unauthorized` or `no_such_bot` means that the token is wrong.
    """
    await _set(bot, GetMe())


async def set_profile(bot: Bot, descriptions: Mapping[str, str]) -> None:
    """Show a neutral text by language before the first message, and take every command list away.

    Args:
        bot: Whose profile.
        descriptions: Text by two-letter language; "" is for all other languages.

    Raises: ValueError for a text or language that Telegram would refuse; TelegramSetupError.
    """
    for language, text in descriptions.items():
        if not _LANGUAGE.fullmatch(language):
            raise ValueError(f"Telegram profile language: rule two letters or none; got {language!r}")
        if len(text) > MAX_DESCRIPTION:
            raise ValueError(f"Telegram profile text for {language!r}: rule at most {MAX_DESCRIPTION} characters; got {len(text)}")
    for language, text in descriptions.items():
        code = language or None
        await _set(bot, SetMyDescription(description=text, language_code=code))
        await _set(bot, SetMyShortDescription(short_description=text, language_code=code))
        for scope in (BotCommandScopeDefault(), BotCommandScopeAllPrivateChats()):
            await _set(bot, DeleteMyCommands(scope=scope, language_code=code))


async def use_webhook(bot: Bot, url: str, secret: str) -> None:
    """Have updates delivered to `url`, with `secret` in each call. What waits at Telegram is kept.

    Raises: ValueError for an address or a secret that cannot work; TelegramSetupError.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
        raise ValueError("Telegram webhook address: rule https; remedy: correct QUIETLINE_PUBLIC_URL")
    await _set(
        bot,
        SetWebhook(url=url, secret_token=require_secret(secret), allowed_updates=list(ALLOWED_UPDATES), drop_pending_updates=False),
    )


async def use_polling(bot: Bot) -> None:
    """Take a webhook away, so that updates can be asked for. What waits at Telegram is kept.

    Raises: TelegramSetupError.
    """
    await _set(bot, DeleteWebhook(drop_pending_updates=False))


async def _set(bot: Bot, method: TelegramMethod[Any]) -> None:
    try:
        await bot(method)
    except Exception as error:  # noqa: BLE001 - every error of the library ends here
        code = code_of(error)
    else:
        return
    raise TelegramSetupError(method.__api_method__, code)
