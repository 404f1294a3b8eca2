"""Training: the same examples give the same arrays, and what is learned from them is found again."""

from __future__ import annotations

import zlib

import numpy as np
import pytest

from nlu import grams
from nlu.examples import training_examples
from nlu.heads import Heads
from nlu.model import INTENTS, Trigger
from nlu.normalise import normalise
from nlu.training import _is_dev, train


@pytest.fixture(scope="module")
def trained():
    """Heads for a part of three languages, with vectors that say nothing: only the n-grams can have learned."""
    examples = [example for example in training_examples() if example.language in {"en", "fr", "tl"}][::2]
    chance = np.random.default_rng(1)
    vectors = chance.normal(size=(len(examples), 8)).astype(np.float32)
    return examples, train(examples, vectors), train(examples, vectors)


def test_the_same_examples_give_the_same_arrays(trained):
    _, (arrays, notes), (again, notes_again) = trained
    assert notes == notes_again
    assert {name: zlib.crc32(np.ascontiguousarray(array).tobytes()) for name, array in arrays.items()} == {
        name: zlib.crc32(np.ascontiguousarray(array).tobytes()) for name, array in again.items()
    }


def test_what_was_learned_is_found_again(trained):
    examples, (arrays, notes), _ = trained
    heads = Heads(arrays, notes, None)
    own = [example for example in examples if example.intent and not _is_dev(example)][::7]
    readings = [heads.read(*heads.weigh(grams.grams(normalise(example.text).words))) for example in own]
    right = sum(INTENTS[int(reading.intents.argmax())] == example.intent for reading, example in zip(readings, own, strict=True))
    assert right / len(own) > 0.9


def test_what_was_kept_for_deciding_sets_the_odds(trained):
    _, (arrays, notes), _ = trained
    for name in ("plain", "joint"):
        assert len(arrays[f"{name}_doubtful"]) == len(Trigger)
        assert (arrays[f"{name}_doubtful"] <= arrays[f"{name}_sure"]).all()
        assert 1 < notes[name]["temperature"] < 13
        assert -1 < notes[name]["margin"] < 0.5


def test_one_of_eight_is_kept_for_deciding_and_always_the_same_ones():
    examples = training_examples()
    kept = [example.text for example in examples if _is_dev(example)]
    assert 0.11 < len(kept) / len(examples) < 0.14
    assert kept == [example.text for example in examples if _is_dev(example)]
