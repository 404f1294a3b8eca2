"""Fold a text to the plain form in which words are compared.

Rules: folding is idempotent and never fails, whatever the text; it is for matching only and never for showing. Both sides of a
comparison are folded, so what it loses (accents, doubled letters, apostrophes) is lost on both sides.
"""

from __future__ import annotations

import re
import unicodedata

_MARKED_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW")
"""Scripts whose combining marks may go. In Devanagari, Bengali or Thai a mark is a vowel, and stays."""

_LETTERS = str.maketrans({
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ة": "ه", "ە": "ه", "ہ": "ه",
    "ؤ": "و", "ک": "ك", "گ": "ك", "ڤ": "ف", "ء": None, "ـ": None,
    "'": None, "’": None, "‘": None, "ʼ": None, "ʻ": None, "`": None, "´": None, "′": None, "ʹ": None, "ʿ": None, "ʾ": None,
})  # fmt: skip
"""Letter forms that people write for one another, and apostrophes, which people leave out."""

_DOUBLED = re.compile(r"([^\W\d_])\1+")
_DIGITS_OR_PLAIN = re.compile(r"[\x20-\x7e]*")


def fold(text: str) -> str:
    """Return `text` in the form for matching: NFKC, lower case, plain letters and digits, single letters and single blanks."""
    if text.isascii():
        plain = "".join([char if char >= " " and char != "\x7f" else " " for char in text.lower().replace("'", "").replace("`", "")])
    else:
        plain = _plain(text)
    return " ".join(_DOUBLED.sub(r"\1", plain).split())


def digits(text: str) -> str:
    """Return `text` with the digits of every script, and keycap digits, as ASCII digits; nothing else changes."""
    if _DIGITS_OR_PLAIN.fullmatch(text):
        return text
    return "".join([_digit(char) for char in text])


def _plain(text: str) -> str:
    """Fold letter by letter what is not plain ASCII."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    kept: list[str] = []
    base = ""
    for char in unicodedata.normalize("NFD", folded):
        category = unicodedata.category(char)
        if category in {"Mn", "Me"}:
            if base and not base.startswith(_MARKED_SCRIPTS) and category == "Mn" and not 0xFE00 <= ord(char) <= 0xFE0F:  # noqa: PLR2004 - variation selectors
                kept.append(char)
        elif category in {"Cc", "Zs", "Zl", "Zp"}:
            kept.append(" ")
            base = ""
        elif category == "Nd":
            kept.append(_digit(char))
            base = ""
        elif category not in {"Cf", "Cs"}:
            kept.append(char)
            base = unicodedata.name(char, "") if category[0] == "L" else ""
    return unicodedata.normalize("NFC", "".join(kept).translate(_LETTERS)).translate(_LETTERS)


def _digit(char: str) -> str:
    """Return the ASCII digit that `char` stands for, "" for a keycap's frame, else `char`."""
    if char in {"\u20e3", "\ufe0f"}:
        return ""
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)
