"""The rounds: what is looked after every few seconds, beside the conversations.

Rules: repeated without harm; a silent desk gives its case back, a *now* case that nobody takes is paged about, without content; what
has had its time in records is forgotten.
"""

from __future__ import annotations

import asyncio

import structlog

from bot.book import DAY, Book
from bot.desk_line import person_of, tell_returned
from bot.logs import place_of
from bot.service import Service
from bot.times import day_of, hour_of
from escalation import cases
from escalation.cases import Due
from escalation.model import Case, CaseStatus, Outcome

ROUND_SECONDS = 5.0
"""How often the rounds are made: far under the 60 seconds after which a silent desk loses its case."""

SESSION_SECONDS = 12 * 3600
"""The longest life of a desk's sign-in."""

IDLE_SECONDS = 1800
"""The longest a signed-in desk may be idle."""

KEEP_AUDIT_DAYS = 365
"""How long the audit log is kept."""

KEEP_CLOSED_DAYS = 90
"""How long id, day and outcome of a closed case stay."""


async def make_rounds(service: Service) -> None:
    """Make the rounds until cancelled."""
    while True:
        try:
            await make_round(service)
        except Exception as error:  # noqa: BLE001 - the rounds look after everybody; one broken case must not end them
            service.metrics.failures.labels("", f"rounds_{type(error).__name__}").inc()
            structlog.get_logger().error("round_failed", code=type(error).__name__, place=place_of(error))
        await asyncio.sleep(ROUND_SECONDS)


async def make_round(service: Service) -> None:
    """Look after every open case once, and after what is old.

    Raises: RecordsLostError.
    """
    now = service.clock.now()
    open_cases = await service.records.open_cases()
    service.metrics.waiting.set(sum(case.status is CaseStatus.WAITING for case in open_cases))
    for case in open_cases:
        if await _is_orphan(service, case):
            await service.records.close_case(case.id, Outcome.LEFT, day_of(now))
            continue
        for what in cases.due(case, now, wait_hours=service.settings.case_wait_hours):
            await _settle_due(service, case, what, now)
    if service.seals is not None:
        service.seals.destroy_days({sealed.day for sealed in await service.records.sealed_addresses()}, now=now)
    await service.records.end_sessions_before(now - SESSION_SECONDS, now - IDLE_SECONDS)
    await service.records.purge_audit(hour_of(now - KEEP_AUDIT_DAYS * DAY))
    await service.records.purge_closed(day_of(now - KEEP_CLOSED_DAYS * DAY))


async def _is_orphan(service: Service, case: Case) -> bool:
    """Say whether the person has gone on without this case: they left while its envelope was being written, and the process died."""
    person = await person_of(service, case.id)
    return person is not None and Book(await service.volatile.load(person)).case_of() != case.id


async def _settle_due(service: Service, case: Case, what: Due, now: float) -> None:
    """Do what a case is owed."""
    match what:
        case Due.PAGE:
            if await service.page("case_now_unclaimed"):
                await service.records.mark_paged(case.id, now)
        case Due.RETURN:
            if await service.records.return_case(case.id, case.claimed_by):
                structlog.get_logger().info("case_returned", code="desk_silent")
                await tell_returned(service, case.id)
        case Due.EXPIRE:
            # The person's own due turn closes it and forgets; this is for cases whose person the store does not know any more.
            if await person_of(service, case.id) is None:
                await service.records.close_case(case.id, Outcome.EXPIRED, day_of(now))
