"""The simulated phones that browsers hold: a random token each, which stands for an address that never leaves the process.

Rules: memory only; a bounded number, of which those that nobody looked at for longest go first; a phone that was put away takes its
messages with it, also those that arrive late.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.simulator import Phone, Simulator
from bot.ports import ChannelKind, Clock

MAX_PHONES = 200
"""Phones at a time. A page holds two."""

IDLE_SECONDS = 3600.0
"""A phone that no page asked about for this long is put away: its page was closed."""

MAX_SHOWN = 300
"""Messages that one phone shows. Older ones scroll out of memory."""


@dataclass(slots=True)
class Handset:
    """One simulated phone. `token` is what its page knows; `used_at` is when the page last asked."""

    token: str
    kind: ChannelKind
    address: str
    used_at: float


class Phones:
    """Hands out phones, finds them, and puts them away."""

    def __init__(self, simulators: Mapping[ChannelKind, Simulator], clock: Clock) -> None:
        self.simulators = simulators
        self._clock = clock
        self._handsets: dict[str, Handset] = {}

    def __len__(self) -> int:
        return len(self._handsets)

    def add(self, kind: ChannelKind) -> Handset:
        """Return a fresh phone with an address that nobody had."""
        self._make_room()
        used = {handset.address for handset in self._handsets.values()}
        address = _new_address(kind)
        while address in used or address in self.simulators[kind].phones:
            address = _new_address(kind)
        handset = Handset(secrets.token_urlsafe(18), kind, address, self._clock.now())
        self._handsets[handset.token] = handset
        return handset

    def find(self, token: str) -> Handset | None:
        """Return the phone of a token, None when it was put away."""
        handset = self._handsets.get(token)
        if handset is not None:
            handset.used_at = self._clock.now()
        return handset

    def screen(self, handset: Handset) -> Phone:
        """Return what a phone shows now, cut to the newest messages."""
        phone = self.simulators[handset.kind].phone(handset.address)
        del phone.shown[:-MAX_SHOWN]
        return phone

    def drop(self, token: str) -> None:
        """Put a phone away, and all that is on it. An unknown token is no error."""
        self._handsets.pop(token, None)
        self._clear_away()

    def _make_room(self) -> None:
        """Put away the phones of closed pages, and the longest unused ones where a new one needs their place."""
        oldest_first = sorted(self._handsets.values(), key=lambda handset: handset.used_at)
        now = self._clock.now()
        for place, handset in enumerate(oldest_first):
            if now - handset.used_at > IDLE_SECONDS or len(oldest_first) - place >= MAX_PHONES:
                del self._handsets[handset.token]
        self._clear_away()

    def _clear_away(self) -> None:
        """Forget what lies on phones that are gone, late messages included."""
        held = {(handset.kind, handset.address) for handset in self._handsets.values()}
        for kind, simulator in self.simulators.items():
            for address in [address for address in simulator.phones if (kind, address) not in held]:
                del simulator.phones[address]


def _new_address(kind: ChannelKind) -> str:
    """Return a random address as this kind of channel has them: a chat's number, or a number of an area code that is nobody's."""
    if kind is ChannelKind.TELEGRAM:
        return str(secrets.randbelow(9 * 10**9) + 10**9)
    return f"+1555{secrets.randbelow(10**7):07}"
