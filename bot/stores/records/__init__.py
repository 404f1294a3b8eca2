"""Records over SQLite and PostgreSQL: envelopes of cases, sealed addresses, staff, daily counts, audit. Never words.

`open_records` brings the schema to the newest revision first; `check_schema` only looks.
"""

from __future__ import annotations

import asyncio

from bot.stores.records.engine import make_engine, read_url, told_by_kind
from bot.stores.records.schema import Schema, look_at_schema
from bot.stores.records.store import SqlRecords, open_now

__all__ = ["Schema", "SqlRecords", "check_schema", "open_records"]


async def open_records(url: str) -> SqlRecords:
    """Open `sqlite:///path`, `sqlite://` (process memory, gone at close) or `postgresql://user@host/name`, migrated to the newest revision.

    Raises: RecordsLostError, RecordsRefusedError.
    """
    return await asyncio.to_thread(open_now, url)


async def check_schema(url: str) -> Schema:
    """Return the revision of a database beside the wanted one, changing nothing in it (a missing SQLite file is made, empty).

    Raises: RecordsLostError, RecordsRefusedError.
    """

    def look() -> Schema:
        engine = make_engine(read_url(url))
        try:
            with engine.connect() as conn:
                return look_at_schema(conn)
        finally:
            engine.dispose()

    return await asyncio.to_thread(told_by_kind, look)
