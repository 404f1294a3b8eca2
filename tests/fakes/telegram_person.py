"""Somebody with a phone, as the tests move her: what she does becomes updates, what she sees is her screen."""

from __future__ import annotations

from typing import Any

from tests.fakes.telegram_chats import Chat, Chats, Shown


class Person:
    """Somebody with a phone, in a private chat with the bot."""

    def __init__(self, chats: Chats, chat: Chat) -> None:
        self.chats = chats
        self.chat = chat
        self.id = chat.id

    def says(self, text: str) -> int:
        return self.chats.message(self.chat, text=text)

    def starts(self, payload: str = "") -> int:
        return self.says(f"/start {payload}".rstrip())

    def edits(self, message_id: int, text: str) -> None:
        self.chats.edit(self.chat, message_id, text)

    def sends_voice(self) -> int:
        voice = {"duration": 4, "mime_type": "audio/ogg", "file_id": "AwACAgI", "file_unique_id": "AgADww", "file_size": 14000}
        return self.chats.message(self.chat, voice=voice)

    def sends_photo(self, caption: str = "") -> int:
        photo = [{"file_id": "AgACAgI", "file_unique_id": "AQADzz", "width": 90, "height": 67, "file_size": 1200}]
        return self.chats.message(self.chat, photo=photo, **({"caption": caption} if caption else {}))

    def sends(self, **content: Any) -> int:
        return self.chats.message(self.chat, **content)

    def presses(self, label: str, *, accessible: bool = True) -> str:
        """Press the newest button of that label (or payload). Returns the id of the callback query."""
        for shown in reversed(self.screen()):
            for row in shown.buttons:
                for text, payload in row:
                    if label in (text, payload):
                        return self.chats.press(self.chat, shown.id, payload, accessible=accessible)
        raise AssertionError("no such button on the screen")

    def presses_payload(self, message_id: int, payload: str) -> str:
        """Press with a payload of one's own making, as a forged client can."""
        return self.chats.press(self.chat, message_id, payload)

    def blocks(self) -> None:
        self.chats.set_blocked(self.chat, blocked=True)

    def unblocks(self) -> None:
        self.chats.set_blocked(self.chat, blocked=False)

    def screen(self) -> list[Shown]:
        return self.chats.shown(self.chat)

    def replies(self) -> list[Shown]:
        return [shown for shown in self.screen() if not shown.mine]
