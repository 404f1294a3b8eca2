"""Carries the calls of Twilio's library over HTTP: to one configured server, with a time limit, and without a trace.

Rules:
1. Credentials, numbers and words go to the configured server only, whatever URL an answer names as the next page.
2. Nothing is logged and nothing of a request is kept: the library's own clients log URLs (a listing's URL holds a number) and keep
   the last request, words included, for as long as they live.
3. No proxy, `.netrc` or key log is taken from the environment: a way that nobody chose would see whom we write to.
4. Failures leave as errors of the port, without the exception that they stand for: that one holds the whole request.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

import httpx
from twilio.http.response import Response  # type: ignore[import-untyped] # the library ships no types

from bot.ports import BusyError, SendError, UnsureError

API_BASE = "https://api.twilio.com"
"""Twilio's own server. In another region an operator names that region's server as TWILIO_API_BASE."""

TOTAL_SECONDS = 15.0
"""Longest that one call may take. Twilio answers within a second or two; after this the answer counts as lost."""

CONNECT_SECONDS = 5.0
"""Longest that a connection may take to come up. Nothing was sent yet, so trying again is safe."""

PAUSE_SECONDS = 5.0
"""Pause after a connection that never came up, and after a 429 that names none."""

MAX_PAUSE_SECONDS = 300.0
"""Longest pause that a provider may ask for: a typo in a header must not silence a safety reply for a day."""

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_WORDY_LOGGERS = ("httpx", "httpcore", "twilio", "aiohttp")
_TOO_MANY = 429


class Wire:
    """An HTTP client as Twilio's library wants one. Only what our calls use of its interface is here."""

    is_async = True

    def __init__(
        self, api_base: str = "", *, total_seconds: float = TOTAL_SECONDS, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        """Point at `api_base` ("": Twilio's own).

        Raises: ValueError when that is not https, or http on this machine.
        """
        base = urlsplit(api_base or API_BASE)
        if not base.hostname or (base.scheme != "https" and not (base.scheme == "http" and base.hostname in _LOOPBACK)):
            raise ValueError("TWILIO_API_BASE must be https://host (http:// only on loopback): it carries numbers and words")
        self._scheme, self._netloc, self._path = base.scheme, base.netloc, base.path.rstrip("/")
        self._total_seconds = total_seconds
        hush_loggers()
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(total_seconds, connect=min(CONNECT_SECONDS, total_seconds)),
            limits=httpx.Limits(max_connections=20, max_keepalive_connections=10, keepalive_expiry=5.0),
            follow_redirects=False,
            trust_env=False,
            transport=transport,
        )

    async def request(
        self,
        method: str,
        uri: str,
        params: Mapping[str, str | int] | None = None,
        data: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the library passes it by this name
        allow_redirects: bool = False,  # noqa: FBT001, FBT002 - the library passes it by this name
    ) -> Response:
        """Make one call. There is no retry here: whether a repeat is safe, the outbox knows.

        Raises: BusyError when nothing was sent or a pause is asked for, UnsureError when it may have been.
        """
        del timeout, allow_redirects
        target = self._redirect(uri)
        failure: SendError
        try:
            async with asyncio.timeout(self._total_seconds):
                answer = await self._client.request(method, target, params=params or None, data=data or None, headers=headers, auth=auth)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            failure = BusyError(PAUSE_SECONDS)
        except Exception:  # noqa: BLE001 - whatever broke, the call may have arrived; the exception holds the request
            failure = UnsureError("the answer was lost")
        else:
            if answer.status_code != _TOO_MANY:
                return Response(answer.status_code, answer.text, dict(answer.headers))
            failure = BusyError(_pause(answer.headers.get("Retry-After", "")))
        raise failure  # outside of the handler, so that nothing of the request hangs on it

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()

    def _redirect(self, uri: str) -> str:
        """Return the same path and query at the configured server."""
        parts = urlsplit(uri)
        return urlunsplit((self._scheme, self._netloc, self._path + parts.path, parts.query, ""))


def hush_loggers() -> None:
    """Let the loggers below us say nothing under WARNING: at INFO and DEBUG they write URLs, and a listing's URL holds a number."""
    for name in _WORDY_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)


def _pause(header: str) -> float:
    """Return the seconds that a Retry-After header asks for, within bounds."""
    return min(max(float(header), 1.0), MAX_PAUSE_SECONDS) if header.isascii() and header.isdigit() else PAUSE_SECONDS
