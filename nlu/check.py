"""Check the reviewed data of all languages, for `quietline check`.

Rules: gives issues and mends nothing; an issue names the file, the language, the rule and the entry of our own lists.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from nlu.intents import PhraseClassifier
from nlu.model import INTENTS, OUT_OF_SCOPE, Trigger
from nlu.safety import Safety
from nlu.sources import DataError, chosen_tags
from nlu.words import MOVES, clashes, load_words

MIN_PHRASES = 40
"""Phrases that each trigger has in each language before it is shipped."""

MIN_INTENT_PHRASES = 14


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
    wanted = [intent for intent in INTENTS if intent != OUT_OF_SCOPE and intent not in MOVES]
    for tag in tags:
        yield from _few(
            tag, "safety", "trigger", MIN_PHRASES, {trigger.value: safety.counts.get((tag, trigger.value), 0) for trigger in Trigger}
        )
        yield from _few(tag, "intents", "intent", MIN_INTENT_PHRASES, {intent: intents.counts.get((tag, intent), 0) for intent in wanted})


def _few(tag: str, name: str, kind: str, least: int, counts: Mapping[str, int]) -> Iterator[Issue]:
    """Yield what has fewer phrases than it must have."""
    for each, count in counts.items():
        if count < least:
            yield Issue(f"nlu/data/{tag}/{name}.yml", tag, f"each {kind} must have at least {least} phrases", f"{each}: {count}")
