"""The raw side of JetStream: one memory stream, atomic batches in, direct reads out.

Rules: the stream's name is fixed and says nothing of a person, and there are no consumers, because NATS writes such names to its disk
even for memory storage; errors of the library and the server are translated here, since theirs quote subjects.
Sources: NATS ADR-31 (direct get), ADR-43 (message TTL), ADR-50 (atomic batch publish), tried with nats-server 2.15.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error, NoRespondersError

from bot.ports import StoreFullError, StoreLostError

STREAM = "quietline"
PREFIX = "quietline.v"
"""Subjects of the stream lie under this. They carry person keys, which is why they are only ever in memory."""

READ_LIMIT = 1000
"""Messages in one direct read; the server's own limit for several subjects is 1,024."""

CONNECT_SECONDS = 5.0
"""How long a first connection may take, over all servers named."""

ROOM_SECONDS = 1.0
"""How old the server's word about its room may be."""

RESERVE_SHARE = 0.1
"""Share of the stream kept for commits: when it is full to the last byte, nothing can be dropped any more, an exit least of all."""

_NO_STREAM = 10059
_WRONG_SEQUENCE = frozenset({10071, 10164})
_FULL = frozenset({10002, 10023, 10028, 10047, 10077})  # account, server, memory, storage; a store error is "maximum bytes exceeded"
_END_OF_BATCH, _NOTHING, _TOO_MANY, _NOBODY = "204", "404", "413", "503"

_log = structlog.get_logger()


class ConflictError(Exception):
    """A subject of the batch is no longer at the expected sequence: nothing was written."""


class TooManyError(Exception):
    """A direct read matched more subjects than the server gives at one moment."""


