"""Read the example messages that the heads learn from and are examined with: Rasa NLU YAML 3.1, one folder a language.

Rules: an error names file, line, rule and what was given; a block's name is an intent or a trigger of the taxonomy; nothing here is
from a real conversation. `docs/authoring.md` says how a block is written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from nlu.model import INTENTS, Trigger
from nlu.sources import TAG, DataError

FORM = "3.1"
PREFIX = "examples_"
STYLES = ("plain", "misspelt", "sms", "no_diacritics", "romanised", "mixed", "indirect", "long")

_TRIGGERS = {trigger.value: trigger for trigger in Trigger}
_FIELDS = {"intent", "metadata", "examples"}
_NOTES = {"style", "triggers", "near"}


@dataclass(frozen=True, slots=True)
class Example:
    """One written message and what it means.

    `intent` is "" for a message that was written for a trigger alone; `near` names the trigger that it must not raise although it
    sounds like it.
    """

    text: str
    language: str
    style: str
    intent: str
    triggers: frozenset[Trigger]
    near: str
    where: str


def training_examples() -> list[Example]:
    """Return every example of every language, in order of file.

    Raises: DataError.
    """
    return [example for language, file in training_files() for example in read_examples(file, language)]


def training_files() -> list[tuple[str, Traversable]]:
    """Return the language and file of each file of examples."""
    root = resources.files("nlu").joinpath("data")
    folders = sorted((folder for folder in root.iterdir() if TAG.fullmatch(folder.name)), key=lambda folder: folder.name)
    return [
        (folder.name, file)
        for folder in folders
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.startswith(PREFIX) and file.name.endswith(".yml")
    ]


def training_digest() -> str:
    """Return the hash of all examples: what was trained on anything else is stale."""
    found = hashlib.sha256()
    for language, file in training_files():
        found.update(f"{language}/{file.name}\0".encode() + file.read_bytes() + b"\0")
    return found.hexdigest()


def read_examples(file: Traversable, language: str) -> list[Example]:
    """Return the examples of one file.

    Raises: DataError.
    """
    label = f"{language}/{file.name}" if file.name.startswith(PREFIX) else file.name
    text = file.read_text("utf-8")
    try:
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataError(f"{label}, line {line}: the file must be valid YAML") from None
    parts = _mapping(root, label)
    if _scalar(parts.get("version"), label, "version") != FORM:
        raise DataError(f'{label}, line 1: version must be "{FORM}"')
    blocks = parts.get("nlu")
    if not isinstance(blocks, yaml.SequenceNode):
        raise DataError(f"{label}, line 1: nlu must be a list of blocks")
    return [example for block in blocks.value for example in _block(_mapping(block, label), label, language)]


def _block(parts: Mapping[str, yaml.Node], label: str, language: str) -> Iterator[Example]:
    """Yield the examples of one block."""
    name_node = parts.get("intent")
    name = _scalar(name_node, label, "intent")
    where = f"{label}, line {name_node.start_mark.line + 1}" if name_node else label
    if unknown := set(parts) - _FIELDS:
        raise DataError(f"{where}: a block has intent, metadata and examples (got {', '.join(sorted(unknown))})")
    if name not in INTENTS and name not in _TRIGGERS:
        raise DataError(f"{where}: intent must be an intent or a trigger of the taxonomy (got {name})")
    if name_node is not None and name_node.tag == "tag:yaml.org,2002:bool":
        raise DataError(f'{where}: write "{name}" in quotes, YAML makes a truth value of it')
    notes = _notes(parts.get("metadata"), where)
    examples = parts.get("examples")
    lines = _scalar(examples, where, "examples").splitlines()
    first = examples.start_mark.line + 2 if examples else 0
    raised = {_TRIGGERS[each] for each in notes["triggers"]} | ({_TRIGGERS[name]} if name in _TRIGGERS else set())
    for place, line in enumerate(lines):
        if not line.strip():
            continue
        if not line.startswith("- ") or not line[2:].strip():
            raise DataError(f"{label}, line {first + place}: an example is one line that begins with `- `")
        yield Example(
            line[2:].strip(),
            language,
            notes["style"],
            name if name in INTENTS else "",
            frozenset(raised),
            notes["near"],
            f"{label}, line {first + place}",
        )


def _notes(node: yaml.Node | None, where: str) -> dict[str, Any]:
    """Return style, triggers and near of a block."""
    parts = _mapping(node, where)
    if unknown := set(parts) - _NOTES:
        raise DataError(f"{where}: metadata has style, triggers and near (got {', '.join(sorted(unknown))})")
    style = _scalar(parts.get("style"), where, "style")
    if style not in STYLES:
        raise DataError(f"{where}: style must be one of {', '.join(STYLES)} (got {style})")
    listed = parts.get("triggers")
    triggers = [_scalar(each, where, "triggers") for each in listed.value] if isinstance(listed, yaml.SequenceNode) else []
    near = _scalar(parts["near"], where, "near") if "near" in parts else ""
    for each in (*triggers, *([near] if near else [])):
        if each not in _TRIGGERS:
            raise DataError(f"{where}: triggers and near name triggers of the taxonomy (got {each})")
    return {"style": style, "triggers": triggers, "near": near}


def _mapping(node: yaml.Node | None, where: str) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise DataError(f"{where}: must be a mapping")
    return {key.value: value for key, value in node.value}


def _scalar(node: yaml.Node | None, where: str, what: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise DataError(f"{where}: {what} must be a text")
    return str(node.value)


def duplicates(examples: Sequence[Example]) -> Iterator[tuple[Example, Example]]:
    """Yield each example that says exactly what an earlier one of its language says, with that one."""
    seen: dict[tuple[str, str], Example] = {}
    for example in examples:
        first = seen.setdefault((example.language, example.text.casefold()), example)
        if first is not example:
            yield example, first
