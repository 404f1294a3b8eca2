"""Measure understanding on labelled messages: what is heard, what is missed, and what is heard where nothing is.

Rules: the messages are in the form of the examples and never among them; a figure is a share between 0 and 1; times are milliseconds
of one message after the other, by a clock that is passed in; nothing of a message is printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from nlu.examples import Example
from nlu.model import OUT_OF_SCOPE, Trigger, Understanding
from nlu.pipeline import Pipeline

BINS = 10
REJECT = 0.05
"""Share of messages in scope that may be refused when recall of out of scope is measured."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One message, what it was understood as, how far it leads out of scope, and how long that took."""

    example: Example
    meaning: Understanding
    lead: float
    milliseconds: float

    @property
    def raised(self) -> frozenset[Trigger]:
        """Every trigger, sure or asked about."""
        return frozenset(self.meaning.triggers)

    @property
    def sure(self) -> frozenset[Trigger]:
        """The triggers that act at once."""
        return frozenset(alarm.trigger for alarm in self.meaning.alarms if alarm.sure)


def look_at(pipeline: Pipeline, examples: Sequence[Example], clock: Callable[[], float]) -> list[Seen]:
    """Return what each message is understood as. No hint is given: each stands alone, as a first message does."""
    found = []
    for example in examples:
        start = clock()
        meaning = pipeline(example.text)
        took = clock() - start
        found.append(Seen(example, meaning, pipeline.lead(example.text), 1000 * took))
    return found


def report(seen: Sequence[Seen]) -> Iterator[str]:
    """Yield the lines of a report: all, by language, by style, by trigger, out of scope, times."""
    yield f"{len(seen)} messages"
    yield _head("")
    yield _row("all", seen)
    for language in sorted({each.example.language for each in seen}):
        yield _row(language, [each for each in seen if each.example.language == language])
    yield _head("style")
    for style in dict.fromkeys(each.example.style for each in seen):
        yield _row(style, [each for each in seen if each.example.style == style])
    yield f"{'trigger':16} {'recall':>7} {'sure':>7} {'false':>7} {'sure':>7}   (false: share of the messages that do not carry it)"
    for trigger in Trigger:
        carry = [each for each in seen if trigger in each.example.triggers]
        others = [each for each in seen if trigger not in each.example.triggers]
        figures = (
            _share(trigger in each.raised for each in carry), _share(trigger in each.sure for each in carry),
            _share(trigger in each.raised for each in others), _share(trigger in each.sure for each in others),
        )  # fmt: skip
        yield f"{trigger.value:16} " + " ".join(f"{figure:7.3f}" for figure in figures)
    yield from _scope(seen)
    yield f"calibration error of confidence: {calibration_error(seen):.3f}"
    times = np.array([each.milliseconds for each in seen])
    yield f"time: p50 {np.quantile(times, 0.5):.2f} ms, p99 {np.quantile(times, 0.99):.2f} ms"


def macro_f1(seen: Sequence[Seen]) -> float:
    """Return the mean F1 over the intents that the messages have; those written for a trigger alone do not count."""
    asked = [each for each in seen if each.example.intent]
    right: Counter[str] = Counter(each.example.intent for each in asked if each.meaning.intent == each.example.intent)
    wanted = Counter(each.example.intent for each in asked)
    given = Counter(each.meaning.intent for each in asked)
    return float(np.mean([2 * right[intent] / (wanted[intent] + given[intent]) for intent in wanted])) if wanted else float("nan")


def recall(seen: Sequence[Seen], *, sure: bool = False) -> float:
    """Return the share of carried triggers that were raised (`sure`: raised to act at once)."""
    return _share(trigger in (each.sure if sure else each.raised) for each in seen for trigger in each.example.triggers)


def false_alarms(seen: Sequence[Seen], *, near: bool, sure: bool = False) -> float:
    """Return the share of messages without any trigger that raise one: `near` those that sound like it, else all the others."""
    calm = [each for each in seen if not each.example.triggers and bool(each.example.near) is near]
    return _share(bool(each.sure if sure else each.raised) for each in calm)


def calibration_error(seen: Sequence[Seen]) -> float:
    """Return how far confidence is from the share that is right, weighed over ten bins (expected calibration error)."""
    asked = [each for each in seen if each.example.intent]
    total = 0.0
    for bin_number in range(BINS):
        inside = [each for each in asked if min(int(each.meaning.confidence * BINS), BINS - 1) == bin_number]
        if inside:
            right = np.mean([each.meaning.intent == each.example.intent for each in inside])
            total += len(inside) * abs(float(right) - float(np.mean([each.meaning.confidence for each in inside])))
    return total / max(len(asked), 1)


def _scope(seen: Sequence[Seen]) -> Iterator[str]:
    """Yield how well what is out of scope is told from what is not."""
    inside = np.array([each.lead for each in seen if each.example.intent not in {"", OUT_OF_SCOPE}])
    outside = np.array([each.lead for each in seen if each.example.intent == OUT_OF_SCOPE])
    if len(inside) and len(outside):
        area = (inside[:, None] > outside[None, :]).mean() + (inside[:, None] == outside[None, :]).mean() / 2
        refused = (outside < np.quantile(inside, REJECT)).mean()
        yield f"out of scope: AUROC {area:.3f}, recall {refused:.3f} where {REJECT:.0%} of the rest are refused"


def _head(first: str) -> str:
    names = ("F1", "recall", "sure", "near", "sure", "calm", "sure", "lang")
    return f"{first:16} " + " ".join(f"{name:>7}" for name in ("n", *names))


def _row(name: str, seen: Sequence[Seen]) -> str:
    figures = (
        macro_f1(seen), recall(seen), recall(seen, sure=True), false_alarms(seen, near=True), false_alarms(seen, near=True, sure=True),
        false_alarms(seen, near=False), false_alarms(seen, near=False, sure=True),
        _share(each.meaning.language == each.example.language for each in seen),
    )  # fmt: skip
    return f"{name:16} {len(seen):7d} " + " ".join(f"{figure:7.3f}" for figure in figures)


def _share(answers: Iterator[bool]) -> float:
    """Return the share of true answers; not a number where there is none."""
    listed = list(answers)
    return sum(listed) / len(listed) if listed else float("nan")
