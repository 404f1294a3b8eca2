"""Keep give-away words out of what a lock screen shows.

Rules: the first `SHOWN` characters of any message carry no word of the language's give-away list; when a name from the directory or
an advocate's words would break that, a neutral reviewed line that fills the lock screen goes before them.
"""

from __future__ import annotations

from functools import cache

from locales.fold import fold
from locales.lists import word_list
from locales.texts import FALLBACK, Texts, load_texts

SHOWN = 100
"""Characters that a lock screen shows at most; phones differ, and this is the longest known preview."""

GUARD_LINE = "guard-line"


def gives_away(text: str, tag: str) -> str | None:
    """Return the first give-away word that begins within the first `SHOWN` characters, folded, or None.

    A word that is cut by the edge counts whole: a reader completes it. The fallback language's list holds everywhere, for names of
    services are often English.
    """
    end = min((place for place in (text.find(" ", SHOWN), text.find("\n", SHOWN)) if place >= 0), default=len(text))
    folded = fold(text[: min(end, 2 * SHOWN)])
    for listed in dict.fromkeys((tag, tag.split("-", maxsplit=1)[0], FALLBACK)):
        words = word_list(listed, "giveaway")
        found = words.find(folded) if words is not None else None
        if found is not None:
            return found
    return None


class Guard:
    """Puts the neutral line before what would give a person away. Build it with the texts that the service speaks."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def __call__(self, text: str, tag: str, *, sms: bool = False) -> str:
        """Return `text`, the neutral line before it if its beginning would give the person away."""
        if gives_away(text, tag) is None:
            return text
        return f"{self._texts.text(tag, GUARD_LINE, sms=sms)}\n{text}"


def guard(text: str, tag: str, *, sms: bool = False) -> str:
    """Return `text` guarded with the texts of the package. A service that has its own `Texts` uses `Guard`."""
    return _default()(text, tag, sms=sms)


@cache
def _default() -> Guard:
    return Guard(load_texts())
