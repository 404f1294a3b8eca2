"""Read a language that people also write in Latin letters and digits (Arabic: sa3dini, 7aram, ye2telni).

Rules: the table of a language stands in its `romanised.yml`: `letters` (sound=letter, the longest first), `silent` (letters that
writers choose freely), `digits` (digits that stand for letters), `words` (which show that language by themselves). A word is compared
by its skeleton, what is left of it by that table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from locales.fold import fold
from nlu.sources import DataError, lists


@dataclass(frozen=True, slots=True)
class Romanised:
    """How one language is written in Latin letters."""

    tag: str
    letters: dict[str, str]
    pattern: re.Pattern[str]
    silent: frozenset[str]
    sign: re.Pattern[str]
    words: frozenset[str]

    def skeleton(self, word: str) -> str:
        """Return what is left of a folded word: consonants in one spelling, the first letter if it is a vowel dropped too."""
        if word.isdecimal():
            return word
        spelt = self.pattern.sub(lambda found: self.letters[found[0]], word)
        kept = "".join([letter for place, letter in enumerate(spelt) if letter not in self.silent or (place == 0 and letter in "yw")])
        return re.sub(r"(.)\1+", r"\1", kept) or spelt[:1]

    def shows(self, words: tuple[str, ...]) -> bool:
        """Say whether a digit stands for a letter in one of the words, or a word of that language stands there in Latin letters."""
        return any(word in self.words or self.sign.fullmatch(word) for word in words)


def load_romanised(tag: str) -> Romanised | None:
    """Return how a language is romanised, None if it has no table.

    Raises: DataError.
    """
    table = lists(tag, "romanised")
    if not table:
        return None
    letters = dict(rule.split("=", maxsplit=1) for rule in table.get("letters", ()) if "=" in rule)
    digits = "".join(table.get("digits", ()))
    if not letters or len(letters) != len(table["letters"]) or not re.fullmatch("[0-9]+", digits):
        raise DataError(f"nlu/data/{tag}/romanised.yml: `letters` must be a list of sound=letter, `digits` a list of digits")
    pattern = re.compile("|".join(re.escape(sound) for sound in sorted(letters, key=len, reverse=True)))
    sign = re.compile(rf"[a-z]+[{digits}][a-z0-9]*|[{digits}][a-z]{{2,}}[a-z0-9]*")
    words = frozenset(fold(word) for word in table.get("words", ()))
    return Romanised(tag, letters, pattern, frozenset("".join(table.get("silent", ()))), sign, words)
