"""What the example writes down per process: the approach, and what makes a process differ from the healthy ones.

Every text is made up. ``CONTENT`` says who owns the content per theme; every person is called Voorbeeld.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CONTENT = {
    "Openbare ruimte": "Pieter Voorbeeld",
    "Ruimtelijke ordening": "Ilse Voorbeeld",
    "Energie": "Amir Voorbeeld",
    "Samenleving": "Joost Voorbeeld",
    "Verkeer": "Lotte Voorbeeld",
    "Wonen": "Hanna Voorbeeld",
}
# Role → who fills it in every process; the owners and the clients are those of the process.
PEOPLE = {
    "facilitator": "Youssef Voorbeeld",
    "communication": "Eva Voorbeeld",
    "analyst": "Thijs Voorbeeld",
    "support": "Roos Voorbeeld",
    "finance": "Bram Voorbeeld",
    "council_clerk": "Griffie (Wim Voorbeeld)",
}
DEPUTY = "Sofie Voorbeeld"

GOALS = {
    "Openbare ruimte": "Groen en ontmoeten in elke buurt (visie openbare ruimte, voorbeeld)",
    "Ruimtelijke ordening": "Een gedragen omgevingsvisie voor heel Merenbroek (voorbeeld)",
    "Energie": "Aardgasvrij en betaalbaar in 2040 (energieprogramma, voorbeeld)",
    "Samenleving": "Iedereen doet mee (sociale agenda, voorbeeld)",
    "Verkeer": "Minder ongelukken in de kernen (mobiliteitsplan, voorbeeld)",
    "Wonen": "Betaalbaar wonen voor wie hier werkt (woonvisie, voorbeeld)",
}
FRAMES = "Het budget en de wettelijke regels staan vast (voorbeeld)."
ROOM = "De inrichting, de volgorde en de voorwaarden kunnen nog veranderen (voorbeeld)."
USE = "Het college weegt de opbrengst en schrijft per punt op wat ermee gebeurt (voorbeeld)."
HOW = "Eerst luisteren in kleine gesprekken, dan samen kiezen (voorbeeld)."

THEMES = (
    ("Veiligheid", "Let eerst op de drukke plekken", "Genoemd in de meeste verslagen", "Enkelen vinden het nu al goed"),
    ("Groen", "Meer schaduw, en bomen die blijven", "Verslagen en de kaart met stickers", "Een paar vrezen overlast"),
    ("Ontmoeten", "Plekken waar u kunt zitten zonder te kopen", "Gesprekken met jongeren en ouderen", "Niemand"),
)


@dataclass(frozen=True)
class Told:
    """How one process of the example differs from a healthy one.

    ``approach`` changes fields of the form (days: days after the approval). ``pace``: hours made as a multiple of what
    stood for them. ``news``: days since the last public message. ``deputy``: whether the process lead has one.
    ``late_invitation``: days before the next talk on which was invited. ``grown``: the scope as it is now.
    ``accepted``: rule → reason.
    """

    approach: Mapping[str, Any] = field(default_factory=dict)
    pace: float = 1.05
    news: int = 12
    deputy: bool = True
    late_invitation: int = 0
    grown: Mapping[str, Any] = field(default_factory=dict)
    accepted: Mapping[str, str] = field(default_factory=dict)


TOLD: Mapping[str, Told] = {
    "Omgevingsvisie Merenbroek": Told(
        approach={"open_decisions": "Waar komt geen woningbouw?\nHoeveel windmolens telt de regio?"}
    ),
    "Warmteplan Molenwijk": Told(
        pace=1.0,
        deputy=False,
        late_invitation=17,
        accepted={"P14": "De duiding heeft een extra week nodig; “dit hoorden we” gaat wel binnen twee weken uit"},
    ),
    "Opvanglocatie Lindehof": Told(
        approach={"keeps_personal_data": True, "privacy_purpose": "Bericht aan wie zich aanmeldde"}
    ),
    "Schoolzone West veilig": Told(pace=1.4, news=9),
    "Burgerberaad Klimaat": Told(approach={"form_on": 2, "question_on": 20, "groups_on": 25}),
    "Woningbouw De Weide": Told(pace=1.1, news=38),
    "Bibliotheek van morgen": Told(
        grown={"conversations": 6, "conversations_by_form": {"enquete": 1, "focusgroep": 5}},
    ),
    "Windmolens Polderrand": Told(approach={"goal": ""}),
}
