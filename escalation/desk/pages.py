"""The pages of the desk, and the files they need.

Rules: nothing changes on GET; templates escape everything; static files carry the hash of all of them in their path, so they may be kept
for ever and never be stale; pages are never kept.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter, HTTPException
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from escalation.desk.bodies import MAX_REPLY_CHARS
from escalation.desk.guard import IMMUTABLE
from escalation.desk.parts import Parts, may
from escalation.desk.show import show_queue
from escalation.desk.texts import direction, language_name
from escalation.desk.work import CHOSEN_BY_STAFF
from escalation.model import Role

FOLDER = Path(__file__).parent
PRESENT_SECONDS = 60
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


class Pages:
    """Renders templates in the browser's language."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self.files = {path.name: path.read_bytes() for path in sorted((FOLDER / "static").iterdir()) if path.suffix in _TYPES}
        self.version = sha256(b"\0".join(name.encode() + b"\0" + body for name, body in self.files.items())).hexdigest()[:16]

    def render(self, request: Request, template: str, **values: object) -> Response:
        """Return a page."""
        parts, tag = self._parts, self._parts.language(request)
        page = self._templates.get_template(f"{template}.html").render(
            t=lambda text, **args: parts.texts.say(tag, text, **args),
            tag=tag,
            dir=direction(tag),
            languages=[(other, language_name(other, other)) for other in parts.texts.languages],
            static=f"/desk/static/{self.version}",
            script_texts=json.dumps(parts.texts.for_script(tag)),
            page=template,
            **values,
        )
        return HTMLResponse(page)


def page_routes(parts: Parts, *, demo: bool) -> APIRouter:
    """Return the routes of pages and static files."""
    router = APIRouter()
    pages = Pages(parts)
    _add_static(router, pages)

    @router.get("/desk")
    async def root() -> Response:
        return RedirectResponse("/desk/", 308)

    @router.get("/desk/")
    async def desk(request: Request) -> Response:
        token = parts.token(request)
        signed_in = await parts.browsers.find(token)
        if signed_in is None:
            half = await parts.browsers.find_half(token)
            return pages.render(request, "code" if half else "door")
        present = await parts.records.present(parts.clock.now() - PRESENT_SECONDS)
        return pages.render(
            request,
            "desk",
            csrf=signed_in.session.csrf,
            staff_name=signed_in.staff.name,
            supervises=may(signed_in.staff.role, Role.SUPERVISOR),
            paused=any(own.paused for own in present if own.staff == signed_in.staff.id),
            outcomes=[outcome.value for outcome in CHOSEN_BY_STAFF],
            max_chars=MAX_REPLY_CHARS,
            lock_seconds=parts.settings.lock_seconds,
        )

    @router.get("/desk/queue")
    async def queue(request: Request) -> Response:
        signed_in = await parts.browsers.find(parts.token(request))
        if signed_in is None or not may(signed_in.staff.role, Role.SUPERVISOR):
            return RedirectResponse("/desk/", 303)
        values = {"csrf": signed_in.session.csrf, "staff_name": signed_in.staff.name, "lock_seconds": parts.settings.lock_seconds}
        return pages.render(request, "queue", **values)

    @router.post("/desk/queue/news")
    async def queue_news(request: Request) -> Response:
        await parts.signed_in(request, Role.SUPERVISOR)
        now = parts.clock.now()
        present = await parts.records.present(now - PRESENT_SECONDS)
        staff = {one.id: one for one in await parts.records.list_staff()}
        news = show_queue(await parts.records.open_cases(), present, staff, parts.texts, parts.language(request), now)
        return Response(json.dumps(news), media_type="application/json")

    if demo:

        @router.get("/desk/demo")
        async def demo_page(request: Request) -> Response:
            return pages.render(request, "demo")

    return router


def _add_static(router: APIRouter, pages: Pages) -> None:
    """Add the style sheet, the scripts and the icon."""

    @router.get("/desk/static/{version}/{name}")
    async def static(version: str, name: str) -> Response:
        body = pages.files.get(name)
        if body is None or version != pages.version:
            raise HTTPException(404)
        return Response(body, media_type=_TYPES[Path(name).suffix], headers={"cache-control": IMMUTABLE})
