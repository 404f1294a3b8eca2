"""Where the heads are unsure they name the next likeliest intent too."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nlu.model import INTENTS, OUT_OF_SCOPE, SURE
from nlu.normalise import normalise
from nlu.pipeline import Pipeline
from nlu.sources import chosen_tags

TWO_NEEDS = ("a doctor or a lawyer", "un médico o un abogado", "طبيب أو محامي")
TEXTS = (
    *TWO_NEEDS,
    "passport",
    "work or a bed",
    "I need somewhere to sleep",
    "i like pizza",
    "exit",
    "let me talk to a real person",
    "???",
    "",
)


@pytest.mark.parametrize("sure", [0.0, SURE, 1.0])
@pytest.mark.parametrize("text", TEXTS)
def test_a_second_is_named_only_while_the_first_is_unsure(
    understand: Pipeline, text: str, sure: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nlu.pipeline.SURE", sure)
    meaning = understand(text)
    unsure = meaning.intent != OUT_OF_SCOPE and meaning.confidence < sure
    assert bool(meaning.second) is unsure
    assert meaning.second in {"", *INTENTS} - {meaning.intent, OUT_OF_SCOPE}


@pytest.mark.parametrize("text", TWO_NEEDS)
def test_two_needs_in_one_message_are_both_named(understand: Pipeline, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlu.pipeline.SURE", 1.1)  # however near the line training puts it
    meaning = understand(text)
    assert {meaning.intent, meaning.second} == {"find_legal_help", "find_medical"}


def test_the_second_is_the_next_of_the_same_reading(understand: Pipeline) -> None:
    reading = understand._weigh(normalise("passport")).reading
    chances = np.zeros(len(INTENTS), dtype=np.float32)
    for intent, chance in ((OUT_OF_SCOPE, 0.4), ("find_medical", 0.3), ("rights_pay", 0.2), ("find_shelter", 0.1)):
        chances[INTENTS.index(intent)] = chance
    assert understand.choose_second(replace(reading, intents=chances), "find_medical") == "rights_pay"
    even = np.full(len(INTENTS), 1 / len(INTENTS), dtype=np.float32)
    assert understand.choose_second(replace(reading, intents=even), INTENTS[0]) not in {INTENTS[0], OUT_OF_SCOPE}


class Unsure:
    """Another engine, which tells one intent."""

    def classify(self, text: str, language: str) -> tuple[str, float]:
        return "rights_debt", 0.3


def test_another_engine_names_no_second() -> None:
    meaning = Pipeline(chosen_tags(["en"]), Unsure())(TWO_NEEDS[0], "en")
    assert (meaning.intent, meaning.second) == ("rights_debt", "")
