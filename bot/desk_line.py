"""The desk's way to a conversation: everything the desk wants goes through the person's inbox, so that it keeps its place in the order.

Rules: the desk sees a case only while it is theirs; words are read from the volatile store and from nowhere else; ids derive, so that
a repeated request has no second effect; nothing here knows an address.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from bot.book import Book
from bot.ids import derive, link_key
from bot.inbox import accept_for
from bot.ports import ChannelKind, Inbound, InboundKind, PersonKey
from bot.service import DESK, Service
from bot.session import Session
from bot.times import day_of
from escalation import policy
from escalation.model import Case, CaseId, CaseStatus, Outcome, Staff, StaffId, Words
from escalation.ports import CaseNow, Said


class DeskLine:
    """Implements `escalation.ports.Line` over the service."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def next_case(self, staff: Staff, now: float) -> Case | None:
        """Claim the most urgent case this member of staff can serve; the one they already have comes back first."""
        service = self._service
        while True:
            cases = await service.records.open_cases()
            case = next((each for each in cases if each.claimed_by == staff.id), None) or policy.next_for(staff, cases, now)
            if case is None:
                return None
            if await service.records.claim_case(case.id, staff.id, now):
                claimed = await service.records.find_case(case.id)
                if claimed is not None and claimed.status is CaseStatus.CLAIMED:
                    # Told again when the case is only fetched again: the derived id makes the second telling nothing.
                    await tell_person(service, case.id, InboundKind.CLAIMED, token=f"{staff.id}{claimed.returns}")
                    return claimed

    async def look(self, case: CaseId, staff: StaffId) -> CaseNow | None:
        """Return the present state with all that the browser has not acknowledged. None when the case is not theirs."""
        found = await self._service.records.find_case(case)
        if found is None or (found.claimed_by != staff and found.status is not CaseStatus.CLOSED):
            return None
        book = await self._book(case)
        session = book.session if book else None
        if found.status is CaseStatus.CLOSED or session is None or session.case is None or session.case.id != case:
            return CaseNow(found, gone=True, left=found.outcome is Outcome.LEFT, context=(), incoming=(), fate=())
        assert book is not None
        return CaseNow(found, gone=False, left=False, context=_context(book, session), incoming=_incoming(book), fate=session.fates)

    async def read(self, case: CaseId, staff: StaffId) -> None:
        """The browser has the context: delete it."""
        if await self._is_theirs(case, staff):
            await tell_person(self._service, case, InboundKind.READ)

    async def taken(self, case: CaseId, staff: StaffId, ids: Sequence[str]) -> None:
        """The browser has these incoming messages: delete them."""
        if ids and await self._is_theirs(case, staff):
            listed = " ".join(ids)
            await tell_person(self._service, case, InboundKind.TAKEN, text=listed, token=listed)

    async def reply(self, case: CaseId, staff: StaffId, message_id: str, text: str) -> None:
        """Send the advocate's words. Repeating a `message_id` has no second effect."""
        if await self._is_theirs(case, staff):
            await tell_person(self._service, case, InboundKind.REPLY, text=text, own_id=message_id)

    async def give_back(self, case: CaseId, staff: StaffId) -> None:
        """Return the case to the front of the queue."""
        if await self._service.records.return_case(case, staff):
            await tell_returned(self._service, case)

    async def close_case(self, case: CaseId, staff: StaffId, outcome: Outcome) -> None:
        """Close the case. The person is told, and nothing of it stays."""
        service = self._service
        if not await self._is_theirs(case, staff):
            return
        if await self._person(case) is None:
            await service.records.close_case(case, outcome, day_of(service.clock.now()))
            return
        await tell_person(service, case, InboundKind.CLOSED, text=outcome.value)

    async def changes(self, case: CaseId) -> AsyncIterator[None]:
        """Yield whenever `look` may have something new."""
        async for key in self._service.bus.listen(DESK):
            if key == case:
                yield

    async def _is_theirs(self, case: CaseId, staff: StaffId) -> bool:
        found = await self._service.records.find_case(case)
        return found is not None and found.status is CaseStatus.CLAIMED and found.claimed_by == staff

    async def _person(self, case: CaseId) -> PersonKey | None:
        return await person_of(self._service, case)

    async def _book(self, case: CaseId) -> Book | None:
        person = await self._person(case)
        return Book(await self._service.volatile.load(person)) if person else None


async def person_of(service: Service, case: str) -> PersonKey | None:
    """Return whose case it is, while the volatile store knows."""
    link = Book(await service.volatile.load(link_key(service.secret, case))).link
    return PersonKey(link) if link else None


async def tell_person(service: Service, case: CaseId, kind: InboundKind, *, text: str = "", token: str = "", own_id: str = "") -> None:
    """Put what the desk did into the person's inbox. The id derives from it, so that telling it twice is telling it once."""
    person = await person_of(service, case)
    if person is None:
        return
    event_id = own_id or derive(service.secret, "desk", case, kind, token)
    # The address is not known here and not needed: the turn finds it in the session.
    inbound = Inbound(event_id, kind, ChannelKind.SMS, "", service.clock.now(), text=text, case=case)
    await accept_for(service, person, inbound)


async def tell_returned(service: Service, case: CaseId) -> None:
    """Tell the person's worker that the case is in the queue again."""
    found = await service.records.find_case(case)
    await tell_person(service, case, InboundKind.RETURNED, token=str(found.returns if found else 0))


def _context(book: Book, session: Session) -> tuple[Said, ...]:
    """Return the context, but only after a yes to the question."""
    if session.case is None or session.case.words is not Words.HELD:
        return ()
    return tuple(Said(str(place), line.who, line.body, line.key_id, line.at) for place, line in enumerate(book.context))


def _incoming(book: Book) -> tuple[Said, ...]:
    """Return what the person wrote and the browser has not acknowledged."""
    return tuple(Said(key.id, line.who, line.body, line.key_id, line.at) for key, line in book.relays())
