"""How many cries for help are heard, and how often one is heard where there is none.

The tuned part is what the phrases were improved on, so its figures only keep what was reached. A first held-back part was given up: a
round of improvement had been shaped by it (its recall rose from 0.74-0.87 to 0.94-1.00), so it belongs to the tuned part now. The
present one was written after that, indirect on purpose, and nothing was improved on it: its figures are the ones to publish. All was
written by the same hand as the phrases, none of it by people who lived this.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from nlu.model import Trigger
from nlu.pipeline import Pipeline

FOLDER = Path(__file__).parent / "data"
MIN_RECALL, MAX_FALSE = 0.95, 0.05
HELD_BACK_RECALL = {"ar": 0.19, "en": 0.23, "es": 0.34}
"""What the held-back part may not fall below: what was measured (0.23, 0.27, 0.38), less one message. Too low to rely on."""

HELD_BACK_FALSE = 0.25


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a language's messages."""

    positive: tuple[tuple[Trigger, str], ...]
    negative: tuple[str, ...]


def _parts(tag: str) -> tuple[Part, Part]:
    content = yaml.safe_load((FOLDER / f"{tag}.yml").read_text("utf-8"))

    def part(prefix: str) -> Part:
        positive = tuple((Trigger(trigger), text) for trigger, text in content[f"{prefix}positive"])
        return Part(positive, tuple(content[f"{prefix}negative"]))

    return part(""), part("held_back_")


def _measure(understand: Pipeline, tag: str, part: Part) -> tuple[float, float, list[str]]:
    """Return recall (sure alarms of the right kind), false alarms (any sure alarm), and which messages went wrong."""
    wrong: list[str] = []
    for trigger, text in part.positive:
        if not any(alarm.sure for alarm in understand(text, tag).alarms if alarm.trigger is trigger):
            wrong.append(f"missed {trigger}: {text}")
    missed = len(wrong)
    for text in part.negative:
        if any(alarm.sure for alarm in understand(text, tag).alarms):
            wrong.append(f"false: {text}")
    return 1 - missed / len(part.positive), (len(wrong) - missed) / len(part.negative), wrong


@pytest.mark.parametrize("tag", ["ar", "en", "es"])
def test_cries_are_heard(understand: Pipeline, tag: str, capsys: pytest.CaptureFixture[str]) -> None:
    tuned, held_back = _parts(tag)
    recall, false, wrong = _measure(understand, tag, tuned)
    held_recall, held_false, _ = _measure(understand, tag, held_back)
    with capsys.disabled():
        print(f"\n{tag}: tuned recall {recall:.3f} false {false:.3f}; held back recall {held_recall:.3f} false {held_false:.3f}", end=" ")
    assert recall >= MIN_RECALL, wrong
    assert false <= MAX_FALSE, wrong
    assert held_recall >= HELD_BACK_RECALL[tag], "the held-back part: do not look which"
    assert held_false <= HELD_BACK_FALSE


@pytest.mark.parametrize("tag", ["ar", "en", "es"])
def test_every_trigger_is_asked_about_in_both_parts(tag: str) -> None:
    for part in _parts(tag):
        assert {trigger for trigger, _ in part.positive} == set(Trigger)
    assert sum(len(part.positive) for part in _parts(tag)) >= 60
    assert sum(len(part.negative) for part in _parts(tag)) >= 40
