"""Writing an import on both databases: one change or none, once, by the rules, and taken back again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portfolio import audit, bookings, import_platform, import_undo, import_write, own_figures, processes, steps, verify
from portfolio.identity import User
from portfolio.import_write import Line, Report
from portfolio.store import Fault, Refused, Store


def lines(*rows: dict[str, Any]) -> list[Line]:
    return [Line(number, row) for number, row in enumerate(rows, 2)]


def write(store: Store, user: User, kind: str, *rows: dict[str, Any], **more: Any) -> Report:
    return import_write.write(store, user, kind, lines(*rows), file="lijst.csv", sha256="0" * 64, **more)


PARK, PLEIN = {"name": "Park Zuid", "theme": "groen"}, {"name": "Plein Oost", "theme": "grijs", "confidential": True}
LINE = {"process": "park  zuid", "step": 5, "kind": "committed", "cents": 150_000, "day": dt.date(2026, 3, 2)}


def test_every_kind_is_written_shown_as_the_same_and_undone(store: Store, lead: User) -> None:
    first = write(store, lead, "processes", PARK, PLEIN)
    assert first.counts == {"new": 2, "changed": 0, "same": 0, "wrong": 0}
    rest = {
        "groups": [{"process": "Park Zuid", "group": "Jeugd"}, {"process": "Park Zuid", "group": "Ouderen"}],
        "steps": [{"process": "Park Zuid", "step": 5, "planned_start": dt.date(2030, 1, 7), "note": "ruim"}],
        "bookings": [LINE, LINE, LINE | {"step": 6, "note": "zaal"}],
        "tariffs": [{"key": "Eigen tarief: ondersteuning", "likely": 7_050, "reason": "Kostprijsmodel"}],
    }
    ids = [write(store, lead, kind, *rows).id for kind, rows in rest.items()]
    for kind, rows in (rest | {"processes": [PARK, PLEIN]}).items():
        again = import_write.preview(store, lead, kind, lines(*rows))
        assert (again.counts["same"], again.writes) == (len(rows), 0)
    park = next(row.process for row in processes.listing(store) if row.name == "Park Zuid")
    assert park.group_names == ("Jeugd", "Ouderen")
    assert [line["cents"] for line in bookings.listing(store, park.id)] == [150_000] * 3
    assert own_figures.current(store)["tariff_support"].likely == 70.5
    with pytest.raises(Refused, match="Park Zuid was changed after the import"):
        import_undo.undo(store, lead, first.id)
    for id in reversed(ids):
        import_undo.undo(store, lead, id)
    assert processes.get(store, park.id).group_names == ()
    assert steps.progress(store, park.id)[4].planned_start is None
    assert bookings.listing(store, park.id) == [] and own_figures.current(store) == {}
    import_undo.undo(store, lead, first.id)
    assert processes.listing(store) == []
    with pytest.raises(Refused, match="undone already"):
        import_undo.undo(store, lead, first.id)
    assert write(store, lead, "processes", PARK, PLEIN).counts["new"] == 2
    assert verify.verify(store).faults == []


def test_one_wrong_row_stops_all_unless_only_the_good_are_wanted(store: Store, lead: User) -> None:
    number = audit.head(store)[0]
    wrong = {"name": "Laan", "municipality": "Ergens"}
    with pytest.raises(Refused, match="1 rows are wrong"):
        write(store, lead, "processes", PARK, wrong, PLEIN)
    assert processes.listing(store) == [] and audit.head(store)[0] == number
    done = write(store, lead, "processes", PARK, wrong, PARK, only_good=True)
    assert [row.done for row in done.rows] == ["new", "wrong", "wrong"]
    assert done.rows[1].faults[0].field == "municipality"
    assert "Row 2 is about the same one" in done.rows[2].faults[0].message
    assert [row.name for row in processes.listing(store)] == ["Park Zuid"]


def test_a_row_that_was_refused_leaves_nothing_behind(store: Store, lead: User) -> None:
    write(store, lead, "processes", PARK)
    hours = {"process": "Park Zuid", "step": 5, "kind": "hours", "hours": 2.0, "day": dt.date(2026, 1, 5)}
    seen = import_write.preview(store, lead, "bookings", lines(hours, LINE))
    assert [row.done for row in seen.rows] == ["wrong", "new"]
    assert "Step 5 hasn't begun" in seen.rows[0].faults[0].message
    write(store, lead, "bookings", hours, LINE, only_good=True)
    park = processes.listing(store)[0]
    assert [line["kind"] for line in bookings.listing(store, park.id)] == ["committed"]


def test_a_preview_writes_nothing(store: Store, lead: User) -> None:
    import_write.preview(store, lead, "processes", lines(PARK))
    assert processes.listing(store) == [] and import_write.listing(store) == []
    assert [row["action"] for row in audit.rows(store)] == []


def test_four_clicks_are_one_import(store: Store, lead: User) -> None:
    found = {write(store, lead, "processes", PARK, token="t").id for _click in range(4)}
    assert len(found) == 1 and len(processes.listing(store)) == 1


def test_what_was_changed_since_the_preview_is_not_written_over(store: Store, lead: User) -> None:
    seen = import_write.preview(store, lead, "processes", lines(PARK))
    processes.create(store, lead, PARK | {"theme": "water"})
    with pytest.raises(Refused, match="changed since you looked"):
        write(store, lead, "processes", PARK, expected=seen.counts)


def test_it_takes_the_role_of_editor(store: Store, people: dict[str, User], lead: User) -> None:
    done = write(store, lead, "processes", PARK)
    reader = people["controller"]
    for attempt in (
        lambda: import_write.preview(store, reader, "processes", lines(PARK)),
        lambda: write(store, reader, "processes", PLEIN),
        lambda: import_undo.undo(store, reader, done.id),
    ):
        with pytest.raises(Refused, match="bewerker"):
            attempt()
    assert len(processes.listing(store)) == 1


def test_a_change_is_undone_and_what_came_after_stands_in_the_way(store: Store, lead: User) -> None:
    made = processes.create(store, lead, PARK | {"client_name": "A. Voorbeeld"})
    done = write(store, lead, "processes", {"name": "PARK ZUID", "theme": "water"})
    now = processes.update(store, lead, made.id, processes.get(store, made.id).version, {"area": "Zuid"})
    import_undo.undo(store, lead, done.id)
    back = processes.get(store, made.id)
    assert (back.name, back.theme, back.area, back.client_name) == ("Park Zuid", "groen", now.area, "A. Voorbeeld")
    again = write(store, lead, "processes", {"name": "Park Zuid", "theme": "water"})
    processes.update(store, lead, made.id, processes.get(store, made.id).version, {"theme": "lucht"})
    with pytest.raises(Refused, match="Park Zuid was changed"):
        import_undo.undo(store, lead, again.id)
    assert processes.get(store, made.id).theme == "lucht"


def test_faults_of_reading_are_kept_and_too_many_rows_are_refused(store: Store, lead: User) -> None:
    bad = Line(7, {}, (Fault("Naam", "This cell is empty, and it is needed."),))
    assert import_write.preview(store, lead, "processes", [bad]).rows[0].faults == bad.faults
    with pytest.raises(Refused, match="at most 500"):
        import_write.preview(store, lead, "processes", [bad] * 501)


def test_the_columns_are_remembered_for_the_same_headers(store: Store, lead: User) -> None:
    import_write.remember(store, lead, "processes", ["Wat", "Waar"], {"name": "Wat"})
    import_write.remember(store, lead, "processes", ["Wat", "Waar"], {"name": "Waar"})
    assert import_write.mapping(store, "processes", ["Wat", "Waar"]) == {"name": "Waar"}
    assert import_write.mapping(store, "steps", ["Wat", "Waar"]) == {}


def test_a_process_of_a_platform_is_made_once_and_never_changed(store: Store, lead: User) -> None:
    phases = [
        {"title": "Ideeën", "step": 5, "start": dt.date(2030, 1, 7), "end": dt.date(2030, 2, 1)},
        {"title": "Stemmen", "step": 5, "start": dt.date(2030, 2, 2), "end": None},
        {"title": "Start", "step": 3, "start": dt.date(2029, 12, 1), "end": dt.date(2030, 1, 6)},
    ]
    row = {"name": "Stadspark", "source": "decidim/12", "phases": phases}
    first = write(store, lead, "platform", row)
    made = import_platform.linked(store, "decidim/12")
    plan = {one.step: (one.planned_start, one.planned_finish) for one in steps.progress(store, made)}
    assert plan[5] == (dt.date(2030, 1, 7), None)
    assert plan[3] == (dt.date(2029, 12, 1), dt.date(2030, 1, 6)) and plan[1] == plan[2] == (None, None)
    assert import_platform.chosen(store, "decidim/12") == {"Ideeën": 5, "Stemmen": 5, "Start": 3}
    number = audit.head(store)[0]
    moved = [one | {"start": dt.date(2031, 1, 6), "end": None} for one in phases]
    again = import_write.preview(store, lead, "platform", lines(row | {"phases": moved, "name": "Andere naam"}))
    assert again.counts["same"] == 1 and audit.head(store)[0] == number
    beside = import_platform.beside(store, made, moved)
    assert [(one.step, one.same) for one in beside] == [(5, False), (5, False), (3, False)]
    refused = {"name": "Plein", "source": "decidim/13", "phases": [phases[0] | {"step": 2}]}
    wrong = import_write.preview(store, lead, "platform", lines(refused))
    assert "Step 2 never follows" in wrong.rows[0].faults[0].message
    import_undo.undo(store, lead, first.id)
    assert processes.listing(store) == [] and import_platform.linked(store, "decidim/12") is None
    assert write(store, lead, "platform", row).counts["new"] == 1
    assert verify.verify(store).faults == []
