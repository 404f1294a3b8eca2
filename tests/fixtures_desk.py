"""What the desk's tests stand on: real records over SQLite, a line in memory, clients without a screen."""

from __future__ import annotations

import asyncio
import atexit
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pyotp

from bot.stores.records import SqlRecords, open_records
from escalation.desk import DeskSettings, make_desk
from escalation.model import (
    Case,
    CaseId,
    CaseStatus,
    Outcome,
    Presence,
    Role,
    Staff,
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


@dataclass
class MemoryLine:
    """A `Line` in memory whose person is the test."""

    records: SqlRecords
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
    records: SqlRecords
    line: MemoryLine
    clock: Hands
    staff: Staff
    folder: Path

    async def close(self) -> None:
        await self.records.close()
        shutil.rmtree(self.folder)

    def kept(self) -> str:
        """Everything that the records wrote to disk, as far as it reads as text."""
        return "".join(path.read_bytes().decode("latin-1") for path in self.folder.rglob("*") if path.is_file())

    async def case(self, case_id: str = "case-1") -> Case:
        found = await self.records.find_case(CaseId(case_id))
        assert found is not None
        return found

    async def presence(self) -> Presence:
        [found] = await self.records.present(0)
        return found

    async def actions(self) -> list[str]:
        return [entry.action for entry in reversed(await self.records.read_audit(1000))]

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
    folder = Path(tempfile.mkdtemp())
    shutil.copy(await _migrated(), folder / "records.db")
    records, clock = await open_records(f"sqlite:///{folder / 'records.db'}"), Hands()
    for one in members:
        await records.add_staff(one)
    line = MemoryLine(records)
    defaults: dict[str, object] = {"origins": (ORIGIN,), "hold_seconds": 0.2, "look_seconds": 0.05, "languages": ("en", "es", "ar")}
    app = make_desk(records, line, clock, settings=DeskSettings(**(defaults | settings)), texts=TEXTS, demo_link_token="t" * 43)
    return Desk(app, records, line, clock, members[0], folder)


async def _migrated() -> Path:
    """An empty database of the newest revision, made once: migrating it for every test would take most of their time."""
    if not _EMPTY:
        path = Path(tempfile.mkdtemp()) / "empty.db"
        atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
        await (await open_records(f"sqlite:///{path}")).close()
        _EMPTY.append(path)
    return _EMPTY[0]


_EMPTY: list[Path] = []
