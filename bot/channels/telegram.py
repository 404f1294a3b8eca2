"""Sends and deletes by Telegram: the `Channel` for private chats with the bot.

Rules:
1. Silent, plain, without previews: no sound, no parse mode (a stray `*` is no mark-up), no picture of a linked page.
2. aiogram's `Bot` only: not its dispatcher, which confirms before it handles, and not its state machine.
3. An exception of aiogram, aiohttp or pydantic never leaves: theirs quote chat ids, payloads and the token. What leaves is a
   `SendError` that has no cause and no context to follow back.
4. Answers of Telegram are read for the message id alone, so that a newer Bot API cannot turn a sent message into a failed one.

To be silenced by whoever sets up logging, below WARNING at least: `aiogram`, `aiohttp`, `asyncio`. None of them carries content on
the paths used here (a test forces each with a canary); aiogram's dispatcher and webhook loggers, which would, are not used.
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Coroutine, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery, DeleteMessage, DeleteMessages, LeaveChat, TelegramMethod
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bot.channels.telegram_errors import remedy
from bot.channels.telegram_in import MAX_PAYLOAD_BYTES, MAX_TEXT_UNITS, Read, mend, utf16_units
from bot.ports import EXIT_LABEL, BusyError, Button, ChannelKind, Erased, GoneError, Outbound, RefusedError, Sent, UnsureError

API_BASE = "https://api.telegram.org"

MAX_DELETE = 100
"""Messages that one deleteMessages call may name (Bot API)."""

SHORT_COLUMNS = 12
"""Two labels of at most this width share a row; wide characters count twice."""

ANSWER_SECONDS = 5
"""How long an answer to a pressed button may take. After that the spinner on the phone has gone anyway."""

MAX_BACKGROUND = 200
"""Answers and leavings under way at once. More are let go: they change nothing that a person wrote."""

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class _SendText(TelegramMethod[dict[str, Any]]):
    """`sendMessage` with what is used of it, answered by plain JSON (rule 4)."""

    __returning__ = dict[str, Any]
    __api_method__ = "sendMessage"

    chat_id: int
    text: str
    disable_notification: bool
    protect_content: bool
    link_preview_options: LinkPreviewOptions
    reply_markup: InlineKeyboardMarkup | None = None


class TelegramChannel:
    """The way to private chats with the bot of `token`.

    Args:
        token: As BotFather gave it.
        api_base: Where the Bot API is. Anything but https is taken on loopback only: the token is part of each address.
        timeout_seconds: How long one call may take, connecting included.
        protect_content: Whether messages can be forwarded and saved. Off: a number to call must be easy to keep.

    Raises: ValueError for a token or a base that cannot be right; it never quotes the token.
    """

    kind = ChannelKind.TELEGRAM

    def __init__(self, token: str, api_base: str = API_BASE, *, timeout_seconds: float = 15.0, protect_content: bool = False) -> None:
        self.bot = _build_bot(token, api_base, timeout_seconds)
        self._protect_content = protect_content
        self._background: set[asyncio.Task[None]] = set()
        self._leaving: set[str] = set()

    async def send(self, message: Outbound) -> Sent:
        """Send one message and return its id.

        Raises: BusyError, UnsureError, GoneError, RefusedError; nothing else. Codes of RefusedError: those of `telegram_errors`,
        and `bad_address`, `empty`, `too_long`, `bad_button`, which are found before anything is sent.
        """
        method = _SendText(
            chat_id=_chat_id(message.address),
            text=_checked_text(message.text),
            disable_notification=True,
            protect_content=self._protect_content,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            reply_markup=_keyboard(message.buttons),
        )
        answer = await self._call(method)
        message_id = answer.get("message_id") if isinstance(answer, dict) else None
        if not isinstance(message_id, int) or isinstance(message_id, bool):
            raise UnsureError  # an ok without a message is no proof of sending
        return Sent(ids=(str(message_id),))

    async def erase(self, address: str, ids: Sequence[str], *, whole: bool) -> Erased:  # noqa: ARG002 - Telegram knows no half
        """Delete messages of both sides, in batches, for both sides.

        Telegram deletes what is younger than 48 hours. A batch it refuses is halved until the messages stand alone that cannot be
        deleted: those are `kept`. A pause asked for or a lost answer puts that batch and all after it into `later`.
        """
        gone: list[str] = []
        kept = [i for i in dict.fromkeys(ids) if not _is_message_id(i)]
        waiting = [i for i in dict.fromkeys(ids) if _is_message_id(i)]
        batches = [waiting[start : start + MAX_DELETE] for start in range(0, len(waiting), MAX_DELETE)]
        while batches:
            batch = batches.pop(0)
            try:
                await self._delete(address, batch)
            except RefusedError as refused:
                if len(batch) > 1:
                    middle = len(batch) // 2
                    batches[:0] = [batch[:middle], batch[middle:]]
                else:
                    (gone if refused.code == "not_found" else kept).extend(batch)
            except GoneError:
                kept.extend(batch)  # the chat is closed to us; what is in it stays
            except (BusyError, UnsureError):
                return Erased(tuple(gone), (*batch, *(i for rest in batches for i in rest)), tuple(kept))
            else:
                gone.extend(batch)
        return Erased(gone=tuple(gone), kept=tuple(kept))

    def settle(self, read: Read) -> None:
        """Do in the background what an update asks for besides being accepted. To be called after acceptance; never raises."""
        if read.answer:
            self._start(self.answer(read.answer))
        if read.leave and read.leave not in self._leaving:
            self._start(self._leave(read.leave))

    async def answer(self, callback_query_id: str) -> None:
        """End the spinner on a pressed button. A failure is ignored: it costs a spinner."""
        await self._try(AnswerCallbackQuery(callback_query_id=callback_query_id))

    async def close(self) -> None:
        """Let go of connections and of what is done in the background."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self.bot.session.close()

    async def _leave(self, chat: str) -> None:
        self._leaving.add(chat)
        try:
            await self._try(LeaveChat(chat_id=int(chat)))
        finally:
            self._leaving.discard(chat)

    async def _delete(self, address: str, batch: Sequence[str]) -> None:
        chat_id = _chat_id(address)
        if len(batch) == 1:  # this call alone says of a message that it is not there
            await self._call(DeleteMessage(chat_id=chat_id, message_id=int(batch[0])))
        else:
            await self._call(DeleteMessages(chat_id=chat_id, message_ids=[int(i) for i in batch]))

    async def _call(self, method: TelegramMethod[Any]) -> Any:
        try:
            return await self.bot(method)
        except Exception as error:  # noqa: BLE001 - aiogram lets TypeError and UnicodeError of odd answers through
            failure = remedy(error, method.__api_method__)
        raise failure  # outside of the handler: no cause, no context (rule 3)

    async def _try(self, method: TelegramMethod[Any]) -> None:
        try:
            await self.bot(method, request_timeout=ANSWER_SECONDS)
        except TelegramBadRequest:
            pass  # the press is too old, or we are no longer in that chat
        except Exception as error:  # noqa: BLE001 - nothing that happens here may reach acceptance
            remedy(error, method.__api_method__)  # logs what an operator must know

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        if len(self._background) >= MAX_BACKGROUND:
            work.close()
            return
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


