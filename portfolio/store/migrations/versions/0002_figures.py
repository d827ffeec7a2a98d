"""What a step really took, the municipality's own figures, and what was learned from closed processes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The same statement on both databases, so that SQLite needn't rebuild the table for the checks.
    for name, kind in (("actual_hours", "double precision"), ("actual_cents", "bigint")):
        op.execute(
            f"alter table step_progress add column {name} {kind} constraint ck_step_progress_{name} check ({name} >= 0)"
        )
    op.create_table(
        "own_figure",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("likely", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("audit_number", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.Text(), nullable=False),
        sa.CheckConstraint("action in ('set', 'restore')", name=op.f("ck_own_figure_action")),
        sa.CheckConstraint("(action = 'set') = (low is not null)", name=op.f("ck_own_figure_low")),
        sa.CheckConstraint("(action = 'set') = (likely is not null)", name=op.f("ck_own_figure_likely")),
        sa.CheckConstraint("(action = 'set') = (high is not null)", name=op.f("ck_own_figure_high")),
        sa.CheckConstraint("low > 0 and low <= likely and likely <= high", name=op.f("ck_own_figure_order")),
        sa.ForeignKeyConstraint(["set_by"], ["users.id"], name=op.f("fk_own_figure_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_figure")),
        sa.UniqueConstraint("audit_number", name=op.f("uq_own_figure_audit_number")),
    )
    op.create_table(
        "learned",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("adopted_by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("audit_number", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["adopted_by"], ["users.id"], name=op.f("fk_learned_adopted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned")),
        sa.UniqueConstraint("audit_number", name=op.f("uq_learned_audit_number")),
    )
