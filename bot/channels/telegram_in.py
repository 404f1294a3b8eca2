"""Reads what Telegram delivers: the body of a webhook call, or one element of what `getUpdates` returns, becomes a `Read`.

Rules:
1. Pure: no I/O, no clock, no library of Telegram's. Whatever a stranger sends: a `Read`, or `BadUpdateError`, never another error.
2. Only private chats are read. What comes from a group or a channel is never looked at; the bot leaves it.
3. Names, user names, media and replies are dropped here: nothing behind this door has a field for them.
4. Text passes as it was written, NUL and direction characters included; only lone surrogates are replaced, because they cannot be
   stored or sent, and only what is beyond Telegram's own limit is cut.

Own checks on plain dicts instead of aiogram's models: 7 µs a body instead of 30 µs, and an update of a newer Bot API is still read.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from bot.ports import ChannelKind, Inbound, InboundKind

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""What is asked of Telegram. Everything else would be a reason to know more about a person."""

MAX_BODY_BYTES = 1 << 20
"""Largest body that is parsed. Telegram's own are a few kilobytes."""

MAX_TEXT_UNITS = 4096
"""Telegram's limit for a message, in UTF-16 code units (Bot API, sendMessage)."""

MAX_PAYLOAD_BYTES = 64
"""Telegram's limit for what a button carries back."""

MIN_SECRET_CHARACTERS = 16
"""Shorter webhook secrets could be guessed."""

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API, setWebhook: secret_token
_START = re.compile(r"/start(?:@\w{1,64})?(?:\s+|$)", re.ASCII)
_HINT = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}", re.ASCII)
_MAX_ID = 1 << 63

# What Telegram notes about a chat by itself: nobody wrote it, so nobody is answered.
_SERVICE_NOTES = frozenset({
    "message_auto_delete_timer_changed", "pinned_message", "write_access_allowed", "connected_website", "chat_background_set",
    "new_chat_title", "new_chat_photo", "delete_chat_photo", "boost_added", "proximity_alert_triggered", "users_shared", "chat_shared",
    "forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden",
    "general_forum_topic_unhidden", "successful_payment", "refunded_payment", "video_chat_scheduled", "video_chat_started",
    "video_chat_ended", "video_chat_participants_invited", "checklist_tasks_done", "checklist_tasks_added", "gift", "unique_gift",
    "paid_message_price_changed", "poll_option_added", "poll_option_deleted",
})  # fmt: skip


class BadUpdateError(Exception):
    """Something that is no update of Telegram's. `rule` names what was broken, never what was found.

    With the right secret it did come from Telegram, which would send it again for a day and hold back the rest of that chat:
    answer 200 and count it.
    """

    def __init__(self, rule: str) -> None:
        super().__init__(f"telegram update refused: {rule}")
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Read:
    """What one update asks for. Empty: nothing.

    `inbound` is to be accepted first. `answer` is the id of a pressed button that spins until it is answered, `leave` a chat that is
    none of ours: both are done after, in the background, and may fail.
    """

    inbound: Inbound | None = None
    answer: str = ""
    leave: str = ""


def require_secret(secret: str) -> str:
    """Return `secret` if a webhook can be guarded with it.

    Raises: ValueError when it is missing, short, or not what Telegram takes.
    """
    if len(secret) < MIN_SECRET_CHARACTERS or not _SECRET.fullmatch(secret):
        raise ValueError(
            f"Telegram webhook secret: rule {MIN_SECRET_CHARACTERS} to 256 of A-Z a-z 0-9 _ -; "
            f"got {len(secret)} characters; remedy: set QUIETLINE_TELEGRAM_SECRET to a random one"
        )
    return secret


