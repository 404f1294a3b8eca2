"""Decide which alarm a message sounds, and sound it.

Rules: the order of `ORDER` chooses the flow, the case gets all triggers; a reporter who names a child stays at the report door; what is
doubtful is asked once, gently, and a second doubtful sign counts as sure. Nobody is told that help was sent.
"""

from __future__ import annotations

from flows.values import Heard, OpenCase
from flows.walk import Walk

ORDER = (
    "danger", "medical", "suicide", "recent_assault", "child",
    "moved_soon", "detained", "family_threat", "fled", "harm_other", "human",
)  # fmt: skip
"""Most pressing first. `watched` and `other_person` change how we speak and are taken before."""

NOW = frozenset(ORDER[:5])
"""Triggers that come before a flow and before the relay."""

EMERGENCY = frozenset(ORDER[:3])
"""Triggers for which the emergency number is the first thing said."""

DOORS = "doors"
"""The flow of somebody who writes about another person."""

DOUBT = "doubt"


def raised(walk: Walk, heard: Heard) -> tuple[str, ...]:
    """Return the triggers that act, most pressing first. At a doubtful question its own trigger counts as sure the second time."""
    found = set(heard.triggers)
    if walk.state.flow == DOUBT and walk.state.node in heard.doubtful:
        found.add(walk.state.node)
    if heard.intent == "human" and (heard.sure or heard.word):
        found.add("human")
    reporting = heard.intent == "report_concern" and (heard.sure or heard.word)
    if "child" in found and (reporting or _reports(walk)):
        found.discard("child")
    return tuple(trigger for trigger in ORDER if trigger in found)


def _reports(walk: Walk) -> bool:
    """Say whether the person stands, or stood before an interruption, at the doors for somebody else."""
    return walk.state.flow == DOORS or any(place[0] == DOORS for place in walk.state.stack)


def doubted(walk: Walk, heard: Heard) -> str:
    """Return the doubtful trigger that deserves a question, "" if none does."""
    if walk.state.flow == DOUBT:
        return ""
    if "other_person" in heard.doubtful:
        return "other_person"
    known = walk.library.flows.get(DOUBT)
    return next((trigger for trigger in ("watched", *ORDER) if trigger in heard.doubtful and known and trigger in known.nodes), "")


def doubt(walk: Walk, trigger: str) -> None:
    """Ask the gentle question. Somebody else, perhaps: the neutral opening, and nothing of what went before."""
    if trigger == "other_person":
        begin_again(walk)
    else:
        walk.enter((DOUBT, trigger))


def begin_again(walk: Walk) -> None:
    """Forget what was gathered and say the neutral first line."""
    walk.enter(("opening", "hello"))


def sound(walk: Walk, triggers: tuple[str, ...]) -> None:
    """Open a case for all triggers and enter the flow of the most pressing one."""
    owe(walk, triggers[1:])
    walk.open(walk.library.alarms.get(triggers[0], "person"), triggers)


def owe(walk: Walk, unsaid: tuple[str, ...]) -> None:
    """Note that the limits for a child are still to be said, where something more pressing is said first. `person/asked` says them."""
    if "child" in unsaid:
        walk.set(limits="owed")


def note(walk: Walk, triggers: tuple[str, ...]) -> None:
    """Let an open case grow, and change nothing else."""
    if triggers:
        walk.effects.append(OpenCase(triggers))
