"""Counters for operators.

Rules: labels are channel and outcome only; a counter never depends on what one person wrote.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """The service's counters, in a registry of their own so that two services in one process (tests) stay apart."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.accepted = self._counter("accepted", "inbound messages by channel and outcome: new, seen, full")
        self.turns = self._counter("turns", "turns by channel and outcome: done, again, failed")
        self.sent = self._counter("sent", "sends by channel and outcome: sent, busy, unsure, gone, refused, dropped")
        self.erased = self._counter("erased", "ids to delete at a provider by channel and outcome: gone, kept, failed")
        self.failures = self._counter("failures", "what an operator must look at, by channel and outcome (the place)")
        self.waiting = Gauge("quietline_cases_waiting", "open cases that nobody has claimed", registry=self.registry)
        self.seconds = Histogram(
            "quietline_turn_seconds",
            "seconds from taking a turn to its commit",
            registry=self.registry,
            buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2),
        )

    def _counter(self, name: str, text: str) -> Counter:
        return Counter(f"quietline_{name}", text, ["channel", "outcome"], registry=self.registry)

    def page(self) -> bytes:
        """Return all counters in the exposition format of Prometheus."""
        return generate_latest(self.registry)
