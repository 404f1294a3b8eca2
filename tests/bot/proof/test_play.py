"""The proof on services that are broken on purpose: each leak is found, and a whole one is proven."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from bot.proof import scenes
from bot.proof.play import prove

LEAKY = Path(__file__).with_name("leaky.py")


@pytest.fixture(autouse=True)
def _own_folders_only(monkeypatch):
    """What other tests leave in common folders takes minutes to search; the whole proof does it."""
    monkeypatch.setattr("bot.proof.look.COMMON_FOLDERS", ())


async def run(way: str) -> tuple[int, str]:
    out = io.StringIO()
    bad = await prove(out, program=(sys.executable, str(LEAKY), way), only=(scenes.consents,))
    return bad, out.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("way", "place"),
    [
        ("log", "standard output and error"),
        ("file", "files of the service"),
        ("open file", "open files of the process"),
        ("metrics", "/metrics"),
        ("audit", "audit log"),
        ("memory", "volatile store, byte for byte"),
    ],
)
async def test_a_leak_is_found_where_it_is(way, place):
    bad, said = await run(way)
    assert bad
    assert f"FOUND in {place}" in said
    assert "NOT PROVEN" in said


@pytest.mark.slow
async def test_the_service_as_it_is_is_proven():
    bad, said = await run("none")
    assert not bad, said
    assert "proven: nothing was found" in said


async def test_a_service_that_does_not_start_proves_nothing():
    out = io.StringIO()
    assert await prove(out, program=("/bin/false",), only=())
    assert "NOT PROVEN" in out.getvalue()
