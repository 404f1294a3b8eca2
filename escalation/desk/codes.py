"""One-time codes (TOTP, RFC 6238): which time step a code belongs to.

Rules: a step of 30 s, one step of tolerance to each side, compared in constant time; digits of any script are digits.
"""

from __future__ import annotations

import unicodedata
from hmac import compare_digest

import pyotp

STEP_SECONDS = 30
DIGITS = 6


def step_of(code: str, secret: str, now: float) -> int | None:
    """Return the time step that `code` is for, None when it is for none of the three around `now` (seconds since the epoch)."""
    typed = tidy_code(code)
    if len(typed) != DIGITS:
        return None
    totp = pyotp.TOTP(secret)
    present = int(now) // STEP_SECONDS
    found = None
    for step in (present - 1, present, present + 1):  # all three, so that time tells nothing
        if compare_digest(totp.generate_otp(step), typed):
            found = step
    return found


def tidy_code(code: str) -> str:
    """Return a typed code as ASCII digits: spaces gone, Arabic and other digits read; "" when something else is in it."""
    digits = [unicodedata.digit(char, -1) for char in code[:32] if not char.isspace()]
    return "" if any(digit < 0 for digit in digits) else "".join(map(str, digits))
