"""What every request to the desk passes on its way in and out: host, origin, size, headers, and silence about failures.

Rules: refuses before anything is read (other hosts, cross-origin changes, bodies that are not small JSON); puts the security headers on
every answer, refusals included; an exception leaves its type and place in the log and nothing else (its text could quote someone).
"""

from __future__ import annotations

from pathlib import PurePath
from types import TracebackType

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from escalation.desk.settings import DeskSettings

MAX_BODY_BYTES = 64 * 1024
IMMUTABLE = "public, max-age=31536000, immutable"
CSRF_HEADER = "x-desk-csrf"

_log = structlog.get_logger()


class Guard:
    """ASGI middleware around everything under `/desk`. Other paths pass untouched."""

    def __init__(self, app: ASGIApp, *, settings: DeskSettings) -> None:
        self._app = app
        self._settings = settings
        self._headers = _security_headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with a refusal."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not (path == "/desk" or path.startswith("/desk/")):
            await self._app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._dress(MutableHeaders(scope=message))
            await send(message)

        try:
            status = self._refusal(scope)
            if status:
                await JSONResponse({"error": "refused"}, status)(scope, receive, send_with_headers)
                return
            await self._app(scope, _bounded(receive), send_with_headers)
        except _TooLargeError:
            await JSONResponse({"error": "refused"}, 413)(scope, receive, send_with_headers)
        except Exception as error:  # noqa: BLE001 - the last place where an exception can be kept from printing what it quotes
            _log.error("desk_failed", code=type(error).__name__, place=_place(error.__traceback__))
            if not started:
                await JSONResponse({"error": "failed"}, 500)(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> int:
        """Return the status of a refusal, 0 when the request may pass."""
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if host not in self._settings.hosts:
            return 421  # DNS rebinding: a stranger's name that leads to this address
        if scope["method"] in {"GET", "HEAD"}:
            return 0
        if scope["method"] != "POST":
            return 405
        origin = headers.get("origin", "")
        if origin not in self._settings.origins or not origin.endswith(f"//{host}"):
            return 403
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return 415
        return 413 if int(_digits(headers.get("content-length", "0"))) > MAX_BODY_BYTES else 0

    def _dress(self, headers: MutableHeaders) -> None:
        """Add the security headers; only static files bring a Cache-Control of their own."""
        for name, value in self._headers.items():
            headers[name] = value
        if headers.get("cache-control") != IMMUTABLE:
            headers["cache-control"] = "no-store"


class _TooLargeError(Exception):
    """A body grew past the limit while it was read."""


def _bounded(receive: Receive) -> Receive:
    """Return a `receive` that stops at the largest body, also for one that states no length."""
    seen = 0

    async def receive_bounded() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MAX_BODY_BYTES:
            raise _TooLargeError
        return message

    return receive_bounded


def _digits(text: str) -> str:
    """Return a Content-Length that is certainly a number; anything else counts as too large."""
    return text if text.isascii() and text.isdigit() and len(text) < 10 else str(MAX_BODY_BYTES + 1)  # noqa: PLR2004 - under 1 GB


def _place(trace: TracebackType | None) -> str:
    """Return file and line of the innermost frame: where, without what."""
    place = ""
    while trace is not None:
        place = f"{PurePath(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _security_headers(settings: DeskSettings) -> dict[str, str]:
    """Return the headers of every answer (ASVS 3.4)."""
    frames = " ".join(settings.frames) or "'none'"
    headers = {
        "content-security-policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
            f"base-uri 'none'; object-src 'none'; frame-ancestors {frames}; require-trusted-types-for 'script'; trusted-types 'none'"
        ),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), display-capture=(), payment=(), usb=(), midi=()",
        "x-robots-tag": "noindex, nofollow",
    }
    if not settings.frames:
        headers["x-frame-options"] = "DENY"
    if settings.https:
        headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return headers
