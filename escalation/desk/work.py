"""What an advocate does with a case: next, read, taken, reply, give back, close; and pause.

Rules: every route is a POST with a session and its CSRF token; a case is checked to be theirs each time; repeating a request has no second
effect; nothing that was written is in an answer, a log line or an error.
"""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from escalation.desk.bodies import (
    CaseBody,
    CloseBody,
    PauseBody,
    PulseBody,
    ReplyBody,
    TakenBody,
    case_id,
    clean_reply,
    read_body,
)  # fmt: skip
from escalation.desk.parts import Parts
from escalation.desk.pulse import open_case_of, take_pulse
from escalation.desk.show import show_case, words_left
from escalation.model import Case, Outcome, Presence
from locales import sms
from locales.lockscreen import guard

MAX_SMS_PARTS = 3
CHOSEN_BY_STAFF = tuple(outcome for outcome in Outcome if outcome not in {Outcome.LEFT, Outcome.EXPIRED})
"""How an advocate may say that a case ended; the other two are the service's own."""


def work_routes(parts: Parts) -> APIRouter:
    """Return the routes of the work on a case."""
    router = APIRouter(prefix="/desk")
    _add_news(router, parts)
    _add_acts(router, parts)
    return router


def _add_news(router: APIRouter, parts: Parts) -> None:
    """Add what brings a case and its words to the page, and the acknowledgements that end their stay here."""

    @router.post("/pulse")
    async def pulse(request: Request) -> Response:
        signed_in = await parts.signed_in(request)
        return JSONResponse(await take_pulse(parts, request, signed_in, await read_body(request, PulseBody)))

    @router.post("/next")
    async def next_case(request: Request) -> Response:
        signed_in = await parts.signed_in(request)
        await parts.browsers.touch(signed_in)
        had = await open_case_of(parts, signed_in.staff.id)
        case = await parts.line.next_case(signed_in.staff, parts.clock.now())
        if case is None:
            return JSONResponse({"case": None})
        if had is None or had.id != case.id:
            await parts.audit(signed_in.staff.id, "claim", case.id)
        return JSONResponse({"case": show_case(case, parts.texts, parts.language(request))})

    @router.post("/read")
    async def read(request: Request) -> Response:
        signed_in = await parts.signed_in(request)
        body = await read_body(request, CaseBody)
        case = await parts.own_case(case_id(body), signed_in.staff.id)
        await parts.line.read(case.id, signed_in.staff.id)
        if words_left(case):
            await parts.audit(signed_in.staff.id, "read", case.id)
        return JSONResponse({"taken": True})

    @router.post("/taken")
    async def taken(request: Request) -> Response:
        signed_in = await parts.signed_in(request)
        body = await read_body(request, TakenBody)
        case = await parts.own_case(case_id(body), signed_in.staff.id)
        await parts.line.taken(case.id, signed_in.staff.id, body.ids)
        return JSONResponse({"taken": True})

    @router.post("/pause")
    async def pause(request: Request) -> Response:
        signed_in = await parts.signed_in(request)
        body = await read_body(request, PauseBody)
        staff = signed_in.staff
        await parts.browsers.touch(signed_in)
        await parts.records.note_presence(Presence(staff.id, staff.role, staff.languages, body.paused, parts.clock.now()))
        await parts.audit(staff.id, "pause" if body.paused else "resume")
        return JSONResponse({"taken": True})


def _add_acts(router: APIRouter, parts: Parts) -> None:
    """Add what an advocate does with a case of theirs."""

    @router.post("/reply")
    async def reply(request: Request) -> Response:
        signed_in = await parts.signed_in(request)
        body = await read_body(request, ReplyBody)
        case = await parts.own_case(case_id(body), signed_in.staff.id)
        text = clean_reply(body.text)
        if not text:
            raise HTTPException(422, "empty")
        if not _fits(text, case):
            raise HTTPException(422, "too_long")
        await parts.browsers.touch(signed_in)
        await parts.line.reply(case.id, signed_in.staff.id, str(body.id), text)
        return JSONResponse({"taken": True})

    @router.post("/return")
    async def give_back(request: Request) -> Response:
        signed_in = await parts.signed_in(request)
        body = await read_body(request, CaseBody)
        case = await parts.own_case(case_id(body), signed_in.staff.id)
        await parts.browsers.touch(signed_in)
        await parts.line.give_back(case.id, signed_in.staff.id)
        await parts.audit(signed_in.staff.id, "return", case.id)
        return JSONResponse({"taken": True})

    @router.post("/close")
    async def close(request: Request) -> Response:
        signed_in = await parts.signed_in(request)
        body = await read_body(request, CloseBody)
        if body.outcome not in CHOSEN_BY_STAFF:
            raise HTTPException(400)
        case = await parts.own_case(case_id(body), signed_in.staff.id)
        await parts.browsers.touch(signed_in)
        await parts.line.close_case(case.id, signed_in.staff.id, body.outcome)
        await parts.audit(signed_in.staff.id, "close", case.id)
        return JSONResponse({"taken": True})


def _fits(text: str, case: Case) -> bool:
    """Tell whether a reply fits into one message of the person's channel, with the neutral line that may be put before it."""
    if case.channel != "sms":
        return True
    return sms.parts(sms.fold_gsm(guard(text, case.language, sms=True))).parts <= MAX_SMS_PARTS
