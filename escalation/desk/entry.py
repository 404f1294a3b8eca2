"""Coming in and going out: password, code, one-time link, language, lock, sign-out.

Rules: a new token at each step; a refusal never says why; nothing changes on GET.
"""

from __future__ import annotations

from hashlib import sha256
from hmac import compare_digest

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from escalation.desk.bodies import CodeBody, LanguageBody, LinkBody, PasswordBody, read_body
from escalation.desk.browsers import MARK_DAYS
from escalation.desk.door import CrowdedError
from escalation.desk.parts import Parts
from escalation.desk.passwords import UNUSABLE
from escalation.desk.pulse import open_case_of
from escalation.model import Role, Staff, StaffId

DEMO_NAME = "demo"

FORGET = '"cache", "storage"'
"""Clear-Site-Data at the end of a session. Not "cookies": it would take those of neighbours on the same domain too."""


def entry_routes(parts: Parts, demo_link_token: str | None) -> APIRouter:
    """Return the routes of coming in and going out."""
    router = APIRouter(prefix="/desk")
    _add_sign_in(router, parts)
    _add_leaving(router, parts)
    if demo_link_token:
        _add_demo(router, parts, demo_link_token)

    @router.post("/language")
    async def language(request: Request) -> Response:
        body = await read_body(request, LanguageBody)
        if body.language not in parts.texts.languages:
            raise HTTPException(400)
        response = JSONResponse({"taken": True})
        parts.cookies.put(response, parts.cookies.language, body.language, days=MARK_DAYS)
        return response

    return router


def _add_sign_in(router: APIRouter, parts: Parts) -> None:
    """Add the two steps of signing in."""
    cookies = parts.cookies

    @router.post("/password")
    async def password(request: Request) -> Response:
        body = await read_body(request, PasswordBody)
        try:
            staff = await parts.door.check_password(body.name, body.password, cookies.read(request, cookies.mark))
        except CrowdedError:
            return JSONResponse({"detail": "crowded"}, 503, {"retry-after": "5"})
        if staff is None:
            raise HTTPException(401, "refused")
        response = JSONResponse({"next": "code"})
        cookies.put(response, cookies.session, await parts.browsers.start(staff.id, half=True))
        return response

    @router.post("/code")
    async def code(request: Request) -> Response:
        body = await read_body(request, CodeBody)
        half = await parts.browsers.find_half(parts.token(request))
        if half is None:
            raise HTTPException(401, "start_again")
        staff = await parts.door.check_code(half, body.code, cookies.read(request, cookies.mark))
        if staff is None:
            raise HTTPException(401, "refused")
        await parts.browsers.end(parts.token(request))
        response = await _enter(parts, staff, "sign_in")
        cookies.put(response, cookies.mark, parts.door.make_mark(staff), days=MARK_DAYS)
        return response


def _add_leaving(router: APIRouter, parts: Parts) -> None:
    """Add lock and sign-out. Both end the session; only sign-out gives the case back at once, a lock leaves it a minute."""

    @router.post("/lock")
    async def lock(request: Request) -> Response:
        signed_in = await parts.signed_in(request)
        return await _leave(parts, request, signed_in.staff.id, "lock")

    @router.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        signed_in = await parts.signed_in(request)
        staff = signed_in.staff.id
        case = await open_case_of(parts, staff)
        if case is not None:
            await parts.line.give_back(case.id, staff)
            await parts.audit(staff, "return", case.id)
        return await _leave(parts, request, staff, "sign_out")

    @router.post("/start-again")
    async def start_again(request: Request) -> Response:
        token = parts.token(request)
        if await parts.browsers.find_half(token) is not None:
            await parts.browsers.end(token)
        response = JSONResponse({"taken": True})
        parts.cookies.drop(response, parts.cookies.session)
        return response


def _add_demo(router: APIRouter, parts: Parts, link_token: str) -> None:
    """Add the demo's one-time link. The token comes in a body: the link carries it behind `#`, which no server and no log sees."""
    wanted = sha256(link_token.encode()).digest()
    unused = [True]

    @router.post("/demo")
    async def demo(request: Request) -> Response:
        body = await read_body(request, LinkBody)
        given = sha256(body.token.encode("utf-8", "replace")).digest()
        if not compare_digest(given, wanted) or not unused:
            raise HTTPException(401, "refused")
        unused.clear()  # before the first await: a second click finds it used
        return await _enter(parts, await _demo_staff(parts), "demo_sign_in")


async def _demo_staff(parts: Parts) -> Staff:
    """Return the demo's member of staff, who has no password and sees all that a supervisor sees."""
    found = await parts.records.find_staff(DEMO_NAME)
    if found is None:
        staff = Staff(StaffId("demo"), DEMO_NAME, Role.SUPERVISOR, parts.settings.languages, UNUSABLE, "")
        await parts.records.add_staff(staff)
        found = await parts.records.find_staff(DEMO_NAME)
    if found is None or found.disabled or found.password_hash != UNUSABLE:
        raise HTTPException(401, "refused")  # an operator has a real person of that name
    return found


async def _enter(parts: Parts, staff: Staff, action: str) -> Response:
    """Start a whole session and answer with its cookie."""
    token = await parts.browsers.start(staff.id)
    await parts.audit(staff.id, action)
    response = JSONResponse({"next": "desk"})
    parts.cookies.put(response, parts.cookies.session, token)
    return response


async def _leave(parts: Parts, request: Request, staff: StaffId, action: str) -> Response:
    """End the session and have the browser forget."""
    await parts.browsers.end(parts.token(request))
    await parts.records.clear_presence(staff)
    await parts.audit(staff, action)
    response = JSONResponse({"taken": True}, headers={"clear-site-data": FORGET})
    parts.cookies.drop(response, parts.cookies.session)
    return response
