"""Decidim: the JSON export of participatory processes, with steps (older and current) or phases (newest)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from imports.platforms.shape import Phase, Project, day, dicts, in_order, text, yes

SOURCE = "decidim"
LISTS = ("participatory_process_steps", "participatory_process_phases")
USED = {"id", "slug", "title", "start_date", "end_date", "participatory_process_group", "url", *LISTS}


def fits(data: Any) -> bool:
    """True for an export of this platform."""
    return any(name in one for one in dicts(data) for name in (*LISTS, "participatory_process_group"))


def projects(data: Any) -> list[Project]:
    """The processes. A step may lie outside the dates of its process; one without dates is kept."""
    return [_project(one) for one in dicts(data)]


def _project(one: Mapping[str, Any]) -> Project:
    steps = [step for name in LISTS for step in dicts(one.get(name))]
    group = one.get("participatory_process_group")
    return Project(
        SOURCE,
        text(one.get("id")) or text(one.get("slug")),
        text(one.get("title")),
        in_order(_phase(step, place) for place, step in enumerate(steps)),
        slug=text(one.get("slug")),
        url=text(one.get("url")),
        start=day(one.get("start_date")),
        end=day(one.get("end_date")),
        group=text(group.get("title")) if isinstance(group, Mapping) else "",
        ignored=len(set(one) - USED),
    )


def _phase(step: Mapping[str, Any], place: int) -> Phase:
    position = step.get("position")
    order = position if isinstance(position, int) and not isinstance(position, bool) else place
    dates = day(step.get("start_date")), day(step.get("end_date"))
    return Phase(text(step.get("id")) or str(place), order, text(step.get("title")), *dates, yes(step.get("active")))
