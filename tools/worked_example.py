"""The worked example of docs/: one small estimate in full, so that a controller can redo it by hand.

    python -m tools.worked_example

writes docs/voorbeeld.md and docs/example.md from the running code; a test compares them, so they never go stale.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from display.asked import sum_text
from display.formats import date_text, euro, number, percent
from display.i18n import column, language
from display.units import unit_text
from display.words import EVENT, ROLE, label
from estimator import Benchmarks, Scope, estimate
from estimator.crosscheck import second_opinion
from estimator.draws import Z90
from estimator.model import Outcome, parts, point, scope_calendars
from estimator.network import LAST_STEP
from estimator.stepnames import step_name

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = {"nl": "voorbeeld.md", "en": "example.md"}
SCOPE = {
    "stakeholder_groups": 2,
    "conversations": 2,
    "resident_reach": 216,
    "municipality": "GM0193",
    "start": "2027-01-04",
    "preset": "minimaal",
    "budget_route": "budgethouder",
}
ITEM = "talk_design_table"
EVENT_SHOWN = "extra_conversation"
Z80 = 0.8416212335729143  # Φ⁻¹(0.8)


def page(code: str) -> str:
    """The whole page in one language."""
    scope, figures = Scope.from_dict(SCOPE), Benchmarks.load()
    with language(code):
        e = estimate(scope, figures).to_dict()
        det = point(parts(scope, figures))
        both = [_head(), _quantities(det), _weeks(det), _items(e), _one_item(e), _one_event(e)]
        return "\n\n".join([*both, _whole(e, second_opinion(scope, figures)), _learned()]) + "\n"


def _say(nl: str, en: str) -> str:
    from display.i18n import lang

    return nl if lang() == "nl" else en


def _table(head: list[str], rows: list[list[str]], right: int) -> str:
    """A markdown table whose columns from ``right`` on are aligned to the right."""
    rule = ["---" if i < right else "--:" for i in range(len(head))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def _head() -> str:
    scope = json.dumps(SCOPE, ensure_ascii=False)
    return _say(
        f"""# Eén raming met de hand narekenen

Voor wie de methode wil controleren met een rekenmachine: één klein proces, elke post. Deze pagina is uit de code gemaakt
(`python -m tools.worked_example`); een test vergelijkt haar bij elke wijziging. De uitleg staat in [methode.md](methode.md).

## 1. De omvang

```json
{scope}
```

Zet deze regel in een bestand en `python -m estimator estimate bestand.json` geeft dezelfde bedragen.""",
        f"""# One estimate, redone by hand

For whoever wants to check the method with a calculator: one small process, every item. This page is made from the code
(`python -m tools.worked_example`); a test compares it at every change. The explanation is in [method.md](method.md).

## 1. The scope

```json
{scope}
```

Put this line in a file and `python -m estimator estimate file.json` gives the same amounts.""",
    )


def _quantities(det: Outcome) -> str:
    c, n = det.parts.number, det.parts.benchmarks
    scope = det.parts.scope
    people = n.value("participants.dialoogtafel", scope)
    hours = n.value("session_hours.dialoogtafel", scope)
    response, noshow = n.value("response.open", scope), n.value("noshow.open", scope)
    households, registered = c.of("households"), float(det.chain.registered[0])
    figures = {
        "size": number(n.value("household_size", scope), 2),
        "households": number(households, 0),
        "response": percent(response),
        "registered": number(registered, 2),
        "noshow": percent(noshow),
        "present": number(float(det.chain.present[0]), 2),
        "people": number(people, 0),
        "seats": number(c.seats, 0),
        "hours": number(hours, 1),
        "talk": number(c.of("conversation_hours"), 0),
        "meeting": number(c.of("meeting_hours"), 0),
    }
    return _say(
        """## 2. De aantallen

- 216 inwoners ÷ {size} per huishouden = **{households} brieven**; {response} meldt zich aan = **{registered} aanmeldingen**;
  {noshow} komt niet = {present} aanwezigen.
- 2 tafels × {people} plaatsen = **{seats} plaatsen**, op één bijeenkomst (twee tafels delen een avond).
- 2 tafels × {hours} uur = **{talk} gespreksuren**; de avond duurt {meeting} uur.""",
        """## 2. The quantities

