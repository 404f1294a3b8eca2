"""What reaching a person needs from the rest: `Records`, where envelopes and staff are kept, and `Line`, the way to the conversation.

Rules: Protocols only; both are implemented by the service. Records never hold words; the line hands words over once.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from escalation.model import AuditEntry, Case, CaseId, Outcome, Presence, SealedAddress, Staff, StaffId, StaffSession, Words


class RecordsLostError(Exception):
    """The database does not answer now (restarted, locked, out of room). Retry: nothing happened, or it happened once."""


class RecordsRefusedError(Exception):
    """The database refuses and always will (a schema of another version, a value against a rule). No retry helps: tell the operator."""


class Records(Protocol):
    """Durable storage: SQLite or PostgreSQL. One contract suite runs over both.

    Every method is atomic. Repeating a method that has taken effect changes nothing and raises nothing, unless it says otherwise.

    Raises (every method): RecordsLostError, RecordsRefusedError; neither ever quotes a value.
    """

    # cases
    async def open_case(self, case: Case, address: SealedAddress | None) -> None:
        """Write the envelope and the sealed address. An id that exists, in whatever status, is left as it is."""
        ...

    async def find_case(self, case: CaseId) -> Case | None:
        """Return an open or lately closed case."""
        ...

    async def open_cases(self) -> Sequence[Case]:
        """Return every case that is not closed, oldest first."""
        ...

    async def claim_case(self, case: CaseId, staff: StaffId, now: float) -> bool:
        """Give a waiting case to `staff` if nobody was first. True also when `staff` already has it."""
        ...

    async def beat_case(self, case: CaseId, staff: StaffId, now: float) -> bool:
        """Note that the advocate's browser is alive. False when the case is no longer theirs."""
        ...

    async def return_case(self, case: CaseId, staff: StaffId | None) -> bool:
        """Put a claimed case back to waiting and count the return. With `staff`, only if it is theirs. True if it moved."""
        ...

    async def silent_cases(self, before: float) -> Sequence[Case]:
        """Return claimed cases whose last heartbeat is older than `before`."""
        ...

    async def raise_case(self, case: Case) -> None:
        """Write urgency, triggers, supervisor and rank of an open case anew (they only ever grow more urgent)."""
        ...

    async def mark_words(self, case: CaseId, words: Words) -> None:
        """Note what has become of the context of an open case."""
        ...

    async def mark_paged(self, case: CaseId, now: float) -> bool:
        """Note that someone was paged about the case. True the first time only."""
        ...

    async def close_case(self, case: CaseId, outcome: Outcome, day: str) -> bool:
        """Close: empty the sealed address, count the rest by day, keep only id, day and outcome. True if it was open."""
        ...

    async def sealed_addresses(self) -> Sequence[SealedAddress]:
        """Return the sealed addresses of all open cases."""
        ...

    async def purge_closed(self, before_day: str) -> int:
        """Forget cases closed before an ISO day. Returns how many."""
        ...

    # staff
    async def add_staff(self, staff: Staff) -> bool:
        """Add a member of staff. False when the name is taken."""
        ...

    async def find_staff(self, name: str) -> Staff | None:
        """Return a member of staff by name, disabled ones too."""
        ...

    async def get_staff(self, staff: StaffId) -> Staff | None:
        """Return a member of staff by id, disabled ones too."""
        ...

    async def list_staff(self) -> Sequence[Staff]:
        """Return all staff by name."""
        ...

    async def disable_staff(self, staff: StaffId) -> bool:
        """Disable, and end every session and presence at once (ASVS 7.4.2). True if they were enabled."""
        ...

    async def use_totp(self, staff: StaffId, step: int) -> bool:
        """Take a time step for a one-time code. False when that step or a later one was used: a code works once."""
        ...

    async def note_sign_in(self, staff: StaffId, *, failed: bool, retry_at: float) -> None:
        """Count a failed sign-in and when the next try is allowed, or clear the count."""
        ...

    async def start_session(self, session: StaffSession) -> None:
        """Keep a signed-in browser."""
        ...

    async def find_session(self, token_hash: str) -> StaffSession | None:
        """Return a signed-in browser."""
        ...

    async def touch_session(self, token_hash: str, now: float) -> None:
        """Note that a signed-in browser was used."""
        ...

    async def end_session(self, token_hash: str) -> None:
        """Sign a browser out."""
        ...

    async def end_sessions_before(self, created_before: float, seen_before: float) -> int:
        """Sign out browsers past their absolute or idle time."""
        ...

    # presence
    async def note_presence(self, presence: Presence) -> None:
        """Note that a desk is open. One row for each member of staff."""
        ...

    async def clear_presence(self, staff: StaffId) -> None:
        """A desk closed."""
        ...

    async def present(self, since: float) -> Sequence[Presence]:
        """Return desks seen at or after `since`."""
        ...

    # counts and audit
    async def count(self, day: str, name: str, amount: int = 1) -> None:
        """Add to a daily count. `name` is from a fixed list, never about a person."""
        ...

    async def counts(self, first_day: str, last_day: str) -> dict[tuple[str, str], int]:
        """Return daily counts by (day, name)."""
        ...

    async def write_audit(self, entry: AuditEntry) -> None:
        """Append to the audit log."""
        ...

    async def read_audit(self, limit: int) -> Sequence[AuditEntry]:
        """Return the newest entries, newest first."""
        ...

    async def purge_audit(self, before_hour: str) -> int:
        """Forget audit entries written before an hour ("2026-11-23T14"). Returns how many."""
        ...

    async def wipe(self) -> None:
        """Delete every row of every table but the schema version."""
        ...

    async def close(self) -> None:
        """Let go of connections; on SQLite, truncate the journal."""
        ...


