"""The tables, once, for both databases.

Money is whole cents, time is ISO text in UTC, dates are ISO text, JSON is canonical text, yes/no is 1/0. Names of
people stand only in ``users``, ``process``, ``step_progress`` and in what a user typed; never in ``audit``.
"""

from __future__ import annotations

import sqlalchemy as sa

from portfolio.store.columns import Day, Flag, Json, Words, flag, key, metadata, to, words
from portfolio.store.tables_meetings import (
    meeting,
    meeting_addition,
    meeting_entry,
    snapshot,
    status_report,
    total_draws,
    trend_note,
)
from portfolio.store.tables_steps import acceptance, booking, feedback, finding, journal, process_form, setting, talk

__all__ = [
    "ALL",
    "acceptance",
    "audit",
    "benchmark_set",
    "booking",
    "document",
    "draft",
    "ended_sign_in",
    "feedback",
    "finding",
    "journal",
    "learned",
    "meeting",
    "meeting_addition",
    "meeting_entry",
    "metadata",
    "own_figure",
    "process",
    "process_form",
    "request",
    "request_maker",
    "scenario",
    "scenario_version",
    "setting",
    "snapshot",
    "status_report",
    "step_progress",
    "talk",
    "token",
    "total_draws",
    "trend_note",
    "users",
    "verdict",
]

MAX_DOCUMENT_BYTES = 10 * 1024 * 1024

users = sa.Table(
    "users",
    metadata,
    key(),
    sa.Column("issuer", Words, nullable=False),
    sa.Column("subject", Words, nullable=False),
    *words("name"),
    sa.Column("roles", Json, nullable=False),
    sa.Column("created_at", Words, nullable=False),
    sa.Column("erased_at", Words),
    sa.Column("seen_on", Day),  # the last day on which this person signed in
    sa.UniqueConstraint("issuer", "subject"),
)

# Sign-ins that no longer hold, by a hash of (issuer, subject): see store.sign_ins.
ended_sign_in = sa.Table(
    "ended_sign_in",
    metadata,
    key("person"),
    sa.Column("until", sa.BigInteger, nullable=False),
    sa.Column("at", Words, nullable=False),
)

token = sa.Table(
    "token",
    metadata,
    key("token"),
    sa.Column("action", Words, nullable=False),
    to("user_id", "users.id"),
    sa.Column("object", Words, nullable=False),
    sa.Column("at", Words, nullable=False),
)

draft = sa.Table(
    "draft",
    metadata,
    to("user_id", "users.id", primary_key=True),
    key("key"),
    sa.Column("payload", Json, nullable=False),
    sa.Column("updated_at", Words, nullable=False),
)

benchmark_set = sa.Table(
    "benchmark_set",
    metadata,
    key("sha256"),
    sa.Column("csv", sa.Text, nullable=False),
    sa.Column("row_count", sa.Integer, nullable=False),
    sa.Column("added_at", Words, nullable=False),
)

process = sa.Table(
    "process",
    metadata,
    key(),
    *words("name", "municipality", "question", "theme", "area"),
    flag("confidential"),
    *words("client_name", "content_owner", "process_owner", "portfolio_holder"),
    sa.Column("group_names", Json, nullable=False),
    sa.Column("status", Words, nullable=False, server_default="active"),
    flag("example"),
    sa.Column("version", sa.Integer, nullable=False),
    to("created_by", "users.id"),
    sa.Column("created_at", Words, nullable=False),
    to("updated_by", "users.id"),
    sa.Column("updated_at", Words, nullable=False),
    sa.CheckConstraint("status in ('active', 'paused', 'stopped', 'closed')", name="status"),
    sa.CheckConstraint("example in (0, 1)", name="example"),
)

