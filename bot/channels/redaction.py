"""Says when to ask Twilio again to empty a body: often at first, then ever more rarely, for 48 hours.

Rules: pure; what fails for good is counted by the caller, never forgotten silently. Twilio refuses (20009) until a message is final,
and where carriers send no receipt it waits about an hour for one, so the fourth try is the one that usually settles it.
"""

from __future__ import annotations

_MINUTE, _HOUR = 60.0, 3600.0

TRY_AT_SECONDS = (0.0, _MINUTE, 10 * _MINUTE, _HOUR, 6 * _HOUR, 12 * _HOUR, 24 * _HOUR, 36 * _HOUR, 48 * _HOUR)
"""Age, in seconds since it was first wanted, at which each try is made."""


def next_try(tries: int) -> float | None:
    """Return the seconds to wait before the next try, after `tries` that did not succeed. None: the last has failed, count it.

    Raises: ValueError for a negative number.
    """
    if tries < 0:
        raise ValueError(f"tries must be 0 or more; got {tries}")
    if tries >= len(TRY_AT_SECONDS):
        return None
    return TRY_AT_SECONDS[tries] - (TRY_AT_SECONDS[tries - 1] if tries else 0.0)
