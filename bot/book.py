"""One person's rows, decoded, and what a turn changes in them.

Rules: a book is read from one `Loaded` and committed once; only rows whose value changed are written; ids of new rows grow with the
version, so that what was decided first takes effect first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import structlog

from bot.ports import Inbound, Kind, Loaded, Row, RowKey
from bot.session import MAX_CONTEXT, MAX_FATES, BrokenRowError, Cover, EraseJob, Job, Letter, Line, Session, Tally, decode, encode

T = TypeVar("T")

HOUR = 3600
DAY = 24 * HOUR

_TYPES: dict[Kind, type] = {
    Kind.SESSION: Session,
    Kind.COVER: Cover,
    Kind.OUTBOX: Letter,
    Kind.CONTEXT: tuple[Line, ...],
    Kind.RELAY: Line,
    Kind.LEDGER: tuple[str, ...],
    Kind.ERASE: EraseJob,
    Kind.EFFECT: Job,
    Kind.LINK: str,
    Kind.TALLY: Tally,
}

TTL_SECONDS: dict[Kind, int] = {
    Kind.SESSION: 7 * DAY,
    Kind.COVER: 366 * DAY,
    Kind.OUTBOX: 2 * HOUR,
    Kind.CONTEXT: 3 * DAY,
    Kind.RELAY: HOUR,
    Kind.LEDGER: 49 * HOUR,
    Kind.ERASE: 49 * HOUR,
    Kind.EFFECT: 2 * DAY,
    Kind.LINK: 7 * DAY,
    Kind.TALLY: 2 * DAY,
}
"""The backstop of each kind. What must end on time is ended by a due turn, long before."""

MAX_ROWS: dict[Kind, int] = {Kind.OUTBOX: 30, Kind.ERASE: 30, Kind.EFFECT: 20}
"""The most rows of a kind. With `effects.MAX_RELAYS` and two days of ledger they fit one commit: no flood can keep anybody from leaving."""

ONE = "0"
"""The id of a row of which a person has one."""


class Book:
    """A person's rows as values. Change them through the methods; `changes()` says what to commit."""

    def __init__(self, loaded: Loaded) -> None:
        self.version = loaded.version
        self.inbox = loaded.inbox
        self.broken = 0
        self._count = 0
        self._old: dict[RowKey, object] = {}
        for row in loaded.rows:
            try:
                self._old[row.key] = decode(_TYPES[row.key.kind], row.body)
            except BrokenRowError:
                # Written by another release: the row is dropped with this turn, and the operator hears of it.
                self._old[row.key] = None
                self.broken += 1
                structlog.get_logger().error("row_broken", place=row.key.kind)
        self.rows: dict[RowKey, object] = {key: value for key, value in self._old.items() if value is not None}
        self.answered: list[RowKey] = []

    def new_id(self) -> str:
        """Return an id that sorts behind every id of an earlier turn and of this one."""
        self._count += 1
        return f"{self.version:016d}{self._count:05d}"

    def oldest(self) -> Inbound | None:
        """Return the oldest unanswered message, and mark its row as answered by this turn."""
        for row in self.inbox:
            self.answered.append(row.key)
            try:
                return decode(Inbound, row.body)
            except BrokenRowError:
                # Written by another release: it cannot be answered, and must not stand in the way of what came after it.
                self.broken += 1
                structlog.get_logger().error("row_broken", code=Kind.INBOX.value)
        return None

    # one row each
    @property
    def session(self) -> Session | None:
        """The present conversation."""
        return self._one(Kind.SESSION, Session)

    @session.setter
    def session(self, value: Session | None) -> None:
        self._set(Kind.SESSION, value)

    @property
    def cover(self) -> Cover | None:
        """The cover that is up."""
        return self._one(Kind.COVER, Cover)

    @cover.setter
    def cover(self, value: Cover | None) -> None:
        self._set(Kind.COVER, value)

    @property
    def tally(self) -> Tally:
        """How often a case of this address ended lately."""
        return self._one(Kind.TALLY, Tally) or Tally()

    @tally.setter
    def tally(self, value: Tally) -> None:
        self._set(Kind.TALLY, value)

    @property
    def link(self) -> str | None:
        """Whose case this is, when this is the book of a case."""
        return self._one(Kind.LINK, str)

    @link.setter
    def link(self, value: str | None) -> None:
        self._set(Kind.LINK, value)

    @property
    def context(self) -> tuple[Line, ...]:
        """The last messages of both sides, oldest first."""
        value = self.rows.get(RowKey(Kind.CONTEXT, ONE), ())
        assert isinstance(value, tuple)
        return value

    def note(self, who: str, text: str, now: float) -> None:
        """Add a message to the context, which keeps the last few."""
        lines = (*self.context, Line(who, text.encode(), now))[-MAX_CONTEXT:]
        self.rows[RowKey(Kind.CONTEXT, ONE)] = lines

    # many rows
    def letters(self) -> list[tuple[RowKey, Letter]]:
        """Return the outbox, oldest first."""
        return self._many(Kind.OUTBOX, Letter)

    def jobs(self) -> list[tuple[RowKey, Job]]:
        """Return the effects to perform, oldest first."""
        return self._many(Kind.EFFECT, Job)

    def erases(self) -> list[tuple[RowKey, EraseJob]]:
        """Return what is to be deleted at the provider, oldest first."""
        return self._many(Kind.ERASE, EraseJob)

    def relays(self) -> list[tuple[RowKey, Line]]:
        """Return what waits for the advocate's browser, oldest first."""
        return self._many(Kind.RELAY, Line)

    def add(self, kind: Kind, value: object) -> RowKey:
        """Add a row with a new id. Where a kind is full, the oldest row makes room: merged if it holds ids, else dropped."""
        rows = sorted((key for key in self.rows if key.kind is kind), key=lambda key: key.id)
        if len(rows) >= MAX_ROWS.get(kind, len(rows) + 1):
            self._make_room(rows)
        key = RowKey(kind, self.new_id())
        self.rows[key] = value
        return key

    def _make_room(self, rows: list[RowKey]) -> None:
        """Take one row out of a full kind."""
        oldest, second = self.rows[rows[0]], self.rows[rows[1]]
        if isinstance(oldest, EraseJob) and isinstance(second, EraseJob):
            # Nothing that is to be deleted is forgotten: the ids go on in the next job, deleted whole if either is.
            whole, soon = oldest.whole or second.whole, min(oldest.next_at, second.next_at)
            ids = tuple(dict.fromkeys((*oldest.ids, *second.ids)))
            receipt = second.receipt or oldest.receipt
            self.rows[rows[1]] = replace(second, ids=ids, whole=whole, next_at=soon, receipt=receipt)
        elif isinstance(oldest, Letter):
            self.hold_fate(oldest.reply, "dropped")
        del self.rows[rows[0]]

    def send(self, letter: Letter) -> None:
        """Add a letter to the outbox."""
        self.add(Kind.OUTBOX, letter)

    def put(self, key: RowKey, value: object) -> None:
        """Put a row anew."""
        self.rows[key] = value

    def drop(self, *kinds: Kind) -> None:
        """Drop every row of these kinds."""
        for key in [key for key in self.rows if key.kind in kinds]:
            del self.rows[key]

    def drop_row(self, kind: Kind, row_id: str) -> None:
        """Drop one row by kind and id."""
        self.remove(RowKey(kind, row_id))

    def remove(self, key: RowKey) -> None:
        """Drop one row. An absent one is no error."""
        self.rows.pop(key, None)

    # the ledger
    def remember(self, ids: tuple[str, ...], now: float) -> None:
        """Write ids of messages into the ledger, so that they can be deleted later."""
        known = tuple(each for each in ids if each)
        if known:
            key = RowKey(Kind.LEDGER, f"{int(now // HOUR):010d}")
            held = self.rows.get(key, ())
            assert isinstance(held, tuple)
            self.rows[key] = (*held, *known)

    def ledger(self) -> tuple[str, ...]:
        """Return every id in the ledger, oldest first."""
        found: list[str] = []
        for _, ids in self._many(Kind.LEDGER, tuple):
            found += ids
        return tuple(dict.fromkeys(found))

    def case_of(self) -> str:
        """Return the id of the open case, or ""."""
        return self.session.case.id if self.session and self.session.case else ""

    def hold_fate(self, reply: str, fate: str) -> None:
        """Note what became of an advocate's reply."""
        session = self.session
        if session and reply:
            rest = tuple(pair for pair in session.fates if pair[0] != reply)
            self.session = replace(session, fates=(*rest, (reply, fate))[-MAX_FATES:])

    def settle(self, version: int) -> None:
        """Take what `changes` told as committed: the book goes on from `version`."""
        self.version = version
        self.inbox = tuple(row for row in self.inbox if row.key not in self.answered)
        self.answered = []
        self._count = 0
        self._old = dict(self.rows)

    def changes(self) -> tuple[list[Row], list[RowKey]]:
        """Return what to put and what to drop, the answered inbox rows included."""
        puts = [
            Row(key, encode(value), TTL_SECONDS[key.kind]) for key, value in self.rows.items() if value is not self._old.get(key, _ABSENT)
        ]
        drops = [key for key in self._old if key not in self.rows]
        return puts, drops + self.answered

    def _one(self, kind: Kind, expected: type[T]) -> T | None:
        value = self.rows.get(RowKey(kind, ONE))
        assert value is None or isinstance(value, expected)
        return value

    def _set(self, kind: Kind, value: object | None) -> None:
        key = RowKey(kind, ONE)
        if value is None:
            self.rows.pop(key, None)
        else:
            self.rows[key] = value

    def _many(self, kind: Kind, expected: type[T]) -> list[tuple[RowKey, T]]:
        found = [(key, value) for key, value in self.rows.items() if key.kind is kind and isinstance(value, expected)]
        return sorted(found, key=lambda pair: pair[0].id)


_ABSENT = object()
