"""What a browser may send, and how it is read.

Rules: every field is typed and bounded; what does not fit is refused as a whole without saying what it was.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, TypeVar
from uuid import UUID

import msgspec
from fastapi import HTTPException
from starlette.requests import Request

from escalation.model import CaseId, Outcome

MAX_REPLY_CHARS = 1000
"""One advocate's message. Longer help is better in several: people read it on a small screen, perhaps watched."""

CaseField = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_-]+$")]
IdField = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_-]+$")]


class PasswordBody(msgspec.Struct, forbid_unknown_fields=True):
    """Name and password."""

    name: Annotated[str, msgspec.Meta(max_length=200)]
    password: Annotated[str, msgspec.Meta(max_length=1000)]


class CodeBody(msgspec.Struct, forbid_unknown_fields=True):
    """A one-time code."""

    code: Annotated[str, msgspec.Meta(max_length=32)]


class LinkBody(msgspec.Struct, forbid_unknown_fields=True):
    """The token of a one-time link."""

    token: Annotated[str, msgspec.Meta(max_length=200)]


class LanguageBody(msgspec.Struct, forbid_unknown_fields=True):
    """The language that the desk should speak."""

    language: Annotated[str, msgspec.Meta(max_length=8)]


class PauseBody(msgspec.Struct, forbid_unknown_fields=True):
    """Pause or work again."""

    paused: bool


class PulseBody(msgspec.Struct, forbid_unknown_fields=True):
    """The browser is alive and asks for news. `seen` is the mark of the last answer; `active`: someone touched the page since."""

    paused: bool
    active: bool
    case: CaseField | None = None
    seen: Annotated[str, msgspec.Meta(max_length=64)] = ""


class CaseBody(msgspec.Struct, forbid_unknown_fields=True):
    """One case."""

    case: CaseField


class TakenBody(msgspec.Struct, forbid_unknown_fields=True):
    """Messages that the page now shows."""

    case: CaseField
    ids: Annotated[list[IdField], msgspec.Meta(min_length=1, max_length=200)]


class ReplyBody(msgspec.Struct, forbid_unknown_fields=True):
    """An advocate's message. `id` is the browser's own, repeated until the answer arrives."""

    case: CaseField
    id: UUID
    text: Annotated[str, msgspec.Meta(max_length=MAX_REPLY_CHARS)]


class CloseBody(msgspec.Struct, forbid_unknown_fields=True):
    """The end of a case."""

    case: CaseField
    outcome: Outcome


Body = TypeVar("Body", bound=msgspec.Struct)


async def read_body(request: Request, kind: type[Body]) -> Body:
    """Return the request's JSON as `kind`.

    Raises: HTTPException 400 for anything else, without quoting it.
    """
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise HTTPException(400) from None


def case_id(body: CaseBody | TakenBody | ReplyBody | CloseBody) -> CaseId:
    """Return the case that a body names."""
    return CaseId(body.case)


def clean_reply(text: str) -> str:
    """Return a reply as it may be sent: line ends as LF, no control characters, no space around. "" when nothing is left.

    Direction marks stay: Arabic and Persian need them, and a reply is written by staff.
    """
    text = re.sub(r"\r\n?|\u2028|\u2029", "\n", text)
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) not in {"Cc", "Cs", "Cn"}).strip()
