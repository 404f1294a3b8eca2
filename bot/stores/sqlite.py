"""The volatile store on one machine: plain SQLite in one writer thread, on a RAM-backed folder.

Rules: one thread owns the connection; all jobs that wait share one transaction and are answered after its COMMIT; one failing job
fails alone. What was answered survives `kill -9` (the folder is memory, the journal is replayed) and not the power switch.
`sqlite_tables.py` holds the statements; this file holds the thread.
"""

from __future__ import annotations

import asyncio
import queue
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import structlog

from bot.ports import Loaded, PersonKey, Row, RowKey, StoreFullError, StoreLostError
from bot.stores.ram import RamFolder
from bot.stores.rules import KEY_BYTES, changes, check_person
from bot.stores.sqlite_tables import PRAGMAS, SCHEMA, Tables

MAX_GROUP = 256
"""Jobs in one transaction: enough to share its cost, few enough that nobody waits long."""

SWEEP_SECONDS = 5.0
"""How often a bounded part of the store is looked through for what has ended."""

FILE = "volatile.db"

_T = TypeVar("_T")
_Work = Callable[[Tables], Any]
_log = structlog.get_logger()


class _Job:
    """One piece of work and where its answer goes."""

    __slots__ = ("answer", "error", "future", "loop", "work")

    def __init__(self, work: _Work, loop: asyncio.AbstractEventLoop) -> None:
        self.work = work
        self.loop = loop
        self.future: asyncio.Future[Any] = loop.create_future()
        self.answer: Any = None
        self.error: BaseException | None = None


