"""The directory in use: the package's seed, or the operator's own file, looked up in memory.

Rules: an edge (it reads a file, once); a look-up never fails halfway: it finds, finds nothing, or says that it failed; a row that nobody
has verified is hidden on real channels, emergency numbers excepted.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from babel import Locale

from flows.directory.find import choose
from flows.directory.model import Answers, Certainty, Kind, ServiceRow
from flows.values import Found, Query

SEED = "data/helplines.csv"
FIELDS = (
    "country", "name", "kind", "answers", "phone", "sms", "website", "hours", "languages", "serves", "source", "seen", "certainty",
)  # fmt: skip
"""Columns of a directory file, in order. `serves` is separated by semicolons."""


class DirectoryError(Exception):
    """A directory file cannot be used: says the file, the line, the field, the rule and what was there. For the operator."""


class Directory:
    """Services by country."""

    def __init__(self, rows: Iterable[ServiceRow]) -> None:
        by_country: dict[str, list[ServiceRow]] = defaultdict(list)
        for row in rows:
            by_country[row.country].append(row)
        self._rows: Mapping[str, Sequence[ServiceRow]] = dict(by_country)

    @property
    def rows(self) -> tuple[ServiceRow, ...]:
        """All rows, by country."""
        return tuple(row for country in sorted(self._rows) for row in self._rows[country])

    def find(self, query: Query, *, show_unverified: bool, language: str) -> Found:
        """Answer a `find` query. `language` is a tag. Nothing found is `Found()`, which is not the same as failed."""
        rows = self._rows.get(query.country, ())
        return Found(services=choose(rows, query, show_unverified=show_unverified, language=_english(language)))


def find(query: Query, *, show_unverified: bool, language: str) -> Found:
    """Answer a `find` query from the package's seed."""
    return load_seed().find(query, show_unverified=show_unverified, language=language)


@cache
def load_seed() -> Directory:
    """Return the directory of the package. Raises: DirectoryError (the checks of a release make sure that it does not)."""
    return Directory(read_rows(SEED, resources.files("flows.directory").joinpath(SEED).read_text("utf-8")))


def load_file(path: Path) -> Directory:
    """Return the directory of the operator's own file. Raises: DirectoryError, OSError."""
    return Directory(read_rows(path.name, path.read_text("utf-8")))


def read_rows(file: str, text: str) -> list[ServiceRow]:
    """Read a directory file. Raises: DirectoryError for the first row that breaks a rule."""
    reader = csv.DictReader(text.splitlines())
    if tuple(reader.fieldnames or ())[: len(FIELDS)] != FIELDS:
        raise DirectoryError(f"{file}, line 1: the columns must be {', '.join(FIELDS)}")
    return [_row(file, number, fields) for number, fields in enumerate(reader, start=2)]


def write_rows(rows: Iterable[ServiceRow]) -> str:
    """Return rows as a directory file."""
    lines = [",".join((*FIELDS, "verified_on"))]
    for row in rows:
        values = (
            row.country, row.name, row.kind, row.answers, row.phone, row.sms, row.website, row.hours, row.languages,
            ";".join(row.serves), row.source, row.seen, row.certainty, row.verified_on,
        )  # fmt: skip
        lines.append(",".join('"' + str(value).replace('"', '""') + '"' for value in values))
    return "\n".join(lines) + "\n"


def _row(file: str, line: int, fields: Mapping[str, str | None]) -> ServiceRow:
    """Read one row."""
    given = {name: (value or "").strip() for name, value in fields.items() if name}
    country = given["country"]
    if len(country) != 2 or not (country.isascii() and country.isupper()):  # noqa: PLR2004 - ISO 3166 alpha-2
        raise DirectoryError(f"{file}, line {line}: country must be two capital letters (got {country!r})")
    if not given["name"]:
        raise DirectoryError(f"{file}, line {line}: name must not be empty")
    return ServiceRow(
        country=country, name=given["name"],
        kind=Kind(_word(file, line, "kind", given["kind"], Kind)),
        answers=Answers(_word(file, line, "answers", given["answers"], Answers)),
        phone=given["phone"], sms=given["sms"], website=given["website"], hours=given["hours"], languages=given["languages"],
        serves=tuple(part.strip() for part in given["serves"].split(";") if part.strip()), source=given["source"], seen=given["seen"],
        certainty=Certainty(_word(file, line, "certainty", given["certainty"], Certainty)), verified_on=given.get("verified_on", ""),
    )  # fmt: skip


def _word(file: str, line: int, field: str, got: str, allowed: Iterable[str]) -> str:
    """Return one of the allowed words. Raises: DirectoryError."""
    words = [str(word) for word in allowed]
    if got not in words:
        raise DirectoryError(f"{file}, line {line}: {field} must be one of {', '.join(words)} (got {got!r})")
    return got


def _english(tag: str) -> str:
    """Return a language's English name, as directories print it; "" for none."""
    if not tag:
        return ""
    return str(Locale.parse("en").languages.get("fil" if tag == "tl" else tag.split("-", maxsplit=1)[0], "")).replace("Filipino", "Tagalog")
