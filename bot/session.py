"""What a person's rows hold, decoded: session, cover, messages to send, jobs to do.

Rules: these values live in the volatile store only; coded values, except the address and the few texts that wait to be read or sent;
all of it round-trips through JSON between any two turns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from bot.ports import ChannelKind
from escalation.model import Words
from flows.values import State

MAX_CONTEXT = 10
"""Messages of context that an advocate may be given."""

MAX_FATES = 30
"""Replies whose fate the desk can still ask for."""


class BrokenRowError(Exception):
    """A row does not hold what this release expects. The person gets the opening again; the operator is alerted."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"a row does not hold a {kind}")


@dataclass(frozen=True, slots=True)
class CaseRef:
    """The open case of this session."""

    id: str
    opened_at: float
    urgency: int
    triggers: tuple[str, ...]
    words: Words = Words.NONE
    advocate: bool = False  # claimed: a live chat


@dataclass(frozen=True, slots=True)
class Session:
    """One person's present conversation.

    `epoch` names it; `question` names the message whose buttons are good. `wrote_at` is when the person last wrote; `knocked_at` is set
    while a knock waits for an answer. `fates` tells the desk what became of the advocate's replies.
    """

    epoch: str
    channel: ChannelKind
    address: str
    state: State = field(default_factory=State)
    language: str = ""
    question: str = ""
    wrote_at: float = 0.0
    knocked_at: float = 0.0
    case: CaseRef | None = None
    fates: tuple[tuple[str, str], ...] = ()
    secret_hash: str = ""  # of a way-back word chosen for cover
    restored: bool = False  # made after a restart of the machine; the person has not written since


@dataclass(frozen=True, slots=True)
class Cover:
    """The bot plays dead for this person: until the way-back word, or `until`. It outlives the session by days, so: hashes, no address."""

    salt: str
    word_hash: str
    until: float
    silent: bool = False  # opted out: nothing at all is sent until START


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases of this address ended lately, and how many of them were not genuine. Kept for two days, hashed key only."""

    cases: int = 0
    not_genuine: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of context or relay: who said it ("person", "bot", "advocate"), and the words as opaque bytes under a key id."""

    who: str
    body: bytes
    at: float
    key_id: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message in the outbox.

    `once`: a last line or a cover line, never repeated when the answer was lost. `reply` is the advocate's message id. `held`: waits
    for the person to write (a knock is out, or someone stands near). `not_before` delays a retry.
    """

    channel: ChannelKind
    address: str
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    epoch: str = ""
    once: bool = False
    urgent: bool = False
    reply: str = ""
    held: bool = False
    tries: int = 0
    not_before: float = 0.0
    knock: bool = False
    created_at: float = 0.0


@dataclass(frozen=True, slots=True)
class EraseJob:
    """Ids to delete at the provider. `whole`: the records, not only the bodies. `receipt`: tell the person how it went, in a language."""

    channel: ChannelKind
    address: str
    ids: tuple[str, ...]
    whole: bool
    since: float
    next_at: float
    tries: int = 0
    receipt: str = ""
    gone: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """An effect to perform after the commit, repeated until done. `what` is one of the verbs of `bot.performing`."""

    what: str
    case: str = ""
    data: dict[str, str] = field(default_factory=dict)
    not_before: float = 0.0


def encode(value: object) -> bytes:
    """Return the row body of a value."""
    return msgspec.json.encode(value)


T = TypeVar("T")


def decode(kind: type[T], body: bytes) -> T:
    """Return the value that a row body holds.

    Raises: BrokenRowError when an older or newer release wrote something else; nothing of the body is in it.
    """
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise BrokenRowError(kind.__name__) from None
