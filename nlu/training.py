"""Train the heads: `python -m nlu.training` (`make train`). Needs scikit-learn, which the service does not.

Rules: deterministic; what is decided (temperatures, from which odds a trigger is doubtful or sure, the margin over out of scope) is
decided on a part of the examples that these fits did not see; the held-back messages under `tests/` are never read here.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from nlu import grams
from nlu.encoders import Encoder, open_encoder, shorten
from nlu.examples import Example, training_digest, training_examples
from nlu.heads import FILE, LENGTH, TRIGGER_PREFIX, Floats, odds, place, softmax
from nlu.model import INTENTS, OUT_OF_SCOPE, Trigger
from nlu.normalise import normalise

MIN_MESSAGES = 3
"""Messages in which a gram must stand to be learned."""

DEV_SHARE = 8
"""One of so many examples is kept for deciding."""

RECALL, MAX_FALSE, SURE_FALSE = 0.985, 0.035, 0.003
"""A trigger is doubtful from the odds that hear this share of its messages, unless more than this share of all others were raised with
it; it is sure from the odds at which only this share of the others were."""

FALSE_REJECT = 0.05
"""Share of messages in scope that may be taken for out of scope."""

CACHE = Path(".cache") / "vectors.npz"
_TEMPERATURES = np.arange(2.0, 12.1, 0.5)
_FULL = 127


@dataclass(frozen=True, slots=True)
class Fit:
    """One linear fit: a column for each label."""

    labels: list[str]
    weights: Floats
    offset: Floats


def main() -> None:
    """Train, and write the arrays into the package."""
    examples = training_examples()
    encoder, reason = open_encoder()
    if encoder is None:
        sys.exit(f"training needs the encoder: {reason}")
    _say(f"{len(examples)} examples; encoder {encoder.name}")
    vectors = _encode(examples, encoder)
    arrays, notes = train(examples, vectors, workers=2)
    notes |= {"encoder": encoder.name, "examples": training_digest(), "grams": grams.VERSION}
    file = Path(__file__).parent / "data" / FILE
    packed = np.frombuffer(json.dumps(notes, sort_keys=True).encode(), dtype=np.uint8)
    np.savez_compressed(file, notes=packed, **arrays)
    _say(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")


def train(examples: Sequence[Example], vectors: Floats, *, workers: int = 1) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the arrays and notes of heads trained on `examples`, whose sentence vectors are given row by row."""
    found = [grams.grams(normalise(example.text).words) for example in examples]
    numbers, rarity = _vocabulary(found)
    sparse = _matrix(found, numbers, rarity)
    mean, spread = vectors.mean(0), vectors.std(0) + 1e-6
    joint = hstack([sparse, csr_matrix(place(vectors, mean, spread))]).tocsr()
    dev = np.array([_is_dev(example) for example in examples])
    _say(f"{len(numbers)} grams; {int(dev.sum())} examples kept for deciding")
    jobs = [(sparse, ~dev), (joint, ~dev), (sparse, dev | ~dev), (joint, dev | ~dev)]
    with ProcessPoolExecutor(workers) as pool:
        running = [pool.submit(_fit, matrix, examples, rows) for matrix, rows in jobs]
        language = pool.submit(_fit_languages, sparse, examples, ~dev)
        dev_plain, dev_joint, plain, both = (job.result() for job in running)
        tongue = language.result()
    arrays: dict[str, Any] = {"grams": numbers, "rarity": rarity, "mean": mean.astype(np.float16), "spread": spread.astype(np.float16)}
    notes: dict[str, Any] = {"labels": plain.labels, "languages": tongue.labels}
    kept = [example for example, is_kept in zip(examples, dev, strict=True) if is_kept]
    for name, matrix, trial in (("plain", sparse, dev_plain), ("joint", joint, dev_joint)):
        scores = (matrix[dev] @ trial.weights + trial.offset).astype(np.float32)
        notes[name], arrays[f"{name}_doubtful"], arrays[f"{name}_sure"] = _decide(scores, kept, trial.labels)
        _say(f"{name}: {notes[name]}")
    arrays |= (
        _pack("plain", plain) | _pack("joint", Fit(both.labels, both.weights[: len(numbers)], both.offset)) | _pack("language", tongue)
    )
    arrays["vectors"] = both.weights[len(numbers) :].astype(np.float16)
    scores = (sparse[dev] @ tongue.weights + tongue.offset).astype(np.float32)
    notes["language"] = {"temperature": _temperature(scores, np.array([tongue.labels.index(example.language) for example in kept]))}
    return arrays, notes


def _vocabulary(found: Sequence[grams.Grams]) -> tuple[npt.NDArray[np.uint32], Floats]:
    """Return the numbers of the grams that are learned, in order, and how rare each is (smoothed inverse document frequency)."""
    counts: Counter[int] = Counter()
    for each in found:
        counts.update(each.keys())
    numbers = np.array(sorted(number for number, count in counts.items() if count >= MIN_MESSAGES), dtype=np.uint32)
    shares = np.array([(1 + len(found)) / (1 + counts[int(number)]) for number in numbers])
    return numbers, (np.log(shares) + 1).astype(np.float32)


