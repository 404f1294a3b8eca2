"""`SqlRecords`: the port `Records` over SQLite and PostgreSQL.

Rules: each method is one transaction on a thread of the engine; what deletes an address empties SQLite's log before it returns; text
that no database can hold (a NUL, half a character) is found nowhere rather than raised about, because it can come from a stranger.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, delete, text

from bot.stores.records import cases, counts, staff
from bot.stores.records.engine import Threads, make_engine, read_url, told_by_kind
from bot.stores.records.schema import Schema, look_at_schema, migrate
from bot.stores.records.tables import metadata
from escalation.model import AuditEntry, Case, CaseId, Outcome, Presence, SealedAddress, Staff, StaffId, StaffSession, Words


class SqlRecords:
    """Records in a database. Made by `bot.stores.records.open_records`."""

    def __init__(self, engine: Engine) -> None:
        self._threads = Threads(engine)

    async def open_case(self, case: Case, address: SealedAddress | None) -> None:
        """See `Records`."""
        await self._threads.write(cases.open_case, case, address)

    async def find_case(self, case: CaseId) -> Case | None:
        """See `Records`."""
        return await self._threads.read(cases.find_case, case) if _can_be_held(case) else None

    async def open_cases(self) -> Sequence[Case]:
        """See `Records`."""
        return await self._threads.read(cases.open_cases)

    async def claim_case(self, case: CaseId, staff: StaffId, now: float) -> bool:
        """See `Records`."""
        return _can_be_held(case) and await self._threads.write(cases.claim_case, case, staff, now)

    async def beat_case(self, case: CaseId, staff: StaffId, now: float) -> bool:
        """See `Records`."""
        return _can_be_held(case) and await self._threads.write(cases.beat_case, case, staff, now)

    async def return_case(self, case: CaseId, staff: StaffId | None) -> bool:
        """See `Records`."""
        return _can_be_held(case) and await self._threads.write(cases.return_case, case, staff)

    async def silent_cases(self, before: float) -> Sequence[Case]:
        """See `Records`."""
        return await self._threads.read(cases.silent_cases, before)

    async def raise_case(self, case: Case) -> None:
        """See `Records`."""
        await self._threads.write(cases.raise_case, case)

    async def mark_words(self, case: CaseId, words: Words) -> None:
        """See `Records`."""
        await self._threads.write(cases.mark_words, case, words)

    async def mark_paged(self, case: CaseId, now: float) -> bool:
        """See `Records`."""
        return await self._threads.write(cases.mark_paged, case, now)

    async def close_case(self, case: CaseId, outcome: Outcome, day: str) -> bool:
        """See `Records`."""
        return _can_be_held(case) and await self._threads.write_and_scrub(cases.close_case, case, outcome, day)

    async def sealed_addresses(self) -> Sequence[SealedAddress]:
        """See `Records`."""
        return await self._threads.read(cases.sealed_addresses)

    async def purge_closed(self, before_day: str) -> int:
        """See `Records`."""
        return await self._threads.write_and_scrub(cases.purge_closed, before_day)

    async def add_staff(self, staff_member: Staff) -> bool:
        """See `Records`."""
        return await self._threads.write(staff.add_staff, staff_member)

    async def find_staff(self, name: str) -> Staff | None:
        """See `Records`."""
        return await self._threads.read(staff.find_staff, name) if _can_be_held(name) else None

    async def get_staff(self, staff_id: StaffId) -> Staff | None:
        """See `Records`."""
        return await self._threads.read(staff.get_staff, staff_id) if _can_be_held(staff_id) else None

    async def list_staff(self) -> Sequence[Staff]:
        """See `Records`."""
        return await self._threads.read(staff.list_staff)

    async def disable_staff(self, staff_id: StaffId) -> bool:
        """See `Records`."""
        return await self._threads.write(staff.disable_staff, staff_id)

    async def use_totp(self, staff_id: StaffId, step: int) -> bool:
        """See `Records`."""
        return await self._threads.write(staff.use_totp, staff_id, step)

    async def note_sign_in(self, staff_id: StaffId, *, failed: bool, retry_at: float) -> None:
        """See `Records`."""
        await self._threads.write(staff.note_sign_in, staff_id, failed=failed, retry_at=retry_at)

    async def start_session(self, session: StaffSession) -> None:
        """See `Records`."""
        await self._threads.write(staff.start_session, session)

    async def find_session(self, token_hash: str) -> StaffSession | None:
        """See `Records`."""
        return await self._threads.read(staff.find_session, token_hash) if _can_be_held(token_hash) else None

    async def touch_session(self, token_hash: str, now: float) -> None:
        """See `Records`."""
        await self._threads.write(staff.touch_session, token_hash, now)

    async def end_session(self, token_hash: str) -> None:
        """See `Records`."""
        await self._threads.write(staff.end_session, token_hash)

    async def end_sessions_before(self, created_before: float, seen_before: float) -> int:
        """See `Records`."""
        return await self._threads.write(staff.end_sessions_before, created_before, seen_before)

    async def note_presence(self, presence: Presence) -> None:
        """See `Records`."""
        await self._threads.write(staff.note_presence, presence)

    async def clear_presence(self, staff_id: StaffId) -> None:
        """See `Records`."""
        await self._threads.write(staff.clear_presence, staff_id)

    async def present(self, since: float) -> Sequence[Presence]:
        """See `Records`."""
        return await self._threads.read(staff.present, since)

    async def count(self, day: str, name: str, amount: int = 1) -> None:
        """See `Records`."""
        await self._threads.write(counts.count, day, name, amount)

    async def counts(self, first_day: str, last_day: str) -> dict[tuple[str, str], int]:
        """See `Records`."""
        return await self._threads.read(counts.counts, first_day, last_day)

    async def write_audit(self, entry: AuditEntry) -> None:
        """See `Records`."""
        await self._threads.write(counts.write_audit, entry)

    async def read_audit(self, limit: int) -> Sequence[AuditEntry]:
        """See `Records`."""
        return await self._threads.read(counts.read_audit, limit)

    async def purge_audit(self, before_hour: str) -> int:
        """See `Records`."""
        return await self._threads.write(counts.purge_audit, before_hour)

    async def wipe(self) -> None:
        """See `Records`."""
        await self._threads.write_and_scrub(_wipe)

    async def schema(self) -> Schema:
        """Return the revision of the database beside the one that this program wants."""
        return await self._threads.read(look_at_schema)

    async def close(self) -> None:
        """See `Records`."""
        await self._threads.close()


def open_now(url: str) -> SqlRecords:
    """Migrate to the newest revision and open; blocks. For the event loop there is `open_records`."""
    engine = make_engine(read_url(url))
    try:
        told_by_kind(lambda: migrate(engine))
    except BaseException:
        engine.dispose()
        raise
    return SqlRecords(engine)


def _wipe(conn: Connection) -> None:
    if conn.dialect.name == "postgresql":
        # TRUNCATE gives the files back at once, where DELETE would leave the rows in them until a vacuum.
        conn.execute(text("TRUNCATE TABLE " + ", ".join(table.name for table in metadata.sorted_tables)))
        return
    for table in reversed(metadata.sorted_tables):
        conn.execute(delete(table))


def _can_be_held(value: str) -> bool:
    """Say whether a database can hold this text."""
    return "\x00" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