def _build_bot(token: str, api_base: str, timeout_seconds: float) -> Bot:
    parts = urlsplit(api_base)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)):
        raise ValueError("Telegram API base: rule https, or http on loopback; remedy: correct QUIETLINE_TELEGRAM_API_BASE")
    number, colon, secret = token.partition(":")
    if not (number.isascii() and number.isdigit() and colon and secret.isascii() and secret.isprintable()) or " " in secret or not secret:
        raise ValueError("Telegram token: rule <digits>:<letters>; remedy: copy QUIETLINE_TELEGRAM_TOKEN from BotFather again")
    return Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api_base), timeout=timeout_seconds))


def _chat_id(address: str) -> int:
    if not _is_message_id(address):
        raise RefusedError("bad_address")
    return int(address)


def _is_message_id(text: str) -> bool:
    """Tell whether `text` is a positive number: what ids of messages and of private chats look like."""
    return text.isascii() and text.isdigit() and len(text) < 20 and int(text) > 0  # noqa: PLR2004 - digits of 64 bits


def _checked_text(text: str) -> str:
    text = mend(text)
    if not text.strip():
        raise RefusedError("empty")
    if utf16_units(text) > MAX_TEXT_UNITS:
        raise RefusedError("too_long")
    return text


def _keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    for button in buttons:
        if not button.label.strip() or not 0 < len(mend(button.payload).encode()) <= MAX_PAYLOAD_BYTES:
            raise RefusedError("bad_button")
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=mend(button.label), callback_data=mend(button.payload)) for button in row] for row in _rows(buttons)
        ]
    )


def _rows(buttons: Sequence[Button]) -> Iterator[list[Button]]:
    """One choice a row, two short neighbours together, the way out below them all."""
    choices = [button for button in buttons if button.label != EXIT_LABEL]
    place = 0
    while place < len(choices):
        width = 2 if all(_columns(button.label) <= SHORT_COLUMNS for button in choices[place : place + 2]) else 1
        yield choices[place : place + width]
        place += width
    yield from ([button] for button in buttons if button.label == EXIT_LABEL)


def _columns(label: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in label)
