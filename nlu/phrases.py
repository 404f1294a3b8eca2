"""Find reviewed phrases in the words of a message: exact words, stems, one typing mistake, words run together.

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

Rules: pure; both sides are folded; a typing mistake (one letter wrong, missing, extra or two swapped) is forgiven in words of five
letters and more unless the word written is itself a known common word; the first letter must be right or swapped.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from locales.fold import fold
from nlu.normalise import BREAK, plain_letters, tokens

FUZZY_LETTERS = 5
"""Words shorter than this are too near to one another to forgive a mistake."""

GAP, WIDE_GAP = 1, 4
_MAX_SPREAD = 400
_MIN_RUN_TOGETHER, _MAX_RUN_TOGETHER = 6, 40
_NUMBER = re.compile(r"(\d{1,3})to(\d{1,3})")


class PhraseError(Exception):
    """A phrase cannot be read: says the rule and the phrase."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a phrase: the word sequences that fill it, and how many other words may stand before it."""

    fillings: tuple[tuple[int, ...], ...]
    optional: bool
    gap: int
    by_first: Mapping[int, tuple[tuple[int, ...], ...]]

    def at(self, words: Mapping[int, bool]) -> Iterable[tuple[int, ...]]:
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


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that was found: where (places of words), and whether a typing mistake had to be forgiven."""

    phrase: Phrase
    start: int
    end: int
    typo: bool


class Vocabulary:
    """All words that phrases name, each with a number, and the ways to reach them from what people write."""

    def __init__(self, common: Iterable[str] = (), prefixes: Iterable[str] = (), spell: Callable[[str], str] = str) -> None:
        self._spell = spell
        self.common = frozenset(fold(word) for word in common)
        self._particles = tuple(sorted({fold(prefix) for prefix in prefixes}, key=len, reverse=True))
        self._numbers: dict[str, int] = {}
        self._exact: dict[str, int] = {}
        self._strict: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._near: dict[str, list[tuple[str, int, bool]]] = {}
        self._ranges: list[tuple[int, int, int]] = []

    def number(self, term: str) -> int:
        """Return the number of a term of a phrase, giving it one if it is new."""
        span = _NUMBER.fullmatch(term)
        term = term if span else _fold_term(term)
        known = self._numbers.get(term)
        if known is not None:
            return known
        number = len(self._numbers)
        if span is not None:
            self._numbers[term] = number
            self._ranges.append((int(span[1]), int(span[2]), number))
            return number
        word = self._spell(term.rstrip("*="))
        if not word:
            raise PhraseError(f"a word must keep a letter when it is folded (got {term})")
        table = {"*": self._stems, "=": self._strict}.get(term[-1], self._exact)
        if word in table:  # two terms in one spelling: yektelni, ye2telni
            number = self._numbers[term] = table[word]
            return number
        self._numbers[term] = table[word] = number
        if len(word) >= FUZZY_LETTERS and not term.endswith("="):
            for form in _shortened(word):
                self._near.setdefault(form, []).append((word, number, term.endswith("*")))
        return number

    def read(self, word: str) -> dict[int, bool]:
        """Return the numbers of the terms that a word is, each with whether a typing mistake was forgiven."""
        found: dict[int, bool] = {}
        for form in self._forms(word):
            for table in (self._exact, self._strict):
                number = table.get(form)
                if number is not None:
                    found[number] = False
            if self._stems:
                for length in range(2, len(form) + 1):
                    number = self._stems.get(form[:length])
                    if number is not None:
                        found[number] = False
        if word.isdecimal() and len(word) <= 3:  # noqa: PLR2004 - no range is longer
            value = int(word)
            found.update({number: False for low, high, number in self._ranges if low <= value <= high})
        if not found and FUZZY_LETTERS - 1 <= len(word) <= _MAX_RUN_TOGETHER and word not in self.common:
            for form in self._forms(word):
                if form not in self.common:
                    found.update(self._forgive(form))
        return found

    def knows(self, word: str) -> bool:
        """Say whether a word is a term exactly as written, or a common word."""
        return word in self._exact or word in self._strict or word in self.common

    def split(self, word: str) -> tuple[str, ...]:
        """Return the words that were run together in `word`, () if it is one word or none can be told apart."""
        if not _MIN_RUN_TOGETHER <= len(word) <= _MAX_RUN_TOGETHER or self.knows(word):
            return ()
        best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 14), end):
                before, piece = best[start], word[start:end]
                if before is None or not self._is_piece(piece):
                    continue
                if best[end] is None or len(before) + 1 < len(best[end] or ()):
                    best[end] = (*before, piece)
        pieces = best[-1] or ()
        return pieces if 1 < len(pieces) <= 1 + len(word) // 3 else ()

    def _is_piece(self, piece: str) -> bool:
        return self.knows(piece) and (len(piece) > 1 or piece in {"i", "y", "a"})

    def _forms(self, word: str) -> list[str]:
        """Return a word, the word in plain letters, and the word without the particles that a language glues to it."""
        forms = [word]
        plain = plain_letters(word)
        if plain != word:
            forms.append(plain)
        forms.extend(word[len(particle) :] for particle in self._particles if word.startswith(particle) and len(word) - len(particle) > 1)
        return forms

    def _forgive(self, word: str) -> dict[int, bool]:
        """Return terms one typing mistake away."""
        found: dict[int, bool] = {}
        for form in _shortened(word):
            for term, number, stem in self._near.get(form, ()):
                if not stem and _one_mistake(word, term):
                    found[number] = True
        for length in range(FUZZY_LETTERS - 1, len(word)):
            for form in _shortened(word[:length]):
                for term, number, stem in self._near.get(form, ()):
                    if stem and abs(len(term) - length) <= 1 and _one_mistake(word[:length], term):
                        found[number] = True
        return found


class Finder:
    """Finds phrases in the words of a message. Phrases marked harmless are found first and hide the words they cover."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.phrases: list[Phrase] = []
        self._harmless: list[Phrase] = []
        self._by_term: dict[int, list[Phrase]] = {}
        self._harmless_by_term: dict[int, list[Phrase]] = {}

    def add(self, label: str, source: str, sets: Mapping[str, Sequence[str]], *, harmless: bool = False) -> None:
        """Add a phrase.

        Raises: PhraseError.
        """
        phrase = _compile(label, source, sets, self.vocabulary)
        (self._harmless if harmless else self.phrases).append(phrase)
        index = self._harmless_by_term if harmless else self._by_term
        for number in {filling[0] for filling in _anchor(phrase).fillings}:
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