scenario = sa.Table(
    "scenario",
    metadata,
    key(),
    to("process_id", "process.id"),
    sa.Column("name", Words, nullable=False),
    flag("is_base"),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("scope", Json, nullable=False),
    sa.Column("result", Json, nullable=False),
    sa.Column("created_at", Words, nullable=False),
    to("updated_by", "users.id"),
    sa.Column("updated_at", Words, nullable=False),
    sa.Column("overrides", Json),  # what a variant changes of its base; the base has none
    sa.Column("fits", Flag, nullable=False, server_default="1"),
    sa.Column("deleted_at", Words),
    sa.CheckConstraint("(is_base = 1) = (overrides is null)", name="overrides"),
    sa.CheckConstraint("is_base = 0 or deleted_at is null", name="base_stays"),
)
# A name may be used again once its scenario was deleted.
sa.Index(
    "uq_scenario_name",
    scenario.c.process_id,
    scenario.c.name,
    unique=True,
    sqlite_where=sa.text("deleted_at is null"),
    postgresql_where=sa.text("deleted_at is null"),
)
sa.Index(
    "uq_scenario_base",
    scenario.c.process_id,
    unique=True,
    sqlite_where=sa.text("is_base = 1"),
    postgresql_where=sa.text("is_base = 1"),
)

