"""Tells Telegram how the bot looks and where updates go: profile, webhook or polling, and whether the token is right.

Rules: run at start-up, never within a turn; everything may be repeated; an error names the call and a fixed code. The profile says
nothing of help: it stands in a chat list that somebody else may read.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiogram import Bot
from aiogram.methods import (
    DeleteMyCommands,
    DeleteWebhook,
    GetMe,
    GetMyCommands,
    GetMyDescription,
    GetMyShortDescription,
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

FATAL_CODES = frozenset({"unauthorized", "no_such_bot", "bad_request"})
"""What no waiting cures: an operator must correct a setting."""

MAX_PAUSE_SECONDS = 30.0

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
    await _call(bot, GetMe())


async def set_profile(bot: Bot, descriptions: Mapping[str, str]) -> None:
    """Show a neutral text by language before the first message, and take every command list away.

    What stands there already is left alone: Telegram allows few changes of a profile, and a service may start often.

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
        if (await _call(bot, GetMyDescription(language_code=code))).description != text:
            await _call(bot, SetMyDescription(description=text, language_code=code))
        if (await _call(bot, GetMyShortDescription(language_code=code))).short_description != text:
            await _call(bot, SetMyShortDescription(short_description=text, language_code=code))
        for scope in (BotCommandScopeDefault(), BotCommandScopeAllPrivateChats()):
            if await _call(bot, GetMyCommands(scope=scope, language_code=code)):
                await _call(bot, DeleteMyCommands(scope=scope, language_code=code))


async def use_webhook(bot: Bot, url: str, secret: str) -> None:
    """Have updates delivered to `url`, with `secret` in each call. What waits at Telegram is kept.

    Raises: ValueError for an address or a secret that cannot work; TelegramSetupError.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
        raise ValueError("Telegram webhook address: rule https; remedy: correct QUIETLINE_PUBLIC_URL")
    await _call(
        bot,
        SetWebhook(url=url, secret_token=require_secret(secret), allowed_updates=list(ALLOWED_UPDATES), drop_pending_updates=False),
    )


async def use_polling(bot: Bot) -> None:
    """Take a webhook away, so that updates can be asked for. What waits at Telegram is kept.

    Raises: TelegramSetupError.
    """
    await _call(bot, DeleteWebhook(drop_pending_updates=False))


async def keep_trying(setting: Callable[[], Awaitable[None]], *, pause_seconds: float = 1.0) -> None:
    """Do one of the above until Telegram takes it: a service that starts while the network is down must still come up.

    Raises: TelegramSetupError only for `FATAL_CODES`.
    """
    while True:
        try:
            return await setting()
        except TelegramSetupError as error:
            if error.code in FATAL_CODES:
                raise
            structlog.get_logger().warning("telegram_setup_failed", place=error.call, code=error.code)
        await asyncio.sleep(pause_seconds)
        pause_seconds = min(MAX_PAUSE_SECONDS, pause_seconds * 2)


async def _call(bot: Bot, method: TelegramMethod[Any]) -> Any:
    try:
        return await bot(method)
    except Exception as error:  # noqa: BLE001 - every error of the library ends here
        code = code_of(error)
    raise TelegramSetupError(method.__api_method__, code)  # outside of the handler: nothing of theirs hangs on it
