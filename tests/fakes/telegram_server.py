"""A pretended Telegram: a real HTTP server on a loopback port that behaves like the Bot API towards the service, and like phones towards
a test.

Rules: it runs in a thread of its own, so that it answers while a test waits for a subprocess; every call is validated by building the
method of aiogram it names, unknown parameters refused; nothing is confirmed before the service says so; every fault is asked for by the
test and happens a counted number of times.

    with FakeTelegram() as telegram:
        maria = telegram.person(5001, language="es")
        maria.says("hola")
        telegram.wait(lambda: maria.screen()[-1].text == "...")
        maria.presses("×")
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiogram.utils.token import extract_bot_id
from aiohttp import web

from tests.fakes.telegram_chats import BOT, BOT_ID, Chat, Chats, RefusalError
from tests.fakes.telegram_params import METHODS, read_params
from tests.fakes.telegram_person import Person
from tests.fakes.telegram_webhook import Webhook


@dataclass(slots=True)
class Fault:
    """Something that goes wrong. `kind`:

    busy (429), status (`status` with `body`), delay (`seconds`, then as usual), reset (connection cut, nothing applied), lost (applied,
    connection cut before the answer), rubbish (applied, answer unreadable).
    """

    kind: str
    method: str = ""  # lower case; "" for any
    times: int = 1  # -1: for ever
    chat: int | None = None
    retry_after: int = 1
    status: int = 502
    body: str = "<html>Bad Gateway</html>"
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Call:
    """One call the service made."""

    method: str
    params: dict[str, Any]
    status: int  # 0: the answer never left
    result: Any
    form: str  # content type
    at: float = field(default_factory=time.monotonic)


class FakeTelegram:
    """The server. Use as a context manager; everything else may be called from any thread."""

    def __init__(self, token: str = f"{BOT_ID}:test-token-AAE") -> None:
        self.token = token
        self.base = ""
        self.chats = Chats()
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.profile: dict[str, dict[str, Any]] = {}  # by language
        self.webhook = Webhook(self.chats)
        self._bot = {**BOT, "id": extract_bot_id(token)}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fake-telegram", daemon=True)
        self._changed = threading.Condition()
        self._fresh: asyncio.Event | None = None
        self._poller = 0
        self._runner: web.AppRunner | None = None

    # for tests

    def __enter__(self) -> Self:
        self._thread.start()
        self._run(self._open())
        self.chats.on_update = self._wake
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def person(self, number: int = 5001, *, language: str = "en", first_name: str = "Marisol-Name") -> Person:
        chat = self.chats.chats.setdefault(number, Chat(number, language=language, first_name=first_name))
        return Person(self.chats, chat)

    def group(self, number: int = -100_200, kind: str = "supergroup") -> Chat:
        return self.chats.chats.setdefault(number, Chat(number, type=kind))

    def fail(self, kind: str, method: str = "", **details: Any) -> Fault:
        """Let calls of `method` go wrong, once unless `times` says otherwise."""
        fault = Fault(kind, method.lower(), **details)
        self.faults.append(fault)
        return fault

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in list(self.calls) if call.method.lower() == method.lower()]

    def advance(self, seconds: float) -> None:
        """Let time pass for Telegram's rules."""
        self.chats.skew_seconds += seconds

    def wait(self, condition: Callable[[], object], timeout_seconds: float = 15.0) -> None:
        """Wait until `condition` holds. For tests that are not asynchronous."""
        with self._changed:
            if not self._changed.wait_for(condition, timeout_seconds):
                raise AssertionError("it did not happen in time")

    async def until(self, condition: Callable[[], object], timeout_seconds: float = 15.0) -> None:
        """Wait until `condition` holds."""
        async with asyncio.timeout(timeout_seconds):
            while not condition():  # noqa: ASYNC110 - what is waited for happens in another thread
                await asyncio.sleep(0.002)

    # the server

    async def _open(self) -> None:
        self._fresh = asyncio.Event()
        app = web.Application(client_max_size=1 << 22)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _close(self) -> None:
        await self.webhook.stop()
        assert self._runner
        await self._runner.cleanup()
        rest = asyncio.all_tasks() - {asyncio.current_task()}  # questions that were held open
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def _run(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def _wake(self) -> None:
        self._loop.call_soon_threadsafe(self._on_fresh)
        self._notify()

    def _on_fresh(self) -> None:
        assert self._fresh
        self._fresh.set()
        self.webhook.look()

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        try:
            params = await self._read(request, name)
        except RefusalError as refusal:
            return self._refuse(name, {}, refusal, request)
        fault = self._due(name, params)
        early = await self._before(fault, name, params, request) if fault else None
        if early is not None:
            return early
        try:
            result = await self._apply(name, params)
        except RefusalError as refusal:
            return self._refuse(name, params, refusal, request)
        late = fault.kind if fault else ""
        self._note(Call(name, params, 0 if late == "lost" else 200, result, request.content_type))
        if late == "lost":
            return _cut(request)
        if late == "rubbish":
            return web.Response(text='{"ok":true,"result":{"message_id"')
        return web.json_response({"ok": True, "result": result})

    async def _read(self, request: web.Request, name: str) -> dict[str, Any]:
        if request.match_info["token"] != self.token:
            raise RefusalError(401, "Unauthorized")
        if name.lower() not in METHODS:
            raise RefusalError(404, "Not Found: method not found")
        return await read_params(request, METHODS[name.lower()])

    def _due(self, name: str, params: dict[str, Any]) -> Fault | None:
        """The oldest fault that is meant for this call: one a call."""
        for fault in list(self.faults):
            if fault.times and fault.method in ("", name.lower()) and fault.chat in (None, params.get("chat_id")):
                fault.times -= 1
                return fault
        return None

    async def _before(self, fault: Fault, name: str, params: dict[str, Any], request: web.Request) -> web.StreamResponse | None:
        match fault.kind:
            case "busy":
                words = f"Too Many Requests: retry after {fault.retry_after}"
                return self._refuse(name, params, RefusalError(429, words, {"retry_after": fault.retry_after}), request)
            case "status":
                self._note(Call(name, params, fault.status, None, request.content_type))
                return web.Response(status=fault.status, text=fault.body)
            case "reset":
                self._note(Call(name, params, 0, None, request.content_type))
                return _cut(request)
            case "delay":
                await asyncio.sleep(fault.seconds)
        return None

    def _refuse(self, name: str, params: dict[str, Any], refusal: RefusalError, request: web.Request) -> web.Response:
        self._note(Call(name, params, refusal.status, None, request.content_type))
        body: dict[str, Any] = {"ok": False, "error_code": refusal.status, "description": refusal.description}
        if refusal.parameters:
            body["parameters"] = refusal.parameters
        return web.json_response(body, status=refusal.status)

    def _note(self, call: Call) -> None:
        self.calls.append(call)
        self._notify()

    async def _apply(self, name: str, params: dict[str, Any]) -> Any:  # noqa: PLR0911 - one return for each method
        match name.lower():
            case "getme":
                rights = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
                return {**self._bot, **rights}
            case "sendmessage":
                return self.chats.send_text(params["chat_id"], params["text"], params.get("reply_markup"))
            case "deletemessage":
                return self.chats.delete(params["chat_id"], [params["message_id"]], single=True)
            case "deletemessages":
                return self.chats.delete(params["chat_id"], params["message_ids"], single=False)
            case "answercallbackquery":
                return self.chats.answer_query(params["callback_query_id"])
            case "leavechat":
                return self.chats.leave(params["chat_id"])
            case "getupdates":
                return await self._get_updates(params)
            case "setwebhook":
                return self.webhook.set(params)
            case "deletewebhook":
                return self.webhook.clear(drop_pending=bool(params.get("drop_pending_updates")))
            case "getwebhookinfo":
                return self.webhook.info()
        return self._apply_profile(name, params)

    def _apply_profile(self, name: str, params: dict[str, Any]) -> Any:
        kept = self.profile.setdefault(params.get("language_code", ""), {})
        what = {"Description": "description", "ShortDescription": "short_description", "Name": "name", "Commands": "commands"}
        part = name.partition("My")
        if part[0] not in ("get", "set", "delete") or part[2] not in what:
            return True
        key = what[part[2]]
        if part[0] == "get":
            return kept.get(key, []) if key == "commands" else {key: kept.get(key, "")}
        kept[key] = [] if part[0] == "delete" else params.get(key, "")
        return True

    async def _get_updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        if self.webhook.url:
            words = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            raise RefusalError(409, words)
        assert self._fresh
        self._poller += 1
        mine = self._poller
        self._fresh.set()  # an older question is ended by a newer one
        deadline = self._loop.time() + min(50, int(params.get("timeout", 0)))
        limit = max(1, min(100, int(params.get("limit", 100))))
        offset = params.get("offset")
        while True:
            updates = self.chats.take(offset, limit)
            offset = None  # it has been confirmed; what comes now is new, whatever its number
            left = deadline - self._loop.time()
            if updates or left <= 0:
                return updates
            self._fresh.clear()
            try:
                async with asyncio.timeout(left):
                    await self._fresh.wait()
            except TimeoutError:
                continue
            if mine != self._poller:
                words = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
                raise RefusalError(409, words)


def _cut(request: web.Request) -> web.Response:
    assert request.transport
    request.transport.abort()
    return web.Response()
