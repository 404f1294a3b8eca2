"""What the desk is made of, and who a request comes from.

Rules: built once by `make_desk` and handed to every route; nothing here is global.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from hmac import compare_digest

from fastapi import HTTPException
from starlette.requests import Request

from escalation.desk.browsers import Browsers, Cookies, SignedIn
from escalation.desk.door import Door
from escalation.desk.guard import CSRF_HEADER
from escalation.desk.notes import note_act
from escalation.desk.settings import Clock, DeskSettings
from escalation.desk.texts import DeskTexts
from escalation.model import Case, CaseId, CaseStatus, Role, StaffId
from escalation.ports import Line, Records

_RANK = {Role.ADVOCATE: 0, Role.SUPERVISOR: 1, Role.ADMIN: 2}


@dataclass(frozen=True, slots=True)
class Parts:
    """The desk's parts. `stopping` is set when the service ends, so that held requests answer at once."""

    records: Records
    line: Line
    clock: Clock
    settings: DeskSettings
    texts: DeskTexts
    door: Door
    browsers: Browsers
    cookies: Cookies
    stopping: asyncio.Event

    def token(self, request: Request) -> str:
        """Return the session token that a request carries."""
        return self.cookies.read(request, self.cookies.session)

    def language(self, request: Request) -> str:
        """Return the language in which to answer this browser."""
        wanted = self.cookies.read(request, self.cookies.language)
        return self.texts.choose(wanted, request.headers.get("accept-language", ""))

    async def signed_in(self, request: Request, role: Role = Role.ADVOCATE) -> SignedIn:
        """Return who may do this.

        Raises: HTTPException 401 when nobody is signed in; 403 for a wrong or missing CSRF token on a change, or too small a role.
        """
        found = await self.browsers.find(self.token(request))
        if found is None:
            raise HTTPException(401, "signed_out")
        if request.method == "POST":
            given = request.headers.get(CSRF_HEADER, "")
            if not compare_digest(given.encode("utf-8", "replace"), found.session.csrf.encode()):
                raise HTTPException(403, "refused")
        if not may(found.staff.role, role):
            raise HTTPException(403, "refused")
        return found

    async def own_case(self, case: CaseId, staff: StaffId) -> Case:
        """Return a case that this member of staff has claimed (ASVS 8.2.2).

        Raises: HTTPException 409 when it is not theirs, or no longer.
        """
        found = await self.records.find_case(case)
        if found is None or found.status is not CaseStatus.CLAIMED or found.claimed_by != staff:
            raise HTTPException(409, "gone")
        return found

    async def audit(self, actor: StaffId, action: str, case: CaseId | None = None) -> None:
        """Write to the audit log what was done: to the hour, without content."""
        await note_act(self.records, self.clock.now(), actor, action, case)


def may(role: Role, needed: Role) -> bool:
    """Tell whether a role may do what `needed` may."""
    return _RANK[role] >= _RANK[needed]
