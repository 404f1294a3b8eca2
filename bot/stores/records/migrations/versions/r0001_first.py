"""First tables: cases, their envelopes and sealed addresses, staff with sessions and presences, daily counts, audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cases",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("opened_at", sa.Double),
        sa.Column("day", sa.String(10)),
        sa.Column("outcome", sa.String(32)),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
    )
    op.create_index("ix_cases_day", "cases", ["day"])
    op.create_table(
        "envelopes",
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("opened_at", sa.Double, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("urgency", sa.SmallInteger, nullable=False),
        sa.Column("triggers", sa.Text, nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("words", sa.String(16), nullable=False),
        sa.Column("supervisor", sa.Boolean, nullable=False),
        sa.Column("ranked_last", sa.Boolean, nullable=False),
        sa.Column("returns", sa.Integer, nullable=False),
        sa.Column("claimed_by", sa.String(64)),
        sa.Column("beat_at", sa.Double),
        sa.Column("paged_at", sa.Double),
        sa.Column("wait", sa.String(16)),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_envelopes_case_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", name="pk_envelopes"),
    )
    op.create_table(
        "addresses",
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_addresses_case_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", name="pk_addresses"),
    )
    _make_staff()
    op.create_table(
        "daily_counts",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("day", "name", name="pk_daily_counts"),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False, autoincrement=True),
        sa.Column("hour", sa.String(13), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(64)),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_index("ix_audit_hour", "audit", ["hour"])


def downgrade() -> None:
    """Drop the tables, those that point at others first."""
    for table in ("audit", "daily_counts", "presences", "staff_sessions", "staff", "addresses", "envelopes", "cases"):
        op.drop_table(table)


def _make_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("languages", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("totp_secret", sa.Text, nullable=False),
        sa.Column("totp_used_step", sa.BigInteger, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("retry_at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("name", name="uq_staff_name"),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.String(128), nullable=False),
        sa.Column("staff_id", sa.String(64), nullable=False),
        sa.Column("csrf", sa.String(128), nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("seen_at", sa.Double, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_sessions_staff_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_staff_sessions"),
    )
    op.create_index("ix_staff_sessions_staff_id", "staff_sessions", ["staff_id"])
    op.create_table(
        "presences",
        sa.Column("staff_id", sa.String(64), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("languages", sa.Text, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("seen_at", sa.Double, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_presences_staff_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_presences"),
    )
