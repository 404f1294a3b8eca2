"""Writes to people by SMS through Twilio: sends, redacts, deletes, and lists what lies there.

Rules:
1. One message is one REST call: text only, never media, valid for minutes only, because a late text may be read by another.
2. Errors say what to do. Nothing of Twilio's error texts leaves this module: they quote numbers and URLs.
3. Erasing never raises and never claims too much: `gone` only when Twilio said so about this very record.

    21610                          the person opted out            GoneError(alarm)
    429, 20429, 21611, no connect  not sent, try again             BusyError
    5xx, time-out, broken answer   perhaps sent                    UnsureError
    401, 403                       our credentials are wrong       RefusedError("auth")
    any other                      never will be sent              RefusedError(Twilio's number)

Must not know: server, store, session.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from twilio.base.exceptions import TwilioException  # type: ignore[import-untyped] # the library ships no types
from twilio.http.response import Response  # type: ignore[import-untyped] # the library ships no types
from twilio.rest import Client  # type: ignore[import-untyped] # the library ships no types

from bot.channels.sms_http import TOTAL_SECONDS, Wire
from bot.channels.sms_in import E164, MEDIA_SID, MESSAGE_SID
from bot.ports import BusyError, ChannelKind, Erased, GoneError, Outbound, RefusedError, SendError, Sent, UnsureError

STATUS_PATH = "/channels/sms/status"
"""Where Twilio tells what became of a message. Part of the URL that is signed."""

MAX_VALIDITY_MINUTES = 600
"""Twilio's limit for ValidityPeriod: 36,000 seconds."""

QUEUE_FULL_PAUSE_SECONDS = 60.0
"""Pause after 21611: the queue of our sender is full."""

ERASE_AT_ONCE = 4
"""Erasing calls under way at a time: an exit is quick, and sending still finds room under Twilio's limit."""

PAGE_SIZE = 200

_OPTED_OUT, _NOT_FOUND = 21610, 20404
_PAUSES = {20429: 5.0, 21611: QUEUE_FULL_PAUSE_SECONDS}
_AUTH_STATUSES = frozenset({401, 403})
_FINAL_STATUSES = frozenset(range(300, 500)) - {HTTPStatus.REQUEST_TIMEOUT}
_SERVICE_SID = re.compile(r"MG[0-9a-fA-F]{32}")
_SENDER = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{3,8}")  # a number or a short code; a name cannot be answered


@dataclass(frozen=True, slots=True)
class Copy:
    """What Twilio still holds of one message. `text` is never shown by `repr`."""

    sid: str
    inbound: bool
    address: str = field(repr=False)  # the person's
    text: str = field(repr=False)
    at: float
    media: int


@dataclass(frozen=True, slots=True)
class Listing:
    """Copies that were found; `complete` is False when Twilio failed on the way or pages were left."""

    copies: tuple[Copy, ...]
    complete: bool


