"""Who wants a turn: an index in this process of the stream's small wake messages, brought up to date by reading from where it stopped.

Rules: pure, no I/O; a wake message holds a time and no words; newer sequences win, so that the process's own writes may be noted at once
and read again later. An entry too many costs an empty turn, which mends it; an entry too few cannot happen for long: reads go on.
"""

from __future__ import annotations

import heapq
import struct
from collections.abc import Iterable

from bot.ports import PersonKey

DUE = "due"
"""The token of a person's time; any other token is one unanswered message."""

_TIME = struct.Struct(">d")


def pack_time(at: float) -> bytes:
    """Return a wake message for `at` (seconds since the epoch). An empty body means: no longer."""
    return _TIME.pack(at)


class Wakes:
    """For each person the unanswered messages and the time asked for, each with the sequence that said so."""

    def __init__(self) -> None:
        self._people: dict[PersonKey, dict[str, tuple[int, float]]] = {}
        self.read_to = 0

    def note(self, person: PersonKey, token: str, seq: int, body: bytes) -> None:
        """Take one wake message."""
        tokens = self._people.setdefault(person, {})
        known = tokens.get(token)
        if known is None or known[0] <= seq:
            if body:
                tokens[token] = (seq, _TIME.unpack(body)[0])
            else:
                tokens.pop(token, None)
        if not tokens:
            del self._people[person]

    def mend(self, person: PersonKey, unanswered: Iterable[str], upto: int) -> None:
        """Drop messages of a person that a full read up to `upto` did not find: their end was missed."""
        tokens = self._people.get(person)
        if not tokens:
            return
        keep = {DUE, *unanswered}
        for token in [token for token, (seq, _) in tokens.items() if token not in keep and seq <= upto]:
            del tokens[token]
        if not tokens:
            del self._people[person]

    def ready(self, now: float, limit: int) -> list[PersonKey]:
        """Return people with an unanswered message or whose time has come, longest due first."""
        due = []
        for person, tokens in self._people.items():
            waits = len(tokens) > (DUE in tokens)
            if waits or tokens[DUE][1] <= now:
                due.append((min(at for _, at in tokens.values()), person))
        return [person for _, person in heapq.nsmallest(limit, due)]

    def next_due(self) -> float | None:
        """Return 0 when somebody waits for an answer, else the earliest time asked for."""
        times = []
        for tokens in self._people.values():
            if len(tokens) > (DUE in tokens):
                return 0.0
            times.append(tokens[DUE][1])
        return min(times, default=None)
