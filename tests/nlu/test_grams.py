"""N-grams: any words give finite weights in blocks of unit length, and every machine gives a gram the same number."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.grams import MAX_WORDS, grams, number_of_word, sentences
from nlu.normalise import BREAK, normalise

WORDS = st.lists(st.text(max_size=30), max_size=30)


@given(words=WORDS)
def test_any_words_have_finite_weights(words: list[str]) -> None:
    found = grams(words)
    assert found == grams(tuple(words))
    assert bool(found) is bool(words)
    for number, weight in found.items():
        assert 0 <= number < 2**32
        assert math.isfinite(weight)
        assert 0 < weight <= 1 + 1e-9


@given(words=st.lists(st.text("abcdeمحруж我", min_size=1, max_size=8), min_size=1, max_size=12))
def test_each_block_has_unit_length(words: list[str]) -> None:
    # Three blocks; only two grams with one CRC-32 could make it less, and these words are too few for that.
    assert sum(weight * weight for weight in grams(words).values()) == pytest.approx(3.0)


@given(text=st.text(max_size=200))
def test_any_text_can_be_taken_apart(text: str) -> None:
    words = normalise(text).words
    assert all(math.isfinite(weight) for weight in grams(words).values())
    parts = sentences(words)
    assert all(parts)
    assert [word for part in parts for word in part] == [word for word in words if word != BREAK]


def test_the_numbers_are_those_that_were_trained_with() -> None:
    assert number_of_word("help") == 0xA4134872
    found = grams(("help", "me"))
    assert found[0xA4134872] == pytest.approx(1 / math.sqrt(3))  # help, me, "help me": the block of words
    assert len(found) == 27  # 20 of letters, 3 of words, 4 without vowels


def test_a_lone_surrogate_has_a_number() -> None:
    assert number_of_word("\ud800") == number_of_word("?")
    assert grams(("\ud800",))


def test_only_the_beginning_of_a_flood_is_read() -> None:
    assert grams(["kill"] * MAX_WORDS) == grams(["kill"] * (MAX_WORDS + 5_000))


def test_vowels_left_out_leave_a_trace_in_common() -> None:
    shared = grams(("please", "help")).keys() & grams(("pls", "hlp")).keys()
    assert len(shared) >= 3, "both words and their neighbourhood without vowels"


def test_characters_that_are_words_are_read_three_by_three() -> None:
    assert len(grams(tuple("我要走"))) > len(grams(tuple("abc")))
