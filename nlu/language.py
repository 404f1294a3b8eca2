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

from nlu.normalise import Normal

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MIN_WORDS = 2
"""Fewer words than this switch nothing."""

MIN_WORDS_UNSERVED = 3
SURE_SWITCH = 0.75
"""Chance from which a message switches the session's language."""

SURE_FIRST = 0.4
"""The same where there is no session's language to stay with."""

KNOWN_SHARE, KNOWN_CHANCE = 0.45, 0.95
"""A message may be of a language that was never learned when fewer of its words were seen in training, or when the trained head is less
sure of its best: of an Italian sentence half of the words stand somewhere in the examples, and the head takes it for Spanish."""

SURE_UNSERVED = 0.5
"""Probability over all languages from which a language that is not served is then believed. Measured together: of 94 messages in
twenty such languages 83 are told, and one of 2000 held-back messages in Latin letters is taken for one."""

MIN_WORDS_NEIGHBOUR, SURE_NEIGHBOUR = 4, 0.35
"""From so many words on, and from this probability times the share of words never seen, a message is of another language of the same
script (Bulgarian, Serbian, Nepali, Marathi): there the trained head is always sure."""

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

    def tell(self, normal: Normal, hint: str, chances: Mapping[str, float], known: float) -> Guess:
        """Return the language of a message.

        `chances` are those of the trained head for the languages it learned, `known` is the share of words that it has seen; `hint` is
        the session's language or the app's.
        """
        stay = self.served(hint)
        sample = normal.raw[:_READ_CHARS]
        script = main_script(sample)
        if not script:
            return Guess(stay)
        words = sum(bool(word) and not word.isdecimal() for word in normal.words)
        if script == _LATIN:
            return self._tell_latin(sample, words, stay, chances, known)
        return self._tell_other(sample, script, stay, chances, 1 - known if words >= MIN_WORDS_NEIGHBOUR else 0.0)

    def _tell_latin(self, sample: str, words: int, stay: str, chances: Mapping[str, float], known: float) -> Guess:
        """Tell the language of Latin letters, which may also be a language of another script, romanised."""
        if words < MIN_WORDS and stay:
            return Guess(stay)
        best = max(chances, key=lambda tag: chances[tag])
        strange = words >= MIN_WORDS_UNSERVED and (known < KNOWN_SHARE or chances[best] < KNOWN_CHANCE)
        if strange and (foreign := self._foreign(sample)):
            return Guess(stay, foreign)
        if best not in self.tags:  # learned, and not among the languages that are asked for
            return Guess(stay, best if chances[best] >= SURE_SWITCH and words >= MIN_WORDS else "")
        if stay and best != stay and known < KNOWN_SHARE:
            return Guess(stay)  # letters that are no words look like some language
        if chances[best] >= (SURE_SWITCH if stay else SURE_FIRST):
            return Guess(best)
        return Guess(stay)

    def _foreign(self, sample: str) -> str:
        """Return the language that the detector takes a text for if it is surely none that was learned, else ""."""
        top, chance = self._rank(sample)[0]
        return top if chance >= SURE_UNSERVED and top in self._latin and top not in {base(tag) for tag in self.tags} else ""

    def _tell_other(self, sample: str, script: str, stay: str, chances: Mapping[str, float], strange: float) -> Guess:
        """Tell the language of letters that are not Latin. `strange` is the share of words never seen, 0 when there are too few."""
        possible = _SCRIPT_LANGUAGES.get(script, ())
        served = [tag for tag in self.tags if base(tag) in possible]
        ranked = [(tag, chance) for tag, chance in self._rank(sample) if tag in possible and chance > 0]
        likely, sure = ranked[0] if ranked else (next(iter(possible), ""), 0.0)
        learned = {base(tag) for tag in (*self.tags, *chances)}
        if likely not in learned and sure * strange >= SURE_NEIGHBOUR:
            return Guess(stay, likely)
        rivals = {tag: chances.get(tag, 0.0) for tag in served}
        if len(rivals) > 1 and max(rivals.values()) >= SURE_SWITCH * sum(rivals.values()) > 0:
            best = max(served, key=lambda tag: rivals[tag])
            if not (stay in served and rivals[best] < SURE_FIRST):
                return Guess(best)
        if script == "ARABIC":
            foreign = likely != "ar" and bool(_NOT_ARABIC.intersection(sample))
            return Guess(served[0]) if served and not foreign else Guess(stay, likely if foreign else "ar")
        for tag in served:
            if base(tag) == likely or (likely not in learned and rivals[tag] == max(rivals.values())):
                return Guess(tag)
        return Guess(stay) if stay in served else Guess(stay, likely)

    def _rank(self, sample: str) -> list[tuple[str, float]]:
        ranked: list[tuple[str, float]] = self._identifier.rank(sample.encode("utf-8", "ignore").decode("utf-8").lower())
        return ranked


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
