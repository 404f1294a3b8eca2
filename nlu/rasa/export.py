"""Write the examples as a Rasa project: `python -m nlu.rasa.export FOLDER [--most N] [--languages en,es] [--epochs N]`.

Rules: the same examples that the heads learn from, in the same order, never the held-back ones; a message that was written for a trigger
has `trigger_<name>` as its intent, because Rasa knows one label a message; what two names or languages share is written once, under the
first; style is left out. Whoever runs the project needs no part of Quietline.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from nlu.examples import FORM, read_examples, training_files
from nlu.model import INTENTS, Trigger

TRIGGER_PREFIX = "trigger_"

_EPOCHS = re.compile(r"(?m)^( +epochs: )\d+$")
_ANNOTATION = str.maketrans({"[": "(", "]": ")"})  # Rasa reads [words](name) as an entity


@dataclass(frozen=True, slots=True)
class Line:
    """One message as Rasa learns it."""

    name: str
    text: str
    language: str


def read_lines(files: Iterable[tuple[str, Traversable]]) -> Iterator[Line]:
    """Yield the messages of these files of examples, in order.

    Raises: nlu.sources.DataError.
    """
    for language, file in files:
        examples = read_examples(file, language)
        for example, block in zip(examples, _blocks(file), strict=True):
            yield Line(example.intent or TRIGGER_PREFIX + block, example.text.translate(_ANNOTATION), language)


def _blocks(file: Traversable) -> Iterator[str]:
    """Yield the name of its block for each example: an example knows all triggers that it raises, not which it was written for."""
    content = yaml.load(file.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader
    for block in content["nlu"]:
        for line in block["examples"].splitlines():
            if line.strip():
                yield block["intent"]


def choose(lines: Iterable[Line], most: int = 0) -> dict[str, list[str]]:
    """Return the messages by name, each text once. `most` is how many a name may have in one language (0: all), taken evenly."""
    seen: set[str] = set()
    found: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        key = " ".join(line.text.casefold().split())
        if key not in seen:
            seen.add(key)
            found.setdefault((line.name, line.language), []).append(line.text)
    names: dict[str, list[str]] = {name: [] for name in (*INTENTS, *(TRIGGER_PREFIX + trigger for trigger in Trigger))}
    for (name, _), texts in found.items():
        names[name] += _evenly(texts, most)
    return {name: texts for name, texts in names.items() if texts}


def _evenly(texts: Sequence[str], most: int) -> Sequence[str]:
    """Return at most `most` texts from all over the list: blocks stand in order of style, so the first ones are of one style."""
    if not 0 < most < len(texts):
        return texts
    return [texts[place * len(texts) // most] for place in range(most)]


def write_project(folder: Path, names: Mapping[str, Sequence[str]], epochs: int = 0) -> None:
    """Write `config.yml`, `domain.yml` and `data/nlu.yml`. `epochs` is how often Rasa goes through the examples (0: as in our config)."""
    config = resources.files("nlu").joinpath("rasa", "config.yml").read_text("utf-8")
    if epochs:
        config, changed = _EPOCHS.subn(rf"\g<1>{epochs}", config)
        assert changed == 1, "config.yml names its epochs once"
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "config.yml").write_text(config, "utf-8")
    # Quoted: `yes` and `no` would be truth values. A JSON string is a YAML string.
    intents = "".join(f"- {json.dumps(name)}\n" for name in names)
    (folder / "domain.yml").write_text(f'version: "{FORM}"\nintents:\n{intents}', "utf-8")
    blocks = (f"- intent: {json.dumps(name)}\n  examples: |\n" + "".join(f"    - {text}\n" for text in names[name]) for name in names)
    (folder / "data" / "nlu.yml").write_text(f'version: "{FORM}"\nnlu:\n{"".join(blocks)}', "utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the project, and say what is in it."""
    parser = argparse.ArgumentParser(prog="python -m nlu.rasa.export", description="Write the examples as a project for Rasa 3.6.")
    parser.add_argument("folder", type=Path, help="where the project is written; files of the same names are replaced")
    parser.add_argument("--most", type=_count, default=0, metavar="N", help="at most N examples for each name and language")
    parser.add_argument("--languages", default="", metavar="TAGS", help="only these languages, with commas: en,es,ar")
    parser.add_argument("--epochs", type=_count, default=0, metavar="N", help="another number of epochs than in our config.yml")
    given = parser.parse_args(arguments)
    files = training_files()
    wanted = set(given.languages.replace(",", " ").split()) or {language for language, _ in files}
    if unknown := wanted - {language for language, _ in files}:
        parser.error(f"--languages: there are no examples in {', '.join(sorted(unknown))}")
    names = choose(read_lines(entry for entry in files if entry[0] in wanted), given.most)
    write_project(given.folder, names, given.epochs)
    sys.stdout.write(f"{given.folder}: {sum(map(len, names.values()))} examples of {len(names)} names in {len(wanted)} languages\n")


def _count(text: str) -> int:
    """Return a number of 1 or more, or let argparse refuse it."""
    if not text.isascii() or not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 on (got {text})")
    return int(text)


if __name__ == "__main__":
    main()
