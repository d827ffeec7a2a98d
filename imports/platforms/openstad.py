"""OpenStad: a project, or its widgets. It has no phases; the items of an agenda widget or timeline stand for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from imports.platforms.shape import Phase, Project, day, dicts, in_order, text, yes

SOURCE = "openstad"
USED = {"id", "name", "title", "url", "config", "widgets", "resources", "timeline"}


def fits(data: Any) -> bool:
    """True for projects or widgets of this platform."""
    return any(_agendas(one) or "timeline" in one or _is_project(one) for one in _records(data))


def projects(data: Any) -> list[Project]:
    """The projects; loose widgets together are one project, named by who imports it."""
    records = _records(data)
    loose = [one for one in records if one.get("type") == "agenda" and not _is_project(one)]
    found = [_project(one) for one in records if one not in loose and (_is_project(one) or _items(one))]
    if loose:
        items = [item for widget in loose for item in _items(widget)]
        id = next((text(one.get("projectId")) for one in loose if one.get("projectId")), "agenda")
        title = next((text(one.get("description")) for one in loose if one.get("description")), "")
        found.append(Project(SOURCE, id, title or "OpenStad", _phases(items)))
    return found


def _records(data: Any) -> list[Mapping[str, Any]]:
    if isinstance(data, Mapping):
        return dicts(data["records"]) if isinstance(data.get("records"), list) else [data]
    return dicts(data)


def _is_project(one: Mapping[str, Any]) -> bool:
    config = one.get("config")
    return isinstance(config, Mapping) and "project" in config


def _agendas(one: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    widgets = [*dicts(one.get("widgets")), one]
    return [widget for widget in widgets if widget.get("type") == "agenda"]


def _items(one: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = []
    for widget in _agendas(one):
        config = widget.get("config")
        found += dicts(config.get("items")) if isinstance(config, Mapping) else []
    found += dicts(one.get("timeline"))
    for resource in dicts(one.get("resources")):
        found += dicts(resource.get("timeline"))
    return found


def _project(one: Mapping[str, Any]) -> Project:
    config = one.get("config")
    settings = config.get("project") if isinstance(config, Mapping) else None
    end = day(settings.get("endDate")) if isinstance(settings, Mapping) else None
    title = text(one.get("title")) or text(one.get("name"))
    phases = _phases(_items(one))
    start = min((phase.start for phase in phases if phase.start), default=None)
    made = Project(SOURCE, text(one.get("id")), title, phases, url=text(one.get("url")), start=start, end=end)
    return replace(made, ignored=len(set(one) - USED))


def _phases(items: list[Mapping[str, Any]]) -> tuple[Phase, ...]:
    """In the order of their start, as the platform itself shows them; those without dates by their number."""
    dated = all(day(item.get("activeFrom")) for item in items)
    found = []
    for place, item in enumerate(items, 1):
        number = text(item.get("trigger"))
        order = 0 if dated else int(number) if number.isascii() and number.isdigit() and len(number) < 6 else place
        dates = day(item.get("activeFrom")), day(item.get("activeTo"))
        found.append(Phase(number or str(place), order, text(item.get("title")), *dates, yes(item.get("active"))))
    return in_order(found, close=True)
