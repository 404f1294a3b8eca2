"""Days and hours of a clock reading, always UTC."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class SystemClock:
    """The clock of the machine."""

    def now(self) -> float:
        """Seconds since the epoch, UTC."""
        return time.time()


def day_of(now: float) -> str:
    """Return the ISO day."""
    return datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%d")


def hour_of(now: float) -> str:
    """Return the ISO hour: as exact as the audit log gets."""
    return datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H")