class SmsChannel:
    """The `Channel` for SMS.

    `sender` is our number in E.164, a short code, or the SID of a Messaging Service; `public_url` is how Twilio reaches us.
    """

    kind = ChannelKind.SMS

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        sender: str,
        *,
        public_url: str,
        validity_minutes: int,
        api_base: str = "",
        total_seconds: float = TOTAL_SECONDS,
    ) -> None:
        """Prepare; no call is made.

        Raises: ValueError for a sender that cannot be answered, a validity outside of 1–600 minutes or an unsafe `api_base`.
        """
        service = bool(_SERVICE_SID.fullmatch(sender))
        if not service and not _SENDER.fullmatch(sender):
            raise ValueError("the SMS sender must be a number in E.164, a short code, or the SID of a Messaging Service (MG…)")
        if not 1 <= validity_minutes <= MAX_VALIDITY_MINUTES:
            raise ValueError(f"SMS_VALIDITY_MINUTES must be 1 to {MAX_VALIDITY_MINUTES}; got {validity_minutes}")
        self.sender = sender
        self._from = {"messaging_service_sid" if service else "from_": sender}
        self._callback = public_url.rstrip("/") + STATUS_PATH
        self._validity_seconds = validity_minutes * 60
        self._wire = Wire(api_base, total_seconds=total_seconds)
        self._client: Any = Client(account_sid, auth_token, http_client=self._wire)
        self._erasing = asyncio.Semaphore(ERASE_AT_ONCE)

    async def send(self, message: Outbound) -> Sent:
        """Send one text. What Twilio took has one SID, by which it can be redacted and deleted later.

        Raises: BusyError, UnsureError, GoneError, RefusedError; nothing else.
        """
        if not E164.fullmatch(message.address):
            raise RefusedError("address")
        if not _sendable(message.text):
            raise RefusedError("text")
        failure: SendError
        try:
            made = await self._client.messages.create_async(
                to=message.address,
                body=message.text,
                validity_period=self._validity_seconds,
                status_callback=self._callback,
                smart_encoded=False,  # reviewed text goes out as it is; look-alikes were dealt with when its parts were counted
                **self._from,
            )
        except Exception as error:  # noqa: BLE001 - every failure must become one of four remedies
            failure = remedy(error)
        else:
            return Sent((made.sid,) if isinstance(made.sid, str) and MESSAGE_SID.fullmatch(made.sid) else ())
        raise failure  # outside of the handler, so that nothing of Twilio's text hangs on it

    async def erase(self, address: str, ids: Sequence[str], *, whole: bool) -> Erased:
        """Delete records (`whole`) or empty their bodies; media goes in both cases. A message not yet final comes back in `later`."""
        del address  # Twilio knows a message by its SID alone
        known = [sid for sid in ids if MESSAGE_SID.fullmatch(sid)]
        done = await asyncio.gather(*(self._erase_one(sid, whole=whole) for sid in known))
        return Erased(
            gone=tuple(sid for sid, gone in zip(known, done, strict=True) if gone),
            later=tuple(sid for sid, gone in zip(known, done, strict=True) if not gone),
            kept=tuple(sid for sid in ids if not MESSAGE_SID.fullmatch(sid)),
        )

    async def drop_media(self, message_sid: str, media_sids: Sequence[str] = ()) -> bool:
        """Delete the pictures and voice notes of one message, unopened; all of them when no SIDs are given. True: they are gone."""
        if not MESSAGE_SID.fullmatch(message_sid):
            return False
        try:
            async with self._erasing:
                await self._drop_media(message_sid, media_sids)
        except Exception as error:  # noqa: BLE001 - tried again later, whatever it was
            return _is_gone(error)
        return True

    async def copies(self, since: float, *, max_pages: int) -> Listing:
        """Return what Twilio holds of our sender's messages since then, reading at most `max_pages` pages of each listing.

        Never raises for a provider's failure: what could not be read makes the listing incomplete.
        """
        found: dict[str, Copy] = {}
        complete = True
        for narrowed in self._listings():
            complete = await self._read_pages(found, datetime.fromtimestamp(since, UTC), narrowed, max_pages) and complete
        return Listing(tuple(found.values()), complete)

    async def close(self) -> None:
        """Let go of connections."""
        await self._wire.close()

    async def _erase_one(self, sid: str, *, whole: bool) -> bool:
        """Redact or delete one record. True: Twilio says that it is so, or that it knows no such record."""
        try:
            async with self._erasing:
                if sid.startswith("MM"):
                    await self._drop_media(sid, ())
                context = self._client.messages(sid)
                if whole:
                    return _deleted(await context.delete_with_http_info_async())
                record = await context.update_async(body="")
                return bool(record.sid == sid and not record.body)
        except Exception as error:  # noqa: BLE001 - tried again later, whatever it was; 20009 means "not final yet"
            return _is_gone(error)

    async def _drop_media(self, sid: str, media_sids: Sequence[str]) -> None:
        """Delete media of one message. Raises whatever the library raises, and UnsureError when a deletion was not confirmed."""
        context = self._client.messages(sid)
        for media_sid in media_sids or [media.sid for media in await context.media.list_async()]:
            if not MEDIA_SID.fullmatch(media_sid):
                continue
            try:
                confirmed = _deleted(await context.media(media_sid).delete_with_http_info_async())
            except TwilioException as error:
                confirmed = _is_gone(error)
            if not confirmed:
                raise UnsureError("media not deleted")

    def _listings(self) -> tuple[dict[str, str], ...]:
        """Return the filters under which our sender's messages are listed. A Messaging Service has many numbers, so there it is all."""
        if "from_" in self._from:
            return {"to": self.sender}, {"from_": self.sender}
        return ({},)

    async def _read_pages(self, found: dict[str, Copy], after: datetime, narrowed: dict[str, str], max_pages: int) -> bool:
        """Add the copies of one listing to `found`. True: every page was read."""
        try:
            page = await self._client.messages.page_async(date_sent_after=after, page_size=PAGE_SIZE, **narrowed)
            for _ in range(max_pages):
                found.update((copy.sid, copy) for record in page if (copy := self._read(record)) is not None)
                if not page.next_page_url:
                    return True
                page = await page.next_page_async()
        except Exception:  # noqa: BLE001 - the library's error holds the listing, numbers and words; the next run reads it again
            return False
        return False

    def _read(self, record: Any) -> Copy | None:
        """Return one record as a value, None if it is not our sender's or says nothing that we can act upon."""
        ours = record.messaging_service_sid if "from_" not in self._from else self.sender
        if ours != self.sender or not isinstance(record.sid, str) or not MESSAGE_SID.fullmatch(record.sid):
            return None
        inbound = record.direction == "inbound"
        address = record.from_ if inbound else record.to
        when: datetime | None = record.date_sent or record.date_created
        media = str(record.num_media or "0")
        return Copy(
            sid=record.sid,
            inbound=inbound,
            address=str(address or ""),
            text=str(record.body or ""),
            at=when.timestamp() if when else 0.0,
            media=int(media) if media.isascii() and media.isdigit() else 0,
        )


