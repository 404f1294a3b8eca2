"""Numbers that may be shown: what a closed case adds to the daily counts, and which cells are too small to show.

Rules: a count is about a day, never about a person; a cell under `SMALLEST_SHOWN` is hidden, and so is a second one where the rest of
the day would give the first away; names are from fixed lists.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from escalation.model import Case, Outcome

SMALLEST_SHOWN = 5
"""Cells below this are hidden: the smallest size that statistical offices commonly publish about people."""

WAITS: tuple[tuple[int, str], ...] = ((60, "under_1m"), (300, "under_5m"), (1800, "under_30m"), (7200, "under_2h"))
"""How long somebody waited for an advocate: bounds in seconds and names. Coarse, so that no one wait can be told."""

OVER_WAITS = "over_2h"
NEVER_CLAIMED = "never"

_NAME = re.compile(r"[a-z][a-z_]{0,23}(\.[a-z0-9_-]{1,32}){1,3}")
_LONG_NUMBER = re.compile(r"[0-9]{4}|[0-9a-f]{8}")


def is_count_name(name: str) -> bool:
    """Say whether `name` can be a daily count: dotted lower-case words; no run of digits or hex that could be about somebody."""
    return _NAME.fullmatch(name) is not None and _LONG_NUMBER.search(name) is None


def wait_of(seconds: float) -> str:
    """Return the name of the bucket for a wait."""
    return next((name for bound, name in WAITS if seconds < bound), OVER_WAITS)


def closing_counts(case: Case, outcome: Outcome, wait: str) -> tuple[str, ...]:
    """Return the names that closing a case adds one to, sorted so that two closings take their locks in one order."""
    names = [
        f"case.closed.{outcome}",
        f"case.urgency.{int(case.urgency)}",
        f"case.language.{case.language.lower() or 'unknown'}",
        f"case.channel.{case.channel or 'unknown'}",
        f"case.wait.{wait}",
        *(f"case.trigger.{trigger}" for trigger in case.triggers),
        *(["case.returned.yes"] if case.returns else []),
    ]
    return tuple(sorted({name if is_count_name(name) else "case.other.name" for name in names}))


def hide_small(counts: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int | None]:
    """Return counts with small cells as None, zeros kept.

    The groups of a day (`case.closed.*`, `case.channel.*`, ...) add up to the same total, so a lone hidden cell could be worked out
    from another group: then the next smallest cell of its group is hidden with it.
    """
    groups: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for (day, name), amount in counts.items():
        if amount:
            groups[day, name.rpartition(".")[0]].append((amount, name))
    hidden: set[tuple[str, str]] = set()
    for (day, _), cells in groups.items():
        small = sum(amount < SMALLEST_SHOWN for amount, _ in cells)
        hidden |= {(day, name) for _, name in sorted(cells)[: max(small, 2) if small else 0]}
    return {key: None if key in hidden else amount for key, amount in counts.items()}
