"""The service, broken on purpose in one way, for a test of the proof: `leaky.py WAY serve`."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import bot.book
import bot.inbox
import bot.serve
import bot.web
from bot.cli import main


def log_text(inbound: object) -> None:
    print(f"accepted {inbound.text}", file=sys.stderr, flush=True)  # type: ignore[attr-defined]


def write_file(inbound: object) -> None:
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write(inbound.text.upper())  # type: ignore[attr-defined]


def keep_open(inbound: object) -> None:
    handle, name = tempfile.mkstemp()
    Path(name).unlink()
    os.write(handle, inbound.address.encode())  # type: ignore[attr-defined]


def leak_by(leak):
    accept_for = bot.inbox.accept_for

    async def leaking(service, person, inbound):
        leak(inbound)
        return await accept_for(service, person, inbound)

    bot.inbox.accept_for = leaking


def leak_to_metrics():
    accept_for = bot.inbox.accept_for

    async def leaking(service, person, inbound):
        service.metrics.failures.labels(inbound.channel, inbound.text[-12:]).inc()
        return await accept_for(service, person, inbound)

    bot.inbox.accept_for = leaking


def write_audit(inbound: object) -> None:
    """By the back door: records themselves refuse such an entry."""
    path = Path(os.environ["QUIETLINE_HOME"], "records", "records.db")
    with closing(sqlite3.connect(path, timeout=20, isolation_level=None)) as database:
        database.execute("INSERT INTO audit (hour, actor, action) VALUES ('2026-01-01T00', 'service', ?)", (inbound.address,))  # type: ignore[attr-defined]


def keep_words():
    """The session is dropped, but its context stays."""
    drop = bot.book.Book.drop
    bot.book.Book.drop = lambda self, *kinds: drop(self, *(kind for kind in kinds if kind != "context"))


WAYS = {
    "none": lambda: None,
    "log": lambda: leak_by(log_text),
    "file": lambda: leak_by(write_file),
    "open file": lambda: leak_by(keep_open),
    "metrics": leak_to_metrics,
    "audit": lambda: leak_by(write_audit),
    "memory": keep_words,
}

way = sys.argv.pop(1)
if sys.argv[1] == "serve":
    WAYS[way]()
sys.argv[0] = "quietline"
main()
