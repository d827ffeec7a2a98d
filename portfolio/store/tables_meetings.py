"""The portfolio meeting: its agenda, what was decided in it, the snapshot it leaves, and what was reported before it.

A snapshot, an addition and a status report are never changed. Entries are changed while their meeting is open; of a
closed one only ``done_on`` of an action still moves. ``total_draws`` is no record but a result that can be computed
again: the draws of one estimate's total, under the hash of all that they follow from.
"""

from __future__ import annotations

import sqlalchemy as sa

from portfolio.store.columns import Day, Json, Words, flag, key, metadata, to, words

LIGHTS = ("planning", "budget", "risk")
_LOUD = "(planning in ('amber', 'red') or budget in ('amber', 'red') or risk in ('amber', 'red'))"
_RED = "(planning = 'red' or budget = 'red' or risk = 'red')"
_REASONED = "trim(cause) <> '' and trim(consequence) <> '' and trim(steering) <> ''"
_ASKED = "trim(decision_asked) <> '' and trim(decider) <> '' and coalesce(decide_before, '') <> ''"
RULES = {
    **{light: f"{light} in ('green', 'amber', 'red')" for light in LIGHTS},
    "reasoned": f"not {_LOUD} or ({_REASONED})",
    "asked": f"not {_RED} or ({_ASKED})",
}

meeting = sa.Table(
    "meeting",
    metadata,
    key(),
    sa.Column("title", Words, nullable=False),
    sa.Column("held_on", Day, nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),  # how long it may take
    sa.Column("status", Words, nullable=False, server_default="open"),
    sa.Column("agenda", Json, nullable=False),  # what is in an item: portfolio.meetings.AgendaItem
    flag("example"),
    sa.Column("version", sa.Integer, nullable=False),
    to("created_by", "users.id"),
    sa.Column("created_at", Words, nullable=False),
    to("updated_by", "users.id"),
    sa.Column("updated_at", Words, nullable=False),
    sa.Column("audit_number", sa.Integer, nullable=False),  # of its first row in the chain: the order of opening
    sa.CheckConstraint("status in ('open', 'closed')", name="status"),
    sa.CheckConstraint("minutes between 5 and 480", name="minutes"),
)
# One meeting at a time; the example has its own.
sa.Index(
    "uq_meeting_open",
    meeting.c.example,
    unique=True,
    sqlite_where=sa.text("status = 'open'"),
    postgresql_where=sa.text("status = 'open'"),
)

# What was decided or agreed: a decision, or an action with who does it and before when.
meeting_entry = sa.Table(
    "meeting_entry",
    metadata,
    key(),
    to("meeting_id", "meeting.id"),
    to("process_id", "process.id", nullable=True),
    sa.Column("kind", Words, nullable=False),
    sa.Column("text", Words, nullable=False),
    *words("owner"),
    sa.Column("due", Day),
    sa.Column("done_on", Day),
    flag("example"),
    sa.Column("version", sa.Integer, nullable=False),
    to("made_by", "users.id"),
    sa.Column("at", Words, nullable=False),
    to("updated_by", "users.id"),
    sa.Column("updated_at", Words, nullable=False),
    sa.Column("deleted_at", Words),
    sa.Column("audit_number", sa.Integer, nullable=False),  # of its first row in the chain: the order of writing
    sa.CheckConstraint("kind in ('decision', 'action')", name="kind"),
    sa.CheckConstraint("kind = 'action' or (due is null and done_on is null)", name="due"),
)
sa.Index("ix_meeting_entry_meeting_id", meeting_entry.c.meeting_id)

# The portfolio and the meeting as they were when it was closed.
snapshot = sa.Table(
    "snapshot",
    metadata,
    to("meeting_id", "meeting.id", primary_key=True),
    sa.Column("content", sa.Text, nullable=False),  # canonical JSON: portfolio.snapshots
    sa.Column("sha256", Words, nullable=False),
    to("closed_by", "users.id"),
    sa.Column("closed_at", Words, nullable=False),
    sa.Column("audit_number", sa.Integer, nullable=False),
    sa.Column("audit_hash", Words, nullable=False),
    flag("example"),
)

# What turned out to be wrong after a meeting was closed.
meeting_addition = sa.Table(
    "meeting_addition",
    metadata,
    key(),
    to("meeting_id", "meeting.id"),
    sa.Column("text", Words, nullable=False),
    to("made_by", "users.id"),
    sa.Column("at", Words, nullable=False),
    sa.Column("audit_number", sa.Integer, nullable=False),
    flag("example"),
)
sa.Index("ix_meeting_addition_meeting_id", meeting_addition.c.meeting_id)

# Why the expected day of a step moved between two meetings.
trend_note = sa.Table(
    "trend_note",
    metadata,
    key(),
    to("process_id", "process.id"),
    to("meeting_id", "meeting.id"),
    sa.Column("step", sa.Integer, nullable=False),
    sa.Column("text", Words, nullable=False),
    to("made_by", "users.id"),
    sa.Column("at", Words, nullable=False),
    sa.Column("deleted_at", Words),
    sa.CheckConstraint("step between 1 and 10", name="step"),
)

# How a process stands, as its lead says it: three lights, and for amber or red the reasons.
status_report = sa.Table(
    "status_report",
    metadata,
    key(),
    to("process_id", "process.id"),
    sa.Column("reported_on", Day, nullable=False),
    *(sa.Column(light, Words, nullable=False) for light in LIGHTS),
    *words("cause", "consequence", "steering", "decision_asked", "decider"),
    sa.Column("decide_before", Day),
    *words("achieved", "coming", "scope_change"),
    to("made_by", "users.id"),
    sa.Column("at", Words, nullable=False),
    sa.Column("audit_number", sa.Integer, nullable=False),
    flag("example"),
    *(sa.CheckConstraint(rule, name=name) for name, rule in RULES.items()),
)
sa.Index("ix_status_report_process_id", status_report.c.process_id)

total_draws = sa.Table(
    "total_draws",
    metadata,
    key("key"),  # hash of engine, benchmark figures, scope and process
    to("process_id", "process.id"),
    sa.Column("draws", sa.LargeBinary, nullable=False),  # float32, little-endian, euros excluding VAT
    sa.Column("p50_cents", sa.BigInteger, nullable=False),
    sa.Column("p80_cents", sa.BigInteger, nullable=False),
)
sa.Index("ix_total_draws_process_id", total_draws.c.process_id)

OF_EXAMPLE = (meeting_addition, snapshot, meeting_entry, meeting, status_report)  # children before parents
OF_PROCESS = (trend_note, total_draws)
