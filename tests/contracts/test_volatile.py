"""The contract of `Volatile`: one suite over process memory, SQLite on a RAM folder, and JetStream on a real server."""

from __future__ import annotations

import asyncio
import dataclasses
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.ports import MAX_COMMIT_ROWS, SEEN_SECONDS, Kind, PersonKey, Row, RowKey, Volatile
from bot.stores.jetstream import JetStreamVolatile
from bot.stores.memory import MemoryVolatile
from bot.stores.ram import RamFolder
from bot.stores.sqlite import SqliteVolatile
from tests.fixtures_nats import NatsServer, nats_server

KINDS = ("memory", "sqlite", "jetstream")
ANN, BEA, CID = (PersonKey(letter * 32) for letter in "abc")
NOW = 1_800_000_000.0


class Time:
    """A clock that stands still until told."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="session")
def nats(tmp_path_factory) -> Iterator[NatsServer]:
    with nats_server(tmp_path_factory.mktemp("nats")) as server:
        yield server


@pytest.fixture(scope="session")
def shm() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir="/dev/shm", prefix="ql-test-"))
    yield folder
    shutil.rmtree(folder)


async def make(kind: str, nats: NatsServer, shm: Path, now: Time) -> Volatile:
    if kind == "memory":
        return MemoryVolatile(now)
    if kind == "sqlite":
        return SqliteVolatile(RamFolder(shm / secrets.token_hex(4)), now)
    store = await JetStreamVolatile.open(nats.url, now=now)
    await store.wipe()
    return store


@pytest.fixture
def now() -> Time:
    return Time()


@pytest.fixture(params=KINDS)
async def store(request, nats, shm, now) -> AsyncIterator[Volatile]:
    made = await make(request.param, nats, shm, now)
    yield made
    await made.close()


def row(kind: Kind, row_id: str, body: bytes = b"x", ttl_seconds: int = SEEN_SECONDS) -> Row:
    return Row(RowKey(kind, row_id), body, ttl_seconds)


async def bodies(store: Volatile, person: PersonKey = ANN) -> list[bytes]:
    return [found.body for found in (await store.load(person)).inbox]


# the person and the version


async def test_an_unknown_person_loads_as_version_0_with_nothing(store):
    loaded = await store.load(ANN)
    assert (loaded.version, loaded.rows, loaded.inbox) == (0, (), ())


async def test_a_commit_at_version_0_makes_the_person_and_the_version_grows(store):
    version = await store.commit(ANN, 0, [row(Kind.SESSION, "s", b"\x00one")], [], due_at=None)
    first = await store.load(ANN)
    assert first.version == version > 0
    assert first.rows == (row(Kind.SESSION, "s", b"\x00one"),)
    version = await store.commit(ANN, first.version, [row(Kind.SESSION, "s", b"")], [], due_at=None)
    second = await store.load(ANN)
    assert second.version == version > first.version
    assert second.rows == (row(Kind.SESSION, "s", b""),)


async def test_a_commit_at_another_version_changes_nothing(store):
    await store.commit(ANN, 0, [row(Kind.SESSION, "s", b"kept")], [], due_at=None)
    at = (await store.load(ANN)).version
    before = await store.load(ANN)
    for wrong in (0, at + 1, at + 1000):
        drop = [RowKey(Kind.SESSION, "s")]
        assert not await store.commit(ANN, wrong, [row(Kind.OUTBOX, "o")], drop, due_at=NOW)
    assert await store.load(ANN) == before
    assert await store.ready(now=NOW) == []
    assert not await store.commit(BEA, 7, [row(Kind.OUTBOX, "o")], [], due_at=NOW)
    assert (await store.load(BEA)).version == 0


async def test_a_commit_without_rows_still_moves_the_version(store):
    assert await store.commit(ANN, 0, [], [], due_at=None)
    assert not await store.commit(ANN, 0, [], [], due_at=None)


async def test_people_are_apart(store):
    await store.commit(ANN, 0, [row(Kind.SESSION, "s", b"ann")], [], due_at=None)
    await store.accept(BEA, "1", b"bea", now=NOW)
    assert await bodies(store) == []
    assert (await store.load(BEA)).rows == ()
    assert await store.accept(ANN, "1", b"same id, another person", now=NOW)


async def test_rows_come_back_in_the_order_of_their_keys(store):
    keys = [
        RowKey(Kind.OUTBOX, "10"),
        RowKey(Kind.OUTBOX, "1"),
        RowKey(Kind.CONTEXT, "z"),
        RowKey(Kind.OUTBOX, "A-_z"),
        RowKey(Kind.SESSION, "a"),
    ]
    await store.commit(ANN, 0, [Row(key, key.id.encode()) for key in keys], [], due_at=None)
    assert [found.key for found in (await store.load(ANN)).rows] == sorted(keys)


async def test_every_kind_and_every_byte_comes_back(store):
    every = bytes(range(256)) * 20
    puts = [row(kind, "x" * 64, every) for kind in Kind if kind is not Kind.INBOX]
    await store.commit(ANN, 0, puts, [], due_at=None)
    assert set((await store.load(ANN)).rows) == set(puts)
    await store.accept(ANN, "й" * 500 + "\0 *.>", every, now=NOW)
    assert await bodies(store) == [every]


async def test_dropping_an_absent_row_is_no_error_and_a_row_both_dropped_and_put_stays(store):
    both = RowKey(Kind.RELAY, "r")
    assert await store.commit(
        ANN, 0, [Row(both, b"stays")], [both, RowKey(Kind.ERASE, "never-there"), RowKey(Kind.INBOX, "nor-this")], due_at=None
    )
    assert [found.body for found in (await store.load(ANN)).rows] == [b"stays"]


# limits


async def test_200_rows_fit_and_201_do_not(store):
    puts = [row(Kind.LEDGER, f"{place:04}") for place in range(MAX_COMMIT_ROWS)]
    with pytest.raises(ValueError, match="200 rows, got 201"):
        await store.commit(ANN, 0, puts, [RowKey(Kind.SESSION, "s")], due_at=None)
    assert (await store.load(ANN)).version == 0
    assert await store.commit(ANN, 0, puts, [], due_at=None)
    loaded = await store.load(ANN)
    assert len(loaded.rows) == MAX_COMMIT_ROWS
    assert await store.commit(ANN, loaded.version, [], [found.key for found in loaded.rows], due_at=None)
    assert (await store.load(ANN)).rows == ()


@pytest.mark.parametrize("bad", ["", "a.b", "*", ">", "x" * 65, "ü", "a b", "a\n"])
async def test_a_bad_row_id_is_refused_and_not_quoted(store, bad):
    for puts, drops in (([row(Kind.RELAY, bad)], []), ([], [RowKey(Kind.RELAY, bad)])):
        with pytest.raises(ValueError, match="row id") as raised:
            await store.commit(ANN, 0, puts, drops, due_at=None)
        assert len(bad) < 3 or bad not in str(raised.value)


@pytest.mark.parametrize("bad", ["", "*", "a" * 31, "A" * 32, "a" * 33, "a" * 32 + "\n", "a.b*>" + "a" * 27])
async def test_what_is_no_person_key_is_refused(store, bad):
    with pytest.raises(ValueError, match="person key"):
        await store.accept(PersonKey(bad), "1", b"x", now=NOW)
    with pytest.raises(ValueError, match="person key"):
        await store.load(PersonKey(bad))
    with pytest.raises(ValueError, match="person key"):
        await store.commit(PersonKey(bad), 0, [], [], due_at=None)


async def test_inbox_rows_cannot_be_put_by_a_commit(store):
    with pytest.raises(ValueError, match="accept alone"):
        await store.commit(ANN, 0, [row(Kind.INBOX, "1")], [], due_at=None)


# accepting


async def test_the_inbox_keeps_the_order_of_acceptance_whatever_the_ids_say(store):
    sent = [(f"{9 - place}", f"m{place}".encode()) for place in range(9)]
    for inbound_id, body in sent:
        assert await store.accept(ANN, inbound_id, body, now=NOW - len(body))
    assert await bodies(store) == [body for _, body in sent]
    keys = [found.key for found in (await store.load(ANN)).inbox]
    assert keys == sorted(keys)
    assert {key.kind for key in keys} == {Kind.INBOX}


async def test_accepting_does_not_change_the_version(store):
    await store.commit(ANN, 0, [], [], due_at=None)
    at = (await store.load(ANN)).version
    await store.accept(ANN, "1", b"x", now=NOW)
    assert (await store.load(ANN)).version == at
    assert await store.commit(ANN, at, [], [], due_at=None)


async def test_an_id_is_accepted_once_even_after_its_row_was_dropped(store):
    assert await store.accept(ANN, "1", b"first", now=NOW)
    assert not await store.accept(ANN, "1", b"again", now=NOW + 1)
    loaded = await store.load(ANN)
    assert [found.body for found in loaded.inbox] == [b"first"]
    assert await store.commit(ANN, 0, [], [loaded.inbox[0].key], due_at=None)
    assert await bodies(store) == []
    assert not await store.accept(ANN, "1", b"again", now=NOW + SEEN_SECONDS - 1)
    assert await bodies(store) == []
    assert await store.ready(now=NOW + SEEN_SECONDS) == []


async def test_an_id_is_new_again_after_48_hours(store):
    assert await store.accept(ANN, "1", b"first", now=NOW)
    assert await store.accept(ANN, "1", b"second", now=NOW + SEEN_SECONDS + 1)
    assert not await store.accept(ANN, "1", b"third", now=NOW + SEEN_SECONDS + 2)
    assert (await bodies(store))[-1] == b"second"


async def test_concurrent_accepts_of_one_id_take_effect_once(store):
    taken = await asyncio.gather(*(store.accept(ANN, "1", f"{place}".encode(), now=NOW) for place in range(20)))
    assert sum(taken) == 1
    assert len(await bodies(store)) == 1


# who is ready


async def test_an_accepted_message_makes_the_person_ready_until_a_commit_drops_it(store):
    await store.accept(ANN, "1", b"x", now=NOW)
    for _ in range(3):
        assert await store.ready(now=NOW) == [ANN]
    assert await store.next_due() <= NOW
    loaded = await store.load(ANN)
    assert await store.commit(ANN, loaded.version, [], [loaded.inbox[0].key], due_at=None)
    assert await store.ready(now=NOW) == []
    assert await store.next_due() is None


async def test_somebody_waiting_is_ready_even_when_the_clock_was_set_back(store):
    await store.accept(ANN, "1", b"x", now=NOW)
    assert await store.ready(now=NOW - 3600) == [ANN]
    assert await store.next_due() <= NOW - 3600


async def test_while_messages_remain_the_person_is_ready_whatever_due_at_says(store):
    await store.accept(ANN, "1", b"1", now=NOW)
    await store.accept(ANN, "2", b"2", now=NOW + 5)
    loaded = await store.load(ANN)
    assert await store.commit(ANN, loaded.version, [], [loaded.inbox[0].key], due_at=NOW + 1000)
    assert await store.ready(now=NOW + 5) == [ANN]
    loaded = await store.load(ANN)
    assert [found.body for found in loaded.inbox] == [b"2"]
    assert await store.commit(ANN, loaded.version, [], [loaded.inbox[0].key], due_at=NOW + 1000)
    assert await store.ready(now=NOW + 999) == []
    assert await store.ready(now=NOW + 1000) == [ANN]


async def test_an_accept_between_load_and_commit_leaves_the_person_ready(store):
    await store.accept(ANN, "1", b"1", now=NOW)
    loaded = await store.load(ANN)
    await store.accept(ANN, "2", b"2", now=NOW + 1)
    assert await store.commit(ANN, loaded.version, [], [loaded.inbox[0].key], due_at=None)
    assert await store.ready(now=NOW + 1) == [ANN]
    assert await bodies(store) == [b"2"]


async def test_a_commit_sets_moves_and_clears_the_time_asked_for(store):
    await store.commit(ANN, 0, [], [], due_at=NOW + 10)
    assert await store.ready(now=NOW + 9) == []
    assert await store.ready(now=NOW + 10) == [ANN]
    assert await store.next_due() <= NOW + 10
    at = (await store.load(ANN)).version
    assert await store.commit(ANN, at, [], [], due_at=NOW + 20)
    assert await store.ready(now=NOW + 10) == []
    at = (await store.load(ANN)).version
    assert await store.commit(ANN, at, [], [], due_at=None)
    assert await store.ready(now=NOW + 1e6) == []
    assert await store.next_due() is None


async def test_ready_is_longest_due_first_and_limited(store):
    await store.accept(CID, "1", b"x", now=NOW - 5)
    await store.accept(CID, "2", b"x", now=NOW)
    await store.commit(ANN, 0, [], [], due_at=NOW - 10)
    await store.commit(BEA, 0, [], [], due_at=NOW - 1)
    assert await store.ready(now=NOW) == [ANN, CID, BEA]
    assert await store.ready(now=NOW, limit=2) == [ANN, CID]
    assert await store.ready(now=NOW, limit=1) == [ANN]


async def test_a_message_does_not_hide_a_time_that_is_longer_due(store):
    await store.commit(ANN, 0, [], [], due_at=NOW - 100)
    await store.accept(BEA, "1", b"x", now=NOW - 50)
    await store.accept(ANN, "1", b"x", now=NOW)
    assert await store.ready(now=NOW) == [ANN, BEA]


async def test_next_due_is_never_late(store):
    for place, person in enumerate((ANN, BEA, CID)):
        await store.commit(person, 0, [], [], due_at=NOW + 30 - place * 10)
    assert await store.next_due() <= NOW + 10


# ends


async def test_an_ended_row_is_never_handed_out(store, now):
    await store.commit(ANN, 0, [row(Kind.CONTEXT, "short", ttl_seconds=60), row(Kind.CONTEXT, "long", ttl_seconds=6000)], [], due_at=None)
    now.now += 61
    assert [found.key.id for found in (await store.load(ANN)).rows] == ["long"]


async def test_putting_a_row_again_gives_it_a_new_life(store, now):
    await store.commit(ANN, 0, [row(Kind.CONTEXT, "c", ttl_seconds=60)], [], due_at=None)
    now.now += 50
    loaded = await store.load(ANN)
    assert loaded.rows[0].ttl_seconds == 60
    await store.commit(ANN, loaded.version, loaded.rows, [], due_at=None)
    now.now += 50
    assert len((await store.load(ANN)).rows) == 1


async def test_a_row_needs_a_life(store):
    with pytest.raises(ValueError, match="ttl_seconds"):
        await store.commit(ANN, 0, [row(Kind.CONTEXT, "c", ttl_seconds=0)], [], due_at=None)


async def test_wipe_forgets_everything_the_secret_and_the_seen_ids_too(store):
    secret = await store.key()
    assert len(secret) == 32
    assert await store.key() == secret
    await store.accept(ANN, "1", b"x", now=NOW)
    await store.commit(BEA, 0, [row(Kind.SESSION, "s")], [], due_at=NOW)
    await store.wipe()
    assert await store.key() != secret
    assert (await store.load(ANN)).inbox == ()
    assert await store.load(BEA) == await store.load(CID)
    assert await store.ready(now=NOW) == []
    assert await store.next_due() is None
    assert await store.accept(ANN, "1", b"x", now=NOW)
    assert await store.commit(BEA, 0, [], [], due_at=None)


# many at once


async def test_50_tasks_on_one_person_all_take_effect_once(store):
    async def add(name: int) -> None:
        while True:
            loaded = await store.load(ANN)
            counter = next((int(found.body) for found in loaded.rows if found.key.kind is Kind.SESSION), 0)
            puts = [row(Kind.SESSION, "0", str(counter + 1).encode()), row(Kind.OUTBOX, f"{name}")]
            if await store.commit(ANN, loaded.version, puts, [], due_at=None):
                return

    await asyncio.gather(*(add(name) for name in range(50)))
    loaded = await store.load(ANN)
    assert next(found.body for found in loaded.rows if found.key.kind is Kind.SESSION) == b"50"
    assert len([found for found in loaded.rows if found.key.kind is Kind.OUTBOX]) == 50


async def test_a_load_never_sees_half_a_commit(store):
    stop = False

    async def write() -> None:
        number = 0
        version = 0
        while not stop:
            number += 1
            puts = [row(Kind.RELAY, f"{place}", str(number).encode()) for place in range(20)]
            assert await store.commit(ANN, version, puts, [], due_at=None)
            version = (await store.load(ANN)).version

    writer = asyncio.create_task(write())
    for _ in range(300):
        loaded = await store.load(ANN)
        assert len(loaded.rows) in (0, 20)
        assert len({found.body for found in loaded.rows}) <= 1
    stop = True
    await writer


async def test_every_message_accepted_under_load_is_answered_once_and_in_order(store):
    people = [PersonKey(f"{place:032x}") for place in range(10)]
    answered: dict[PersonKey, list[bytes]] = {person: [] for person in people}

    async def write(person: PersonKey) -> None:
        for place in range(20):
            assert await store.accept(person, str(place), str(place).encode(), now=NOW)

    async def answer() -> None:
        while sum(map(len, answered.values())) < 200:
            for person in await store.ready(now=NOW):
                loaded = await store.load(person)
                if loaded.inbox and await store.commit(person, loaded.version, [], [loaded.inbox[0].key], due_at=None):
                    answered[person].append(loaded.inbox[0].body)
            await asyncio.sleep(0)

    async with asyncio.timeout(60):
        await asyncio.gather(*(write(person) for person in people), answer(), answer())
    assert all(found == [str(place).encode() for place in range(20)] for found in answered.values())
    assert await store.ready(now=NOW) == []


# against a plain model


@dataclasses.dataclass
class Model:
    """What the port says, in dictionaries."""

    version: int = 0
    rows: dict[RowKey, tuple[Row, float]] = dataclasses.field(default_factory=dict)
    inbox: list[tuple[bytes, float]] = dataclasses.field(default_factory=list)
    due_at: float | None = None


PEOPLE = st.sampled_from([ANN, BEA])
ROW_KEYS = st.builds(RowKey, st.sampled_from([Kind.SESSION, Kind.OUTBOX, Kind.LEDGER]), st.sampled_from(["a", "b", "c"]))
ROWS = st.builds(Row, ROW_KEYS, st.binary(max_size=6), st.sampled_from([10, 100, SEEN_SECONDS]))
IDS = st.sampled_from([str(place) for place in range(6)])


class Machine(RuleBasedStateMachine):
    """Random calls on a store and on the model; they must agree after each."""

    kind = "memory"
    nats: NatsServer
    shm: Path
    runner: asyncio.Runner

    @initialize()
    def begin(self) -> None:
        self.clock = Time()
        self.store = self.run(make(self.kind, self.nats, self.shm, self.clock))
        self.model = {ANN: Model(), BEA: Model()}
        self.seen: dict[tuple[PersonKey, str], float] = {}
        self.real = {ANN: 0, BEA: 0}

    def run(self, awaitable):
        return self.runner.run(awaitable)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.run(self.store.close())

    @rule(person=PEOPLE, inbound_id=IDS, body=st.binary(max_size=8))
    def accept(self, person, inbound_id, body) -> None:
        at = self.clock.now
        fresh = at - self.seen.get((person, inbound_id), -1e12) >= SEEN_SECONDS
        assert self.run(self.store.accept(person, inbound_id, body, now=at)) is fresh
        if fresh:
            self.seen[person, inbound_id] = at
            self.model[person].inbox.append((body, at))

    @rule(
        person=PEOPLE,
        puts=st.lists(ROWS, max_size=3),
        drops=st.lists(ROW_KEYS, max_size=3),
        answer=st.integers(0, 2),
        stale=st.booleans(),
        due=st.none() | st.integers(-50, 200),
    )
    def commit(self, person, puts, drops, answer, stale, due) -> None:
        model = self.model[person]
        loaded = self.run(self.store.load(person))
        due_at = None if due is None else self.clock.now + due
        drops = [*drops, *(found.key for found in loaded.inbox[:answer])]
        version = loaded.version + 1 if stale else loaded.version
        assert bool(self.run(self.store.commit(person, version, puts, drops, due_at=due_at))) is not stale
        if stale:
            return
        for key in drops:
            model.rows.pop(key, None)
        for put in puts:
            model.rows[put.key] = (put, self.clock.now + put.ttl_seconds)
        del model.inbox[:answer]
        model.due_at = due_at
        model.version += 1

    @rule(seconds=st.sampled_from([1, 30, 150]))
    def wait(self, seconds) -> None:
        self.clock.now += seconds

    @rule()
    def wipe(self) -> None:
        self.run(self.store.wipe())
        self.model = {ANN: Model(), BEA: Model()}
        self.seen.clear()

    @invariant()
    def agree(self) -> None:
        if not hasattr(self, "store"):
            return
        now = self.clock.now
        due: list[tuple[float, PersonKey]] = []
        for person, model in self.model.items():
            loaded = self.run(self.store.load(person))
            assert [found.body for found in loaded.inbox] == [body for body, _ in model.inbox]
            assert list(loaded.rows) == [put for key, (put, until) in sorted(model.rows.items(), key=lambda item: item[0]) if until > now]
            assert (loaded.version == 0) == (model.version == 0)
            since = min([at for _, at in model.inbox] + ([] if model.due_at is None else [model.due_at]), default=None)
            if since is not None and (model.inbox or since <= now):
                due.append((since, person))
        assert list(self.run(self.store.ready(now=now))) == [person for _, person in sorted(due)]
        hint = self.run(self.store.next_due())
        times = [model.due_at for model in self.model.values() if model.due_at is not None]
        if any(model.inbox for model in self.model.values()):
            assert hint is not None
            assert hint <= now
        else:
            assert hint is None or not times or hint <= min(times)
            assert (hint is None) == (not times)


@pytest.mark.parametrize("kind", KINDS)
def test_it_agrees_with_a_plain_model(kind, nats, shm):
    machine = type("Machine", (Machine,), {"kind": kind, "nats": nats, "shm": shm})
    many = {"memory": 60, "sqlite": 40, "jetstream": 12}[kind]
    with asyncio.Runner() as runner:
        machine.runner = runner
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=many, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
            ),
        )