class SqliteVolatile:
    """`Volatile` in a file on a RAM-backed folder, which it owns and releases."""

    def __init__(self, folder: RamFolder, now: Callable[[], float] = time.time) -> None:
        """Open or make the store; what an earlier process left is there again.

        Raises: StoreLostError when the file cannot be opened or is no store of ours.
        """
        self._folder = folder
        self._now = now
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        try:
            self._connection = _connect(folder.make_file(FILE))
            self._tables = Tables(self._connection, now)
        except sqlite3.Error:
            folder.release()
            raise StoreLostError("volatile store: the file in the RAM folder cannot be opened; `wipe` makes a new one") from None
        self._inode = (folder.path / FILE).stat().st_ino
        self._swept = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="volatile", daemon=True)
        self._thread.start()

    async def key(self) -> bytes:
        """Return the secret of this store."""
        return self._tables.secret

    async def accept(self, person: PersonKey, inbound_id: str, inbound: bytes, *, now: float) -> bool:
        """Keep an inbound message; False if it was accepted before."""
        check_person(person)
        return await self._do(partial(self._accept, person, inbound_id, inbound, now))

    async def load(self, person: PersonKey) -> Loaded:
        """Return everything held about one person."""
        check_person(person)
        return await self._do(partial(_load, person))

    async def commit(self, person: PersonKey, version: int, puts: Sequence[Row], drops: Sequence[RowKey], *, due_at: float | None) -> int:
        """Apply all or nothing and return the new version; 0 if the person is no longer at `version`."""
        check_person(person)
        return await self._do(partial(self._commit, person, version, changes(puts, drops), due_at))

    async def ready(self, *, now: float, limit: int = 100) -> Sequence[PersonKey]:
        """Return people whose turn is due, longest due first."""
        return await self._do(lambda tables: tables.ready(now, limit))

    async def next_due(self) -> float | None:
        """Return when the next person falls due; 0 when somebody waits for an answer."""
        return await self._do(lambda tables: tables.next_due())

    async def wipe(self) -> None:
        """Forget everything, the secret too; freed pages are zeroed (secure_delete)."""
        await self._do(lambda tables: tables.wipe(secrets.token_bytes(KEY_BYTES)))

    async def close(self) -> None:
        """End the thread once all waiting jobs are answered, and let go of file and folder. What is held stays."""
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
            await asyncio.to_thread(self._thread.join)

    # the caller's side

    async def _do(self, work: Callable[[Tables], _T]) -> _T:
        if self._closed:
            raise StoreLostError("volatile store: closed")
        job = _Job(work, asyncio.get_running_loop())
        self._jobs.put(job)
        answer: _T = await job.future
        return answer

    # the writer's side: everything below runs in the thread

    def _accept(self, person: PersonKey, inbound_id: str, inbound: bytes, now: float, tables: Tables) -> bool:
        if not self._folder.has_room():
            raise StoreFullError("volatile store: the RAM folder is nearly full")
        return tables.accept(person, inbound_id, inbound, now)

    def _commit(
        self, person: PersonKey, version: int, todo: dict[RowKey, Row | None], due_at: float | None, tables: Tables
    ) -> int:  # fmt: skip
        if any(row is not None for row in todo.values()) and not self._folder.has_room(reserve=True):
            raise StoreFullError("volatile store: the RAM folder is full")
        return tables.commit(person, version, todo, due_at)

    def _run(self) -> None:
        ending = False
        while not ending:
            group, ending = self._next_group()
            if group:
                try:
                    self._perform(group)
                except sqlite3.Error:  # even the roll-back failed; the jobs carry their errors
                    _log.error("volatile_rollback_failed", place="sqlite")
                _answer(group)
            if time.monotonic() - self._swept >= SWEEP_SECONDS:
                self._sweep()
        self._connection.close()
        self._folder.release()

    def _next_group(self) -> tuple[list[_Job], bool]:
        """Wait for a job, then take all that wait with it. The second value tells that the store is to close."""
        try:
            job = self._jobs.get(timeout=SWEEP_SECONDS)
        except queue.Empty:
            return [], False
        group: list[_Job] = []
        while job is not None:
            group.append(job)
            if len(group) == MAX_GROUP:
                return group, False
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return group, False
        return group, True

    def _perform(self, group: list[_Job]) -> None:
        """Do a group in one transaction. If any job of it breaks, all of it is undone and each is done in its own."""
        if self._transact(group) or len(group) == 1:
            return
        for job in group:
            job.answer = job.error = None
            self._transact([job])

    def _transact(self, group: list[_Job]) -> bool:
        """Run jobs between BEGIN and COMMIT. False: nothing of it took effect, and the jobs carry the error."""
        try:
            self._connection.execute("BEGIN")
            for job in group:
                try:
                    job.answer = job.work(self._tables)
                except StoreFullError as error:  # decided before anything was written: the others go on
                    job.error = error
            self._connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 -- whatever it is, nobody may wait for ever; it is translated and handed to the caller
            for job in group:
                job.error = _translate(error)
            self._undo()
            return False
        return True

    def _undo(self) -> None:
        """Roll back, also where SQLite has done so by itself (a full disk), and forget what the jobs had noted."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        self._tables.reread()

    def _sweep(self) -> None:
        self._swept = time.monotonic()
        if not self._folder.holds(FILE, self._inode):
            self._rescue()
        try:
            self._connection.execute("BEGIN")
            self._tables.sweep()
            self._connection.execute("COMMIT")
        except sqlite3.Error:  # what has ended is never handed out anyway; the next sweep tries again
            self._undo()
            _log.warning("volatile_sweep_failed", place="sqlite")

    def _rescue(self) -> None:
        """Somebody deleted the file while we hold it open: write what we still have into a new one, at the same place."""
        _log.error("volatile_file_vanished", place="sqlite")
        try:
            self._folder.path.mkdir(mode=0o700, exist_ok=True)
            fresh = RamFolder(self._folder.path)
            connection = _connect(fresh.make_file(FILE))
            self._connection.backup(connection)
            tables = Tables(connection, self._now)
        except Exception:  # noqa: BLE001 -- the old file still answers; the next sweep tries again
            _log.error("volatile_rescue_failed", place="sqlite")
            return
        self._connection.close()
        self._folder.release()
        self._connection, self._tables, self._folder = connection, tables, fresh
        self._inode = (fresh.path / FILE).stat().st_ino


def _load(person: PersonKey, tables: Tables) -> Loaded:
    return tables.load(person)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=64)
    for pragma in PRAGMAS:
        connection.execute(pragma).fetchall()
    connection.executescript(SCHEMA)
    return connection


def _translate(error: Exception) -> Exception:
    """Turn what SQLite says into what the caller can do. Its texts may quote values, so none is passed on."""
    if isinstance(error, sqlite3.Error):
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL:
            return StoreFullError("volatile store: the RAM folder is full")
        return StoreLostError(f"volatile store: SQLite error {getattr(error, 'sqlite_errorname', 'unknown')}")
    return StoreLostError(f"volatile store: a job failed with {type(error).__name__}")


def _answer(group: list[_Job]) -> None:
    """Hand answers over with one call into each event loop, not one for each job."""
    loops = {job.loop for job in group}
    for loop in loops:
        try:
            loop.call_soon_threadsafe(_settle, [job for job in group if job.loop is loop] if len(loops) > 1 else group)
        except RuntimeError:  # the loop was closed meanwhile: nobody waits there
            continue


def _settle(group: list[_Job]) -> None:
    for job in group:
        if job.future.done():
            continue
        if job.error is None:
            job.future.set_result(job.answer)
        else:
            job.future.set_exception(job.error)
