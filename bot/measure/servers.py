"""The two servers that are measured, each in a process of its own on one core: a bare echo with one SQLite commit, and the service.

Rules: the echo is as lean as FastAPI allows, on the same RAM-backed folder and the same server; the service takes real webhooks through
its real path (secret, parsing, inbox, understanding, flow, texts, outbox); only the provider's end of a send is left out, and an
answer to the client waits until the whole turn is done.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import uvicorn
import uvloop
from fastapi import FastAPI, Request, Response

from bot.app import open_service
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_in import Read
from bot.logs import set_up_logs
from bot.ports import Button, ChannelKind, Erased, Outbound, Sent
from bot.serve import rest_memory
from bot.settings import Settings
from bot.web import make_web
from bot.worker import Worker

SECRET = "bench-secret-bench-secret-bench"  # noqa: S105 - for this run only
PERSON_HEADER = b"x-bench-person"

ROUND = ("Yes, now", "Go on", "Plan my next steps", "While I stay")
"""Labels in the order in which they are looked for: from the opening to the plan, and round and round in it."""

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def run_echo(pipe: Connection) -> None:
    """Serve the echo until the pipe closes."""
    _pin()
    uvloop.run(_echo(pipe))


def run_service(pipe: Connection) -> None:
    """Serve the service until the pipe closes."""
    _pin()
    set_up_logs("error")
    uvloop.run(_service(pipe))


def _pin() -> None:
    """Stay on one core, so that both servers have the same to give."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


async def _echo(pipe: Connection) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-", dir=_ram()) as folder:
        database = sqlite3.connect(Path(folder, "echo.db"), isolation_level=None)
        database.execute("PRAGMA journal_mode=TRUNCATE")
        database.execute("PRAGMA synchronous=OFF")
        database.execute("CREATE TABLE echo (id INTEGER PRIMARY KEY, body BLOB)")
        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

        @app.post("/channels/telegram")
        async def _answer(request: Request) -> Response:
            body = await request.body()
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT INTO echo (body) VALUES (?)", (body,))
            database.execute("COMMIT")
            return Response(body)

        await _run(app, pipe)
        database.close()


class Mute(TelegramChannel):
    """Telegram without Telegram: a send is done when it would have been handed to the network."""

    kind = ChannelKind.TELEGRAM

    def __init__(self) -> None:
        super().__init__("1:bench", "http://127.0.0.1:9")
        self.sent: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self.offered: dict[str, tuple[Button, ...]] = {}
        self.count = 0

    async def send(self, message: Outbound) -> Sent:
        """Note that the person was answered."""
        self.count += 1
        self.offered[message.address] = message.buttons
        self.sent[message.address].set()
        return Sent((str(self.count),))

    async def erase(self, address: str, ids: Sequence[str], *, whole: bool) -> Erased:
        """Delete nothing."""
        del address, whole
        return Erased(gone=tuple(ids))

    def settle(self, read: Read) -> None:
        """Answer no button."""


async def _service(pipe: Connection) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-", dir=_ram()) as folder:
        Path(folder, "ram").mkdir(mode=0o700)  # noqa: ASYNC240 - before anything is served
        settings = Settings.model_validate(
            {"home": folder, "volatile_url": f"ram:{folder}/ram", "telegram_secret": SECRET, "demo": True, "database_url": ""}
        )
        mute = Mute()
        async with open_service(settings, channels={ChannelKind.TELEGRAM: mute}) as service:
            worker = Worker(service)
            serving = asyncio.create_task(worker.run())
            web = make_web(service, telegram=mute)
            rest_memory()

            async def app(scope: Scope, receive: Receive, send: Send) -> None:
                """Hold the answer back until the person was answered; say in it which button comes next."""
                person = dict(scope["headers"]).get(PERSON_HEADER, b"").decode()
                held: list[MutableMapping[str, Any]] = []

                async def hold(message: MutableMapping[str, Any]) -> None:
                    held.append(message)

                mute.sent[person].clear()
                await web(scope, receive, hold)
                await mute.sent[person].wait()
                body = next_press(mute.offered.get(person, ())).encode()
                await send({**held[0], "headers": [(b"content-length", str(len(body)).encode())]})
                await send({"type": "http.response.body", "body": body})

            await _run(app, pipe)
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving
            await worker.stop()


def next_press(offered: tuple[Button, ...]) -> str:
    """Return the payload of the button that a person who reads about the law presses next."""
    by_label = {button.label: button.payload for button in offered}
    return next((by_label[label] for label in ROUND if label in by_label), "")


async def _run(app: Any, pipe: Connection) -> None:
    """Serve on a free port, tell the parent which, and end when it says so."""
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False, proxy_headers=False, lifespan="off")
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has a flag and no event
        await asyncio.sleep(0.01)
    pipe.send(server.servers[0].sockets[0].getsockname()[1])
    await asyncio.to_thread(pipe.poll, None)
    server.should_exit = True
    await serving


def _ram() -> str | None:
    """Return a RAM-backed folder if there is one, so that no disk is measured."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - made inside by mkdtemp, 0700
