"""The desk's own sentences, and how it names a language and writes a direction.

Rules: every sentence comes from `locales/<tag>/desk.ftl`; the desk speaks the languages that have one; staff choose theirs, whatever the
person writes in.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from locales.texts import FALLBACK, Texts

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})

SCRIPT_TEXTS = (
    "title", "here", "here-row", "paused", "pause", "resume", "offline", "refused", "crowded", "failed", "start-again",
    "nobody", "finishing", "while-paused", "just-now", "waiting-row", "taken-by", "choose-outcome",
    "words-none", "words-held", "words-read", "words-lost", "words-now", "words-before-reload", "person", "bot", "you",
    "sending", "taken", "sent", "held", "dropped", "unsent", "too-long",
    "left-title", "left-text", "back-title", "back-text", "closed-title", "closed-text", "ended-title", "ended-text",
)  # fmt: skip
"""What the page's script says, without the prefix `desk-`. None of them takes an argument: numbers are worded on the server."""


class DeskTexts:
    """The texts of the desk over the one `Texts` of the service."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags in which the desk can speak, the fallback first."""
        return tuple(tag for tag in self._texts.languages if self._texts.has(tag, "desk-title"))

    def say(self, tag: str, name: str, **args: str | int) -> str:
        """Return the text `desk-<name>`."""
        return self._texts.text(tag, f"desk-{name}", args or None)

    def for_script(self, tag: str) -> Mapping[str, str]:
        """Return what the page's script may have to say."""
        return {name: self.say(tag, name) for name in SCRIPT_TEXTS}

    def choose(self, wanted: str, accepted: str) -> str:
        """Return the language of the desk: the one chosen before, else the browser's first that we have, else the fallback."""
        offers = [wanted, *(part.partition(";")[0].strip().lower().split("-")[0] for part in accepted[:200].split(","))]
        return next((tag for tag in offers if tag in self.languages), FALLBACK)


def direction(tag: str) -> str:
    """Return `rtl` or `ltr`."""
    return "rtl" if tag.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=512)
def language_name(tag: str, inside: str) -> str:
    """Return the name of the language `tag` in the language `inside`; the tag itself when nobody named it."""
    try:
        name = Locale.parse("fil" if tag == "tl" else tag, sep="-").get_language_name(inside)
    except (UnknownLocaleError, ValueError):
        name = None
    return name or tag
