"""Typed answers are compared, and forgotten."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flows.answers import agreed_word, leaves, means, pick
from flows.definition import Choice, Do, Target
from flows.values import Heard, HeardKind
from locales import load_texts

TEXTS = load_texts()
CHOICES = (Choice("do-person", Target("", "a")), Choice("do-menu", Target("", "b")))


def typed(text: str) -> int | None:
    return pick(CHOICES, TEXTS, Heard(HeardKind.TEXT, text=text))


def test_numbers_and_labels() -> None:
    assert [typed(text) for text in ("1", "2.", "(2)", "٢", "२", "a person", "A PERSON!", "All topics")] == [0, 1, 1, 1, 1, 0, 0, 1]
    assert [typed(text) for text in ("3", "0", "-1", "", "12", "1 2", "persons are kind", "²")] == [None] * 8


def test_only_nought_alone_leaves() -> None:
    assert all(leaves(text) for text in ("0", " 0 ", "0.", "٠", "०", "０"))
    assert not any(leaves(text) for text in ("", "00", "10", "o", "0 please", "1"))


def test_meanings_stand_for_labels_of_the_same_name_only() -> None:
    assert means(CHOICES, "human") == 0
    assert means(CHOICES, "menu") == 1
    assert means(CHOICES, "no") is None
    assert means((Choice("do-no-person"),), "no") is None


def test_yes_means_a_guess_only_where_there_is_one() -> None:
    first, second = Choice("do-need-law", do=Do.GUESS), Choice("do-rights", do=Do.SECOND)
    assert means((*CHOICES, first), "yes") == 2
    assert means((*CHOICES, second), "yes") == 2
    assert means((first, second, *CHOICES), "yes") is None


def test_agreed_words_count_whole_and_only_when_agreed() -> None:
    assert agreed_word("Umbrella", TEXTS, "1") == "not-alone"
    assert agreed_word("sunflower.", TEXTS, "1") == "alone"
    assert agreed_word("my umbrella", TEXTS, "1") == ""
    assert agreed_word("umbrella", TEXTS, "") == ""
    assert agreed_word("umbrella", TEXTS, "2") == ""


@given(st.text())
def test_any_text_is_an_answer_or_none(text: str) -> None:
    assert typed(text) in {None, 0, 1}
    assert leaves(text) in {True, False}
