"""After a restart of the machine: the words are gone, the queue is not.

Rules: runs at every start, before anything is accepted; addresses of open cases are unsealed into empty sessions where the volatile
store knows nobody; these cases wait at the front, marked "words lost"; nothing is sent unprompted, and exit works.
"""

from __future__ import annotations

import msgspec
import structlog

from bot.book import Book
from bot.desk_line import person_of
from bot.due import next_due
from bot.ids import TOKEN_LENGTH, derive, person_key
from bot.performing import write_link
from bot.ports import ChannelKind
from bot.service import Service
from bot.session import CaseRef, Session
from bot.stores.seals import SealBrokenError
from bot.times import day_of
from escalation.model import Case, CaseStatus, Outcome, SealedAddress, Words
from flows.values import Mode, State


async def restore_cases(service: Service) -> int:
    """Give every open case whose person the volatile store lost an empty session. Returns how many.

    A case whose address cannot be unsealed is closed: nobody could be reached through it.
    Raises: RecordsLostError, StoreLostError.
    """
    restored = 0
    sealed = {each.case: each for each in await service.records.sealed_addresses()}
    for case in await service.records.open_cases():
        if await person_of(service, case.id) is not None:
            continue
        address = _unseal(service, sealed.get(case.id))
        if address is None:
            await service.records.close_case(case.id, Outcome.EXPIRED, _today(service))
            structlog.get_logger().error("case_unreachable")
            continue
        await _restore(service, case, *address)
        restored += 1
    return restored


def _unseal(service: Service, sealed: SealedAddress | None) -> tuple[ChannelKind, str, str] | None:
    """Return channel, address and language of a sealed address."""
    if sealed is None or service.seals is None:
        return None
    try:
        channel, address, language = msgspec.json.decode(service.seals.unseal(sealed), type=tuple[str, str, str])
        return ChannelKind(channel), address, language
    except (SealBrokenError, msgspec.MsgspecError, ValueError):
        return None


async def _restore(service: Service, case: Case, channel: ChannelKind, address: str, language: str) -> None:
    """Put an empty session with the open case into the volatile store."""
    if case.status is CaseStatus.CLAIMED:
        await service.records.return_case(case.id, None)
    words = Words.LOST if case.words is not Words.NONE or case.status is CaseStatus.CLAIMED else Words.NONE
    await service.records.mark_words(case.id, words)
    person = person_key(service.secret, channel, address)
    session = Session(
        epoch=derive(service.secret, "epoch", "restored", case.id, length=TOKEN_LENGTH),
        channel=channel,
        address=address,
        state=State(mode=Mode.QUEUE, slots={"channel": channel.value}),
        language=language,
        wrote_at=0.0,  # unknown: whatever goes out before the person writes is a knock
        case=CaseRef(case.id, case.opened_at, int(case.urgency), case.triggers, words),
        restored=True,
    )
    while True:
        book = Book(await service.volatile.load(person))
        if book.session is not None:
            break  # the person was quicker and has a session of their own
        book.session = session
        puts, drops = book.changes()
        if await service.volatile.commit(person, book.version, puts, drops, due_at=next_due(service.settings, book)):
            break
    await write_link(service, case.id, person)
    structlog.get_logger().info("case_restored")


def _today(service: Service) -> str:
    return day_of(service.clock.now())
