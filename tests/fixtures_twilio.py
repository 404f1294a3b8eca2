"""Fixtures for everything that talks to Twilio: the pretended server, and the channel that is pointed at it.

Use by `pytest_plugins = ["tests.fixtures_twilio"]`. When a test ends, every call that was made in it must have passed Twilio's OpenAPI
description, and so must every answer of the pretended server.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from bot.channels.sms import SmsChannel
from tests.fakes.twilio_channel import sms_channel
from tests.fakes.twilio_server import FakeTwilio


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    """A pretended Twilio on a loopback port."""
    with FakeTwilio() as server:
        yield server
    assert server.violations == []


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
