"""SQLite on a RAM folder: nothing accepted is lost to `kill -9`, one broken job breaks no other, and dropped words are gone from the file."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

from bot.ports import SEEN_SECONDS, Kind, PersonKey, Row, RowKey, StoreFullError, StoreLostError
from bot.stores import sqlite as module
from bot.stores.ram import RamFolder
from bot.stores.sqlite import FILE, SqliteVolatile

ANN, BEA = PersonKey("a" * 32), PersonKey("b" * 32)
NOW = 1_800_000_000.0
CANARY = b"canary-7f3a-she-wrote-this"


@pytest.fixture
def shm() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir="/dev/shm", prefix="ql-test-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def store(shm) -> AsyncIterator[SqliteVolatile]:
    made = SqliteVolatile(RamFolder(shm / "s"))
    yield made
    await made.close()


CHILD = """
import asyncio, sys
from pathlib import Path
from bot.stores.ram import RamFolder
from bot.stores.sqlite import SqliteVolatile

async def write(store, name):
    person = f"{name:032x}"
    for place in range(10**9):
        await store.accept(person, str(place), f"{place}".encode(), now=1.0)
        sys.stdout.write(f"{person} {place}\\n")
        sys.stdout.flush()

async def main():
    store = SqliteVolatile(RamFolder(Path(sys.argv[1])))
    sys.stdout.write((await store.key()).hex() + "\\n")
    await asyncio.gather(*(write(store, name) for name in range(20)))