- 216 residents ÷ {size} per household = **{households} letters**; {response} register = **{registered} registrations**;
  {noshow} don't come = {present} present.
- 2 tables × {people} seats = **{seats} seats**, at one meeting (two tables share an evening).
- 2 tables × {hours} hours = **{talk} hours of talk**; the evening takes {meeting} hours.""",
    ).format(**figures)


def _weeks(det: Outcome) -> str:
    cal = scope_calendars(det.parts.scope)[0]
    rows = []
    for step in range(1, 11):
        start, end = int(det.timeline.starts[step][0]), int(det.timeline.ends[step][0])
        name = f"{step} {column(step_name(step), 'name')}"
        minimum = number(float(det.lead_bound[step][0]), 1)
        days = number(int(det.durations[step][0]), 0)
        rows.append([name, minimum, days, date_text(cal.start_date(start)), date_text(cal.date(end))])
    weekly = float(det.drivers["weeks"][0])
    head = _say(
        "Stap|Minstens (weken)|Werkdagen|Van|Tot en met", "Step|At least (weeks)|Days of work|From|Up to"
    ).split("|")
    last = LAST_STEP[det.parts.scope.done]
    d = {step: int(det.durations[step][0]) for step in range(1, 11)}
    talks = max(d[5] + (d[6] + 1) // 2, (d[5] + 1) // 2 + d[6])
    sum_ = f"{d[2]} + {max(d[3], (d[3] + 1) // 2 + d[4])} + {talks} + {max(d[7], d[8])} + {d[9]} + {d[10]}"
    text = _say(
        f"""Vijf werkdagen per week, zonder feestdagen; gesprekken niet in schoolvakanties. Stap 4 begint halverwege stap 3,
stap 6 halverwege stap 5, stap 7 en 8 lopen naast elkaar. Een stap duurt langer dan zijn minimum als de uren van de drukste
rol niet in de week passen, of als de bijeenkomsten uit elkaar liggen. Klaar is het bij het besluit (stap {last}):
{number(float(det.weeks[0]), 1)} weken. De projectleiding loopt van het einde van stap 1 tot het einde van stap 10, in weken
werk zonder feestdagen, vakanties en reces: stap 2, dan de langste van stap 3 en een halve stap 3 met stap 4, dan de langste
van stap 5 met een halve stap 6 en een halve stap 5 met stap 6, dan de langste van 7 en 8, dan 9 en 10 =
{sum_} = {number(5 * weekly, 0)} werkdagen ÷ 5 = **{number(weekly, 2)} weken**.""",
        f"""Five working days a week, without public holidays; no talks in school holidays. Step 4 starts halfway step 3, step 6
halfway step 5, steps 7 and 8 run beside each other. A step takes longer than its minimum when the hours of its busiest role
don't fit in the week, or when there is time between the meetings. It is done with the decision (step {last}):
{number(float(det.weeks[0]), 1)} weeks. The process lead runs from the end of step 1 to the end of step 10, in weeks of work
without public holidays, school holidays and recess: step 2, then the longer of step 3 and half of step 3 with step 4, then
the longer of step 5 with half of step 6 and half of step 5 with step 6, then the longer of 7 and 8, then 9 and 10 =
{sum_} = {number(5 * weekly, 0)} days of work ÷ 5 = **{number(weekly, 2)} weeks**.""",
    )
    return "\n\n".join([_say("## 3. De weken", "## 3. The weeks"), _table(head, rows, 1), text])


def _items(e: dict[str, Any]) -> str:
    head = _say("Stap|Post|Aantal|Kengetal|Tarief|Factor|Bedrag", "Step|Item|Quantity|Figure|Tariff|Factor|Amount")
    rows = []
    for one in e["items"]:
        plain = one["quantity"] * one["likely"] * (one["rate"] or 1)
        factor = one["cost_eur"] / plain
        rows.append(
            [
                str(one["step"]),
                column(one, "name"),
                number(one["quantity"], 2),
                f"{number(one['likely'], 3)} {unit_text(one['unit'])}",
                euro(one["rate"]) if one["rate"] else "",
                number(factor, 4) if abs(factor - 1) > 0.0005 else "",
                number(one["cost_eur"], 2),
            ]
        )
    total = number(e["deterministic_eur"], 2)
    rows.append(["", f"**{_say('Samen', 'Together')}**", "", "", "", "", f"**{total}**"])
    text = _say(
        "Bedrag = aantal × kengetal × tarief × factor. De factor brengt een prijs van een ander jaar naar het prijspeil van nu "
        "en haalt de btw eruit; stap 0 loopt alle weken door. Dit is de raming **zonder onzekerheid**: elk kengetal op "
        "zijn midden, niets dat ertussen komt.",
        "Amount = quantity × figure × tariff × factor. The factor brings a price of another year to the price level of now and "
        "takes VAT out; step 0 runs through all weeks. This is the estimate **without uncertainty**: every figure at its "
        "middle, nothing that goes wrong.",
    )
    title = _say("## 4. Elke post", "## 4. Every item")
    return "\n\n".join([title, text, _table(head.split("|"), rows, 2)])


def _one_item(e: dict[str, Any]) -> str:
    one = next(i for i in e["items"] if i["id"] == ITEM)
    up = math.log(one["high"] / one["likely"]) / Z90
    down = math.log(one["likely"] / one["low"]) / Z90
    p80 = one["cost_eur"] * math.exp(up * Z80)
    p20 = one["cost_eur"] * math.exp(-down * Z80)
    low, mid, high = (number(one[k], 1) for k in ("low", "likely", "high"))
    return _say(
        f"""## 5. De spreiding van één post

