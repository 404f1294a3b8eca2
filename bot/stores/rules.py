"""What every volatile store checks and derives in the same way, so that the contract means one thing.

Rules: pure; errors say which rule was broken and never quote a key, an id or a body.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from bot.ports import MAX_COMMIT_ROWS, Kind, PersonKey, Row, RowKey

KEY_BYTES = 32
"""Length of the secret that is made with a store."""

_PERSON = re.compile(r"[0-9a-f]{32}")
_ROW_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")


def check_person(person: PersonKey) -> None:
    """Refuse what is no person key: it becomes part of a subject, where `*` would mean everybody.

    Raises: ValueError.
    """
    if not _PERSON.fullmatch(person):
        raise ValueError(f"person key: 32 lower-case hex digits, got {len(person)} characters that are not")


def changes(puts: Sequence[Row], drops: Sequence[RowKey]) -> dict[RowKey, Row | None]:
    """Return what a commit does to each row: the row to put, or None to drop. Drops come first, so a row in both stays.

    Raises: ValueError for too many rows, a bad id, a negative life, or an inbox row among the puts.
    """
    count = len(puts) + len(drops)
    if count > MAX_COMMIT_ROWS:
        raise ValueError(f"commit: at most {MAX_COMMIT_ROWS} rows, got {count}")
    result: dict[RowKey, Row | None] = dict.fromkeys(drops)
    for row in puts:
        if row.key.kind is Kind.INBOX:
            raise ValueError("commit: inbox rows are written by accept alone, got one to put")
        if row.ttl_seconds < 1:
            raise ValueError(f"commit: ttl_seconds is at least 1, got {row.ttl_seconds}")
        result[row.key] = row
    for key in result:
        if not _ROW_ID.fullmatch(key.id):
            raise ValueError(f"commit: a row id is 1 to 64 of 0-9 A-Z a-z _ -, got {len(key.id)} characters in {key.kind}")
    return result


def seen_hash(secret: bytes, person: PersonKey, inbound_id: str) -> bytes:
    """Return the 16 bytes by which an inbound id is remembered: nobody without the secret can test a guess."""
    return hashlib.blake2b(f"{person}\0{inbound_id}".encode(), digest_size=16, key=secret).digest()
