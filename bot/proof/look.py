"""One look over every place that a service could have written to.

Rules: on a disk, in a log, a metric or a table nothing may be, at any time; the volatile store is looked at apart, because a session
that is open may hold words there.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.ids import link_key, person_key
from bot.ports import ChannelKind
from bot.proof.canaries import CanaryKind
from bot.proof.places import Search, Tally
from bot.stores import open_volatile

COMMON_FOLDERS = (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm", "/run/user")  # noqa: S108 - searched, not used
BUDGET_BYTES = 1 << 20
"""What is searched in one look of a folder that everybody writes to."""

PACKAGES = ("bot", "escalation", "flows", "locales", "nlu")

VOLATILE_RAW = "volatile store, byte for byte"
VOLATILE_PORT = "volatile store, through its port"
PROVIDERS = "words still at the providers"

MAY_HOLD = {
    VOLATILE_RAW: frozenset({CanaryKind.ID}),  # the ledger: ids to delete, 48 hours at most
    VOLATILE_PORT: frozenset({CanaryKind.ID}),
    PROVIDERS: frozenset({CanaryKind.ID, CanaryKind.ADDRESS}),
}
"""What may be found in a place once everybody has left. Everywhere else nothing may, at any time."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where a service keeps and could have left something. `own` are folders of which every file is searched."""

    own: tuple[Path, ...]
    volatile: Path | None
    records_url: str
    pid: int
    since: float


def look_at_disk(search: Search, where: Where) -> None:
    """Search files, open files and tables."""
    for folder in where.own:
        search.look_at_folder("files of the service", folder, skip=[where.volatile] if where.volatile else ())
    skip = [*where.own, *([where.volatile] if where.volatile else [])]
    for name in sorted({*COMMON_FOLDERS, _working_folder(where.pid)}):
        if os.path.isdir(name) and not any(Path(name).is_relative_to(own) for own in where.own):  # noqa: PTH112 - a name from a list
            search.look_at_folder("temporary folders of the machine", Path(name), since=where.since, skip=skip, budget_bytes=BUDGET_BYTES)
    for package in PACKAGES:
        search.look_at_folder("program folder", Path(__file__).parents[2] / package, since=where.since)
    if where.pid:
        search.look_at_process(where.pid, volatile=where.volatile, since=where.since)
    search.look_at_tables(where.records_url)


def _working_folder(pid: int) -> str:
    """Return the working folder of a process, "" if it cannot be told."""
    try:
        return str(Path(f"/proc/{pid}/cwd").readlink())
    except OSError:
        return ""


def look_at_volatile(search: Search, folder: Path | None) -> None:
    """Search the RAM-backed folder as it lies there: database, journal, lock."""
    if folder is None:
        search.unread.add(f"{VOLATILE_RAW}: this machine has no RAM-backed folder, so words were in process memory only")
        return
    search.look_at_folder(VOLATILE_RAW, folder)


async def look_through_port(search: Search, home: Path, addresses: Iterable[str], cases: Iterable[str]) -> Counter[str]:
    """Search what the volatile store hands out for everybody who wrote, while no service holds it. Returns the rows left, by kind."""
    left: Counter[str] = Counter()
    search.tallies.setdefault(VOLATILE_PORT, Tally())
    volatile = await open_volatile("ram:", home=home)
    try:
        secret = await volatile.key()
        keys = [person_key(secret, kind, address) for kind in ChannelKind for address in addresses]
        keys += [link_key(secret, case) for case in cases]
        for key in keys:
            loaded = await volatile.load(key)
            for row in (*loaded.rows, *loaded.inbox):
                left[row.key.kind.value] += 1
                search.look_at(VOLATILE_PORT, row.body, f"a row of kind {row.key.kind.value}")
    finally:
        await volatile.close()
    return left


def bad_finds(search: Search) -> list[tuple[str, str, str, str]]:
    """Return every find that may not be: place, where in it, form, label."""
    return sorted(
        (place, where, find.form, f"{find.canary.kind}: {find.canary.label}")
        for place, where, find in search.finds
        if find.canary.kind not in MAY_HOLD.get(place, ())
    )