@dataclass(frozen=True, slots=True)
class Write:
    """One message of a batch. `expected` is the sequence that `guard` (default: its own subject) must be at."""

    subject: str
    body: bytes = b""
    ttl_seconds: int = 0  # 0: for ever
    expected: int | None = None
    guard: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One message of the stream."""

    subject: str
    seq: int
    body: bytes


async def connect(url: str, **options: Any) -> Client:
    """Connect and go on reconnecting for ever. Nothing is buffered meanwhile: a caller learns at once that the store is lost.

    Raises: StoreLostError. The address is not quoted, it may carry a password.
    """
    client = Client()
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            await client.connect(
                url.split(","),
                error_cb=_note_error,
                max_reconnect_attempts=-1,  # it would try for ever to connect at first, too: hence the time-out
                reconnect_time_wait=1,
                pending_size=0,
                **options,
            )
    except (Error, OSError) as error:
        await client.close()
        raise StoreLostError(f"NATS: no connection ({type(error).__name__})") from None
    return client


async def _note_error(error: Exception) -> None:
    _log.warning("nats_error", code=type(error).__name__)


class Wire:
    """One connection to one stream. Reads go through one subscription, whatever their number."""

    def __init__(self, client: Client, *, replicas: int, max_bytes: int, timeout_seconds: float) -> None:
        self._client = client
        self._replicas = replicas
        self._max_bytes = max_bytes
        self._timeout = timeout_seconds
        self._inbox = client.new_inbox()
        self._tokens = itertools.count()
        self._reads: dict[str, _Read] = {}
        self._batches = itertools.count()
        self._room_left = 0.0
        self._room_asked = -math.inf
        self.missing = False  # nobody answered for the stream: it may have to be made again

    async def start(self) -> None:
        """Begin to take answers, and make the stream unless it is there.

        Raises: StoreLostError, also when a stream of this name keeps its words on a disk or is otherwise not ours.
        """
        await self._client.subscribe(f"{self._inbox}.*", cb=self._take)
        await self.make_stream()

    async def make_stream(self) -> None:
        """Make the stream unless it is there (all servers may have been restarted without a disk)."""
        settings = {
            "name": STREAM,
            "subjects": [f"{PREFIX}.>"],
            "storage": "memory",
            "num_replicas": self._replicas,
            "max_msgs_per_subject": 1,
            "max_bytes": self._max_bytes,
            "discard": "new",
            "retention": "limits",
            "allow_atomic": True,
            "allow_direct": True,
            "allow_msg_ttl": True,
            "duplicate_window": 100_000_000,  # 0.1 s, the least: duplicates are ours to find
        }
        answer = await self._ask(f"$JS.API.STREAM.INFO.{STREAM}", b"")
        if answer.get("error", {}).get("err_code") == _NO_STREAM:
            answer = await self._ask(f"$JS.API.STREAM.CREATE.{STREAM}", json.dumps(settings).encode())
        found = answer.get("config", {})
        must = ("storage", "max_msgs_per_subject", "allow_atomic", "allow_direct", "allow_msg_ttl", "discard")
        wrong = [name for name in must if found.get(name) != settings[name]]
        if wrong:
            code = answer.get("error", {}).get("err_code", 0)
            raise StoreLostError(f"NATS: stream {STREAM} must have our {', '.join(wrong)} (server code {code}); is it 2.12 or newer?")
        self.missing = False

    async def has_room(self, size: int) -> bool:
        """Return whether `size` more bytes leave the reserve untouched. The server is asked once a second, or when it gets tight.

        Raises: StoreLostError.
        """
        tight = self._room_left < size
        if tight or time.monotonic() - self._room_asked > ROOM_SECONDS:
            answer = await self._ask(f"$JS.API.STREAM.INFO.{STREAM}", b"")
            if "error" in answer:
                code = answer["error"].get("err_code", 0)
                self.missing = self.missing or code == _NO_STREAM
                raise StoreLostError(f"NATS: no word about the stream (server code {code})")
            limit = int(answer["config"]["max_bytes"])
            used = int(answer["state"]["bytes"])
            self._room_left = math.inf if limit < 0 else limit * (1 - RESERVE_SHARE) - used
            self._room_asked = time.monotonic()
        self._room_left -= size
        return self._room_left >= 0

    async def purge(self) -> None:
        """Forget every message of the stream."""
        answer = await self._ask(f"$JS.API.STREAM.PURGE.{STREAM}", b"")
        if not answer.get("success"):
            raise StoreLostError("NATS: the stream could not be purged")

    async def write(self, batch: Sequence[Write]) -> int:
        """Write all or nothing; return the sequence of the first message, the rest follow without a gap.

        Raises: ConflictError, StoreFullError, StoreLostError (then it may have been written).
        """
        batch_id = f"{self._inbox[-22:]}{next(self._batches)}"
        *before, last = batch
        try:
            for place, message in enumerate(before, 1):
                await self._client.publish(message.subject, message.body, headers=_headers(message, batch_id, place))
        except (Error, OSError) as error:
            raise StoreLostError(f"NATS: not written ({type(error).__name__})") from None
        headers = _headers(last, batch_id, len(batch))
        headers["Nats-Batch-Commit"] = "1"
        answer = await self._ask(last.subject, last.body, headers)
        if "error" not in answer:
            return int(answer["seq"]) - len(batch) + 1
        code = answer["error"].get("err_code", 0)
        if code in _WRONG_SEQUENCE:
            raise ConflictError
        if code in _FULL:
            raise StoreFullError("NATS: the stream is full")
        raise StoreLostError(f"NATS: not written (server code {code})")

    async def read_last(self, subjects: Sequence[str]) -> list[Found]:
        """Return the newest message of each subject that matches, oldest first.

        Raises: TooManyError for more than 1,024 of them, StoreLostError.
        """
        return (await self._read({"multi_last": list(subjects), "batch": READ_LIMIT + 24})).found

    async def read_from(self, seq: int, subjects: str) -> tuple[list[Found], bool]:
        """Return messages from `seq` on that match, oldest first, and whether there are more."""
        read = await self._read({"seq": seq, "next_by_subj": subjects, "batch": READ_LIMIT})
        return read.found, read.pending > 0

    async def close(self) -> None:
        """Close the connection."""
        await self._client.close()

    async def _ask(self, subject: str, body: bytes, headers: dict[str, str] | None = None) -> dict[str, Any]:
        try:
            answer = await self._client.request(subject, body, timeout=self._timeout, headers=headers)
            return dict(json.loads(answer.data))
        except NoRespondersError:
            self.missing = True
            raise StoreLostError("NATS: no stream answers") from None
        except (Error, OSError, ValueError) as error:
            raise StoreLostError(f"NATS: no answer ({type(error).__name__})") from None

    async def _read(self, request: dict[str, Any]) -> _Read:
        token = str(next(self._tokens))
        read = self._reads[token] = _Read(asyncio.get_running_loop().create_future())
        try:
            body = json.dumps(request).encode()
            await self._client.publish(f"$JS.API.DIRECT.GET.{STREAM}", body, reply=f"{self._inbox}.{token}")
            status = await asyncio.wait_for(read.status, self._timeout)
        except (Error, OSError) as error:
            raise StoreLostError(f"NATS: no answer to a read ({type(error).__name__})") from None
        finally:
            del self._reads[token]
        if status == _TOO_MANY:
            raise TooManyError
        if status not in (_END_OF_BATCH, _NOTHING):
            self.missing = self.missing or status == _NOBODY
            raise StoreLostError(f"NATS: a read was refused (status {status})")
        return read

    async def _take(self, message: Msg) -> None:
        read = self._reads.get(message.subject.rpartition(".")[2])
        if read is None or read.status.done():
            return  # it was given up
        headers = message.headers or {}
        status = headers.get("Status")
        if status is None:
            read.found.append(Found(headers["Nats-Subject"], int(headers["Nats-Sequence"]), message.data))
        else:
            read.pending = int(headers.get("Nats-Num-Pending", "0"))
            read.status.set_result(status)


class _Read:
    """A direct read under way."""

    __slots__ = ("found", "pending", "status")

    def __init__(self, status: asyncio.Future[str]) -> None:
        self.status = status
        self.found: list[Found] = []
        self.pending = 0


def _headers(message: Write, batch_id: str, place: int) -> dict[str, str]:
    headers = {"Nats-Batch-Id": batch_id, "Nats-Batch-Sequence": str(place)}
    if message.ttl_seconds:
        headers["Nats-TTL"] = str(message.ttl_seconds)
    if message.expected is not None:
        headers["Nats-Expected-Last-Subject-Sequence"] = str(message.expected)
        if message.guard:
            headers["Nats-Expected-Last-Subject-Sequence-Subject"] = message.guard
    return headers
