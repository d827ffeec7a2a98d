"""The example portfolio: a municipality that doesn't exist, with processes of the forms and sizes that really occur.

Every name is made up, and every person is called Voorbeeld. The amounts and dates are not here: the estimator computes
them when the example is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MUNICIPALITY = "Merenbroek"


@dataclass(frozen=True)
class Case:
    """One process of the example.

    ``end``: draft, submitted, returned, refused, approved. ``reached``: the step that is busy (with ``end`` approved);
    11 means that all ten are done. ``weeks``: how long ago step 1 began. ``days``: how many days ago the plan wanted
    the step reached finished (negative: days to go); for a process that isn't approved, how many days ago it was sent
    (a draft: last worked on). ``skipped`` and ``overruled``: steps with the reason. ``took``: of a closed process the
    hours, costs and time, as multiples of the middle estimate. ``lower``: which part of what was asked was granted (0:
    all of it).
    """

    name: str
    question: str
    theme: str
    area: str
    groups: tuple[str, ...]
    scope: dict[str, Any]
    end: str = "approved"
    reached: int = 2
    weeks: int = 0
    days: int = -7
    skipped: dict[int, str] = field(default_factory=dict)
    overruled: dict[int, str] = field(default_factory=dict)
    status: str = "active"
    took: tuple[float, float, float] | None = None
    confidential: bool = False
    deferred: bool = False
    lower: float = 0.0
    words: str = ""
    lead: str = "Sanne Voorbeeld"
    holder: str = "wethouder Ruimte"


CASES = (
    Case(
        name="Dorpsplein Oosterhaven",
        question="Wat maakt het plein een plek waar u graag komt, en wat mag weg?",
        theme="Openbare ruimte",
        area="Oosterhaven",
        groups=("Omwonenden van het plein", "Ondernemers", "Bezoekers van de markt", "Jongeren"),
        scope={"stakeholder_groups": 4, "conversations": 6, "resident_reach": 1500, "budget_route": "college"},
        end="draft",
        days=4,
    ),
    Case(
        name="Speelplek aan de Kade",
        question="Welke speelplek past bij de kinderen in deze straten?",
        theme="Openbare ruimte",
        area="Havenkwartier",
        groups=("Ouders", "Kinderen"),
        scope={
            "stakeholder_groups": 2,
            "conversations": 2,
            "resident_reach": 300,
            "budget_route": "budgethouder",
            "outcome_route": "budgethouder",
            "conversations_by_form": {"keukentafelgesprek": 1, "inloopavond": 1},
            "preset": "minimaal",
            "done": "evaluation",
        },
        weeks=36,
        reached=11,
        days=30,
        status="closed",
        took=(1.09, 1.04, 1.1),
        lead="Karim Voorbeeld",
    ),
    Case(
        name="Omgevingsvisie Merenbroek",
        question="Hoe ziet Merenbroek er over twintig jaar uit, en wat gaat voor als niet alles kan?",
        theme="Ruimtelijke ordening",
        area="Hele gemeente",
        groups=("Inwoners van de kernen", "Agrariërs", "Ondernemers", "Jongeren", "Natuurorganisaties", "Dorpsraden"),
        scope={
            "stakeholder_groups": 6,
            "conversations": 24,
            "resident_reach": 9000,
            "level": "adviseren",
            "budget_route": "raad",
            "outcome_route": "raad",
            "conversations_by_form": {"dialoogtafel": 16, "inloopavond": 4, "werkatelier": 4},
            "options": ["platform", "laid_open"],
            "own_staff_share": 0.8,
        },
        end="submitted",
        days=9,
        holder="wethouder Omgeving",
    ),
    Case(
        name="Warmteplan Molenwijk",
        question="Onder welke voorwaarden wilt u van het gas af, en wanneer past dat u?",
        theme="Energie",
        area="Molenwijk",
        groups=("Huiseigenaren", "Huurders", "Verenigingen van eigenaren", "Ondernemers", "Woningcorporatie"),
        scope={
            "stakeholder_groups": 5,
            "conversations": 10,
            "resident_reach": 2400,
            "level": "adviseren",
            "budget_route": "college",
            "outcome_route": "raad",
            "conversations_by_form": {"dialoogtafel": 8, "inloopavond": 2},
            "options": ["interpreter"],
        },
        weeks=25,
        reached=5,
        days=-16,
        deferred=True,
        lead="Mila Voorbeeld",
        holder="wethouder Duurzaamheid",
    ),
    Case(
        name="Opvanglocatie Lindehof",
        question="Wat is nodig om met de opvang goed buren te zijn?",
        theme="Samenleving",
        area="Lindehof",
        groups=("Direct omwonenden", "Ouders van de school", "Ondernemers"),
        scope={
            "stakeholder_groups": 3,
            "conversations": 8,
            "resident_reach": 1100,
            "recruitment": "targeted",
            "budget_route": "raad",
            "outcome_route": "college",
            "conversations_by_form": {"keukentafelgesprek": 6, "bewonersavond": 2},
            "options": ["independent_chair", "interpreter"],
        },
        end="returned",
        days=12,
        confidential=True,
        words="Welke ruimte is er nog om iets te veranderen, en wie vertelt dat op de eerste avond?",
        lead="Karim Voorbeeld",
        holder="burgemeester",
    ),
    Case(
        name="Schoolzone West veilig",
        question="Waar is de weg naar school onveilig, en welke maatregel helpt?",
        theme="Verkeer",
        area="West",
        groups=("Ouders", "Scholen", "Omwonenden"),
        scope={
            "stakeholder_groups": 3,
            "conversations": 5,
            "resident_reach": 900,
            "budget_route": "budgethouder",
            "outcome_route": "college",
            "conversations_by_form": {"wijkschouw": 2, "dialoogtafel": 3},
        },
        weeks=27,
        reached=6,
        days=11,
        overruled={4: "Van één groep te weinig aanmeldingen; plan B volgt via de school"},
        holder="wethouder Verkeer",
    ),
    Case(
        name="Burgerberaad Klimaat",
        question="Welke keuzes in het klimaatbeleid vinden inwoners eerlijk, en wat mag dat kosten?",
        theme="Energie",
        area="Hele gemeente",
        groups=("Gelote inwoners", "Ondernemers", "Jongeren", "Agrariërs"),
        scope={
            "stakeholder_groups": 4,
            "conversations": 5,
            "resident_reach": 12000,
            "level": "coproduceren",
            "recruitment": "sortition",
            "budget_route": "raad",
            "outcome_route": "raad",
            "conversations_by_form": {"burgerberaad": 5},
            "options": ["independent_chair", "expense_fee", "child_care"],
            "own_staff_share": 0.6,
            "preset": "uitgebreid",
        },
        weeks=37,
        reached=4,
        days=-10,
        lead="Noor Voorbeeld",
        holder="wethouder Duurzaamheid",
    ),
    Case(
        name="Woningbouw De Weide",
        question="Wat moet blijven en wat mag komen als hier 220 woningen worden gebouwd?",
        theme="Wonen",
        area="De Weide",
        groups=("Omwonenden", "Woningzoekenden", "Sportvereniging", "Natuurgroep"),
        scope={
            "stakeholder_groups": 4,
            "conversations": 8,
            "resident_reach": 1800,
            "budget_route": "college",
            "outcome_route": "raad",
            "conversations_by_form": {"werkatelier": 3, "dialoogtafel": 5},
        },
        weeks=38,
        reached=7,
        days=24,
        lead="Mila Voorbeeld",
        holder="wethouder Wonen",
    ),
    Case(
        name="Cultuurnota",
        question="Welke cultuur hoort in elke kern bereikbaar te zijn?",
        theme="Samenleving",
        area="Hele gemeente",
        groups=("Makers", "Bezoekers", "Scholen", "Verenigingen"),
        scope={
            "stakeholder_groups": 4,
            "conversations": 6,
            "resident_reach": 2000,
            "budget_route": "college",
            "outcome_route": "raad",
            "conversations_by_form": {"focusgroep": 4, "wereldcafe": 2},
        },
        weeks=32,
        reached=8,
        days=-9,
        skipped={7: "Deelnemers lezen het eindverslag; apart terugkoppelen is niet gepland"},
        lead="Noor Voorbeeld",
        holder="wethouder Cultuur",
    ),
    Case(
        name="Bibliotheek van morgen",
        question="Waarvoor komt u over vijf jaar naar de bibliotheek?",
        theme="Samenleving",
        area="Centrum",
        groups=("Leden", "Niet-leden", "Scholieren"),
        scope={
            "stakeholder_groups": 3,
            "conversations": 4,
            "resident_reach": 5000,
            "budget_route": "budgethouder",
            "outcome_route": "college",
            "conversations_by_form": {"enquete": 1, "focusgroep": 3},
            "options": ["platform"],
        },
        weeks=5,
        reached=2,
        days=-8,
        lead="Karim Voorbeeld",
        holder="wethouder Cultuur",
    ),
    Case(
        name="Buurtbudget Zuid",
        question="Waaraan geven we het buurtbudget van dit jaar uit?",
        theme="Samenleving",
        area="Zuid",
        groups=("Bewoners", "Buurtverenigingen", "Jongeren"),
        scope={
            "stakeholder_groups": 3,
            "conversations": 3,
            "resident_reach": 2600,
            "level": "meebeslissen",
            "budget_route": "college",
            "outcome_route": "college",
            "conversations_by_form": {"burgerbegroting": 3},
            "done": "evaluation",
        },
        weeks=37,
        reached=9,
        days=-5,
        holder="wethouder Wijken",
    ),
    Case(
        name="Windmolens Polderrand",
        question="Onder welke voorwaarden is plaats voor windmolens langs de polderrand?",
        theme="Energie",
        area="Polderrand",
        groups=("Omwonenden", "Grondeigenaren", "Energiecoöperatie", "Natuurorganisaties"),
        scope={
            "stakeholder_groups": 4,
            "conversations": 12,
            "resident_reach": 3200,
            "budget_route": "raad",
            "outcome_route": "raad",
            "conversations_by_form": {"keukentafelgesprek": 8, "bewonersavond": 4},
            "options": ["independent_chair"],
            "own_staff_share": 0.7,
        },
        end="refused",
        days=40,
        words="Eerst de regionale keuze afwachten",
        lead="Noor Voorbeeld",
        holder="wethouder Duurzaamheid",
    ),
    Case(
        name="Fietsstraat Kanaalweg",
        question="Hoe delen fietsers, bewoners en winkels de Kanaalweg?",
        theme="Verkeer",
        area="Centrum",
        groups=("Bewoners", "Winkeliers", "Fietsers"),
        scope={
            "stakeholder_groups": 3,
            "conversations": 4,
            "resident_reach": 700,
            "budget_route": "budgethouder",
            "outcome_route": "college",
            "conversations_by_form": {"straatgesprek": 2, "inloopavond": 2},
        },
        weeks=16,
        reached=3,
        days=35,
        lower=0.85,
        status="paused",
        holder="wethouder Verkeer",
    ),
)