def check_secret(header: str | None, expected: str) -> bool:
    """Tell whether a webhook call carries the secret, in time that does not depend on where the two differ.

    Raises: ValueError when there is no secret to compare with: an open door is a fault of ours, not a matter of the caller.
    """
    if not expected:
        raise ValueError("Telegram webhook secret: rule must be set; got none; remedy: set QUIETLINE_TELEGRAM_SECRET")
    if header is None:
        return False
    return hmac.compare_digest(header.encode("utf-8", "surrogatepass"), expected.encode("utf-8", "surrogatepass"))


def read_body(body: bytes, *, received_at: float) -> Read:
    """Read the body of a webhook call.

    Raises: BadUpdateError.
    """
    if len(body) > MAX_BODY_BYTES:
        raise BadUpdateError("body too large")
    return read_update(_decode(body), received_at=received_at)


def read_update(update: Any, *, received_at: float) -> Read:
    """Read one update. `received_at` (seconds since the epoch) dates what Telegram does not date.

    Raises: BadUpdateError.
    """
    if not isinstance(update, dict):
        raise BadUpdateError("update is no object")
    update_id = _integer(update, "update_id")
    if "message" in update:
        return _read_message(update_id, _part(update, "message"), received_at)
    if "callback_query" in update:
        return _read_press(update_id, _part(update, "callback_query"), received_at)
    if "edited_message" in update:
        return _read_edit(update_id, _part(update, "edited_message"), received_at)
    if "my_chat_member" in update:
        return _read_membership(update_id, _part(update, "my_chat_member"), received_at)
    for kind in ("channel_post", "edited_channel_post"):
        if kind in update:
            return Read(leave=str(_integer(_part(_part(update, kind), "chat"), "id")))
    return Read()


