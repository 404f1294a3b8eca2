"""The volatile stores and the bus: which there are, which one a setting means, and what that choice keeps over a restart.

Rules: `choose` decides and explains without touching anything; `open_volatile` and `open_bus` do what was chosen. Nothing falls back in
silence: only a machine without RAM-backed folders gets process memory, and then `Choice.warning` says what is lost with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.ports import Bus, Volatile
from bot.stores.bus import MemoryBus, NatsBus
from bot.stores.jetstream import JetStreamVolatile
from bot.stores.memory import MemoryVolatile
from bot.stores.ram import RamFolder, RamFolderError, RamMissingError, find_folder
from bot.stores.sqlite import SqliteVolatile

__all__ = ["Choice", "StoreKind", "choose", "keeps", "open_bus", "open_volatile"]


class StoreKind(StrEnum):
    """The implementations of `Volatile`."""

    MEMORY = "memory"
    RAM = "ram"
    NATS = "nats"


_KEEPS = {
    StoreKind.MEMORY: "process memory: a restart of the service forgets every conversation and what was not yet answered",
    StoreKind.RAM: "RAM-backed folder: a restart or crash of the service loses nothing; a reboot or power cut forgets everything",
    StoreKind.NATS: "NATS in memory: restarts, crashes and reboots of single machines lose nothing; all servers at once forget everything",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a VOLATILE_URL means on this machine. `warning` is "" or one sentence for the operator; `place` never shows a password."""

    kind: StoreKind
    folder: Path | None = None
    servers: str = ""
    warning: str = ""

    @property
    def keeps(self) -> str:
        """What survives a restart with this choice, in one sentence."""
        return keeps(self.kind)

    @property
    def place(self) -> str:
        """Where it is, for `doctor`."""
        return str(self.folder) if self.folder else self.kind.value


def keeps(kind: StoreKind) -> str:
    """Return what a kind of store keeps over a restart, in one sentence."""
    return _KEEPS[kind]


def choose(url: str = "ram:", *, home: Path = Path("var")) -> Choice:
    """Return what `url` means: "memory:", "ram:" (a folder of its own for each `home`), "ram:/a/tmpfs/folder", or "nats://host:port[,…]".

    Raises: ValueError for any other text, which is not quoted: it may carry a password.
    """
    scheme, _, rest = url.partition(":")
    if scheme == "memory" and not rest:
        return Choice(StoreKind.MEMORY)
    if scheme == "ram" and rest:
        return Choice(StoreKind.RAM, folder=Path(rest))
    if scheme == "ram":
        try:
            return Choice(StoreKind.RAM, folder=find_folder(home))
        except RamMissingError:
            return Choice(StoreKind.MEMORY, warning=f"no RAM-backed folder on this machine; using {keeps(StoreKind.MEMORY)}")
    if scheme in ("nats", "tls") and rest.startswith("//"):
        return Choice(StoreKind.NATS, servers=url)
    raise ValueError(f"VOLATILE_URL: must be memory:, ram:, ram:/folder or nats://…, got something else of {len(url)} characters")


async def open_volatile(
    url: str = "ram:", *, home: Path = Path("var"), replicas: int = 1, now: Callable[[], float] = time.time
) -> Volatile:
    """Open the store that `url` means. `replicas` is for NATS: 3 in a cluster.

    Raises: ValueError for a bad `url`, RamFolderError for a folder that cannot be trusted or is in use, StoreLostError.
    """
    choice = choose(url, home=home)
    match choice.kind:
        case StoreKind.MEMORY:
            return MemoryVolatile(now)
        case StoreKind.RAM:
            if choice.folder is None:
                raise RamFolderError("RAM folder: none was chosen")
            return SqliteVolatile(RamFolder(choice.folder), now)
        case StoreKind.NATS:
            return await JetStreamVolatile.open(choice.servers, replicas=replicas, now=now)


async def open_bus(url: str = "memory:") -> Bus:
    """Open the bus that `url` means: "memory:" (or ""), or "nats://host:port[,…]".

    Raises: ValueError for any other text, StoreLostError.
    """
    scheme, _, rest = url.partition(":")
    if url == "" or (scheme == "memory" and not rest):
        return MemoryBus()
    if scheme in ("nats", "tls") and rest.startswith("//"):
        return await NatsBus.open(url)
    raise ValueError(f"BUS_URL: must be memory: or nats://…, got something else of {len(url)} characters")
