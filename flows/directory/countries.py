"""Read which country a person means, and which language, from what she typed.

Rules: pure, and in any served language whatever the conversation's; both sides are folded; a name that could be two places, or a text
that names two countries, is not read at all: a wrong emergency number is worse than one more question.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from babel import Locale

from locales import fold

TAGS = ("en", "es", "fr", "pt", "ar", "ru", "uk", "zh", "hi", "tl", "vi", "ro")
"""Languages whose names of countries are read, served already or not."""

LONGEST_NAME_WORDS = 6
LONGEST_TEXT = 200
"""Characters. An answer to "which country" is shorter; a story is not searched."""

ALIASES = {
    "US": ("us", "usa", "u.s.", "u.s.a.", "america", "the states", "united states of america", "eeuu", "ee.uu.",
           "estados unidos de america",
           "امريكا", "الولايات المتحده الامريكيه", "сша", "америка", "美国", "美國"),
    "GB": ("uk", "u.k.", "britain", "great britain", "england", "scotland", "wales", "northern ireland", "inglaterra", "gran bretana",
           "بريطانيا", "انجلترا", "انكلترا", "англия", "英国", "英國"),
    "AE": ("uae", "u.a.e.", "emirates", "dubai", "abu dhabi", "sharjah", "emiratos", "دبي", "ابوظبي", "الامارات"),
    "SA": ("ksa", "saudi", "السعوديه"),
    "DE": ("alemania", "deutschland", "almania", "المانيا"),
    "ES": ("espana", "spain", "اسبانيا"),
    "KR": ("korea", "south korea", "corea", "corea del sur"),
    "CZ": ("czech republic", "czechia", "cesko"),
    "NL": ("holland", "holanda", "the netherlands"),
    "TR": ("turkey", "turkiye", "turquia"),
    "MM": ("burma",), "CI": ("ivory coast",), "VN": ("vietnam", "viet nam"), "RU": ("russia",), "SY": ("syria", "siria"),
    "GE": ("republic of georgia", "sakartvelo", "tbilisi"), "LA": ("laos",), "MD": ("moldova",), "MK": ("macedonia",),
    "CD": ("congo kinshasa", "drc"), "CG": ("congo brazzaville",), "HK": ("hong kong",), "PH": ("philippines", "pilipinas", "filipinas"),
}  # fmt: skip
"""What people call their country besides its printed names."""

UNDECIDED = frozenset({"georgia", "congo", "kongo", "guinea", "jersey"})
"""Names of two places (a country and a state of the United States, two countries): not read."""

NOT_CODES = frozenset({"NO", "SO", "ME", "IT", "IS", "TO", "DO", "MY", "AM", "AS", "AT", "BE", "BY", "IN", "PM", "ID", "LA", "MA", "PA"})
"""Country codes that are also words. People who mean these countries write the name."""

SPOKEN = {
    "ar": ("عربي", "arabi", "3arabi"), "es": ("castellano", "espanol"), "tl": ("tagalog", "pilipino"), "zh": ("中文", "汉语", "mandarin"),
    "hi": ("hindi",), "ru": ("po russki",), "fr": ("francais",),
}  # fmt: skip
"""What people call their language besides its printed names."""

INSIDE_TOO_SHORT = 3
"""Letters. `us` inside a sentence is a pronoun."""


def read_country(text: str) -> str:
    """Return the ISO code of the one country that the text names, "" if it names none or several."""
    if len(text) > LONGEST_TEXT:
        return ""
    plain = _plain(text)
    if plain in UNDECIDED:
        return ""
    whole = _names().get(plain, "")
    if whole:
        return whole
    bare = text.strip()
    if len(bare) == 2 and bare.isascii() and bare.isupper() and bare not in NOT_CODES:  # noqa: PLR2004 - ISO 3166 alpha-2
        return bare if bare in set(_names().values()) else ""
    inside = set(_inside(plain))
    return inside.pop() if len(inside) == 1 else ""


def names_country(text: str) -> bool:
    """Say whether the whole text is the name of a country and nothing else."""
    return _plain(text) in _names()


def read_language(text: str, served: Iterable[str]) -> str:
    """Return the served tag that the text names (in any language, or by its code), "" if none."""
    plain = _plain(text)
    if not plain or len(text) > LONGEST_TEXT:
        return ""
    tags = tuple(served)
    return next((tag for tag in tags if plain == tag or plain in _language_names(tag, tags)), "")


def _inside(plain: str) -> Iterable[str]:
    """Yield the countries whose names stand in the text, the longest name first, each stretch used once."""
    words = plain.split()
    start = 0
    while start < len(words):
        for length in range(min(LONGEST_NAME_WORDS, len(words) - start), 0, -1):
            name = " ".join(words[start : start + length])
            code = _names().get(name)
            if code and len(name) >= INSIDE_TOO_SHORT and name not in UNDECIDED:
                yield code
                start += length - 1
                break
        start += 1
    if not plain.isascii():
        yield from (code for name, code in _unspaced() if name in plain)


def _plain(text: str) -> str:
    """Fold, and drop what stands round words."""
    return " ".join(word for word in (part.strip(".,;:!?¿¡()\"'،؟。！？") for part in fold(text).split()) if word)


@cache
def _names() -> dict[str, str]:
    """Return every folded name and alias with its country. A name that two countries share is left out."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for tag in TAGS:
        for code, name in Locale.parse("fil" if tag == "tl" else tag).territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}:  # noqa: PLR2004 - ISO 3166 alpha-2
                plain = _plain(name)
                if found.setdefault(plain, code) != code:
                    shared.add(plain)
    for plain in shared:
        del found[plain]
    for code, names in ALIASES.items():
        found.update((_plain(name), code) for name in names)
    return found


@cache
def _unspaced() -> tuple[tuple[str, str], ...]:
    """Return the names in scripts that put no blanks between words."""
    return tuple((name, code) for name, code in _names().items() if len(name) > 1 and "\u4e00" <= name[0] <= "\u9fff")


@cache
def _language_names(tag: str, tags: tuple[str, ...]) -> frozenset[str]:
    """Return the names of a language in itself and in every language of `TAGS`."""
    code = "fil" if tag == "tl" else tag
    shown = {"fil" if other == "tl" else other for other in (*TAGS, *tags)}
    names = {Locale.parse(other).languages.get(code) for other in shown}
    names |= {Locale.parse(code).get_language_name(code), *SPOKEN.get(tag, ())}
    return frozenset(_plain(name) for name in names if name)
