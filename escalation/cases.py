"""The life of a case: which moves there are, and what falls due when.

Rules: every change of status is a line of `MOVES`, and the diagram in the docs is made from it; an illegal move raises and leaves the
value as it was; every time limit is a constant here. Knows no store and no clock: times come in as arguments.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from escalation.model import Case, CaseStatus, StaffId, Urgency, Words

DAY_SECONDS = 24 * 3600

BEAT_LAPSE_SECONDS = 60
"""Silence of an advocate's browser after which the case goes back to the queue, and of a desk after which nobody is there."""

PAGE_AFTER_SECONDS = 120
"""How long a case of urgency now may stand unclaimed before someone is paged."""

TRUTH_AFTER_SECONDS = 300
"""How long a case of urgency now may stand unclaimed before the person, when she writes, is told so and given alternatives."""

CASE_WAIT_HOURS = 12
"""How long a case waits before it closes as expired (default of the setting of that name)."""


class Act(StrEnum):
    """What can happen to a case."""

    CLAIM = "claim"
    BEAT = "beat"
    PAGE = "page"
    RETURN = "return"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table: in status `start`, `act` leads to `end`."""

    start: CaseStatus
    act: Act
    end: CaseStatus
    note: str


MOVES: tuple[Move, ...] = (
    Move(CaseStatus.WAITING, Act.PAGE, CaseStatus.WAITING, f"urgency now, unclaimed for {PAGE_AFTER_SECONDS} s"),
    Move(CaseStatus.WAITING, Act.CLAIM, CaseStatus.CLAIMED, "an advocate takes the next one"),
    Move(CaseStatus.WAITING, Act.CLOSE, CaseStatus.CLOSED, f"she left, or nobody came for {CASE_WAIT_HOURS} hours"),
    Move(CaseStatus.CLAIMED, Act.BEAT, CaseStatus.CLAIMED, "the advocate's browser is alive"),
    Move(CaseStatus.CLAIMED, Act.RETURN, CaseStatus.WAITING, f"given back, or silent for {BEAT_LAPSE_SECONDS} s"),
    Move(CaseStatus.CLAIMED, Act.CLOSE, CaseStatus.CLOSED, "the advocate closes it, or she left"),
)

_TABLE = {(line.start, line.act): line.end for line in MOVES}


class IllegalMoveError(Exception):
    """A move that is not in the table, or of a case that somebody else has. A bug or a lost race: look at the case anew."""

    def __init__(self, act: Act, status: CaseStatus, rule: str) -> None:
        super().__init__(f"case: {act} of a case that is {status}: {rule}")
        self.act = act
        self.status = status


class Due(StrEnum):
    """What the service owes a case that nobody asked for."""

    PAGE = "page"
    RETURN = "return"
    EXPIRE = "expire"


def move(case: Case, act: Act, *, now: float, staff: StaffId | None = None) -> Case:
    """Return the case after `act`. `staff` is who acts; None is the service, which may return or close a case of anybody.

    Raises: IllegalMoveError.
    """
    end = _TABLE.get((case.status, act))
    if end is None:
        known = ", ".join(line.act for line in MOVES if line.start is case.status) or "none"
        raise IllegalMoveError(act, case.status, f"the moves from there are {known}")
    if case.claimed_by is not None and staff is not None and staff != case.claimed_by:
        raise IllegalMoveError(act, case.status, "somebody else has it")
    moved = replace(case, status=end)
    match act:
        case Act.CLAIM | Act.BEAT:
            if staff is None:
                raise IllegalMoveError(act, case.status, "a member of staff has to be named")
            return replace(moved, claimed_by=staff, beat_at=max(now, case.beat_at or now))
        case Act.PAGE:
            return replace(moved, paged_at=now if case.paged_at is None else case.paged_at)
        case Act.RETURN:
            return replace(moved, claimed_by=None, beat_at=None, paged_at=None, returns=case.returns + 1)
        case Act.CLOSE:
            return emptied(moved)


def emptied(case: Case) -> Case:
    """Return what stays of a closed case: its id and the day. The day of `opened_at` is a day of UTC."""
    opened_at = case.opened_at // DAY_SECONDS * DAY_SECONDS
    return Case(case.id, opened_at, Urgency.NEXT, (), "", "", status=CaseStatus.CLOSED, words=Words.NONE)


def due(case: Case, now: float, *, wait_hours: float = CASE_WAIT_HOURS) -> tuple[Due, ...]:
    """Return what is owed to the case at `now`."""
    return tuple(what for what, at in _moments(case, wait_hours) if at <= now)


def next_due(case: Case, *, wait_hours: float = CASE_WAIT_HOURS) -> float | None:
    """Return when the next thing falls due, a moment in the past when it is due already, None when nothing will."""
    return min((at for _, at in _moments(case, wait_hours)), default=None)


def truth_is_due(case: Case, now: float) -> bool:
    """Say whether she must be told, when she writes, that nobody has come yet."""
    return case.status is CaseStatus.WAITING and case.urgency is Urgency.NOW and now >= case.opened_at + TRUTH_AFTER_SECONDS


def as_mermaid() -> str:
    """Return the diagram of `MOVES` as the docs print it."""
    lines = ["stateDiagram-v2", f"    [*] --> {CaseStatus.WAITING}: open"]
    lines += [f"    {line.start} --> {line.end}: {line.act} ({line.note})" for line in MOVES]
    return "\n".join([*lines, f"    {CaseStatus.CLOSED} --> [*]"])


def _moments(case: Case, wait_hours: float) -> tuple[tuple[Due, float], ...]:
    match case.status:
        case CaseStatus.WAITING:
            expire = (Due.EXPIRE, case.opened_at + wait_hours * 3600)
            if case.urgency is Urgency.NOW and case.paged_at is None:
                return (Due.PAGE, case.opened_at + PAGE_AFTER_SECONDS), expire
            return (expire,)
        case CaseStatus.CLAIMED:
            return ((Due.RETURN, (case.opened_at if case.beat_at is None else case.beat_at) + BEAT_LAPSE_SECONDS),)
        case CaseStatus.CLOSED:
            return ()