“{one["name_nl"]}”: één op de tien keer minder dan {low} uur, even vaak meer als minder dan {mid}, één op de tien keer meer
dan {high}. σ₊ = ln({high} ÷ {mid}) ÷ {number(Z90, 4)} = {number(up, 4)} en σ₋ = ln({mid} ÷ {low}) ÷ {number(Z90, 4)} = {number(down, 4)}.
80 % zeker: {euro(one["cost_eur"])} × e^({number(up, 4)} × {number(Z80, 4)}) = **{number(p80, 0)}**; 20 %:
{euro(one["cost_eur"])} × e^(−{number(down, 4)} × {number(Z80, 4)}) = **{number(p20, 0)}**.""",
        f"""## 5. The spread of one item

“{one["name_en"]}”: one in ten times less than {low} hours, as often more as less than {mid}, one in ten times more than
{high}. σ₊ = ln({high} ÷ {mid}) ÷ {number(Z90, 4)} = {number(up, 4)} and σ₋ = ln({mid} ÷ {low}) ÷ {number(Z90, 4)} = {number(down, 4)}.
80% certain: {euro(one["cost_eur"])} × e^({number(up, 4)} × {number(Z80, 4)}) = **{number(p80, 0)}**; 20%:
{euro(one["cost_eur"])} × e^(−{number(down, 4)} × {number(Z80, 4)}) = **{number(p20, 0)}**.""",
    )


def _one_event(e: dict[str, Any]) -> str:
    one = next(v for v in e["events"] if v["key"] == EVENT_SHOWN)
    figures = Benchmarks.load()
    scope = Scope.from_dict(SCOPE)
    p = parts(scope, figures)
    rows, total = [], 0.0
    for row, group, amount in zip(p.rows, p.group_of, p.amounts, strict=True):
        if p.groups[group].event == EVENT_SHOWN:
            rate = sum(p.rate(row))
            total += amount * rate
            what = label(ROLE, row.role) if row.role else _say("inkoop", "purchase")
            rows.append(f"{number(amount, 1)} × {euro(rate)} ({what})" if row.role else f"{euro(amount)} ({what})")
    sum_ = " + ".join(rows)
    chance, name = percent(one["probability"]), label(EVENT, EVENT_SHOWN)
    expected = number(one["probability"] * total, 0)
    return _say(
        f"""## 6. Eén gebeurtenis

“{name}”: kans {chance}. Als het gebeurt: {sum_} = **{number(total, 0)}** in het midden, en {number(one["weeks"], 1)} weken.
Gemiddeld is dat {chance} × {number(total, 0)} = {expected}, maar zo rekenen we niet: in zeven van de tien gevallen kost
het niets, in drie van de tien het hele bedrag. Daarom verschuift een gebeurtenis het bedrag dat 80 % zeker is meer dan
haar gemiddelde.""",
        f"""## 6. One event