scenario_version = sa.Table(
    "scenario_version",
    metadata,
    to("scenario_id", "scenario.id", primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("scope", Json, nullable=False),
    sa.Column("result", Json, nullable=False),
    to("author", "users.id"),
    sa.Column("at", Words, nullable=False),
    flag("example"),
    sa.Column("overrides", Json),  # none: the base, or a scenario from before variants followed it
)

step_progress = sa.Table(
    "step_progress",
    metadata,
    to("process_id", "process.id", primary_key=True),
    sa.Column("step", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("status", Words, nullable=False, server_default="open"),
    sa.Column("planned_start", Day),
    sa.Column("planned_finish", Day),
    sa.Column("actual_start", Day),
    sa.Column("actual_finish", Day),
    sa.Column("actual_hours", sa.Double),
    sa.Column("actual_cents", sa.BigInteger),
    *words("content_owner", "process_owner"),
    sa.Column("gate", Json, nullable=False),
    *words("override_reason", "note"),
    sa.Column("version", sa.Integer, nullable=False),
    to("updated_by", "users.id"),
    sa.Column("updated_at", Words, nullable=False),
    sa.Column("percent", sa.Integer),  # of the work of the step, as its lead sees it
    sa.Column("expected_finish", Day),  # what the lead expects; else it is forecast
    sa.CheckConstraint("step between 1 and 10", name="step"),
    sa.CheckConstraint("status in ('open', 'busy', 'done', 'skipped')", name="status"),
    sa.CheckConstraint("planned_finish >= planned_start", name="planned"),
    sa.CheckConstraint("actual_finish >= actual_start", name="actual"),
    sa.CheckConstraint("actual_hours >= 0", name="actual_hours"),
    sa.CheckConstraint("actual_cents >= 0", name="actual_cents"),
    sa.CheckConstraint("percent between 0 and 100", name="percent"),
)

document = sa.Table(
    "document",
    metadata,
    key(),
    sa.Column("name", Words, nullable=False),
    sa.Column("sha256", Words, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    to("added_by", "users.id"),
    sa.Column("added_at", Words, nullable=False),
    flag("example"),
    sa.CheckConstraint(f"size between 1 and {MAX_DOCUMENT_BYTES}", name="size"),
)

request = sa.Table(
    "request",
    metadata,
    key(),
    to("process_id", "process.id"),
    sa.Column("number", sa.Integer, nullable=False),
    to("scenario_id", "scenario.id"),
    sa.Column("scenario_version", sa.Integer, nullable=False),
    to("submitted_by", "users.id"),
    sa.Column("submitted_at", Words, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("sha256", Words, nullable=False),
    sa.Column("cost_cents", sa.BigInteger, nullable=False),
    sa.Column("cash_cents", sa.BigInteger, nullable=False),
    sa.Column("own_cents", sa.BigInteger, nullable=False),
    sa.Column("finish", Day, nullable=False),
    to("benchmarks_sha256", "benchmark_set.sha256"),
    sa.Column("engine", Words, nullable=False),
    sa.Column("audit_number", sa.Integer, nullable=False),
    sa.Column("audit_hash", Words, nullable=False),
    flag("example"),
    sa.UniqueConstraint("process_id", "number"),
    sa.CheckConstraint("cost_cents = cash_cents + own_cents", name="adds_up"),
)

request_maker = sa.Table(
    "request_maker",
    metadata,
    to("request_id", "request.id", primary_key=True),
    to("user_id", "users.id", primary_key=True),
    flag("example"),
)

verdict = sa.Table(
    "verdict",
    metadata,
    key(),
    to("request_id", "request.id"),
    sa.Column("kind", Words, nullable=False),
    sa.Column("outcome", Words, nullable=False),
    to("maker", "users.id"),
    to("who", "users.id"),
    sa.Column("role", Words, nullable=False),
    sa.Column("signed_in", Flag, nullable=False),
    *words("statement", "reason", "body", "reference"),
    sa.Column("decided_on", Day),
    to("document_id", "document.id", nullable=True),
    sa.Column("request_sha256", Words, nullable=False),
    sa.Column("recomputed", Flag, nullable=False),
    sa.Column("at", Words, nullable=False),
    sa.Column("audit_number", sa.Integer, nullable=False),
    sa.Column("audit_hash", Words, nullable=False),
    flag("example"),
    sa.Column("granted_cents", sa.BigInteger),  # none: as asked
    sa.Column("granted", sa.Text),  # the smaller process that was granted: scope and estimate as canonical JSON
    sa.CheckConstraint("(granted is null) = (granted_cents is null)", name="granted"),
    sa.CheckConstraint("who <> maker", name="four_eyes"),
    sa.CheckConstraint("kind in ('returned', 'refused', 'approved', 'recorded')", name="kind"),
    sa.CheckConstraint("outcome in ('returned', 'refused', 'approved', 'deferred')", name="outcome"),
)
# A request is decided once; a deferral by college or council may come before that.
sa.Index(
    "uq_verdict_final",
    verdict.c.request_id,
    unique=True,
    sqlite_where=sa.text("outcome <> 'deferred'"),
    postgresql_where=sa.text("outcome <> 'deferred'"),
)

# The municipality's own figures: the last row of a key counts, and a restore has no numbers.
own_figure = sa.Table(
    "own_figure",
    metadata,
    key(),
    sa.Column("key", Words, nullable=False),
    sa.Column("action", Words, nullable=False),
    sa.Column("low", sa.Double),
    sa.Column("likely", sa.Double),
    sa.Column("high", sa.Double),
    *words("reason"),
    to("set_by", "users.id"),
    sa.Column("at", Words, nullable=False),
    sa.Column("audit_number", sa.Integer, nullable=False, unique=True),
    sa.Column("audit_hash", Words, nullable=False),
    sa.CheckConstraint("action in ('set', 'restore')", name="action"),
    sa.CheckConstraint("(action = 'set') = (low is not null)", name="low"),
    sa.CheckConstraint("(action = 'set') = (likely is not null)", name="likely"),
    sa.CheckConstraint("(action = 'set') = (high is not null)", name="high"),
    sa.CheckConstraint("low > 0 and low <= likely and likely <= high", name="order"),
)

# What was learned from closed processes: the last row counts, and one without content means that nothing is used.
learned = sa.Table(
    "learned",
    metadata,
    key(),
    sa.Column("content", sa.Text),
    to("adopted_by", "users.id"),
    sa.Column("at", Words, nullable=False),
    sa.Column("audit_number", sa.Integer, nullable=False, unique=True),
    sa.Column("audit_hash", Words, nullable=False),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", Words, nullable=False),
    sa.Column("actor", Words, nullable=False),
    sa.Column("action", Words, nullable=False),
    sa.Column("object", Words, nullable=False, index=True),
    sa.Column("result", Words, nullable=False),
    sa.Column("origin", Words, nullable=False),
    sa.Column("app_version", Words, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("previous", Words, nullable=False),
    sa.Column("hash", Words, nullable=False, unique=True),
)

# Parents before children: the order in which rows can be put back.
ALL = tuple(metadata.sorted_tables)
