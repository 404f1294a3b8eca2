"""What an operator decides about the desk, checked before the desk exists.

Rules: an origin is `https://…`, or `http://` on loopback and nowhere else: a session cookie must never cross a network in the clear.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Clock(Protocol):
    """Time, passed in so that tests own it."""

    def now(self) -> float:
        """Seconds since the epoch, UTC."""
        ...


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """How the desk is reached and how long things last.

    `origins` are all the addresses under which browsers open the desk, such as `("https://desk.example.org",)`; a request for another
    host is refused. `frames` are origins that may show the desk in a frame: the demo page, on loopback only. `hold_seconds` is how long
    a browser's question for news is held open; it is also the heartbeat, so it must stay far under the 60 s after which a case returns.

    Raises: ValueError naming the origin and the rule it breaks.
    """

    origins: tuple[str, ...]
    languages: tuple[str, ...] = ("en",)
    frames: tuple[str, ...] = ()
    idle_seconds: int = 30 * 60
    absolute_seconds: int = 12 * 3600
    half_seconds: int = 5 * 60
    lock_seconds: int = 15 * 60
    hold_seconds: float = 15.0
    look_seconds: float = 3.0

    def __post_init__(self) -> None:
        if not self.origins:
            raise ValueError("DeskSettings.origins: at least one origin is needed (got none)")
        for origin in self.origins:
            _check_origin(origin)
        if len({urlsplit(origin).scheme for origin in self.origins}) > 1:
            raise ValueError(f"DeskSettings.origins: all https or all http on loopback, not both (got {self.origins})")
        for frame in self.frames:
            _check_origin(frame)
            if not (urlsplit(frame).hostname in LOOPBACK and not self.https):
                raise ValueError(f"DeskSettings.frames: only a loopback demo may show the desk in a frame (got {frame!r})")

    @property
    def https(self) -> bool:
        """Whether browsers reach the desk by https."""
        return self.origins[0].startswith("https://")

    @property
    def hosts(self) -> frozenset[str]:
        """The `Host` headers that are answered."""
        return frozenset(urlsplit(origin).netloc for origin in self.origins)


def _check_origin(origin: str) -> None:
    """Refuse what is not an origin, and http beyond loopback."""
    parts = urlsplit(origin)
    if parts.scheme not in {"http", "https"} or not parts.hostname or f"{parts.scheme}://{parts.netloc}" != origin:
        raise ValueError(f"DeskSettings: an origin is scheme://host[:port] in lower case without a path (got {origin!r})")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError(f"DeskSettings: http is allowed on loopback only, put https before the desk (got {origin!r})")
