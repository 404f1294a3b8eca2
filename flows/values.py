"""The values of the flow engine: what it is given (`Heard`, `Found`), what it remembers (`State`), what it asks for (`Effect`).

Rules: frozen and small; a state holds coded values only, never what a person wrote; an effect is a wish, the engine does nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MAX_STACK = 4
"""Flows that wait for another to return. A fifth call drops the oldest: nobody is lost four menus deep."""

MAX_MISSES = 3
"""Misunderstandings in a row that are counted. At the cap the engine offers a person (urgency next)."""

MAX_ROUNDS = 4
"""Questions to the world that one turn may ask."""


class Mode(StrEnum):
    """Who the conversation is with."""

    TALK = "talk"  # the bot alone
    QUEUE = "queue"  # a case is open and staff are there
    LIVE = "live"  # an advocate has the case
    AFTER_HOURS = "after_hours"  # a case is open and nobody is there who speaks the language
    COVER = "cover"  # the bot plays dead


@dataclass(frozen=True, slots=True)
class State:
    """Where a conversation stands. Serialised between every two turns."""

    mode: Mode = Mode.TALK
    flow: str = ""  # "" before the opening
    node: str = ""
    stack: tuple[tuple[str, str], ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    misses: int = 0
    brief: bool = False  # watched: short answers, no menu, no give-away word

    @property
    def path(self) -> str:
        """`mode/flow/node`, as the command line shows it."""
        return f"{self.mode}/{self.flow}/{self.node}"


class HeardKind(StrEnum):
    """What kind of input a step gets."""

    TEXT = "text"
    CHOICE = "choice"  # a button of this very node; `choice` is its place, counted from 0
    NOTHING = "nothing"  # a photo, a voice message, an empty message
    STALE = "stale"  # a button of another node or another session: the present question again
    START = "start"  # /start
    CLAIMED = "claimed"  # an advocate took the case
    RETURNED = "returned"  # the case went back to the queue
    CLOSED = "closed"  # the advocate closed the case
    LAPSED = "lapsed"  # nobody took the case within CASE_WAIT_HOURS
    UNDELIVERED = "undelivered"  # a relayed message was not read in time and is gone
    LOST_WORDS = "lost_words"  # first word after a restart of the machine with a case still open


@dataclass(frozen=True, slots=True)
class Heard:
    """One input. `text` is there for readers (a country, a code word) and is never put into a state or an effect.

    `triggers` are taxonomy names; `doubtful` those that deserve one gentle question rather than an alarm. `sure` says that the intent
    may act without asking; `word` that the whole message was one reviewed word; `second` is the next likeliest intent of an unsure one.
    """

    kind: HeardKind
    text: str = ""
    choice: int = -1
    intent: str = "out_of_scope"
    sure: bool = False
    word: bool = False
    triggers: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    language: str = ""  # of this message; "" unknown
    unserved: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """One result of a search: what a person needs to reach a service, and who answers."""

    name: str
    phone: str
    sms: str
    hours: str
    languages: str
    answers: str  # "charity", "government", "police", "immigration", "emergency", "helpline"
    website: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to one `Query`. `failed` means that the look-up itself did not work, which is not the same as none."""

    services: tuple[Service, ...] = ()
    staffed: bool = False
    failed: bool = False


Arg = str | int


@dataclass(frozen=True, slots=True)
class Say:
    """Say the text `text` (a Fluent id). `verbatim` args are data of the directory (a name, a number), not texts."""

    text: str
    args: Mapping[str, Arg] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """Offer choices, in order, by the ids of their labels. Always the last thing said in a turn; at most 9."""

    labels: tuple[str, ...]
    args: tuple[Mapping[str, Arg], ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the world, answered in the same turn. `what`: "find" (services) or "staffed" (is anyone there)."""

    what: str
    need: str = ""
    country: str = ""
    who: str = "survivor"
    skip: int = 0


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Ask for a person. The envelope only: no words. If a case is open, its triggers and urgency grow instead."""

    triggers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PassWords:
    """The answer to the consent question: may the context pass to an advocate?"""

    yes: bool


@dataclass(frozen=True, slots=True)
class DropCase:
    """The person wants no advocate any more."""


@dataclass(frozen=True, slots=True)
class Relay:
    """Pass what was just written to the advocate."""


@dataclass(frozen=True, slots=True)
class UseLanguage:
    """Speak this language from now on, this turn's texts included."""

    tag: str


@dataclass(frozen=True, slots=True)
class Exit:
    """Leave now: forget everything, delete what can be deleted, then the bland last line (if `last_line`), then cover if asked for."""

    last_line: bool = True
    cover: bool = False


@dataclass(frozen=True, slots=True)
class Erase:
    """Delete what was written, and say what could be deleted and what not (the receipt). The session ends."""


@dataclass(frozen=True, slots=True)
class Hush:
    """Send nothing more until the person writes: `later`, or someone stands near."""


@dataclass(frozen=True, slots=True)
class SetSecret:
    """Take the way-back word that was just written: its salted hash is kept, the message deleted at once, nothing echoed."""


@dataclass(frozen=True, slots=True)
class Alert:
    """Tell the operator that a flow is broken. `code` names the flow and node, never words."""

    code: str


Effect = (
    Say | Offer | Query | OpenCase | PassWords | DropCase | Relay | UseLanguage | Exit | Erase | Hush | SetSecret | Alert
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """What one input leads to. When the last effect is a `Query` the caller answers it by stepping again with what was found."""

    state: State
    effects: tuple[Effect, ...]
