"""Signed-in browsers: reference tokens in a cookie, their hash in records.

Rules: 256 random bits (ASVS 7.2.3), new at every step of signing in (7.2.4), checked against records at every request (7.2.1, 7.4.1); the
half that follows a password is hashed under another name than a whole one, so it can never pass for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe

from starlette.requests import Request
from starlette.responses import Response

from escalation.desk.settings import Clock, DeskSettings
from escalation.model import Staff, StaffId, StaffSession
from escalation.ports import Records

TOUCH_SECONDS = 60
"""How often use of a session is written down: often enough for a time-out of half an hour."""

MARK_DAYS = 90


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a request comes from, and the session it came with."""

    staff: Staff
    session: StaffSession


class Browsers:
    """Starts, finds and ends the sessions of staff."""

    def __init__(self, records: Records, clock: Clock, settings: DeskSettings) -> None:
        self._records = records
        self._clock = clock
        self._settings = settings

    async def start(self, staff: StaffId, *, half: bool = False) -> str:
        """Keep a new session and return its token. `half`: the password was right, the code is still to come."""
        now = self._clock.now()
        await self._records.end_sessions_before(now - self._settings.absolute_seconds, now - self._settings.idle_seconds)
        token = token_urlsafe(32)
        await self._records.start_session(StaffSession(_hash(token, half=half), staff, token_urlsafe(32), now, now))
        return token

    async def find(self, token: str) -> SignedIn | None:
        """Return who holds a token, None when it is unknown, ended, or past its idle or absolute time."""
        session = await self._find(token, half=False)
        if session is None:
            return None
        staff = await self._records.get_staff(session.staff)
        return None if staff is None or staff.disabled else SignedIn(staff, session)

    async def find_half(self, token: str) -> StaffId | None:
        """Return whose password was right under this token, within the last minutes."""
        session = await self._find(token, half=True)
        return session.staff if session else None

    async def touch(self, signed_in: SignedIn) -> None:
        """Note that someone is working at this browser. Waiting for news is not working."""
        now = self._clock.now()
        if now - signed_in.session.seen_at >= TOUCH_SECONDS:
            await self._records.touch_session(signed_in.session.token_hash, now)

    async def end(self, token: str) -> None:
        """End the session of a token, half or whole. An unknown one is no error."""
        for half in (False, True):
            await self._records.end_session(_hash(token, half=half))

    async def _find(self, token: str, *, half: bool) -> StaffSession | None:
        """Return the session of a token while it is valid; end it when it is past its time."""
        if not token:
            return None
        session = await self._records.find_session(_hash(token, half=half))
        if session is None:
            return None
        now = self._clock.now()
        longest = self._settings.half_seconds if half else self._settings.absolute_seconds
        if now - session.created_at >= longest or now - session.seen_at >= self._settings.idle_seconds:
            await self._records.end_session(session.token_hash)
            return None
        return session


class Cookies:
    """The cookies of the desk, none of which holds anything about a person.

    By https they are `__Host-` cookies. On loopback http that prefix and `Secure` cannot be had in every browser, and there is no
    network to protect against, so the plain name is used there and only there (settings refuse http elsewhere).
    """

    def __init__(self, settings: DeskSettings) -> None:
        self._https = settings.https
        prefix = "__Host-" if settings.https else ""
        self.session = f"{prefix}desk"
        self.mark = f"{prefix}desk-known"
        self.language = f"{prefix}desk-language"

    def read(self, request: Request, name: str) -> str:
        """Return a cookie's value, "" when there is none or it is longer than any of ours."""
        value = request.cookies.get(name, "")
        return value if len(value) <= 200 else ""  # noqa: PLR2004 - our longest is 88

    def put(self, response: Response, name: str, value: str, *, days: int = 0) -> None:
        """Set a cookie that scripts cannot read and other sites cannot send. Without `days` it ends with the browser."""
        age = days * 86_400 or None
        response.set_cookie(name, value, max_age=age, path="/", secure=self._https, httponly=True, samesite="strict")

    def drop(self, response: Response, name: str) -> None:
        """Take a cookie back."""
        response.delete_cookie(name, path="/", secure=self._https, httponly=True, samesite="strict")


def _hash(token: str, *, half: bool) -> str:
    """Return what records keep of a token. 256 random bits need no salt and no slow hash."""
    return sha256(f"{'half' if half else 'whole'}\0{token}".encode()).hexdigest()
