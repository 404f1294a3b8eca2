"""Keys and ids that derive: from an address the person's key, from an inbound id all that its turn makes.

Rules: HMAC-SHA-256 under the secret that lives and dies with the volatile store, so that an id says nothing without it, and the same
turn taken twice makes the same ids.
"""

from __future__ import annotations

import hashlib
import hmac

from bot.ports import ChannelKind, PersonKey

TOKEN_LENGTH = 10
"""Hex digits of a token on a button: 40 bits, and 64 bytes is all that a Telegram payload may have."""


def derive(secret: bytes, label: str, *parts: str, length: int = 32) -> str:
    """Return `length` hex digits that depend on the secret, the label and every part, and on where one part ends."""
    mac = hmac.new(secret, label.encode(), hashlib.sha256)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        mac.update(len(raw).to_bytes(4, "big") + raw)
    return mac.hexdigest()[:length]


def person_key(secret: bytes, channel: ChannelKind, address: str) -> PersonKey:
    """Return the key under which all about one address lies."""
    return PersonKey(derive(secret, "person", channel, address))


def link_key(secret: bytes, case: str) -> PersonKey:
    """Return the key under which a case remembers whose it is."""
    return PersonKey(derive(secret, "case", case))
