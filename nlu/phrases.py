"""Read phrases as their authors write them.

A phrase is written as words in order:
    he|she is coming      `|` between words that may stand in one place
    want_to|wanna die     `_` joins words that must follow one another
    suicid*               `*` any ending
    raped=                `=` exactly so: no typing mistake is forgiven
    please? come          `?` the word may be missing
    help .. me            `..` up to four other words between; without it, one
    $him hurt* me         `$him` a set of the file
    i am 8to17            a number from 8 to 17
    < who is this >       `<` the message begins here, `>` it ends here

Rules: pure; a phrase is read once and never changes; what cannot be read is refused with the rule and the phrase.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nlu.vocabulary import Vocabulary, WordError

GAP, WIDE_GAP = 1, 4
_MAX_SPREAD = 400


Filling = tuple[int, ...]
"""Words in a row that fill a place of a phrase, by their numbers in the vocabulary."""


class PhraseError(Exception):
    """A phrase cannot be read: says the rule and the phrase."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a phrase: the word sequences that fill it, and how many other words may stand before it."""

    fillings: tuple[Filling, ...]
    optional: bool
    gap: int
    by_first: Mapping[int, tuple[Filling, ...]]

    def at(self, words: Mapping[int, bool]) -> Iterable[Filling]:
        """Return the sequences that can begin where these words stand: a place may have hundreds, a message few words."""
        if len(words) > len(self.by_first):
            return self.fillings
        return [filling for number in words if number in self.by_first for filling in self.by_first[number]]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled phrase. `label` says what it means, `source` is how its author wrote it."""

    label: str
    source: str
    slots: tuple[Slot, ...]
    needs: tuple[frozenset[int], ...]  # one of each must be there: the first words of the places that must be filled
    starts: bool
    ends: bool
    single: bool  # one word only: with a typing mistake it is too little to be sure


class PhraseReader:
    """Reads the phrases of one file: its sets, and the vocabulary that numbers its words."""

    def __init__(self, vocabulary: Vocabulary, sets: Mapping[str, Sequence[str]]) -> None:
        self._vocabulary = vocabulary
        self._sets = sets
        self._known: dict[str, tuple[Filling, ...]] = {}

    def read(self, label: str, source: str) -> Phrase:
        """Return the phrase that `source` writes.

        Raises: PhraseError.
        """
        slots: list[Slot] = []
        gap, starts, ends = GAP, False, False
        for word in source.split():
            match word:
                case "<":
                    starts = True
                case ">":
                    ends = True
                case "..":
                    gap = WIDE_GAP
                case _:
                    slots.append(self._slot(word, gap, source))
                    gap = GAP
        if all(slot.optional for slot in slots):
            raise PhraseError(f"a phrase must have a word that may not be missing (got {source})")
        single = len(slots) == 1 and all(len(filling) == 1 for filling in slots[0].fillings)
        needs = tuple(frozenset(slot.by_first) for slot in slots if not slot.optional)
        return Phrase(label, source, tuple(slots), needs, starts, ends, single)

    def _slot(self, word: str, gap: int, source: str) -> Slot:
        optional = word.endswith("?")
        found: dict[Filling, None] = {}
        try:
            for way in word.rstrip("?").split("|"):
                found.update(dict.fromkeys(self._ways(way)))
        except WordError as error:
            raise PhraseError(f"{error} in: {source}") from None
        if not found or len(found) > _MAX_SPREAD:
            raise PhraseError(f"a place must allow 1 to {_MAX_SPREAD} words (got {len(found)} in: {source})")
        return Slot(tuple(found), optional, gap, _by_first(found))

    def _ways(self, way: str) -> tuple[Filling, ...]:
        """Return the word sequences of one way to fill a place: words joined by `_`, or a set."""
        known = self._known.get(way)
        if known is not None:
            return known
        if way.startswith("$"):
            if way[1:] not in self._sets:
                raise WordError(f"a set must be one of the file (got {way})")
            members = [self._ways(each) for member in self._sets[way[1:]] for each in member.replace(" ", "_").split("|")]
            known = tuple(itertools.chain.from_iterable(members))
        else:
            pieces = [self._vocabulary.numbers(piece) for piece in way.split("_") if piece]
            filling = tuple(itertools.chain.from_iterable(pieces))
            known = (filling,) if filling else ()
        self._known[way] = known
        return known


def _by_first(fillings: Iterable[Filling]) -> dict[int, tuple[Filling, ...]]:
    """Return the sequences by their first word."""
    found: dict[int, list[Filling]] = {}
    for filling in fillings:
        found.setdefault(filling[0], []).append(filling)
    return {number: tuple(each) for number, each in found.items()}
