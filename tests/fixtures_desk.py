"""Doubles for the desk's tests: records and a line in memory, staff who can sign in, clients without a screen."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace

import httpx
import pyotp

from escalation.desk import DeskSettings, make_desk
from escalation.model import (
    AuditEntry,
    Case,
    CaseId,
    CaseStatus,
    Outcome,
    Presence,
    Role,
    Staff,
    StaffId,
    StaffSession,
    Urgency,
    Words,
)  # fmt: skip
from escalation.ports import CaseNow, Said
from locales.texts import load_texts

ORIGIN = "http://127.0.0.1:8081"
PASSWORD = "slow river under stones"
NOW = 1_800_000_000.0
TEXTS = load_texts()


class Hands:
    """A clock that stands still until it is moved."""

    def __init__(self, at: float = NOW) -> None:
        self.at = at

    def now(self) -> float:
        return self.at


class MemoryRecords:
    """The part of `Records` that the desk uses, in memory."""

    def __init__(self) -> None:
        self.cases: dict[CaseId, Case] = {}
        self.staff: dict[StaffId, Staff] = {}
        self.sessions: dict[str, StaffSession] = {}
        self.presences: dict[StaffId, Presence] = {}
        self.audit: list[AuditEntry] = []
        self.counted: dict[tuple[str, str], int] = {}

    async def open_case(self, case, address):
        self.cases.setdefault(case.id, case)

    async def find_case(self, case):
        return self.cases.get(case)

    async def open_cases(self):
        return [case for case in self.cases.values() if case.status is not CaseStatus.CLOSED]

    async def claim_case(self, case, staff, now):
        found = self.cases[case]
        if found.status is CaseStatus.WAITING:
            self.cases[case] = replace(found, status=CaseStatus.CLAIMED, claimed_by=staff, beat_at=now)
            return True
        return found.claimed_by == staff

    async def beat_case(self, case, staff, now):
        found = self.cases.get(case)
        if found is None or found.claimed_by != staff:
            return False
        self.cases[case] = replace(found, beat_at=now)
        return True

    async def return_case(self, case, staff):
        found = self.cases[case]
        if found.status is not CaseStatus.CLAIMED or (staff and found.claimed_by != staff):
            return False
        self.cases[case] = replace(found, status=CaseStatus.WAITING, claimed_by=None, returns=found.returns + 1)
        return True

    async def mark_words(self, case, words):
        self.cases[case] = replace(self.cases[case], words=words)

    async def close_case(self, case, outcome, day):
        self.cases[case] = replace(self.cases[case], status=CaseStatus.CLOSED, claimed_by=None)
        return True

    async def add_staff(self, staff):
        if any(one.name == staff.name for one in self.staff.values()):
            return False
        self.staff[staff.id] = staff
        return True

    async def find_staff(self, name):
        return next((one for one in self.staff.values() if one.name == name), None)

    async def get_staff(self, staff):
        return self.staff.get(staff)

    async def list_staff(self):
        return sorted(self.staff.values(), key=lambda one: one.name)

    async def disable_staff(self, staff):
        self.staff[staff] = replace(self.staff[staff], disabled=True)
        self.sessions = {key: one for key, one in self.sessions.items() if one.staff != staff}
        return True

    async def use_totp(self, staff, step):
        if self.staff[staff].totp_used_step >= step:
            return False
        self.staff[staff] = replace(self.staff[staff], totp_used_step=step)
        return True

    async def note_sign_in(self, staff, *, failed, retry_at):
        failures = self.staff[staff].failures + 1 if failed else 0
        self.staff[staff] = replace(self.staff[staff], failures=failures, retry_at=retry_at if failed else 0.0)

    async def start_session(self, session):
        self.sessions[session.token_hash] = session

    async def find_session(self, token_hash):
        return self.sessions.get(token_hash)

    async def touch_session(self, token_hash, now):
        if token_hash in self.sessions:
            self.sessions[token_hash] = replace(self.sessions[token_hash], seen_at=now)

    async def end_session(self, token_hash):
        self.sessions.pop(token_hash, None)

    async def end_sessions_before(self, created_before, seen_before):
        old = [key for key, one in self.sessions.items() if one.created_at < created_before or one.seen_at < seen_before]
        for key in old:
            del self.sessions[key]
        return len(old)

    async def note_presence(self, presence):
        self.presences[presence.staff] = presence

    async def clear_presence(self, staff):
        self.presences.pop(staff, None)

    async def present(self, since):
        return [one for one in self.presences.values() if one.seen_at >= since]

    async def count(self, day, name, amount=1):
        self.counted[day, name] = self.counted.get((day, name), 0) + amount

    async def write_audit(self, entry):
        self.audit.append(entry)


@dataclass
class MemoryLine:
    """A `Line` in memory whose person is the test."""

    records: MemoryRecords
    context: tuple[Said, ...] = ()
    incoming: list[Said] = field(default_factory=list)
    replies: dict[str, str] = field(default_factory=dict)
    fates: dict[str, str] = field(default_factory=dict)
    read_count: int = 0
    left: bool = False
    outcome: Outcome | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def news(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()

    def write(self, text: str, said_id: str | None = None) -> None:
        self.incoming.append(
            Said(said_id or f"m{len(self.incoming)}-{len(self.replies)}-{abs(hash(text))}", "person", text.encode(), at=NOW)
        )
        self.news()

    async def leave(self, case: str) -> None:
        self.left = True
        await self.records.close_case(CaseId(case), Outcome.LEFT, "2027-01-15")
        self.news()

    async def next_case(self, staff, now):
        cases = sorted(await self.records.open_cases(), key=lambda case: (case.claimed_by != staff.id, case.urgency, case.opened_at))
        for case in cases:
            if case.supervisor and staff.role is Role.ADVOCATE:
                continue
            if await self.records.claim_case(case.id, staff.id, now):
                return await self.records.find_case(case.id)
        return None

    async def look(self, case, staff):
        found = await self.records.find_case(case)
        if found is None or (found.claimed_by != staff and found.status is not CaseStatus.CLOSED):
            return None
        if found.status is CaseStatus.CLOSED:
            return CaseNow(found, gone=True, left=self.left, context=(), incoming=(), fate=())
        return CaseNow(found, gone=False, left=False, context=self.context, incoming=tuple(self.incoming), fate=tuple(self.fates.items()))

    async def read(self, case, staff):
        self.read_count += 1
        self.context = ()
        await self.records.mark_words(case, Words.READ)
        self.news()

    async def taken(self, case, staff, ids: Sequence[str]):
        self.incoming = [said for said in self.incoming if said.id not in ids]
        self.news()

    async def reply(self, case, staff, message_id, text):
        self.replies.setdefault(message_id, text)
        self.news()

    async def give_back(self, case, staff):
        await self.records.return_case(case, staff)
        self.news()

    async def close_case(self, case, staff, outcome):
        self.outcome = outcome
        await self.records.close_case(case, outcome, "2027-01-15")
        self.news()

    async def changes(self, case) -> AsyncIterator[None]:
        while True:
            await self.changed.wait()
            yield


@dataclass
class Desk:
    """A desk with its parts at hand."""

    app: object
    records: MemoryRecords
    line: MemoryLine
    clock: Hands
    staff: Staff

    def client(self, origin: str = ORIGIN) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=True)
        return httpx.AsyncClient(transport=transport, base_url=origin, headers={"origin": origin, "accept-language": "en"})

    def code(self, staff: Staff | None = None) -> str:
        return pyotp.TOTP((staff or self.staff).totp_secret).at(int(self.clock.now()))

    async def signed_in(self, staff: Staff | None = None) -> Browser:
        staff = staff or self.staff
        client = self.client()
        assert (await client.post("/desk/password", json={"name": staff.name, "password": PASSWORD})).status_code == 200
        assert (await client.post("/desk/code", json={"code": self.code(staff)})).status_code == 200
        page = (await client.get("/desk/")).text
        token = re.search(r'name="csrf" content="([^"]+)"', page)
        assert token is not None
        return Browser(client, token[1])


@dataclass
class Browser:
    """A signed-in client without a screen."""

    client: httpx.AsyncClient
    csrf: str

    async def post(self, path: str, **body: object) -> httpx.Response:
        return await self.client.post(f"/desk/{path}", json=body, headers={"x-desk-csrf": self.csrf})

    async def pulse(self, **body: object) -> httpx.Response:
        return await self.post("pulse", **({"paused": False, "active": True} | body))


def a_case(case_id: str = "case-1", **values: object) -> Case:
    defaults: dict[str, object] = {
        "opened_at": NOW - 300, "urgency": Urgency.NOW, "triggers": ("danger", "watched"), "language": "es", "channel": "telegram",
    }  # fmt: skip
    return Case(id=CaseId(case_id), **(defaults | values))


async def build(members: tuple[Staff, Staff], **settings: object) -> Desk:
    records, clock = MemoryRecords(), Hands()
    for one in members:
        await records.add_staff(one)
    line = MemoryLine(records)
    defaults: dict[str, object] = {"origins": (ORIGIN,), "hold_seconds": 0.2, "look_seconds": 0.05, "languages": ("en", "es", "ar")}
    app = make_desk(records, line, clock, settings=DeskSettings(**(defaults | settings)), texts=TEXTS, demo_link_token="t" * 43)
    return Desk(app, records, line, clock, members[0])
