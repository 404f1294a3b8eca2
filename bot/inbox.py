"""The inbox: a message is acknowledged to its provider only once it lies here.

Rules: nothing is read but what is needed to file it; what strangers write is cut to what a person can mean and made fit to be
stored; the answer says new or seen, and a full store is the provider's to retry.
"""

from __future__ import annotations

from dataclasses import replace

from bot.ids import person_key
from bot.ports import Inbound, PersonKey, StoreFullError
from bot.service import WAKE, Service
from bot.session import encode

MAX_TEXT = 4096
"""Letters of one message that are kept: Telegram's own limit."""


async def accept(service: Service, inbound: Inbound) -> bool:
    """File an inbound message and wake whoever answers. False: it was here before.

    Raises: StoreFullError, StoreLostError; then it must not be acknowledged.
    """
    person = person_key(service.secret, inbound.channel, inbound.address)
    return await accept_for(service, person, inbound)


async def accept_for(service: Service, person: PersonKey, inbound: Inbound) -> bool:
    """File a message under a key that is known already (the desk knows no address)."""
    clean = replace(inbound, text=fit(inbound.text))
    try:
        new = await service.volatile.accept(person, clean.id, encode(clean), now=service.clock.now())
    except StoreFullError:
        service.metrics.accepted.labels(inbound.channel, "full").inc()
        raise
    service.metrics.accepted.labels(inbound.channel, "new" if new else "seen").inc()
    if new:
        await service.bus.publish(WAKE, person)
    return new


def fit(text: str) -> str:
    """Return text that can be stored and shown: cut, lone surrogates replaced, NUL taken out."""
    return text[:MAX_TEXT].encode("utf-8", "replace").decode().replace("\0", "")
