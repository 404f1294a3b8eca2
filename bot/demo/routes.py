"""The routes of the demo: the page, its files, phones, what a hand does on them, and news.

Rules: every body is JSON, typed and bounded; what does not fit is refused as a whole and never quoted; a phone's token travels in bodies,
never in an address.
"""

from __future__ import annotations

import asyncio
from pathlib import PurePath
from typing import Annotated, TypeVar

import msgspec
from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.demo.acts import Act, CannotError, Done, perform
from bot.demo.news import HOLD_SECONDS, show_screen, wait_for_change
from bot.demo.page import TYPES, Page
from bot.demo.phones import Handset, Phones
from bot.inbox import accept
from bot.ports import ChannelKind, StoreFullError, StoreLostError
from bot.service import Service
from bot.web import read_body

MAX_BODY_BYTES = 64 * 1024

Token = Annotated[str, msgspec.Meta(max_length=64)]
Tag = Annotated[str, msgspec.Meta(max_length=8)]


class PhoneBody(msgspec.Struct, forbid_unknown_fields=True):
    """Ask for a phone. `old` is the one that it replaces."""

    kind: ChannelKind
    old: Token = ""


class ActBody(msgspec.Struct, forbid_unknown_fields=True):
    """Something that a hand did."""

    phone: Token
    act: Act
    tag: Tag
    text: Annotated[str, msgspec.Meta(max_length=4096)] = ""
    message: Annotated[str, msgspec.Meta(max_length=20)] = ""
    payload: Annotated[str, msgspec.Meta(max_length=64)] = ""


class SeenBody(msgspec.Struct, forbid_unknown_fields=True):
    """A phone, and the version of its screen that the page shows."""

    phone: Token
    version: int


class NewsBody(msgspec.Struct, forbid_unknown_fields=True):
    """Ask for news of the page's phones."""

    phones: Annotated[list[SeenBody], msgspec.Meta(max_length=2)]


Body = TypeVar("Body", bound=msgspec.Struct)


def demo_routes(service: Service, phones: Phones, page: Page, stopping: asyncio.Event) -> APIRouter:
    """Return the routes of the demo."""
    router = APIRouter()
    _add_pages(router, page)
    _add_news(router, phones, stopping)

    @router.post("/demo/phone")
    async def phone(request: Request) -> Response:
        body = await _read(request, PhoneBody)
        phones.drop(body.old)
        return JSONResponse({"phone": phones.add(body.kind).token})

    @router.post("/demo/act")
    async def act(request: Request) -> Response:
        body = await _read(request, ActBody)
        handset = phones.find(body.phone)
        if handset is None:
            raise HTTPException(410)
        await _do(service, phones, handset, _done(body, page))
        return Response(status_code=204)

    return router


def _add_pages(router: APIRouter, page: Page) -> None:
    """Add the page, its texts and its files."""

    @router.get("/")
    async def show_page(request: Request) -> Response:
        return HTMLResponse(page.render(page.choose(request.headers.get("accept-language", ""))))

    @router.get("/demo/texts/{tag}")
    async def texts(tag: str) -> Response:
        if tag not in page.languages:
            raise HTTPException(404)
        return JSONResponse({"dir": page.direction(tag), "texts": page.all_texts(tag)})

    @router.get("/demo/static/{name}")
    async def static(name: str) -> Response:
        body = page.files.get(name)
        if body is None:
            raise HTTPException(404)
        return Response(body, media_type=TYPES[PurePath(name).suffix])


def _add_news(router: APIRouter, phones: Phones, stopping: asyncio.Event) -> None:
    """Add the question for news."""

    @router.post("/demo/news")
    async def news(request: Request) -> Response:
        body = await _read(request, NewsBody)
        held = [(seen, phones.find(seen.phone)) for seen in body.phones]
        known = [(seen, handset) for seen, handset in held if handset is not None]
        if len(known) == len(held):
            watched = [(phones.simulators[handset.kind], handset.address, seen.version) for seen, handset in known]
            await wait_for_change(watched, stopping, HOLD_SECONDS)
        # A phone that was put away meanwhile is not looked up again: that would bring it back.
        kept = [(seen, handset) for seen, handset in known if phones.find(seen.phone) is not None]
        gone = [seen.phone for seen in body.phones if phones.find(seen.phone) is None]
        screens = {
            seen.phone: show_screen(screen, handset.kind)
            for seen, handset in kept
            if (screen := phones.screen(handset)).version != seen.version
        }
        return JSONResponse({"gone": gone, "screens": screens})


async def _do(service: Service, phones: Phones, handset: Handset, done: Done) -> None:
    """Do it on the phone and hand it to the inbox.

    Raises: HTTPException 409 when it cannot be done, 503 when the service has no room for it.
    """
    try:
        inbound = await perform(phones.simulators[handset.kind], handset, done, service.clock.now())
        if inbound is not None:
            await accept(service, inbound)
    except CannotError:
        raise HTTPException(409) from None
    except (StoreFullError, StoreLostError):
        raise HTTPException(503) from None


def _done(body: ActBody, page: Page) -> Done:
    """Return what was done. How a voice note or a photo looks on the phone is said in the page's language."""
    tag = body.tag if body.tag in page.languages else ""
    seen_as = page.say(tag, f"{body.act}-seen") if body.act in {Act.VOICE, Act.PHOTO} else ""
    text = body.text if body.act in {Act.WRITE, Act.EDIT} else ""
    return Done(body.act, text, body.message, body.payload, hint=tag, seen_as=seen_as)


async def _read(request: Request, kind: type[Body]) -> Body:
    """Return the request's JSON as `kind`.

    Raises: HTTPException 400 for anything else, 413 for too much of it, without quoting it.
    """
    try:
        return msgspec.json.decode(await read_body(request, MAX_BODY_BYTES), type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise HTTPException(400) from None