“{name}”: chance {chance}. When it happens: {sum_} = **{number(total, 0)}** in the middle, and {number(one["weeks"], 1)} weeks.
On average that is {chance} × {number(total, 0)} = {expected}, but that isn't how we count: in seven of ten cases it costs
nothing, in three of ten the whole amount. That is why an event moves the amount that is 80% certain by more than its
average.""",
    )


def _whole(e: dict[str, Any], second: dict[str, Any]) -> str:
    parts_, asked = e["contingency_parts"], e["request"]
    amounts = [e["deterministic_eur"], parts_["items"], parts_["events"], parts_["case"], e["cost_eur"]["p80"]]
    names = _say(
        "Zonder onzekerheid|+ spreiding van de posten en de weken|+ wat er tussen kan komen|"
        "+ verschil tussen het ene proces en het andere|= 80 % zeker",
        "Without uncertainty|+ spread of the items and the weeks|+ what may happen|"
        "+ differences between one process and another|= 80% certain",
    ).split("|")
    rows = [[name, number(amount, 2)] for name, amount in zip(names, amounts, strict=True)]
    table = _table([_say("Deel", "Part"), _say("Bedrag", "Amount")], rows, 1)
    joint = e["joint80"]
    both = number(second["cost_eur"]["p80"], 0)
    text = _say(
        f"""Wat hierboven staat is met de hand te doen; de spreiding van alle posten samen niet. De machine doet daarvoor 8.192
trekkingen, en rekent het nog eens zonder trekkingen: bedrag bij 80 % volgens de tweede manier **{both}**.

{table}

Het bedrag dat 80 % zeker is en de datum die 80 % zeker is, houden samen maar in {percent(e["joint_confidence"])} van de
gevallen. Beide gaan daarom omhoog tot {percent(joint["percentile"], 1)}, waar het paar in {percent(joint["confidence"])} houdt:
{number(joint["cost_eur"], 2)} en {date_text(joint["finish"])}. Naar boven afgerond: **{sum_text(asked)} =
{euro(asked["cost_eur"])}** gevraagd, waarvan {euro(asked["cash_eur"])} kosten en {euro(asked["own_hours_eur"])} eigen uren
({number(asked["own_hours"], 0)} uur).""",
        f"""What is above can be done by hand; the spread of all items together can't. For that the machine makes 8,192 draws, and
computes it once more without draws: amount at 80% by the second way **{both}**.

{table}

The amount that is 80% certain and the date that is 80% certain hold together in only {percent(e["joint_confidence"])} of the
cases. So both are raised to {percent(joint["percentile"], 1)}, where the pair holds in {percent(joint["confidence"])}:
{number(joint["cost_eur"], 2)} and {date_text(joint["finish"])}. Rounded up: **{sum_text(asked)} = {euro(asked["cost_eur"])}**
asked, of which {euro(asked["cash_eur"])} costs and {euro(asked["own_hours_eur"])} own hours ({number(asked["own_hours"], 0)} hours).""",
    )
    return "\n\n".join([_say("## 7. Het geheel", "## 7. The whole"), text])


def _learned() -> str:
    n, ratio = 7, 1.15
    weight = n / (n + 4)
    factor = math.exp(weight * math.log(ratio))
    return _say(
        f"""## 8. Wat eigen processen leren

Stel dat zeven afgesloten processen gemiddeld {number(ratio, 2)} keer de geraamde uren kostten. Vier denkbeeldige processen
zonder afwijking tellen mee, dus de eigen ervaring weegt 7 ÷ (7 + 4) = **{percent(weight)}**. De factor op de uren wordt
e^({number(weight, 4)} × ln {number(ratio, 2)}) = **{number(factor, 3)}**.""",
        f"""## 8. What own processes teach

Suppose that seven closed processes took {number(ratio, 2)} times the estimated hours on average. Four imaginary processes
without a difference count as well, so one's own experience weighs 7 ÷ (7 + 4) = **{percent(weight)}**. The factor on the
hours becomes e^({number(weight, 4)} × ln {number(ratio, 2)}) = **{number(factor, 3)}**.""",
    )


def main() -> None:
    """Write both pages."""
    for code, name in PAGES.items():
        (DOCS / name).write_text(page(code), encoding="utf-8")


if __name__ == "__main__":
    main()
