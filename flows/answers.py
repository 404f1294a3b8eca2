"""Tell which of the offered choices a typed text means: a number in any script, a label in any served language.

Rules: pure; both sides are folded; what a person typed is compared and forgotten.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from flows.definition import Choice, Do
from flows.ports import Texts
from flows.values import Heard
from locales import digits, fold

LONGEST_ANSWER = 80
"""Characters. A label is shorter; a longer text is not compared."""

SAME = {
    "yes": ("do-yes", "do-yes-now", "do-yes-alone", "do-yes-so", "do-go-on"),
    "no": ("do-no", "do-no-alone", "do-stay"),
    "human": ("do-person",),
    "safety_plan": ("do-plan",),
    "rights_overview": ("do-rights",),
}  # fmt: skip
"""Labels that say the same as an intent of another name."""


def leaves(text: str) -> bool:
    """Say whether the whole text is `0`, in the digits of any script: the way out that needs no language."""
    return _bare(text) == "0"


def pick(choices: Sequence[Choice], texts: Texts, heard: Heard) -> int | None:
    """Return the place of the choice that was typed, None if none was."""
    if len(heard.text) > LONGEST_ANSWER:
        return None
    bare = _bare(heard.text)
    if bare.isdecimal() and bare.isascii():
        return int(bare) - 1 if 1 <= int(bare) <= len(choices) else None
    said = _plain(heard.text)
    if not said:
        return None
    for place, choice in enumerate(choices):
        if said in _labels(texts, choice.label):
            return place
    return None


def means(choices: Sequence[Choice], intent: str) -> int | None:
    """Return the place of the choice that says what the intent says (`do-menu`: menu), None if none does.

    "Yes" means the guess, if it is the only one.
    """
    labels = SAME.get(intent, ()) or (f"do-{intent.replace('_', '-')}",)
    guesses = [choice for choice in choices if choice.do in {Do.GUESS, Do.SECOND}]
    only = guesses[0] if intent == "yes" and len(guesses) == 1 else None
    return next((place for place, choice in enumerate(choices) if choice.label in labels or choice is only), None)


def agreed_word(text: str, texts: Texts, words: str) -> str:
    """Return "alone" or "not-alone" if the text is one of the pair of words that was agreed, "" if not."""
    if not words or len(text) > LONGEST_ANSWER:
        return ""
    said = _plain(text)
    for meaning in ("alone", "not-alone"):
        if said in _labels(texts, f"word-{words}-{meaning}"):
            return meaning
    return ""


def _plain(text: str) -> str:
    """Fold a text and leave out its punctuation."""
    return " ".join("".join(" " if unicodedata.category(char)[0] == "P" else char for char in fold(text)).split())


def _bare(text: str) -> str:
    """Return a short text in ASCII digits, without what people put round a number."""
    return digits(text).strip().strip(".)( :#") if len(text) <= LONGEST_ANSWER else ""


@lru_cache(maxsize=4096)
def _labels(texts: Texts, label: str) -> frozenset[str]:
    """Return a label in every served language, folded, its shorter form too."""
    forms = {_plain(texts.text(tag, label, sms=sms)) for tag in texts.languages if texts.has(tag, label) for sms in (False, True)}
    return frozenset(forms - {""})
