"""Fixtures for everything that talks to Twilio: the pretended server, and the channel that is pointed at it.

Use by `pytest_plugins = ["tests.fixtures_twilio"]`. When a test ends, every call that was made in it must have passed Twilio's OpenAPI
description, and so must every answer of the pretended server.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from bot.channels.sms import SmsChannel
from tests.fakes.twilio_messages import ACCOUNT, SENDER, TOKEN
from tests.fakes.twilio_server import PUBLIC_URL, FakeTwilio

PERSON = "+12025550101"


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    """A pretended Twilio on a loopback port."""
    with FakeTwilio() as server:
        yield server
    assert server.violations == []


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


@pytest.fixture
async def sms(twilio: FakeTwilio) -> AsyncIterator[SmsChannel]:
    """A channel that writes to the pretended Twilio."""
    channel = sms_channel(twilio)
    yield channel
    await channel.close()


@pytest.fixture
async def new_sms(twilio: FakeTwilio) -> AsyncIterator[Callable[..., SmsChannel]]:
    """Builds channels with other settings; they are closed when the test ends."""
    built: list[SmsChannel] = []

    def build(**changes: Any) -> SmsChannel:
        built.append(sms_channel(twilio, **changes))
        return built[-1]

    yield build
    for channel in built:
        await channel.close()
