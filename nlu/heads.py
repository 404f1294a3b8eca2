"""The trained heads: from the n-grams of a message, and a sentence vector where it is needed, to chances.

Rules: plain arrays, no training library at run time; the same text gives the same figures; arrays that were trained on other examples,
other grams or another encoder are refused with the remedy, damaged ones too; nothing is kept between messages.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from io import BytesIO
from typing import Any, TypeVar
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from nlu import grams
from nlu.encoders import Encoder
from nlu.examples import training_digest
from nlu.grams import number_of_word
from nlu.model import INTENTS, Trigger

Floats = npt.NDArray[np.float32]

FILE = "heads.npz"
REMEDY = "run `make train`"
TRIGGER_PREFIX = "trigger_"
"""Names the label of a message that was written for a trigger, apart from the intent of the same name."""

T = TypeVar("T")


class HeadsError(Exception):
    """The trained arrays cannot be used: says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One linear head over grams: a row of small whole numbers for each gram, and for each label a scale and an offset."""

    weights: npt.NDArray[np.int8]
    scale: Floats
    offset: Floats

    def score(self, rows: npt.NDArray[np.int64], values: Floats) -> Floats:
        """Return the score of each label."""
        found: Floats = (values @ self.weights[rows].astype(np.float32)) * self.scale + self.offset
        return found


@dataclass(frozen=True, slots=True)
class Stage:
    """What turns scores into chances and decisions.

    A temperature, the lead that an intent needs over out of scope, and from which log-odds each trigger is doubtful and sure.
    """

    temperature: float
    margin: float
    doubtful: Floats
    sure: Floats


@dataclass(frozen=True, slots=True)
class Reading:
    """What the heads make of a message: chances of the intents in the order of the taxonomy, log-odds of the triggers in theirs."""

    intents: Floats
    triggers: Floats
    stage: Stage


class Heads:
    """The arrays, ready to be asked."""

    def __init__(self, arrays: dict[str, Any], notes: dict[str, Any], encoder: Encoder | None) -> None:
        self.notes = notes
        self.encoder = encoder
        self.languages: tuple[str, ...] = tuple(notes["languages"])
        labels: list[str] = notes["labels"]
        self._intents = np.array([labels.index(intent) for intent in INTENTS])
        self._triggers = np.array([labels.index(_label(trigger)) for trigger in Trigger])
        self._numbers: npt.NDArray[np.uint32] = arrays["grams"]
        self._rarity: Floats = arrays["rarity"]
        self._plain = _layer(arrays, "plain")
        self._joint = _layer(arrays, "joint")
        self._language = _layer(arrays, "language")
        self._mean, self._spread = arrays["mean"].astype(np.float32), arrays["spread"].astype(np.float32)
        self._vectors: Floats = arrays["vectors"].astype(np.float32)
        self._stages = {
            name: Stage(notes[name]["temperature"], notes[name]["margin"], arrays[f"{name}_doubtful"], arrays[f"{name}_sure"])
            for name in ("plain", "joint")
        }

    def weigh(self, found: grams.Grams) -> tuple[npt.NDArray[np.int64], Floats]:
        """Return the rows of the grams that the heads know, and their weights: a vector of the length that was trained with."""
        numbers = np.fromiter(found, dtype=np.uint32, count=len(found))
        values = np.fromiter(found.values(), dtype=np.float32, count=len(found))
        rows = np.searchsorted(self._numbers, numbers)
        rows[rows == len(self._numbers)] = 0
        known = self._numbers[rows] == numbers
        rows, values = rows[known], values[known] * self._rarity[rows[known]]
        length = float(np.sqrt((values * values).sum()))
        return rows, values * (LENGTH / length) if length else values

    def read(self, rows: npt.NDArray[np.int64], values: Floats) -> Reading:
        """Return what the n-grams alone say."""
        return self._reading(self._plain.score(rows, values), self._stages["plain"])

    def read_with(self, rows: npt.NDArray[np.int64], values: Floats, vector: Floats) -> Reading:
        """Return what n-grams and sentence vector say together."""
        return self._reading(self._joint.score(rows, values) + self.place(vector) @ self._vectors, self._stages["joint"])

    def place(self, vector: Floats) -> Floats:
        """Return a sentence vector as the heads were trained on it: centred, spread and of fixed length."""
        return place(vector, self._mean, self._spread)

    def share_known(self, words: Sequence[str]) -> float:
        """Return which share of the words stands in the examples: few do when they are of a language that was never learned."""
        said = [number_of_word(word) for word in words if word and not word.isdecimal()]
        if not said:
            return 1.0
        numbers = np.array(said, dtype=np.uint32)
        rows = np.searchsorted(self._numbers, numbers)
        rows[rows == len(self._numbers)] = 0
        return float((self._numbers[rows] == numbers).mean())

    def tell_language(self, rows: npt.NDArray[np.int64], values: Floats) -> dict[str, float]:
        """Return the chance of each language."""
        chances = softmax(self._language.score(rows, values) * self.notes["language"]["temperature"])
        return dict(zip(self.languages, chances.tolist(), strict=True))

    def _reading(self, scores: Floats, stage: Stage) -> Reading:
        scores = scores * stage.temperature
        intents = scores[self._intents]
        return Reading(softmax(intents), odds(scores, self._intents, self._triggers), stage)


LENGTH = 1.7
"""Length of a message's vector of n-grams, and of its sentence vector `VECTOR_LENGTH`: how much each has to say."""

