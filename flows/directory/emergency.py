"""Emergency numbers by country, from the package: what must be right when nothing else works.

Rules: read once at start, never looked up in a turn; the first numbers of a row, as people dial them.
"""

from __future__ import annotations

import csv
import re
from importlib import resources

SEED = "data/helplines.csv"
MOST = 2
"""Numbers in one answer: two can be remembered."""

_NUMBER = re.compile(r"\d{2,5}")


def load_emergency() -> dict[str, str]:
    """Return what to dial by ISO code, as "112 / 110". Raises: ValueError for a row without a number."""
    text = resources.files("flows.directory").joinpath(SEED).read_text("utf-8")
    numbers: dict[str, str] = {}
    for row in csv.DictReader(text.splitlines()):
        if row["kind"] != "emergency":
            continue
        found = [number for part in row["phone"].split(";") if _NUMBER.fullmatch(number := part.strip())][:MOST]
        if not found:
            raise ValueError(f"{SEED}: the emergency row of {row['country']} must have a number (got {row['phone']!r})")
        numbers[row["country"]] = " / ".join(found)
    return numbers
