"""Staff, their signed-in browsers and their open desks in the database.

Rules: a disabled member of staff has no session and no desk, whatever races the disabling; a one-time code works once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, or_, select, update

from bot.stores.records.counts import insert_or
from bot.stores.records.tables import presences, sessions, staff
from escalation.model import Presence, Role, Staff, StaffId, StaffSession


def add_staff(conn: Connection, member: Staff) -> bool:
    """Add a member of staff; False when the name or the id is somebody else's."""
    row = insert_or(conn, staff).values(
        id=member.id,
        name=member.name,
        role=member.role.value,
        languages=" ".join(member.languages),
        password_hash=member.password_hash,
        totp_secret=member.totp_secret,
        totp_used_step=member.totp_used_step,
        disabled=member.disabled,
        failures=member.failures,
        retry_at=member.retry_at,
    )
    if conn.execute(row.on_conflict_do_nothing().returning(staff.c.id)).first() is not None:
        return True
    return conn.execute(select(staff.c.id).where(staff.c.id == member.id, staff.c.name == member.name)).first() is not None


def find_staff(conn: Connection, name: str) -> Staff | None:
    """Return a member of staff by name."""
    return _one(conn, select(staff).where(staff.c.name == name))


def get_staff(conn: Connection, member: StaffId) -> Staff | None:
    """Return a member of staff by id."""
    return _one(conn, select(staff).where(staff.c.id == member))


def list_staff(conn: Connection) -> Sequence[Staff]:
    """Return all staff by name."""
    return sorted((_staff(row) for row in conn.execute(select(staff))), key=lambda member: member.name)


def disable_staff(conn: Connection, member: StaffId) -> bool:
    """Disable, and end every session and desk."""
    enabled = (staff.c.id == member, staff.c.disabled.is_(False))
    changed = conn.execute(update(staff).where(*enabled).values(disabled=True)).rowcount == 1
    conn.execute(delete(sessions).where(sessions.c.staff_id == member))
    conn.execute(delete(presences).where(presences.c.staff_id == member))
    return changed


def use_totp(conn: Connection, member: StaffId, step: int) -> bool:
    """Take a time step that is newer than every one taken."""
    unused = (staff.c.id == member, staff.c.totp_used_step < step)
    return conn.execute(update(staff).where(*unused).values(totp_used_step=step)).rowcount == 1


def note_sign_in(conn: Connection, member: StaffId, *, failed: bool, retry_at: float) -> None:
    """Count a failure, or clear the count."""
    values = {"failures": staff.c.failures + 1, "retry_at": retry_at} if failed else {"failures": 0, "retry_at": 0.0}
    conn.execute(update(staff).where(staff.c.id == member).values(values))


def start_session(conn: Connection, session: StaffSession) -> None:
    """Keep a signed-in browser of an enabled member of staff."""
    if not _is_enabled(conn, session.staff):
        return
    row = insert_or(conn, sessions).values(
        token_hash=session.token_hash,
        staff_id=session.staff,
        csrf=session.csrf,
        created_at=session.created_at,
        seen_at=session.seen_at,
    )
    conn.execute(row.on_conflict_do_nothing())


def find_session(conn: Connection, token_hash: str) -> StaffSession | None:
    """Return a signed-in browser."""
    row = conn.execute(select(sessions).where(sessions.c.token_hash == token_hash)).first()
    return None if row is None else StaffSession(row.token_hash, StaffId(row.staff_id), row.csrf, row.created_at, row.seen_at)


def touch_session(conn: Connection, token_hash: str, now: float) -> None:
    """Note that a browser was used; time never runs back."""
    conn.execute(update(sessions).where(sessions.c.token_hash == token_hash, sessions.c.seen_at < now).values(seen_at=now))


def end_session(conn: Connection, token_hash: str) -> None:
    """Sign a browser out."""
    conn.execute(delete(sessions).where(sessions.c.token_hash == token_hash))


def end_sessions_before(conn: Connection, created_before: float, seen_before: float) -> int:
    """Sign out browsers that are too old or too long idle."""
    old = or_(sessions.c.created_at < created_before, sessions.c.seen_at < seen_before)
    return conn.execute(delete(sessions).where(old)).rowcount


def note_presence(conn: Connection, presence: Presence) -> None:
    """Note an open desk of an enabled member of staff; a later word is never overwritten by an earlier one."""
    if not _is_enabled(conn, presence.staff):
        return
    values = {
        "role": presence.role.value,
        "languages": " ".join(presence.languages),
        "paused": presence.paused,
        "seen_at": presence.seen_at,
    }
    row = insert_or(conn, presences).values(staff_id=presence.staff, **values)
    newer = presences.c.seen_at <= row.excluded.seen_at
    conn.execute(row.on_conflict_do_update(index_elements=[presences.c.staff_id], set_=values, where=newer))


def clear_presence(conn: Connection, member: StaffId) -> None:
    """A desk closed."""
    conn.execute(delete(presences).where(presences.c.staff_id == member))


def present(conn: Connection, since: float) -> Sequence[Presence]:
    """Return desks seen at or after `since`."""
    rows = conn.execute(select(presences).where(presences.c.seen_at >= since).order_by(presences.c.staff_id))
    return [Presence(StaffId(row.staff_id), Role(row.role), tuple(row.languages.split()), row.paused, row.seen_at) for row in rows]


def _is_enabled(conn: Connection, member: StaffId) -> bool:
    """Say whether they may work, and hold the row so that a disabling waits, and then deletes what this writes."""
    enabled = (staff.c.id == member, staff.c.disabled.is_(False))
    return conn.execute(select(staff.c.id).where(*enabled).with_for_update()).first() is not None


def _one(conn: Connection, query: Select[Any]) -> Staff | None:
    row = conn.execute(query).first()
    return None if row is None else _staff(row)


def _staff(row: Row[Any]) -> Staff:
    return Staff(
        id=StaffId(row.id),
        name=row.name,
        role=Role(row.role),
        languages=tuple(row.languages.split()),
        password_hash=row.password_hash,
        totp_secret=row.totp_secret,
        totp_used_step=row.totp_used_step,
        disabled=row.disabled,
        failures=row.failures,
        retry_at=row.retry_at,
    )
