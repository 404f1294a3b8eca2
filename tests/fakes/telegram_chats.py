"""What the pretended Telegram knows: chats, messages, the queue of updates, and Telegram's own rules about them.

Rules: no HTTP here; times are whole seconds since the epoch; every refusal has the status and the words of the published server.
All methods may be called from any thread.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

DELETE_SECONDS = 48 * 3600
BOT_ID = 424242
BOT = {"id": BOT_ID, "is_bot": True, "first_name": "Notes", "username": "notes_bot"}


class RefusalError(Exception):
    """What Telegram answers instead of a result."""

    def __init__(self, status: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as it stands on a person's screen."""

    id: int
    mine: bool  # written by the person
    text: str
    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()  # rows of (label, payload)


@dataclass(slots=True)
class Chat:
    """A chat with what only Telegram knows about it."""

    id: int
    type: str = "private"
    language: str = "en"
    first_name: str = "Marisol-Name"
    blocked: bool = False
    deactivated: bool = False
    left: bool = False
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        if self.type == "private":
            return {"id": self.id, "type": "private", "first_name": self.first_name, "username": f"user_{self.first_name}"}
        return {"id": self.id, "type": self.type, "title": "Neighbours"}

    def user(self) -> dict[str, Any]:
        number = self.id if self.id > 0 else 777000111
        who = {"id": number, "is_bot": False, "first_name": self.first_name, "username": f"user_{self.first_name}"}
        return {**who, "language_code": self.language} if self.language else who


