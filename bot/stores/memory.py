"""The volatile store in process memory: for throw-away conversations, tests, and machines without a RAM-backed folder.

Rules: a restart forgets everything; nothing awaits inside a change, so each is atomic on its event loop; expired rows go lazily.
"""

from __future__ import annotations

import heapq
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.ports import SEEN_SECONDS, Kind, Loaded, PersonKey, Row, RowKey
from bot.stores.rules import KEY_BYTES, changes, check_person, seen_hash

SWEEP_SECONDS = 60.0
"""How often expired rows and forgotten people are looked for."""


@dataclass(slots=True)
class _Held:
    """A row and when it ends; `at` is when an inbox row was accepted."""

    row: Row
    until: float
    at: float = 0.0


@dataclass(slots=True)
class _Person:
    version: int = 0
    due_at: float | None = None
    touched: float = 0.0
    rows: dict[RowKey, _Held] = field(default_factory=dict)
    inbox: dict[RowKey, _Held] = field(default_factory=dict)  # in the order of acceptance

    def due(self) -> float | None:
        """When a turn is wanted: since the oldest unanswered message, or at the time asked for."""
        times = [held.at for held in self.inbox.values()]
        if self.due_at is not None:
            times.append(self.due_at)
        return min(times, default=None)


class MemoryVolatile:
    """`Volatile` in dictionaries. `now` returns seconds since the epoch; tests pass their own."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._clear()

    def _clear(self) -> None:
        self._secret = secrets.token_bytes(KEY_BYTES)
        self._people: dict[PersonKey, _Person] = {}
        self._seen: dict[bytes, float] = {}
        self._accepted = 0
        self._swept = self._now()

    async def key(self) -> bytes:
        """Return the secret of this store."""
        return self._secret

    async def accept(self, person: PersonKey, inbound_id: str, inbound: bytes, *, now: float) -> bool:
        """Keep an inbound message; False if it was accepted before."""
        check_person(person)
        self._sweep(now)
        seen = seen_hash(self._secret, person, inbound_id)
        before = self._seen.get(seen)
        if before is not None and now - before < SEEN_SECONDS:
            return False
        self._seen[seen] = now
        self._accepted += 1
        key = RowKey(Kind.INBOX, f"{self._accepted:016x}")
        entry = self._people.setdefault(person, _Person())
        entry.touched = self._now()
        entry.inbox[key] = _Held(Row(key, bytes(inbound)), self._now() + SEEN_SECONDS, now)
        return True

    async def load(self, person: PersonKey) -> Loaded:
        """Return everything held about one person."""
        check_person(person)
        entry = self._people.get(person)
        if entry is None:
            return Loaded(0, (), ())
        _expire(entry, self._now())
        rows = tuple(entry.rows[key].row for key in sorted(entry.rows))
        return Loaded(entry.version, rows, tuple(held.row for held in entry.inbox.values()))

    async def commit(self, person: PersonKey, version: int, puts: Sequence[Row], drops: Sequence[RowKey], *, due_at: float | None) -> int:
        """Apply all or nothing and return the new version; 0 if the person is no longer at `version`."""
        check_person(person)
        todo = changes(puts, drops)
        entry = self._people.get(person)
        if (entry.version if entry else 0) != version:
            return 0
        entry = self._people.setdefault(person, _Person())
        now = self._now()
        for key, row in todo.items():
            if row is not None:
                entry.rows[key] = _Held(Row(key, bytes(row.body), row.ttl_seconds), now + row.ttl_seconds)
            else:
                (entry.inbox if key.kind is Kind.INBOX else entry.rows).pop(key, None)
        entry.version, entry.due_at, entry.touched = version + 1, due_at, now
        return entry.version

    async def ready(self, *, now: float, limit: int = 100) -> Sequence[PersonKey]:
        """Return people whose turn is due, longest due first."""
        due = ((entry.due(), person) for person, entry in self._people.items() if entry.inbox or _past(entry.due_at, now))
        return [person for _, person in heapq.nsmallest(limit, ((at, person) for at, person in due if at is not None))]

    async def next_due(self) -> float | None:
        """Return when the next person falls due; 0 when somebody waits for an answer."""
        if any(entry.inbox for entry in self._people.values()):
            return 0.0
        return min((entry.due_at for entry in self._people.values() if entry.due_at is not None), default=None)

    async def wipe(self) -> None:
        """Forget everything, the secret too."""
        self._clear()

    async def close(self) -> None:
        """Nothing to let go of."""

    def _sweep(self, now: float) -> None:
        """Forget what has ended. A person without anything goes 48 hours after the last touch, so no old version comes back."""
        clock = self._now()
        if clock - self._swept < SWEEP_SECONDS:
            return
        self._swept = clock
        self._seen = {seen: at for seen, at in self._seen.items() if now - at < SEEN_SECONDS}
        for person, entry in list(self._people.items()):
            _expire(entry, clock)
            empty = not entry.rows and not entry.inbox and entry.due_at is None
            if empty and clock - entry.touched >= SEEN_SECONDS:
                del self._people[person]


def _past(due_at: float | None, now: float) -> bool:
    return due_at is not None and due_at <= now


def _expire(entry: _Person, now: float) -> None:
    for held in (entry.rows, entry.inbox):
        for key in [key for key, value in held.items() if value.until <= now]:
            del held[key]
