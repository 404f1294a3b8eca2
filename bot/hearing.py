"""From an inbound message and its meaning to what the engine hears.

Rules: pure; a button counts only in the session and for the question that it was made for, except the one that leaves; what the
person wrote is handed on for readers and never kept here.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.ports import EXIT_PAYLOAD, Inbound, InboundKind
from bot.session import Session
from flows.values import Heard, HeardKind
from locales.fold import digits
from nlu.model import SURE, Understanding

_KINDS = {
    InboundKind.TEXT: HeardKind.TEXT,
    InboundKind.EDITED: HeardKind.TEXT,
    InboundKind.START: HeardKind.START,
    InboundKind.OPT_IN: HeardKind.START,
    InboundKind.MEDIA: HeardKind.NOTHING,
    InboundKind.HELP: HeardKind.TEXT,
}


def hear(session: Session, inbound: Inbound, meaning: Understanding, spoken: Collection[str]) -> Heard:
    """Return what the engine hears. `spoken` are the languages that there are texts in."""
    if inbound.kind is InboundKind.CHOICE:
        return _hear_button(session, inbound.text)
    if inbound.kind is InboundKind.HELP:
        # HELP and INFO offer a person, in whatever language the rest of the conversation is.
        return Heard(HeardKind.TEXT, intent="human", sure=True, word=True, language=session.language)
    # Understanding knows more languages than there are texts for: a cry for help is heard in each, the answer says what we speak.
    mute = bool(meaning.language) and meaning.language not in spoken
    return Heard(
        _kind(inbound, meaning),
        text=inbound.text,
        intent=meaning.intent,
        second=meaning.second,
        sure=meaning.confidence >= SURE,
        word=meaning.whole_word,
        triggers=tuple(trigger.value for trigger in meaning.triggers if any(a.sure for a in meaning.alarms if a.trigger is trigger)),
        doubtful=tuple(trigger.value for trigger in meaning.triggers if not any(a.sure for a in meaning.alarms if a.trigger is trigger)),
        language=session.language if mute else meaning.language,
        unserved=meaning.language if mute else meaning.unserved,
    )


def _kind(inbound: Inbound, meaning: Understanding) -> HeardKind:
    """Return what kind of input it is. Words that came with a picture or behind /start may be a cry for help: then they are heard first."""
    kind = _KINDS[inbound.kind]
    if not inbound.text.strip():
        return HeardKind.NOTHING if kind is HeardKind.TEXT else kind
    return HeardKind.TEXT if kind is HeardKind.NOTHING or meaning.alarms else kind


def _hear_button(session: Session, payload: str) -> Heard:
    """Return the choice behind a payload, or that it is stale."""
    if payload == EXIT_PAYLOAD:
        return Heard(HeardKind.TEXT, intent="exit", sure=True, word=True, language=session.language)
    epoch, _, rest = payload.partition(".")
    question, _, place = rest.partition(".")
    if epoch == session.epoch and question and question == session.question and place.isascii() and place.isdigit():
        return Heard(HeardKind.CHOICE, choice=int(place[:2]), language=session.language)
    return Heard(HeardKind.STALE, language=session.language)


def answers_knock(heard: Heard) -> str:
    """Say how a message answers "are you free?": "now", "not_now", or "" when it says anything more.

    Such an answer is no choice of the flow and no word for the advocate.
    """
    if heard.triggers or heard.doubtful:
        return ""
    number = digits(heard.text).strip(" .)")
    if number == "1" or (heard.word and heard.intent in {"yes", "greet"}):
        return "now"
    return "not_now" if number == "2" or (heard.word and heard.intent in {"no", "later"}) else ""
