"""The contract of `Bus`: one suite over one process and a real NATS server."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.ports import Bus
from bot.stores.bus import MAX_WAITING, MemoryBus, NatsBus
from tests.fixtures_nats import NatsServer, nats_server


@pytest.fixture(scope="module")
def nats(tmp_path_factory) -> Iterator[NatsServer]:
    with nats_server(tmp_path_factory.mktemp("nats")) as server:
        yield server


@pytest.fixture(params=("memory", "nats"))
async def bus(request, nats) -> AsyncIterator[Bus]:
    made: Bus = MemoryBus() if request.param == "memory" else await NatsBus.open(nats.url)
    yield made
    await made.close()


async def take(listener: AsyncIterator[str], count: int) -> list[str]:
    async with asyncio.timeout(15):
        return [await anext(listener) for _ in range(count)]


async def is_quiet(listener: AsyncIterator[str]) -> bool:
    waiting = asyncio.ensure_future(anext(listener))
    done, _ = await asyncio.wait([waiting], timeout=0.05)
    waiting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await waiting
    return not done


async def test_every_listener_of_a_topic_gets_the_key(bus):
    first, second, other = bus.listen("due"), bus.listen("due"), bus.listen("case.1")
    await bus.publish("due", "k1")
    await bus.publish("due", "k2")
    assert await take(first, 2) == ["k1", "k2"]
    assert await take(second, 2) == ["k1", "k2"]
    assert await is_quiet(other)


async def test_listening_starts_when_it_is_asked_for(bus):
    await bus.publish("due", "before")
    listener = bus.listen("due")
    await bus.publish("due", "after")
    assert await take(listener, 1) == ["after"]


async def test_publishing_to_nobody_is_no_error(bus):
    await bus.publish("nobody listens", "k")


@pytest.mark.parametrize("topic", ["", "a b", "*", ">", "case.é", "x" * 5000])
async def test_any_topic_will_do(bus, topic):
    listener = bus.listen(topic)
    await bus.publish(topic, "k")
    assert await take(listener, 1) == ["k"]


async def test_a_slow_listener_never_holds_up_the_publisher_and_keeps_the_newest(bus):
    listener = bus.listen("due")
    for place in range(MAX_WAITING + 5):
        await bus.publish("due", str(place))
    await bus.publish("due", str(MAX_WAITING + 4))
    assert await take(listener, 2) == ["5", "6"]
    assert (await take(listener, MAX_WAITING - 2))[-1] == str(MAX_WAITING + 4)
    assert await is_quiet(listener)


async def test_closing_an_iterator_ends_it(bus):
    listener = bus.listen("due")
    waiting = asyncio.ensure_future(anext(listener))
    await asyncio.sleep(0)
    await listener.aclose()
    with pytest.raises(StopAsyncIteration):
        await waiting
    await bus.publish("due", "k")
    with pytest.raises(StopAsyncIteration):
        await anext(listener)


async def test_a_forgotten_iterator_is_forgotten_by_the_bus(bus):
    listener = bus.listen("due")
    del listener
    gc.collect()
    await bus.publish("due", "k")
    assert bus._listeners == {}


async def test_closing_the_bus_ends_all_listening_and_publishing_stays_harmless(bus):
    listener = bus.listen("due")
    waiting = asyncio.ensure_future(anext(listener))
    await asyncio.sleep(0)
    await bus.close()
    with pytest.raises(StopAsyncIteration):
        await waiting
    await bus.publish("due", "k")


async def test_over_nats_other_processes_are_woken_once(nats):
    here, there = await NatsBus.open(nats.url), await NatsBus.open(nats.url)
    mine, theirs = here.listen("due"), there.listen("due")
    await here.publish("due", "k")
    assert await take(mine, 1) == ["k"]
    assert await take(theirs, 1) == ["k"]
    assert await is_quiet(mine)
    await here.close()
    await there.close()


async def test_without_nats_own_listeners_are_still_woken_and_nothing_raises(tmp_path):
    with nats_server(tmp_path / "n") as server:
        bus = await NatsBus.open(server.url)
        listener = bus.listen("due")
        server.kill()
        for place in range(50):
            await bus.publish("due", f"{place}")
            await asyncio.sleep(0.002)
        assert await take(listener, 50) == [str(place) for place in range(50)]
        await bus.close()
