"""Builds our SMS channel against the pretended Twilio."""

from __future__ import annotations

from typing import Any

from bot.channels.sms import SmsChannel
from tests.fakes.twilio_messages import ACCOUNT, SENDER, TOKEN
from tests.fakes.twilio_server import PUBLIC_URL, FakeTwilio


def sms_channel(server: FakeTwilio, **changes: Any) -> SmsChannel:
    """Build a channel that writes to the pretended server."""
    how: dict[str, Any] = {
        "account_sid": ACCOUNT,
        "auth_token": TOKEN,
        "sender": SENDER,
        "public_url": PUBLIC_URL,
        "validity_minutes": 10,
        "api_base": server.url,
        "total_seconds": 5.0,
    }
    return SmsChannel(**(how | changes))
