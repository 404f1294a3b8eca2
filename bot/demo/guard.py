"""What every request to the demo passes: host, origin, kind of body; and the headers of every answer.

Rules: a request for another host is refused before anything is read (a stranger's name that leads to this address); changes come from the
demo page itself and from nowhere else; nothing is kept by a browser; no script but our files, no frame but the desk.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEALTH = frozenset({"/healthz", "/readyz"})
"""Asked by whatever watches the service, under any name; they say nothing."""

_HTTP_PORT = ":80"


class DemoGuard:
    """ASGI middleware around the whole public surface of a demo. `bind` is its host:port, `desk` the origin that may be framed."""

    def __init__(self, app: ASGIApp, *, bind: str, desk: str) -> None:
        self._app = app
        # A browser leaves the port of http out, and then everywhere.
        self._hosts = frozenset({bind.lower(), bind.lower().removesuffix(_HTTP_PORT)})
        self._headers = _security_headers(desk)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
            await send(message)

        status = 0 if scope["path"] in HEALTH else self._refusal(scope)
        await (Response(status_code=status) if status else self._app)(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> int:
        """Return the status of a refusal, 0 when the request may pass."""
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if host not in self._hosts:
            return 421
        if scope["method"] in {"GET", "HEAD"}:
            return 0
        if scope["method"] != "POST":
            return 405
        if headers.get("origin", "") != f"http://{host}":
            return 403
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        return 0 if kind == "application/json" else 415


def _security_headers(desk: str) -> dict[str, str]:
    """Return the headers of every answer."""
    return {
        "cache-control": "no-store",
        "content-security-policy": (
            f"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src {desk}; img-src data:; "
            "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        ),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), display-capture=(), payment=(), usb=(), midi=()",
        "x-robots-tag": "noindex, nofollow",
    }
