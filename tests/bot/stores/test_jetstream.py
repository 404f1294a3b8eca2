"""JetStream: no word and no key reaches the server's disk, a stream that lost its memory is noticed, a lost leader loses nothing."""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

import nats as client
import pytest

from bot.ports import SEEN_SECONDS, Kind, PersonKey, Row, RowKey, StoreFullError, StoreLostError
from bot.stores import jetstream_wire, open_volatile
from bot.stores.bus import NatsBus
from bot.stores.jetstream import JetStreamVolatile
from bot.stores.jetstream_wire import PREFIX, STREAM, Wire, Write, connect
from bot.stores.ram import MEMORY_FILESYSTEMS, filesystem
from tests.fixtures_nats import NatsServer, nats_cluster, nats_server

NOW = 1_800_000_000.0
ANN = PersonKey("a" * 32)


@pytest.fixture
def nats(tmp_path) -> Iterator[NatsServer]:
    with nats_server(tmp_path / "nats") as server:
        yield server


def forms(secret: bytes) -> list[bytes]:
    """A secret as it may look in a file: plain, base64 at each offset, hex, UTF-16, quoted in JSON."""
    shifted = [base64.b64encode(b"\0" * shift + secret)[4:-4] for shift in range(3)]
    return [secret, secret.hex().encode(), secret.decode().encode("utf-16-le"), json.dumps(secret.decode())[1:-1].encode(), *shifted]


async def test_no_word_and_no_key_reaches_a_disk(nats, tmp_path):
    if filesystem(tmp_path) in MEMORY_FILESYSTEMS:
        pytest.skip("the temporary folder of this machine is no disk")
    canary = f"canary-{secrets.token_hex(8)}-she-wrote-this".encode()
    person = PersonKey(secrets.token_hex(16))
    store = await JetStreamVolatile.open(nats.url)
    bus = await NatsBus.open(nats.url)
    listener = bus.listen(f"case.{canary.decode()}")
    secret = await store.key()
    for place in range(50):
        await store.accept(person, f"{canary.decode()}{place}", canary * 50, now=time.time())
        await bus.publish("due", person)
    await store.ready(now=time.time())
    loaded = await store.load(person)
    puts = [Row(RowKey(Kind.SESSION, "s"), canary), Row(RowKey(Kind.LINK, canary.decode()), person.encode(), ttl_seconds=1)]
    assert await store.commit(person, loaded.version, puts, [found.key for found in loaded.inbox[:25]], due_at=time.time() + 5)
    await asyncio.sleep(1.2)  # what ends on the server is ended there, too
    await store.load(person)
    written = [nats.written()]
    await store.close()
    await bus.close()
    nats.kill()
    written.append(nats.written())
    assert all(b"JetStream" in text for text in written), "the search must be able to find what is written"
    for text in written:
        for word in [canary, canary[:20], person.encode(), secret.hex().encode()]:
            for form in forms(word):
                assert form not in text
        assert secret not in text
    del listener


async def test_nothing_but_the_stream_is_named_on_the_server(nats):
    store = await JetStreamVolatile.open(nats.url)
    for place in range(5):
        await store.accept(ANN, str(place), b"x", now=NOW)
    await store.ready(now=NOW)
    await store.load(ANN)
    connection = await client.connect(nats.url)
    info = json.loads((await connection.request(f"$JS.API.STREAM.INFO.{STREAM}", b"")).data)
    names = json.loads((await connection.request("$JS.API.STREAM.NAMES", b"")).data)
    assert names["streams"] == [STREAM]
    assert info["state"]["consumer_count"] == 0
    assert info["config"]["storage"] == "memory"
    assert info["config"]["subjects"] == [f"{PREFIX}.>"]
    await connection.close()
    await store.close()


async def test_a_dropped_row_is_gone_from_the_server_after_a_second(nats):
    store = await JetStreamVolatile.open(nats.url)
    await store.accept(ANN, "1", b"canary", now=NOW)
    loaded = await store.load(ANN)
    await store.commit(ANN, 0, [], [loaded.inbox[0].key], due_at=None)
    connection = await client.connect(nats.url)

    async def subjects() -> dict[str, int]:
        request = json.dumps({"subjects_filter": f"{PREFIX}.p.>"}).encode()
        info = json.loads((await connection.request(f"$JS.API.STREAM.INFO.{STREAM}", request)).data)
        return dict(info["state"].get("subjects") or {})

    assert len(await subjects()) == 2
    async with asyncio.timeout(8):
        while len(await subjects()) > 1:  # noqa: ASYNC110 -- the server tells nobody
            await asyncio.sleep(0.1)
    assert list(await subjects()) == [f"{PREFIX}.p.{ANN}.s"]
    await connection.close()
    await store.close()


