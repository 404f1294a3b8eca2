"""Find reviewed phrases in the words of a message.

Rules: pure; a phrase counts once, where it stands first, without a typing mistake if there is such a place; phrases marked harmless
hide the words they cover and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlu.phrases import Phrase, Slot
from nlu.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that was found: where (places of words), and whether a typing mistake had to be forgiven."""

    phrase: Phrase
    start: int
    end: int
    typo: bool


class Finder:
    """Finds phrases in the words of a message. Phrases marked harmless are found first and hide the words they cover."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.phrases: list[Phrase] = []
        self._harmless: list[Phrase] = []
        self._by_term: dict[int, list[Phrase]] = {}
        self._harmless_by_term: dict[int, list[Phrase]] = {}

    def add(self, phrase: Phrase, *, harmless: bool = False) -> None:
        """Add a phrase that was read with the finder's own vocabulary."""
        (self._harmless if harmless else self.phrases).append(phrase)
        index = self._harmless_by_term if harmless else self._by_term
        for number in _anchor(phrase).by_first:
            index.setdefault(number, []).append(phrase)

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Return each phrase that stands in the words, once, where it stands first."""
        read = [self.vocabulary.read(word) if word else {} for word in words]
        for hit in _matches(self._harmless_by_term, read):
            if not hit.typo:
                for place in range(hit.start, hit.end):
                    read[place] = {}
        return _matches(self._by_term, read)

    def spread(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return the words with those that were run together taken apart."""
        spread: list[str] = []
        for word in words:
            spread.extend(self.vocabulary.split(word) or (word,))
        return tuple(spread)


def _matches(index: Mapping[int, Sequence[Phrase]], read: list[dict[int, bool]]) -> list[Hit]:
    """Return the phrases of an index that stand in what was read."""
    if not index:
        return []
    present = frozenset(number for found in read for number in found)
    candidates = {id(phrase): phrase for number in present for phrase in index.get(number, ())}
    hits = []
    for phrase in candidates.values():
        if any(needed.isdisjoint(present) for needed in phrase.needs):
            continue  # most phrases that share one word with a message have no chance with the others
        hit = _match(phrase, read)
        if hit is not None:
            hits.append(hit)
    return hits


def _match(phrase: Phrase, read: list[dict[int, bool]]) -> Hit | None:
    """Return the first place where a phrase stands, one without a typing mistake if there is one."""
    best: Hit | None = None
    first = phrase.slots[0]
    for start in range(1 if phrase.starts else len(read)):
        if not first.optional and first.by_first.keys().isdisjoint(read[start]):
            continue
        found = _fill(phrase.slots, 0, start, start, read)
        if found is not None and (not phrase.ends or found[0] == len(read)):
            hit = Hit(phrase, start, *found)
            if not hit.typo:
                return hit
            best = best or hit
    return best


def _fill(slots: tuple[Slot, ...], slot: int, place: int, first: int, read: list[dict[int, bool]]) -> tuple[int, bool] | None:
    """Fill the slots from `slot` on with words from `place` on; return the end and whether a mistake was forgiven."""
    if slot == len(slots):
        return place, False
    here = slots[slot]
    latest = place if place == first else place + here.gap
    best: tuple[int, bool] | None = None
    for start in range(place, min(latest, len(read) - 1) + 1):
        for filling in here.at(read[start]):
            end = start + len(filling)
            if end > len(read) or not all(number in read[start + offset] for offset, number in enumerate(filling)):
                continue
            rest = _fill(slots, slot + 1, end, first, read)
            if rest is None:
                continue
            typo = rest[1] or any(read[start + offset][number] for offset, number in enumerate(filling))
            if not typo:
                return rest[0], False
            best = best or (rest[0], True)
    if best is None and here.optional:
        return _fill(slots, slot + 1, place, first, read)
    return best


def _anchor(phrase: Phrase) -> Slot:
    """Return the slot by which a phrase is looked up: the one that must be filled and has the fewest ways."""
    return min((slot for slot in phrase.slots if not slot.optional), key=lambda slot: len(slot.fillings))