VECTOR_LENGTH = 1.2


def odds(scores: Floats, intents: npt.NDArray[np.int64], triggers: npt.NDArray[np.int64]) -> Floats:
    """Return the log-odds of each trigger against all intents but itself. Triggers do not compete: a message can raise several."""
    rivals = scores[..., intents]
    top = rivals.max(axis=-1, keepdims=True)
    powers = np.exp(rivals - top)
    total = powers.sum(axis=-1, keepdims=True)
    own = scores[..., triggers]
    same = (triggers[:, None] == intents[None, :]).astype(powers.dtype)
    rest = total - powers @ same.T
    found: Floats = own - (top + np.log(np.maximum(rest, 1e-12)))
    return found


def place(vectors: Floats, mean: Floats, spread: Floats) -> Floats:
    """Return sentence vectors centred, spread and of fixed length."""
    moved = (vectors - mean) / spread
    found: Floats = moved * (VECTOR_LENGTH / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-9))
    return found


def softmax(scores: Floats) -> Floats:
    """Return chances that add up to one."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    found: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return found


def load_heads(encoder: Encoder | None, file: Traversable | None = None) -> Heads:
    """Load the arrays. Without an encoder, or with another than they were trained with, they answer by n-grams alone.

    Raises: HeadsError when they are missing, damaged or older than the examples.
    """
    file = file or resources.files("nlu").joinpath("data", FILE)
    label = f"nlu/data/{FILE}"
    try:
        with np.load(BytesIO(file.read_bytes()), allow_pickle=False) as packed:
            arrays = {name: packed[name] for name in packed.files}
        notes = json.loads(bytes(arrays.pop("notes")))
    except FileNotFoundError:
        raise HeadsError(f"{label} is missing: {REMEDY}") from None
    except (OSError, ValueError, KeyError, BadZipFile, EOFError):
        raise HeadsError(f"{label} is damaged: {REMEDY}, or take it from the release again") from None
    if notes.get("grams") != grams.VERSION or notes.get("examples") != training_digest():
        raise HeadsError(f"{label} was trained on other examples than nlu/data holds: {REMEDY}")
    if encoder is not None and notes.get("encoder") != encoder.name:
        raise HeadsError(f"{label} was trained with {notes.get('encoder')}, installed is {encoder.name}: {REMEDY}")
    return Heads(arrays, notes, encoder)


def _layer(arrays: dict[str, Any], name: str) -> Layer:
    return Layer(arrays[f"{name}_weights"], arrays[f"{name}_scale"], arrays[f"{name}_offset"])


def _label(trigger: Trigger) -> str:
    """Return the label of a trigger: asking for a person is an intent too, and one label serves both."""
    return trigger.value if trigger.value in INTENTS else TRIGGER_PREFIX + trigger.value
