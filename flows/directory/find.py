"""Choose which services to name, and in what order.

Rules: pure; police and immigration lines come last, and somebody who is not a reporter gets none if there is nothing else; an emergency
number is named only where it was asked for; a service that cannot be reached in any way is not one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flows.directory.model import Answers, Kind, ServiceRow
from flows.values import Query, Service

LOOK_AHEAD = 4
"""Services returned at most: three to show, and one that says that there are more."""

NEEDS: Mapping[str, tuple[Kind, ...]] = {
    "now": (Kind.TRAFFICKING, Kind.DOMESTIC, Kind.SUICIDE, Kind.SEXUAL),
    "any": (Kind.TRAFFICKING, Kind.DOMESTIC, Kind.LABOUR, Kind.SEXUAL, Kind.POLICE_TIP),
    "shelter": (Kind.TRAFFICKING, Kind.DOMESTIC),
    "legal": (Kind.LEGAL, Kind.IMMIGRATION, Kind.TRAFFICKING),
    "talk": (Kind.SUICIDE, Kind.SEXUAL, Kind.DOMESTIC, Kind.TRAFFICKING),
    "medical": (Kind.TRAFFICKING, Kind.SEXUAL),
    "basics": (Kind.TRAFFICKING, Kind.DOMESTIC),
    "work": (Kind.LABOUR, Kind.TRAFFICKING),
    "suicide": (Kind.SUICIDE,),
    "assault": (Kind.SEXUAL, Kind.DOMESTIC, Kind.TRAFFICKING),
    "child": (Kind.CHILD, Kind.TRAFFICKING),
    "report": (Kind.TRAFFICKING, Kind.LABOUR, Kind.CHILD, Kind.POLICE_TIP),
    "emergency": (Kind.EMERGENCY,),
}
"""Which kinds answer a need, best first."""

LOCAL = ("New York", "Los Angeles", "US state", "Brussels", "Antwerp", "Liege", "Vaud", "Ticino", "Tokyo", "Sharjah")
"""Words in the name of a line for one part of a country only: after the lines for all of it."""

LAW = frozenset({Answers.POLICE, Answers.IMMIGRATION})
REPORTER = "community_reporter"
MINOR = "minor"


def choose(rows: Iterable[ServiceRow], query: Query, *, show_unverified: bool, language: str) -> tuple[Service, ...]:
    """Return the services for a query, best first, from `query.skip` on: at most `LOOK_AHEAD`, so that the caller knows of more.

    `language` is the English name of the person's language: a line that speaks it comes before one that does not.
    """
    kinds = NEEDS.get(query.need, NEEDS["any"])
    fitting = [
        row for row in rows if row.country == query.country and row.kind in kinds and _shown(row, query, show_unverified=show_unverified)
    ]
    if query.who != REPORTER and all(row.answers in LAW for row in fitting):
        return ()  # the law is never the first thing a survivor is sent to: a person can speak about it
    ranked = sorted(fitting, key=lambda row: _rank(row, kinds, query, language))
    return tuple(row.service for row in ranked[query.skip : query.skip + LOOK_AHEAD])


def _shown(row: ServiceRow, query: Query, *, show_unverified: bool) -> bool:
    """Say whether a row may be shown to whom it is for."""
    if not (row.phone or row.sms or row.website):
        return False
    if query.need in {"now", "suicide", "child"} and not (row.phone or row.sms):
        return False
    if query.who == REPORTER:
        if REPORTER not in row.serves:
            return False
    elif query.who == MINOR:
        if MINOR not in row.serves and row.kind is not Kind.CHILD:
            return False
    elif not {"survivor", "worker"} & set(row.serves):
        return False
    return row.verified or show_unverified or row.kind is Kind.EMERGENCY


def _rank(row: ServiceRow, kinds: Sequence[Kind], query: Query, language: str) -> tuple[bool, bool, bool, int, bool, str]:
    """Order: not the law, open now if it must be, one can call or text, kind, language, name."""
    closed = query.need in {"now", "suicide"} and "24" not in row.hours
    local = any(word in row.name for word in LOCAL)
    speaks = bool(language) and language.casefold() in row.languages.casefold()
    return (row.answers in LAW, closed or local, not (row.phone or row.sms), kinds.index(row.kind), not speaks, row.name)
