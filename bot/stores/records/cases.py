"""Envelopes of cases in the database: each function is one transaction's worth of work on a connection.

Rules: who was first is decided by the row's lock, never by what was read before; a close deletes envelope and sealed address, adds to
the counts of the day and leaves id, day and outcome, all at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, delete, insert, select, update

from bot.stores.records.counts import add, check_day, insert_or
from bot.stores.records.tables import addresses, cases, envelopes
from escalation.cases import emptied
from escalation.impact import NEVER_CLAIMED, closing_counts, wait_of
from escalation.model import Case, CaseId, CaseStatus, Outcome, SealedAddress, StaffId, Urgency, Words
from escalation.policy import in_order


def open_case(conn: Connection, case: Case, address: SealedAddress | None) -> None:
    """Write the envelope and the address, unless the id exists."""
    if case.status is CaseStatus.CLOSED:
        raise ValueError("case: an envelope is opened waiting or claimed")
    new = insert_or(conn, cases).values(id=case.id).on_conflict_do_nothing().returning(cases.c.id)
    if conn.execute(new).first() is None:
        return
    conn.execute(insert(envelopes).values(_row(case)))
    if address is not None:
        conn.execute(insert(addresses).values(case_id=case.id, day=address.day, blob=address.blob))


def find_case(conn: Connection, case: CaseId) -> Case | None:
    """Return a case by id: whole while it is open, what stayed of it when it is closed."""
    row = conn.execute(select(envelopes).where(envelopes.c.case_id == case)).first()
    if row is not None:
        return _case(row)
    closed = conn.execute(select(cases).where(cases.c.id == case, cases.c.day.is_not(None))).first()
    if closed is None:
        return None
    return replace(emptied(Case(case, closed.opened_at, Urgency.NEXT, (), "", "")), outcome=Outcome(closed.outcome))


def open_cases(conn: Connection) -> Sequence[Case]:
    """Return every case that is not closed, oldest first."""
    return _cases(conn, select(envelopes))


def silent_cases(conn: Connection, before: float) -> Sequence[Case]:
    """Return claimed cases without a heartbeat since `before`."""
    return _cases(conn, select(envelopes).where(envelopes.c.status == CaseStatus.CLAIMED.value, envelopes.c.beat_at < before))


def claim_case(conn: Connection, case: CaseId, staff: StaffId, now: float) -> bool:
    """Give a waiting case to `staff`; True also when they have it."""
    row = _lock(conn, case)
    if row is None:
        return False
    if row.status == CaseStatus.CLAIMED.value:
        return bool(row.claimed_by == staff)
    wait = row.wait or wait_of(now - row.opened_at)
    return _change(conn, case, status=CaseStatus.CLAIMED.value, claimed_by=staff, beat_at=now, wait=wait)


def beat_case(conn: Connection, case: CaseId, staff: StaffId, now: float) -> bool:
    """Note a heartbeat; False when the case is not theirs."""
    row = _lock(conn, case)
    if row is None or row.status != CaseStatus.CLAIMED.value or row.claimed_by != staff:
        return False
    return _change(conn, case, beat_at=max(row.beat_at or now, now))


def return_case(conn: Connection, case: CaseId, staff: StaffId | None) -> bool:
    """Put a claimed case back, and count it. Someone may be paged about it again."""
    row = _lock(conn, case)
    if row is None or row.status != CaseStatus.CLAIMED.value or (staff is not None and row.claimed_by != staff):
        return False
    back = CaseStatus.WAITING.value
    return _change(conn, case, status=back, claimed_by=None, beat_at=None, paged_at=None, returns=row.returns + 1)


def raise_case(conn: Connection, case: Case) -> None:
    """Write what became more urgent. What another process raised meanwhile is kept."""
    row = _lock(conn, case.id)
    if row is None:
        return
    _change(
        conn,
        case.id,
        urgency=min(row.urgency, int(case.urgency)),
        triggers=" ".join(in_order((*row.triggers.split(), *case.triggers))),
        supervisor=row.supervisor or case.supervisor,
        ranked_last=row.ranked_last and case.ranked_last,
    )


def mark_words(conn: Connection, case: CaseId, words: Words) -> None:
    """Note what became of the context of an open case."""
    _change(conn, case, words=words.value)


def mark_paged(conn: Connection, case: CaseId, now: float) -> bool:
    """Note a page about an open case; True the first time since it was opened or came back."""
    unpaged = (envelopes.c.case_id == case, envelopes.c.paged_at.is_(None))
    return conn.execute(update(envelopes).where(*unpaged).values(paged_at=now)).rowcount == 1


def close_case(conn: Connection, case: CaseId, outcome: Outcome, day: str) -> bool:
    """Close: envelope and address go, the counts of the day grow, id, day and outcome stay."""
    check_day(day)
    row = _lock(conn, case)
    if row is None:
        return False
    for name in closing_counts(_case(row), outcome, row.wait or NEVER_CLAIMED):
        add(conn, day, name, 1)
    for table in (addresses, envelopes):
        conn.execute(delete(table).where(table.c.case_id == case))
        _lay_anew(conn, table)
    kept = {"opened_at": emptied(_case(row)).opened_at, "day": day, "outcome": outcome.value}
    conn.execute(update(cases).where(cases.c.id == case).values(kept))
    return True


def sealed_addresses(conn: Connection) -> Sequence[SealedAddress]:
    """Return the addresses of open cases, by case."""
    rows = conn.execute(select(addresses).order_by(addresses.c.case_id))
    return [SealedAddress(CaseId(row.case_id), row.day, bytes(row.blob)) for row in rows]


def purge_closed(conn: Connection, before_day: str) -> int:
    """Forget cases closed before a day."""
    return conn.execute(delete(cases).where(cases.c.day < before_day)).rowcount


def _lay_anew(conn: Connection, table: Table) -> None:
    """Write the rows of a table of open cases into fresh pages (SQLite).

    `secure_delete` overwrites a deleted row where it lies, but not the copies that SQLite leaves in the slack of a page when it moves
    rows between pages. Emptying the table frees its pages, and a freed page is overwritten whole.
    """
    if conn.dialect.name != "sqlite":
        return
    rows = [dict(row) for row in conn.execute(select(table)).mappings()]
    conn.execute(delete(table))
    if rows:
        conn.execute(insert(table), rows)


def _lock(conn: Connection, case: CaseId) -> Row[Any] | None:
    """Read an envelope and hold it until the end of the transaction (SQLite: the whole database is held)."""
    return conn.execute(select(envelopes).where(envelopes.c.case_id == case).with_for_update()).first()


def _change(conn: Connection, case: CaseId, **values: object) -> bool:
    return conn.execute(update(envelopes).where(envelopes.c.case_id == case).values(values)).rowcount == 1


def _cases(conn: Connection, query: Select[Any]) -> Sequence[Case]:
    return [_case(row) for row in conn.execute(query.order_by(envelopes.c.opened_at, envelopes.c.case_id))]


def _row(case: Case) -> dict[str, object]:
    return {
        "case_id": case.id,
        "opened_at": case.opened_at,
        "status": case.status.value,
        "urgency": int(case.urgency),
        "triggers": " ".join(case.triggers),
        "language": case.language,
        "channel": case.channel,
        "words": case.words.value,
        "supervisor": case.supervisor,
        "ranked_last": case.ranked_last,
        "returns": case.returns,
        "claimed_by": case.claimed_by,
        "beat_at": case.beat_at,
        "paged_at": case.paged_at,
    }


def _case(row: Row[Any]) -> Case:
    return Case(
        id=CaseId(row.case_id),
        opened_at=row.opened_at,
        urgency=Urgency(row.urgency),
        triggers=tuple(row.triggers.split()),
        language=row.language,
        channel=row.channel,
        status=CaseStatus(row.status),
        words=Words(row.words),
        supervisor=row.supervisor,
        ranked_last=row.ranked_last,
        returns=row.returns,
        claimed_by=None if row.claimed_by is None else StaffId(row.claimed_by),
        beat_at=row.beat_at,
        paged_at=row.paged_at,
    )
