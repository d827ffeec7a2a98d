"""Go Vocal (CitizenLab): answers of the public API v2, phases of one or all projects, with or without the projects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from imports.platforms.shape import Phase, Project, day, dicts, in_order, text

SOURCE = "govocal"
USED = {"id", "title", "slug", "href", "project_id", "project_title", "start_at", "end_at", "participation_method"}


def fits(data: Any) -> bool:
    """True for an answer of this API; several answers may stand in one list."""
    return any(
        dicts(one.get("projects")) or any("start_at" in phase for phase in _phases(one)) for one in _answers(data)
    )


def projects(data: Any) -> list[Project]:
    """The projects, each with its phases in the order of their start; a phase without end stays open."""
    known: dict[str, Mapping[str, Any]] = {}
    phases: dict[str, list[Mapping[str, Any]]] = {}
    for answer in _answers(data):
        for one in dicts(answer.get("projects")):
            known[text(one.get("id"))] = one
        for phase in _phases(answer):
            phases.setdefault(text(phase.get("project_id")), []).append(phase)
    return [_project(id, known.get(id, {}), phases.get(id, [])) for id in dict.fromkeys([*known, *phases])]


def _answers(data: Any) -> list[Mapping[str, Any]]:
    return [data] if isinstance(data, Mapping) else dicts(data)


def _phases(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    single = answer.get("phase")
    return dicts(answer.get("phases")) + ([single] if isinstance(single, Mapping) else [])


def _project(id: str, one: Mapping[str, Any], phases: list[Mapping[str, Any]]) -> Project:
    found = in_order(_phase(phase) for phase in phases)
    title = text(one.get("title")) or next((text(phase.get("project_title")) for phase in phases), "")
    starts = [phase.start for phase in found if phase.start]
    ends = [phase.end for phase in found]
    return Project(
        SOURCE,
        id,
        title,
        found,
        slug=text(one.get("slug")),
        url=text(one.get("href")),
        start=min(starts, default=None),
        end=max((end for end in ends if end), default=None) if None not in ends else None,
        ignored=len({name for each in (one, *phases) for name in each} - USED),
    )


def _phase(phase: Mapping[str, Any]) -> Phase:
    method = text(phase.get("participation_method"))
    dates = day(phase.get("start_at")), day(phase.get("end_at"))
    return Phase(text(phase.get("id")), 0, text(phase.get("title")), *dates, None, method)
