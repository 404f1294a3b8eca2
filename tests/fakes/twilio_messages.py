"""What a pretended Twilio holds: messages, their states and media. No HTTP here.

Error numbers and their meaning: twilio.com/docs/api/errors 20009 (cannot delete before it is complete), 20404, 21211, 21602, 21603,
21606, 21610, 21617. Error texts quote the number and the words, as the real ones may: whoever lets them out is caught by a canary.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from uuid import uuid4

ACCOUNT = "AC" + "0a" * 16
TOKEN = "a-token-of-tests-0123456789"
SENDER = "+15005550006"
SERVICE = "MG" + "0b" * 16

STEPS = ("queued", "sending", "sent", "delivered")
FINAL = ("delivered", "undelivered", "failed", "canceled", "received", "read")
MAX_BODY = 1600


class RefusalError(Exception):
    """An error answer, as Twilio words it."""

    def __init__(self, status: int, code: int, text: str) -> None:
        super().__init__(text)
        self.status, self.code, self.text = status, code, text

    def body(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "message": self.text,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


@dataclass
class Message:
    """One record."""

    sid: str
    person: str
    ours: str
    body: str
    inbound: bool
    at: float
    state: str
    service: str | None = None
    callback: str = ""
    media: list[str] = field(default_factory=list)
    error_code: int | None = None

    @property
    def final(self) -> bool:
        return self.state in FINAL


class Messages:
    """All records of one account."""

    def __init__(self, numbers: tuple[str, ...] = (SENDER,)) -> None:
        self.numbers = numbers
        self.held: dict[str, Message] = {}
        self.opted_out: set[str] = set()
        self.not_mobile: set[str] = {"+15005550009"}
        self.not_final_status = 409

    def create(self, form: dict[str, str], now: float) -> Message:
        """Take a message to send. Raises: RefusalError."""
        to, body = form["To"], form.get("Body", "")
        if to == "+15005550001" or not to.startswith("+"):
            raise RefusalError(400, 21211, f"Invalid 'To' Phone Number: {to}")
        if to in self.not_mobile:
            raise RefusalError(400, 21614, f"'To' number is not a valid mobile number: {to}")
        if to in self.opted_out:
            raise RefusalError(400, 21610, f"Attempt to send to unsubscribed recipient {to}: {body}")
        if not body:
            raise RefusalError(400, 21602, "Message body is required.")
        if len(body) > MAX_BODY:
            raise RefusalError(400, 21617, f"The concatenated message body exceeds the 1600 character limit: {body}")
        if "From" not in form and "MessagingServiceSid" not in form:
            raise RefusalError(400, 21603, "A 'From' phone number is required.")
        if form.get("From", self.numbers[0]) not in self.numbers:
            raise RefusalError(400, 21606, f"The 'From' phone number {form['From']} is not a valid, SMS-capable number")
        service = form.get("MessagingServiceSid")
        return self._hold(
            Message(
                sid="SM" + uuid4().hex,
                person=to,
                ours=form.get("From", self.numbers[0]),
                body=body,
                inbound=False,
                at=now,
                state="accepted" if service else "queued",
                service=service,
                callback=form.get("StatusCallback", ""),
            )
        )

    def receive(self, person: str, body: str, now: float, *, media: int = 0, service: str | None = None) -> Message:
        """Take a message from a person's telephone."""
        kind = "MM" if media else "SM"
        return self._hold(
            Message(
                sid=kind + uuid4().hex,
                person=person,
                ours=self.numbers[0],
                body=body,
                inbound=True,
                at=now,
                state="received",
                service=service,
                media=["ME" + uuid4().hex for _ in range(media)],
            )
        )

    def find(self, sid: str) -> Message:
        """Return a record. Raises: RefusalError (20404)."""
        if sid not in self.held:
            raise RefusalError(404, 20404, f"The requested resource /Messages/{sid}.json was not found")
        return self.held[sid]

    def update(self, sid: str, form: dict[str, str]) -> Message:
        """Empty a body. Raises: RefusalError (20009 before it is final)."""
        message = self.find(sid)
        if form.get("Body") != "":
            raise RefusalError(400, 21602, "Only an empty Body redacts")
        self._must_be_final(message)
        message.body = ""
        return message

    def delete(self, sid: str) -> None:
        """Remove a record with its media. Raises: RefusalError (20009 before it is final)."""
        self._must_be_final(self.find(sid))
        del self.held[sid]

    def delete_media(self, sid: str, media_sid: str) -> None:
        """Remove one medium. Raises: RefusalError (20404)."""
        message = self.find(sid)
        if media_sid not in message.media:
            raise RefusalError(404, 20404, f"The requested resource /Media/{media_sid}.json was not found")
        message.media.remove(media_sid)

    def newest_first(self) -> Iterator[Message]:
        """Yield all records as a listing has them."""
        return iter(sorted(self.held.values(), key=lambda message: message.at)[::-1])

    def record(self, message: Message) -> dict[str, Any]:
        """Return a record as the API shows it."""
        sender, to = (message.person, message.ours) if message.inbound else (message.ours, message.person)
        date = format_datetime(datetime.fromtimestamp(message.at, UTC))
        uri = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{message.sid}.json"
        return {
            "account_sid": ACCOUNT, "api_version": "2010-04-01", "body": message.body, "date_created": date, "date_updated": date,
            "date_sent": None if message.state in ("queued", "accepted") else date,
            "direction": "inbound" if message.inbound else "outbound-api", "error_code": message.error_code, "error_message": None,
            "from": sender, "messaging_service_sid": message.service, "num_media": str(len(message.media)), "num_segments": "1",
            "price": None, "price_unit": None, "sid": message.sid, "status": message.state,
            "subresource_uris": {"media": uri.replace(".json", "/Media.json")}, "to": to, "uri": uri,
        }  # fmt: skip

    def _hold(self, message: Message) -> Message:
        self.held[message.sid] = message
        return message

    def _must_be_final(self, message: Message) -> None:
        if not message.final:
            raise RefusalError(self.not_final_status, 20009, "Cannot delete this resource before it is complete")
