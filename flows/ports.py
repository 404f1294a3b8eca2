"""What flows need of texts: a Protocol, so that tests and checks can bring their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from flows.values import Arg


class Texts(Protocol):
    """What flows need of texts."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The served tags."""
        ...

    def text(self, tag: str, id: str, args: Mapping[str, Arg] | None = None, *, sms: bool = False) -> str:  # noqa: A002 - the contract's word
        """Return a text in a language."""
        ...

    def __hash__(self) -> int:
        """Texts do not change while they are in use, so what was made from them can be kept."""
        ...

    def has(self, tag: str, id: str) -> bool:  # noqa: A002 - the contract's word
        """Say whether a language has a text."""
        ...
