"""Deleting at the provider: one attempt, what became of it, and when to try again.

Rules: what the provider cannot do yet is tried for 48 hours, then counted as failed and alarmed; the person is told the truth when a
receipt was asked for; an SMS on a phone cannot be deleted by anybody, and nobody is told that it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import structlog

from bot.book import HOUR, Book
from bot.ports import ChannelKind, Erased, RowKey
from bot.service import Service
from bot.session import EraseJob, Letter
from flows.values import Say

GIVE_UP_SECONDS = 48 * HOUR
"""Telegram deletes nothing older; Twilio's bodies are final long before."""

PAUSES_SECONDS = (60.0, 600.0, 3600.0, 6 * HOUR)
"""Pauses between attempts; the last one repeats."""


async def erase(service: Service, key: RowKey, job: EraseJob, now: float) -> Callable[[Book], None]:
    """Try once, and return the change that follows."""
    channel = service.channels.get(job.channel)
    result = await channel.erase(job.address, job.ids, whole=job.whole) if channel and job.ids else Erased()
    count = service.metrics.erased.labels
    count(job.channel, "gone").inc(len(result.gone))
    count(job.channel, "kept").inc(len(result.kept))
    later = result.later
    if later and now - job.since > GIVE_UP_SECONDS:
        count(job.channel, "failed").inc(len(later))
        structlog.get_logger().error("erase_failed", channel=job.channel, count=len(later))
        await service.page("erase_failed")
        later = ()
    receipt = _receipt(service, job, result, now) if job.receipt else None

    def change(book: Book) -> None:
        held = dict(book.erases()).get(key)
        if held is None:
            return
        if later:
            next_at = now + PAUSES_SECONDS[min(job.tries, len(PAUSES_SECONDS) - 1)]
            if held.next_at != job.next_at:
                next_at = min(next_at, held.next_at)  # the provider said meanwhile that it is done with one of them: try again at once
            book.put(key, replace(job, ids=later, tries=job.tries + 1, next_at=next_at, receipt=""))
        else:
            book.remove(key)
        if receipt is not None:
            book.send(receipt)

    return change


def _receipt(service: Service, job: EraseJob, result: Erased, now: float) -> Letter:
    """Return the letter that says what was deleted and what was not."""
    left = len(result.kept) + len(result.later)
    said = [Say("erased-partly" if left else "erased-receipt", {"done": len(result.gone), "left": left})]
    if job.channel is ChannelKind.SMS:
        said.append(Say("kept-note"))  # nobody can delete what lies on the phone, and she must know it
    text = service.renderer.turn(said, job.receipt, job.channel).text
    return Letter(job.channel, job.address, text, once=True, urgent=True, created_at=now)
