"""Questions to the world: what the directory has, and whether anyone is at the desk. Reads only."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ports import Clock
from escalation import roster
from escalation.cases import BEAT_LAPSE_SECONDS
from escalation.hours import Hours
from escalation.ports import Records
from flows.directory.countries import read_country, read_language
from flows.directory.store import find
from flows.values import Found, Query


class World:
    """Answers the queries of the flow engine."""

    def __init__(self, records: Records, hours: Hours, clock: Clock, *, show_unverified: bool) -> None:
        self._records = records
        self._hours = hours
        self._clock = clock
        self._show_unverified = show_unverified

    async def look(self, query: Query, tag: str) -> Found:
        """Return what was found for a person who speaks `tag`.

        Raises: RecordsLostError.
        """
        if query.what == "staffed":
            now = self._clock.now()
            present = await self._records.present(now - BEAT_LAPSE_SECONDS)
            return Found(staffed=roster.staffed(present, self._hours, tag, now))
        return find(query, show_unverified=self._show_unverified, language=tag)


def warm_up(languages: Sequence[str]) -> None:
    """Load the directory and the names of countries and languages now, so that the first person who asks does not wait for it."""
    read_country("-")
    read_language("-", languages)
    for tag in languages:
        find(Query("find", country="US"), show_unverified=True, language=tag)
