"""The volatile store on many machines: NATS JetStream with memory storage, one stream, one atomic batch for each accept and commit.

Rules: a person's version is the stream sequence of her state subject; every batch also expects the secret's sequence, so that a stream
that lost its memory is noticed before anything is mixed; reads may come from a replica that lags, hence commits check and turns repeat.
A lost leader raises StoreLostError for 5 to 9 seconds: the channel or the worker tries again, and nothing takes effect twice.

Subjects under `PREFIX`: `k` the secret · `x.<person>.<hash>` a seen inbound id · `p.<person>.s` the state · `p.<person>.i.<hash>` an
inbox row · `p.<person>.r.<kind>.<id>` another row · `w.<person>.<hash>` and `w.<person>.due` why a turn is wanted.
Nothing can be deleted in a batch: a row is dropped by an empty message that ends after a second.
"""

from __future__ import annotations

import asyncio
import math
import secrets
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.ports import SEEN_SECONDS, Kind, Loaded, PersonKey, Row, RowKey, StoreFullError, StoreLostError
from bot.stores.jetstream_wakes import DUE, Wakes, pack_time
from bot.stores.jetstream_wire import PREFIX, READ_LIMIT, ConflictError, Found, TooManyError, Wire, Write, connect
from bot.stores.rules import KEY_BYTES, changes, check_person, seen_hash

TIMEOUT_SECONDS = 5.0
"""How long an answer of the server is waited for."""

MAX_BYTES = 256 * 2**20
"""Size of a new stream on each of its servers. Accepting stops at nine tenths of it."""

OVERHEAD_BYTES = 600
"""About what an accepted message costs beside its body: three subjects, headers, bookkeeping."""

GONE_SECONDS = 1
"""Life of the empty message that drops a row: the least the server knows."""

WAKE_GONE_SECONDS = 120
"""Life of the empty message that ends a wake: long enough for every process to read it."""

FRESH_SECONDS = 5.0
"""How long a read is held against this process's own last write; replicas that lag more than this have lost their leader."""

_KEY = f"{PREFIX}.k"
_BODY = struct.Struct(">dI")  # when the row ends, and its life as it was put
_TRIES = 4
_PAUSE_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class _Epoch:
    """The secret and the sequence of its message: the identity of one memory."""

    seq: int
    secret: bytes