def _compile(label: str, source: str, sets: Mapping[str, Sequence[str]], vocabulary: Vocabulary) -> Phrase:
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
                optional = word.endswith("?")
                fillings = tuple(tuple(vocabulary.number(term) for term in filling) for filling in _fillings(word.rstrip("?"), sets, source))
                slots.append(Slot(fillings, optional, gap, _by_first(fillings)))
                gap = GAP
    if all(slot.optional for slot in slots):
        raise PhraseError(f"a phrase must have a word that may not be missing (got {source})")
    single = len(slots) == 1 and all(len(filling) == 1 for filling in slots[0].fillings)
    needs = tuple(frozenset(slot.by_first) for slot in slots if not slot.optional)
    return Phrase(label, source, tuple(slots), needs, starts, ends, single)


def _by_first(fillings: Iterable[tuple[int, ...]]) -> dict[int, tuple[tuple[int, ...], ...]]:
    """Return the sequences by their first word."""
    found: dict[int, list[tuple[int, ...]]] = {}
    for filling in fillings:
        found.setdefault(filling[0], []).append(filling)
    return {number: tuple(each) for number, each in found.items()}


def _fillings(word: str, sets: Mapping[str, Sequence[str]], source: str) -> list[tuple[str, ...]]:
    """Return the word sequences that one place of a phrase allows."""
    found: dict[tuple[str, ...], None] = {}
    for way in word.split("|"):
        if way.startswith("$"):
            if way[1:] not in sets:
                raise PhraseError(f"a set must be one of the file (got {way} in: {source})")
            for member in sets[way[1:]]:
                found.update(dict.fromkeys(_fillings(member.replace(" ", "_"), sets, source)))
        elif way:
            pieces = [[piece] if _NUMBER.fullmatch(piece) else _terms(piece) for piece in way.split("_") if piece]
            found[tuple(itertools.chain.from_iterable(pieces))] = None
    found.pop((), None)
    if not found or len(found) > _MAX_SPREAD:
        raise PhraseError(f"a place must allow 1 to {_MAX_SPREAD} words (got {len(found)} in: {source})")
    return list(found)


def _terms(piece: str) -> list[str]:
    """Return a word of a phrase as terms: one, or one a character in scripts without blanks; the mark stays on the last."""
    mark = piece[-1] if piece[-1] in "*=" else ""
    words = [word for word in tokens(fold(piece.rstrip("*="))) if word != BREAK]
    return [*words[:-1], words[-1] + mark] if words else []


def _fold_term(term: str) -> str:
    mark = term[-1] if term[-1] in "*=" else ""
    return fold(term.rstrip("*=")) + mark


def _shortened(word: str) -> set[str]:
    """Return a word and all that is left of it when one letter is taken away."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _one_mistake(word: str, term: str) -> bool:
    """Say whether a word is a term with one mistake that is not in the first letter, a swap of the first two apart."""
    if word[0] != term[0] and word[:2] != term[1::-1]:
        return False
    return OSA.distance(word, term, score_cutoff=1) <= 1
