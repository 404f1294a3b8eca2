"""Arabic in Latin letters and digits."""

from __future__ import annotations

import pytest

from nlu.model import Trigger
from nlu.pipeline import Pipeline
from nlu.romanised import load_romanised

GAP = pytest.mark.xfail(strict=True, reason="not heard")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("7abesni", "habsni"),
        ("5ayfa", "khayfa"),
        ("ye2telni", "yektelni"),
        ("yeqtelni", "ye9telni"),
        ("shurta", "chorta"),
        ("sa3dini", "sa3dni"),
    ],
)
def test_ways_to_write_one_word_have_one_skeleton(one: str, other: str) -> None:
    table = load_romanised("ar")
    assert table is not None
    assert table.skeleton(one) == table.skeleton(other)


def test_numbers_stay_numbers() -> None:
    table = load_romanised("ar")
    assert table is not None
    assert table.skeleton("15") == "15"


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("sa3dini", Trigger.HUMAN), ("rah ye2telni", Trigger.DANGER), ("7abesni", Trigger.DANGER),
        # The two reviewed phrases behind these were dropped as too often wrong, and the heads hear neither: "i cannot go out", "mama does not know".
        pytest.param("ma fini etla3", Trigger.DANGER, marks=GAP), ("mama te3rafsh", Trigger.WATCHED), ("ana 3omri 15 sene", Trigger.CHILD), ("baddi mout", Trigger.SUICIDE), ("el modir eghtasabni", Trigger.RECENT_ASSAULT),
    ],
)  # fmt: skip
@pytest.mark.parametrize("hint", ["", "en", "ar"])
def test_romanised_cries_are_heard(understand: Pipeline, text: str, trigger: Trigger, hint: str) -> None:
    assert trigger in understand(text, hint).triggers


@pytest.mark.parametrize(
    "text", ["i want to learn english", "the meeting is at 3", "kill the lights", "mi casa es tu casa", "ok 2 go", "room 5b please"]
)
def test_other_latin_text_is_not_read_as_arabic(understand: Pipeline, text: str) -> None:
    assert not any(alarm.rule.startswith("ar:") for alarm in understand(text, "en").alarms)


@pytest.mark.parametrize(
    ("text", "tag", "trigger"),
    [
        ("wo mujhe maar dalega", "hi", Trigger.DANGER), ("main marna chahti hoon", "hi", Trigger.SUICIDE), ("on ubyet menya segodnya", "ru", Trigger.DANGER),
        ("ya hochu umeret", "ru", Trigger.SUICIDE), ("ta yao sha wo", "zh", Trigger.DANGER), ("vin mene vbye", "uk", Trigger.DANGER),
    ],
)  # fmt: skip
def test_cries_in_latin_letters_are_heard_in_other_languages_too(understand: Pipeline, text: str, tag: str, trigger: Trigger) -> None:
    assert trigger in understand(text, tag).triggers