class JetStreamVolatile:
    """`Volatile` in a memory stream. Build with `open`."""

    def __init__(self, wire: Wire, now: Callable[[], float]) -> None:
        self._wire = wire
        self._now = now
        self._epoch: _Epoch | None = None
        self._wakes = Wakes()
        self._polling = asyncio.Lock()
        self._wrote: dict[PersonKey, tuple[int, float]] = {}  # own last write: sequence, and when it stops to matter

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        replicas: int = 1,
        max_bytes: int = MAX_BYTES,
        timeout_seconds: float = TIMEOUT_SECONDS,
        now: Callable[[], float] = time.time,
    ) -> JetStreamVolatile:
        """Connect (several servers: commas) and make the stream unless it is there.

        Raises: StoreLostError.
        """
        client = await connect(url)
        wire = Wire(client, replicas=replicas, max_bytes=max_bytes, timeout_seconds=timeout_seconds)
        try:
            await wire.start()
        except BaseException:
            await wire.close()
            raise
        return cls(wire, now)

    async def key(self) -> bytes:
        """Return the secret of this store."""
        return (await self._identity()).secret

    async def accept(self, person: PersonKey, inbound_id: str, inbound: bytes, *, now: float) -> bool:
        """Keep an inbound message; False if it was accepted before."""
        check_person(person)
        epoch = await self._identity()
        seen = seen_hash(epoch.secret, person, inbound_id).hex()
        seen_subject = f"{PREFIX}.x.{person}.{seen}"
        body = _BODY.pack(self._now() + SEEN_SECONDS, SEEN_SECONDS) + inbound
        if not await self._wire.has_room(len(inbound) + OVERHEAD_BYTES):
            raise StoreFullError("NATS: the stream is nearly full")
        expected = 0
        for _ in range(_TRIES):
            batch = (
                Write(seen_subject, pack_time(now), SEEN_SECONDS, expected),
                Write(f"{PREFIX}.p.{person}.i.{seen}", body, SEEN_SECONDS),
                Write(f"{PREFIX}.w.{person}.{seen}", pack_time(now), SEEN_SECONDS, epoch.seq, _KEY),
            )
            try:
                first = await self._wire.write(batch)
            except ConflictError:
                before = await self._read_guarded(epoch, [seen_subject])
                if before and now - struct.unpack(">d", before[0].body)[0] < SEEN_SECONDS:
                    return False
                expected = before[0].seq if before else 0
                continue
            self._note(person, first + 2, {seen: pack_time(now)})
            return True
        raise StoreLostError("NATS: an inbound id changes under our hands")

    async def load(self, person: PersonKey) -> Loaded:
        """Return everything held about one person."""
        check_person(person)
        epoch = await self._identity()
        floor = self._floor(person)
        give_up = time.monotonic() + FRESH_SECONDS
        while True:
            found = await self._read_person(epoch, person)
            newest = max((message.seq for message in found), default=0)
            if newest >= floor or time.monotonic() > give_up:
                return self._sort(person, found, newest)
            await asyncio.sleep(_PAUSE_SECONDS)  # a replica behind our own last write

    async def commit(self, person: PersonKey, version: int, puts: Sequence[Row], drops: Sequence[RowKey], *, due_at: float | None) -> int:
        """Apply all or nothing and return the new version; 0 if the person is no longer at `version`."""
        check_person(person)
        todo = changes(puts, drops)
        epoch = await self._identity()
        now = self._now()
        life = max((row.ttl_seconds for row in todo.values() if row), default=0) + SEEN_SECONDS
        batch = [Write(f"{PREFIX}.p.{person}.s", b"", life, version)]
        wakes: dict[str, bytes] = {}
        for key, row in todo.items():
            batch.append(_write(person, key, row, now))
            if key.kind is Kind.INBOX:
                wakes[_token(key)] = b""
        batch += [Write(f"{PREFIX}.w.{person}.{token}", b"", WAKE_GONE_SECONDS) for token in wakes]
        wakes[DUE] = b"" if due_at is None else pack_time(due_at)
        due_life = WAKE_GONE_SECONDS if due_at is None else SEEN_SECONDS + max(0, math.ceil(due_at - now))
        batch.append(Write(f"{PREFIX}.w.{person}.{DUE}", wakes[DUE], due_life, epoch.seq, _KEY))
        try:
            first = await self._wire.write(batch)
        except ConflictError:
            await self._read_guarded(epoch, [_KEY])
            return 0
        self._note(person, first + len(batch) - 1, wakes, wrote=first)
        return first

    async def ready(self, *, now: float, limit: int = 100) -> Sequence[PersonKey]:
        """Return people whose turn is due, longest due first."""
        await self._poll()
        return self._wakes.ready(now, limit)

    async def next_due(self) -> float | None:
        """Return when the next person falls due; 0 when somebody waits for an answer."""
        await self._poll()
        return self._wakes.next_due()

    async def wipe(self) -> None:
        """Forget everything, the secret too."""
        await self._wire.purge()
        self._forget()

    async def close(self) -> None:
        """Close the connection. What is held stays."""
        await self._wire.close()

    # what this process knows

    def _forget(self) -> None:
        self._epoch = None
        self._wakes = Wakes()
        self._wrote.clear()

    def _note(self, person: PersonKey, last: int, wakes: dict[str, bytes], wrote: int = 0) -> None:
        """Remember an own write: its wakes at once, and how far a later read must have come."""
        for token, body in wakes.items():
            self._wakes.note(person, token, last, body)
        if len(self._wrote) > READ_LIMIT * 10:
            self._wrote.clear()
        self._wrote[person] = (wrote or last - 1, time.monotonic() + FRESH_SECONDS)

    def _floor(self, person: PersonKey) -> int:
        seq, until = self._wrote.get(person, (0, 0.0))
        return seq if time.monotonic() < until else 0

    async def _poll(self) -> None:
        """Read the wake messages that are new since the last time."""
        async with self._polling:
            epoch = await self._identity()
            await self._read_guarded(epoch, [_KEY])
            more = True
            while more:
                found, more = await self._wire.read_from(self._wakes.read_to + 1, f"{PREFIX}.w.>")
                for message in found:
                    person, token = message.subject.rsplit(".", 2)[1:]
                    self._wakes.note(PersonKey(person), token, message.seq, message.body)
                    self._wakes.read_to = message.seq

    # the store's identity

    async def _identity(self) -> _Epoch:
        """Return the secret, and make it if this memory has none."""
        if self._wire.missing:
            self._forget()
        if self._epoch is None:
            self._epoch = await self._find_identity()
        return self._epoch

    async def _find_identity(self) -> _Epoch:
        await self._wire.make_stream()
        for _ in range(_TRIES):
            found = await self._wire.read_last([_KEY])
            if found:
                return _Epoch(found[0].seq, found[0].body)
            secret = secrets.token_bytes(KEY_BYTES)
            try:
                return _Epoch(await self._wire.write([Write(_KEY, secret, expected=0)]), secret)
            except ConflictError:  # another process was first, and the replica that we read from does not know yet
                await asyncio.sleep(_PAUSE_SECONDS * 10)
        raise StoreLostError("NATS: the store's secret cannot be read")

    async def _read_guarded(self, epoch: _Epoch, subjects: Sequence[str]) -> list[Found]:
        """Read, and notice when the memory behind is no longer the one we knew.

        Raises: StoreLostError then; the next call starts with the new one. `TooManyError` as `Wire.read_last`.
        """
        found = await self._wire.read_last([_KEY, *(subject for subject in subjects if subject != _KEY)])
        if not any(message.subject == _KEY and message.seq == epoch.seq and message.body == epoch.secret for message in found):
            if self._epoch == epoch:
                self._forget()
            raise StoreLostError("NATS: the stream lost its memory; what was unanswered is gone, keys are new")
        return [message for message in found if message.subject != _KEY]

    # reading a person

    async def _read_person(self, epoch: _Epoch, person: PersonKey) -> list[Found]:
        root = f"{PREFIX}.p.{person}"
        try:
            return await self._read_guarded(epoch, [f"{root}.>"])
        except TooManyError:  # a flood of messages: read in order and page by page; what changes meanwhile comes again further on
            await self._read_guarded(epoch, [_KEY])
            newest: dict[str, Found] = {}
            seq, more = 0, True
            while more:
                page, more = await self._wire.read_from(seq + 1, f"{root}.>")
                newest.update((message.subject, message) for message in page)
                seq = page[-1].seq if page else seq
            return sorted(newest.values(), key=lambda message: message.seq)

    def _sort(self, person: PersonKey, found: Sequence[Found], newest: int) -> Loaded:
        """Turn messages, oldest first, into what the port promises."""
        version = 0
        rows: list[Row] = []
        inbox: list[Row] = []
        tokens: list[str] = []
        start = len(f"{PREFIX}.p.{person}.")
        now = self._now()
        for message in found:
            what, *rest = message.subject[start:].split(".")
            if what == "s":
                version = message.seq
                continue
            if not message.body:  # dropped
                continue
            until, ttl = _BODY.unpack_from(message.body)
            if until <= now:
                continue
            body = message.body[_BODY.size :]
            if what == "i":
                inbox.append(Row(RowKey(Kind.INBOX, f"{message.seq:016x}-{rest[0]}"), body, ttl))
                tokens.append(rest[0])
            else:
                rows.append(Row(RowKey(Kind(rest[0]), rest[1]), body, ttl))
        if len(found) < READ_LIMIT:
            self._wakes.mend(person, tokens, newest)
        return Loaded(version, tuple(sorted(rows, key=lambda row: row.key)), tuple(inbox))


def _token(key: RowKey) -> str:
    """Return the hash by which an inbox row lies in the stream; its id begins with the sequence, for the order."""
    return key.id.rpartition("-")[2]


def _write(person: PersonKey, key: RowKey, row: Row | None, now: float) -> Write:
    """Return the message that puts or drops a row."""
    tail = f"i.{_token(key)}" if key.kind is Kind.INBOX else f"r.{key.kind}.{key.id}"
    subject = f"{PREFIX}.p.{person}.{tail}"
    if row is None:
        return Write(subject, b"", GONE_SECONDS)
    return Write(subject, _BODY.pack(now + row.ttl_seconds, row.ttl_seconds) + row.body, row.ttl_seconds)
