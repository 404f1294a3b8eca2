"""Bring a message into the form in which it is searched: cut, folded, split into words.

Rules: any text goes in and a value comes out; nothing is kept between messages. A message that is too long loses its middle: a cry
for help stands at the beginning or at the end.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass

from locales.fold import fold

HEAD_CHARS, TAIL_CHARS = 3_000, 1_000
"""What is read of a long text: more than any SMS (1,600), about one whole Telegram message (4,096)."""

BREAK = ""
"""Stands between two sentences in `Normal.words`: a phrase may cross one, at the price of its gap."""

_MIN_SPELT = 3
"""Single letters in a row that are read as one word: h e l p."""


_BLOCKS_WITH_MARKS = (range(0x300, 0x3400), range(0xA000, 0xAC00), range(0xD7B0, 0x17000), range(0x1B000, 0x20000), range(0xE0100, 0xE01F0))


def _marks() -> str:
    """Return the combining marks of Unicode as ranges of a character class: a mark belongs to the word it stands in.

    The blocks of ideographs and syllables, which have none, are left out: a million characters to ask about at every start.
    """
    ranges: list[list[int]] = []
    for code in itertools.chain(*_BLOCKS_WITH_MARKS):
        if unicodedata.category(chr(code))[0] != "M":
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_ENDS = ".!?؟。！？…;؛"
_TOKEN = re.compile(rf"[\w{_marks()}@$]+|[{_ENDS}]+")
_UNSPACED = re.compile(r"([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*)")
"""Characters of scripts that put no blanks between words: each is a word of its own here, and so it is in the reviewed phrases."""

_LEET = str.maketrans("013457@$", "oieastas")
_LATIN_AND_DIGIT = re.compile(r"(?=.*[a-z])(?=.*[013457@$])[a-z013457@$]+")


@dataclass(frozen=True, slots=True)
class Normal:
    """A message ready to be searched.

    `bare` is the folded text without punctuation, for words that must be the whole message; `words` are its words with a `BREAK`
    between sentences; `raw` is the text as it came, cut, for telling scripts and languages apart.
    """

    raw: str
    bare: str
    words: tuple[str, ...]


def normalise(text: str) -> Normal:
    """Return `text` cut, folded and split into words. Never fails."""
    raw = cut(text)
    lines = [fold(line) for line in raw.splitlines()] if "\n" in raw or "\r" in raw else [fold(raw)]
    words: list[str] = []
    for line in lines:
        if words and words[-1] != BREAK:
            words.append(BREAK)
        words.extend(tokens(line))
    while words and words[-1] == BREAK:
        words.pop()
    spelt = tuple(_join_spelt(words))
    bare = " ".join(_join_spelt([word for word in spelt if word])) or "".join("".join(line.split()) for line in lines)
    return Normal(raw, bare, spelt)


def cut(text: str) -> str:
    """Return `text`, its middle left out if it is longer than what is read."""
    if len(text) <= HEAD_CHARS + TAIL_CHARS:
        return text
    return f"{text[:HEAD_CHARS]}\n{text[-TAIL_CHARS:]}"


def tokens(folded: str) -> list[str]:
    """Return the words of a folded text, `BREAK` where a sentence ends."""
    folded = folded.replace("_", " ")
    if not folded.isascii():
        folded = _UNSPACED.sub(r" \1 ", folded)
    return [BREAK if token[0] in _ENDS else token for token in _TOKEN.findall(folded)]


def plain_letters(word: str) -> str:
    """Return a word with letters for the digits and signs that stand for them (su1c1de), or the word itself."""
    return word.translate(_LEET) if _LATIN_AND_DIGIT.fullmatch(word) else word


def _join_spelt(words: list[str]) -> list[str]:
    """Join runs of single letters into the word that they spell."""
    if not any(len(word) == 1 for word in words):
        return words
    joined: list[str] = []
    run: list[str] = []
    for word in [*words, BREAK]:
        if len(word) == 1 and word.isalpha() and not _UNSPACED.fullmatch(word):
            run.append(word)
            continue
        joined.extend([fold("".join(run))] if len(run) >= _MIN_SPELT else run)
        run = []
        joined.append(word)
    return joined[:-1]
