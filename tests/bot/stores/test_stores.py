"""Which store a setting means, and what is said about it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot import stores
from bot.stores import StoreKind, choose, keeps, open_bus, open_volatile
from bot.stores.bus import MemoryBus
from bot.stores.memory import MemoryVolatile
from bot.stores.ram import RamBusyError, RamMissingError
from bot.stores.sqlite import SqliteVolatile


def test_each_url_means_its_store(tmp_path):
    assert choose("memory:").kind is StoreKind.MEMORY
    assert choose("ram:", home=tmp_path).kind is StoreKind.RAM
    assert choose("ram:", home=tmp_path).folder != choose("ram:", home=tmp_path / "other").folder
    assert choose("ram:/run/user/1/ql").folder == Path("/run/user/1/ql")
    assert choose("nats://a:1,b:2").servers == "nats://a:1,b:2"
    assert choose(home=tmp_path) == choose("ram:", home=tmp_path)
    assert all(not choose(url).warning for url in ("memory:", "ram:", "nats://a:1"))


@pytest.mark.parametrize("url", ["", "memory:x", "redis://user:canary@host", "nats:host", "/dev/shm", "sqlite:///canary.db"])
async def test_any_other_url_is_refused_and_not_quoted(url):
    with pytest.raises(ValueError, match="VOLATILE_URL") as raised:
        choose(url)
    assert "canary" not in str(raised.value)
    if url:
        with pytest.raises(ValueError, match="BUS_URL") as raised:
            await open_bus(url)
        assert "canary" not in str(raised.value)


def test_what_each_keeps_over_a_restart_is_said(tmp_path):
    assert len({keeps(kind) for kind in StoreKind}) == len(StoreKind)
    assert "forgets" in choose("memory:").keeps
    assert choose("nats://user:canary@a:1").place == "nats"


async def test_without_a_ram_folder_process_memory_comes_with_a_warning(tmp_path, monkeypatch):
    def missing(home: Path) -> Path:
        raise RamMissingError("none")

    monkeypatch.setattr(stores, "find_folder", missing)
    choice = choose("ram:", home=tmp_path)
    assert choice.kind is StoreKind.MEMORY
    assert "restart" in choice.warning
    assert isinstance(await open_volatile("ram:", home=tmp_path), MemoryVolatile)


async def test_the_default_opens_on_ram_and_a_second_service_of_the_same_home_is_refused(tmp_path):
    store = await open_volatile(home=tmp_path)
    folder = choose("ram:", home=tmp_path).folder
    assert folder is not None
    try:
        assert isinstance(store, SqliteVolatile)
        with pytest.raises(RamBusyError):
            await open_volatile(home=tmp_path)
    finally:
        await store.close()
        shutil.rmtree(folder)


async def test_the_bus_of_one_process_is_the_default():
    assert isinstance(await open_bus(), MemoryBus)
    assert isinstance(await open_bus(""), MemoryBus)
