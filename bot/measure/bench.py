"""Run the measurement: echo, button turn, text turn, echo again; print requests a second, p50, p99 and the ratio to the echo.

Rules: one core serves and another one loads; the echo is measured before and after, because machines drift; figures are ratios first.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import TextIO

from bot.measure.load import Figures, Request, load
from bot.measure.servers import PERSON_HEADER, SECRET, run_echo, run_service

BUTTON_ROUND = ("1", "1")
TEXTS = (
    "they do not pay me for my work",
    "can I stay in this country",
    "I need somewhere to sleep tonight",
    "what happens if I talk to the police",
)


def bench(out: TextIO, seconds: float) -> None:
    """Measure and print."""
    cores = sorted(os.sched_getaffinity(0))
    out.write(f"{len(cores)} cores; each server on one, the load on another; {seconds:g} s a run\n")
    rows = [
        ("echo, one SQLite commit", _measure(run_echo, _button, seconds)),
        ("button turn", _measure(run_service, _button, seconds)),
        ("text turn", _measure(run_service, _text, seconds)),
        ("echo again", _measure(run_echo, _button, seconds)),
    ]
    bare = (rows[0][1].per_second + rows[-1][1].per_second) / 2
    for name, figures in rows:
        ratio = figures.per_second / bare
        out.write(
            f"{name:26} {figures.per_second:8.0f}/s  p50 {figures.p50_ms:6.2f} ms  p99 {figures.p99_ms:7.2f} ms  {ratio:5.1%} of echo\n"
        )


def _measure(server: Callable[[Connection], None], make: Request, seconds: float) -> Figures:
    """Measure one server."""
    with _running(server) as port:
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[-1]})
        try:
            return asyncio.run(load(port, make, seconds))
        finally:
            os.sched_setaffinity(0, set(cores))


@contextmanager
def _running(server: Callable[[Connection], None]) -> Iterator[int]:
    """Run a server in a process of its own; yield its port."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=server, args=(theirs,), daemon=True)
    process.start()
    try:
        if not ours.poll(60):
            raise TimeoutError("the server did not start within 60 s")
        yield ours.recv()
        ours.send("end")
        process.join(15)
    finally:
        if process.is_alive():
            process.kill()
        process.join()


def _button(connection: int, count: int) -> bytes:
    """Return a message that answers the present question by its number."""
    return _request(connection, count, "hello" if count == 0 else BUTTON_ROUND[count % len(BUTTON_ROUND)])


def _text(connection: int, count: int) -> bytes:
    """Return a message in free text."""
    return _request(connection, count, TEXTS[count % len(TEXTS)])


def _request(connection: int, count: int, text: str) -> bytes:
    """Return one webhook call as Telegram makes it."""
    person = 10_000 + connection
    update = {
        "update_id": connection * 1_000_000 + count,
        "message": {
            "message_id": count + 1,
            "date": int(time.time()),
            "chat": {"id": person, "type": "private", "first_name": "A"},
            "from": {"id": person, "is_bot": False, "first_name": "A", "language_code": "en"},
            "text": text,
        },
    }
    body = json.dumps(update).encode()
    head = (
        f"POST /channels/telegram HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n{PERSON_HEADER.decode()}: {person}\r\n\r\n"
    )
    return head.encode() + body
