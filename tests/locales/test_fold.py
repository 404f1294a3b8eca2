"""Folding: one plain form, reached in one step, whatever the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locales.fold import digits, fold

anything = st.text(st.characters(exclude_categories=()), max_size=60)
letters = st.text(st.sampled_from("aAéÉñøßİıſﬁ①²٣۴५‘’'`ـًأإىیةهکپнйёЁ🙂नमस्ते\u0301\u0308\u00a0\u00ad\u200b\u202e\ufe0f\u20e3"), max_size=30)


@settings(max_examples=600)
@given(st.one_of(anything, letters))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(anything)
def test_folded_text_holds_no_capital_no_control_no_direction_mark_and_no_double_blank(text):
    folded = fold(text)
    assert "  " not in folded
    assert folded == folded.strip()
    assert not any(mark in folded for mark in "\x00\n\t\u200b\u200f\u202e\u2066\ufeff\u00a0\ud800")
    assert all(char.isascii() or not char.isdecimal() for char in folded)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HELP", "heeelp"),
        ("don’t", "dont"),
        ("¿Está aquí?", "¿esta aqui?"),
        ("أُرِيدُ المُسَاعَدَة", "اريد المساعده"),
        ("مســـاعدة", "مساعده"),
        ("على", "علي"),
        ("٠", "0"),
        ("۱۲", "12"),
        ("1️⃣", "1"),
        ("①", "1"),
        ("Ёлка", "елка"),
        ("ｈｅｌｐ", "help"),
        ("he\u200blp", "help"),
        ("STRASSE", "straße"),
        ("line\u2028break", "line break"),
    ],
)
def test_people_write_one_thing_in_many_ways(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("ano", "aso"), ("नमस्ते", "नमसत"), ("11", "1"), ("no", "on")])
def test_different_words_stay_different(one, other):
    assert fold(one) != fold(other)


@given(anything)
def test_digits_changes_digits_only(text):
    changed = digits(text)
    assert all(char.isascii() or not char.isdecimal() for char in changed)
    if not any(char.isdecimal() or char in "\u20e3\ufe0f" for char in text):
        assert changed == text


def test_digits_of_all_scripts():
    assert digits("٤٥ ۴۵ ४५ 1️⃣ x") == "45 45 45 1 x"
