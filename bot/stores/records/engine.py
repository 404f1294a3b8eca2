"""One engine for SQLite or PostgreSQL: how it is opened, how work runs on its threads, and how its errors are told.

Rules: nothing runs on the event loop; every piece of work is one transaction; SQLite overwrites what it deletes, on every connection;
an error of the database is told by its kind alone, because the library's text quotes values.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

import structlog
from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, InternalError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import InterfaceError as DatabaseInterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from escalation.ports import RecordsLostError, RecordsRefusedError

P = ParamSpec("P")
T = TypeVar("T")

BUSY_SECONDS: Final = 10
"""How long a statement waits for another process before the caller is told to retry."""

POSTGRES_THREADS: Final = 4
SQLITE_THREADS: Final = 1  # one writer at a time is all that SQLite allows, and a lone reader never holds up a checkpoint

_CHECKPOINT_TRIES: Final = 5
_READS: Final = "records_reads"
_LOST = (OperationalError, DatabaseInterfaceError, InternalError, DisconnectionError, PoolTimeoutError, OSError)

log = structlog.get_logger()


def read_url(url: str) -> URL:
    """Return a database URL as the engine wants it.

    Raises: RecordsRefusedError; the URL itself is not quoted, because it may hold a password.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise RecordsRefusedError("DATABASE_URL: must be sqlite:///path or postgresql://user@host/name (got something else)") from None
    match parsed.drivername:
        case "sqlite" | "sqlite+pysqlite":
            return parsed.set(drivername="sqlite+pysqlite")
        case "postgresql" | "postgres" | "postgresql+psycopg":
            return parsed.set(drivername="postgresql+psycopg")
        case other:
            raise RecordsRefusedError(f"DATABASE_URL: must begin with sqlite: or postgresql: (got {other[:20]!r})")


def is_memory(url: URL) -> bool:
    """Say whether this is a SQLite database that lives in process memory only."""
    return url.drivername.startswith("sqlite") and url.database in (None, "", ":memory:")


def make_engine(url: URL) -> Engine:
    """Return an engine. SQLite's file is made for its owner alone, and its folder too."""
    if url.drivername.startswith("postgresql"):
        return create_engine(
            url,
            hide_parameters=True,
            pool_size=POSTGRES_THREADS,
            max_overflow=0,
            pool_timeout=BUSY_SECONDS,
            pool_pre_ping=True,
            connect_args={"connect_timeout": BUSY_SECONDS, "options": f"-c statement_timeout={BUSY_SECONDS * 1000}"},
        )
    args: dict[str, Any] = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    if is_memory(url):
        engine = create_engine(url, hide_parameters=True, connect_args=args, poolclass=StaticPool)
    else:
        _make_private(Path(url.database or ""))
        engine = create_engine(url, hide_parameters=True, connect_args=args, pool_size=1, max_overflow=1)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


class Threads:
    """Runs work on the engine's threads, one transaction each."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(**{_READS: True})
        self._sqlite = engine.dialect.name == "sqlite"
        self._pool = ThreadPoolExecutor(SQLITE_THREADS if self._sqlite else POSTGRES_THREADS, thread_name_prefix="records")
        self._owes_scrub = False

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run work that only reads."""
        return await self._run(lambda: self._in_transaction(self._reader, lambda conn: work(conn, *args, **kwargs)))

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run work that writes: applied whole or not at all."""

        def job() -> T:
            result = self._in_transaction(self._engine, lambda conn: work(conn, *args, **kwargs))
            if self._owes_scrub:
                self._scrub()
            return result

        return await self._run(job)

    async def write_and_scrub(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run work that deletes what must be gone from the disk: SQLite's write-ahead log is emptied before this returns."""

        def job() -> T:
            result = self._in_transaction(self._engine, lambda conn: work(conn, *args, **kwargs))
            self._scrub()
            return result

        return await self._run(job)

    async def close(self) -> None:
        """Empty the journal, let go of connections and threads. Safe to repeat."""

        def job() -> None:
            self._scrub()
            self._engine.dispose()

        try:
            await self._run(job)
        except RuntimeError:  # closed before
            return
        self._pool.shutdown(wait=False)

    async def _run(self, job: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, told_by_kind, job)

    def _in_transaction(self, engine: Engine, work: Callable[[Connection], T]) -> T:
        with engine.begin() as conn:
            return work(conn)

    def _scrub(self) -> None:
        """Copy SQLite's log into the database, whose pages overwrite the deleted ones, and cut the log to nothing.

        Another process that reads right now can hold this up: then the next write tries again. What was committed stays so.
        """
        if not self._sqlite:
            return
        for _ in range(_CHECKPOINT_TRIES):
            if _checkpoint(self._engine):
                self._owes_scrub = False
                return
            time.sleep(0.02)
        self._owes_scrub = True
        log.warning("records.scrub_late", place="records")


def told_by_kind(job: Callable[[], T]) -> T:
    """Run `job`; an error of the database comes out as one of our two, naming its kind and nothing of what was written.

    Raises: RecordsLostError, RecordsRefusedError.
    """
    try:
        return job()
    except SQLAlchemyError as error:
        lost, kind = _is_lost(error), type(error).__name__
    except OSError as error:
        lost, kind = True, type(error).__name__
    except (UnicodeError, ValueError, sqlite3.Error) as error:
        lost, kind = False, type(error).__name__
    # Raised outside the handler, so that the library's error is not even its context.
    if lost:
        raise RecordsLostError(f"records: the database does not answer now ({kind}); retry")
    raise RecordsRefusedError(f"records: the database refuses this ({kind}); a retry cannot help")


def _is_lost(error: SQLAlchemyError) -> bool:
    if isinstance(error, OperationalError) and isinstance(error.orig, sqlite3.OperationalError):
        return error.orig.sqlite_errorname.split("_")[1] not in ("ERROR", "READONLY", "MISUSE") if _named(error.orig) else True
    return isinstance(error, _LOST) or (isinstance(error, DBAPIError) and error.connection_invalidated)


def _named(error: sqlite3.OperationalError) -> bool:
    return "_" in getattr(error, "sqlite_errorname", "")


def _checkpoint(engine: Engine) -> bool:
    raw = engine.raw_connection()
    try:
        busy, _, _ = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() or (1, 0, 0)
    except sqlite3.OperationalError:
        return False
    finally:
        raw.close()
    return not busy


def _make_private(path: Path) -> None:
    if not path.parent.exists():
        path.parent.mkdir(parents=True, mode=0o700)
    # SQLite gives its log and index the mode of the database file.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the engine says BEGIN itself
    for pragma in (
        "secure_delete=ON",
        "temp_store=MEMORY",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_SECONDS * 1000}",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(conn: Connection) -> None:
    # IMMEDIATE, so that a transaction that reads and then writes can never lose a race half-way.
    conn.exec_driver_sql("BEGIN" if conn.get_execution_options().get(_READS) else "BEGIN IMMEDIATE")
