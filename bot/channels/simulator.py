"""A phone in memory: stands in for a channel in the command line, the demo page and tests, and behaves like the kind it stands in for.

Rules: nothing leaves the process; Telegram's messages can be deleted, those of SMS stay on the phone (only the provider's copy goes);
ids are counted, so that a conversation can be replayed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace

from bot.ports import ChannelKind, Erased, GoneError, Outbound, Sent


@dataclass(frozen=True, slots=True)
class Shown:
    """One message on a simulated phone. `mine`: the person wrote it."""

    id: str
    text: str
    mine: bool
    buttons: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Phone:
    """What one simulated phone shows now, and how often that changed."""

    shown: list[Shown] = field(default_factory=list)
    version: int = 0
    blocked: bool = False  # the person blocked us: nothing can be sent or deleted any more


class Simulator:
    """A `Channel` whose addresses are simulated phones."""

    def __init__(self, kind: ChannelKind) -> None:
        self.kind = kind
        self.phones: dict[str, Phone] = {}
        self.erased: list[str] = []
        self._count = 0
        self._changed = asyncio.Condition()

    def phone(self, address: str) -> Phone:
        """Return the phone with this address."""
        return self.phones.setdefault(address, Phone())

    async def write(self, address: str, text: str) -> str:
        """Put a message of the person's on their own phone; return its id."""
        return await self._show(address, text, mine=True)

    async def edit(self, address: str, message_id: str, text: str) -> bool:
        """Change a message of the person's on their phone. False when there is none of that id."""
        phone = self.phone(address)
        for place, message in enumerate(phone.shown):
            if message.id == message_id and message.mine:
                phone.shown[place] = replace(message, text=text)
                await self._tell(phone)
                return True
        return False

    async def block(self, address: str, *, blocked: bool) -> None:
        """Let the person block us, or take it back."""
        phone = self.phone(address)
        phone.blocked = blocked
        await self._tell(phone)

    async def send(self, message: Outbound) -> Sent:
        """Show one message. Raises: GoneError when the person blocked us."""
        if self.phone(message.address).blocked:
            raise GoneError
        buttons = tuple((button.label, button.payload) for button in message.buttons)
        return Sent((await self._show(message.address, message.text, mine=False, buttons=buttons),))

    async def erase(self, address: str, ids: Sequence[str], *, whole: bool) -> Erased:
        """Delete messages of both sides, where the kind of channel can. A chat that is closed to us keeps what is in it."""
        if self.phone(address).blocked:
            return Erased(kept=tuple(ids))
        if whole:
            self.erased += ids
        if self.kind is ChannelKind.TELEGRAM:
            phone = self.phone(address)
            phone.shown = [message for message in phone.shown if message.id not in ids]
            await self._tell(phone)
        return Erased(gone=tuple(ids))

    async def changes(self, address: str) -> AsyncIterator[Phone]:
        """Yield the phone now and after each change."""
        phone = self.phone(address)
        seen = -1
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: phone.version != seen)  # noqa: B023 - `seen` is read at once, in this iteration
            seen = phone.version
            yield phone

    async def close(self) -> None:
        """Let go of nothing."""

    async def _show(self, address: str, text: str, *, mine: bool, buttons: tuple[tuple[str, str], ...] = ()) -> str:
        self._count += 1
        phone = self.phone(address)
        message = Shown(f"{self._count}", text, mine, buttons)
        phone.shown.append(message)
        await self._tell(phone)
        return message.id

    async def _tell(self, phone: Phone) -> None:
        phone.version += 1
        async with self._changed:
            self._changed.notify_all()
