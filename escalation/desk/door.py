"""Who may come in: name and password first, then a one-time code.

Rules: every refusal looks the same, whether the name is unknown, the password wrong, the account disabled or a delay running (ASVS 6.3.8);
each failure makes the next try wait longer, at most five minutes, so nobody is locked out for ever (ASVS 6.1.1, 6.3.1); a browser that
signed in before waits for its own failures only, so that a stranger who knows a name cannot keep its owner out. A failure of a known name
is audited; tries for unknown names and tries during a delay are only counted, so that strangers cannot fill the log.
"""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe

from escalation.desk.codes import step_of
from escalation.desk.notes import note_act, note_count
from escalation.desk.passwords import password_fits, tidy_name
from escalation.desk.settings import Clock
from escalation.model import Staff, StaffId
from escalation.ports import Records

FREE_TRIES = 4
LONGEST_DELAY_SECONDS = 300
MAX_WAITING = 20
"""Sign-ins that may queue for the password check, which takes memory and time on purpose."""


class CrowdedError(Exception):
    """Too many sign-ins at once: try again in a moment."""


@dataclass(slots=True)
class _Tries:
    """Failures of one known browser."""

    failures: int = 0
    retry_at: float = 0.0


def delay_seconds(failures: int) -> int:
    """Return how long to wait after so many failures in a row: nothing at first, then 1, 2, 4 … 300 s."""
    return 0 if failures < FREE_TRIES else min(1 << min(failures - FREE_TRIES, 16), LONGEST_DELAY_SECONDS)


class Door:
    """Checks passwords and codes, one at a time, so that parallel guesses cannot outrun the delay."""

    def __init__(self, records: Records, clock: Clock) -> None:
        self._records = records
        self._clock = clock
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._known: dict[str, _Tries] = {}

    async def check_password(self, name: str, password: str, mark: str) -> Staff | None:
        """Return who this is, or None. `mark` is the browser's mark from an earlier sign-in ("" if none).

        Raises: CrowdedError.
        """
        if self._waiting >= MAX_WAITING:
            raise CrowdedError
        self._waiting += 1
        try:
            async with self._turn:
                staff = await self._records.find_staff(tidy_name(name))
                held = staff is not None and self._must_wait(staff, mark)
                given = staff.password_hash if staff is not None and not held and not staff.disabled else None
                fits = await asyncio.to_thread(password_fits, password, given)
                if staff is None or held:
                    await self._note_count("waiting" if held else "unknown")
                elif not fits:
                    await self._note_failure(staff, mark)
                return staff if fits else None
        finally:
            self._waiting -= 1

    async def check_code(self, staff_id: StaffId, code: str, mark: str) -> Staff | None:
        """Return the member of staff whose unused code this is, or None. Success clears the count of failures."""
        async with self._turn:
            staff = await self._records.get_staff(staff_id)
            if staff is None or staff.disabled:
                return None
            if self._must_wait(staff, mark):
                await self._note_count("waiting")
                return None
            step = step_of(code, staff.totp_secret, self._clock.now())
            if step is None or not await self._records.use_totp(staff.id, step):
                await self._note_failure(staff, mark)
                return None
            self._known.pop(mark, None)
            await self._records.note_sign_in(staff.id, failed=False, retry_at=0.0)
            return staff

    def make_mark(self, staff: Staff) -> str:
        """Return a mark by which this browser is known again for this member of staff. Worth nothing without the password."""
        nonce = token_urlsafe(16)
        return f"{nonce}.{_seal(staff, nonce)}"

    def _must_wait(self, staff: Staff, mark: str) -> bool:
        """Tell whether a delay is running for this member of staff, or for this browser if it is known."""
        if _is_known(staff, mark):
            tries = self._known.get(mark)
            return tries is not None and tries.retry_at > self._clock.now()
        return staff.retry_at > self._clock.now()

    async def _note_failure(self, staff: Staff, mark: str) -> None:
        """Count a failure where it belongs: with the known browser, else with the name."""
        now = self._clock.now()
        await note_act(self._records, now, staff.id, "sign_in_failed")
        if _is_known(staff, mark):
            tries = self._known.setdefault(mark, _Tries())
            tries.failures += 1
            tries.retry_at = now + delay_seconds(tries.failures)
            return
        await self._records.note_sign_in(staff.id, failed=True, retry_at=now + delay_seconds(staff.failures + 1))

    async def _note_count(self, why: str) -> None:
        """Count a refusal that is nobody's failure."""
        await note_count(self._records, self._clock.now(), f"desk.refused.{why}")


def _seal(staff: Staff, nonce: str) -> str:
    """Bind a nonce to a member of staff: the key is what only we hold about them, so a new password makes old marks void."""
    key = sha256(f"{staff.password_hash}\0{staff.totp_secret}".encode()).digest()
    return hmac.new(key, f"known\0{staff.id}\0{nonce}".encode(), sha256).hexdigest()


def _is_known(staff: Staff, mark: str) -> bool:
    """Tell whether a mark was made for this member of staff."""
    nonce, _, seal = mark.partition(".")
    return bool(seal) and hmac.compare_digest(_seal(staff, nonce).encode(), seal.encode())
