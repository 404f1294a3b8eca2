"""Reads what Twilio posts to us: is it signed, what did the person write, what became of a message of ours.

Rules:
1. Pure: forms in, values out; no I/O, no clock of its own. Whatever is posted: a value or `BadFormError`, which quotes nothing.
2. A signature is checked over the URL that the operator configured, never over a Host or X-Forwarded header, and by the algorithms that
   the operator allows, never by the one that a request asks for. Unknown and empty fields are signed like all others.
3. City, state, zip, carrier names and all else that we do not need is never read.
4. Words that Twilio and carriers treat as commands are commands here too, as long as they are the whole message.

`YES` is not among them although Twilio takes it for START: it means an answer far more often. Whoever holds the session knows whether
this person had opted out, and reads such a YES as one that opts in.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit, urlunsplit

import phonenumbers

from bot.ports import ChannelKind, Inbound, InboundKind

INBOUND_PATH = "/channels/sms"
"""Where Twilio posts messages. Part of the URL that is signed."""

EMPTY_ANSWER = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""Answer to every webhook once its message is accepted: TwiML that says nothing. Replies go by REST, where they have a SID to erase."""

EMPTY_ANSWER_TYPE = "text/xml"

SIGNATURE_HEADER = "X-Twilio-Signature"

ALGORITHMS = {"HMAC_SHA1": "sha1", "HMAC_SHA256": "sha256"}
"""Signature algorithms by Twilio's names: the auth token signs by SHA-1, a shared key by SHA-256."""

OPT_OUT_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
OPT_IN_WORDS = frozenset({"START", "UNSTOP"})
HELP_WORDS = frozenset({"HELP", "INFO"})

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
MESSAGE_SID = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")
MEDIA_SID = re.compile(r"ME[0-9a-fA-F]{32}")

MAX_MEDIA = 10
"""Twilio's limit of media in one message."""

_SIGNATURE = re.compile(r"[A-Za-z0-9+/]{27}=|[A-Za-z0-9+/]{43}=")  # 20 or 32 bytes in base64
_BY_OPT_OUT_TYPE = {"STOP": InboundKind.OPT_OUT, "START": InboundKind.OPT_IN, "HELP": InboundKind.HELP}
_DEFAULT_PORTS = {"https": 443, "http": 80}


class BadFormError(Exception):
    """A form that no message of Twilio's could be. `rule` names the broken rule and the field, never what the field held."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"Twilio's form: {rule}")
        self.rule = rule


class State(StrEnum):
    """What became of a message of ours, in Twilio's words; `OTHER` for a word that was not known when this was written."""

    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"  # the carrier has it; final only where carriers send no receipt
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    CANCELED = "canceled"
    READ = "read"
    PARTIALLY_DELIVERED = "partially_delivered"
    RECEIVING = "receiving"
    RECEIVED = "received"
    OTHER = "other"


FINAL = frozenset({State.DELIVERED, State.UNDELIVERED, State.FAILED, State.CANCELED, State.READ, State.RECEIVED})
"""States after which nothing follows: redacting works from here on. Before, Twilio answers 20009."""


@dataclass(frozen=True, slots=True)
class Status:
    """A status callback. `error_code` is Twilio's number, 0 for none; `address` is "" when redaction of numbers hides it."""

    sid: str
    address: str = field(repr=False)
    state: State
    error_code: int = 0

    @property
    def final(self) -> bool:
        """True when nothing more will happen to this message, so that its body can be redacted now."""
        return self.state in FINAL

    @property
    def opted_out(self) -> bool:
        """True when it failed because the person opted out: a Messaging Service says so only here, not when it takes the message."""
        return self.error_code == 21610  # noqa: PLR2004 - Twilio's number, see bot.channels.sms


def looks_signed(header: str | None) -> bool:
    """Say whether a signature header could be one at all, so that a request without is refused before its body is read."""
    return header is not None and _SIGNATURE.fullmatch(header) is not None


def check_signature(
    url: str, items: Iterable[tuple[str, str]], header: str | None, token: str, algorithms: Sequence[str] = ("HMAC_SHA1",)
) -> bool:
    """Say whether whoever holds `token` signed this form for this URL.

    `url` is the configured public URL with path and, if any, the raw query string; its fragment (connection overrides) is not
    signed. `items` are all pairs of the form as decoded, repeated and empty ones too. Twilio signs with the port at some times and
    without at others, so both count. Every comparison is made, each in constant time.

    Raises: ValueError for an algorithm that is not in `ALGORITHMS`, or none: a fault of the settings, not of a request.
    """
    if not algorithms or any(name not in ALGORITHMS for name in algorithms):
        raise ValueError(f"signature algorithms must be some of {', '.join(ALGORITHMS)}; got {', '.join(algorithms) or 'none'}")
    if header is None or not looks_signed(header):
        return False
    signed = "".join(name + value for name, value in sorted(set(items)))
    try:
        texts = [(variant + signed).encode() for variant in _with_and_without_port(url)]
    except UnicodeEncodeError:  # a lone surrogate was never signed by anyone
        return False
    right = False
    for name in algorithms:
        for text in texts:
            expected = base64.b64encode(hmac.digest(token.encode(), text, ALGORITHMS[name]))
            right |= hmac.compare_digest(expected, header.encode())
    return right


