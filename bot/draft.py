"""One turn in the making: the parts, the person's book, the message, and what the turn has decided so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.book import Book
from bot.ports import Inbound
from bot.service import Service
from bot.session import Session
from escalation.model import Outcome
from flows.values import Offer, Say


@dataclass(slots=True)
class Draft:
    """What the steps of a turn share. `closes` is done in records before the commit; after `ended` nothing of the session is written.

    `secret`: the message held a way-back word, so it goes into no context.
    """

    service: Service
    book: Book
    inbound: Inbound
    now: float
    said: list[Say | Offer] = field(default_factory=list)
    closes: list[tuple[str, Outcome]] = field(default_factory=list)
    secret: bool = False
    ended: bool = False

    @property
    def session(self) -> Session:
        """The present session; only asked for where there is one."""
        session = self.book.session
        assert session is not None
        return session

    @session.setter
    def session(self, value: Session) -> None:
        self.book.session = value
