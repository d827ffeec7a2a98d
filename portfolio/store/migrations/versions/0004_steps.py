"""The ten steps in full: forms, talks, findings, bookings, feedback, notes, accepted pitfalls; and a lower grant."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The same statements on both databases, so that SQLite needn't rebuild the tables for the checks.
    op.execute(
        "alter table step_progress add column percent integer "
        "constraint ck_step_progress_percent check (percent between 0 and 100)"
    )
    op.execute("alter table step_progress add column expected_finish text")
    op.execute("alter table verdict add column granted_cents bigint")
    op.execute(
        "alter table verdict add column granted text "
        "constraint ck_verdict_granted check ((granted is null) = (granted_cents is null))"
    )
    _table("acceptance", _of_process(), _must("rule"), _must("reason"), _must("until"), *_entry())
    _table(
        "booking",
        _of_process(),
        sa.Column("step", sa.Integer(), nullable=False),
        _must("kind"),
        sa.Column("hours", sa.Double(), nullable=True),
        sa.Column("cents", sa.BigInteger(), nullable=True),
        _must("day"),
        *_words("role", "note"),
        *_entry(),
        _check("booking", "step", "step between 1 and 10"),
        _check("booking", "kind", "kind in ('hours', 'committed', 'spent')"),
        _check("booking", "hours", "(kind = 'hours') = (hours is not null)"),
        _check("booking", "cents", "(kind = 'hours') = (cents is null)"),
        _check("booking", "hours_positive", "hours > 0"),
        _check("booking", "cents_not_zero", "cents <> 0"),
    )
    _table(
        "feedback",
        _of_process(),
        *(_must(name) for name in ("part", "sent_on", "channel", "audience")),
        sa.Column("public", sa.Integer(), server_default="0", nullable=False),
        *_words("note"),
        *_entry(),
        _check("feedback", "part", "part in ('heard', 'done', 'decision')"),
    )
    _table(
        "finding",
        _of_process(),
        _must("theme"),
        *_words("audience", "answer", "basis", "minority"),
        *_edited(),
        sa.Column("deleted_at", sa.Text(), nullable=True),
    )
    _table(
        "journal",
        _of_process(),
        sa.Column("step", sa.Integer(), nullable=True),
        _must("kind"),
        *_words("text", "url"),
        _must("day"),
        *_entry(),
        _check("journal", "step", "step between 1 and 10"),
        _check("journal", "kind", "kind in ('decision', 'note', 'link', 'public')"),
    )
    _table(
        "talk",
        _of_process(),
        _must("title"),
        *_words("form", "place", "discussion_piece", "tasks", "report", "reason"),
        _must("audience"),
        sa.Column("status", sa.Text(), server_default="planned", nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("planned_on", "invited_on", "held_on")),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("registrations", "participants")),
        *_edited(),
        sa.Column("deleted_at", sa.Text(), nullable=True),
        _check("talk", "status", "status in ('planned', 'held', 'cancelled')"),
        _check("talk", "registrations", "registrations >= 0"),
        _check("talk", "participants", "participants >= 0"),
    )
    op.create_table(
        "process_form",
        _of_process(),
        _must("kind"),
        _must("content"),
        *_edited(),
        _check(
            "process_form",
            "kind",
            "kind in ('approach', 'roles', 'interpretation', 'evaluation', 'account')",
        ),
        *_foreign("process_form", "updated_by"),
        sa.PrimaryKeyConstraint("process_id", "kind", name=op.f("pk_process_form")),
    )
    op.create_table(
        "setting",
        _must("key"),
        _must("content"),
        *_edited(),
        sa.ForeignKeyConstraint(["updated_by"], ["users.id"], name=op.f("fk_setting_updated_by")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    by = "made_by" if any(getattr(part, "name", "") == "made_by" for part in parts) else "updated_by"
    key = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))
    op.create_table(name, _must("id"), *parts, *_foreign(name, by), key)
    op.create_index(op.f(f"ix_{name}_process_id"), name, ["process_id"])


def _foreign(name: str, by: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(["process_id"], ["process.id"], name=op.f(f"fk_{name}_process_id")),
        sa.ForeignKeyConstraint([by], ["users.id"], name=op.f(f"fk_{name}_{by}")),
    ]


def _of_process() -> sa.Column:
    return _must("process_id")


def _must(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def _words(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text(), server_default="", nullable=False) for name in names]


def _entry() -> list[sa.Column]:
    return [_must("made_by"), _must("at"), sa.Column("deleted_at", sa.Text(), nullable=True)]


def _edited() -> list[sa.Column]:
    return [sa.Column("version", sa.Integer(), nullable=False), _must("updated_by"), _must("updated_at")]


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))
