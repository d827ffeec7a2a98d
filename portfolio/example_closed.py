"""The closed processes of the example: small ones of the last years, with what they really took.

``took`` holds hours, costs and time as multiples of the middle estimate. Over all twelve (one stands in
``example_cases``) the hours spread by about 0.3 in logarithms around 12 % more than estimated; costs and time by
somewhat less. They are made up, to show what learning from closed processes looks like.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portfolio.example_cases import Case

# Which part of the hours of a step came out higher or lower than in the process as a whole.
STEP_HOURS: Mapping[int, float] = {
    1: 0.95,
    2: 1.0,
    3: 1.05,
    4: 1.2,
    5: 1.0,
    6: 1.25,
    7: 1.05,
    8: 0.95,
    9: 1.05,
    10: 0.85,
}


def _closed(
    name: str,
    question: str,
    theme: str,
    area: str,
    groups: tuple[str, ...],
    forms: dict[str, int],
    reach: int,
    weeks: int,
    took: tuple[float, float, float],
    *,
    lead: str = "Sanne Voorbeeld",
    holder: str = "wethouder Ruimte",
    skipped: dict[int, str] | None = None,
    **scope: Any,
) -> Case:
    size = {"stakeholder_groups": len(groups), "conversations": sum(forms.values()), "resident_reach": reach}
    routes = {"budget_route": "budgethouder", "outcome_route": "college", "conversations_by_form": forms}
    return Case(
        name=name,
        question=question,
        theme=theme,
        area=area,
        groups=groups,
        scope=size | routes | scope,
        weeks=weeks,
        reached=11,
        days=7,
        status="closed",
        took=took,
        lead=lead,
        holder=holder,
        skipped=skipped or {},
    )


CLOSED = (
    _closed(
        "Groenplan Havenkwartier",
        "Waar wilt u schaduw, en wat mag daarvoor wijken?",
        "Openbare ruimte", "Havenkwartier", ("Bewoners", "Ondernemers"),
        {"wijkschouw": 2, "dialoogtafel": 2}, 600, 118, (1.43, 1.22, 1.32),
    ),
    _closed(
        "Dorpshuis Noordeinde",
        "Wat moet het dorpshuis u over tien jaar bieden?",
        "Samenleving", "Noordeinde", ("Verenigingen", "Ouderen", "Jongeren"),
        {"dialoogtafel": 4}, 800, 112, (1.02, 0.96, 1.14),
        lead="Karim Voorbeeld", holder="wethouder Wijken",
    ),
    _closed(
        "Parkeren rond het station",
        "Hoe verdelen we de plekken rond het station eerlijk?",
        "Verkeer", "Centrum", ("Bewoners", "Winkeliers", "Forenzen"),
        {"straatgesprek": 4, "inloopavond": 1}, 1200, 106, (1.88, 1.49, 1.66),
        lead="Mila Voorbeeld", holder="wethouder Verkeer", budget_route="college",
    ),
    _closed(
        "Jeugdhonk De Sluis",
        "Wat maakt een plek voor jongeren van hen?",
        "Samenleving", "West", ("Jongeren", "Omwonenden"),
        {"excursie": 1, "dialoogtafel": 2}, 400, 100, (0.79, 0.9, 0.93),
        lead="Noor Voorbeeld", holder="wethouder Wijken",
    ),
    _closed(
        "Beekoever Molenwijk",
        "Hoe geven we de beek ruimte zonder natte kelders?",
        "Openbare ruimte", "Molenwijk", ("Aanwonenden", "Natuurgroep"),
        {"keukentafelgesprek": 5}, 500, 95, (1.15, 1.13, 1.2),
    ),
    _closed(
        "Welstand in de dorpskern",
        "Welke regels voor gevels helpen, en welke hinderen?",
        "Wonen", "Oosterhaven", ("Eigenaren", "Ondernemers", "Erfgoedvereniging"),
        {"focusgroep": 3}, 700, 90, (0.88, 1.02, 1.08),
        lead="Mila Voorbeeld", holder="wethouder Wonen", outcome_route="raad",
    ),
    _closed(
        "Afvalbrengpunt Zuid",
        "Onder welke voorwaarden past een brengpunt in uw buurt?",
        "Openbare ruimte", "Zuid", ("Omwonenden", "Bedrijven"),
        {"bewonersavond": 1, "inloopavond": 1}, 900, 84, (1.23, 1.08, 1.02),
        lead="Karim Voorbeeld",
    ),
    _closed(
        "Sportvelden De Weide",
        "Welke sporten krijgen welk veld op welk moment?",
        "Samenleving", "De Weide", ("Verenigingen", "Scholen", "Buurt"),
        {"werkatelier": 2, "dialoogtafel": 1}, 650, 79, (0.67, 0.74, 0.81),
        lead="Noor Voorbeeld", holder="wethouder Cultuur",
        skipped={7: "Alle deelnemers waren bij het slotoverleg"},
    ),
    _closed(
        "Zonnedak op de school",
        "Wat doen we samen met de stroom van het schooldak?",
        "Energie", "West", ("Ouders", "Buurt"),
        {"dialoogtafel": 3}, 350, 74, (1.58, 1.3, 1.44),
        lead="Mila Voorbeeld", holder="wethouder Duurzaamheid",
    ),
    _closed(
        "Herinrichting Lindelaan",
        "Hoe wordt de Lindelaan veilig en blijven de bomen staan?",
        "Verkeer", "Lindehof", ("Bewoners", "Fietsers", "Ondernemers"),
        {"inloopavond": 2, "wijkschouw": 1}, 750, 69, (0.95, 0.86, 0.98),
        holder="wethouder Verkeer", budget_route="college",
    ),
    _closed(
        "Moestuinen langs het spoor",
        "Wie tuiniert waar, en wie onderhoudt de paden?",
        "Openbare ruimte", "Zuid", ("Tuinders", "Omwonenden"),
        {"dialoogtafel": 2, "excursie": 1}, 300, 64, (1.32, 1.18, 1.26),
        lead="Noor Voorbeeld", holder="wethouder Wijken",
    ),
)  # fmt: skip
