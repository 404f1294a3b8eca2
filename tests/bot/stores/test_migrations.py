from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, insert, inspect, select, text

from bot.stores.records import check_schema, open_records, schema
from bot.stores.records.engine import make_engine, read_url
from bot.stores.records.schema import migrate, wanted_revision
from bot.stores.records.tables import cases, metadata, staff
from escalation.model import AuditEntry, Case, CaseId, Outcome, Presence, Role, SealedAddress, Staff, StaffId, StaffSession, Urgency
from escalation.ports import RecordsRefusedError
from tests.fixtures_postgres import postgres_url  # noqa: F401 - a fixture

REVISIONS = [script.revision for script in ScriptDirectory.from_config(schema._config()).walk_revisions()]


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'records.db'}" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = make_engine(read_url(url))
    yield engine
    engine.dispose()


def tables_in(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_migrations_make_exactly_the_tables_that_the_code_uses(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as conn:
        assert compare_metadata(MigrationContext.configure(conn, opts={"compare_type": True}), metadata) == []
    assert tables_in(engine) == set(metadata.tables)


@pytest.mark.parametrize("revision", REVISIONS)
async def test_each_revision_goes_up_and_down_and_up_with_rows_in_it(url: str, engine: Engine, revision: str) -> None:
    records = await open_records(url)
    await records.open_case(Case(CaseId("c1"), 1.5, Urgency.NOW, ("danger",), "es", "sms"), SealedAddress(CaseId("c1"), "2026-11-23", b"x"))
    await records.open_case(Case(CaseId("c2"), 1.5, Urgency.NOW, ("danger",), "es", "sms"), None)
    await records.close_case(CaseId("c2"), Outcome.LEFT, "2026-11-23")
    await records.add_staff(Staff(StaffId("ana"), "Ana", Role.ADMIN, ("es",), "h", "s"))
    await records.start_session(StaffSession("t", StaffId("ana"), "c", 1.0, 1.0))
    await records.note_presence(Presence(StaffId("ana"), Role.ADMIN, ("es",), paused=False, seen_at=1.0))
    await records.write_audit(AuditEntry("2026-11-23T14", "ana", "claim", CaseId("c1")))
    await records.close()
    below = ScriptDirectory.from_config(schema._config()).get_revision(revision).down_revision or "base"
    migrate(engine, str(below))
    if below == "base":
        assert tables_in(engine) == set()
    migrate(engine)
    assert (await check_schema(url)).current
    assert tables_in(engine) == set(metadata.tables)


def test_migrating_twice_keeps_what_is_there(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as conn:
        conn.execute(insert(cases).values(id="c1"))
    migrate(engine)
    with engine.connect() as conn:
        assert conn.execute(select(cases.c.id)).scalars().all() == ["c1"]
        assert conn.execute(select(staff)).all() == []


async def test_processes_that_start_together_migrate_once(url: str) -> None:
    stores = await asyncio.gather(*(open_records(url) for _ in range(6)))
    assert all([(await store.schema()).current for store in stores])
    for store in stores:
        await store.close()


async def test_the_schema_is_checked_without_changing_it(url: str, engine: Engine) -> None:
    found = await check_schema(url)
    assert (found.found, found.wanted, found.current) == ("", wanted_revision(), False)
    assert tables_in(engine) == set()
    migrate(engine)
    assert (await check_schema(url)).current


async def test_a_database_of_a_newer_program_is_refused_untouched(url: str, engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RecordsRefusedError, match="9999, newer"):
        await open_records(url)
    assert (await check_schema(url)).found == "9999"
    assert tables_in(engine) == set(metadata.tables)


def test_every_connection_to_sqlite_overwrites_what_it_deletes(tmp_path: Path) -> None:
    engine = make_engine(read_url(f"sqlite:///{tmp_path / 'records.db'}"))
    with engine.connect() as first, engine.connect() as second:
        for conn in (first, second):
            found = {
                name: conn.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("secure_delete", "temp_store", "journal_mode", "synchronous", "foreign_keys")
            }
            assert found == {"secure_delete": 1, "temp_store": 2, "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
            conn.rollback()
    engine.dispose()


def test_no_table_has_room_for_words_or_numbers() -> None:
    columns = {f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns}
    assert not [name for name in columns if re.search(r"text|word|phone|number|note|body|message|address$", name) and name not in ALLOWED]


ALLOWED = {"envelopes.words", "staff.password_hash"}  # what became of the words, not the words
