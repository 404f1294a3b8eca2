"""The tables of records, as SQLAlchemy Core sees them. The migrations make them; a test compares the two.

Rules: no column for words, names of persons, numbers or ids of persons; what a close must leave nothing of (envelope, sealed address)
lies in tables of open cases alone, so that its rows are deleted whole and those tables can be laid anew.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

cases = Table(
    "cases",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("opened_at", Double),
    Column("day", String(10), index=True),
    Column("outcome", String(32)),
)

envelopes = Table(
    "envelopes",
    metadata,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("opened_at", Double, nullable=False),
    Column("status", String(16), nullable=False),
    Column("urgency", SmallInteger, nullable=False),
    Column("triggers", Text, nullable=False),
    Column("language", String(35), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("words", String(16), nullable=False),
    Column("supervisor", Boolean, nullable=False),
    Column("ranked_last", Boolean, nullable=False),
    Column("returns", Integer, nullable=False),
    Column("claimed_by", String(64)),
    Column("beat_at", Double),
    Column("paged_at", Double),
    Column("wait", String(16)),
)

addresses = Table(
    "addresses",
    metadata,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("day", String(10), nullable=False),
    Column("blob", LargeBinary, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("languages", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("totp_secret", Text, nullable=False),
    Column("totp_used_step", BigInteger, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("retry_at", Double, nullable=False),
)

sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", String(128), primary_key=True),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String(128), nullable=False),
    Column("created_at", Double, nullable=False),
    Column("seen_at", Double, nullable=False),
)

presences = Table(
    "presences",
    metadata,
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("languages", Text, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("seen_at", Double, nullable=False),
)

daily_counts = Table(
    "daily_counts",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("name", String(120), primary_key=True),
    Column("amount", BigInteger, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("hour", String(13), nullable=False, index=True),
    Column("actor", String(64), nullable=False),
    Column("action", String(64), nullable=False),
    Column("case_id", String(64)),
)
