"""The schema of records: brought to the newest revision under a lock, and checked.

Rules: migrations are package data and run from code, with no file to configure; two processes that start together migrate once; a
database of a newer program is refused, never touched.
"""

from __future__ import annotations

from dataclasses import dataclass

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from escalation.ports import RecordsRefusedError

_LOCK = 0x51_75_69_65_74  # any number, the same in every process: the key of PostgreSQL's advisory lock


@dataclass(frozen=True, slots=True)
class Schema:
    """The revision that was found ("" for an empty database) and the one this program wants."""

    found: str
    wanted: str

    @property
    def current(self) -> bool:
        """Whether the program can work with the database as it is."""
        return self.found == self.wanted


def wanted_revision() -> str:
    """Return the newest revision that this program knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def look_at_schema(conn: Connection) -> Schema:
    """Return the revision of the database beside the one that is wanted."""
    return Schema(MigrationContext.configure(conn).get_current_revision() or "", wanted_revision())


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to a revision, up or down, in one transaction that no other process can be in.

    Raises: RecordsRefusedError when the database is of a revision that this program does not know.
    """
    # SQLite: the transaction begins IMMEDIATE, which is the lock.
    with engine.begin() as conn:
        if conn.dialect.name == "postgresql":
            conn.execute(text("SET LOCAL statement_timeout = 0"))
            conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        found = MigrationContext.configure(conn).get_current_revision()
        known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
        if found is not None and found not in known:
            raise RecordsRefusedError(
                f"records: the schema is {found}, newer than this program's {wanted_revision()}: install the newer one"
            )
        going_down = revision == "base" or (found is not None and revision != "head" and _is_before(revision, found))
        (command.downgrade if going_down else command.upgrade)(_config(conn), revision)


def _is_before(revision: str, found: str) -> bool:
    scripts = ScriptDirectory.from_config(_config())
    return revision in {script.revision for script in scripts.iterate_revisions(found, "base")} and revision != found


def _config(conn: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", "bot.stores.records:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    return config
