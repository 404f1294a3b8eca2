"""Who comes first, who may take a case, and what is said first: the one table of triggers, for a clinician to read and change.

Rules: urgency comes from `TABLE` and from nowhere else; a case only ever grows more urgent; nothing starves; nobody is refused.
Triggers are named as in the taxonomy. Knows no clock, no store and no flow: times come in as arguments.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from escalation.model import Case, CaseStatus, Role, Staff, Urgency


class First(StrEnum):
    """What a person is told before anything else, most pressing first."""

    EMERGENCY_NUMBER = "the emergency number"
    MEDICAL_HELP = "medical help and a person"
    CHILD_LINE = "the limits of privacy, then a person and a child line"
    PERSON = "a person"
    COVER = "cover: nothing that gives her away"
    BRIEF = "brief mode: short answers, no give-away word"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table.

    `urgency` None means that the trigger alone opens no case. `taker` is the least role that may take the case. `reporter` False
    means that the report door answers, and no case opens, when somebody who reports what they saw says it about another.
    `stands_for` is the taxonomy's name where the line is a variant of it.
    """

    trigger: str
    urgency: Urgency | None
    first: First
    why: str
    taker: Role = Role.ADVOCATE
    reporter: bool = True
    stands_for: str = ""

    @property
    def name(self) -> str:
        """The trigger as the taxonomy names it."""
        return self.stands_for or self.trigger


MOVED_TODAY = "moved_today"
"""What a caller writes instead of `moved_soon` when it is to happen today. A case keeps the taxonomy's name and the urgency."""

TABLE: tuple[Rule, ...] = (
    Rule("danger", Urgency.NOW, First.EMERGENCY_NUMBER, "a life may be lost within minutes"),
    Rule("suicide", Urgency.NOW, First.EMERGENCY_NUMBER, "a life may be lost within minutes"),
    Rule("medical", Urgency.NOW, First.EMERGENCY_NUMBER, "a life may be lost within minutes"),
    Rule("recent_assault", Urgency.NOW, First.MEDICAL_HELP, "care helps most within 72 hours; police only if she wants it"),
    Rule("child", Urgency.NOW, First.CHILD_LINE, "duties may bind the advocate: the limits come first", reporter=False),
    Rule("harm_other", Urgency.NOW, First.PERSON, "a duty to warn is a supervisor's call, so one is paged", Role.SUPERVISOR),
    Rule(MOVED_TODAY, Urgency.NOW, First.PERSON, "after today she may be out of reach", stands_for="moved_soon"),
    Rule("detained", Urgency.SOON, First.PERSON, "a hearing or removal within days needs a lawyer"),
    Rule("family_threat", Urgency.SOON, First.PERSON, "others may have to be made safe first"),
    Rule("moved_soon", Urgency.SOON, First.PERSON, "within days she may be out of reach"),
    Rule("fled", Urgency.SOON, First.PERSON, "a place to sleep has to be found before tonight"),
    Rule("human", Urgency.NEXT, First.PERSON, "asked for, so never argued about"),
    Rule("other_person", None, First.COVER, "whoever holds the phone is told nothing"),
    Rule("watched", None, First.BRIEF, "the screen may be seen"),
)  # fmt: skip

MISUNDERSTANDING = Rule("(misunderstood again and again)", Urgency.NEXT, First.PERSON, "a person understands what the bot does not")

RULES: dict[str, Rule] = {rule.trigger: rule for rule in TABLE}

HEAD_START_SECONDS: dict[Urgency, int] = {Urgency.NOW: 0, Urgency.SOON: 30 * 60, Urgency.NEXT: 2 * 3600}
"""Ageing, all of it: a case queues as if it had been opened this much later. So `soon` passes `now` only after waiting 30 minutes
longer, `next` passes `now` only after two hours longer, and everybody's turn comes."""

RANKED_LAST_SECONDS = 6 * 3600
"""What a case of an address known for cases that were not genuine queues behind, on top of its urgency. Half of the longest wait, so
that someone misjudged is still reached before her case expires."""


def opens_case(triggers: Iterable[str], *, reporter: bool = False) -> bool:
    """Say whether any of the triggers needs a person."""
    return any(rule.urgency is not None for rule in _rules(triggers, reporter=reporter))


def urgency_of(triggers: Iterable[str], *, misunderstood: bool = False, reporter: bool = False) -> Urgency:
    """Return how soon a person is needed: the most urgent line of the table that applies, `next` when none does.

    A name that is not in the table counts as now: a mistake of ours must not make somebody wait.
    """
    rules = [*_rules(triggers, reporter=reporter), *([MISUNDERSTANDING] if misunderstood else [])]
    return min((rule.urgency for rule in rules if rule.urgency is not None), default=Urgency.NEXT)