def read_inbound(form: Mapping[str, str], now: float) -> Inbound:
    """Return what a person sent.

    The form carries no date, so `at` is `now`. A message with media is MEDIA with its words in `text`, unless the words are a
    command; `media_sids` says what must be deleted at Twilio at once.

    Raises: BadFormError.
    """
    sid = _sid(form)
    address = _address(form, "From")
    text = _field(form, "Body").encode(errors="replace").decode()
    return Inbound(id=sid, kind=_kind(form, text), channel=ChannelKind.SMS, address=address, at=now, text=text, message_id=sid)


def media_sids(form: Mapping[str, str]) -> tuple[str, ...]:
    """Return the SIDs of the media that came with a message. They are deleted unopened; their URLs are not kept."""
    last_parts = (_field(form, f"MediaUrl{index}").rpartition("/")[2] for index in range(min(_media_count(form), MAX_MEDIA)))
    return tuple(part for part in last_parts if MEDIA_SID.fullmatch(part))


def read_status(form: Mapping[str, str]) -> Status:
    """Return what became of a message of ours.

    Raises: BadFormError.
    """
    word = _field(form, "MessageStatus") or _field(form, "SmsStatus")
    if not word:
        raise BadFormError("MessageStatus is missing")
    code = _field(form, "ErrorCode")
    address = _field(form, "To")
    return Status(
        sid=_sid(form),
        address=address if is_number(address) else "",
        state=State(word) if word in set(State) else State.OTHER,
        error_code=int(code) if re.fullmatch(r"[0-9]{1,6}", code) else 0,
    )


def command(text: str) -> InboundKind | None:
    """Return what a message means that is one of Twilio's command words and nothing else; None for all other messages."""
    word = text.strip()
    if not word.isascii():  # upper() makes ASCII out of some other letters: "quıt" is not QUIT
        return None
    word = word.upper()
    if word in OPT_OUT_WORDS:
        return InboundKind.OPT_OUT
    if word in OPT_IN_WORDS:
        return InboundKind.OPT_IN
    return InboundKind.HELP if word in HELP_WORDS else None


def is_number(address: str) -> bool:
    """Say whether this is a number in E.164 of a country that exists, long enough to be answered.

    No stricter, because a refused number is a person who is not heard: new ranges open before tables know them, and Mexican mobiles
    still come as +52 1 and a number, one digit longer than the tables allow.
    """
    if not E164.fullmatch(address):
        return False
    try:
        reason = phonenumbers.is_possible_number_with_reason(phonenumbers.parse(address, None))
    except phonenumbers.NumberParseException:
        return False
    return reason not in (phonenumbers.ValidationResult.TOO_SHORT, phonenumbers.ValidationResult.INVALID_COUNTRY_CODE)


def _kind(form: Mapping[str, str], text: str) -> InboundKind:
    """Return what kind of message this is: what the carrier says first, then a command word, then media."""
    told = _BY_OPT_OUT_TYPE.get(_field(form, "OptOutType").strip().upper())
    return told or command(text) or (InboundKind.MEDIA if _media_count(form) else InboundKind.TEXT)


def _field(form: Mapping[str, str], name: str) -> str:
    """Return one field, "" if it is not there. Raises: BadFormError when it is no text (an upload)."""
    value: object = form.get(name, "")
    if not isinstance(value, str):
        raise BadFormError(f"{name} must be text")
    return value


def _sid(form: Mapping[str, str]) -> str:
    """Return the SID of the message. Raises: BadFormError."""
    sid = _field(form, "MessageSid")
    if not MESSAGE_SID.fullmatch(sid):
        raise BadFormError("MessageSid must be SM or MM and 32 hex digits")
    return sid


def _address(form: Mapping[str, str], name: str) -> str:
    """Return a person's number. Raises: BadFormError."""
    address = _field(form, name)
    if not is_number(address):
        raise BadFormError(f"{name} must be a number in E.164")
    return address


def _media_count(form: Mapping[str, str]) -> int:
    """Return how many media came along; a count that is no number says that some did."""
    count = _field(form, "NumMedia")
    if re.fullmatch(r"[0-9]{0,4}", count):
        return int(count or "0")
    return MAX_MEDIA


def _with_and_without_port(url: str) -> tuple[str, str]:
    """Return a URL with its port written out (the scheme's own if it names none) and without any; no fragment."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition(":")[0] if parts.port else parts.netloc
    port = parts.port or _DEFAULT_PORTS.get(parts.scheme, 80)
    rest = (parts.path, parts.query, "")
    bare = urlunsplit((parts.scheme, host, *rest))
    return urlunsplit((parts.scheme, f"{host}:{port}", *rest)), bare
