"""`prove --search`: canaries from standard input, never as arguments; it finds the process by its lock."""

from __future__ import annotations

import io
import os

import pytest

from bot.proof.live import holder, search_live, started_at
from bot.settings import OperatorError, Settings
from bot.stores import open_volatile
from bot.stores.ram import find_folder
from bot.stores.records import open_records

WORD = "zqwvkjxhtrmdlpfbncgs"


@pytest.fixture
async def settings(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.proof.look.COMMON_FOLDERS", ())  # what other tests leave there is searched by the proof itself
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found = Settings(_env_file=None, home=tmp_path, staff_bind="127.0.0.1:9")
    found.records_folder.mkdir()
    await (await open_records(found.records_url)).close()
    return found


async def test_it_finds_what_lies_in_the_home(settings, tmp_path):
    out = io.StringIO()
    (tmp_path / "left.txt").write_text(f"... {WORD[3:15]} ...")
    assert await search_live(settings, out, [WORD]) == 1
    assert "FOUND in files of the service" in out.getvalue()
    assert WORD[3:15] not in out.getvalue()


async def test_it_finds_nothing_where_nothing_is(settings):
    out = io.StringIO()
    assert await search_live(settings, out, [WORD, "+491517350284619"]) == 0, out.getvalue()
    assert "not searched: /metrics" in out.getvalue()


@pytest.mark.parametrize("lines", [[], ["ab"], ["long-enough x"]])
async def test_it_refuses_canaries_that_chance_would_find(settings, lines):
    with pytest.raises(OperatorError):
        await search_live(settings, io.StringIO(), lines)


async def test_the_process_is_found_by_its_lock(settings):
    volatile = await open_volatile("ram:", home=settings.home)
    folder = find_folder(settings.home)
    try:
        assert holder(folder / "lock") == os.getpid()
        assert started_at(os.getpid()) > 0
    finally:
        await volatile.close()
    assert holder(folder / "lock") == 0
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
