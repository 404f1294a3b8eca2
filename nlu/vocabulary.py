"""Number the words that phrases name, and find them again in what people write: exactly, by a stem, one typing mistake away.

Rules: pure; both sides are folded; a typing mistake (one letter wrong, missing, extra or two swapped) is forgiven in words of five
letters and more unless the word written is itself a known common word; the first letter must be right or swapped.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator

from rapidfuzz.distance import OSA

from locales.fold import fold
from nlu.normalise import BREAK, plain_letters, tokens

FUZZY_LETTERS = 5
"""Words shorter than this are too near to one another to forgive a mistake."""

_MIN_RUN_TOGETHER, _MAX_RUN_TOGETHER = 6, 40
_SURE_PIECE = 3
"""A piece of run-together words that is shorter must be a common word: "spanish" holds no "sh"."""

_NUMBER = re.compile(r"(\d{1,3})to(\d{1,3})")


class WordError(Exception):
    """A word of a phrase cannot be used: says the rule and the word."""


class Vocabulary:
    """All words that phrases name, each with a number, and the ways to reach them from what people write."""

    def __init__(self, common: Iterable[str] = (), prefixes: Iterable[str] = (), spell: Callable[[str], str] = str) -> None:
        self._spell = spell
        self.common = frozenset(fold(word) for word in common)
        self._particles = tuple(sorted({fold(prefix) for prefix in prefixes}, key=len, reverse=True))
        self._pieces: dict[str, tuple[int, ...]] = {}
        self._numbers: dict[str, int] = {}
        self._exact: dict[str, int] = {}
        self._strict: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._near: dict[str, list[tuple[str, int, bool]]] = {}
        self._ranges: list[tuple[int, int, int]] = []

    def numbers(self, piece: str) -> tuple[int, ...]:
        """Return the numbers of a word of a phrase: one, or one a character in scripts without blanks; the mark stays on the last.

        Raises: WordError.
        """
        known = self._pieces.get(piece)
        if known is None:
            terms = [piece] if _NUMBER.fullmatch(piece) else _terms(piece)
            known = self._pieces[piece] = tuple(self._number(term) for term in terms)
        return known

    def _number(self, term: str) -> int:
        """Return the number of a folded term, giving it one if it is new."""
        known = self._numbers.get(term)
        if known is not None:
            return known
        number = len(self._numbers)
        span = _NUMBER.fullmatch(term)
        if span is not None:
            self._numbers[term] = number
            self._ranges.append((int(span[1]), int(span[2]), number))
            return number
        word = self._spell(term.rstrip("*="))
        if not word:
            raise WordError(f"a word must keep a letter when it is folded (got {term})")
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
        forms = self._forms(word)
        found = dict.fromkeys(itertools.chain.from_iterable(map(self._plain, forms)), False)
        if word.isdecimal() and len(word) <= 3:  # noqa: PLR2004 - no range is longer
            value = int(word)
            found.update({number: False for low, high, number in self._ranges if low <= value <= high})
        if not found and FUZZY_LETTERS - 1 <= len(word) <= _MAX_RUN_TOGETHER and word not in self.common:
            for form in forms:
                if form not in self.common:
                    found.update(self._forgive(form))
        return found

    def _plain(self, form: str) -> Iterator[int]:
        """Yield the terms that a word is without a mistake: as written, or by its beginning."""
        for table in (self._exact, self._strict):
            if form in table:
                yield table[form]
        if self._stems:
            for length in range(2, len(form) + 1):
                number = self._stems.get(form[:length])
                if number is not None:
                    yield number

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
        if len(piece) == 1:
            return piece in {"i", "y", "a"} and self.knows(piece)
        return piece in self.common if len(piece) < _SURE_PIECE else self.knows(piece)

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


def _shortened(word: str) -> set[str]:
    """Return a word and all that is left of it when one letter is taken away."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _one_mistake(word: str, term: str) -> bool:
    """Say whether a word is a term with one mistake that is not in the first letter, a swap of the first two apart."""
    if word[0] != term[0] and word[:2] != term[1::-1]:
        return False
    return OSA.distance(word, term, score_cutoff=1) <= 1


def _terms(piece: str) -> list[str]:
    mark = piece[-1] if piece[-1] in "*=" else ""
    words = [word for word in tokens(fold(piece.rstrip("*="))) if word != BREAK]
    return [*words[:-1], words[-1] + mark] if words else []
