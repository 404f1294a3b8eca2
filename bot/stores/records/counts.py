"""Daily counts and the audit log in the database.

Rules: a count is a day, a name and a number; an audit entry is dated to the hour and has no content; both refuse what could be more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, Table, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.stores.records.tables import audit, daily_counts
from escalation.impact import is_count_name
from escalation.model import AuditEntry, CaseId

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOUR: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}")
_ACTION: Final = re.compile(r"[a-z][a-z0-9_.:-]{0,63}")


def insert_or(conn: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an insert that can say what to do when the row exists; both databases speak it, each in its own dialect."""
    return postgresql.insert(table) if conn.dialect.name == "postgresql" else sqlite.insert(table)


def check_day(day: str) -> None:
    """Refuse what is not an ISO day.

    Raises: ValueError.
    """
    if not _DAY.fullmatch(day):
        raise ValueError("day: must be YYYY-MM-DD")


def add(conn: Connection, day: str, name: str, amount: int) -> None:
    """Add to a daily count."""
    row = insert_or(conn, daily_counts).values(day=day, name=name, amount=amount)
    conn.execute(
        row.on_conflict_do_update(
            index_elements=[daily_counts.c.day, daily_counts.c.name],
            set_={"amount": daily_counts.c.amount + row.excluded.amount},
        )
    )


def count(conn: Connection, day: str, name: str, amount: int) -> None:
    """Add to a daily count whose name keeps the rule."""
    check_day(day)
    if not is_count_name(name):
        raise ValueError("count: a name is dotted lower-case words without long numbers")
    add(conn, day, name, amount)


def counts(conn: Connection, first_day: str, last_day: str) -> dict[tuple[str, str], int]:
    """Return the counts of a span of days."""
    found = conn.execute(select(daily_counts).where(daily_counts.c.day.between(first_day, last_day)))
    return {(row.day, row.name): row.amount for row in found}


def write_audit(conn: Connection, entry: AuditEntry) -> None:
    """Append to the audit log."""
    if not _HOUR.fullmatch(entry.hour) or not _ACTION.fullmatch(entry.action):
        raise ValueError("audit: an entry is dated to the hour (YYYY-MM-DDTHH) and its action is one lower-case word")
    conn.execute(insert(audit).values(hour=entry.hour, actor=entry.actor, action=entry.action, case_id=entry.case))


def read_audit(conn: Connection, limit: int) -> Sequence[AuditEntry]:
    """Return the newest entries, newest first."""
    found = conn.execute(select(audit).order_by(audit.c.seq.desc()).limit(max(0, limit)))
    return [AuditEntry(row.hour, row.actor, row.action, None if row.case_id is None else CaseId(row.case_id)) for row in found]


def purge_audit(conn: Connection, before_hour: str) -> int:
    """Forget entries from before an hour."""
    return conn.execute(delete(audit).where(audit.c.hour < before_hour)).rowcount
