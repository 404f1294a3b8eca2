"""How phrases are read, and how they are found in words."""

from __future__ import annotations

import pytest

from nlu.finder import Finder
from nlu.normalise import normalise
from nlu.phrases import PhraseError, PhraseReader
from nlu.vocabulary import Vocabulary


def _finder(
    *phrases: str, harmless: tuple[str, ...] = (), common: tuple[str, ...] = (), sets: dict[str, list[str]] | None = None
) -> Finder:
    finder = Finder(Vocabulary(common, ["ال", "و"]))
    reader = PhraseReader(finder.vocabulary, sets or {})
    for phrase in phrases:
        finder.add(reader.read("x", phrase))
    for phrase in harmless:
        finder.add(reader.read("x", phrase), harmless=True)
    return finder


def _found(finder: Finder, text: str) -> list[str]:
    return [hit.phrase.source for hit in finder.find(finder.spread(normalise(text).words))]


@pytest.mark.parametrize(
    ("phrase", "text", "stands"),
    [
        ("he|she is coming", "she is coming", True),
        ("he|she is coming", "she is now coming", True),  # one word between
        ("he|she is coming", "she is right now coming", False),
        ("help .. me", "help all of us and me", True),
        ("help .. me", "help all of us and then me", False),
        ("want_to die", "i want to die", True),
        ("want_to die", "i want die", False),
        ("suicid*", "suicidal", True),
        ("please? come", "come", True),
        ("i am 8to17", "i am 12", True),
        ("i am 8to17", "i am 18", False),
        ("i am 8to17", "i am ١٢", True),
        ("< who is this >", "who is this", True),
        ("< who is this >", "who is this man", False),
        ("< who is this >", "tell me who is this", False),
        ("bleeding", "bleedign", True),  # two letters swapped
        ("bleeding", "breeding", True),
        ("raped=", "raped", True),
        ("raped=", "rapes", False),
        ("rape", "rapt", False),  # too short to forgive
        ("مدرسة", "والمدرسه", False),
        ("مدرسة", "المدرسه", True),
        ("suicide", "su1c1de", True),
    ],
)
def test_a_phrase_stands_or_not(phrase: str, text: str, stands: bool) -> None:
    assert (_found(_finder(phrase), text) == [phrase]) is stands


def test_common_words_are_no_typing_mistakes() -> None:
    assert _found(_finder("bleeding", common=("breeding",)), "breeding") == []


def test_harmless_phrases_hide_only_what_they_cover() -> None:
    finder = _finder("dying", "he hits me", harmless=("phone is dying",))
    assert _found(finder, "my phone is dying") == []
    assert _found(finder, "my phone is dying and he hits me") == ["he hits me"]
    assert _found(finder, "my phone is dying, i am dying") == ["dying"]


def test_run_together_words_are_taken_apart() -> None:
    finder = _finder("help me", "shh", common=("me", "i"))
    assert _found(finder, "helpme") == ["help me"]


def test_a_short_piece_must_be_a_common_word() -> None:
    finder = _finder("sh", "spani", common=("i",))
    assert _found(finder, "spanish") == []


def test_sets_stand_for_their_members() -> None:
    finder = _finder("$him hits", sets={"him": ["boss", "the man"]})
    assert _found(finder, "the man hits") == ["$him hits"]


def test_two_terms_in_one_spelling_are_one_word() -> None:
    vocabulary = Vocabulary(spell=lambda word: word.replace("2", "k"))
    reader = PhraseReader(vocabulary, {})
    finder = Finder(vocabulary)
    finder.add(reader.read("x", "a2tel"))
    finder.add(reader.read("x", "aktel me"))
    assert [hit.phrase.source for hit in finder.find(["aktel", "me"])] == ["a2tel", "aktel me"]


@pytest.mark.parametrize("phrase", ["a? b?", "$none x", "| x", "!!! x", " "])
def test_what_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError):
        PhraseReader(Vocabulary(), {}).read("x", phrase)
