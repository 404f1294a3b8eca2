"""Passwords of staff: which are taken, how they are kept, how they are checked.

Rules: argon2id; at least 12 characters, nothing about which characters (ASVS 6.2.1, 6.2.5); a name that does not exist costs as much time
as a wrong password (ASVS 6.3.8); a password is never in an error's text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from secrets import token_hex

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from escalation.model import Role, Staff, StaffId

MIN_PASSWORD_CHARS = 12
MAX_PASSWORD_CHARS = 256
MAX_NAME_CHARS = 64

UNUSABLE = "!"
"""A password hash that no password matches: the demo's member of staff comes in by a one-time link only."""

# What guessing starts with, once short ones are ruled out: runs on a keyboard, doubled short ones, and this product's own words.
_COMMON = frozenset(
    {
        "123456789012", "1234567890123", "12345678901234", "123456789123", "0123456789012", "012345678910", "1q2w3e4r5t6y",
        "1qaz2wsx3edc", "1qaz2wsx3edc4rfv", "abcd12345678", "abcdefghijkl", "administrator", "adminadminadmin", "asdfghjklasdf",
        "changemechangeme", "correcthorsebatterystaple", "helplinehelpline", "iloveyou1234", "iloveyouforever", "letmeinletmein",
        "mypassword123", "mypassword1234", "passw0rd1234", "password1234", "password12345", "password123456", "password123!",
        "password2024", "password2025", "password2026", "passwordpassword", "qazwsxedcrfv", "qwerty123456", "qwertyqwerty",
        "qwertyuiop12", "qwertyuiop123", "qwertyuiopasdf", "quietline123", "quietlinequietline", "trustno1trustno1", "welcome12345",
        "welcome123456", "welcomewelcome", "zxcvbnmzxcvbnm",
    }
)  # fmt: skip

_HASHER = PasswordHasher()


class PasswordRefusedError(ValueError):
    """A password that is too easy to guess. The text says which rule, never the password."""


def make_staff(name: str, role: Role, languages: Sequence[str], password: str, totp_secret: str) -> Staff:
    """Return a new member of staff with a fresh id. `totp_secret` is base32; make one with `pyotp.random_base32()`.

    Raises: PasswordRefusedError for a password that breaks a rule; ValueError for a name or secret that cannot be used.
    """
    name = tidy_name(name)
    if not 1 <= len(name) <= MAX_NAME_CHARS or any(unicodedata.category(char).startswith("C") for char in name):
        raise ValueError(f"staff name: 1 to {MAX_NAME_CHARS} printable characters (got {len(name)})")
    if not languages:
        raise ValueError("staff languages: at least one tag (got none)")
    try:
        pyotp.TOTP(totp_secret).at(0)
    except Exception:  # noqa: BLE001 - binascii's and pyotp's own errors quote the secret
        raise ValueError("staff totp_secret: base32 of RFC 4648 is needed") from None
    check_new_password(password, name)
    return Staff(StaffId(token_hex(8)), name, role, tuple(languages), _HASHER.hash(tidy(password)), totp_secret)


def check_new_password(password: str, name: str) -> None:
    """Raise PasswordRefusedError when a new password breaks a rule."""
    plain = tidy(password)
    if len(plain) < MIN_PASSWORD_CHARS:
        raise PasswordRefusedError(f"password: at least {MIN_PASSWORD_CHARS} characters (got {len(plain)})")
    if len(plain) > MAX_PASSWORD_CHARS:
        raise PasswordRefusedError(f"password: at most {MAX_PASSWORD_CHARS} characters (got {len(plain)})")
    folded = "".join(plain.casefold().split())
    if folded in _COMMON or len(set(folded)) < 5 or folded == tidy_name(name).casefold() * 2:  # noqa: PLR2004 - "aaaabbbbcccc"
        raise PasswordRefusedError("password: this one is among the first that are guessed, choose another")


def password_fits(password: str, password_hash: str | None) -> bool:
    """Tell whether a password is the one behind a hash. Takes the same time for None (nobody of that name) and for an unusable hash."""
    plain = tidy(password[: MAX_PASSWORD_CHARS * 2])
    try:
        return _HASHER.verify(password_hash or _nobody(), plain) and password_hash is not None
    except InvalidHashError:
        return password_fits(password, None)
    except Argon2Error:
        return False


def tidy(password: str) -> str:
    """Return the one form of a password that every keyboard's way of typing it leads to (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def tidy_name(name: str) -> str:
    """Return a staff name as it is kept and looked up: NFKC, one space between words, none around."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


@cache
def _nobody() -> str:
    """Return the hash that stands for people who do not exist."""
    return _HASHER.hash(token_hex(16))
