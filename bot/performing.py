"""Effects on the world outside the person's book: opening a case, marking it, alerting the operator.

Rules: each is idempotent by its derived id and is repeated until done; none carries words.
"""

from __future__ import annotations

import msgspec
import structlog

from bot.book import ONE, TTL_SECONDS
from bot.ids import link_key
from bot.ports import Kind, PersonKey, Row, RowKey
from bot.service import DESK, Service
from bot.session import Job, encode
from bot.times import hour_of
from escalation import policy
from escalation.model import AuditEntry, Case, CaseId, CaseStatus, Words
from escalation.ports import RecordsLostError

RETRY_SECONDS = 2.0
"""Pause before an effect is tried again while records do not answer."""


async def perform(service: Service, person: PersonKey, job: Job, now: float) -> float:
    """Perform one effect. Returns 0 when it is done, else the seconds to wait before the next attempt."""
    try:
        match job.what:
            case "open_case":
                await _open_case(service, person, job, now)
            case "raise_case":
                await _raise_case(service, job)
            case "mark_words":
                await service.records.mark_words(CaseId(job.case), Words(job.data["words"]))
            case "alert":
                structlog.get_logger().error("flow_broken", code=job.data.get("code", ""))
                service.metrics.failures.labels("", "flow_broken").inc()
                await service.page("flow_broken")
            case _:
                structlog.get_logger().error("job_unknown")  # of another release: dropped, nothing to be done for it
    except RecordsLostError:
        service.metrics.failures.labels("", "records_lost").inc()
        return RETRY_SECONDS
    if job.case:
        await service.bus.publish(DESK, job.case)
    return 0.0


async def _open_case(service: Service, person: PersonKey, job: Job, now: float) -> None:
    """Write the link from case to person, then the envelope with the sealed address."""
    data = job.data
    await write_link(service, job.case, person)
    raised = tuple(data["triggers"].split())
    triggers = policy.in_order(raised)
    case = Case(
        id=CaseId(job.case),
        opened_at=float(data["at"]),
        urgency=policy.urgency_of(raised),
        triggers=triggers,
        language=data["language"],
        channel=data["channel"],
        supervisor=policy.needs_supervisor(raised),
        ranked_last=bool(data["last"]),
    )
    sealed = None
    if service.seals is not None:
        address = msgspec.json.encode([data["channel"], data["address"], data["language"]])
        sealed = service.seals.seal(case.id, address, now)
    await service.records.open_case(case, sealed)
    await service.records.write_audit(AuditEntry(hour_of(now), "service", "case.open", case.id))


async def write_link(service: Service, case: str, person: PersonKey) -> None:
    """Remember whose case it is, under the case's own key. Repeating it changes nothing."""
    key = link_key(service.secret, case)
    row = Row(RowKey(Kind.LINK, ONE), encode(person), TTL_SECONDS[Kind.LINK])
    while True:
        loaded = await service.volatile.load(key)
        if loaded.rows or await service.volatile.commit(key, loaded.version, [row], [], due_at=None):
            return


async def _raise_case(service: Service, job: Job) -> None:
    """Let an open case grow more urgent."""
    case = await service.records.find_case(CaseId(job.case))
    if case is not None and case.status is not CaseStatus.CLOSED:
        await service.records.raise_case(policy.merge(case, tuple(job.data["triggers"].split())))
