"""Is anyone there: open desks and working hours put together.

Rules: somebody is there when an unpaused desk that serves the language beat within the last minute; hours only limit that, they never
promise anybody. Knows no store and no clock: times come in, in seconds since the epoch (UTC).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from escalation.cases import BEAT_LAPSE_SECONDS
from escalation.hours import ANY_LANGUAGE, Hours, Office, Shift
from escalation.model import Presence, Role
from escalation.policy import serves

HORIZON_DAYS = 366
"""How far ahead `opens_next` looks: past every yearly closing."""


def staffed(presences: Iterable[Presence], hours: Hours, language: str, now: float, *, supervisor: bool = False) -> bool:
    """Say whether somebody is there now who can serve `language` ("" is served by anybody); `supervisor`: and may take such a case.

    A heartbeat dated ahead of `now` counts within the same limit, so that clocks may differ and a wrong one cannot promise for ever.
    """
    return any(
        not presence.paused
        and abs(now - presence.seen_at) <= BEAT_LAPSE_SECONDS
        and serves(presence.languages, language)
        and (not supervisor or presence.role is not Role.ADVOCATE)
        for presence in presences
    ) and is_open(hours, language, now)


def is_open(hours: Hours, language: str, now: float) -> bool:
    """Say whether hours allow staff for `language` at `now`."""
    return hours.always or any(_office_open(office, language, now) for office in hours.offices)


def opens_next(hours: Hours, language: str, now: float) -> float | None:
    """Return the first moment at or after `now` when hours allow staff for `language`; None when there is none within a year."""
    if is_open(hours, language, now):
        return now
    found = (_office_opens(office, language, now) for office in hours.offices)
    return min((at for at in found if at is not None), default=None)


def _office_open(office: Office, language: str, now: float) -> bool:
    # The wall clock decides: an hour that comes twice is open twice, an hour that is skipped is not missed.
    wall = datetime.fromtimestamp(now, office.zone).replace(tzinfo=None)
    today = wall.date()
    return any(
        start <= wall < end for day in (today - timedelta(days=1), today) for start, end in _shifts(office, language, day)
    )  # fmt: skip


def _office_opens(office: Office, language: str, now: float) -> float | None:
    today = datetime.fromtimestamp(now, office.zone).date()
    if not any(_speaks(shift, language) for shift in office.shifts):
        return None
    for ahead in range(-1, HORIZON_DAYS):
        day = today + timedelta(days=ahead)
        moments = [at for at in _candidates(office, language, day) if at >= now and _office_open(office, language, at)]
        if moments:
            return min(moments)
    return None


def _candidates(office: Office, language: str, day: date) -> Iterator[float]:
    """Yield every moment of `day` at which the office can turn from closed to open: a shift's start, or a change of the clock."""
    for start, _ in _shifts(office, language, day):
        for fold in (0, 1):
            yield start.replace(tzinfo=office.zone, fold=fold).timestamp()
    low = int(datetime.combine(day, time(), office.zone).timestamp())
    high = low + 24 * 3600
    if _offset(office, low) == _offset(office, high):
        return
    before = _offset(office, low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(office, middle) == before else (low, middle)
    yield float(high)


def _offset(office: Office, at: float) -> timedelta | None:
    return datetime.fromtimestamp(at, UTC).astimezone(office.zone).utcoffset()


def _shifts(office: Office, language: str, day: date) -> Iterator[tuple[datetime, datetime]]:
    """Yield start and end, by the wall clock, of the shifts that start on `day`."""
    if day in office.holidays:
        return
    midnight = datetime.combine(day, time())
    for shift in office.shifts:
        if shift.weekday == day.weekday() and _speaks(shift, language):
            yield midnight + timedelta(minutes=shift.start), midnight + timedelta(minutes=shift.end)


def _speaks(shift: Shift, language: str) -> bool:
    return shift.language == ANY_LANGUAGE or serves((shift.language,), language)
