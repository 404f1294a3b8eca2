"""The values that understanding speaks.

Rules: frozen values only; names of intents and triggers are exactly those of the taxonomy; nothing here keeps what a person wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Trigger(StrEnum):
    """A safety signal that must not be missed. A message can raise any number of them."""

    DANGER = "danger"
    SUICIDE = "suicide"
    MEDICAL = "medical"
    CHILD = "child"
    WATCHED = "watched"
    OTHER_PERSON = "other_person"
    DETAINED = "detained"
    MOVED_SOON = "moved_soon"
    FLED = "fled"
    FAMILY_THREAT = "family_threat"
    RECENT_ASSAULT = "recent_assault"
    HARM_OTHER = "harm_other"
    HUMAN = "human"


OUT_OF_SCOPE = "out_of_scope"

SURE = 0.6
"""Confidence from which an intent acts without asking. Below, the two nearest choices are offered."""

INTENTS: tuple[str, ...] = (
    "greet", "yes", "no", "thanks", "menu", "back", "repeat", "skip", "more", "later", "change_language", "exit", "erase", "human",
    "about", "privacy", "stop_contact", "complaint",
    "find_shelter", "find_legal_help", "find_medical", "find_counselling", "find_basics", "find_work_training", "find_hotline",
    "am_i_trafficked", "rights_overview", "rights_stay", "rights_work", "rights_pay", "rights_documents", "rights_police",
    "rights_record", "rights_family", "rights_debt", "rights_images",
    "safety_plan", "phone_safety",
    "report_concern", "looking_for_someone", "offer_help", OUT_OF_SCOPE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alarm:
    """One raised trigger and what raised it, so that a clinician can audit the rule.

    `rule` names the reviewed stem or the trained head, never the person's own words.
    """

    trigger: Trigger
    rule: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Understanding:
    """What one message means.

    `language` is a served tag, or the hint when the text gives none away, or "" when both are unknown; a language that is not served
    is reported in `unserved` (BCP 47) and leaves `language` at the hint. `confidence` is 0..1; unsure is low, never a missing intent.
    `second` is the next likeliest intent in scope while the first is unsure; "" when it is sure, out of scope or not the heads' own.
    """

    language: str
    intent: str
    confidence: float
    alarms: tuple[Alarm, ...] = ()
    unserved: str = ""
    whole_word: bool = False  # the whole message was one reviewed word for moving around (so it may act at once)
    second: str = ""

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """The raised triggers, each once, in the order of the taxonomy."""
        raised = {alarm.trigger for alarm in self.alarms}
        return tuple(trigger for trigger in Trigger if trigger in raised)


class Classifier(Protocol):
    """Whatever else tells intents: the built-in heads, or another engine behind the same seam."""

    def classify(self, text: str, language: str) -> tuple[str, float]:
        """Return the intent of `text` and how sure it is (0..1). `language` is a served tag or "". Never raises on any text."""
        ...
