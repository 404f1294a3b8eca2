"""Rasa learns from the same examples: none lost, none twice, each under one name, and in a form that Rasa reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from nlu.examples import training_examples, training_files
from nlu.model import INTENTS, Trigger
from nlu.rasa import export
from nlu.rasa.export import Line, choose, main, read_lines, write_project
from nlu.sources import DataError

FILE = """\
version: "3.1"
nlu:
- intent: "yes"
  metadata: {style: plain}
  examples: |
    - yes please

    - that is [right](colour)
- intent: danger
  metadata: {style: plain, triggers: [child]}
  examples: |
    - he is hitting the kids
- intent: human
  metadata: {style: plain}
  examples: |
    - a person please
- intent: find_shelter
  metadata: {style: plain, triggers: [fled]}
  examples: |
    - I ran, where can I sleep
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "examples_one.yml"
    path.write_text(FILE, "utf-8")
    return path


def read_back(folder: Path) -> dict[str, list[str]]:
    """Return the messages of a project by name, as Rasa reads its training data."""
    content = yaml.safe_load((folder / "data" / "nlu.yml").read_text("utf-8"))
    assert content["version"] == "3.1"
    return {block["intent"]: [line.removeprefix("- ") for line in block["examples"].splitlines()] for block in content["nlu"]}


def test_a_message_stands_under_its_intent_or_the_trigger_it_was_written_for(file: Path) -> None:
    assert [(line.name, line.text) for line in read_lines([("en", file)])] == [
        ("yes", "yes please"),
        ("yes", "that is (right)(colour)"),  # brackets would be an entity
        ("trigger_danger", "he is hitting the kids"),  # not `trigger_child`, which it raises too
        ("human", "a person please"),
        ("find_shelter", "I ran, where can I sleep"),
    ]


def test_what_is_said_twice_is_written_once_under_the_first() -> None:
    lines = [Line("greet", "Hola", "es"), Line("yes", "hola ", "pt"), Line("greet", "HOLA", "es"), Line("yes", "sim", "pt")]
    assert choose(lines) == {"greet": ["Hola"], "yes": ["sim"]}


def test_a_cap_takes_examples_from_all_over_each_language() -> None:
    lines = [Line("greet", f"{tag} {place}", tag) for tag in ("en", "es") for place in range(10)]
    assert choose([*lines, Line("no", "nope", "en")], most=3) == {
        "greet": ["en 0", "en 3", "en 6", "es 0", "es 3", "es 6"],
        "no": ["nope"],
    }
    assert len(choose(lines, most=10)["greet"]) == len(choose(lines)["greet"]) == 20


def test_a_project_reads_back_as_it_was_written(tmp_path: Path, file: Path) -> None:
    names = choose(read_lines([("en", file)]))
    write_project(tmp_path / "project", names)
    assert read_back(tmp_path / "project") == names
    domain = yaml.safe_load((tmp_path / "project" / "domain.yml").read_text("utf-8"))
    assert domain == {"version": "3.1", "intents": ["yes", "human", "find_shelter", "trigger_danger"]}  # `yes` is no truth value


def test_the_pipeline_is_ours_and_its_epochs_can_be_set(tmp_path: Path) -> None:
    write_project(tmp_path, {"greet": ["hi"]})
    ours = yaml.safe_load((tmp_path / "config.yml").read_text("utf-8"))
    names = [part["name"] for part in ours["pipeline"]]
    assert names == ["WhitespaceTokenizer", "CountVectorsFeaturizer", "CountVectorsFeaturizer", "DIETClassifier", "FallbackClassifier"]
    assert ours["pipeline"][2]["analyzer"] == "char_wb"
    assert ours["pipeline"][3]["entity_recognition"] is False
    write_project(tmp_path, {"greet": ["hi"]}, epochs=3)
    changed = yaml.safe_load((tmp_path / "config.yml").read_text("utf-8"))
    assert changed["pipeline"][3].pop("epochs") == 3
    ours["pipeline"][3].pop("epochs")
    assert changed == ours


def test_every_example_of_ours_is_exported(tmp_path: Path) -> None:
    write_project(tmp_path, choose(read_lines(training_files())))
    written = read_back(tmp_path)
    assert set(written) <= {*INTENTS, *(export.TRIGGER_PREFIX + trigger for trigger in Trigger)}
    assert set(INTENTS) <= set(written)
    assert {export.TRIGGER_PREFIX + trigger for trigger in Trigger if trigger is not Trigger.HUMAN} <= set(written)
    flat = [" ".join(text.casefold().split()) for texts in written.values() for text in texts]
    assert len(flat) == len(set(flat))
    # Brackets are taken out on the way: the plain messages of both sides are the same.
    assert set(flat) == {" ".join(example.text.casefold().translate(export._ANNOTATION).split()) for example in training_examples()}
    assert "style" not in (tmp_path / "data" / "nlu.yml").read_text("utf-8").split("examples:")[0]


def test_the_command_writes_a_small_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(tmp_path / "p"), "--most", "2", "--languages", "en,es", "--epochs", "1"])
    written = read_back(tmp_path / "p")
    assert all(len(texts) <= 4 for texts in written.values())
    assert f"{sum(map(len, written.values()))} examples of {len(written)} names in 2 languages" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [["--most", "0"], ["--most", "x"], ["--most", "-1"], ["--languages", "en,xx"], ["--epochs", "١"], []])
def test_what_cannot_be_meant_is_refused(tmp_path: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([str(tmp_path / "p"), *wrong] if wrong else [])
    assert stopped.value.code == 2
    assert "error:" in capsys.readouterr().err
    assert not (tmp_path / "p").exists()


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "examples_bad.yml"
    path.write_text(FILE.replace("find_shelter", "find_pizza"), "utf-8")
    with pytest.raises(DataError, match=r"examples_bad\.yml"):
        list(read_lines([("en", path)]))


def test_the_lock_of_its_environment_carries_hashes_and_no_index() -> None:
    folder = Path(__file__).parents[2] / "requirements"
    entries = re.split(r"\n(?=[A-Za-z0-9])", (folder / "rasa.lock").read_text("utf-8").strip())
    assert [entry.splitlines()[0] for entry in entries if "==" not in entry.splitlines()[0] or "--hash=sha256:" not in entry] == []
    assert not any("://" in entry for entry in entries)
    (wanted,) = [line for line in (folder / "rasa.in").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert any(entry.startswith(f"{wanted} ") for entry in entries)
