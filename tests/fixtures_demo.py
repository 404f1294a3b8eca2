"""The whole demo as `make run` starts it: worker, page and desk on loopback ports, one event loop, words in process memory."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from bot.app import open_service
from bot.demo import Demo
from bot.serve import make_staff_web
from bot.service import Service
from bot.settings import Settings
from bot.worker import Worker


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Served:
    """A running demo and where it is."""

    service: Service
    demo: Demo
    page: str
    desk: str

    @property
    def link(self) -> str:
        """The page with the one-time sign-in."""
        return f"{self.page}#{self.demo.link_token}"


@contextlib.asynccontextmanager
async def served_demo(home: Path) -> AsyncIterator[Served]:
    bind, staff_bind = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
    settings = Settings(_env_file=None, home=home, volatile_url="memory:", demo=True, bind=bind, staff_bind=staff_bind)  # type: ignore[call-arg]
    async with open_service(settings) as service:
        demo = Demo(service)
        await demo.prepare()
        worker = Worker(service)
        staff = make_staff_web(service, demo)
        servers = [_server(demo.web(), bind), _server(staff, staff_bind)]
        tasks = [asyncio.create_task(work) for work in (worker.run(), *(server.serve() for server in servers))]
        while not all(server.started for server in servers):  # noqa: ASYNC110 - uvicorn tells by a flag only
            await asyncio.sleep(0.02)
        try:
            yield Served(service, demo, f"http://{bind}/", f"http://{staff_bind}/desk/")
        finally:
            demo.stop()
            staff.state.stopping.set()
            for server in servers:
                server.should_exit = True
            await worker.stop()
            await asyncio.wait(tasks[1:], timeout=5)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def _server(app: Any, bind: str) -> uvicorn.Server:
    host, _, port = bind.rpartition(":")
    config = uvicorn.Config(
        app, host=host, port=int(port), log_level="critical", access_log=False, lifespan="off", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    return server