async def test_two_processes_see_one_store(nats):
    one, two = await JetStreamVolatile.open(nats.url), await JetStreamVolatile.open(nats.url)
    keys = await asyncio.gather(one.key(), two.key())
    assert keys[0] == keys[1]
    await one.accept(ANN, "1", b"x", now=NOW)
    assert not await two.accept(ANN, "1", b"x", now=NOW)
    assert await two.ready(now=NOW) == [ANN]
    loaded = await two.load(ANN)
    assert await two.commit(ANN, loaded.version, [], [loaded.inbox[0].key], due_at=NOW + 60)
    assert await one.ready(now=NOW) == []
    assert await one.next_due() == NOW + 60
    assert await one.ready(now=NOW + 60) == [ANN]
    await one.close()
    await two.close()


async def test_a_missed_end_is_mended_by_looking(nats):
    store = await JetStreamVolatile.open(nats.url)
    await store.accept(ANN, "1", b"x", now=NOW)
    loaded = await store.load(ANN)
    await store.commit(ANN, 0, [], [loaded.inbox[0].key], due_at=None)
    store._wakes.note(ANN, "0" * 32, 1, b"\0" * 8)  # as if the end of this message had been missed
    assert await store.ready(now=NOW) == [ANN]
    await store.load(ANN)
    assert await store.ready(now=NOW) == []
    await store.close()


async def test_a_flood_from_one_person_is_read_in_full_and_in_order(nats):
    store = await JetStreamVolatile.open(nats.url)
    await store.commit(ANN, 0, [Row(RowKey(Kind.SESSION, "s"), b"state")], [], due_at=None)
    for start in range(0, 1200, 100):
        for place in range(start, start + 100):
            await store.accept(ANN, str(place), str(place).encode(), now=NOW)
    loaded = await store.load(ANN)
    assert [found.body for found in loaded.inbox] == [str(place).encode() for place in range(1200)]
    assert [found.body for found in loaded.rows] == [b"state"]
    assert await store.commit(ANN, loaded.version, [], [found.key for found in loaded.inbox[:200]], due_at=None)
    assert (await store.load(ANN)).inbox[0].body == b"200"
    await store.close()


async def test_a_server_that_lost_its_memory_is_noticed_and_the_next_call_starts_anew(nats):
    store = await JetStreamVolatile.open(nats.url, timeout_seconds=2)
    key = await store.key()
    await store.accept(ANN, "1", b"lost", now=NOW)
    await store.commit(ANN, 0, [], [], due_at=NOW)
    nats.kill()
    with pytest.raises(StoreLostError):
        await store.accept(ANN, "2", b"x", now=NOW)
    nats.start()
    lost = 0
    async with asyncio.timeout(12):
        while True:
            try:
                assert await store.accept(ANN, "3", b"new", now=NOW)
                break
            except StoreLostError:
                lost += 1
                await asyncio.sleep(0.1)
    assert lost > 0
    assert await store.key() != key
    assert [found.body for found in (await store.load(ANN)).inbox] == [b"new"]
    assert await store.ready(now=NOW) == [ANN]
    await store.close()


@pytest.mark.parametrize("call", ["load", "ready", "commit"])
async def test_every_call_notices_a_wipe_by_another_process(nats, call):
    one, two = await JetStreamVolatile.open(nats.url), await JetStreamVolatile.open(nats.url)
    await one.accept(ANN, "1", b"x", now=NOW)
    await two.key()
    await one.wipe()
    await one.accept(ANN, "2", b"y", now=NOW)
    calls = {"load": lambda: two.load(ANN), "ready": lambda: two.ready(now=NOW), "commit": lambda: two.commit(ANN, 0, [], [], due_at=None)}
    with pytest.raises(StoreLostError):
        await calls[call]()
    assert await two.key() == await one.key()
    assert await two.ready(now=NOW) == [ANN]
    await one.close()
    await two.close()


