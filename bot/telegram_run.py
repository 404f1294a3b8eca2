"""Run the real Telegram: the way in (webhook or polling) and the neutral profile.

Rules: it comes up also when the network comes later; what Telegram will never take ends the service with the remedy; a profile that
cannot be set stops nothing.
"""

from __future__ import annotations

import asyncio

import structlog

from bot.channels import telegram_setup
from bot.channels.polling import PollStoppedError, poll
from bot.channels.telegram import TelegramChannel
from bot.inbox import accept
from bot.ports import ChannelKind
from bot.service import Service
from bot.settings import OperatorError
from locales.texts import FALLBACK

ISO_639_1 = 2
"""Letters of a language that Telegram can be told a text for."""

UNKNOWN_BOT_REMEDY = "Telegram does not take the token; copy QUIETLINE_TELEGRAM_TOKEN from BotFather again"
ADDRESS_REMEDY = "Telegram does not take the address; correct QUIETLINE_PUBLIC_URL"


async def run_telegram(service: Service, channel: TelegramChannel) -> None:
    """Open the way in, with the neutral profile set beside it; come up also when the network comes later.

    Raises: OperatorError when Telegram will never take the token, or somebody else polls with it.
    """
    profile = asyncio.create_task(_set_profile(service, channel))
    settings = service.settings
    try:
        if settings.telegram_mode == "webhook":
            url = settings.public_url.rstrip("/") + "/channels/telegram"
            secret = settings.telegram_secret.get_secret_value()
            await telegram_setup.keep_trying(lambda: telegram_setup.use_webhook(channel.bot, url, secret))
            await asyncio.Event().wait()
        await telegram_setup.keep_trying(lambda: telegram_setup.use_polling(channel.bot))
        await poll(channel, lambda inbound: accept(service, inbound), clock=service.clock)
    except telegram_setup.TelegramSetupError as error:
        remedy = ADDRESS_REMEDY if error.code == "bad_request" else UNKNOWN_BOT_REMEDY
        raise OperatorError(f"{error}; {remedy}") from None
    except PollStoppedError as error:
        raise OperatorError(str(error)) from None
    finally:
        profile.cancel()


async def _set_profile(service: Service, channel: TelegramChannel) -> None:
    """Show a neutral text by language, and no command list. A profile that cannot be set stops nothing."""
    said = {tag: service.texts.text(tag, "telegram-description") for tag in service.texts.languages if len(tag) == ISO_639_1}
    try:
        await telegram_setup.keep_trying(lambda: telegram_setup.set_profile(channel.bot, {"": said[FALLBACK], **said}))
    except (telegram_setup.TelegramSetupError, ValueError) as error:
        structlog.get_logger().error("profile_failed", code=type(error).__name__, channel=ChannelKind.TELEGRAM)
