"""Stand-ins for Telegram's and Twilio's servers on one loopback port: they take the calls that the service makes and keep them in memory.

Rules: they answer as the real ones do where the service depends on it, and quote what they were given in their errors, as the real ones
do; what goes wrong is asked for by a scene, once each; nothing is written anywhere.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.proof.canaries import Aviary, CanaryKind

FINAL_AFTER_SECONDS = 0.4
"""When the carrier's receipt for an SMS comes."""

Receipt = Callable[[str, str, str], Awaitable[None]]
"""Posts a status callback: SID, number, status."""


@dataclass(slots=True)
class Shown:
    """One message as a phone or Twilio's console shows it."""

    address: str
    text: str
    ours: bool
    payloads: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Trouble:
    """What goes wrong once for an address: `busy`, `down`, `rubbish`, `refused`, `gone`, or `hang` for some seconds, then as usual."""

    kind: str
    seconds: float = 0.0


@dataclass(slots=True)
class StandIns:
    """Both providers. `held` by message id or SID; a deleted one is gone from it, a redacted one has no text."""

    aviary: Aviary
    url: str = ""
    receipt: Receipt | None = None
    held: dict[str, Shown] = field(default_factory=dict)
    made: int = 0
    deleted: int = 0
    redacted: int = 0
    calls: int = 0
    left_chats: int = 0
    troubles: dict[str, list[Trouble]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def spoil(self, address: str, kind: str, seconds: float = 0.0) -> None:
        """Let the next send to an address go wrong."""
        self.troubles.setdefault(address, []).append(Trouble(kind, seconds))

    def to(self, address: str) -> list[tuple[str, Shown]]:
        """Return what the service sent to an address and did not delete, oldest first."""
        return [(each, shown) for each, shown in self.held.items() if shown.address == address and shown.ours]

    def write(self, address: str, text: str, message_id: str) -> None:
        """Keep what a person wrote, as the provider does."""
        self.held[message_id] = Shown(address, text, ours=False)

    def texts(self) -> bytes:
        """Return every text that is still held, as bytes to be searched."""
        return "\n".join(shown.text for shown in self.held.values()).encode("utf-8", "surrogatepass")

    async def trouble(self, address: str) -> Trouble | None:
        """Return what goes wrong now, after the time that it takes to go wrong."""
        waiting = self.troubles.get(address)
        if not waiting:
            return None
        trouble = waiting.pop(0)
        if trouble.seconds:
            await asyncio.sleep(trouble.seconds)
        return trouble

    # Telegram

    async def telegram(self, request: Request) -> Response:  # noqa: PLR0911 - one for each method
        """Answer one call of the Bot API."""
        self.calls += 1
        method = request.path_params["method"].lower()
        params = await _params(request)
        match method:
            case "getme":
                return _ok({"id": 4242, "is_bot": True, "first_name": "-", "username": "line_bot"})
            case "getmydescription":
                return _ok({"description": ""})
            case "getmyshortdescription":
                return _ok({"short_description": ""})
            case "getmycommands":
                return _ok([])
            case "sendmessage":
                return await self._telegram_send(params)
            case "deletemessage":
                return _ok(result=self._delete(str(params["message_id"])))
            case "deletemessages":
                for each in json.loads(params["message_ids"]) if isinstance(params["message_ids"], str) else params["message_ids"]:
                    self._delete(str(each))
                return _ok(result=True)
            case "leavechat":
                self.left_chats += 1
                return _ok(result=True)
            case _:
                return _ok(result=True)

    async def _telegram_send(self, params: dict[str, Any]) -> Response:
        chat, text = str(params["chat_id"]), str(params["text"])
        quoted = f"as asked by {chat}: {text}"
        trouble = await self.trouble(chat)
        match trouble.kind if trouble else "":
            case "busy":
                body = {"ok": False, "error_code": 429, "description": f"Too Many Requests {quoted}", "parameters": {"retry_after": 1}}
                return JSONResponse(body, 429)
            case "down":
                return JSONResponse({"ok": False, "error_code": 500, "description": quoted}, 500)
            case "rubbish":
                return Response(f"<html>{quoted}</html>", 200)
            case "refused":
                return JSONResponse({"ok": False, "error_code": 400, "description": f"Bad Request: {quoted}"}, 400)
            case "gone":
                return JSONResponse({"ok": False, "error_code": 403, "description": f"Forbidden: bot was blocked by the user {chat}"}, 403)
        message_id = self.new_message_id()
        keyboard = params.get("reply_markup") or {}
        rows = (json.loads(keyboard) if isinstance(keyboard, str) else keyboard).get("inline_keyboard", [])
        payloads = tuple((button["text"], button["callback_data"]) for row in rows for button in row)
        self._keep(str(message_id), Shown(chat, text, ours=True, payloads=payloads))
        return _ok(
            {
                "message_id": message_id,
                "date": int(datetime.now(UTC).timestamp()),
                "chat": {"id": int(chat), "type": "private"},
                "text": text,
            }
        )

    def new_message_id(self) -> int:
        """Return an id whose find in a file would be no chance."""
        number = 1_100_000_000 + secrets.randbelow(1_000_000_000)
        self.aviary.add(CanaryKind.ID, "a Telegram message id", str(number))
        return number

    # Twilio

    async def twilio(self, request: Request) -> Response:
        """Answer one call of the REST API."""
        self.calls += 1
        path = request.path_params["path"].removesuffix(".json")
        parts = path.split("/")
        form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        if "Media" in parts:
            return Response(status_code=204) if request.method == "DELETE" else JSONResponse({"media_list": [], **_ends(request)})
        sid = parts[1] if len(parts) > 1 else ""
        if not sid:
            return await self._twilio_send(form) if request.method == "POST" else self._twilio_list(request)
        if request.method == "DELETE":
            return Response(status_code=204) if self._delete(sid) else _missing(sid)
        if sid not in self.held:
            return _missing(sid)
        if "Body" in form:
            self.held[sid].text = form["Body"]
            self.redacted += 1
        return JSONResponse(_record(sid, self.held[sid]))

    async def _twilio_send(self, form: dict[str, str]) -> Response:
        number, text = form["To"], form["Body"]
        quoted = f"as asked by {number}: {text}"
        trouble = await self.trouble(number)
        match trouble.kind if trouble else "":
            case "busy":
                return JSONResponse({"code": 20429, "message": quoted, "status": 429}, 429, {"Retry-After": "1"})
            case "down":
                return JSONResponse({"code": 20500, "message": quoted, "status": 500}, 500)
            case "rubbish":
                return Response(f"<html>{quoted}</html>", 200)
            case "refused":
                return JSONResponse({"code": 21211, "message": f"The 'To' number {number} is not valid; {text}", "status": 400}, 400)
            case "gone":
                return JSONResponse({"code": 21610, "message": f"Attempt to send to unsubscribed recipient {number}", "status": 400}, 400)
        sid = self.new_sid()
        self._keep(sid, Shown(number, text, ours=True))
        if self.receipt is not None:
            task = asyncio.create_task(self._deliver(sid, number))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return JSONResponse(_record(sid, self.held[sid]), 201)

    def _twilio_list(self, request: Request) -> Response:
        wanted = dict(request.query_params)
        found = [_record(sid, shown) for sid, shown in self.held.items() if sid.startswith(("SM", "MM"))]
        found = [each for each in found if all(name not in wanted or each[name.lower()] == wanted[name] for name in ("To", "From"))]
        return JSONResponse({"messages": found, **_ends(request)})

    def new_sid(self, prefix: str = "SM") -> str:
        """Return a message SID."""
        return self.aviary.add(CanaryKind.ID, "a message SID at Twilio", prefix + secrets.token_hex(16))

    async def _deliver(self, sid: str, number: str) -> None:
        await asyncio.sleep(FINAL_AFTER_SECONDS)
        if self.receipt is not None:
            for status in ("sent", "delivered"):
                await self.receipt(sid, number, status)

    # both

    def _keep(self, message_id: str, shown: Shown) -> None:
        self.held[message_id] = shown
        self.made += 1

    def _delete(self, message_id: str) -> bool:
        gone = self.held.pop(message_id, None) is not None
        self.deleted += gone
        return gone

    @asynccontextmanager
    async def open(self) -> AsyncIterator[StandIns]:
        """Serve both until the block ends."""
        paths = [Route("/bot{token}/{method}", self.telegram, methods=["GET", "POST"])]
        paths.append(Route("/2010-04-01/Accounts/{account}/{path:path}", self.twilio, methods=["GET", "POST", "DELETE"]))
        listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = uvicorn.Config(Starlette(routes=paths), log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # the command line has its own
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
                await asyncio.sleep(0.01)
            yield self
        finally:
            server.should_exit = True
            self.receipt = None
            await asyncio.gather(serving, *self._tasks, return_exceptions=True)
            listener.close()


OUR_NUMBER = "+15005550006"
ACCOUNT = "AC" + "0" * 32


def _record(sid: str, shown: Shown) -> dict[str, Any]:
    """Return a message as Twilio tells it."""
    people = (OUR_NUMBER, shown.address) if shown.ours else (shown.address, OUR_NUMBER)
    moment = format_datetime(datetime.now(UTC))
    return {
        "sid": sid, "account_sid": ACCOUNT, "from": people[0], "to": people[1], "body": shown.text, "num_media": "0", "num_segments": "1",
        "direction": "outbound-api" if shown.ours else "inbound", "status": "delivered" if shown.ours else "received",
        "date_created": moment, "date_sent": moment, "date_updated": moment, "error_code": None, "error_message": None, "price": None,
        "price_unit": "USD", "api_version": "2010-04-01", "messaging_service_sid": None, "uri": "", "subresource_uris": {},
    }  # fmt: skip


def _ends(request: Request) -> dict[str, Any]:
    """Return what a page of one page says about other pages."""
    path = request.url.path
    return {
        "first_page_uri": path,
        "uri": path,
        "next_page_uri": None,
        "previous_page_uri": None,
        "page": 0,
        "page_size": 200,
        "start": 0,
        "end": 0,
    }


def _missing(sid: str) -> Response:
    return JSONResponse({"code": 20404, "message": f"The requested resource {sid} was not found", "status": 404}, 404)


def _ok(result: Any) -> Response:
    return JSONResponse({"ok": True, "result": result})


async def _params(request: Request) -> dict[str, Any]:
    """Return the parameters of a call, however they were written."""
    if request.headers.get("content-type", "").startswith("application/json"):
        found: dict[str, Any] = await request.json()
        return found
    return dict(await request.form())
