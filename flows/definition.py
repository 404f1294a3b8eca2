"""What a flow is made of, once it has been read and checked: frozen values that the engine walks and never changes.

Rules: names are plain; every place to go is a `Target`; texts are Fluent ids; a node either rests (choices or a reader) or passes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Place = tuple[str, str]
"""A flow and a node of it."""

MAX_CHOICES = 9
"""A choice is one digit on a telephone, and `0` always leaves."""


class FlowKind(StrEnum):
    """How a flow is entered and left."""

    MAIN = "main"  # entering it forgets who waits for a return
    ALARM = "alarm"  # a case is opened on the way in; whoever was interrupted waits
    DETOUR = "detour"  # a short question between two others


class Do(StrEnum):
    """What a choice or a node can do besides leading somewhere."""

    PASS_WORDS = "pass_words"  # noqa: S105 - the name of an action
    NO_WORDS = "no_words"
    DROP_CASE = "drop_case"
    EXIT = "exit"
    COVER = "cover"
    ERASE = "erase"
    HUSH = "hush"
    ASK_PERSON = "ask_person"  # look who is there, open a case, then flow `person`
    LOOK_AGAIN = "look_again"  # is somebody there by now?
    RAISE = "raise"  # the trigger that the node is named after
    GUESS = "guess"  # the intent that was guessed; so is the name of the slot that holds it
    SECOND = "second"  # the next likeliest, in the same way
    BRIEF = "brief"  # somebody is near: a few plain words from now on


RETURN = "@return"
"""Target: back to whoever waits, or the menu."""

GUESSED = {f"@{do}": do for do in (Do.GUESS, Do.SECOND)}
"""Labels that stand for the one under which a guessed intent is known (`Hearing.label`), and what choosing it does."""

AGAIN = "@again"
"""Target: the question that was asked before this one was put in between."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to go. `flow` is "" for the same flow; `node` is "" for the start; `node` may be `RETURN`."""

    flow: str
    node: str

    def __str__(self) -> str:
        """As it is written in YAML."""
        return f"{self.flow}/{self.node}" if self.flow else self.node


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to offer. Picked by its number, its label in any language, or an intent of the same name (`do-menu`: menu).

    A label of `GUESSED` stands for the label of what was guessed; without a guess the choice is not offered.
    """

    label: str
    to: Target | None = None
    do: Do | None = None
    sets: Mapping[str, str] = field(default_factory=dict)
    only: tuple[str, str] | None = None  # (slot, value): offered only then


class ReaderKind(StrEnum):
    """What a node can read from free text. Only the coded result is kept."""

    COUNTRY = "country"
    LANGUAGE = "language"
    SECRET = "secret"  # noqa: S105 - the name of a reader


@dataclass(frozen=True, slots=True)
class Reader:
    """What to read, and where to go when it was read."""

    kind: ReaderKind
    then: Target


@dataclass(frozen=True, slots=True)
class Search:
    """A look-up in the directory, and where to go with some, none, or a failed look-up."""

    need: str  # a need, or "@need": the slot of that name
    some: Target
    none: Target
    failed: Target
    who: str = "survivor"
    most: int = 3  # services on one screen; `more` is never offered with one


@dataclass(frozen=True, slots=True)
class Branch:
    """Go by a slot's value. The slot `mode` is the state's mode. `other` takes everything else, an empty slot included."""

    slot: str
    cases: Mapping[str, Target]
    other: Target


@dataclass(frozen=True, slots=True)
class Line:
    """One text to say. `give` names the arguments that the engine knows; `literal` are fixed ones of the file."""

    text: str
    give: tuple[str, ...] = ()
    literal: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Node:
    """One step of a flow."""

    name: str
    says: tuple[Line, ...] = ()
    sets: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    languages: bool = False  # offer every served language before the choices
    reader: Reader | None = None
    search: Search | None = None
    branch: Branch | None = None
    do: Do | None = None
    next: Target | None = None
    resume: Target | None = None  # where to come back to after an interruption; None: here
    waits: bool = False  # stands without a question: an advocate has the conversation, or something is still to be told
    otherwise: Target | None = None  # where a text goes that means nothing here; None: it counts as a miss
    again: Line | None = None  # the question, said once more after a misunderstanding; None: what is read for, or nothing

    @property
    def rests(self) -> bool:
        """Whether the conversation can stand here and wait."""
        return bool(self.choices or self.reader or self.languages or self.waits)


@dataclass(frozen=True, slots=True)
class Hearing:
    """Where an intent leads, and which slots it fills. `label`: what it is called when it is only a guess; "" is never guessed."""

    to: Place
    sets: Mapping[str, str] = field(default_factory=dict)
    label: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Where a legal sentence comes from. `status`: "source" (read there), "secondary" (read elsewhere), "knowledge" (known, not re-read).

    `police_risk`: acting on it brings the person before police or immigration, so the screen says to ask somebody first.
    """

    text: str
    source: str
    as_of: str  # YYYY-MM
    status: str
    police_risk: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """A named set of nodes. `resumes`: whoever is interrupted in it by an alarm comes back to its start, else to the menu."""

    name: str
    kind: FlowKind
    start: str
    nodes: Mapping[str, Node]
    resumes: bool = False


@dataclass(frozen=True, slots=True)
class Library:
    """All flows, and how they are entered: by intent, by trigger. `emergency` gives the number of a country by its code."""

    flows: Mapping[str, Flow]
    hearings: Mapping[str, Hearing]
    alarms: Mapping[str, str]
    emergency: Mapping[str, str]
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def node(self, place: Place) -> Node | None:
        """Return the node at a place, None when this version does not know it."""
        flow = self.flows.get(place[0])
        return flow.nodes.get(place[1]) if flow else None

    @property
    def labels(self) -> frozenset[str]:
        """The ids of all choices; those of the languages are made from their tags."""
        offered = {choice.label for flow in self.flows.values() for node in flow.nodes.values() for choice in node.choices}
        return frozenset(offered - GUESSED.keys() | self.guessed)

    @property
    def guessed(self) -> frozenset[str]:
        """The ids of the labels under which an intent is offered when it is only a guess."""
        return frozenset(hearing.label for hearing in self.hearings.values() if hearing.label)

    def start(self, flow: str) -> Place:
        """Return the first place of a flow that exists."""
        return flow, self.flows[flow].start