class Chats:
    """All chats of one bot, and the updates that wait for it."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.chats: dict[int, Chat] = {}
        self.pending: list[dict[str, Any]] = []  # oldest first, until confirmed or delivered
        self.emitted: list[dict[str, Any]] = []  # every update there ever was
        self.queries: dict[str, bool] = {}  # callback query -> answered
        self.on_update: Callable[[], None] = lambda: None
        self.skew_seconds = 0.0
        self.next_update_id = 870_000_001
        self._next_message_id = 100

    def now(self) -> int:
        return int(time.time() + self.skew_seconds)

    # what people do

    def message(self, chat: Chat, **content: Any) -> int:
        """Someone sends something to the bot. Returns the message id."""
        with self.lock:
            body = {"message_id": self._new_id(), "date": self.now(), "chat": chat.as_json(), "from": chat.user(), **content}
            if isinstance(body.get("text"), str) and body["text"].startswith("/"):
                body["entities"] = [{"type": "bot_command", "offset": 0, "length": len(body["text"].split()[0])}]
            chat.messages[body["message_id"]] = body
            self.emit({"message": body})
            return int(body["message_id"])

    def edit(self, chat: Chat, message_id: int, text: str) -> None:
        with self.lock:
            body = {**chat.messages[message_id], "text": text, "edit_date": self.now()}
            chat.messages[message_id] = body
            self.emit({"edited_message": body})

    def press(self, chat: Chat, message_id: int, payload: str, *, accessible: bool = True) -> str:
        """Someone presses a button. Returns the id of the callback query."""
        with self.lock:
            query_id = str(4_000_000_000_000_000_000 + self.next_update_id)
            message = chat.messages.get(message_id)
            if message is None or not accessible:
                message = {"chat": chat.as_json(), "message_id": message_id, "date": 0}
            self.queries[query_id] = False
            self.emit({
                "callback_query": {
                    "id": query_id, "from": chat.user(), "message": message, "chat_instance": "-8246", "data": payload,
                }
            })  # fmt: skip
            return query_id

    def set_blocked(self, chat: Chat, *, blocked: bool) -> None:
        with self.lock:
            chat.blocked = blocked
            now, was = ("kicked", "member") if blocked else ("member", "kicked")
            self.emit({"my_chat_member": self._membership(chat, was, now)})

    def add_to_group(self, chat: Chat) -> None:
        with self.lock:
            chat.left = False
            self.emit({"my_chat_member": self._membership(chat, "left", "member")})

    def emit(self, content: dict[str, Any]) -> int:
        """Queue an update, whatever it holds. Returns its id."""
        with self.lock:
            update = {"update_id": self.next_update_id, **content}
            self.next_update_id += 1
            self.pending.append(update)
            self.emitted.append(update)
        self.on_update()
        return int(update["update_id"])

    def shown(self, chat: Chat) -> list[Shown]:
        """What stands on the person's screen, oldest first."""
        with self.lock:
            return [_shown(chat.messages[key]) for key in sorted(chat.messages)]

    # what the bot does

    def send_text(self, chat_id: Any, text: str, markup: dict[str, Any] | None) -> dict[str, Any]:
        with self.lock:
            chat = self._writable(chat_id)
            if not text.strip():
                raise RefusalError(400, "Bad Request: message text is empty")
            if len(text.encode("utf-16-le")) // 2 > 4096:
                raise RefusalError(400, "Bad Request: message is too long")
            _check_markup(markup)
            body = {"message_id": self._new_id(), "date": self.now(), "chat": chat.as_json(), "from": BOT, "text": text}
            if markup:
                body["reply_markup"] = markup
            chat.messages[body["message_id"]] = body
            return body

    def delete(self, chat_id: Any, ids: Sequence[int], *, single: bool) -> bool:
        with self.lock:
            chat = self._known(chat_id)
            if not 1 <= len(ids) <= 100:
                raise RefusalError(400, "Bad Request: too many message identifiers specified")
            found = [number for number in ids if number in chat.messages]
            if single and not found:
                raise RefusalError(400, "Bad Request: message to delete not found")
            if any(self.now() - chat.messages[number]["date"] > DELETE_SECONDS for number in found):
                raise RefusalError(400, "Bad Request: message can't be deleted")
            for number in found:
                del chat.messages[number]
            return True

    def answer_query(self, query_id: str) -> bool:
        with self.lock:
            if self.queries.get(query_id) is not False:
                raise RefusalError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
            self.queries[query_id] = True
            return True

    def leave(self, chat_id: Any) -> bool:
        with self.lock:
            chat = self._known(chat_id)
            if chat.type == "private":
                raise RefusalError(400, "Bad Request: chat member status can't be changed in private chats")
            chat.left = True
            return True

    def take(self, offset: int | None, limit: int) -> list[dict[str, Any]]:
        """Forget what lies before `offset` and return what follows."""
        with self.lock:
            if offset is not None and offset < 0:
                self.pending[:] = self.pending[offset:]
            elif offset and any(update["update_id"] == offset - 1 for update in self.emitted):
                place = next((n for n, update in enumerate(self.pending) if update["update_id"] >= offset), len(self.pending))
                self.pending[:] = self.pending[place:]
            return list(self.pending[:limit])

    def _membership(self, chat: Chat, was: str, now: str) -> dict[str, Any]:
        def member(status: str) -> dict[str, Any]:
            return {"user": BOT, "status": status, **({"until_date": 0} if status == "kicked" else {})}

        return {
            "chat": chat.as_json(), "from": chat.user(), "date": self.now(),
            "old_chat_member": member(was), "new_chat_member": member(now),
        }  # fmt: skip

    def _known(self, chat_id: Any) -> Chat:
        chat = self.chats.get(int(chat_id)) if str(chat_id).lstrip("-").isdigit() else None
        if chat is None:
            raise RefusalError(400, "Bad Request: chat not found")
        return chat

    def _writable(self, chat_id: Any) -> Chat:
        chat = self._known(chat_id)
        if chat.deactivated:
            raise RefusalError(403, "Forbidden: user is deactivated")
        if chat.blocked:
            raise RefusalError(403, "Forbidden: bot was blocked by the user")
        if chat.left:
            raise RefusalError(403, "Forbidden: bot is not a member of the group chat")
        return chat

    def _new_id(self) -> int:
        self._next_message_id += 1
        return self._next_message_id


def _check_markup(markup: dict[str, Any] | None) -> None:
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            actions = [key for key in button if key != "text"]
            if not str(button.get("text", "")).strip() or actions != ["callback_data"]:
                raise RefusalError(400, "Bad Request: BUTTON_TYPE_INVALID")
            if not 1 <= len(str(button["callback_data"]).encode()) <= 64:
                raise RefusalError(400, "Bad Request: BUTTON_DATA_INVALID")


def _shown(body: dict[str, Any]) -> Shown:
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    return Shown(
        id=body["message_id"],
        mine=not body["from"]["is_bot"],
        text=body.get("text", body.get("caption", "")),
        buttons=tuple(tuple((button["text"], button["callback_data"]) for button in row) for row in rows),
    )
