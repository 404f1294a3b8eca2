"""The seams of the service: what a store, a channel, a bus and a clock must do, whoever implements them.

Rules: Protocols and small frozen values only; every implementation passes the one contract suite in `tests/contracts/`; times are
seconds since the epoch (UTC) so that they survive JSON; bodies are opaque bytes to a store, which neither reads nor logs them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, NewType, Protocol

PersonKey = NewType("PersonKey", str)
"""Keyed hash of channel and address: 32 lower-case hex digits. The key of the hash lives in the volatile store and dies with it."""

MAX_COMMIT_ROWS = 200
"""Rows one commit may touch: far under JetStream's 1,000 messages a batch."""

SEEN_SECONDS = 48 * 3600
"""How long an inbound id is remembered, so that a provider's retry has no second effect. Survives exit."""


class Kind(StrEnum):
    """What a row of a person holds. `INBOX` is written by accept alone."""

    INBOX = "inbox"
    SESSION = "session"
    OUTBOX = "outbox"
    CONTEXT = "context"
    RELAY = "relay"
    LEDGER = "ledger"
    ERASE = "erase"
    EFFECT = "effect"
    COVER = "cover"
    LINK = "link"  # case id -> person key, under a key of its own
    TALLY = "tally"  # how many cases of this address ended lately: the next one ranks last, and is never refused

    __hash__ = str.__hash__  # an enum's own is written in Python, and a turn looks up rows dozens of times


