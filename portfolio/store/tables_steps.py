"""What is kept of a process on its way through the ten steps: forms, talks, bookings, feedback, notes; and settings.

These rows may be changed and removed; what was removed keeps its row with ``deleted_at``, and the audit chain has every
change. Only ``process_form``, ``talk``, ``finding`` and ``setting`` have a version: they are edited, the others are
written once and at most taken back.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portfolio.store.columns import Day, Json, Words, flag, key, metadata, to, words


def _edited() -> list[sa.Column[Any]]:
    return [
        sa.Column("version", sa.Integer, nullable=False),
        to("updated_by", "users.id"),
        sa.Column("updated_at", Words, nullable=False),
    ]


def _entry() -> list[sa.Column[Any]]:
    return [to("made_by", "users.id"), sa.Column("at", Words, nullable=False), sa.Column("deleted_at", Words)]


def _of_process(primary_key: bool = False) -> sa.Column[Any]:
    column: sa.Column[Any] = to("process_id", "process.id", primary_key=primary_key)
    column.index = not primary_key
    return column


# One filled-in form per kind and process; what is in it: portfolio.forms.
process_form = sa.Table(
    "process_form",
    metadata,
    _of_process(primary_key=True),
    key("kind"),
    sa.Column("content", Json, nullable=False),
    *_edited(),
    sa.CheckConstraint("kind in ('approach', 'roles', 'interpretation', 'evaluation', 'account')", name="kind"),
)

# Step 5: the programme and the report of one talk.
talk = sa.Table(
    "talk",
    metadata,
    key(),
    _of_process(),
    sa.Column("title", Words, nullable=False),
    *words("form", "place", "discussion_piece", "tasks", "report", "reason"),
    sa.Column("audience", Json, nullable=False),  # names of groups
    sa.Column("status", Words, nullable=False, server_default="planned"),
    sa.Column("planned_on", Day),
    sa.Column("invited_on", Day),
    sa.Column("held_on", Day),
    sa.Column("registrations", sa.Integer),
    sa.Column("participants", sa.Integer),
    *_edited(),
    sa.Column("deleted_at", Words),
    sa.CheckConstraint("status in ('planned', 'held', 'cancelled')", name="status"),
    sa.CheckConstraint("registrations >= 0", name="registrations"),
    sa.CheckConstraint("participants >= 0", name="participants"),
)

# Step 6: what a group said on a theme, what it is based on, and who saw it otherwise.
finding = sa.Table(
    "finding",
    metadata,
    key(),
    _of_process(),
    sa.Column("theme", Words, nullable=False),
    *words("audience", "answer", "basis", "minority"),
    *_edited(),
    sa.Column("deleted_at", Words),
)

# Hours made, money committed (verplicht) and money spent (uitgegeven), without VAT.
booking = sa.Table(
    "booking",
    metadata,
    key(),
    _of_process(),
    sa.Column("step", sa.Integer, nullable=False),
    sa.Column("kind", Words, nullable=False),
    sa.Column("hours", sa.Double),
    sa.Column("cents", sa.BigInteger),
    sa.Column("day", Day, nullable=False),
    *words("role", "note"),
    *_entry(),
    sa.CheckConstraint("step between 1 and 10", name="step"),
    sa.CheckConstraint("kind in ('hours', 'committed', 'spent')", name="kind"),
    sa.CheckConstraint("(kind = 'hours') = (hours is not null)", name="hours"),
    sa.CheckConstraint("(kind = 'hours') = (cents is null)", name="cents"),
    sa.CheckConstraint("hours > 0", name="hours_positive"),
    sa.CheckConstraint("cents <> 0", name="cents_not_zero"),
)

# What participants were told: only this ends the feedback debt.
feedback = sa.Table(
    "feedback",
    metadata,
    key(),
    _of_process(),
    sa.Column("part", Words, nullable=False),
    sa.Column("sent_on", Day, nullable=False),
    sa.Column("channel", Words, nullable=False),
    sa.Column("audience", Words, nullable=False),
    flag("public"),
    *words("note"),
    *_entry(),
    sa.CheckConstraint("part in ('heard', 'done', 'decision')", name="part"),
)

# Decisions, notes, links and public messages, at a step or at the process as a whole.
journal = sa.Table(
    "journal",
    metadata,
    key(),
    _of_process(),
    sa.Column("step", sa.Integer),
    sa.Column("kind", Words, nullable=False),
    *words("text", "url"),
    sa.Column("day", Day, nullable=False),
    *_entry(),
    sa.CheckConstraint("step between 1 and 10", name="step"),
    sa.CheckConstraint("kind in ('decision', 'note', 'link', 'public')", name="kind"),
)

# A pitfall that was seen and is lived with, until a date.
acceptance = sa.Table(
    "acceptance",
    metadata,
    key(),
    _of_process(),
    sa.Column("rule", Words, nullable=False),
    sa.Column("reason", Words, nullable=False),
    sa.Column("until", Day, nullable=False),
    *_entry(),
)

# Of the municipality: meeting dates and recess, its own Word template, and the like.
setting = sa.Table("setting", metadata, key("key"), sa.Column("content", Json, nullable=False), *_edited())

OF_PROCESS = (process_form, talk, finding, booking, feedback, journal, acceptance)
