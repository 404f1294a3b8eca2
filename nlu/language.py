"""Tell the language of a message: script first, then a detector restricted to what its script allows, and the hint in doubt.

Rules: pure and offline; a guess never changes the language on fewer than two words; Latin letters in a session of another script are
that language romanised, unless they are clearly something else; what is not served is reported and never silently taken for a
language that is.
"""

from __future__ import annotations

import os
import threading
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MIN_WORDS = 2
"""Fewer words than this switch nothing."""

MIN_WORDS_UNSERVED = 3
SURE_SWITCH = 0.75
"""Share of probability among the served languages from which a message switches the session."""

SURE_UNSERVED = 0.6
"""Probability over all languages from which a language that is not served is believed."""

_READ_CHARS = 300
_SCRIPT_SHARE = 0.6

_LATIN = "LATIN"
_SCRIPT_LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "ARABIC": ("ar", "fa", "ur", "ps", "ug", "ku"),
    "CYRILLIC": ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn"),
    "DEVANAGARI": ("hi", "mr", "ne"),
    "BENGALI": ("bn", "as"),
    "HEBREW": ("he",),
    "CJK": ("zh", "ja"),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "HANGUL": ("ko",),
    "ETHIOPIC": ("am",),
    "GREEK": ("el",),
    "THAI": ("th",),
    "LAO": ("lo",),
    "KHMER": ("km",),
    "MYANMAR": ("my",),
    "GEORGIAN": ("ka",),
    "ARMENIAN": ("hy",),
    "GURMUKHI": ("pa",),
    "GUJARATI": ("gu",),
    "TAMIL": ("ta",),
    "TELUGU": ("te",),
    "KANNADA": ("kn",),
    "MALAYALAM": ("ml",),
    "SINHALA": ("si",),
}
"""What is written in a script, the likeliest first. Facts about scripts, not a list of what is served."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The language of a message: a served tag, or the hint, or ""; `unserved` is a language that we do not speak."""

    language: str
    unserved: str = ""


