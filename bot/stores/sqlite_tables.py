"""The tables of the volatile store in SQLite, and the statements that keep its promises inside one transaction.

Rules: synchronous, called from the writer thread only; the caller opens and ends the transaction; few indexes, since every write counts.
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Callable

from bot.ports import SEEN_SECONDS, Kind, Loaded, PersonKey, Row, RowKey
from bot.stores.rules import KEY_BYTES, seen_hash

PRAGMAS = (
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA journal_mode=TRUNCATE",
    "PRAGMA secure_delete=ON",
    "PRAGMA synchronous=OFF",  # the folder is memory: there is nothing to wait for
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
)

SCHEMA = """
CREATE TABLE IF NOT EXISTS store (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS people (
  person TEXT PRIMARY KEY, version INTEGER NOT NULL, waiting INTEGER NOT NULL, due REAL, touched REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS people_due ON people (waiting, due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS rows (
  person TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
  ttl INTEGER NOT NULL, until REAL NOT NULL, at REAL, body BLOB NOT NULL,
  PRIMARY KEY (person, kind, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen (era INTEGER NOT NULL, hash BLOB NOT NULL, at REAL NOT NULL, PRIMARY KEY (era, hash)) WITHOUT ROWID;
"""
# `seen` is ordered by era (48 hours) so that old ids are one range at its front and need no index of their own.

SWEEP_ROWS = 500
"""Rows looked at in one sweep of each table: a few milliseconds."""

_SEE = """INSERT INTO seen (era, hash, at) SELECT ?1, ?2, ?3
WHERE NOT EXISTS (SELECT 1 FROM seen WHERE era IN (?1 - 1, ?1, ?1 + 1) AND hash = ?2 AND at > ?4)
ON CONFLICT (era, hash) DO UPDATE SET at = excluded.at"""
_TAKE_IN = "INSERT INTO rows (person, kind, id, ttl, until, at, body) VALUES (?, 'inbox', ?, ?, ?, ?, ?)"
_WAKE = """INSERT INTO people (person, version, waiting, due, touched) VALUES (?1, 0, 1, ?2, ?3)
ON CONFLICT (person) DO UPDATE SET waiting = 1, due = min(coalesce(due, ?2), ?2), touched = ?3"""
_FIRST = """INSERT INTO people (person, version, waiting, due, touched) VALUES (?1, 1, 0, NULL, ?2)
ON CONFLICT (person) DO UPDATE SET version = 1 WHERE version = 0"""
_NEXT = "UPDATE people SET version = version + 1 WHERE person = ? AND version = ?"
_PUT = """INSERT INTO rows (person, kind, id, ttl, until, body) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (person, kind, id) DO UPDATE SET ttl = excluded.ttl, until = excluded.until, body = excluded.body"""
_DROP = "DELETE FROM rows WHERE person = ? AND kind = ? AND id = ?"
_SETTLE = """UPDATE people SET waiting = oldest.at IS NOT NULL, due = coalesce(min(?1, oldest.at), ?1, oldest.at), touched = ?2
FROM (SELECT min(at) AS at FROM rows WHERE person = ?3 AND kind = 'inbox') AS oldest WHERE person = ?3"""
_LOAD = "SELECT kind, id, ttl, body FROM rows WHERE person = ? AND until > ? ORDER BY kind, id"
_READY = """SELECT person FROM (
  SELECT * FROM (SELECT person, due FROM people WHERE waiting = 1 AND due IS NOT NULL ORDER BY due, person LIMIT ?2)
  UNION ALL
  SELECT * FROM (SELECT person, due FROM people WHERE waiting = 0 AND due <= ?1 ORDER BY due, person LIMIT ?2)
) ORDER BY due, person LIMIT ?2"""
_OLD_SEEN = "DELETE FROM seen WHERE (era, hash) IN (SELECT era, hash FROM seen WHERE era < ? LIMIT ?)"
_LOOK_ROWS = "SELECT person, kind, id, until FROM rows WHERE (person, kind, id) > (?, ?, ?) ORDER BY person, kind, id LIMIT ?"
_LOOK_PEOPLE = "SELECT person, due, touched FROM people WHERE person > ? ORDER BY person LIMIT ?"
_FORGET = """DELETE FROM people WHERE person = ?1 AND due IS NULL AND NOT EXISTS (SELECT 1 FROM rows WHERE person = ?1)"""


class Tables:
    """What a job in the writer thread may do. `now` tells when rows end; times of acceptance are the caller's."""

    def __init__(self, connection: sqlite3.Connection, now: Callable[[], float]) -> None:
        self._db = connection
        self._now = now
        self._latest = 0.0  # the caller's latest time of acceptance, by which ids are forgotten
        self._row_mark = ("", "", "")
        self._person_mark = ""
        connection.execute("INSERT OR IGNORE INTO store VALUES ('secret', ?)", (secrets.token_bytes(KEY_BYTES),))
        self.secret = b""
        self.reread()
        newest = connection.execute("SELECT max(id) FROM rows WHERE kind = 'inbox'").fetchone()[0]
        # Ids go on growing over a restart, also when the clock was set back meanwhile.
        self._accepted = max(time.time_ns(), int(newest, 16) if newest else 0)

    def reread(self) -> None:
        """Take the secret from the table: at the start, and after a roll-back that may have undone a wipe."""
        self.secret = self._db.execute("SELECT value FROM store WHERE name = 'secret'").fetchone()[0]

    def accept(self, person: PersonKey, inbound_id: str, inbound: bytes, now: float) -> bool:
        """Keep an inbound message unless its id was seen."""
        seen = seen_hash(self.secret, person, inbound_id)
        run = self._db.execute
        if run(_SEE, (int(now // SEEN_SECONDS), seen, now, now - SEEN_SECONDS)).rowcount < 1:
            return False
        self._accepted += 1
        clock = self._now()
        run(_TAKE_IN, (person, f"{self._accepted:016x}", SEEN_SECONDS, clock + SEEN_SECONDS, now, inbound))
        run(_WAKE, (person, now, clock))
        self._latest = max(self._latest, now)
        return True

    def load(self, person: PersonKey) -> Loaded:
        """Return everything held about one person."""
        found = self._db.execute("SELECT version FROM people WHERE person = ?", (person,)).fetchone()
        if found is None:
            return Loaded(0, (), ())
        rows: list[Row] = []
        inbox: list[Row] = []
        for kind, row_id, ttl, body in self._db.execute(_LOAD, (person, self._now())):
            (inbox if kind == "inbox" else rows).append(Row(RowKey(Kind(kind), row_id), body, ttl))
        return Loaded(found[0], tuple(rows), tuple(inbox))

    def commit(self, person: PersonKey, version: int, todo: dict[RowKey, Row | None], due_at: float | None) -> int:
        """Apply a commit if the person is at `version` and return the next; nothing is written, and 0 returned, when not."""
        run = self._db.execute
        clock = self._now()
        moved = run(_FIRST, (person, clock)) if version == 0 else run(_NEXT, (person, version))
        if moved.rowcount < 1:
            return 0
        for key, row in todo.items():
            if row is None:
                run(_DROP, (person, key.kind.value, key.id))
            else:
                run(_PUT, (person, key.kind.value, key.id, row.ttl_seconds, clock + row.ttl_seconds, row.body))
        run(_SETTLE, (due_at, clock, person))
        return version + 1

    def ready(self, now: float, limit: int) -> list[PersonKey]:
        """Return people who wait for an answer or whose time has come, longest due first."""
        return [PersonKey(person) for (person,) in self._db.execute(_READY, (now, limit))]

    def next_due(self) -> float | None:
        """Return 0 when somebody waits, else the earliest time asked for."""
        if self._db.execute("SELECT 1 FROM people WHERE waiting = 1 AND due IS NOT NULL LIMIT 1").fetchone():
            return 0.0
        due: float | None = self._db.execute("SELECT min(due) FROM people WHERE waiting = 0 AND due IS NOT NULL").fetchone()[0]
        return due

    def wipe(self, secret: bytes) -> None:
        """Delete every row of every table and take a new secret."""
        for table in ("rows", "people", "seen", "store"):
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608 -- the names are the four above
        self._db.execute("INSERT INTO store VALUES ('secret', ?)", (secret,))
        self.secret = secret

    def sweep(self) -> None:
        """Delete a bounded number of ended rows, seen ids and people of whom nothing is left."""
        clock = self._now()
        self._db.execute(_OLD_SEEN, (int(self._latest // SEEN_SECONDS) - 1, SWEEP_ROWS))
        rows = self._db.execute(_LOOK_ROWS, (*self._row_mark, SWEEP_ROWS)).fetchall()
        self._row_mark = rows[-1][:3] if len(rows) == SWEEP_ROWS else ("", "", "")
        self._db.executemany(_DROP, [row[:3] for row in rows if row[3] <= clock])
        people = self._db.execute(_LOOK_PEOPLE, (self._person_mark, SWEEP_ROWS)).fetchall()
        self._person_mark = people[-1][0] if len(people) == SWEEP_ROWS else ""
        # A version must not come back while a turn may still hold it, hence the 48 hours.
        gone = [(person,) for person, due, touched in people if due is None and clock - touched >= SEEN_SECONDS]
        self._db.executemany(_FORGET, gone)