def remedy(error: Exception) -> SendError:
    """Return what to do about a failure, without anything of its text."""
    if isinstance(error, SendError):
        return error
    status, code = _told(error)
    if code == _OPTED_OUT:
        return GoneError(alarm=True)
    if code in _PAUSES:
        return BusyError(_PAUSES[code])
    if status in _AUTH_STATUSES:
        return RefusedError("auth")
    if status not in _FINAL_STATUSES:
        return UnsureError("the answer was lost")
    return RefusedError(str(code or status))


def _deleted(answer: Any) -> bool:
    """Say whether a deletion was confirmed. The library calls any 2xx a success, a proxy's page with a 200 too."""
    return bool(answer.status_code == HTTPStatus.NO_CONTENT)


def _is_gone(error: Exception) -> bool:
    """Say whether Twilio itself said that there is no such record. A bare 404 may come from anything on the way."""
    return _told(error)[1] == _NOT_FOUND


def _told(error: Exception) -> tuple[int, int]:
    """Return HTTP status and Twilio's number that an error of the library carries, 0 where it carries none."""
    status, code = getattr(error, "status", 0), getattr(error, "code", 0)
    if not status and len(error.args) > 1 and isinstance(error.args[1], Response):  # what the library makes of a page that failed
        status = error.args[1].status_code
        try:
            code = json.loads(error.args[1].text)["code"]
        except (ValueError, KeyError, TypeError):
            code = 0
    return (status if isinstance(status, int) else 0), (code if isinstance(code, int) else 0)


def _sendable(text: str) -> bool:
    """Say whether a text can be put into a request: a lone surrogate cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return bool(text)