class Languages:
    """Tells the served languages apart."""

    def __init__(self, tags: tuple[str, ...]) -> None:
        self.tags = tags
        self._detector: list[LanguageIdentifier | Exception] = []
        self._loading = threading.Thread(target=self._load, name="language-model", daemon=True)
        self._loading.start()
        self._latin: frozenset[str] = frozenset()

    def _load(self) -> None:
        """Unpack the detector's model, half of the time to start, beside the reading of the phrases."""
        try:
            self._detector.append(_load_detector())
        except Exception as error:  # noqa: BLE001 - a thread must not lose it: handed to whoever waits
            self._detector.append(error)

    def ready(self) -> None:
        """Wait until the detector is loaded. Must be called once before `tell`. Raises what loading it raised."""
        self._loading.join()
        detector = self._detector[0]
        if isinstance(detector, Exception):
            raise detector
        self._identifier = detector
        other_scripts = {tag for tags in _SCRIPT_LANGUAGES.values() for tag in tags}
        self._latin = frozenset(set(detector.labels) - other_scripts)

    def served(self, hint: str) -> str:
        """Return the served tag for a hint (BCP 47, in any case), "" if it is not served."""
        wanted = hint.replace("_", "-").casefold()
        exact = {tag.casefold(): tag for tag in self.tags}
        return exact.get(wanted) or exact.get(wanted.split("-", maxsplit=1)[0], "")

    def tell(self, raw: str, words: int, hint: str, votes: Mapping[str, int]) -> Guess:
        """Return the language of `raw`, a message of `words` words.

        `votes` counts the words of the message that stand in the reviewed data of a language; `hint` is the session's language or
        the app's.
        """
        stay = self.served(hint)
        sample = raw[:_READ_CHARS]
        script = main_script(sample)
        if not script:
            return Guess(stay)
        if script == _LATIN:
            return self._tell_latin(sample, words, stay, votes)
        return self._tell_other(sample, script, stay)

    def _tell_latin(self, sample: str, words: int, stay: str, votes: Mapping[str, int]) -> Guess:
        """Tell the language of Latin letters, which may also be a language of another script, romanised."""
        if words < MIN_WORDS and stay:
            return Guess(stay)
        for tag, count in votes.items():
            if count and base(tag) not in self._latin:  # words of that language in Latin letters were found
                return Guess(tag)
        chances = {tag: chance for tag, chance in self._rank(sample) if tag in self._latin}
        served = self._weigh(chances, votes)
        top = max(chances, key=lambda tag: chances[tag])
        if not served:
            return Guess(stay, top if words >= MIN_WORDS_UNSERVED else "")
        foreign = top not in {base(tag) for tag in self.tags} and chances[top] >= SURE_UNSERVED
        if foreign and words >= MIN_WORDS_UNSERVED and 3 * max(votes.values(), default=0) < words:
            doubtful = bool(stay) and base(stay) not in self._latin and not self._clear(chances, top, max(served.values()))
            return Guess(stay, "" if doubtful else top)
        return self._choose(served, words, stay, votes)

    def _weigh(self, chances: Mapping[str, float], votes: Mapping[str, int]) -> dict[str, float]:
        """Return the chance of each served language, raised by its words that were found."""
        served = {tag: chances.get(base(tag), 0.0) for tag in self.tags if base(tag) in self._latin}
        return {tag: chance * (1 + 2 * votes.get(tag, 0)) + 0.02 * votes.get(tag, 0) for tag, chance in served.items()}

    def _choose(self, served: Mapping[str, float], words: int, stay: str, votes: Mapping[str, int]) -> Guess:
        """Choose among the served languages: it takes more to leave the session's language than to find the first one."""
        best = max(served, key=lambda tag: served[tag])
        share = served[best] / (sum(served.values()) or 1.0)
        found = votes.get(best, 0)
        if not stay:
            return Guess(best if share >= SURE_SWITCH or words >= MIN_WORDS or found else "")
        if stay not in served:  # a session in another script: Latin letters may be that language, romanised
            return Guess(best if served[best] >= SURE_SWITCH and found >= MIN_WORDS else stay)
        return Guess(best if share >= SURE_SWITCH else stay)

    def _tell_other(self, sample: str, script: str, stay: str) -> Guess:
        possible = _SCRIPT_LANGUAGES.get(script, ())
        served = [tag for tag in self.tags if base(tag) in possible]
        ranked = [tag for tag, chance in self._rank(sample) if tag in possible and chance > 0]
        likely = ranked[0] if ranked else (possible[0] if possible else "")
        foreign = script == "ARABIC" and bool(_NOT_ARABIC.intersection(sample))
        if script == "ARABIC" and not foreign:
            likely = "ar"
        for tag in served:
            if base(tag) == likely or (len(possible) == 1):
                return Guess(tag)
        if stay in served and not foreign:
            return Guess(stay)
        return Guess(stay, likely)

    def _rank(self, sample: str) -> list[tuple[str, float]]:
        ranked: list[tuple[str, float]] = self._identifier.rank(sample.encode("utf-8", "ignore").decode("utf-8").lower())
        return ranked

    def _clear(self, chances: Mapping[str, float], top: str, best_served: float) -> bool:
        """Say whether the detector is far surer of `top` than of anything served: romanised text confuses it, so this is strict."""
        return chances[top] >= 0.95 and best_served < 0.01  # noqa: PLR2004 - seen on romanised Arabic: never above 0.9


def _load_detector() -> LanguageIdentifier:
    """Load the detector on one thread of the number library: it multiplies one small row, and a pool a core costs memory and time."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - only after the threads are set; costs a quarter second

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


_NOT_ARABIC = frozenset("پچژگکیەۆڕڵێټډړښځڅېۍٹڈڑںےۓھہ")
"""Letters of Persian, Urdu, Pashto and Kurdish that Arabic has not."""


def base(tag: str) -> str:
    """Return the language of a tag."""
    return tag.split("-", maxsplit=1)[0]


def main_script(text: str) -> str:
    """Return the script in which most letters of `text` stand, as Unicode names it; "" if it has none.

    A message that mixes scripts belongs to the one that is not Latin from `1 - _SCRIPT_SHARE` of the letters on: names, brands and
    addresses are Latin in every language.
    """
    counts: Counter[str] = Counter()
    for char in text:
        if char.isascii():
            if char.isalpha():
                counts[_LATIN] += 1
        elif char.isalpha():
            counts[unicodedata.name(char, "").partition(" ")[0]] += 1
    if not counts:
        return ""
    total = sum(counts.values())
    others = [(script, count) for script, count in counts.most_common() if script != _LATIN]
    if "HIRAGANA" in counts or "KATAKANA" in counts:
        return "HIRAGANA"
    if others and others[0][1] >= (1 - _SCRIPT_SHARE) * total:
        return others[0][0]
    return _LATIN if counts[_LATIN] else others[0][0]
