"""Variants keep only what they change of their base; a scenario can be deleted and put back."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

IS_BASE = sa.text("is_base = 1")
LIVE = sa.text("deleted_at is null")


def upgrade() -> None:
    op.add_column("scenario", sa.Column("overrides", sa.Text(), nullable=True))
    op.add_column("scenario", sa.Column("fits", sa.Integer(), server_default="1", nullable=False))
    op.add_column("scenario", sa.Column("deleted_at", sa.Text(), nullable=True))
    op.add_column("scenario_version", sa.Column("overrides", sa.Text(), nullable=True))
    _tell_what_differs()
    op.drop_index("uq_scenario_base", "scenario")
    with op.batch_alter_table("scenario") as batch:
        batch.drop_constraint("uq_scenario_process_id_name", type_="unique")
        batch.create_check_constraint(op.f("ck_scenario_overrides"), "(is_base = 1) = (overrides is null)")
        batch.create_check_constraint(op.f("ck_scenario_base_stays"), "is_base = 0 or deleted_at is null")
    for name, columns, where in (
        ("uq_scenario_base", ["process_id"], IS_BASE),
        ("uq_scenario_name", ["process_id", "name"], LIVE),
    ):
        op.create_index(name, "scenario", columns, unique=True, sqlite_where=where, postgresql_where=where)


def _tell_what_differs() -> None:
    """Until now every scenario stood by itself; what differs from the base is what it changes."""
    columns = ("id", "process_id", "is_base", "scope", "overrides")
    scenario = sa.table("scenario", *(sa.column(name) for name in columns))
    c = op.get_bind()
    rows = list(c.execute(sa.select(scenario)).mappings())
    bases = {row["process_id"]: json.loads(row["scope"]) for row in rows if row["is_base"]}
    for row in rows:
        if not row["is_base"]:
            told = json.dumps(
                _difference(bases.get(row["process_id"], {}), json.loads(row["scope"])),
                sort_keys=True,
                ensure_ascii=False,
                separators=(",", ":"),
            )
            c.execute(scenario.update().where(scenario.c.id == row["id"]).values(overrides=told))


def _difference(base: dict, scope: dict) -> dict:
    """As portfolio/overrides.py had it at this version."""
    before, after = _given(base), _given(scope)
    found = {name: after.get(name) for name in {**before, **after} if before.get(name) != after.get(name)}
    if "events" in before and found.get("events") is not None:
        one, other = before["events"], after["events"]
        found["events"] = {key: other.get(key) for key in {**one, **other} if one.get(key) != other.get(key)}
    if found.get("conversations_by_form") is not None:
        found["conversations"] = after["conversations"]
    return found


def _given(scope: dict) -> dict:
    skip = {"assumed", *scope.get("assumed", ())}
    return {name: value for name, value in scope.items() if name not in skip and value is not None}
