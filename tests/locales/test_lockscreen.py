"""The lock screen: what it may show, in every language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.lockscreen import GUARD_LINE, SHOWN, gives_away, guard
from locales.texts import load_texts

TEXTS = load_texts()


@pytest.mark.parametrize("tag", TEXTS.languages)
@pytest.mark.parametrize("sms", [False, True])
def test_the_neutral_line_fills_the_lock_screen_and_says_nothing(tag, sms):
    line = TEXTS.text(tag, GUARD_LINE, sms=sms)
    assert len(line) >= SHOWN
    assert gives_away(line, tag) is None


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "Call the Trafficking Hotline now"),
        ("en", "The POLICE can be called"),
        ("en", "a safe  house near you"),
        ("en", "sáfe hoùse"),
        ("en", "x" * 90 + " Police"),
        ("es", "Refugio para víctimas"),
        ("es", "REFUGIO"),
        ("es", "Women's Shelter Madrid"),
        ("ar", "رقم الشرطة هو"),
        ("ar", "وللشُّرطة رقم"),
        ("ar", "خط المساعدة الساخن"),
        ("ar", "The Shelter"),
    ],
)
def test_what_gives_away_gets_the_neutral_line_first(tag, text):
    said = guard(text, tag)
    assert said.endswith(text)
    assert said != text
    assert gives_away(said, tag) is None


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "Hi. Can you write now? 1 yes 2 later"),
        ("en", "The visage of a copse"),
        ("en", "x" * 101 + " police"),
        ("es", "Hola. ¿Puedes escribir ahora?"),
        ("ar", "مرحبا. هل يمكنك الكتابة الآن؟"),
    ],
)
def test_plain_words_are_left_alone(tag, text):
    assert guard(text, tag) == text


@given(st.text(st.characters(exclude_categories=()), max_size=300), st.sampled_from(TEXTS.languages))
def test_whatever_comes_out_shows_nothing(text, tag):
    said = guard(text, tag)
    assert said.endswith(text)
    assert gives_away(said, tag) is None
    assert guard(said, tag) == said
