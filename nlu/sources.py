"""Read the reviewed data of the languages: one folder a language under `nlu/data`.

Rules: the served languages are the folders that are there; everything in a file is text ("no" is a word, not false); a file that
breaks its form is refused by name, with the rule.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from importlib import resources
from importlib.resources.abc import Traversable

import yaml

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Builds texts only; the one in C reads ten times faster and is not in every build of the library."""

TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class DataError(Exception):
    """A data file cannot be used: says which file, where in it, the rule, and what was given. For whoever edits the data."""


def served_tags() -> tuple[str, ...]:
    """Return the tags of the languages that have a folder with words, in order of name."""
    folders = [folder for folder in _root().iterdir() if TAG.fullmatch(folder.name)]
    return tuple(sorted(folder.name for folder in folders if folder.joinpath("words.yml").is_file()))


def chosen_tags(tags: Collection[str] | None) -> tuple[str, ...]:
    """Return the served tags, or those of `tags` in order of name.

    Raises: DataError for a tag without a folder.
    """
    served = served_tags()
    if tags is None:
        return served
    if unknown := sorted(set(tags) - set(served)):
        raise DataError(f"nlu/data: each served language needs a folder with words.yml (none for: {', '.join(unknown)})")
    return tuple(sorted(set(tags)))


def lists(tag: str, name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the file `name`.yml of a language: a mapping of names to lists of texts; empty if there is no such file.

    Raises: DataError.
    """
    file = _root().joinpath(tag, f"{name}.yml")
    if not file.is_file():
        return {}
    label = f"nlu/data/{tag}/{name}.yml"
    try:
        content = yaml.load(file.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 - builds texts only, no objects
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataError(f"{label}, line {line}: the file must be valid YAML") from None
    if not isinstance(content, dict):
        raise DataError(f"{label}: the file must be a mapping of names to lists")
    for key, items in content.items():
        if not isinstance(items, list) or not all(isinstance(item, str) and item.strip() for item in items):
            raise DataError(f"{where(tag, name, str(key))}, {key}: must be a list of texts")
    return {str(key): tuple(items) for key, items in content.items()}


def where(tag: str, name: str, text: str) -> str:
    """Return the file `name`.yml of a language and the line in which `text` stands first, for an error about it."""
    file = _root().joinpath(tag, f"{name}.yml")
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    starts = [place for place, each in enumerate(lines, 1) if each.startswith((f"{text}:", f"  - {text}"))]
    line = next(iter(starts), 0) or next((place for place, each in enumerate(lines, 1) if text in each), 0)
    return f"nlu/data/{tag}/{name}.yml, line {line}" if line else f"nlu/data/{tag}/{name}.yml"


def _root() -> Traversable:
    return resources.files("nlu").joinpath("data")