def _matrix(found: Sequence[grams.Grams], numbers: npt.NDArray[np.uint32], rarity: Floats) -> csr_matrix:
    """Return the messages as rows of weighted grams, all of the same length."""
    place_of = {int(number): place for place, number in enumerate(numbers)}
    starts, columns, values = [0], [], []
    for each in found:
        known = [(place_of[number], weight) for number, weight in each.items() if number in place_of]
        row = np.array([weight * rarity[column] for column, weight in known], dtype=np.float32)
        columns += [column for column, _ in known]
        values.append(row * (LENGTH / max(float(np.sqrt((row * row).sum())), 1e-9)))
        starts.append(len(columns))
    return csr_matrix((np.concatenate(values), columns, starts), shape=(len(found), len(numbers)), dtype=np.float32)


def _labels(example: Example) -> list[str]:
    """Return what a message is an example of: its intent, and each trigger that it raises."""
    raised = [TRIGGER_PREFIX + trigger.value for trigger in Trigger if trigger in example.triggers and trigger is not Trigger.HUMAN]
    own = [example.intent] if example.intent else []
    return own + raised or [Trigger.HUMAN.value]


def _fit(matrix: csr_matrix, examples: Sequence[Example], rows: npt.NDArray[np.bool_]) -> Fit:
    """Fit every label against all others. A message with several labels stands there once for each."""
    pairs = [(place, label) for place in np.flatnonzero(rows).tolist() for label in _labels(examples[place])]
    return _as_fit(LinearSVC(C=1.0, random_state=0).fit(matrix[[place for place, _ in pairs]], [label for _, label in pairs]))


def _fit_languages(matrix: csr_matrix, examples: Sequence[Example], rows: npt.NDArray[np.bool_]) -> Fit:
    places = np.flatnonzero(rows).tolist()
    return _as_fit(LinearSVC(C=0.3, random_state=0).fit(matrix[places], [examples[place].language for place in places]))


def _as_fit(model: LinearSVC) -> Fit:
    return Fit([str(name) for name in model.classes_], model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32))


def _decide(scores: Floats, examples: Sequence[Example], labels: list[str]) -> tuple[dict[str, float], Floats, Floats]:
    """Return the notes of a stage and from which odds each trigger is doubtful and sure."""
    intents = np.array([labels.index(intent) for intent in INTENTS])
    triggers = np.array([labels.index(each.value if each.value in INTENTS else TRIGGER_PREFIX + each.value) for each in Trigger])
    asked = [place for place, example in enumerate(examples) if example.intent]
    wanted = np.array([INTENTS.index(examples[place].intent) for place in asked])
    temperature = _temperature(scores[asked][:, intents], wanted)
    scores = scores * temperature
    found = odds(scores, intents, triggers)
    doubtful, sure = [], []
    for column, trigger in enumerate(Trigger):
        raises = np.array([trigger in example.triggers for example in examples])
        other = found[~raises, column]
        heard = np.quantile(found[raises, column], 1 - RECALL)
        doubtful.append(max(heard, np.quantile(other, 1 - MAX_FALSE)))
        sure.append(max(doubtful[-1], np.quantile(other, 1 - SURE_FALSE)))
    chances = softmax(scores[asked][:, intents])
    outside = INTENTS.index(OUT_OF_SCOPE)
    rest = np.delete(chances, outside, axis=1).max(1) - chances[:, outside]
    margin = float(np.quantile(rest[wanted != outside], FALSE_REJECT))
    return {"temperature": temperature, "margin": margin}, np.array(doubtful, np.float32), np.array(sure, np.float32)


def _temperature(scores: Floats, wanted: npt.NDArray[np.int64]) -> float:
    """Return the factor on the scores under which the chances fit best what was meant."""
    rows = np.arange(len(wanted))
    losses = [-np.log(np.maximum(softmax(scores * factor)[rows, wanted], 1e-9)).mean() for factor in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))])


def _pack(name: str, fit: Fit) -> dict[str, Any]:
    """Return a fit as whole numbers of one byte with a scale for each label."""
    scale = np.maximum(np.abs(fit.weights).max(0), 1e-9) / _FULL
    return {f"{name}_weights": np.rint(fit.weights / scale).astype(np.int8), f"{name}_scale": scale, f"{name}_offset": fit.offset}


def _is_dev(example: Example) -> bool:
    return hashlib.sha256(example.text.encode()).digest()[0] % DEV_SHARE == 0


def _encode(examples: Sequence[Example], encoder: Encoder) -> Floats:
    """Return the sentence vectors of the examples, those of an earlier run from the cache (minutes otherwise)."""
    known: dict[str, Floats] = {}
    if CACHE.is_file():
        with np.load(CACHE) as packed:
            if str(packed["encoder"]) == encoder.name:
                known = dict(zip(packed["keys"].tolist(), packed["vectors"].astype(np.float32), strict=True))
    texts = [shorten(example.text) for example in examples]
    keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if new:
        _say(f"encoding {len(new)} new examples, some minutes for all of them")
        with ThreadPoolExecutor(2) as pool:
            known |= dict(zip(new, pool.map(encoder.encode, new.values()), strict=True))
        CACHE.parent.mkdir(exist_ok=True)
        kept = sorted(set(keys))
        np.savez(CACHE, encoder=encoder.name, keys=np.array(kept), vectors=np.stack([known[key] for key in kept]).astype(np.float16))
    # Through the cache's own precision, so that a run with and one without it train the same.
    return np.stack([known[key].astype(np.float16) for key in keys]).astype(np.float32)


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    main()
