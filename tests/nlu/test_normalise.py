"""Folding and splitting of messages."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.fold import fold
from nlu.normalise import _BLOCKS_WITH_MARKS, BREAK, HEAD_CHARS, TAIL_CHARS, normalise


@given(st.text(max_size=300))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    again = normalise(once.bare)
    assert again.bare == once.bare
    assert fold(once.bare) == once.bare


@given(st.text())
def test_words_are_never_blank(text: str) -> None:
    words = normalise(text).words
    assert all(word == BREAK or word.strip() == word for word in words)
    assert not words or words[-1] != BREAK


def test_a_long_message_keeps_its_ends() -> None:
    normal = normalise("first " + "middle " * 5_000 + "last")
    assert len(normal.raw) <= HEAD_CHARS + TAIL_CHARS + 1
    assert (normal.words[0], normal.words[-1]) == ("first", "last")


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("  EXIT!! ", "exit"), ("e x i t", "exit"), ("Ｅｘｉｔ", "exit"), ("sí", "si"), ("مساعدة", "مساعده"), ("أُرِيدُ", "اريد"), ("don’t", "dont"),
        ("\u200fخروج\u200f", "خروج"), ("خـــروج", "خروج"), ("helllp", "help"),
    ],
)  # fmt: skip
def test_ways_to_write_one_word(written: str, bare: str) -> None:
    assert normalise(written).bare == bare


def test_the_blocks_hold_every_mark() -> None:
    covered = {code for block in _BLOCKS_WITH_MARKS for code in block}
    marks = {code for code in range(0x300, sys.maxunicode + 1) if unicodedata.category(chr(code))[0] == "M"}
    assert marks <= covered
