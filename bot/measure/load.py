"""A small load generator: raw HTTP/1.1 over kept connections, each sending its next request when the last one was answered.

Rules: closed loop, bounded in time, loopback only; it measures whole requests as a client sees them.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

CONNECTIONS = 32
"""Clients side by side: enough to keep one core busy, few enough that a queue does not hide in them."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Answered requests a second, and how long one took in milliseconds."""

    per_second: float
    p50_ms: float
    p99_ms: float


Request = Callable[[int, int, bytes], bytes]
"""Makes the raw request from the number of the connection, of the request on it, and the body of the answer before."""


async def load(port: int, make: Request, seconds: float, warm_up_seconds: float = 1.0) -> Figures:
    """Load a server on loopback and return what was measured after the warm-up.

    Raises: ConnectionError when an answer is not a success.
    """
    times: list[float] = []
    begin = time.perf_counter() + warm_up_seconds
    end = begin + seconds
    await asyncio.gather(*(_client(port, make, number, begin, end, times) for number in range(CONNECTIONS)))
    times.sort()
    return Figures(len(times) / seconds, 1000 * times[len(times) // 2], 1000 * times[int(len(times) * 0.99)])


async def _client(port: int, make: Request, number: int, begin: float, end: float, times: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    body = b""
    while (started := time.perf_counter()) < end:
        writer.write(make(number, count, body))
        count += 1
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 2"):
            raise ConnectionError(f"the server answered {head[:12]!r}")
        length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
        body = await reader.readexactly(length)
        if started >= begin:
            times.append(time.perf_counter() - started)
    writer.close()
    await writer.wait_closed()
