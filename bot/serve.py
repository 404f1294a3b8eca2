"""Serve: the worker, the rounds, the channels' own loops and the two web surfaces, in one process and one event loop.

Rules: nothing is accepted before what a reboot left is restored; on the way down nothing new is taken and what is under way is
finished; an unguarded machine (swap, core dumps) is refused or made safe first.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, TypeGuard

import structlog
import uvicorn
from fastapi import FastAPI, Response

from bot.app import open_service
from bot.book import Book
from bot.channels.budgeted import BudgetedSms
from bot.channels.reconcile import Provider, reconcile
from bot.channels.sms import SmsChannel
from bot.demo import Demo
from bot.desk_line import DeskLine
from bot.ids import person_key
from bot.inbox import accept
from bot.logs import watch_loop
from bot.ports import Channel, ChannelKind, StoreFullError, StoreLostError
from bot.refusals import desk_origins, listen, refuse_at_once
from bot.rounds import make_rounds
from bot.service import Service
from bot.settings import OperatorError, Settings, split_bind
from bot.stores.ram import RamFolderError
from bot.stores.seals import KeyFolderError
from bot.web import make_web
from bot.worker import Worker
from escalation.desk.app import make_desk
from escalation.desk.settings import DeskSettings
from escalation.hours import HoursError
from escalation.ports import RecordsLostError, RecordsRefusedError
from locales.texts import TextsError

if TYPE_CHECKING:
    from bot.channels.telegram import TelegramChannel

RECONCILE_SECONDS = 300.0
"""How often Twilio's copies are compared with what we know."""

GRACE_SECONDS = 3
"""How long what is under way, and open pages, may take to end on the way down: far under the 10 s that containers are given."""


def _announce(line: str) -> None:
    """Print a line at once, also into a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def serve(settings: Settings, *, announce: Callable[[str], object] = _announce) -> None:
    """Serve until SIGTERM or SIGINT. `announce` prints the addresses.

    Raises: OperatorError, SettingsError.
    """
    await refuse_at_once(settings)
    watch_loop(asyncio.get_running_loop())
    async with AsyncExitStack() as stack:
        doors = [stack.enter_context(listen(name, bind)) for name, bind in (("BIND", settings.bind), ("STAFF_BIND", settings.staff_bind))]
        service = await stack.enter_async_context(open_or_refuse(settings))
        worker = Worker(service)
        demo = Demo(service) if settings.demo else None
        if demo:
            await demo.prepare()
        staff = make_staff_web(service, demo)
        public = demo.web() if demo else make_web(service, **real_channels(service))
        servers = [_server(public, settings.bind), _server(staff, settings.staff_bind)]
        tasks = [asyncio.create_task(work) for work in (worker.run(), make_rounds(service), *channel_loops(service))]
        stopping = asyncio.Event()
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(signal_number, stopping.set)
        tasks += [asyncio.create_task(server.serve(sockets=[door])) for server, door in zip(servers, doors, strict=True)]
        rest_memory()
        for line in demo.lines() if demo else (f"desk: http://{settings.staff_bind}/desk/",):
            announce(line)
        ended = asyncio.create_task(stopping.wait())
        await asyncio.wait({ended, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        staff.state.stopping.set()
        if demo:
            demo.stop()
        for server in servers:
            server.should_exit = True
        ending = asyncio.create_task(worker.stop())
        await asyncio.wait({ending, *tasks[-len(servers) :]}, timeout=GRACE_SECONDS)
        tasks.append(ending)  # a send that hangs is cut off here, and repeated after the next start
        failed = [task for task in tasks if task.done() and not task.cancelled() and task.exception()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if failed:
            raise failed[0].exception() or AssertionError


def rest_memory() -> None:
    """Take what start-up built out of the garbage collector's sight: it stays, and each look through it stops everybody for 0.3 s."""
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def open_or_refuse(settings: Settings) -> AsyncIterator[Service]:
    """Open the service; what a part refuses is told as an operator can mend it.

    Raises: OperatorError.
    """
    async with AsyncExitStack() as stack:
        try:
            service = await stack.enter_async_context(open_service(settings))
        except (RamFolderError, KeyFolderError, RecordsRefusedError, RecordsLostError, StoreLostError, HoursError, TextsError) as error:
            raise OperatorError(str(error)) from None
        yield service


