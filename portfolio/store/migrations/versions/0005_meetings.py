"""The portfolio meeting: meetings, entries, snapshots, additions, notes at the trend, status reports; stored draws."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_LOUD = "(planning in ('amber', 'red') or budget in ('amber', 'red') or risk in ('amber', 'red'))"
_RED = "(planning = 'red' or budget = 'red' or risk = 'red')"
_REASONED = "trim(cause) <> '' and trim(consequence) <> '' and trim(steering) <> ''"
_ASKED = "trim(decision_asked) <> '' and trim(decider) <> '' and coalesce(decide_before, '') <> ''"


def upgrade() -> None:
    _table(
        "meeting",
        _must("id"),
        _must("title"),
        _must("held_on"),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        _must("agenda"),
        _example(),
        sa.Column("version", sa.Integer(), nullable=False),
        *(_must(name) for name in ("created_by", "created_at", "updated_by", "updated_at")),
        _number(),
        _check("meeting", "status", "status in ('open', 'closed')"),
        _check("meeting", "minutes", "minutes between 5 and 480"),
        people=("created_by", "updated_by"),
    )
    op.create_index(
        "uq_meeting_open",
        "meeting",
        ["example"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    _table(
        "meeting_entry",
        _must("id"),
        _must("meeting_id"),
        _may("process_id"),
        _must("kind"),
        _must("text"),
        *_words("owner"),
        _may("due"),
        _may("done_on"),
        _example(),
        sa.Column("version", sa.Integer(), nullable=False),
        *(_must(name) for name in ("made_by", "at", "updated_by", "updated_at")),
        _may("deleted_at"),
        _number(),
        _check("meeting_entry", "kind", "kind in ('decision', 'action')"),
        _check("meeting_entry", "due", "kind = 'action' or (due is null and done_on is null)"),
        people=("made_by", "updated_by"),
    )
    op.create_index("ix_meeting_entry_meeting_id", "meeting_entry", ["meeting_id"])
    _table(
        "snapshot",
        _must("meeting_id"),
        _must("content"),
        _must("sha256"),
        _must("closed_by"),
        _must("closed_at"),
        _number(),
        _must("audit_hash"),
        _example(),
        people=("closed_by",),
        key="meeting_id",
    )
    _table(
        "meeting_addition",
        *(_must(name) for name in ("id", "meeting_id", "text", "made_by", "at")),
        _number(),
        _example(),
        people=("made_by",),
    )
    op.create_index("ix_meeting_addition_meeting_id", "meeting_addition", ["meeting_id"])
    _table(
        "trend_note",
        *(_must(name) for name in ("id", "process_id", "meeting_id")),
        sa.Column("step", sa.Integer(), nullable=False),
        *(_must(name) for name in ("text", "made_by", "at")),
        _may("deleted_at"),
        _check("trend_note", "step", "step between 1 and 10"),
        people=("made_by",),
    )
    _table(
        "status_report",
        *(_must(name) for name in ("id", "process_id", "reported_on", "planning", "budget", "risk")),
        *_words("cause", "consequence", "steering", "decision_asked", "decider"),
        _may("decide_before"),
        *_words("achieved", "coming", "scope_change"),
        *(_must(name) for name in ("made_by", "at")),
        _number(),
        _example(),
        *(
            _check("status_report", light, f"{light} in ('green', 'amber', 'red')")
            for light in ("planning", "budget", "risk")
        ),
        _check("status_report", "reasoned", f"not {_LOUD} or ({_REASONED})"),
        _check("status_report", "asked", f"not {_RED} or ({_ASKED})"),
        people=("made_by",),
    )
    op.create_index("ix_status_report_process_id", "status_report", ["process_id"])
    _table(
        "total_draws",
        _must("key"),
        _must("process_id"),
        sa.Column("draws", sa.LargeBinary(), nullable=False),
        sa.Column("p50_cents", sa.BigInteger(), nullable=False),
        sa.Column("p80_cents", sa.BigInteger(), nullable=False),
        key="key",
    )
    op.create_index("ix_total_draws_process_id", "total_draws", ["process_id"])


def _table(name: str, *parts: sa.schema.SchemaItem, people: tuple[str, ...] = (), key: str = "id") -> None:
    names = {getattr(part, "name", "") for part in parts}
    to = {"process_id": "process.id", "meeting_id": "meeting.id"}
    targets = {column: target for column, target in to.items() if column in names} | dict.fromkeys(people, "users.id")
    foreign = [
        sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{name}_{column}"))
        for column, target in targets.items()
    ]
    op.create_table(name, *parts, *foreign, sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{name}")))


def _must(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def _may(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=True)


def _words(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text(), server_default="", nullable=False) for name in names]


def _example() -> sa.Column:
    return sa.Column("example", sa.Integer(), server_default="0", nullable=False)


def _number() -> sa.Column:
    return sa.Column("audit_number", sa.Integer(), nullable=False)


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))
