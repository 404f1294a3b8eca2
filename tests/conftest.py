"""What all tests share: time that stands still until it is moved, and libraries that say nothing."""

from __future__ import annotations

import pytest


class Clock:
    """A clock that a test owns. Starts at a fixed moment so that two runs are alike."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.time = now

    def now(self) -> float:
        return self.time

    def pass_seconds(self, seconds: float) -> None:
        self.time += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()