def make_staff_web(service: Service, demo: Demo | None) -> FastAPI:
    """Return the desk with the metrics beside it."""
    settings = service.settings
    desk_settings = DeskSettings(
        origins=desk_origins(settings),
        languages=service.texts.languages,
        frames=(f"http://{settings.bind}",) if demo else (),
    )
    staff = make_desk(
        service.records,
        DeskLine(service),
        service.clock,
        settings=desk_settings,
        texts=service.texts,
        demo_link_token=demo.link_token if demo else None,
    )

    @staff.get("/metrics")
    async def _metrics() -> Response:
        return Response(service.metrics.page(), media_type="text/plain; version=0.0.4")

    return staff


def real_channels(service: Service) -> dict[str, Any]:
    """Return the real channels, as the web surface wants them."""
    found: dict[str, Any] = {}
    for channel in service.channels.values():
        inner = channel.channel if isinstance(channel, BudgetedSms) else channel
        if isinstance(inner, SmsChannel):
            found["sms"] = inner
        elif _is_telegram(inner, service) and service.settings.telegram_mode == "webhook":
            found["telegram"] = inner
    return found


def channel_loops(service: Service) -> list[Coroutine[Any, Any, None]]:
    """Return what the real channels do by themselves: polling, reconciling, showing a neutral profile."""
    loops: list[Coroutine[Any, Any, None]] = []
    for channel in service.channels.values():
        inner = channel.channel if isinstance(channel, BudgetedSms) else channel
        if isinstance(inner, SmsChannel):
            loops.append(_run_reconcile(service, inner))
        elif _is_telegram(inner, service):
            from bot.telegram_run import run_telegram  # noqa: PLC0415 - as in `_is_telegram`

            loops.append(run_telegram(service, inner))
    return loops


def _is_telegram(channel: Channel, service: Service) -> TypeGuard[TelegramChannel]:
    """Say whether a channel is the real Telegram. Its library takes seconds and 150 MB to import: only who uses it pays."""
    if ChannelKind.TELEGRAM not in service.settings.channels:
        return False
    from bot.channels.telegram import TelegramChannel  # noqa: PLC0415 - see above

    return isinstance(channel, TelegramChannel)


async def _run_reconcile(service: Service, channel: SmsChannel) -> None:
    """Compare Twilio's copies with what we know, at start and every few minutes."""
    while True:
        try:
            await reconcile_once(service, channel)
        except (StoreFullError, StoreLostError):
            service.metrics.failures.labels(ChannelKind.SMS, "reconcile").inc()
        await asyncio.sleep(RECONCILE_SECONDS)


async def reconcile_once(service: Service, channel: Provider) -> None:
    """Compare once, and count what was left undone.

    Raises: StoreFullError, StoreLostError.
    """
    done = await reconcile(
        channel,
        now=service.clock.now(),
        accept=lambda inbound: accept(service, inbound),
        is_live=lambda address: is_live(service, address),
    )
    service.metrics.erased.labels(ChannelKind.SMS, "gone").inc(done.emptied)
    service.metrics.erased.labels(ChannelKind.SMS, "later").inc(done.later)
    if not done.complete:
        service.metrics.failures.labels(ChannelKind.SMS, "reconcile_incomplete").inc()
    structlog.get_logger().info("reconciled", count=done.accepted, channel=ChannelKind.SMS)


async def is_live(service: Service, address: str) -> bool:
    """Say whether a number's person has a session (an open case is part of it) or an unanswered message; cover and jobs are none."""
    loaded = await service.volatile.load(person_key(service.secret, ChannelKind.SMS, address))
    return bool(loaded.inbox) or Book(loaded).session is not None


class _Server(uvicorn.Server):
    """A server that leaves signals to the service: it would end itself first, and keep open pages waiting for a word that never comes."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take no signal."""
        yield


def _server(app: FastAPI, bind: str) -> uvicorn.Server:
    """Return a server without access log, server header or handlers of its own."""
    host, port = split_bind(bind)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        lifespan="off",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return _Server(config)
