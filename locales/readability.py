"""Estimate how hard a text is to read, as a school grade, in the languages for which a formula exists.

Rules: English by Flesch-Kincaid; Spanish by Fernández Huerta's ease of reading (1959, with the later correction of the sentence
term) mapped to the grade at which the same ease is taught. A formula says nothing about a text of a few words: under `ENOUGH_WORDS`
there is no grade. A low grade is no proof that a text is kind or clear; readers are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

ENOUGH_WORDS = 12

_SENTENCE_END = re.compile(r"[.!?؟。।…:]+(?:\s|$)|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_EN_GROUPS = re.compile(r"[aeiouy]+")
_ES_GROUPS = re.compile(r"[iuü]?[aeoáéó][iuyü]?|[íú]|[iuüy]+")


def sentences(text: str) -> list[str]:
    """Return the sentences of `text` that hold a word."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part and _WORD.search(part)]


def words(text: str) -> list[str]:
    """Return the words of `text`, numbers left out."""
    return _WORD.findall(text)


def grade(text: str, tag: str) -> float | None:
    """Return the school grade of `text`, None without a formula for `tag` or with too few words to tell."""
    formula = _FORMULAS.get(tag.split("-", maxsplit=1)[0])
    count = len(words(text))
    return None if formula is None or count < ENOUGH_WORDS else formula(text, count)


def _flesch_kincaid(text: str, count: int) -> float:
    syllables = sum(_english_syllables(word) for word in words(text))
    return 0.39 * count / len(sentences(text)) + 11.8 * syllables / count - 15.59


def _fernandez_huerta(text: str, count: int) -> float:
    """Ease 100 is read in grade 4, 60 in grade 8: ten points a grade, as Flesch's own table goes for English."""
    syllables = sum(len(_ES_GROUPS.findall(unicodedata.normalize("NFC", word.lower()))) or 1 for word in words(text))
    ease = 206.84 - 60.0 * syllables / count - 1.02 * count / len(sentences(text))
    return 14.0 - ease / 10.0


def _english_syllables(word: str) -> int:
    """Count groups of vowels, less a silent e."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    groups = len(_EN_GROUPS.findall(plain))
    if plain.endswith("e") and not plain.endswith(("le", "ee", "ye")) and groups > 1:
        groups -= 1
    if plain.endswith("ed") and not plain.endswith(("ted", "ded")) and groups > 1:
        groups -= 1
    return max(groups, 1)


_FORMULAS: dict[str, Callable[[str, int], float]] = {"en": _flesch_kincaid, "es": _fernandez_huerta}
