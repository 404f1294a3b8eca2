"""What a hand does on a simulated phone, written as the provider would tell it, and read by the reader of the real channel.

Rules: nothing reaches the inbox but through `telegram_in` and `sms_in`; what cannot be done on a real phone (press a button that is not
there, edit nothing, write to whom one blocked) cannot be done here.
"""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.channels import sms_in, telegram_in
from bot.channels.simulator import Shown, Simulator
from bot.demo.phones import Handset
from bot.ports import ChannelKind, Inbound

MAX_TEXT = {ChannelKind.TELEGRAM: 4096, ChannelKind.SMS: 1600}
"""Letters of one message: Telegram's limit, and Twilio's."""

_numbers = itertools.count(1)
"""Numbers of updates. A phone's address is new in each run, so they need not be."""


class Act(StrEnum):
    """What a hand can do."""

    WRITE = "write"
    PRESS = "press"
    VOICE = "voice"
    PHOTO = "photo"
    EDIT = "edit"
    BLOCK = "block"
    UNBLOCK = "unblock"


_ON_SMS = frozenset({Act.WRITE, Act.PHOTO})


class CannotError(Exception):
    """This cannot be done on this phone now: the text is empty or too long, the button or message is gone, the bot is blocked."""


@dataclass(frozen=True, slots=True)
class Done:
    """One act. `message` is the message that it is about; `payload` is the button's; `seen_as` is what a voice note or photo looks like."""

    act: Act
    text: str = ""
    message: str = ""
    payload: str = ""
    hint: str = ""
    seen_as: str = ""


async def perform(phone: Simulator, handset: Handset, done: Done, now: float) -> Inbound | None:
    """Let the phone show what the hand did, and return what the service is told. None: the service is told nothing.

    Raises: CannotError.
    """
    screen = phone.phone(handset.address)
    if handset.kind is ChannelKind.SMS and done.act not in _ON_SMS:
        raise CannotError
    if screen.blocked is not (done.act is Act.UNBLOCK):
        raise CannotError
    _check_text(handset.kind, done)
    if handset.kind is ChannelKind.SMS:
        message_id = await phone.write(handset.address, done.text or done.seen_as)
        return _read_sms(handset.address, done, message_id, now)
    match done.act:
        case Act.BLOCK | Act.UNBLOCK:
            await phone.block(handset.address, blocked=done.act is Act.BLOCK)
            return _read_telegram(handset, done, "", now)
        case Act.PRESS:
            if not _has_button(screen.shown, done):
                raise CannotError
            return _read_telegram(handset, done, done.message, now)
        case Act.EDIT:
            if not await phone.edit(handset.address, done.message, done.text):
                raise CannotError
            return _read_telegram(handset, done, done.message, now)
        case _:
            message_id = await phone.write(handset.address, done.text or done.seen_as)
            return _read_telegram(handset, done, message_id, now)


def _check_text(kind: ChannelKind, done: Done) -> None:
    """See that there is text where a phone would send some, and not too much of it."""
    if done.act in {Act.WRITE, Act.EDIT} and (not done.text.strip() or len(done.text) > MAX_TEXT[kind]):
        raise CannotError


def _has_button(shown: list[Shown], done: Done) -> bool:
    """Say whether the pressed button is on the phone."""
    return any(message.id == done.message and any(payload == done.payload for _, payload in message.buttons) for message in shown)


def _read_telegram(handset: Handset, done: Done, message_id: str, now: float) -> Inbound | None:
    """Return what the reader of Telegram makes of the update."""
    chat = {"id": int(handset.address), "type": "private"}
    sender = {"id": int(handset.address), "is_bot": False, "language_code": done.hint}
    message: dict[str, Any] = {"message_id": int(message_id or 0), "date": int(now), "chat": chat, "from": sender}
    part: dict[str, Any]
    match done.act:
        case Act.WRITE:
            part = {"message": message | {"text": done.text}}
        case Act.VOICE:
            part = {"message": message | {"voice": {}}}
        case Act.PHOTO:
            part = {"message": message | {"photo": []}}
        case Act.EDIT:
            part = {"edited_message": message | {"text": done.text, "edit_date": int(now)}}
        case Act.PRESS:
            part = {"callback_query": {"id": "1", "from": sender, "message": message, "data": done.payload}}
        case Act.BLOCK | Act.UNBLOCK:
            status = "kicked" if done.act is Act.BLOCK else "member"
            part = {"my_chat_member": {"chat": chat, "from": sender, "date": int(now), "new_chat_member": {"status": status}}}
    return telegram_in.read_update({"update_id": next(_numbers)} | part, received_at=now).inbound


def _read_sms(address: str, done: Done, message_id: str, now: float) -> Inbound:
    """Return what the reader of Twilio's forms makes of the message. Its id is the phone's own, which is what can be deleted here."""
    form = {
        "MessageSid": f"SM{secrets.token_hex(16)}",
        "From": address,
        "Body": done.text,
        "NumMedia": "1" if done.act is Act.PHOTO else "0",
    }
    return replace(sms_in.read_inbound(form, now), message_id=message_id)
