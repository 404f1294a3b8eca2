"""How the pretended Telegram delivers to a webhook: one update at a time for each queue, again and again until it gets a 2xx.

Rules, from the published server: messages queue by chat, presses by person, blocks by chat apart from its messages, so a press may
overtake a text; the secret stands in a header; the first retry comes at once, then pauses double; `Retry-After` is honoured; after
`CUT_SECONDS` an update is thrown away.
"""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp

from tests.fakes.telegram_chats import Chats, RefusalError

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
CUT_SECONDS = 86_400
SECRET = "a-secret-of-tests-0123456789"


class Webhook:
    """The delivery side. Lives on the loop of the server."""

    def __init__(self, chats: Chats) -> None:
        self.chats = chats
        self.url = ""
        self.secret = ""
        self.allowed: list[str] = []
        self.pause_seconds = 0.02  # stands for the 2 s of the real server
        self.attempts: list[tuple[int, int]] = []  # (update_id, status; 0 for no answer)
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None

    def set(self, params: dict[str, Any]) -> bool:
        url = str(params.get("url", ""))
        if not url:
            return self.clear(drop_pending=bool(params.get("drop_pending_updates")))
        if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise RefusalError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.url, self.secret = url, str(params.get("secret_token", ""))
        self.allowed = list(params.get("allowed_updates", []))
        if params.get("drop_pending_updates"):
            self.chats.take(-1, 1)
            self.chats.pending.clear()
        self.look()
        return True

    def clear(self, *, drop_pending: bool = False) -> bool:
        self.url = ""
        if drop_pending:
            self.chats.pending.clear()
        return True

    def info(self) -> dict[str, Any]:
        return {"url": self.url, "has_custom_certificate": False, "pending_update_count": len(self.chats.pending)}

    def look(self) -> None:
        """Start a lane for every queue that has something and no lane."""
        if not self.url:
            return
        for update in list(self.chats.pending):
            key = _queue(update)
            if key not in self._lanes:
                self._lanes[key] = asyncio.get_running_loop().create_task(self._deliver(key))

    async def stop(self) -> None:
        self.url = ""
        lanes = list(self._lanes.values())
        for lane in lanes:
            lane.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)
        if self._session:
            await self._session.close()

    async def _deliver(self, key: str) -> None:
        failures = 0
        try:
            while self.url:
                update = next((each for each in list(self.chats.pending) if _queue(each) == key), None)
                if update is None:
                    return
                status, retry_after = await self._post(update)
                self.attempts.append((update["update_id"], status))
                if 200 <= status < 300 or self._is_old(update):
                    with self.chats.lock:
                        self.chats.pending[:] = [each for each in self.chats.pending if each is not update]
                    failures = 0
                    continue
                failures += 1
                backoff = 0.0 if failures == 1 else self.pause_seconds * 2 ** min(failures - 2, 6)
                await asyncio.sleep(max(backoff, retry_after))
        finally:
            self._lanes.pop(key, None)
            if self.url and any(_queue(each) == key for each in self.chats.pending):
                self.look()

    async def _post(self, update: dict[str, Any]) -> tuple[int, float]:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        try:
            async with self._session.post(self.url, json=update, headers=headers) as answer:
                await answer.read()
                wait = answer.headers.get("Retry-After", "0")
                return answer.status, min(3600.0, float(wait)) if wait.replace(".", "", 1).isdigit() else 0.0
        except (aiohttp.ClientError, TimeoutError):
            return 0, 0.0

    def _is_old(self, update: dict[str, Any]) -> bool:
        date = next((part["date"] for part in update.values() if isinstance(part, dict) and part.get("date")), self.chats.now())
        return self.chats.now() - int(date) > CUT_SECONDS


def _queue(update: dict[str, Any]) -> str:
    for kind, part in update.items():
        match kind:
            case "message" | "edited_message" if isinstance(part, dict):
                return f"chat {part.get('chat', {}).get('id')}"
            case "callback_query":
                return f"press {part['from']['id']}"
            case "my_chat_member":
                return f"member {part['chat']['id']}"
    return "other"