@dataclass(frozen=True, slots=True)
class Said:
    """One message as the advocate sees it. `who` is "person", "bot" or "advocate"; `body` is opaque bytes (UTF-8 today)."""

    id: str
    who: str
    body: bytes
    key_id: str = ""
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class CaseNow:
    """What changes while an advocate has a case. `fate` says what became of each reply: "sent", "held", "dropped"."""

    case: Case
    gone: bool  # the person left, or the case is closed or was returned: wipe the pane
    left: bool  # the person left with exit, STOP or a block
    context: tuple[Said, ...]
    incoming: tuple[Said, ...]
    fate: tuple[tuple[str, str], ...]


class Line(Protocol):
    """The desk's way to a conversation. Everything the desk wants goes through the person's inbox, so it keeps its order."""

    async def next_case(self, staff: Staff, now: float) -> Case | None:
        """Claim the most urgent case this member of staff can serve. None when there is none. One at a time: the open one comes back."""
        ...

    async def look(self, case: CaseId, staff: StaffId) -> CaseNow | None:
        """Return the present state with all that the browser has not acknowledged. None when the case is not theirs."""
        ...

    async def read(self, case: CaseId, staff: StaffId) -> None:
        """The browser has the context: delete it."""
        ...

    async def taken(self, case: CaseId, staff: StaffId, ids: Sequence[str]) -> None:
        """The browser has these incoming messages: delete them."""
        ...

    async def reply(self, case: CaseId, staff: StaffId, message_id: str, text: str) -> None:
        """Send the advocate's words. Repeating a `message_id` has no second effect."""
        ...

    async def give_back(self, case: CaseId, staff: StaffId) -> None:
        """Return the case to the front of the queue."""
        ...

    async def close_case(self, case: CaseId, staff: StaffId, outcome: Outcome) -> None:
        """Close the case. The person is told, and nothing of it stays."""
        ...

    def changes(self, case: CaseId) -> AsyncIterator[None]:
        """Yield whenever `look` may have something new; may yield for nothing."""
        ...
