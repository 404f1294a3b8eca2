"""Check the reviewed data of all languages, for `quietline check`.

Rules: gives issues and mends nothing; an issue names the file, the language, the rule and the entry of our own lists.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from nlu.intents import PhraseClassifier
from nlu.model import INTENTS, OUT_OF_SCOPE, Trigger
from nlu.safety import Safety
from nlu.sources import DataError, chosen_tags
from nlu.words import MOVES, clashes, load_words

MIN_PHRASES = 40
"""Phrases that each trigger has in each language before it is shipped."""

MIN_INTENT_PHRASES = 3


@dataclass(frozen=True, slots=True)
class Issue:
    """One broken rule: where, in which language, which rule, and what was found there."""

    where: str
    language: str
    rule: str
    got: str


def check(tags: Collection[str] | None = None) -> tuple[Issue, ...]:
    """Return what is wrong with the data of the served languages, or of `tags`."""
    try:
        return tuple(_check(chosen_tags(tags)))
    except DataError as error:
        return (Issue("nlu/data", "", "every file must be readable", str(error)),)


def _check(tags: tuple[str, ...]) -> Iterator[Issue]:
    for tag, rule, got in clashes(load_words(tags)):
        yield Issue(f"nlu/data/{tag}/words.yml", tag, rule, got)
    safety = Safety(tags)
    intents = PhraseClassifier(tags)
    for tag in tags:
        for trigger in Trigger:
            count = safety.counts.get((tag, trigger.value), 0)
            if count < MIN_PHRASES:
                yield Issue(
                    f"nlu/data/{tag}/safety.yml", tag, f"each trigger must have at least {MIN_PHRASES} phrases", f"{trigger}: {count}"
                )
        for intent in INTENTS:
            if intent == OUT_OF_SCOPE or intent in MOVES:
                continue
            count = intents.counts.get((tag, intent), 0)
            if count < MIN_INTENT_PHRASES:
                yield Issue(
                    f"nlu/data/{tag}/intents.yml", tag, f"each intent must have at least {MIN_INTENT_PHRASES} phrases", f"{intent}: {count}"
                )
