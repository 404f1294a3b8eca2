"""Which language a message is in."""

from __future__ import annotations

import pytest

from nlu.pipeline import Pipeline


@pytest.mark.parametrize(
    ("text", "hint", "language", "unserved"),
    [
        ("they do not pay me at work", "", "en", ""),
        ("no me pagan en el trabajo", "", "es", ""),
        ("ما دفعوا لي راتبي", "", "ar", ""),
        ("el me revisa el celular", "", "es", ""),  # `el` and `la` are no romanised Arabic
        ("la casa", "en", "es", ""),
        ("hola", "en", "en", ""),  # one word switches nothing
        ("sa3dini", "", "ar", ""),
        ("mama te3rafsh", "en", "ar", ""),
        ("no me pagan en el trabajo desde hace meses", "en", "es", ""),
        ("ok", "ar", "ar", ""),
        ("", "es", "es", ""),
        ("12345", "ar", "ar", ""),
        ("он меня бьёт и забрал паспорт", "en", "en", "ru"),
        ("我需要帮助 他们不让我走", "en", "en", "zh"),
        ("می خواهم بروم خانه و پول ندارم", "en", "en", "fa"),
        ("hello", "en-US", "en", ""),
        ("hello", "EN_gb", "en", ""),
        ("12345", "fr", "", ""),
    ],
)
def test_language(understand: Pipeline, text: str, hint: str, language: str, unserved: str) -> None:
    meaning = understand(text, hint)
    assert (meaning.language, meaning.unserved) == (language, unserved)


def test_a_language_that_is_not_served_does_not_silence_the_search(understand: Pipeline) -> None:
    assert understand("он говорит he will kill me", "en").triggers
