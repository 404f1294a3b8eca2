"""One service of the directory, with where its number comes from and how sure that is.

Rules: a row is data about a service, never about a person; a row that nobody has dialled is not verified, whatever its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flows.values import Service


class Kind(StrEnum):
    """What a service is for."""

    EMERGENCY = "emergency"
    TRAFFICKING = "trafficking_hotline"
    LABOUR = "labour_exploitation"
    POLICE_TIP = "police_tip"
    DOMESTIC = "domestic_violence"
    SEXUAL = "sexual_violence"
    CHILD = "child"
    SUICIDE = "suicide_crisis"
    IMMIGRATION = "immigration_legal"
    LEGAL = "pro_bono_legal"
    EMBASSY = "embassy_support"


class Answers(StrEnum):
    """Who picks up."""

    CHARITY = "charity"
    HELPLINE = "helpline"  # run by whom is not known for sure
    GOVERNMENT = "government"
    POLICE = "police"  # or prosecutors
    IMMIGRATION = "immigration"
    EMERGENCY = "emergency"


class Certainty(StrEnum):
    """How the number is known."""

    SOURCE = "source"  # read in the named source
    KNOWLEDGE = "knowledge"  # known, not seen in a source
    VERIFIED = "verified"  # dialled, or checked on the provider's live page, by the operator


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One row. `seen` is when the source was dated, or ""; `verified_on` the ISO day on which the operator checked it, or ""."""

    country: str
    name: str
    kind: Kind
    answers: Answers
    phone: str
    sms: str
    website: str
    hours: str
    languages: str
    serves: tuple[str, ...]
    source: str
    seen: str
    certainty: Certainty
    verified_on: str = ""

    @property
    def verified(self) -> bool:
        """Whether the row may be shown on a real channel. Emergency numbers are excepted by the finder."""
        return self.certainty is Certainty.VERIFIED

    @property
    def service(self) -> Service:
        """What a person gets to read of it."""
        return Service(
            name=self.name, phone=self.phone, sms=self.sms, hours=self.hours, languages=self.languages, answers=self.answers,
            website=self.website, verified=self.verified,
        )  # fmt: skip
