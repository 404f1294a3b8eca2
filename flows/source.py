"""Read YAML with line numbers, and say every fault of a file at once: file, line, field, rule, and what was there.

Rules: nothing is raised while reading; each reader returns something usable or None and notes the fault; the caller raises once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import yaml


class LibraryError(Exception):
    """The flows cannot be used as they are. Carries every fault that was found; for whoever edits flows, never shown to a person."""

    def __init__(self, faults: Collection[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend."""

    file: str
    line: int
    field: str
    rule: str
    got: str

    def __str__(self) -> str:
        """One line that says where to look."""
        return f"{self.file}, line {self.line}: {self.field} must be {self.rule} (got {self.got})"


class Source:
    """One YAML file while it is read."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        try:
            self.root = yaml.compose(text, Loader=yaml.SafeLoader)
            if self.root is None:
                self.fault(None, "the file", "a mapping")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            self.root = None
            self.faults.append(
                Fault(file, mark.line + 1 if mark else 1, "the file", "valid YAML", str(getattr(error, "problem", "") or "no YAML"))
            )

    def fault(self, node: yaml.Node | None, field: str, rule: str, got: str | None = None) -> None:
        """Note a fault at a place."""
        line = node.start_mark.line + 1 if node is not None else 1
        self.faults.append(Fault(self.file, line, field, rule, got if got is not None else _shape(node)))

    def mapping(self, node: yaml.Node | None, field: str, allowed: Collection[str] = ()) -> dict[str, yaml.Node]:
        """Return the fields of a mapping. `allowed` empty: any name."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, field, "a mapping")
            return {}
        fields: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self.text(key, f"a name in {field}")
            if name in fields:
                self.fault(key, f"{field}.{name}", "given once", "it twice")
            elif allowed and name not in allowed:
                self.fault(key, f"{field}.{name}", f"one of {', '.join(sorted(allowed))}", name)
            else:
                fields[name] = value
        return fields

    def items(self, node: yaml.Node | None, field: str) -> Iterator[yaml.Node]:
        """Yield the items of a list; a single value counts as a list of one."""
        if isinstance(node, yaml.SequenceNode):
            yield from node.value
        elif node is not None:
            if _shape(node) == "nothing":
                self.fault(node, field, "a list")
            yield node

    def text(self, node: yaml.Node | None, field: str) -> str:
        """Return a text; "" and a fault for anything else. YAML's yes, no and numbers are taken as they are written."""
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        self.fault(node, field, "a text")
        return ""

    def word(self, node: yaml.Node | None, field: str, allowed: Collection[str]) -> str | None:
        """Return one of a list of words."""
        found = self.text(node, field)
        if found in allowed:
            return found
        self.fault(node, field, f"one of {', '.join(sorted(allowed))}", found or _shape(node))
        return None

    def texts(self, node: yaml.Node | None, field: str) -> dict[str, str]:
        """Return a mapping of names to texts."""
        return {name: self.text(value, f"{field}.{name}") for name, value in self.mapping(node, field).items()}


def _shape(node: yaml.Node | None) -> str:
    """Say what is there, in a word or two."""
    match node:
        case None:
            return "nothing"
        case yaml.ScalarNode():
            return repr(node.value) if node.value else "nothing"
        case yaml.SequenceNode():
            return f"a list of {len(node.value)}"
        case _:
            return "a mapping"
