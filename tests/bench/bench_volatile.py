"""Prints how many turns a second (accept, load, commit) each volatile store does, beside a bare sqlite3 loop that does the same writes.

Run: `python -m tests.bench.bench_volatile [turns]`. Figures are for one machine on one day; the ratio to the bare loop travels better.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from bot.ports import Kind, PersonKey, Row, RowKey, Volatile
from bot.stores.jetstream import JetStreamVolatile
from bot.stores.memory import MemoryVolatile
from bot.stores.ram import RamFolder
from bot.stores.sqlite import SqliteVolatile
from bot.stores.sqlite_tables import PRAGMAS
from tests.fixtures_nats import nats_server

BODY = b"x" * 200
PEOPLE = 64


def bare(folder: Path, turns: int) -> float:
    """A loop without threads, event loop or rules: insert one row, commit; write two, delete one, commit."""
    db = sqlite3.connect(folder / "bare.db", isolation_level=None)
    for pragma in PRAGMAS:
        db.execute(pragma)
    db.execute("CREATE TABLE rows (person TEXT, id TEXT, body BLOB, PRIMARY KEY (person, id)) WITHOUT ROWID")
    begun = time.perf_counter()
    for place in range(turns):
        person, name = f"{place % PEOPLE:032x}", f"{place:016x}"
        db.execute("BEGIN")
        db.execute("INSERT INTO rows VALUES (?, ?, ?)", (person, name, BODY))
        db.execute("COMMIT")
        db.execute("BEGIN")
        db.execute("INSERT OR REPLACE INTO rows VALUES (?, 'session', ?)", (person, BODY))
        db.execute("INSERT OR REPLACE INTO rows VALUES (?, 'outbox', ?)", (person, BODY))
        db.execute("DELETE FROM rows WHERE person = ? AND id = ?", (person, name))
        db.execute("COMMIT")
    seconds = time.perf_counter() - begun
    db.close()
    return turns / seconds


async def measure(store: Volatile, turns: int) -> float:
    """64 people at once: accept, load, commit, as a turn does."""

    async def live(name: int) -> None:
        person = PersonKey(f"{name:032x}")
        puts = [Row(RowKey(Kind.SESSION, "s"), BODY), Row(RowKey(Kind.OUTBOX, "o"), BODY)]
        for place in range(turns // PEOPLE):
            await store.accept(person, str(place), BODY, now=time.time())
            loaded = await store.load(person)
            if not await store.commit(person, loaded.version, puts, [loaded.inbox[0].key], due_at=time.time() + 1800):
                raise RuntimeError("a commit of the only writer was refused")

    begun = time.perf_counter()
    await asyncio.gather(*(live(name) for name in range(PEOPLE)))
    return (turns // PEOPLE * PEOPLE) / (time.perf_counter() - begun)


async def main(turns: int) -> None:
    shm = Path(tempfile.mkdtemp(dir="/dev/shm", prefix="ql-bench-"))
    disk = Path(tempfile.mkdtemp())
    try:
        base = bare(shm, turns)
        print(f"{'bare sqlite3 loop':38}{base:9.0f} turns/s   1.00")
        with nats_server(disk / "nats") as server:
            for name in ("memory", "sqlite", "jetstream"):
                store: Volatile
                if name == "memory":
                    store = MemoryVolatile()
                elif name == "sqlite":
                    store = SqliteVolatile(RamFolder(shm / name))
                else:
                    store = await JetStreamVolatile.open(server.url)
                used = time.process_time()
                rate = await measure(store, turns)
                cpu = (time.process_time() - used) / turns * 1e6
                print(f"{name + ': accept, load, commit':38}{rate:9.0f} turns/s   {rate / base:.2f}   {cpu:.0f} us CPU each")
                await store.close()
    finally:
        shutil.rmtree(shm)
        shutil.rmtree(disk, ignore_errors=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 12_800))
