"""Fixtures for everything that talks to Telegram: the pretended server, read along by a second library.

Use by `pytest_plugins = ["tests.fixtures_telegram"]`, and import nothing from here (pytest must be the first to load it). Whatever the
fixture `telegram` delivered or was sent in a test is read once more by python-telegram-bot when the test ends.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.telegram_reader import second_read
from tests.fakes.telegram_server import FakeTelegram


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    """A pretended Telegram on a loopback port."""
    with FakeTelegram() as server:
        yield server
    second_read(server)
