"""The files of examples: what breaks their form is refused by file, line and rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.examples import Example, duplicates, read_examples, training_digest, training_examples, training_files
from nlu.model import INTENTS, Trigger
from nlu.sources import DataError, served_tags

HEAD = 'version: "3.1"\nnlu:\n'


def _read(folder: Path, text: str) -> list[Example]:
    file = folder / "examples_x.yml"
    file.write_text(text, "utf-8")
    return read_examples(file, "en")


def _block(intent: str = "rights_pay", metadata: str = "{style: plain}", examples: str = "    - they pay nothing\n") -> str:
    return f"{HEAD}- intent: {intent}\n  metadata: {metadata}\n  examples: |\n{examples}"


def test_a_block_becomes_one_example_a_line(tmp_path: Path) -> None:
    block = _block("danger", "{style: sms, triggers: [child, danger]}", "    - hes comin\n\n    -   he has a gun  \n")
    first, second = _read(tmp_path, block)
    assert (first.text, first.language, first.style, first.intent, first.near) == ("hes comin", "en", "sms", "", "")
    assert first.triggers == {Trigger.DANGER, Trigger.CHILD}
    assert (second.text, second.where) == ("he has a gun", "en/examples_x.yml, line 8")


def test_an_intent_may_raise_triggers_and_sound_like_one(tmp_path: Path) -> None:
    (found,) = _read(tmp_path, _block("human", "{style: plain, near: danger}"))
    assert (found.intent, found.near) == ("human", "danger")
    assert found.triggers == {Trigger.HUMAN}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (_block("yes"), r'line 3: write "yes" in quotes, YAML makes a truth value of it$'),
        (_block("no"), r'line 3: write "no" in quotes'),
        (_block("rights_cake"), r"line 3: intent must be an intent or a trigger of the taxonomy \(got rights_cake\)$"),
        (_block(metadata="{style: loud}"), r"line 3: style must be one of plain, .*long \(got loud\)$"),
        (_block(metadata="{}"), r"line 3: style must be a text$"),
        (_block(metadata="{style: plain, near: dangr}"), r"line 3: triggers and near name triggers of the taxonomy \(got dangr\)$"),
        (_block(metadata="{style: plain, triggers: [dangr]}"), r"line 3: triggers and near .*\(got dangr\)$"),
        (_block(metadata="{style: plain, mood: low}"), r"line 3: metadata has style, triggers and near \(got mood\)$"),
        (_block(metadata="plain"), r"line 3: must be a mapping$"),
        (_block(examples="    - one\n    two\n"), r"line 7: an example is one line that begins with `- `$"),
        (_block(examples="    - one\n    -two\n"), r"line 7: an example is one line"),
        (_block(examples="    - one\n    - \n"), r"line 7: an example is one line"),
        (_block() + "  extra: 1\n", r"line 3: a block has intent, metadata and examples \(got extra\)$"),
        (_block().replace('"3.1"', '"2.0"'), r'line 1: version must be "3\.1"$'),
        ('version: "3.1"\nnlu: none\n', r"line 1: nlu must be a list of blocks$"),
        (HEAD + "- intent: ]\n", r"line 3: the file must be valid YAML$"),
        ("", r"must be a mapping$"),
        ("- a\n", r"must be a mapping$"),
    ],
)
def test_a_broken_rule_is_named_with_file_and_line(tmp_path: Path, text: str, rule: str) -> None:
    with pytest.raises(DataError, match=rf"^en/examples_x\.yml.*{rule}"):
        _read(tmp_path, text)


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_an_answer_in_quotes_is_an_intent(tmp_path: Path, answer: str) -> None:
    assert [each.intent for each in _read(tmp_path, _block(f'"{answer}"'))] == [answer]


def test_no_error_quotes_an_example(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        _read(tmp_path, _block(examples="    he keeps zyxwvu\n"))
    assert "zyxwvu" not in str(refused.value)


def test_a_message_that_stands_twice_is_told_with_the_first(tmp_path: Path) -> None:
    examples = _read(tmp_path, _block(examples="    - They pay nothing\n    - other\n    - they pay NOTHING\n"))
    assert [(again.where[-6:], first.where[-6:]) for again, first in duplicates(examples)] == [("line 8", "line 6")]


def test_the_same_words_in_two_languages_are_no_duplicate(tmp_path: Path) -> None:
    file = tmp_path / "examples_x.yml"
    file.write_text(_block(), "utf-8")
    assert list(duplicates([*read_examples(file, "en"), *read_examples(file, "es")])) == []


def test_every_language_has_examples_of_every_meaning() -> None:
    found = training_examples()
    for tag in served_tags():
        own = [example for example in found if example.language == tag]
        assert {example.intent for example in own} - {""} == set(INTENTS), tag
        assert {trigger for example in own for trigger in example.triggers} == set(Trigger), tag


def test_the_digest_changes_with_any_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = training_digest()
    assert before == training_digest()
    language, file = training_files()[0]
    copy = tmp_path / file.name
    copy.write_bytes(file.read_bytes() + b"\n")
    rest = training_files()[1:]
    monkeypatch.setattr("nlu.examples.training_files", lambda: [(language, copy), *rest])
    assert training_digest() != before