def first_of(triggers: Iterable[str], *, reporter: bool = False) -> First:
    """Return what comes first when several triggers are raised: the most pressing."""
    order = list(First)
    return min((rule.first for rule in _rules(triggers, reporter=reporter)), key=order.index, default=First.PERSON)


def needs_supervisor(triggers: Iterable[str]) -> bool:
    """Say whether only a supervisor may take a case with these triggers."""
    return any(rule.taker is not Role.ADVOCATE for rule in _rules(triggers, reporter=False))


def in_order(triggers: Iterable[str]) -> tuple[str, ...]:
    """Return the taxonomy's names of triggers, each once, most pressing first; names that are not in the table come last."""
    names = {RULES[trigger].name if trigger in RULES else trigger for trigger in triggers}
    known = dict.fromkeys(rule.name for rule in TABLE if rule.name in names)
    return (*known, *sorted(names - known.keys()))


def merge(case: Case, triggers: Iterable[str]) -> Case:
    """Return the case with more triggers. Urgency and the need of a supervisor only ever grow."""
    raised = tuple(triggers)
    if not raised:
        return case
    return replace(
        case,
        urgency=min(case.urgency, urgency_of(raised)),
        triggers=in_order((*case.triggers, *raised)),
        supervisor=case.supervisor or needs_supervisor(raised),
    )


def rank(cases: Iterable[Case], now: float) -> list[Case]:
    """Return cases in the order in which they are to be taken.

    The rule: by `opened_at` plus head start (`HEAD_START_SECONDS`, `RANKED_LAST_SECONDS`); a case that came back unfinished goes to
    the front of its own urgency and takes the place in the queue of whoever stood there. A case dated after `now` (a clock that runs
    ahead) counts as opened now. Ties: more urgent first, then by id, so that every machine sees one order.
    """
    groups: dict[tuple[bool, Urgency], list[Case]] = {}
    for case in sorted(cases, key=lambda case: (case.returns == 0, _place(case, now), case.id)):
        groups.setdefault((case.ranked_last, case.urgency), []).append(case)
    order: list[Case] = []
    lanes = [groups[key] for key in sorted(groups)]
    while lanes := [lane for lane in lanes if lane]:
        first = min(lanes, key=lambda lane: min(_place(case, now) for case in lane))
        order.append(first.pop(0))
    return order


def serves(languages: Sequence[str], language: str) -> bool:
    """Say whether someone who speaks `languages` can serve `language`. An unknown one ("") can be served by anybody."""
    return not language or _primary(language) in {_primary(spoken) for spoken in languages}


def can_take(staff: Staff, case: Case) -> bool:
    """Say whether this member of staff may take this case: enabled, speaks the language, and a supervisor where one is needed."""
    return not staff.disabled and serves(staff.languages, case.language) and (not case.supervisor or staff.role is not Role.ADVOCATE)


def next_for(staff: Staff, cases: Iterable[Case], now: float) -> Case | None:
    """Return the case this member of staff should have now: the one they already have, else the first waiting one they can take."""
    everything = list(cases)
    mine = [case for case in everything if case.status is CaseStatus.CLAIMED and case.claimed_by == staff.id]
    if mine:
        return rank(mine, now)[0]
    waiting = [case for case in everything if case.status is CaseStatus.WAITING and can_take(staff, case)]
    return next(iter(rank(waiting, now)), None)


def as_markdown() -> str:
    """Return the table as the page for clinicians prints it."""
    lines = ["| trigger | how soon | said first | who may take it | when a reporter says it | why |", "|---|---|---|---|---|---|"]
    for rule in (*TABLE, MISUNDERSTANDING):
        soon = "–" if rule.urgency is None else rule.urgency.name.lower()
        name = rule.trigger + (f" ({rule.stands_for}, today)" if rule.stands_for else "")
        reporter = "the same" if rule.reporter else "the report door, no case"
        lines.append(f"| {name} | {soon} | {rule.first} | {rule.taker} | {reporter} | {rule.why} |")
    return "\n".join(lines)


def _rules(triggers: Iterable[str], *, reporter: bool) -> list[Rule]:
    found = [RULES.get(trigger) or Rule(trigger, Urgency.NOW, First.PERSON, "not in the table") for trigger in triggers]
    return [rule for rule in found if rule.reporter or not reporter]


def _place(case: Case, now: float) -> float:
    late = RANKED_LAST_SECONDS if case.ranked_last else 0
    return min(case.opened_at, now) + HEAD_START_SECONDS[case.urgency] + late


def _primary(tag: str) -> str:
    return tag.replace("_", "-").split("-")[0].lower()
