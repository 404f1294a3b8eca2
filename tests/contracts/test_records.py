"""The contract of `Records`, one suite over SQLite and real PostgreSQL."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import stat
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from bot.stores.records import SqlRecords, open_records
from escalation.cases import emptied
from escalation.model import (
    AuditEntry,
    Case,
    CaseId,
    CaseStatus,
    Outcome,
    Presence,
    Role,
    SealedAddress,
    Staff,
    StaffId,
    StaffSession,
    Urgency,
    Words,
)
from escalation.ports import Records, RecordsLostError, RecordsRefusedError
from tests.fixtures_postgres import postgres_url  # noqa: F401 - a fixture

NOW = 1_795_405_200.0  # 2026-11-23 03:40 UTC
DAY = "2026-11-23"
ANA, BEA = StaffId("ana"), StaffId("bea")


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'records' / 'records.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def records(url: str) -> AsyncIterator[SqlRecords]:
    store = await open_records(url)
    yield store
    await store.close()


def a_case(name: str = "c1", **changes: object) -> Case:
    case = Case(CaseId(name), NOW + 12.345678, Urgency.SOON, ("fled", "human"), "es", "sms")
    return replace(case, **changes)  # type: ignore[arg-type]


def an_address(case: str = "c1", blob: bytes = b"\x01sealed\x00\xff") -> SealedAddress:
    return SealedAddress(CaseId(case), DAY, blob)


def a_member(name: str = "Ana", **changes: object) -> Staff:
    member = Staff(StaffId(name.lower()), name, Role.ADVOCATE, ("es", "en"), "$argon2id$x", "SECRET")
    return replace(member, **changes)  # type: ignore[arg-type]


async def test_a_case_comes_back_as_it_was_opened(records: Records) -> None:
    case = a_case(words=Words.HELD, supervisor=True, ranked_last=True, returns=3, paged_at=NOW)
    await records.open_case(case, an_address())
    assert await records.find_case(case.id) == case
    assert await records.sealed_addresses() == [an_address()]
    assert await records.find_case(CaseId("c2")) is None


async def test_opening_twice_changes_nothing_whatever_the_status(records: Records) -> None:
    await records.open_case(a_case(), an_address())
    await records.open_case(a_case(language="ar"), an_address(blob=b"other"))
    assert await records.find_case(CaseId("c1")) == a_case()
    assert await records.sealed_addresses() == [an_address()]
    await records.close_case(CaseId("c1"), Outcome.LEFT, DAY)
    await records.open_case(a_case(), an_address())
    assert (await records.find_case(CaseId("c1"))) == replace(emptied(a_case()), outcome=Outcome.LEFT)
    assert await records.sealed_addresses() == []


async def test_open_cases_are_listed_oldest_first(records: Records) -> None:
    for name, at in (("b", 2.0), ("a", 3.0), ("c", 1.0), ("d", 0.0)):
        await records.open_case(a_case(name, opened_at=at), None)
    await records.close_case(CaseId("d"), Outcome.OTHER, DAY)
    await records.claim_case(CaseId("a"), ANA, NOW)
    assert [case.id for case in await records.open_cases()] == ["c", "b", "a"]


async def test_twenty_advocates_on_four_machines_claim_and_one_gets_it(url: str) -> None:
    machines = [await open_records(url) for _ in range(4)]
    for turn in range(5):
        case = CaseId(f"case{turn}")
        await machines[0].open_case(a_case(case), None)
        claims = await asyncio.gather(*(machines[n % 4].claim_case(case, StaffId(f"s{n}"), NOW) for n in range(20)))
        winner = (await machines[1].find_case(case)).claimed_by  # type: ignore[union-attr]
        assert claims.count(True) == 1
        assert winner == f"s{claims.index(True)}"
    for machine in machines:
        await machine.close()


async def test_a_case_opened_on_many_machines_at_once_is_opened_once(url: str) -> None:
    machines = [await open_records(url) for _ in range(4)]
    await asyncio.gather(*(machines[n % 4].open_case(a_case(), an_address()) for n in range(20)))
    closes = await asyncio.gather(*(machines[n % 4].close_case(CaseId("c1"), Outcome.LEFT, DAY) for n in range(20)))
    assert closes.count(True) == 1
    assert (await machines[0].counts(DAY, DAY))[DAY, "case.closed.left"] == 1
    for machine in machines:
        await machine.close()


async def test_a_claim_is_exclusive_and_repeats(records: Records) -> None:
    await records.open_case(a_case(), None)
    assert await records.claim_case(CaseId("c1"), ANA, NOW)
    assert await records.claim_case(CaseId("c1"), ANA, NOW + 9)
    assert not await records.claim_case(CaseId("c1"), BEA, NOW)
    assert not await records.claim_case(CaseId("none"), BEA, NOW)
    found = await records.find_case(CaseId("c1"))
    assert found == a_case(status=CaseStatus.CLAIMED, claimed_by=ANA, beat_at=NOW)


async def test_heartbeats_are_the_claimants_and_never_run_back(records: Records) -> None:
    await records.open_case(a_case(), None)
    assert not await records.beat_case(CaseId("c1"), ANA, NOW)
    await records.claim_case(CaseId("c1"), ANA, NOW)
    assert await records.beat_case(CaseId("c1"), ANA, NOW + 20)
    assert await records.beat_case(CaseId("c1"), ANA, NOW + 10)
    assert not await records.beat_case(CaseId("c1"), BEA, NOW + 90)
    assert (await records.find_case(CaseId("c1"))).beat_at == NOW + 20  # type: ignore[union-attr]
    assert await records.silent_cases(NOW + 20) == []
    assert [case.id for case in await records.silent_cases(NOW + 20.5)] == ["c1"]


async def test_a_returned_case_waits_again_counts_it_and_can_be_paged_again(records: Records) -> None:
    await records.open_case(a_case(), an_address())
    assert not await records.return_case(CaseId("c1"), ANA)
    assert await records.mark_paged(CaseId("c1"), NOW)
    assert not await records.mark_paged(CaseId("c1"), NOW + 1)
    await records.claim_case(CaseId("c1"), ANA, NOW)
    assert not await records.return_case(CaseId("c1"), BEA)
    assert await records.return_case(CaseId("c1"), ANA)
    assert not await records.return_case(CaseId("c1"), ANA)
    assert await records.find_case(CaseId("c1")) == a_case(returns=1)
    assert not await records.beat_case(CaseId("c1"), ANA, NOW)
    assert await records.mark_paged(CaseId("c1"), NOW)
    await records.claim_case(CaseId("c1"), BEA, NOW)
    assert await records.return_case(CaseId("c1"), None)
    assert await records.sealed_addresses() == [an_address()]


async def test_a_case_only_grows_more_urgent(records: Records) -> None:
    await records.open_case(a_case(), None)
    await records.raise_case(a_case(urgency=Urgency.NOW, triggers=("danger",), supervisor=True))
    await records.raise_case(a_case(urgency=Urgency.NEXT, triggers=("medical",), ranked_last=True))
    found = await records.find_case(CaseId("c1"))
    assert found == a_case(urgency=Urgency.NOW, triggers=("danger", "medical", "fled", "human"), supervisor=True)
    await records.close_case(CaseId("c1"), Outcome.OTHER, DAY)
    await records.raise_case(a_case())
    await records.mark_words(CaseId("c1"), Words.LOST)
    assert not await records.mark_paged(CaseId("c1"), NOW)
    assert await records.find_case(CaseId("c1")) == replace(emptied(a_case()), outcome=Outcome.OTHER)


async def test_words_are_marked(records: Records) -> None:
    await records.open_case(a_case(), None)
    await records.mark_words(CaseId("c1"), Words.LOST)
    assert await records.find_case(CaseId("c1")) == a_case(words=Words.LOST)


async def test_a_close_keeps_id_day_and_outcome_and_counts_the_rest(url: str, records: Records) -> None:
    await records.open_case(a_case(ranked_last=True), an_address())
    await records.claim_case(CaseId("c1"), ANA, NOW + 100)
    await records.return_case(CaseId("c1"), ANA)
    assert await records.close_case(CaseId("c1"), Outcome.SUPPORTED, DAY)
    assert not await records.close_case(CaseId("c1"), Outcome.LEFT, DAY)
    assert await records.find_case(CaseId("c1")) == replace(emptied(a_case()), outcome=Outcome.SUPPORTED)
    assert emptied(a_case()).opened_at % 86400 == 0
    assert await records.open_cases() == []
    assert await records.sealed_addresses() == []
    names = {name: amount for (_, name), amount in (await records.counts(DAY, DAY)).items()}
    assert names == {
        "case.closed.supported": 1, "case.urgency.1": 1, "case.language.es": 1, "case.channel.sms": 1, "case.wait.under_5m": 1,
        "case.trigger.fled": 1, "case.trigger.human": 1, "case.returned.yes": 1,
    }  # fmt: skip
    row = raw_row(url)
    assert {key: value for key, value in row.items() if value is not None} == {
        "id": "c1", "opened_at": NOW // 86400 * 86400, "day": DAY, "outcome": "supported",
    }  # fmt: skip


def raw_row(url: str) -> dict[str, object]:
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as db:
            db.row_factory = sqlite3.Row
            found = dict(db.execute("SELECT * FROM cases").fetchone())
        db.close()
        return found
    with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as pg:
        return dict(pg.execute("SELECT * FROM cases").fetchone() or {})


async def test_closed_cases_are_purged_by_day(records: Records) -> None:
    for name, day in (("a", "2026-08-01"), ("b", "2026-09-01"), ("c", "")):
        await records.open_case(a_case(name), None)
        if day:
            await records.close_case(CaseId(name), Outcome.EXPIRED, day)
    assert await records.purge_closed("2026-09-01") == 1
    assert await records.purge_closed("2026-09-01") == 0
    assert await records.find_case(CaseId("a")) is None
    assert await records.find_case(CaseId("b")) is not None
    assert [case.id for case in await records.open_cases()] == ["c"]


async def test_staff_are_added_found_and_listed(records: Records) -> None:
    assert await records.add_staff(a_member("Bea", role=Role.ADMIN))
    assert await records.add_staff(a_member())
    assert await records.add_staff(a_member())
    assert not await records.add_staff(a_member(id=StaffId("other")))
    assert await records.find_staff("Ana") == a_member()
    assert await records.find_staff("ana") is None
    assert await records.get_staff(BEA) == a_member("Bea", role=Role.ADMIN)
    assert [member.name for member in await records.list_staff()] == ["Ana", "Bea"]


@pytest.mark.parametrize("name", ["\x00", "a\x00b", "\ud800", "' OR 1=1 --", "x" * 5000, "", "🙂"])
async def test_a_strange_name_is_nobodys(records: Records, name: str) -> None:
    assert await records.find_staff(name) is None
    assert await records.get_staff(StaffId(name)) is None
    assert await records.find_case(CaseId(name)) is None
    assert await records.find_session(name) is None
    assert not await records.claim_case(CaseId(name), ANA, NOW)
    assert not await records.close_case(CaseId(name), Outcome.OTHER, DAY)


async def test_disabling_ends_sessions_and_desks_and_bars_new_ones(records: Records) -> None:
    await records.add_staff(a_member())
    await records.start_session(a_session())
    await records.note_presence(a_desk())
    assert await records.disable_staff(ANA)
    assert not await records.disable_staff(ANA)
    await records.start_session(a_session("t2"))
    await records.note_presence(a_desk())
    assert await records.find_session("t1") is None
    assert await records.find_session("t2") is None
    assert await records.present(0) == []
    assert (await records.find_staff("Ana")) == a_member(disabled=True)


def a_session(token: str = "t1", **changes: object) -> StaffSession:
    return replace(StaffSession(token, ANA, "csrf", NOW, NOW), **changes)  # type: ignore[arg-type]


def a_desk(**changes: object) -> Presence:
    return replace(Presence(ANA, Role.ADVOCATE, ("es", "en"), paused=False, seen_at=NOW), **changes)  # type: ignore[arg-type]


async def test_a_one_time_code_works_once_even_when_tried_at_once(records: Records) -> None:
    await records.add_staff(a_member())
    tries = await asyncio.gather(*(records.use_totp(ANA, 100) for _ in range(20)))
    assert tries.count(True) == 1
    assert not await records.use_totp(ANA, 99)
    assert await records.use_totp(ANA, 101)


async def test_failed_sign_ins_are_counted_and_cleared(records: Records) -> None:
    await records.add_staff(a_member())
    await asyncio.gather(*(records.note_sign_in(ANA, failed=True, retry_at=NOW) for _ in range(10)))
    assert (await records.get_staff(ANA)) == a_member(failures=10, retry_at=NOW)
    await records.note_sign_in(ANA, failed=False, retry_at=0)
    assert (await records.get_staff(ANA)) == a_member()


async def test_sessions_start_are_used_and_end(records: Records) -> None:
    await records.add_staff(a_member())
    await records.start_session(a_session())
    await records.start_session(a_session(csrf="other"))
    await records.touch_session("t1", NOW + 5)
    await records.touch_session("t1", NOW + 1)
    assert await records.find_session("t1") == a_session(seen_at=NOW + 5)
    await records.start_session(a_session("idle"))
    await records.start_session(a_session("old", created_at=NOW - 9, seen_at=NOW + 9))
    assert await records.end_sessions_before(NOW - 1, NOW + 1) == 2
    await records.end_session("t1")
    await records.end_session("t1")
    assert await records.find_session("t1") is None


async def test_the_newest_word_about_a_desk_counts(records: Records) -> None:
    await records.add_staff(a_member())
    await records.note_presence(a_desk())
    await records.note_presence(a_desk(paused=True, seen_at=NOW + 5))
    await records.note_presence(a_desk(seen_at=NOW + 1))
    assert await records.present(NOW + 5) == [a_desk(paused=True, seen_at=NOW + 5)]
    assert await records.present(NOW + 5.1) == []
    await records.clear_presence(ANA)
    assert await records.present(0) == []
    await records.note_presence(a_desk(staff=StaffId("nobody")))
    assert await records.present(0) == []


async def test_counts_add_up_from_everywhere(records: Records) -> None:
    await asyncio.gather(*(records.count(DAY, "message.sms", 2) for _ in range(20)))
    await records.count("2026-11-24", "message.sms")
    assert await records.counts(DAY, DAY) == {(DAY, "message.sms"): 40}
    assert len(await records.counts(DAY, "2026-11-24")) == 2


@pytest.mark.parametrize("name", ["message.15550001234", "Message", "a.b c", "message.deadbeef", "x"])
async def test_a_count_about_somebody_is_refused_without_quoting_it(records: Records, name: str) -> None:
    with pytest.raises(RecordsRefusedError) as refused:
        await records.count(DAY, name)
    assert name not in str(refused.value) or len(name) == 1


async def test_audit_is_to_the_hour_newest_first_and_ends(records: Records) -> None:
    entries = [AuditEntry(f"2026-11-23T{hour:02}", "ana", "claim", CaseId("c1") if hour % 2 else None) for hour in range(4)]
    for entry in entries:
        await records.write_audit(entry)
    assert await records.read_audit(3) == entries[:0:-1]
    with pytest.raises(RecordsRefusedError):
        await records.write_audit(AuditEntry("2026-11-23T14:05", "ana", "claim"))
    assert await records.purge_audit("2026-11-23T02") == 2
    assert len(await records.read_audit(99)) == 2


async def test_a_wipe_leaves_only_the_schema(records: SqlRecords) -> None:
    await records.open_case(a_case(), an_address())
    await records.add_staff(a_member())
    await records.start_session(a_session())
    await records.note_presence(a_desk())
    await records.count(DAY, "message.sms")
    await records.write_audit(AuditEntry("2026-11-23T14", "ana", "claim"))
    await records.wipe()
    await records.wipe()
    assert await records.open_cases() == []
    assert await records.sealed_addresses() == []
    assert await records.list_staff() == []
    assert await records.counts("", "9") == {}
    assert await records.read_audit(9) == []
    assert (await records.schema()).current


async def test_everything_is_there_after_closing_and_opening(url: str) -> None:
    first = await open_records(url)
    await first.open_case(a_case(), an_address())
    await first.close()
    await first.close()
    second = await open_records(url)
    assert await second.open_cases() == [a_case()]
    assert await second.sealed_addresses() == [an_address()]
    await second.close()


async def test_the_event_loop_runs_on_while_the_database_waits(url: str, records: SqlRecords) -> None:
    await records.open_case(a_case(), None)
    blocker = sqlite3.connect(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else psycopg.connect(url)
    blocker.execute("BEGIN IMMEDIATE" if url.startswith("sqlite") else "SELECT * FROM envelopes FOR UPDATE")
    claim = asyncio.create_task(records.claim_case(CaseId("c1"), ANA, NOW))
    ticks = 0
    while ticks < 20:
        await asyncio.sleep(0.005)
        ticks += 1
    assert not claim.done()
    blocker.rollback()
    blocker.close()
    assert await claim


async def test_an_error_quotes_nothing_and_has_no_cause(records: SqlRecords) -> None:
    secret = "+15550001234"
    with pytest.raises(RecordsRefusedError) as refused:
        await records.open_case(a_case(secret + "\x00"), an_address(secret, blob=None))  # type: ignore[arg-type]
    error: BaseException = refused.value
    assert secret not in repr(error)
    assert error.__cause__ is None
    assert error.__context__ is None


# SQLite alone


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_after_closes_no_closed_case_is_in_any_byte_of_the_folder(tmp_path: Path) -> None:
    # This seed and these sizes leave copies in the slack of pages when rows are deleted one by one.
    chance = random.Random(3)
    folder = tmp_path / "records"
    records = await open_records(f"sqlite:///{folder / 'records.db'}")
    blobs = {CaseId(f"{chance.randrange(16**8):08x}"): chance.randbytes(chance.choice([93, 157, 400, 1100])) for _ in range(60)}
    for case, blob in blobs.items():
        await records.open_case(a_case(case, triggers=(f"mark-{case}",)), an_address(case, blob))
    order = list(blobs)
    chance.shuffle(order)
    for done, case in enumerate(order, 1):
        await records.close_case(case, Outcome.LEFT, DAY)
        if done % 10 == 0:
            held = everything_in(folder)
            assert not [gone for gone in order[:done] if blobs[gone][:24] in held or blobs[gone][-24:] in held]
            assert not [gone for gone in order[:done] if f"mark-{gone}".encode() in held]
            assert all(blobs[still][:24] in held for still in order[done:])
    await records.close()


async def test_after_a_wipe_no_address_is_left_in_the_folder(tmp_path: Path) -> None:
    records = await open_records(f"sqlite:///{tmp_path / 'records.db'}")
    await records.open_case(a_case(), an_address(blob=b"canary-in-the-mine" * 9))
    await records.wipe()
    assert b"canary" not in everything_in(tmp_path)
    await records.close()


async def test_a_reader_that_holds_up_the_scrub_only_delays_it(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    records = await open_records(f"sqlite:///{path}")
    await records.open_case(a_case(), an_address(blob=b"canary-in-the-mine" * 9))
    reader = sqlite3.connect(path)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM cases").fetchall()
    records._threads._engine.dispose()
    closing = asyncio.create_task(records.close_case(CaseId("c1"), Outcome.LEFT, DAY))
    await asyncio.sleep(0.3)
    reader.rollback()
    reader.close()
    assert await closing
    assert b"canary" not in everything_in(tmp_path)
    await records.close()


async def test_the_files_are_their_owners_alone_and_close_leaves_no_journal(tmp_path: Path) -> None:
    folder = tmp_path / "records"
    records = await open_records(f"sqlite:///{folder / 'records.db'}")
    await records.open_case(a_case(), None)
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    await records.close()
    assert [file.name for file in folder.iterdir()] == ["records.db"]


async def test_a_database_in_memory_serves_a_throw_away_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    records = await open_records("sqlite://")
    await records.open_case(a_case(), an_address())
    assert await records.claim_case(CaseId("c1"), ANA, NOW)
    await asyncio.gather(*(records.find_case(CaseId("c1")) for _ in range(20)))
    await records.close_case(CaseId("c1"), Outcome.LEFT, DAY)
    await records.close()
    assert everything_in(tmp_path) == b""


# what goes wrong


@pytest.mark.parametrize("bad", ["", "mysql://u:hunter2@h/d", "nonsense", "sqlite+aiosqlite:///x"])
async def test_another_kind_of_database_is_refused_without_its_password(bad: str) -> None:
    with pytest.raises(RecordsRefusedError, match="DATABASE_URL: must") as refused:
        await open_records(bad)
    assert "hunter2" not in str(refused.value)


async def test_a_database_that_is_not_there_is_lost_not_refused() -> None:
    with pytest.raises(RecordsLostError):
        await open_records("postgresql://nobody@/none?host=/nonexistent")


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "records.db").write_bytes(b"not a database" * 1000)
    with pytest.raises(RecordsRefusedError):
        await open_records(f"sqlite:///{tmp_path / 'records.db'}")


async def test_connections_cut_by_the_server_are_lost_once_and_then_mended(postgres_url: str) -> None:  # noqa: F811 - the fixture
    records = await open_records(postgres_url)
    await records.open_case(a_case(), None)
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert await records.find_case(CaseId("c1")) == a_case()
    await records.close()
