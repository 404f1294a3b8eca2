"""Talk to the bot in a terminal, through the real path: inbox, turn, outbox, on a throw-away store.

Rules: each run is a new person; nothing is kept; logs go to standard error; with `json` one line in gives one line out, escaped to
ASCII, and the line is written when the turn and its effects have settled.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app import open_service
from bot.book import Book
from bot.channels import sms_in
from bot.channels.simulator import Shown, Simulator
from bot.ids import person_key
from bot.inbox import accept
from bot.ports import EXIT_LABEL, ChannelKind, Inbound, InboundKind
from bot.service import Service
from bot.session import Session
from bot.settings import Settings
from bot.worker import Worker
from escalation.model import Urgency
from flows.values import Mode
from locales.fold import digits, fold


@dataclass(slots=True)
class Talk:
    """One conversation in a terminal or a test: a phone, and the service behind it."""

    service: Service
    worker: Worker
    phone: Simulator
    address: str
    hint: str = ""
    turn: int = 0

    async def write(self, text: str, kind: InboundKind = InboundKind.TEXT) -> dict[str, Any]:
        """Write one message and return what came of it, in the form that `--json` prints."""
        self.turn += 1
        erased_before = len(self.phone.erased)
        before = {message.id for message in self.phone.phone(self.address).shown}
        buttons = self.buttons()
        payload = press(text, buttons) if self.phone.kind is ChannelKind.TELEGRAM and kind is InboundKind.TEXT else None
        message_id = "" if payload else await self.phone.write(self.address, text)
        inbound = Inbound(
            id=f"chat-{self.turn}",
            kind=InboundKind.CHOICE if payload else command(self.phone.kind, text) if kind is InboundKind.TEXT else kind,
            channel=self.phone.kind,
            address=self.address,
            at=self.service.clock.now(),
            text=payload or text,
            message_id=message_id,
            hint=self.hint,
        )
        understood = self.service.understand(text, (await self.language()) or self.hint)
        await accept(self.service, inbound)
        await self.settle()
        session = await self.session()
        shown = [each for each in self.phone.phone(self.address).shown if each.id not in before and not each.mine]
        return {
            "turn": self.turn,
            "out": [{"text": each.text, "choices": choices(each)} for each in shown],
            "intent": understood.intent,
            "triggers": [trigger.value for trigger in understood.triggers],
            "language": session.language if session else understood.language,
            "state": await self.state(session),
            "case": case_of(session),
            "erased": session is None and len(self.phone.erased) > erased_before,
        }

    async def settle(self) -> None:
        """Let the turn and all its effects come to an end."""
        self.worker.wake(person_key(self.service.secret, self.phone.kind, self.address))
        await self.worker.quiet()

    async def session(self) -> Session | None:
        """Return the present session."""
        return (await self.book()).session

    async def book(self) -> Book:
        """Return the person's book."""
        return Book(await self.service.volatile.load(person_key(self.service.secret, self.phone.kind, self.address)))

    async def language(self) -> str:
        """Return the language of the session."""
        session = await self.session()
        return session.language if session else ""

    async def state(self, session: Session | None) -> str:
        """Return mode/flow/node."""
        if session is not None:
            return session.state.path
        return f"{Mode.COVER}//" if (await self.book()).cover else f"{Mode.TALK}//"

    def buttons(self) -> tuple[tuple[str, str], ...]:
        """Return the buttons of the last message that has any."""
        for message in reversed(self.phone.phone(self.address).shown):
            if message.buttons:
                return message.buttons
        return ()


def press(text: str, buttons: tuple[tuple[str, str], ...]) -> str | None:
    """Return the payload of the button that a number or label names, if any. The way out is pressed by its ×."""
    wanted = fold(text)
    offered = [pair for pair in buttons if pair[0] != EXIT_LABEL]
    number = digits(text).strip()
    if number.isascii() and number.isdigit() and 1 <= int(number[:3]) <= len(offered):
        return offered[int(number[:3]) - 1][1]
    return next((payload for label, payload in buttons if (wanted and fold(label) == wanted) or label == text.strip() == EXIT_LABEL), None)


def command(channel: ChannelKind, text: str) -> InboundKind:
    """Return what the channel's own door makes of a text: STOP and START by SMS, /start on Telegram."""
    if channel is ChannelKind.SMS:
        return sms_in.command(text) or InboundKind.TEXT
    return InboundKind.START if text.split(maxsplit=1)[:1] == ["/start"] else InboundKind.TEXT


def choices(message: Shown) -> list[str]:
    """Return the labels of a message, the way out left out."""
    return [label for label, _ in message.buttons if label != EXIT_LABEL]


def case_of(session: Session | None) -> dict[str, Any] | None:
    """Return the open case as `--json` prints it."""
    if session is None or session.case is None:
        return None
    case = session.case
    return {"id": case.id, "urgency": Urgency(case.urgency).name.lower(), "triggers": list(case.triggers)}


async def open_talk(service: Service, kind: ChannelKind, hint: str = "") -> Talk:
    """Return a new person's conversation over a service whose channel is a simulator."""
    phone = service.channels[kind]
    assert isinstance(phone, Simulator)
    return Talk(service, Worker(service), phone, f"+1555{secrets.randbelow(10**7):07}", hint)


async def chat(settings: Settings, kind: ChannelKind, hint: str, lines: Iterable[str], *, as_json: bool) -> None:
    """Talk until the lines end."""
    with tempfile.TemporaryDirectory(prefix="chat-") as home:
        safe = settings.model_copy(
            update={"home": Path(home), "volatile_url": "memory:", "database_url": "", "key_dir": None, "bus_url": "memory:", "demo": True}
        )
        phones = {each: Simulator(each) for each in ChannelKind}
        async with open_service(safe, channels=phones) as service:
            talk = await open_talk(service, kind, hint)
            for line in lines:
                answer = await talk.write(line)
                print_answer(answer, as_json=as_json)
                await asyncio.sleep(0)


def print_answer(answer: dict[str, Any], *, as_json: bool) -> None:
    """Print one answer, as a person or a program reads it."""
    if as_json:
        sys.stdout.write(json.dumps(answer, ensure_ascii=True) + "\n")
    else:
        for out in answer["out"]:
            sys.stdout.write("\n" + out["text"] + "\n")
            for place, label in enumerate(out["choices"], 1):
                sys.stdout.write(f"  [{place}] {label}\n")
        sys.stdout.write("\n")
    sys.stdout.flush()
