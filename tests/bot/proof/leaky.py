"""The service, broken on purpose in one way, for a test of the proof: `leaky.py WAY serve`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import bot.book
import bot.inbox
import bot.outbox
import bot.performing
import bot.serve
import bot.web
from bot.cli import main
from bot.session import Job


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


def leak_to_audit():
    entry, perform = bot.performing.AuditEntry, bot.performing.perform

    async def leaking(service, person, job: Job, now):
        if job.what == "open_case":
            bot.performing.AuditEntry = lambda hour, actor, _action, case: entry(hour, actor, f"case.open {job.data['address']}", case)
        return await perform(service, person, job, now)

    bot.outbox.perform = leaking


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
    "audit": leak_to_audit,
    "memory": keep_words,
}

way = sys.argv.pop(1)
if sys.argv[1] == "serve":
    WAYS[way]()
sys.argv[0] = "quietline"
main()