async def test_a_full_stream_is_told_as_full_and_nothing_is_half_done(nats):
    store = await JetStreamVolatile.open(nats.url, max_bytes=100_000)
    kept = 0
    with pytest.raises(StoreFullError):  # noqa: PT012 -- which one is refused is for the server to say
        for place in range(1000):
            await store.accept(ANN, str(place), b"x" * 5000, now=NOW)
            kept += 1
    assert kept > 5
    loaded = await store.load(ANN)
    assert len(loaded.inbox) == kept
    assert await store.commit(ANN, 0, [], [found.key for found in loaded.inbox], due_at=None)
    assert await store.accept(ANN, str(kept), b"x", now=NOW), "room again, and the refused id is not burnt"
    await store.close()


async def test_a_stream_on_a_disk_is_refused(nats):
    connection = await client.connect(nats.url)
    settings = {
        "name": STREAM,
        "subjects": [f"{PREFIX}.>"],
        "storage": "file",
        "max_msgs_per_subject": 1,
        "allow_atomic": True,
        "allow_msg_ttl": True,
    }
    await connection.request(f"$JS.API.STREAM.CREATE.{STREAM}", json.dumps({**settings, "allow_direct": True, "discard": "new"}).encode())
    with pytest.raises(StoreLostError, match="must have our storage"):
        await JetStreamVolatile.open(nats.url)
    await connection.close()


async def test_no_server_is_told_without_quoting_the_address(monkeypatch):
    monkeypatch.setattr(jetstream_wire, "CONNECT_SECONDS", 0.3)
    with pytest.raises(StoreLostError) as raised:
        await open_volatile("nats://user:canary-password@127.0.0.1:1")
    assert "canary" not in str(raised.value)
    assert raised.value.__suppress_context__


async def test_the_life_of_rows_is_told_to_the_server(nats):
    wire = Wire(await connect(nats.url), replicas=1, max_bytes=-1, timeout_seconds=2)
    await wire.start()
    await wire.write([Write(f"{PREFIX}.p.x.one", b"x", 1), Write(f"{PREFIX}.p.x.two", b"x", SEEN_SECONDS)])
    async with asyncio.timeout(8):
        while len(await wire.read_last([f"{PREFIX}.p.x.>"])) > 1:  # noqa: ASYNC110 -- the server tells nobody
            await asyncio.sleep(0.1)
    await wire.close()


@pytest.mark.slow
async def test_a_killed_leader_of_three_loses_nothing_that_was_accepted(tmp_path: Path):
    with nats_cluster(tmp_path) as servers:
        url = ",".join(server.url for server in servers)
        store = None
        async with asyncio.timeout(60):
            while store is None:
                try:
                    store = await JetStreamVolatile.open(url, replicas=3, timeout_seconds=2)
                    await store.key()
                except StoreLostError:
                    await asyncio.sleep(0.5)
        info = json.loads((await store._wire._client.request(f"$JS.API.STREAM.INFO.{STREAM}", b"", timeout=5)).data)
        assert info["config"]["num_replicas"] == 3
        leader = info["cluster"]["leader"]
        accepted: list[int] = []
        refused = 0
        longest = 0.0
        last = time.monotonic()
        for place in range(600):
            if place == 200:
                next(server for server in servers if server.name == leader).kill()
            while True:
                try:
                    await store.accept(ANN, str(place), str(place).encode(), now=NOW)
                    break
                except StoreLostError:
                    refused += 1
                    await asyncio.sleep(0.05)
            longest = max(longest, time.monotonic() - last)
            last = time.monotonic()
            accepted.append(place)
        print(f"refused {refused} times, longest gap {longest:.1f} s")
        assert refused > 0
        async with asyncio.timeout(20):
            while True:
                try:
                    loaded = await store.load(ANN)
                    ready = await store.ready(now=NOW)
                    break
                except StoreLostError:
                    await asyncio.sleep(0.2)
        assert [int(found.body) for found in loaded.inbox] == accepted
        assert ready == [ANN]
        await store.close()
        written = b"".join(server.written() for server in servers)
        assert STREAM.encode() in written, "a cluster writes the names of streams to its disks"
        assert ANN.encode() not in written