class RowKey(NamedTuple):
    """Which row of a person: its kind, and an id of [0-9A-Za-z_-]{1,64} that sorts in the order in which rows take effect."""

    kind: Kind
    id: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row to put, or one found. `ttl_seconds` is a backstop only: what must end on time is ended by a due turn."""

    key: RowKey
    body: bytes
    ttl_seconds: int = SEEN_SECONDS


@dataclass(frozen=True, slots=True)
class Loaded:
    """All that is held about one person at one moment.

    `version` is 0 for a person never committed. `inbox` is what is accepted and unanswered, oldest first; `rows` the rest, by key.
    """

    version: int
    rows: tuple[Row, ...]
    inbox: tuple[Row, ...]


class StoreFullError(Exception):
    """The volatile store has no room. The channel answers 503 and the provider tries again; nothing was accepted."""


class StoreLostError(Exception):
    """The volatile store does not answer now (a leader died, a file vanished). Retry; what was accepted is not lost by the retry."""


class Volatile(Protocol):
    """Memory that outlives the process and not the machine. The one place where words may live.

    All about a person lies under one key; a commit touches one person. There are no scans and no joins.
    """

    async def key(self) -> bytes:
        """Return the 32-byte secret that was made with this store: person keys and derived ids hang on it."""
        ...

    async def accept(self, person: PersonKey, inbound_id: str, inbound: bytes, *, now: float) -> bool:
        """Keep an inbound message until a commit drops its row, and make the person ready at once.

        Returns False, changing nothing, when `inbound_id` was accepted for this person within `SEEN_SECONDS`. The order of
        acceptance is the order of `Loaded.inbox`. The version of the person does not change, so a running turn is not disturbed.

        Raises: StoreFullError, StoreLostError.
        """
        ...

    async def load(self, person: PersonKey) -> Loaded:
        """Return everything held about one person, the inbox oldest first."""
        ...

    async def commit(self, person: PersonKey, version: int, puts: Sequence[Row], drops: Sequence[RowKey], *, due_at: float | None) -> int:
        """Apply all or nothing if the person is still at `version`; return the version after it. 0: somebody else was first.

        `due_at` is when the person wants a turn again (None: not). While accepted messages remain the person is ready at once,
        whatever `due_at` says, also for one accepted between load and commit. Dropping an absent row is no error.

        Raises: ValueError for more than `MAX_COMMIT_ROWS` rows, StoreFullError, StoreLostError.
        """
        ...

    async def ready(self, *, now: float, limit: int = 100) -> Sequence[PersonKey]:
        """Return people whose turn is due, longest due first. Looking takes nothing away: they stay ready until a commit."""
        ...

    async def next_due(self) -> float | None:
        """Return when the next person falls due, None when nobody does. A hint for sleeping: it may be early, never late."""
        ...

    async def wipe(self) -> None:
        """Forget everything, the secret too. Afterwards the store is as new."""
        ...

    async def close(self) -> None:
        """Let go of files and connections; what is held stays."""
        ...


EXIT_LABEL = "×"
EXIT_PAYLOAD = "x"
"""The small button under each message and what it sends. Without an epoch: leaving works from any button that is still there."""


class ChannelKind(StrEnum):
    """How a person writes. A simulator takes the kind that it stands in for."""

    TELEGRAM = "telegram"
    SMS = "sms"


class InboundKind(StrEnum):
    """What came in: from the person, from the provider, or from the desk. All of it goes through the same inbox."""

    TEXT = "text"
    CHOICE = "choice"  # a button; `text` is its payload
    EDITED = "edited"  # read for exit and triggers only
    START = "start"  # Telegram's /start: an opening, whatever follows it
    MEDIA = "media"  # never opened, never stored
    BLOCKED = "blocked"  # the person blocked the bot
    OPT_OUT = "opt_out"  # STOP and its kin
    OPT_IN = "opt_in"  # START, UNSTOP
    HELP = "help"  # HELP, INFO
    FINAL = "final"  # the provider is done with `message_id`: its body can be redacted now
    CLAIMED = "claimed"  # from the desk, from here on
    RETURNED = "returned"
    CLOSED = "closed"
    REPLY = "reply"  # an advocate's words; `text` holds them
    READ = "read"  # the advocate's browser has the context
    TAKEN = "taken"  # the advocate's browser has relayed messages; `text` lists their ids


@dataclass(frozen=True, slots=True)
class Inbound:
    """One inbound message, as a channel or the desk hands it to the inbox.

    `id` is the provider's (deduplicated); `at` is the provider's date; `message_id` is what can later be deleted or redacted at the
    provider ("" if nothing); `hint` is the app's language, a guess that is never trusted alone; `case` is set by the desk.
    Names, user names and cities are dropped at the door: there is no field for them.
    """

    id: str
    kind: InboundKind
    channel: ChannelKind
    address: str
    at: float
    text: str = ""
    message_id: str = ""
    hint: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """One choice to offer: what it says, and the payload (at most 64 bytes, Telegram's limit) that comes back."""

    label: str
    payload: str


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message to send. `text` is final (rendered, numbered on SMS); `buttons` are for channels that have them.

    `token` derives from the turn: a provider that can deduplicate by it may.
    """

    address: str
    text: str
    buttons: tuple[Button, ...] = ()
    token: str = ""
    urgent: bool = False  # a safety reply or live chat: never held back by a budget


@dataclass(frozen=True, slots=True)
class Sent:
    """What the provider said it took: ids that can be deleted or redacted later."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of a request to delete: `gone` is done, `later` is worth a retry, `kept` can never be deleted."""

    gone: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


class SendError(Exception):
    """A send that failed. The subclass says what to do, never why in the provider's words (they quote addresses and text)."""


class BusyError(SendError):
    """The provider wants a pause for this chat: try the same row again after `retry_after_seconds`. It was not sent."""

    def __init__(self, retry_after_seconds: float) -> None:
        super().__init__(f"provider asks for a pause of {retry_after_seconds:g} s")
        self.retry_after_seconds = retry_after_seconds


class UnsureError(SendError):
    """The answer was lost: it may have been sent. Repeat, except a last line or a cover line."""


class GoneError(SendError):
    """The person blocked us or opted out: stop, erase, close the case. `alarm` asks the operator to look (21610 on a reply)."""

    def __init__(self, *, alarm: bool = False) -> None:
        super().__init__("the person can no longer be written to")
        self.alarm = alarm


class RefusedError(SendError):
    """The provider will never take this message (bad address, too long). Drop it and alert the operator with `code`."""

    def __init__(self, code: str) -> None:
        super().__init__(f"provider refused the message: {code}")
        self.code = code


class Channel(Protocol):
    """A way to one kind of address. Knows no server, no store and no session."""

    kind: ChannelKind

    async def send(self, message: Outbound) -> Sent:
        """Send one message.

        Raises: BusyError, UnsureError, GoneError, RefusedError; nothing else.
        """
        ...

    async def erase(self, address: str, ids: Sequence[str], *, whole: bool) -> Erased:
        """Ask the provider to delete (`whole`: the record; else its body only, where the provider knows the difference).

        Never raises for a provider's failure: what may work later comes back in `later`.
        """
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class Bus(Protocol):
    """Wakes others. Carries keys only, may lose any of them: losing one costs delay, never a message."""

    async def publish(self, topic: str, key: str) -> None:
        """Tell whoever listens to `topic` about `key`. Never blocks on a listener and never raises."""
        ...

    def listen(self, topic: str) -> AsyncIterator[str]:
        """Yield keys published to `topic` from now on, until the iterator is closed."""
        ...

    async def close(self) -> None:
        """End all listening."""
        ...


class Clock(Protocol):
    """Time, passed in so that tests own it."""

    def now(self) -> float:
        """Seconds since the epoch, UTC."""
        ...
