"""The values of reaching a person: case, urgency, staff, presence.

Rules: an envelope carries no words, no number and no name; times are seconds since the epoch (UTC); triggers are the taxonomy's names.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NewType

CaseId = NewType("CaseId", str)
StaffId = NewType("StaffId", str)


class Urgency(IntEnum):
    """How soon a person is needed. Lower is sooner, so that a sort puts it first."""

    NOW = 0
    SOON = 1
    NEXT = 2


class CaseStatus(StrEnum):
    """Where a case stands. The table of moves is `escalation.cases.MOVES`."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    CLOSED = "closed"


class Words(StrEnum):
    """What has become of the context: it is read once, and then it is gone."""

    NONE = "none"  # no consent given, or nothing was written
    HELD = "held"  # consented, waiting in memory for the advocate's browser
    READ = "read"  # acknowledged by a browser and deleted
    LOST = "lost"  # a restart of the machine took them


class Outcome(StrEnum):
    """How a case ended: what the desk chooses from, and what the service writes when nobody chose."""

    SUPPORTED = "supported"
    REFERRED = "referred"
    INFORMATION = "information"
    EMERGENCY = "emergency_services_named"
    NO_ANSWER = "no_answer"
    NOT_GENUINE = "not_genuine"
    OTHER = "other"
    LEFT = "left"  # exit, erase, STOP, blocked: set by the service
    EXPIRED = "expired"  # nobody took it within CASE_WAIT_HOURS: set by the service


@dataclass(frozen=True, slots=True)
class Case:
    """The envelope of a request for a person.

    `opened_at` is exact while the case is open and cut to the day when it closes; `supervisor` is set when only a supervisor may
    take it (harm to another); `ranked_last` when the address is known for cases that were not genuine; `returns` counts how often it
    came back unfinished.
    """

    id: CaseId
    opened_at: float
    urgency: Urgency
    triggers: tuple[str, ...]
    language: str
    channel: str
    status: CaseStatus = CaseStatus.WAITING
    words: Words = Words.NONE
    supervisor: bool = False
    ranked_last: bool = False
    returns: int = 0
    claimed_by: StaffId | None = None
    beat_at: float | None = None
    paged_at: float | None = None
    outcome: Outcome | None = None  # of a closed case


class Role(StrEnum):
    """What a member of staff may do. Each may do all that the one before may."""

    ADVOCATE = "advocate"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff. `languages` are the tags in which they can hold a conversation."""

    id: StaffId
    name: str
    role: Role
    languages: tuple[str, ...]
    password_hash: str
    totp_secret: str
    totp_used_step: int = 0  # a code works once (ASVS 6.5.1)
    disabled: bool = False
    failures: int = 0
    retry_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Presence:
    """One open desk: who, for which languages, paused or not, and when its browser last said so."""

    staff: StaffId
    role: Role
    languages: tuple[str, ...]
    paused: bool
    seen_at: float


@dataclass(frozen=True, slots=True)
class SealedAddress:
    """The return address of an open case, sealed under the key of a day. Opaque to records."""

    case: CaseId
    day: str  # ISO date of the key
    blob: bytes


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A signed-in browser. Only the hash of its token is kept; `csrf` guards every change (ASVS 3.5.1)."""

    token_hash: str
    staff: StaffId
    csrf: str
    created_at: float
    seen_at: float


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What a member of staff or the service did: to the hour, without content."""

    hour: str  # "2026-11-23T14"
    actor: str  # a staff id, or "service"
    action: str
    case: CaseId | None = None
