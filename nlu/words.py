"""Reviewed words for moving around: a message that is one of them, whole, acts at once.

Rules: pure; a word means the same in every language (`check` proves it), so that exit works whatever language the session is in;
`0` in any digits is exit in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from locales.fold import digits
from nlu.normalise import normalise
from nlu.sources import lists

EXIT = "exit"
NUMBERS = "numbers"
"""Not a move: the words for 0, 1, 2 … in order, each place with its ways to write it joined by `|`."""

MOVES = (
    "exit", "human", "menu", "back", "yes", "no", "erase", "stop_contact", "change_language", "later", "skip", "more", "repeat", "thanks",
    "greet",
)  # fmt: skip
"""The intents that have words here. They share none over all languages: who asks for a person must not leave, and the other way round."""

CARRIER_WORDS = frozenset(
    "stop stopall unsubscribe cancel end quit revoke optout start yes unstop help info arret".split()  # noqa: SIM905 - reads like the providers' list
)
"""What a carrier or Twilio may swallow. Understood if one comes through; never the first word of a list, which is the one we offer."""

_LARGEST_CHOICE = 2
"""Digits of a choice's number."""


class Words:
    """The reviewed words of the served languages."""

    def __init__(self, by_tag: Mapping[str, Mapping[str, tuple[str, ...]]]) -> None:
        self.by_tag = by_tag
        self._moves: dict[str, str] = {}
        self._languages: dict[str, set[str]] = {}
        self._numbers: dict[str, int] = {}
        for tag, moves in by_tag.items():
            for move, words in moves.items():
                for place, ways in enumerate(words):
                    for word in ways.split("|") if move == NUMBERS else (ways,):
                        self._add(tag, move, normalise(word).bare, place)

    def move(self, bare: str) -> str | None:
        """Return the intent that a whole message is, None if it is no reviewed word. `bare` is `Normal.bare`."""
        if bare == "0":
            return EXIT
        return self._moves.get(bare)

    def languages(self, bare: str) -> frozenset[str]:
        """Return the languages in which a whole message is a reviewed word."""
        return frozenset(self._languages.get(bare, ()))

    def number(self, text: str) -> int | None:
        """Return the choice that a whole message names: digits of any script, or a number word; None if it is no number."""
        bare = normalise(digits(text)).bare
        if bare.isascii() and bare.isdigit() and len(bare) <= _LARGEST_CHOICE:
            return int(bare)
        return self._numbers.get(bare)

    def _add(self, tag: str, move: str, bare: str, place: int) -> None:
        if move == NUMBERS:
            self._numbers.setdefault(bare, place)
        else:
            self._moves.setdefault(bare, move)
            self._languages.setdefault(bare, set()).add(tag)


def load_words(tags: tuple[str, ...]) -> Words:
    """Read the words of the languages.

    Raises: DataError.
    """
    return Words({tag: lists(tag, "words") for tag in tags})


def clashes(words: Words) -> Iterator[tuple[str, str, str]]:
    """Yield (language, rule, what was found) for each broken rule of the lists: unknown or missing moves, words with two meanings."""
    meanings: dict[str, tuple[str, str]] = {}
    for tag, moves in words.by_tag.items():
        for move in sorted(set(moves) - {*MOVES, NUMBERS}):
            yield tag, "a list of words must be named by a move", move
        for move in sorted({*MOVES, NUMBERS} - set(moves)):
            yield tag, "every move must have words", move
        for move in MOVES:
            for word in moves.get(move, ()):
                bare = normalise(word).bare
                other_tag, other = meanings.setdefault(bare, (tag, move))
                if other != move:
                    yield tag, "a word must mean one move in all languages", f"{word}: {move}, and {other} in {other_tag}"
            offered = normalise(moves[move][0]).bare if moves.get(move) else ""
            if offered in CARRIER_WORDS - {"yes"}:
                yield tag, "the first word of a move must not be a carrier's word", offered
