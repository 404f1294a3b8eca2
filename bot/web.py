"""The public web surface: the webhooks of the channels and two health checks; nothing else, and nothing that says what this server is.

Rules: an inbound message is acknowledged only once it lies in the inbox; who cannot prove to be the provider learns nothing; a body is
read only up to its limit; no answer quotes what came in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import structlog
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from bot.channels import sms_in, telegram_in
from bot.inbox import accept
from bot.ports import ChannelKind, Inbound, InboundKind, StoreFullError, StoreLostError
from bot.service import Service

if TYPE_CHECKING:
    from bot.channels.sms import SmsChannel
    from bot.channels.telegram import TelegramChannel

MAX_FORM_BYTES = 64 * 1024
"""Twilio's forms are a few kilobytes; media come as links."""

MAX_FIELDS = 400

RETRY_SECONDS = "5"
"""What a provider is asked to wait when the store is full or away."""

EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def make_web(service: Service, *, telegram: TelegramChannel | None = None, sms: SmsChannel | None = None) -> FastAPI:
    """Return the public application. A channel that is off has no route at all."""
    web = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    background: set[asyncio.Future[Any]] = set()

    def later(work: Awaitable[Any]) -> None:
        task = asyncio.ensure_future(work)
        background.add(task)
        task.add_done_callback(background.discard)

    @web.get("/healthz")
    async def _healthz() -> Response:
        return Response(status_code=200)

    @web.get("/readyz")
    async def _readyz() -> Response:
        try:
            await service.volatile.next_due()
        except (StoreLostError, StoreFullError):
            return Response(status_code=503)
        return Response(status_code=200)

    if telegram is not None:
        _add_telegram(web, service, telegram)
    if sms is not None:
        _add_sms(web, service, sms, later)

    @web.exception_handler(HTTPException)
    async def _refuse(_request: Request, error: HTTPException) -> Response:
        return Response(status_code=error.status_code, headers=error.headers)

    @web.exception_handler(Exception)
    async def _fail(_request: Request, _error: Exception) -> Response:
        return Response(status_code=500)

    return web


def _add_telegram(web: FastAPI, service: Service, telegram: TelegramChannel) -> None:
    """Add Telegram's webhook."""
    secret = telegram_in.require_secret(service.settings.telegram_secret.get_secret_value())

    async def _telegram(request: Request) -> Response:
        if not telegram_in.check_secret(request.headers.get("x-telegram-bot-api-secret-token"), secret):
            raise HTTPException(403)
        body = await read_body(request, telegram_in.MAX_BODY_BYTES)
        try:
            read = telegram_in.read_body(body, received_at=service.clock.now())
        except telegram_in.BadUpdateError as error:
            # It did come from Telegram, which would repeat it for a day and hold back the rest of that chat.
            structlog.get_logger().warning("update_refused", rule=error.rule)
            service.metrics.accepted.labels(ChannelKind.TELEGRAM, "refused").inc()
            return Response(status_code=200)
        if read.inbound is not None:
            await _accept(service, read.inbound)
        telegram.settle(read)
        return Response(status_code=200)

    # A plain route: there is nothing here for FastAPI to read or to describe, and a message waits for it.
    web.add_route("/channels/telegram", _telegram, methods=["POST"])


def _add_sms(web: FastAPI, service: Service, sms: SmsChannel, later: Callable[[Awaitable[Any]], None]) -> None:
    """Add Twilio's two webhooks."""

    async def _sms(request: Request) -> Response:
        form = await read_signed_form(service, request)
        try:
            inbound = sms_in.read_inbound(form, service.clock.now())
        except sms_in.BadFormError:
            # A short code or a sender with a name wrote: nobody whom we could answer.
            service.metrics.accepted.labels(ChannelKind.SMS, "refused").inc()
        else:
            await _accept(service, inbound)
            if media := sms_in.media_sids(form):
                later(sms.drop_media(inbound.message_id, media))
        return Response(EMPTY_TWIML, media_type="text/xml")

    async def _status(request: Request) -> Response:
        form = await read_signed_form(service, request)
        try:
            status = sms_in.read_status(form)
        except sms_in.BadFormError:
            return Response(status_code=204)
        if status.opted_out:
            service.metrics.failures.labels(ChannelKind.SMS, "gone_on_reply").inc()
            later(service.page("gone_on_reply"))
        if status.address and (status.final or status.opted_out):
            kind = InboundKind.BLOCKED if status.opted_out else InboundKind.FINAL
            now = service.clock.now()
            await _accept(service, Inbound(f"status-{status.sid}", kind, ChannelKind.SMS, status.address, now, message_id=status.sid))
        return Response(status_code=204)

    web.add_route("/channels/sms", _sms, methods=["POST"])
    web.add_route("/channels/sms/status", _status, methods=["POST"])


async def read_signed_form(service: Service, request: Request) -> dict[str, str]:
    """Return a form that Twilio signed.

    The signature is checked over the configured URL: Host and X-Forwarded-* are whatever the last proxy or a forger made them.
    Raises: HTTPException 400, 403, 413.
    """
    settings = service.settings
    header = request.headers.get("x-twilio-signature")
    if not sms_in.looks_signed(header):
        raise HTTPException(403)
    items = read_form(await read_body(request, MAX_FORM_BYTES))
    url = settings.public_url.rstrip("/") + request.url.path + (f"?{request.url.query}" if request.url.query else "")
    token = settings.twilio_auth_token.get_secret_value()
    if not sms_in.check_signature(url, items, header, token, settings.twilio_signature_algorithms):
        raise HTTPException(403)
    return dict(items)


async def _accept(service: Service, inbound: Inbound) -> None:
    """Put a message into the inbox, or have the provider come again."""
    try:
        await accept(service, inbound)
    except (StoreFullError, StoreLostError):
        raise HTTPException(503, headers={"Retry-After": RETRY_SECONDS}) from None


async def read_body(request: Request, limit_bytes: int) -> bytes:
    """Return the body of a request.

    Raises: HTTPException 413 when it is longer than the limit.
    """
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit_bytes:
            raise HTTPException(413)
        chunks.append(chunk)
    return b"".join(chunks)


def read_form(body: bytes) -> list[tuple[str, str]]:
    """Return every pair of a form, empty values and repeated names too: all of it is signed.

    Raises: HTTPException 400 for what is no form.
    """
    try:
        return parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="surrogateescape")
    except ValueError:
        raise HTTPException(400) from None