asyncio.run(main())
"""


@pytest.mark.parametrize("lines", [1, 37, 3000])
async def test_kill_9_while_accepting_loses_nothing_that_was_answered(shm, lines):
    program = [sys.executable, "-c", CHILD, str(shm / "s")]
    child = subprocess.Popen(program, stdout=subprocess.PIPE)  # noqa: ASYNC220 -- nothing else runs meanwhile
    assert child.stdout is not None
    key = child.stdout.readline().strip()
    said = [child.stdout.readline() for _ in range(lines)]
    os.kill(child.pid, signal.SIGKILL)
    said += child.stdout.read().splitlines(keepends=True)  # what it had said before it died
    child.wait()
    child.stdout.close()
    store = SqliteVolatile(RamFolder(shm / "s"))
    assert (await store.key()).hex().encode() == key
    answered: dict[str, int] = {}
    for line in said:
        if line.endswith(b"\n"):
            person, place = line.decode().split()
            answered[person] = max(answered.get(person, -1), int(place))
    assert answered
    for person, last in answered.items():
        held = [int(found.body) for found in (await store.load(PersonKey(person))).inbox]
        assert held == list(range(len(held)))
        assert len(held) > last
        assert not await store.accept(PersonKey(person), str(last), b"again", now=1.0)
    assert set(answered) <= set(await store.ready(now=2.0))
    await store.close()


async def test_everything_is_there_after_a_restart_and_ids_go_on_growing(shm):
    store = SqliteVolatile(RamFolder(shm / "s"))
    key = await store.key()
    await store.accept(ANN, "1", b"one", now=NOW)
    await store.commit(ANN, 0, [Row(RowKey(Kind.SESSION, "s"), b"state")], [], due_at=NOW + 9)
    before = await store.load(ANN)
    await store.close()
    store = SqliteVolatile(RamFolder(shm / "s"))
    assert await store.key() == key
    assert await store.load(ANN) == before
    await store.accept(ANN, "2", b"two", now=NOW)
    assert [found.body for found in (await store.load(ANN)).inbox] == [b"one", b"two"]
    await store.close()


async def test_after_close_nothing_is_taken(store):
    await store.close()
    await store.close()
    with pytest.raises(StoreLostError):
        await store.accept(ANN, "1", b"x", now=NOW)


async def test_jobs_that_wait_together_share_a_transaction_and_a_broken_one_fails_alone(store, monkeypatch):
    groups: list[int] = []
    real = store._transact
    monkeypatch.setattr(store, "_transact", lambda group: groups.append(len(group)) or real(group))
    good = [store.accept(ANN, str(place), b"x", now=NOW) for place in range(50)]
    bad = store.accept(BEA, "1", object(), now=NOW)  # type: ignore[arg-type] # SQLite cannot bind it
    results = await asyncio.gather(*good[:25], bad, *good[25:], return_exceptions=True)
    failed = [result for result in results if result is not True]
    assert len(failed) == 1
    assert isinstance(failed[0], StoreLostError)
    assert len((await store.load(ANN)).inbox) == 50
    assert (await store.load(BEA)).inbox == ()
    assert await store.ready(now=NOW) == [ANN]
    assert max(groups) > 20
    assert await store.accept(BEA, "1", b"x", now=NOW), "an id is not burnt by a failure"


async def test_answers_come_only_after_the_commit(store, monkeypatch):
    order: list[str] = []
    real_transact, real_settle = store._transact, module._settle

    def transact(group: list[module._Job]) -> bool:
        done = real_transact(group)
        order.append("committed")
        return done

    monkeypatch.setattr(store, "_transact", transact)
    monkeypatch.setattr(module, "_settle", lambda group: (order.append("answered"), real_settle(group)))
    await store.accept(ANN, "1", b"x", now=NOW)
    assert order == ["committed", "answered"]


async def test_no_room_turns_messages_away_and_lets_drops_and_the_reserve_through(store, monkeypatch):
    await store.accept(ANN, "1", b"x", now=NOW)
    inbox = (await store.load(ANN)).inbox
    room = {"new": False, "reserve": True}
    monkeypatch.setattr(store._folder, "has_room", lambda *, reserve=False: room["reserve" if reserve else "new"])
    with pytest.raises(StoreFullError):
        await store.accept(ANN, "2", b"x", now=NOW)
    assert await store.commit(ANN, 0, [Row(RowKey(Kind.ERASE, "e"), b"x")], [], due_at=None)
    room["reserve"] = False
    version = (await store.load(ANN)).version
    with pytest.raises(StoreFullError):
        await store.commit(ANN, version, [Row(RowKey(Kind.ERASE, "f"), b"x")], [], due_at=None)
    assert await store.commit(ANN, version, [], [inbox[0].key], due_at=None)
    room.update(new=True, reserve=True)
    assert await store.accept(ANN, "2", b"x", now=NOW)


async def test_a_full_disk_is_told_as_full_and_nothing_is_half_done(store):
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count={pages + 4}")
    kept = 0
    with pytest.raises(StoreFullError):  # noqa: PT012 -- which one is refused is for SQLite to say
        for place in range(1000):
            await store.accept(ANN, str(place), b"x" * 500, now=NOW)
            kept += 1
    assert kept > 0
    assert len((await store.load(ANN)).inbox) == kept
    store._connection.execute("PRAGMA max_page_count=100000")
    assert await store.accept(ANN, str(kept), b"y", now=NOW)


async def test_words_that_were_dropped_are_gone_from_the_folder(store, shm):
    def found() -> bool:
        return any(CANARY in path.read_bytes() for path in (shm / "s").iterdir())

    await store.accept(ANN, "1", CANARY + b"x" * 9000, now=NOW)
    await store.commit(ANN, 0, [Row(RowKey(Kind.CONTEXT, "c"), CANARY)], [], due_at=None)
    assert found(), "the search must be able to find"
    loaded = await store.load(ANN)
    await store.commit(ANN, loaded.version, [], [loaded.inbox[0].key, loaded.rows[0].key], due_at=None)
    assert not found()
    await store.accept(ANN, "2", CANARY, now=NOW)
    await store.wipe()
    assert not found()


async def test_words_and_keys_never_leave_the_ram_folder(shm, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    store = SqliteVolatile(RamFolder(shm / "s"))
    for place in range(300):
        await store.accept(ANN, str(place), CANARY * 100, now=NOW)
    await store.close()
    assert list(tmp_path.rglob("*")) == []
    assert {path.name for path in (shm / "s").iterdir()} <= {FILE, f"{FILE}-journal", "lock"}
    assert CANARY in (shm / "s" / FILE).read_bytes()


async def test_a_vanished_file_is_written_anew_with_all_that_was_held(store, shm, monkeypatch):
    await store.accept(ANN, "1", b"one", now=NOW)
    key = await store.key()
    shutil.rmtree(shm / "s")  # as a log-out may do to /dev/shm
    monkeypatch.setattr(module, "SWEEP_SECONDS", 0.0)
    with structlog.testing.capture_logs() as logs:
        assert await store.accept(ANN, "2", b"two", now=NOW)
        await store.load(ANN)
    assert {"event": "volatile_file_vanished", "place": "sqlite", "log_level": "error"} in logs
    await store.close()
    again = SqliteVolatile(RamFolder(shm / "s"))
    assert await again.key() == key
    assert [found.body for found in (await again.load(ANN)).inbox] == [b"one", b"two"]
    await again.close()


async def test_what_has_ended_is_swept_away(shm, monkeypatch):
    clock = [NOW]
    monkeypatch.setattr(module, "SWEEP_SECONDS", 0.0)
    store = SqliteVolatile(RamFolder(shm / "s"), lambda: clock[0])
    await store.accept(ANN, "1", b"x", now=NOW)
    loaded = await store.load(ANN)
    await store.commit(ANN, loaded.version, [Row(RowKey(Kind.CONTEXT, "c"), b"x", 60)], [loaded.inbox[0].key], due_at=None)
    clock[0] += 3 * SEEN_SECONDS
    await store.accept(BEA, "1", b"x", now=clock[0])
    for _ in range(3):
        await store.load(BEA)
    await store.close()
    with sqlite3.connect(shm / "s" / FILE) as db:
        assert db.execute("SELECT person FROM rows").fetchall() == [(BEA,)]
        assert db.execute("SELECT person FROM people").fetchall() == [(BEA,)]
        assert db.execute("SELECT count(*) FROM seen").fetchone() == (1,)
    db.close()


async def test_a_file_that_is_no_store_is_refused_without_quoting_it(shm):
    folder = RamFolder(shm / "s")
    folder.make_file(FILE).write_bytes(CANARY * 100)
    with pytest.raises(StoreLostError) as raised:
        SqliteVolatile(folder)
    assert "canary" not in str(raised.value)
    RamFolder(shm / "s").release()


async def test_errors_quote_nothing(store, monkeypatch):
    def broken(*_: object) -> bool:
        raise sqlite3.IntegrityError(f"constraint failed: {CANARY.decode()}")

    monkeypatch.setattr(store._tables, "accept", broken)
    with structlog.testing.capture_logs() as logs, pytest.raises(StoreLostError) as raised:
        await store.accept(ANN, "1", CANARY, now=NOW)
    assert "canary" not in str(raised.value) + str(logs)
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


async def test_a_cancelled_caller_disturbs_nobody(store):
    tasks = [asyncio.create_task(store.accept(ANN, str(place), b"x", now=NOW)) for place in range(20)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [result for result in results if result is True] == [True] * 10
    assert len((await store.load(ANN)).inbox) >= 10


async def test_what_keeps_words_off_a_disk_is_switched_on(store):
    def pragma(name: str) -> object:
        return store._connection.execute(f"PRAGMA {name}").fetchone()[0]

    found = {name: pragma(name) for name in ("journal_mode", "secure_delete", "synchronous", "temp_store", "locking_mode")}
    assert found == {"journal_mode": "truncate", "secure_delete": 1, "synchronous": 0, "temp_store": 2, "locking_mode": "exclusive"}


async def test_a_wipe_that_fails_leaves_secret_and_words_together(store, monkeypatch):
    secret = await store.key()
    await store.accept(ANN, "1", b"x", now=NOW)
    real = store._tables.wipe

    def broken(new: bytes) -> None:
        real(new)
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(store._tables, "wipe", broken)
    with pytest.raises(StoreLostError):
        await store.wipe()
    assert await store.key() == secret
    assert not await store.accept(ANN, "1", b"again", now=NOW)
