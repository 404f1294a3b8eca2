"""The places that are searched: files, open files of a process, tables, pages; how much of each, and what was found where.

Rules: names of files are searched like their contents; links are not followed; a file that vanishes while it is read is no fault, one
that may not be read is said; nothing of a find is kept but its label, form and place.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from bot.proof.canaries import Canary
from bot.proof.forms import Find, Searcher
from bot.stores.records.engine import make_engine, read_url
from bot.stores.records.tables import metadata

MAX_FILE_BYTES = 256 << 20
"""What is read of one file at most. More is said, not hidden."""

CHUNK_BYTES = 4 << 20
OVERLAP_BYTES = 4096
"""A canary in any form is far shorter."""


@dataclass(slots=True)
class Tally:
    """What was searched in one place, added up over all looks."""

    files: int = 0
    bytes: int = 0


@dataclass(slots=True)
class Search:
    """One search over many places. `tallies` by place; `finds` as (place, where, find); `unread` names what could not be read."""

    searcher: Searcher
    tallies: dict[str, Tally] = field(default_factory=dict)
    finds: set[tuple[str, str, Find]] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    _known: set[tuple[int, int, int, int]] = field(default_factory=set)

    def look_at(self, place: str, data: bytes, where: str = "") -> None:
        """Search bytes that are already in memory."""
        tally = self.tallies.setdefault(place, Tally())
        tally.files += 1
        tally.bytes += len(data)
        self._note(place, where, data)

    def look_at_file(self, place: str, path: Path, *, name: str | None = None) -> None:
        """Search one file in overlapping pieces, and its name."""
        name = str(path) if name is None else name
        tally = self.tallies.setdefault(place, Tally())
        self._note(place, "a file's name", os.fsencode(name))
        try:
            with path.open("rb") as file:
                rest, size = b"", 0
                while size < MAX_FILE_BYTES and (chunk := file.read(CHUNK_BYTES)):
                    size += len(chunk)
                    self._note(place, name, rest + chunk)
                    rest = chunk[-OVERLAP_BYTES:]
                if size >= MAX_FILE_BYTES:
                    self.unread.add(f"{place}: all after {MAX_FILE_BYTES >> 20} MB of {name}")
        except FileNotFoundError:
            return
        except OSError as error:
            self.unread.add(f"{place}: {name} ({error.strerror})")
            return
        tally.files += 1
        tally.bytes += size

    def look_at_folder(
        self, place: str, folder: Path, *, since: float = 0.0, skip: Iterable[Path] = (), budget_bytes: int = sys.maxsize
    ) -> None:
        """Search every file of our own user under a folder; `skip` names folders that are other places.

        With `since`, only what was changed since then, and not again while it stays as it was: canaries of later cannot be in it.
        Outer folders come first; what is beyond the budget is said.
        """
        self.tallies.setdefault(place, Tally())
        away = {str(each) for each in skip}
        for root, folders, names in _walk(folder, away):
            for name in [*names, *folders]:
                path = Path(root, name)
                try:
                    found = path.lstat()
                except OSError:
                    continue
                mark = (found.st_dev, found.st_ino, found.st_size, found.st_ctime_ns)
                if max(found.st_mtime, found.st_ctime) < since or found.st_uid != os.geteuid() or (since and mark in self._known):
                    continue
                if stat.S_ISREG(found.st_mode) and (budget_bytes := budget_bytes - found.st_size) < 0:
                    self.unread.add(f"{place}: much was written under {folder} by others; its outer and smaller files were searched")
                    budget_bytes += found.st_size
                    continue
                self._known.add(mark)
                if stat.S_ISREG(found.st_mode):
                    self.look_at_file(place, path)
                else:
                    self._note(place, "a folder's name", os.fsencode(path))

    def look_at_process(self, pid: int, *, volatile: Path | None, since: float) -> None:
        """Search what a process holds open or mapped, deleted files too, its arguments and its environment.

        Files under `volatile` are left out: they are a place of their own.
        """
        place = "open files of the process"
        self.tallies.setdefault(place, Tally())
        base = Path("/proc", str(pid))
        for name in ("cmdline", "environ"):
            self.look_at_file(place, base / name)
        seen: set[tuple[int, int]] = set()
        for folder in ("fd", "map_files"):
            try:
                links = sorted((base / folder).iterdir())
            except OSError as error:
                self.unread.add(f"{place}: {folder} ({error.strerror}; as root it can be read)")
                continue
            for link in links:
                try:
                    target, found = str(link.readlink()), link.stat()
                except OSError:
                    continue
                inner = volatile is not None and Path(target).is_relative_to(volatile)
                fresh = max(found.st_mtime, found.st_ctime) >= since or target.endswith(" (deleted)")
                if stat.S_ISREG(found.st_mode) and fresh and not inner and (found.st_dev, found.st_ino) not in seen:
                    seen.add((found.st_dev, found.st_ino))
                    self.look_at_file(place, link, name=target)

    def look_at_tables(self, url: str) -> None:
        """Search every row of every table of records, as the database hands it out."""
        engine = make_engine(read_url(url))
        try:
            with engine.connect() as connection:
                for table in metadata.sorted_tables:
                    rows = [b" ".join(_as_bytes(value) for value in row) for row in connection.execute(select(table))]
                    self.look_at(
                        "audit log" if table.name.startswith("audit") else "tables of records", b"\n".join(rows), f"table {table.name}"
                    )
        finally:
            engine.dispose()

    def add(self, other: Search) -> None:
        """Take over what another search looked at and found."""
        for place, tally in other.tallies.items():
            mine = self.tallies.setdefault(place, Tally())
            mine.files += tally.files
            mine.bytes += tally.bytes
        self.finds |= other.finds
        self.unread |= other.unread

    def found(self, *places: str) -> set[Canary]:
        """Return the canaries that were found in these places, in all when none is named."""
        return {find.canary for place, _, find in self.finds if not places or place in places}

    def _note(self, place: str, where: str, data: bytes) -> None:
        # The name of what was found may itself quote a canary (a file named after a number): then it is not repeated.
        finds = self.searcher.search(data)
        if finds and self.searcher.search(os.fsencode(where)):
            where = "(a name that is a find itself)"
        self.finds |= {(place, where, find) for find in finds}


def _walk(folder: Path, away: set[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield folders level by level: a temporary file is most often near the top."""
    level = [str(folder)]
    while level:
        following: list[str] = []
        for root in level:
            for _, folders, names in os.walk(root):
                folders[:] = [each for each in folders if str(Path(root, each)) not in away]
                yield root, folders, names
                following += [str(Path(root, each)) for each in folders if not Path(root, each).is_symlink()]
                break
        level = following


def _as_bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | bytearray | memoryview) else str(value).encode("utf-8", "surrogatepass")
