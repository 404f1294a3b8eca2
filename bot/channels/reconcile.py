"""Compares what Twilio holds with what we know: brings in young messages that never reached us, and empties all that nobody needs.

Twilio posts a message once or twice and then never again, and a copy of it stays there until somebody removes it. So at start and
every few minutes our sender's messages are listed.

Rules:
1. Inbound that we have not seen and that is younger than ten minutes is accepted by the same door as a webhook's, oldest first.
   What is older stays unanswered: a reply out of the blue may be read by another.
2. Every body of a person who has no live session is emptied; with media, the whole record goes, because emptying leaves the pictures.
3. It can be repeated at any time, and run beside webhooks: accepting is idempotent, emptying too.
4. Only our sender's messages are touched. It returns counts; no number and no word leaves it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from bot.channels.sms import Copy, Listing
from bot.channels.sms_in import BadFormError, read_inbound
from bot.ports import Erased, Inbound

YOUNG_SECONDS = 600.0
"""How old a message may be and still be answered as if it had just come."""

LOOK_BACK_SECONDS = 48 * 3600.0
"""How far back is listed: as long as inbound ids are remembered and redactions are retried."""

MAX_PAGES = 20
"""Pages of each listing that one run reads: 4,000 messages. The newest come first; the rest is counted as not complete."""

BATCH = 20
"""Copies that are erased in one go. The channel makes only a few erasing calls at a time, in the order in which they were asked for."""


class Provider(Protocol):
    """What is needed of the channel."""

    async def copies(self, since: float, *, max_pages: int) -> Listing:
        """Return what the provider holds of our sender's messages since then; never raises for a provider's failure."""
        ...

    async def erase(self, address: str, ids: tuple[str, ...], *, whole: bool) -> Erased:
        """Ask the provider to delete; never raises for a provider's failure."""
        ...


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What one run did, in numbers. `complete` is False when not everything could be listed: run again soon."""

    accepted: int = 0
    emptied: int = 0
    later: int = 0
    complete: bool = True


async def reconcile(
    provider: Provider,
    *,
    now: float,
    accept: Callable[[Inbound], Awaitable[bool]],
    is_live: Callable[[str], Awaitable[bool]],
    max_pages: int = MAX_PAGES,
) -> Reconciled:
    """Bring in what was missed, then empty what nobody needs.

    `accept` takes a message as a webhook would and returns False when it was seen before. `is_live` says of a number whether its
    person has a session, an open case or an unanswered message now: such copies are left to the session's own schedule.

    Raises: whatever `accept` and `is_live` raise (StoreFullError, StoreLostError); what was done until then stands.
    """
    listing = await provider.copies(now - LOOK_BACK_SECONDS, max_pages=max_pages)
    accepted = await _bring_in(listing.copies, now, accept)
    plain, with_media = await _unneeded(listing.copies, is_live)
    done = [*await _erase(provider, plain, whole=False), *await _erase(provider, with_media, whole=True)]
    return Reconciled(
        accepted=accepted,
        emptied=sum(len(erased.gone) for erased in done),
        later=sum(len(erased.later) for erased in done),
        complete=listing.complete,
    )


async def _bring_in(copies: Iterable[Copy], now: float, accept: Callable[[Inbound], Awaitable[bool]]) -> int:
    """Accept the young inbound messages in the order in which they came; return how many were new."""
    missed = 0
    for copy in sorted((copy for copy in copies if _is_young(copy, now)), key=lambda copy: copy.at):
        form = {"MessageSid": copy.sid, "From": copy.address, "Body": copy.text, "NumMedia": str(copy.media)}
        try:
            inbound = read_inbound(form, copy.at)
        except BadFormError:  # a short code or a name wrote: nobody whom we could answer
            continue
        missed += await accept(inbound)
    return missed


async def _unneeded(copies: Iterable[Copy], is_live: Callable[[str], Awaitable[bool]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the SIDs of bodies to empty and of records to remove: all that hold something and whose person is not live.

    Asked after accepting, so that whoever was just brought in counts as live.
    """
    plain: list[str] = []
    with_media: list[str] = []
    live: dict[str, bool] = {}
    for copy in copies:
        if not copy.text and not copy.media:
            continue
        if copy.address not in live:
            live[copy.address] = await is_live(copy.address)
        if not live[copy.address]:
            (with_media if copy.media else plain).append(copy.sid)
    return tuple(plain), tuple(with_media)


async def _erase(provider: Provider, sids: tuple[str, ...], *, whole: bool) -> list[Erased]:
    """Erase batch by batch, so that someone who leaves meanwhile does not wait behind a day's clearing up."""
    return [await provider.erase("", sids[start : start + BATCH], whole=whole) for start in range(0, len(sids), BATCH)]


def _is_young(copy: Copy, now: float) -> bool:
    """Say whether this is inbound and worth an answer. A redacted body without media was dealt with: there is nothing to bring in."""
    return copy.inbound and bool(copy.text or copy.media) and now - copy.at <= YOUNG_SECONDS
