"""Canaries: words and numbers that exist nowhere else, each made for one place of one conversation, so that a find names its leak.

Rules: a canary is random and lives in memory only; no two neighbouring letters are alike and none carries an accent, so that folding
and tidying leave it as it is; what is printed about it is its label, never itself.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from enum import StrEnum

WORD_LETTERS = 20
FRAGMENT_LETTERS = 8
"""A piece of a word this long is a find."""

FRAGMENT_DIGITS = 10
"""A piece of a number this long is a find: clocks and counters have fewer digits, or begin otherwise."""

ALPHABETS = {
    "latin": "bcdfghjklmnpqrstvwxz",
    "arabic": "بتثجحخدذرزسشصضطظعغفقكلمن",
    "cyrillic": "бвгджзклмнпрстфхцчшщ",
    "han": "山川田木水火土金石竹米糸耳舌舟虫血行衣見",
}


class CanaryKind(StrEnum):
    """What a canary stands for, which decides where it may be."""

    WORD = "word"
    ADDRESS = "address"
    ID = "provider id"


@dataclass(frozen=True, slots=True)
class Canary:
    """One secret. `label` says where it was sent."""

    kind: CanaryKind
    label: str
    text: str = field(repr=False)


class Aviary:
    """All canaries of one run."""

    def __init__(self) -> None:
        self.canaries: list[Canary] = []

    def word(self, label: str, script: str = "latin") -> str:
        """Make a word of `WORD_LETTERS` letters."""
        alphabet = ALPHABETS[script]
        letters = [secrets.choice(alphabet)]
        while len(letters) < WORD_LETTERS:
            letters.append(secrets.choice(alphabet.replace(letters[-1], "")))
        return self.add(CanaryKind.WORD, label, "".join(letters))

    def number(self, label: str, digits: int, prefix: str = "1") -> str:
        """Make an address of so many digits, which begins as told."""
        return self.add(CanaryKind.ADDRESS, label, prefix + "".join(secrets.choice("0123456789") for _ in range(digits - len(prefix))))

    def add(self, kind: CanaryKind, label: str, text: str) -> str:
        """Take a secret that was made elsewhere; return it."""
        self.canaries.append(Canary(kind, label, text))
        return text

    def __len__(self) -> int:
        return len(self.canaries)


def fragments(canary: Canary) -> set[str]:
    """Return every piece of a canary whose find counts."""
    text = canary.text.casefold()
    length = FRAGMENT_DIGITS if text.isdigit() else FRAGMENT_LETTERS
    length = min(length, len(text))
    return {text[place : place + length] for place in range(len(text) - length + 1)}


def binary_forms(canary: Canary) -> dict[bytes, str]:
    """Return bytes to look for as they are: UTF-16 of some scripts, integers, and hashes without a key (anybody undoes them by trying)."""
    if canary.kind is CanaryKind.ID:
        return {}
    forms: dict[bytes, str] = {}
    if max(canary.text) >= "\u0800":  # scripts that have no byte in common by which UTF-16 could be told
        forms |= {piece.encode(name): name for piece in fragments(canary) for name in ("utf-16-le", "utf-16-be")}
    written = [canary.text]
    if canary.text.isdigit():
        value = int(canary.text)
        size = (value.bit_length() + 7) // 8
        if size >= 6:  # noqa: PLR2004 - shorter ones would be found by chance
            forms |= {value.to_bytes(size, "big"): "integer", value.to_bytes(size, "little"): "integer"}
        written.append("+" + canary.text)
    for text in written:
        for name in ("md5", "sha1", "sha256"):
            forms[hashlib.new(name, text.encode(), usedforsecurity=False).digest()] = f"plain {name}"
    return forms
