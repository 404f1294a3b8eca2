"""What the desk notes about its staff: the audit log, to the hour and without content, and daily counts."""

from __future__ import annotations

from datetime import UTC, datetime

from escalation.model import AuditEntry, CaseId, StaffId
from escalation.ports import Records


async def note_act(records: Records, now: float, actor: StaffId, action: str, case: CaseId | None = None) -> None:
    """Write to the audit log who did what. `now` is in seconds since the epoch and is cut to the hour."""
    hour = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H")
    await records.write_audit(AuditEntry(hour, actor, action, case))


async def note_count(records: Records, now: float, name: str) -> None:
    """Add one to a daily count."""
    await records.count(datetime.fromtimestamp(now, UTC).date().isoformat(), name)
