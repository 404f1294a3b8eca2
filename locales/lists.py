"""Read the lists of words that no text of a language may carry: give-away words and promises.

Rules: one YAML file a list and language, written by people who speak it; a word ending in `*` stands for any ending; `prefixes`
are particles that a language glues before a word. Both the list and the text are folded before they are compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from locales.fold import fold


class ListError(Exception):
    """A list cannot be read: says which file and the rule. For whoever edits lists."""


@dataclass(frozen=True, slots=True)
class WordList:
    """Words of one language to look for in folded text, and the words that make a sentence harmless again."""

    tag: str
    name: str
    words: re.Pattern[str]
    unless: re.Pattern[str] | None

    def find(self, folded: str) -> str | None:
        """Return the first word of the list in a folded text, or None; a text with an `unless` word has none."""
        if self.unless is not None and self.unless.search(folded):
            return None
        found = self.words.search(folded)
        return None if found is None else found[0]


@cache
def word_list(tag: str, name: str) -> WordList | None:
    """Return the list `name` (`giveaway`, `promises`) of a language, None if it has none.

    Raises: ListError if the file is not a mapping with a non-empty list `words`.
    """
    file = resources.files("locales").joinpath(tag, f"{name}.yml")
    if not file.is_file():
        return None
    try:
        content = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - builds texts only: "no" is a word here, not false
    except yaml.YAMLError:
        raise ListError(f"locales/{tag}/{name}.yml: the file must be valid YAML") from None
    lists = {key: content.get(key, []) for key in ("words", "prefixes", "unless")} if isinstance(content, dict) else {}
    if not lists.get("words") or not all(isinstance(item, str) for words in lists.values() for item in words):
        raise ListError(f"locales/{tag}/{name}.yml: `words` must be a list of at least one text, `prefixes` and `unless` lists of texts")
    unless = _compile(lists["unless"], lists["prefixes"]) if lists["unless"] else None
    return WordList(tag, name, _compile(lists["words"], lists["prefixes"]), unless)


def _compile(words: Sequence[str], prefixes: Sequence[str]) -> re.Pattern[str]:
    """Build one pattern for all words: whole words, `*` for any ending, any of `prefixes` before."""
    before = f"(?:{'|'.join(re.escape(fold(prefix)) for prefix in sorted(prefixes, key=len, reverse=True))})?" if prefixes else ""
    alternatives = []
    for word in sorted({word.strip() for word in words}, key=len, reverse=True):
        ending = r"\w*" if word.endswith("*") else ""
        alternatives.append(re.escape(fold(word.rstrip("*"))).replace(r"\ ", r"\W+") + ending)
    return re.compile(rf"(?<!\w){before}(?:{'|'.join(alternatives)})(?!\w)")
