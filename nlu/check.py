"""Check the reviewed data of all languages, for `quietline check`.

Rules: gives issues and mends nothing; an issue names the file, the language, the rule and the entry of our own lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlu.encoders import open_encoder
from nlu.examples import Example, duplicates, training_examples
from nlu.heads import HeadsError, load_heads
from nlu.model import INTENTS, OUT_OF_SCOPE, Trigger
from nlu.safety import Safety
from nlu.sources import DataError, chosen_tags
from nlu.words import clashes, load_words

MIN_PHRASES = 10
"""Phrases that each trigger has in each language: they hear what is worded plainly, the heads hear the rest."""

MIN_INTENT_EXAMPLES, MIN_TRIGGER_EXAMPLES, MIN_NEAR_EXAMPLES = 25, 40, 5
"""Messages of each language to learn each intent and trigger from, and those that only sound like a trigger."""

MIN_OUT_OF_SCOPE = 350
"""Messages out of scope, over all languages."""


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
    for tag in tags:
        counts = {trigger.value: safety.counts.get((tag, trigger.value), 0) for trigger in Trigger}
        yield from _few(f"nlu/data/{tag}/safety.yml", tag, "each trigger must have at least {least} phrases", MIN_PHRASES, counts)
    yield from _check_examples(training_examples(), tags)
    try:
        load_heads(open_encoder()[0])
    except HeadsError as error:
        yield Issue("nlu/data/heads.npz", "", "the trained heads must fit the examples", str(error))


def _check_examples(examples: Sequence[Example], tags: tuple[str, ...]) -> Iterator[Issue]:
    """Yield what is wrong with the messages that the heads learn from."""
    for example, first in duplicates(examples):
        yield Issue(example.where, example.language, "no message may stand twice", f"also in {first.where}")
    outside = sum(example.intent == OUT_OF_SCOPE for example in examples)
    if outside < MIN_OUT_OF_SCOPE:
        yield Issue("nlu/data", "", f"out of scope must have at least {MIN_OUT_OF_SCOPE} messages", str(outside))
    for tag in tags:
        own = [example for example in examples if example.language == tag]
        intents = Counter(example.intent for example in own)
        triggers = Counter(trigger.value for example in own for trigger in example.triggers)
        near = Counter(example.near for example in own)
        where = f"nlu/data/{tag}/examples"
        wanted = [intent for intent in INTENTS if intent != OUT_OF_SCOPE]
        yield from _few(
            where, tag, "each intent must have at least {least} messages", MIN_INTENT_EXAMPLES, {each: intents[each] for each in wanted}
        )
        names = [trigger.value for trigger in Trigger]
        yield from _few(
            where, tag, "each trigger must have at least {least} messages", MIN_TRIGGER_EXAMPLES, {each: triggers[each] for each in names}
        )
        rule = "each trigger must have at least {least} messages that only sound like it"
        yield from _few(where, tag, rule, MIN_NEAR_EXAMPLES, {each: near[each] for each in names})


def _few(where: str, tag: str, rule: str, least: int, counts: Mapping[str, int]) -> Iterator[Issue]:
    """Yield what there is too little of."""
    for each, count in counts.items():
        if count < least:
            yield Issue(where, tag, rule.format(least=least), f"{each}: {count}")
