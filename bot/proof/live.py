"""`quietline prove --search`: search the service that runs with these settings, for canaries that somebody sent to it before.

Rules: canaries come on standard input, one a line, never as arguments (those are in every process list); nothing is sent, nothing is
changed.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

import httpx

from bot.proof.canaries import Aviary, CanaryKind
from bot.proof.forms import Searcher
from bot.proof.look import Where, look_at_disk, look_at_volatile
from bot.proof.places import Search
from bot.proof.play import print_search
from bot.settings import OperatorError, Settings, split_bind
from bot.stores import StoreKind, choose

MIN_LETTERS = 6
"""Shorter canaries would be found by chance."""


async def search_live(settings: Settings, out: TextIO, lines: Iterable[str]) -> int:
    """Search a live service; return the number of finds.

    Raises: OperatorError for no canary, or one that is too short.
    """
    aviary = Aviary()
    for number, line in enumerate(lines, 1):
        for piece in re.findall(r"\w+", line):
            if len(piece) < MIN_LETTERS:
                raise OperatorError(f"canary {number} has a piece of {len(piece)} letters: use words and numbers of at least {MIN_LETTERS}")
            kind = CanaryKind.ADDRESS if piece.isdigit() else CanaryKind.WORD
            aviary.add(kind, f"line {number}", piece)
    if not len(aviary):
        raise OperatorError("no canaries: give them on standard input, one a line")
    search = Search(Searcher(aviary.canaries))
    choice = choose(settings.volatile_url, home=settings.home)
    folder = choice.folder if choice.folder and choice.folder.is_dir() else None
    pid = holder(folder / "lock") if folder else 0
    since = started_at(pid) if pid else time.time() - 3600
    own = tuple({settings.home.resolve(), settings.keys.resolve()})
    await asyncio.to_thread(look_at_disk, search, Where(own, folder, settings.records_url, pid, since))
    if folder:
        await asyncio.to_thread(look_at_volatile, search, folder)
    else:
        search.unread.add(
            f"volatile store: {choice.kind} cannot be searched from outside"
            if choice.kind is not StoreKind.RAM
            else "volatile store: there is none yet"
        )
    if not pid:
        search.unread.add("open files of the process: no service runs on these settings now")
    search.unread.add("standard output and error: search your own log files or journal for the same canaries")
    await _look_at_metrics(settings, search)
    return print_search(search, out)


async def _look_at_metrics(settings: Settings, search: Search) -> None:
    host, port = split_bind(settings.staff_bind)
    try:
        async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
            answer = await client.get(f"http://{f'[{host}]' if ':' in host else host}:{port}/metrics")
    except httpx.HTTPError:
        search.unread.add("/metrics: nobody answers at STAFF_BIND")
        return
    search.look_at("/metrics", answer.content)


def holder(lock: Path, proc: Path = Path("/proc")) -> int:
    """Return the process that holds a lock file, 0 if none does or it cannot be told."""
    try:
        inode = lock.stat().st_ino
        lines = (proc / "locks").read_text("ascii").splitlines()
    except OSError:
        return 0
    for line in lines:  # 1: FLOCK ADVISORY WRITE 4711 00:1f:123 0 EOF; see proc_locks(5)
        parts = line.split()
        if "FLOCK" in parts and any(part.endswith(f":{inode}") for part in parts):
            found = next((part for part in parts[parts.index("FLOCK") :] if part.isdigit()), "0")
            return int(found)
    return 0


def started_at(pid: int, proc: Path = Path("/proc")) -> float:
    """Return when a process began, in seconds since the epoch; 0 if it cannot be told."""
    try:
        ticks = int((proc / str(pid) / "stat").read_text("ascii", errors="replace").rpartition(")")[2].split()[19])
        boot = next(int(line.split()[1]) for line in (proc / "stat").read_text("ascii").splitlines() if line.startswith("btime"))
    except (OSError, IndexError, ValueError, StopIteration):
        return 0.0
    return boot + ticks / os.sysconf("SC_CLK_TCK") - 2
