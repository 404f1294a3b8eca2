"""What is wrong in a data file is refused by name: the file, the line, the rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.check import MIN_PHRASES, check
from nlu.pipeline import Pipeline
from nlu.sources import DataError, chosen_tags


def _append(file: Path, text: str) -> int:
    """Append a line and return its number."""
    file.write_text(file.read_text("utf-8").rstrip("\n") + "\n" + text + "\n", "utf-8")
    return file.read_text("utf-8").rstrip("\n").count("\n") + 1


def test_the_reviewed_data_have_no_issue() -> None:
    assert check() == ()


def test_broken_yaml(data: Path) -> None:
    line = _append(data / "en" / "safety.yml", "danger: ]")
    with pytest.raises(DataError, match=rf"^nlu/data/en/safety\.yml, line {line}: the file must be valid YAML"):
        Pipeline(["en"])


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("safety", "dangr:\n  - he is coming", r"keys must be triggers.*\(got dangr\)"),
        ("safety", "~danger:\n  - he is coming", r"`~` only beside romanised\.yml"),
        ("safety", "watched??:\n  - $nobody reads", r"a set must be one of the file \(got \$nobody\)"),
        ("safety", "watched:\n  - maybe? perhaps?", r"a phrase must have a word that may not be missing"),
        ("safety", "child??: yes", r"must be a list of texts"),
    ],
)
def test_a_broken_rule_is_named_with_file_and_line(data: Path, name: str, text: str, rule: str) -> None:
    _append(data / "en" / f"{name}.yml", text)
    with pytest.raises(DataError, match=rf"^nlu/data/en/{name}\.yml, line \d+.*{rule}"):
        Pipeline(["en"])


def test_the_line_is_the_line(data: Path) -> None:
    line = _append(data / "en" / "safety.yml", "dangr:")
    _append(data / "en" / "safety.yml", "  - he is coming")
    with pytest.raises(DataError, match=rf"line {line}:"):
        Pipeline(["en"])


def test_a_language_without_a_folder_is_refused() -> None:
    with pytest.raises(DataError, match=r"needs a folder with words\.yml \(none for: xx\)"):
        chosen_tags(["en", "xx"])


def test_check_names_too_few_phrases(data: Path) -> None:
    file = data / "es" / "safety.yml"
    text = file.read_text("utf-8")
    start, end = text.index("\nhuman:"), text.index("\nharmless:")
    file.write_text(text[:start] + "\nhuman:\n  - persona" + text[end:], "utf-8")
    rules = {(issue.where, issue.rule) for issue in check(("es",))}
    assert ("nlu/data/es/safety.yml", f"each trigger must have at least {MIN_PHRASES} phrases") in rules


def test_check_names_a_word_with_two_meanings(data: Path) -> None:
    file = data / "es" / "words.yml"
    file.write_text(file.read_text("utf-8").replace("menu: [", "menu: [exit, "), "utf-8")
    assert any(issue.rule == "a word must mean one move in all languages" and "exit" in issue.got for issue in check(("en", "es")))


def test_check_tells_a_file_that_cannot_be_read(data: Path) -> None:
    (data / "ar" / "safety.yml").write_text("danger: [a\n", "utf-8")
    assert [issue.rule for issue in check()] == ["every file must be readable"]


def test_check_refuses_to_offer_a_carriers_word(data: Path) -> None:
    file = data / "en" / "words.yml"
    file.write_text(file.read_text("utf-8").replace("exit: [exit,", "exit: [stop, exit,"), "utf-8")
    assert any("carrier" in issue.rule for issue in check(("en",)))


SHARED = {"um", "sim"}
"""A number in one language and an answer in another: known clashes, and the only ones."""


def test_numbers_and_moves_share_no_word() -> None:
    words = Pipeline().words
    ways = {way for moves in words.by_tag.values() for each in moves["numbers"] for way in each.split("|")}
    assert {way for way in ways if words.move(way) is not None} <= SHARED