def update_id_of(update: Any) -> int | None:
    """Return the id of an update that may be broken in every other way, None if that is broken too."""
    found = update.get("update_id") if isinstance(update, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < _MAX_ID else None


def utf16_units(text: str) -> int:
    """Length as Telegram counts it. Lone surrogates count as one."""
    return len(text) + sum(character > "\uffff" for character in text)


def _read_message(update_id: int, message: Mapping[str, Any], received_at: float) -> Read:
    chat = _part(message, "chat")
    address = _private_address(chat)
    if not address:
        return Read(leave=str(_integer(chat, "id")))
    sender = message.get("from")
    if _is_bot(sender):
        return Read()
    kind, text = _kind_and_text(message)
    if kind is None:
        return Read()
    return Read(
        Inbound(
            id=f"tg-{update_id}",
            kind=kind,
            channel=ChannelKind.TELEGRAM,
            address=address,
            at=_date(message, "date", received_at),
            text=text,
            message_id=str(_integer(message, "message_id")),
            hint=_hint(sender),
        )
    )


def _kind_and_text(message: Mapping[str, Any]) -> tuple[InboundKind | None, str]:
    if "text" in message:
        text = _words(message, "text")
        opening = _START.match(text)
        if opening:
            return InboundKind.START, text[opening.end() :]  # what follows is kept: it may be a cry for help
        return InboundKind.TEXT, text
    if "caption" in message:
        return InboundKind.MEDIA, _words(message, "caption")  # words that were written: searched like any other
    if not _SERVICE_NOTES.isdisjoint(message):
        return None, ""
    return InboundKind.MEDIA, ""


def _read_edit(update_id: int, message: Mapping[str, Any], received_at: float) -> Read:
    chat = _part(message, "chat")
    address = _private_address(chat)
    if not address:
        return Read(leave=str(_integer(chat, "id")))
    sender = message.get("from")
    text = _words(message, "text") if "text" in message else _words(message, "caption")
    if not text or _is_bot(sender):  # a live location moves every few seconds and says nothing
        return Read()
    return Read(
        Inbound(
            id=f"tg-{update_id}",
            kind=InboundKind.EDITED,
            channel=ChannelKind.TELEGRAM,
            address=address,
            at=_date(message, "edit_date", _date(message, "date", received_at)),
            text=text,
            message_id=str(_integer(message, "message_id")),
            hint=_hint(sender),
        )
    )


def _read_press(update_id: int, query: Mapping[str, Any], received_at: float) -> Read:
    answer = query.get("id")
    if not isinstance(answer, str) or not 0 < len(answer) <= MAX_PAYLOAD_BYTES or not answer.isascii():
        raise BadUpdateError("callback_query.id is no short text")
    if "message" not in query:  # of a message sent through another chat: never ours
        return Read(answer=answer)
    message = _part(query, "message")  # may be inaccessible (old); chat and message_id are there all the same
    chat = _part(message, "chat")
    address = _private_address(chat)
    if not address:
        return Read(answer=answer, leave=str(_integer(chat, "id")))
    payload = query.get("data")
    sender = query.get("from")
    if not isinstance(payload, str) or len(mend(payload).encode()) > MAX_PAYLOAD_BYTES or _is_bot(sender):
        return Read(answer=answer)
    return Read(
        Inbound(
            id=f"tg-{update_id}",
            kind=InboundKind.CHOICE,
            channel=ChannelKind.TELEGRAM,
            address=address,
            at=received_at,  # Telegram does not date a press; it drops one after 150 s
            text=mend(payload),
            message_id=str(_integer(message, "message_id")),
            hint=_hint(sender),
        ),
        answer=answer,
    )


def _read_membership(update_id: int, change: Mapping[str, Any], received_at: float) -> Read:
    chat = _part(change, "chat")
    status = _part(change, "new_chat_member").get("status")
    address = _private_address(chat)
    if not address:
        return Read() if status in ("left", "kicked") else Read(leave=str(_integer(chat, "id")))
    if status != "kicked":  # unblocked is no consent: nothing is said until they write
        return Read()
    return Read(
        Inbound(
            id=f"tg-{update_id}",
            kind=InboundKind.BLOCKED,
            channel=ChannelKind.TELEGRAM,
            address=address,
            at=_date(change, "date", received_at),
        )
    )


def _decode(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (ValueError, RecursionError):  # msgspec.DecodeError and UnicodeDecodeError are ValueErrors
        pass
    # Slower and more lenient: half an emoji must not make a message unreadable.
    failed = False
    decoded: Any = None
    try:
        decoded = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        failed = True
    if failed:  # raised here, so that no error that quotes the body hangs on ours
        raise BadUpdateError("body is no JSON")
    return decoded


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = whole.get(name)
    if not isinstance(found, dict):
        raise BadUpdateError(f"{name} is no object")
    return found


def _integer(whole: Mapping[str, Any], name: str) -> int:
    found = whole.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or not -_MAX_ID < found < _MAX_ID:
        raise BadUpdateError(f"{name} is no integer of 64 bits")
    return found


def _private_address(chat: Mapping[str, Any]) -> str:
    """Return the address of a private chat, "" for every other kind of chat."""
    number = _integer(chat, "id")
    return str(number) if chat.get("type") == "private" and number > 0 else ""


def _is_bot(sender: Any) -> bool:
    return isinstance(sender, dict) and sender.get("is_bot") is True


def _hint(sender: Any) -> str:
    code = sender.get("language_code") if isinstance(sender, dict) else None
    return code if isinstance(code, str) and _HINT.fullmatch(code) else ""


def _date(whole: Mapping[str, Any], name: str, otherwise: float) -> float:
    found = whole.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or not 0 < found < 1 << 40:
        return otherwise
    return float(found)


def _words(message: Mapping[str, Any], name: str) -> str:
    found = message.get(name, "")
    if not isinstance(found, str):
        raise BadUpdateError(f"{name} is no text")
    return _cut(mend(found))


def mend(text: str) -> str:
    """Replace lone surrogates by U+FFFD and join those that belong together."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _cut(text: str) -> str:
    if len(text) * 2 <= MAX_TEXT_UNITS or utf16_units(text) <= MAX_TEXT_UNITS:
        return text
    return text.encode("utf-16-le")[: MAX_TEXT_UNITS * 2].decode("utf-16-le", "ignore")
