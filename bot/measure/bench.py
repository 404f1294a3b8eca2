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
from typing import Any, TextIO

from bot.measure.load import Figures, Request, load
from bot.measure.servers import PERSON_HEADER, SECRET, run_echo, run_service

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
        ("echo, one SQLite commit", _measure(run_echo, _echo, seconds)),
        ("button turn", _measure(run_service, _button, seconds)),
        ("text turn", _measure(run_service, _text, seconds)),
        ("echo again", _measure(run_echo, _echo, seconds)),
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


def _button(connection: int, count: int, press: bytes) -> bytes:
    """Return a press of the button that the last answer named; the first message says hello."""
    person = _person(connection)
    if not press:
        return _request(connection, count, {"message": _message(person, count, "menu" if count else "hello")})
    query = {"id": f"{connection}-{count}", "from": person, "message": _message(person, count, ""), "data": press.decode()}
    return _request(connection, count, {"callback_query": query})


def _text(connection: int, count: int, _press: bytes) -> bytes:
    """Return a message in free text."""
    return _request(connection, count, {"message": _message(_person(connection), count, TEXTS[count % len(TEXTS)])})


def _person(connection: int) -> dict[str, Any]:
    """Return the sender as Telegram describes one."""
    return {"id": 10_000 + connection, "is_bot": False, "first_name": "A", "language_code": "en"}


def _message(person: dict[str, Any], count: int, text: str) -> dict[str, Any]:
    """Return a message in the person's private chat."""
    chat = {"id": person["id"], "type": "private", "first_name": "A"}
    return {"message_id": count + 1, "date": int(time.time()), "chat": chat, "from": person, "text": text}


def _request(connection: int, count: int, content: dict[str, Any]) -> bytes:
    """Return one webhook call as Telegram makes it."""
    body = json.dumps({"update_id": connection * 1_000_000 + count} | content).encode()
    head = (
        f"POST /channels/telegram HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n{PERSON_HEADER.decode()}: {10_000 + connection}\r\n\r\n"
    )
    return head.encode() + body


def _echo(connection: int, count: int, _body: bytes) -> bytes:
    """Return the same request as a text turn's, for the echo."""
    return _text(connection, count, b"")
