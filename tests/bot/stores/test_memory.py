"""Process memory: what has ended does not pile up."""

from __future__ import annotations

from bot.ports import SEEN_SECONDS, Kind, PersonKey, Row, RowKey
from bot.stores.memory import MemoryVolatile

ANN, BEA = PersonKey("a" * 32), PersonKey("b" * 32)


async def test_what_has_ended_is_swept_away():
    clock = [1_800_000_000.0]
    store = MemoryVolatile(lambda: clock[0])
    await store.accept(ANN, "1", b"x", now=clock[0])
    loaded = await store.load(ANN)
    await store.commit(ANN, loaded.version, [Row(RowKey(Kind.CONTEXT, "c"), b"x", 60)], [loaded.inbox[0].key], due_at=None)
    clock[0] += SEEN_SECONDS + 61
    await store.accept(BEA, "1", b"x", now=clock[0])
    assert list(store._people) == [BEA]
    assert len(store._seen) == 1


async def test_a_version_does_not_come_back_while_a_turn_may_hold_it():
    clock = [1_800_000_000.0]
    store = MemoryVolatile(lambda: clock[0])
    await store.commit(ANN, 0, [], [], due_at=None)
    clock[0] += SEEN_SECONDS - 1
    await store.accept(BEA, "1", b"x", now=clock[0])
    assert not await store.commit(ANN, 0, [], [], due_at=None)


async def test_a_caller_may_reuse_its_buffer():
    store = MemoryVolatile()
    buffer = bytearray(b"one")
    await store.accept(ANN, "1", buffer, now=1.0)
    buffer[:] = b"two"
    assert (await store.load(ANN)).inbox[0].body == b"one"
