"""Count what a text costs by SMS, and make it cheaper where the meaning stays.

Rules: GSM 03.38 default alphabet, 160 units alone and 153 in parts; everything else UCS-2, 70 and 67 UTF-16 units; an escape pair
and a surrogate pair are never cut in two (so a part may hold one unit less). One character outside the alphabet turns the whole
message into UCS-2.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

GSM_ALONE, GSM_PART = 160, 153
UCS2_ALONE, UCS2_PART = 70, 67

_GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENDED = frozenset("^{}\\[~]|€\f")

_LOOK_ALIKES = str.maketrans({
    "’": "'", "‘": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‹": "'", "›": "'",
    "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "…": "...", "•": "-", "·": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    "\t": " ", "\u200b": None, "\u200c": None, "\u200d": None, "\u2066": None, "\u2067": None, "\u2068": None, "\u2069": None,
    "\u200e": None, "\u200f": None, "\ufeff": None, "×": "x", "ç": "c",
})  # fmt: skip
_FOLDED_MARKS = frozenset("\u0301\u0300\u0302\u0308")
"""Acute, grave, circumflex, diaeresis: a reader supplies them. Tilde, hook, horn and dot make another word, and stay."""


class Encoding(StrEnum):
    """The two alphabets of SMS."""

    GSM7 = "gsm-7"
    UCS2 = "ucs-2"


@dataclass(frozen=True, slots=True)
class Parts:
    """What a text costs: its alphabet, its length in units of that alphabet, and the parts it is sent in."""

    encoding: Encoding
    units: int
    parts: int


def parts(text: str) -> Parts:
    """Return what `text` costs by SMS. An empty text is one empty part."""
    if is_gsm(text):
        sizes = [2 if char in _GSM_EXTENDED else 1 for char in text]
        return _count(Encoding.GSM7, sizes, GSM_ALONE, GSM_PART)
    sizes = [2 if ord(char) > 0xFFFF else 1 for char in text]  # noqa: PLR2004 - the end of the basic plane
    return _count(Encoding.UCS2, sizes, UCS2_ALONE, UCS2_PART)


def is_gsm(text: str) -> bool:
    """Say whether every character is in the GSM alphabet or its extension."""
    return all(char in _GSM_BASIC or char in _GSM_EXTENDED for char in text)


def fold_gsm(text: str) -> str:
    """Return `text` in GSM characters by look-alikes if that makes all of it GSM; else `text` as it was, for nothing was won."""
    if is_gsm(text):
        return text
    plain = unicodedata.normalize("NFC", text).translate(_LOOK_ALIKES)
    folded = "".join([char if is_gsm(char) else _without_marks(char) for char in plain])
    return folded if is_gsm(folded) else text


def _without_marks(char: str) -> str:
    """Return the letter below its accents if all of them are accents that a reader supplies."""
    letter, *marks = list(unicodedata.normalize("NFD", char))
    return letter if marks and _FOLDED_MARKS.issuperset(marks) and is_gsm(letter) else char


def _count(encoding: Encoding, sizes: Iterable[int], alone: int, part: int) -> Parts:
    """Fill parts one after the other, cutting only between characters."""
    units = 0
    filled = 0
    number = 1
    for size in sizes:
        units += size
        if filled + size > part:
            number += 1
            filled = 0
        filled += size
    return Parts(encoding, units, 1 if units <= alone else number)
