"""Tell what a message asks for: first version, by reviewed phrases in each language.

Rules: pure; an intent is always a name of the taxonomy, being unsure is low confidence. `Classifier` is the seam for the trained
engine: whoever builds it in `nlu.pipeline` decides which one is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from nlu.finder import Finder, Hit
from nlu.model import INTENTS, OUT_OF_SCOPE
from nlu.normalise import normalise
from nlu.phrases import PhraseError, PhraseReader
from nlu.romanised import Romanised, load_romanised
from nlu.sources import DataError, lists, where
from nlu.vocabulary import Vocabulary

NOTHING_FOUND = 0.2
"""Confidence in `out_of_scope` when no phrase was found: it may be a need that the phrases miss."""

SEVERAL_WORDS, ONE_WORD, WEAK = 0.9, 0.7, 0.4
"""Confidence by what was found: a phrase, a single word, a phrase listed as weak (`intent?`)."""

_TYPO, _RIVAL = 0.15, 0.35
_MAX_WORDS = 80
_ORDER = {name: place for place, name in enumerate(INTENTS)}


class Classifier(Protocol):
    """Whatever tells intents: phrases now, the trained engine next."""

    def classify(self, text: str, language: str) -> tuple[str, float]:
        """Return the intent of `text` and how sure it is (0..1). `language` is a served tag or "". Never raises on any text."""
        ...


class PhraseClassifier:
    """Tells intents by the reviewed phrases of all served languages."""

    def __init__(self, tags: Sequence[str]) -> None:
        common = [word for tag in tags for word in lists(tag, "common").get("words", ())]
        prefixes = [word for tag in tags for word in lists(tag, "common").get("prefixes", ())]
        self._finder = Finder(Vocabulary(common, prefixes))
        self._romanised: list[tuple[Romanised, Finder]] = []
        self.counts: dict[tuple[str, str], int] = {}
        """How many phrases each language has for each intent."""
        for tag in tags:
            self._load(tag)

    def _load(self, tag: str) -> None:
        entries = lists(tag, "intents")
        table = load_romanised(tag)
        romanised = Finder(Vocabulary(spell=table.skeleton)) if table else None
        if table is not None and romanised is not None:
            self._romanised.append((table, romanised))
        sets = {key[1:]: words for key, words in entries.items() if key.startswith("$")}
        readers = {id(finder): PhraseReader(finder.vocabulary, sets) for finder in (self._finder, romanised) if finder}
        for key, phrases in entries.items():
            name = key.strip("~?")
            finder = romanised if key.startswith("~") else self._finder
            if key.startswith("$"):
                continue
            if finder is None or name not in _ORDER:
                rule = "a key must be an intent or a $set, `~` only beside romanised.yml"
                raise DataError(f"{where(tag, 'intents', key)}: {rule} (got {key})")
            for phrase in phrases:
                try:
                    finder.add(readers[id(finder)].read(f"{tag}:{key.lstrip('~')}", phrase))
                except PhraseError as error:
                    raise DataError(f"{where(tag, 'intents', phrase)}, {key}: {error}") from None
            self.counts[tag, name] = self.counts.get((tag, name), 0) + len(phrases)

    def classify(self, text: str, language: str) -> tuple[str, float]:
        """Return the intent whose phrase says the most. Two that say as much make it unsure."""
        return self.classify_words(normalise(text).words, language)

    def classify_words(self, words: tuple[str, ...], language: str) -> tuple[str, float]:
        """Return the intent of a message that is already split into words."""
        words = words[:_MAX_WORDS]
        hits = self._finder.find(self._finder.spread(words))
        for table, finder in self._romanised:
            if table.shows(words) or language == table.tag:
                hits.extend(finder.find(tuple(table.skeleton(word) for word in words)))
        best: dict[str, tuple[float, float]] = {}
        for hit in hits:
            intent, weight, confidence = _weigh(hit, language)
            best[intent] = max(best.get(intent, (float("-inf"), 0.0)), (weight, confidence))
        if not best:
            return OUT_OF_SCOPE, NOTHING_FOUND
        ranked = sorted(best, key=lambda intent: (-best[intent][0], _ORDER[intent]))
        weight, confidence = best[ranked[0]]
        if len(ranked) > 1 and best[ranked[1]][0] >= weight and confidence > WEAK:
            confidence -= _RIVAL
        return ranked[0], round(confidence, 2)


def _weigh(hit: Hit, language: str) -> tuple[str, float, float]:
    """Return the intent of a hit, how much it says (words of the phrase), and how sure it is."""
    tag, _, label = hit.phrase.label.partition(":")
    weak = label.endswith("?")
    filled = float(min(hit.end - hit.start, len(hit.phrase.slots) + 2))
    weight = filled + (0.25 if tag == language else 0.0) - (2.0 if weak else 0.0)
    confidence = WEAK if weak else ONE_WORD if hit.end - hit.start == 1 else SEVERAL_WORDS
    return label.rstrip("?"), weight, confidence - (_TYPO if hit.typo else 0.0)
