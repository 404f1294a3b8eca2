"""Turn the words of a message into weighted n-grams: what the trained heads look at.

Rules: pure and deterministic (a gram's number is the CRC-32 of its UTF-8 form, the same on every machine); three blocks, each of unit
length, so that none drowns the others: letters within words, words with their neighbours, and words without vowels, which is what
shorthand, bad spelling and romanised writing leave of them.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from zlib import crc32

from nlu.normalise import BREAK

VERSION = 1
"""Counts up with every change of what a gram is: arrays trained on other grams are refused."""

MAX_WORDS = 120
"""Words of one text that are looked at: more than fits three SMS."""

_LETTERS = range(2, 6)
_VOWELS = re.compile(r"[aeiouy]+")
_SINGLE = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
"""Characters that are words of their own here: there a phrase is longer in words."""

Grams = dict[int, float]


def grams(words: Sequence[str]) -> Grams:
    """Return the number and weight of each gram of a message's words (`Normal.words`)."""
    words = [word or "|" for word in words[:MAX_WORDS]]
    found: Grams = {}
    for block in (_letters(words), _phrases(words), _skeletons(words)):
        counts = Counter(block)
        weights = {gram: 1.0 + math.log(count) for gram, count in counts.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        for gram, weight in weights.items():
            found[crc32(gram.encode("utf-8", "replace"))] = weight / length
    return found


def number_of_word(word: str) -> int:
    """Return the number of the gram that is a single word."""
    return crc32(f"w{word}".encode("utf-8", "replace"))


def sentences(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the sentences of a message, each as its words."""
    parts = (tuple(part) for stop, part in itertools.groupby(words, key=lambda word: word == BREAK) if not stop)
    return [part for part in parts if part]


def _letters(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        for size in _LETTERS:
            for start in range(max(len(padded) - size, 0) + 1):
                yield padded[start : start + size]


def _phrases(words: Sequence[str]) -> Iterator[str]:
    for place, word in enumerate(words):
        yield f"w{word}"
        if place + 1 < len(words):
            yield f"w{word} {words[place + 1]}"
            if place + 2 < len(words) and _SINGLE.match(word):
                yield f"w{word} {words[place + 1]} {words[place + 2]}"


def _skeletons(words: Sequence[str]) -> Iterator[str]:
    before = ""
    for word in words:
        bare = _VOWELS.sub("", word) or word if word.isascii() else word
        yield f"s{bare}"
        yield f"s{before} {bare}"
        before = bare
