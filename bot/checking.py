"""`quietline check`: everything that can be proved about texts, flows and words before a release, in one list of issues.

Rules: reads package data only; an issue names where, in which language, which rule and what was given (an id, never a person's words).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import nlu.check
from bot.settings import Settings
from flows.check import check as check_flows
from flows.load import load_library
from locales.lint import lint
from locales.texts import load_texts


class Found(Protocol):
    """What each package calls an issue."""

    @property
    def where(self) -> str:
        """File and place."""
        ...

    @property
    def language(self) -> str:
        """The tag, or ""."""
        ...

    @property
    def rule(self) -> str:
        """The broken rule."""
        ...

    @property
    def got(self) -> str:
        """What was given."""
        ...


@dataclass(frozen=True, slots=True)
class Issue:
    """One broken rule."""

    where: str
    language: str
    rule: str
    got: str

    def as_dict(self) -> dict[str, str]:
        """Return the issue for `--json`."""
        return {"where": self.where, "language": self.language, "rule": self.rule, "got": self.got}

    def as_line(self) -> str:
        """Return the issue as a line."""
        return f"{self.where} [{self.language or '-'}] {self.rule} (got {self.got})"


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, and how many states of how many languages were walked for it."""

    issues: tuple[Issue, ...]
    states: int
    languages: tuple[str, ...]


def check_all(settings: Settings) -> Report:
    """Check the texts, the flows and the words of every served language."""
    texts = load_texts(settings.languages or None)
    library = load_library()
    flows = check_flows(library, texts, texts.languages)
    found: list[Found] = [*flows.issues, *lint(texts, library.labels), *nlu.check.check(texts.languages)]
    issues = tuple(Issue(each.where, each.language, each.rule, each.got) for each in found)
    return Report(issues, flows.states, texts.languages)
