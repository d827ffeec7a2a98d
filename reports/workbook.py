"""The calculation as an Excel workbook that recalculates: change a tariff or a count and the total follows.

The lines are the estimate at its likely values (estimator.calculation), so the total is ``deterministic_eur``. What
needs the draws, the middle and the 80 % figures, stands beside it as given. What people typed is written as text.
"""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from display import words
from display.formats import date_text, percent
from display.i18n import _, column, language
from display.steps import numbered
from display.units import unit_text
from display.words import label
from estimator import Benchmarks, Scope
from estimator.calculation import Calculation, Line, calculation
from portfolio.estimates import shipped
from portfolio.processes import Process
from portfolio.request_record import Request
from reports.context import proposal_context
from reports.plain import capital, line
from reports.workbook_sheet import AS_TEXT, Book, Cell, Sheet, given, live, plain, stated, total
from reports.workbook_words import COUNT, sheet_names, titles

FIRST = 4  # row (from 0) of the first line of a table; its head stands above it
Items = dict[str, dict[str, Any]]


def build(
    request: Request,
    process: Process,
    audit_head: tuple[int, str],
    language_code: str,
    benchmarks: Benchmarks | None = None,
) -> bytes:
    """The workbook, in `nl` or `en`; arguments and errors as for reports.proposal.build."""
    context = proposal_context(request, process, audit_head, language_code, benchmarks)
    found = calculation(Scope.from_dict(request.scope), benchmarks or shipped())
    out = io.BytesIO()
    with language(language_code), xlsxwriter.Workbook(out, AS_TEXT) as file:
        file.set_properties(
            {
                "title": context["subject"][:255],
                "subject": context["kind"],
                "author": context["municipality"] or "Tienstap",
                "comments": f"{context['version']} · {context['stamp']}",
            }
        )
        book = Book(file, sheet_names(), context["name_short"], context["stamp"])
        items = {item["id"]: item for item in request.estimate["items"]}
        lines = sorted(found.lines, key=lambda one: (_step(items, one), -found.amount(one)))
        places = _Places(found, lines, items)
        summary = book.sheet("summary", "", [])
        _calculation(book, places)
        _counts(book, places)
        _tariffs(book, places)
        _benchmarks(book, places)
        _assumptions(book, context)
        _summary(summary, request, context, places)
    return out.getvalue()


class _Places:
    """Where each count, tariff and benchmark stands, so that the lines can point at it (rows from 0)."""

    def __init__(self, found: Calculation, lines: list[Line], items: Items) -> None:
        self.found, self.lines, self.items = found, lines, items
        self.counts = {one.driver: one.count for one in lines}
        roles = {one.role for one in lines if one.role}
        self.roles = [role for role in words.ROLE if role in roles]
        self.count_row = {name: FIRST + at for at, name in enumerate(self.counts)}
        self.role_row = {name: FIRST + at for at, name in enumerate(self.roles)}
        self.line_row = {one.id: FIRST + at for at, one in enumerate(lines)}
        self.total_row = FIRST + len(lines)


def _step(items: Items, one: Line) -> int:
    return int(items[one.id]["step"]) if one.id in items else 0


def _calculation(book: Book, places: _Places) -> None:
    heads, widths = titles("calculation"), [6, 46, 25, 33, 11, 9, 11, 27, 9, 10, 11, 14, 14, 14]
    sheet = book.sheet("calculation", _("Each line: count × part × benchmark × factor × tariff."), list(heads), widths)
    for one in places.lines:
        sheet.write(places.line_row[one.id], _line(book, places, one))
    sheet.write(places.total_row, _totals(places))
    sheet.done(FIRST, places.total_row - 1, len(heads))


def _line(book: Book, places: _Places, one: Line) -> list[Cell]:
    item, row = places.items[one.id], places.line_row[one.id] + 1
    own, hired = places.found.rates.split(one.role) if one.role else (0.0, 1.0)
    amount = one.count * one.part * one.likely * one.factor
    tariff = places.role_row[one.role] + 1 if one.role else 0
    rate = live(f"={book.at('tariffs', 'E', tariff)}", own + hired, "money") if one.role else plain("")
    hours = live(f"=E{row}*F{row}*G{row}*I{row}", amount, "tenth") if one.role else plain("")
    euros = f"=J{row}*K{row}" if one.role else f"=E{row}*F{row}*G{row}*I{row}"
    share = f"*{book.at('tariffs', 'C', tariff)}*{book.at('tariffs', 'B', tariff)}" if one.role else "*0"
    base = f"J{row}" if one.role else f"L{row}"
    return [
        plain(_("all") if not item["step"] else int(item["step"]), "step"),
        plain(line(column(item, "name"))),
        plain(label(words.ROLE, one.role) if one.role else _("purchase")),
        plain(label(COUNT, one.driver)),
        live(f"={book.at('counts', 'B', places.count_row[one.driver] + 1)}", one.count, "number"),
        given(one.part, "share"),
        live(f"={book.at('benchmarks', 'B', row)}", one.likely, "number"),
        plain(unit_text(item["unit"]), "unit"),
        given(one.factor, "factor"),
        hours,
        rate,
        live(euros, amount * (own + hired), "money"),
        live(f"={base}{share}", amount * own, "money"),
        live(f"=L{row}-M{row}", amount * hired, "money"),
    ]


def _totals(places: _Places) -> list[Cell]:
    first, last = FIRST + 1, places.total_row
    hours = sum(one.count * one.part * one.likely * one.factor for one in places.lines if one.role)
    own = sum(_own(places, one) for one in places.lines)
    whole = places.found.total
    cells = [plain("")] * 8 + [plain(_("Total"), "total")]
    cells.append(total(f"=SUM(J{first}:J{last})", hours, "total_hours"))
    cells.append(plain(""))
    sums = [("L", whole), ("M", own), ("N", whole - own)]
    return cells + [total(f"=ROUND(SUM({x}{first}:{x}{last}),2)", round(value, 2), "total_money") for x, value in sums]


def _own(places: _Places, one: Line) -> float:
    """Euros of own staff in a line."""
    if not one.role:
        return 0.0
    return one.count * one.part * one.likely * one.factor * places.found.rates.split(one.role)[0]


def _counts(book: Book, places: _Places) -> None:
    sheet = book.sheet(
        "counts",
        _(
            "How many there are of everything. A count that follows from another one (seats, registrations, weeks) "
            "doesn't move along here: change it too, or change the estimate in Tienstap."
        ),
        list(titles("counts")),
        [46, 16],
    )
    for name, count in places.counts.items():
        sheet.write(places.count_row[name], [plain(capital(label(COUNT, name))), given(count, "number")])
    sheet.done(FIRST, FIRST + len(places.counts) - 1, 2)


def _tariffs(book: Book, places: _Places) -> None:
    heads, rates = titles("tariffs"), places.found.rates
    sheet = book.sheet("tariffs", _("Euros an hour, excluding VAT."), list(heads), [30, 16, 16, 16, 16, 40])
    for role in places.roles:
        row = places.role_row[role]
        n = row + 1
        own, hired, share = rates.own[role], rates.hired.get(role, 0.0), rates.own_share[role]
        sheet.write(
            row,
            [
                plain(capital(label(words.ROLE, role))),
                given(own, "money"),
                given(share, "percent"),
                given(hired, "money"),
                live(f"=B{n}*C{n}+D{n}*(1-C{n})", own * share + hired * (1 - share), "money"),
                plain(_tariff_source(places.found, role), "unit"),
            ],
        )
    sheet.done(FIRST, FIRST + len(places.roles) - 1, len(heads))


def _tariff_source(found: Calculation, role: str) -> str:
    if role in found.rates.given:
        return _("own tariff")
    row = found.rates.rows.get(role)
    return _graded(row.grade, row.source, row.publisher, row.source_year) if row else ""


def _graded(grade: str, source: object, publisher: object, year: object) -> str:
    """The source with its quality; an assumption says that it is one."""
    if grade == "D":
        return _("our assumption (quality D)")
    parts = ", ".join(filter(None, (line(publisher), line(source), line(year))))
    return _("{source} (quality {grade})", source=parts, grade=grade)


def _benchmarks(book: Book, places: _Places) -> None:
    heads = titles("benchmarks")
    sheet = book.sheet(
        "benchmarks",
        _("The likely value counts here; low and high show how far it may be off."),
        list(heads),
        [50, 14, 10, 10, 27, 46, 70],
    )
    for one in places.lines:
        item = places.items[one.id]
        sheet.write(
            places.line_row[one.id],
            [
                plain(line(column(item, "name"))),
                given(one.likely, "number"),
                plain(item["low"], "number"),
                plain(item["high"], "number"),
                plain(unit_text(item["unit"]), "unit"),
                plain(_graded(item["grade"], item["source"], item["publisher"], item["source_year"]), "wrap"),
                plain(line(column({"note_nl": item["note"], "note_en": item["note_en"]}, "note")), "wrap"),
            ],
        )
    sheet.done(FIRST, places.total_row - 1, len(heads))


def _assumptions(book: Book, context: dict[str, Any]) -> None:
    heads = titles("assumptions")
    sheet = book.sheet("assumptions", context["assumptions_text"], list(heads), [110, 22])
    for at, row in enumerate(context["assumption_rows"]):
        sheet.write(FIRST + at, [plain(row["text"], "wrap"), plain(row["euros"], "right")])
    last = FIRST + len(context["assumption_rows"])
    sheet.write(last, [plain(context["assumptions_more"], "wrap")])
    sheet.done(FIRST, last - 1, len(heads), filters=False)


def _summary(sheet: Sheet, request: Request, context: dict[str, Any], places: _Places) -> None:
    """What comes out here and moves, what was given and doesn't, and where it can be checked."""
    book, n = sheet.book, places.total_row + 1
    sheet.widths([46, 20, 20, 20])
    row = sheet.text(2, context["version"])
    for mark in context["marks"]:
        row = sheet.text(row, f"{mark['lead']} {mark['text']}")
    row = sheet.text(row, context["asked"], "strong")
    row = sheet.heads(row + 1, [_("Recalculates"), _("Total"), _("Own hours"), _("Costs")])
    own = sum(_own(places, one) for one in places.lines)
    whole = places.found.total
    sheet.write(
        row,
        [
            plain(_("Everything at its likely value")),
            *(
                live(f"={book.at('calculation', letter, n)}", round(value, 2), "total_money")
                for letter, value in (("L", whole), ("M", own), ("N", whole - own))
            ),
        ],
    )
    frozen = request.estimate["deterministic_eur"]
    sheet.write(row + 1, [plain(_("The same when it was frozen")), stated(frozen, "money")])
    now = live(f"=ROUND(B{row + 1}-B{row + 2},2)", round(round(whole, 2) - frozen, 2), "money")
    sheet.write(row + 2, [plain(_("Difference: what you changed here")), now])
    row = _by_step(sheet, row + 4, places)
    row = _stated(sheet, row + 1, request, context)
    row = sheet.heads(row + 1, [_("Verification"), "", "", ""])
    for one in context["verification"]:
        row = sheet.text(row, f"{one['label']}: {one['value']}")
    sheet.text(row + 1, _("Amounts in euros, excluding VAT unless it says otherwise."))
    sheet.done(None, None, 4, filters=False, pages=1)


def _by_step(sheet: Sheet, row: int, places: _Places) -> int:
    book, first, last = sheet.book, FIRST + 1, places.total_row
    row = sheet.heads(row, [_("By step, at likely values"), _("Total"), _("Own hours"), _("Costs")])
    area = {x: f"{book.at('calculation', '$' + x, f'${first}')}:${x}${last}" for x in "ALMN"}
    for step in sorted({_step(places.items, one) for one in places.lines}):
        mine = [one for one in places.lines if _step(places.items, one) == step]
        whole, own = sum(places.found.amount(one) for one in mine), sum(_own(places, one) for one in mine)
        key = str(step) if step else f'"{_("all")}"'
        title = numbered(step, short=False) if step else _("Over all steps, as long as it runs")
        values = (("L", whole), ("M", own), ("N", whole - own))
        cells = [live(f"=SUMIF({area['A']},{key},{area[x]})", value, "money") for x, value in values]
        sheet.write(row, [plain(title), *cells])
        row += 1
    return row


def _stated(sheet: Sheet, row: int, request: Request, context: dict[str, Any]) -> int:
    """The figures that a sheet can't make: as given, with the reason."""
    est, asked = request.estimate, request.estimate["request"]
    names = ("cost_eur", "own_hours_eur", "cash_eur")
    row = sheet.heads(row, [_("Given: doesn't recalculate"), _("Total"), _("Own hours"), _("Costs")])
    rows = [
        (_("Middle estimate (50%)"), [est[name]["p50"] for name in names]),
        (
            _("Enough with 80% certainty, each by itself"),
            [est[n]["p80"] for n in ("cost_eur", "own_hours_eur", "cash_eur")],
        ),
        (
            _("Asked: with the date it holds with {confidence}", confidence=context["confidence"]),
            [cents / 100 for cents in (request.cost_cents, request.own_cents, request.cash_cents)],
        ),
        (_("of which contingency"), [asked["contingency_eur"]]),
    ]
    for title, values in rows:
        sheet.write(row, [plain(title), *(stated(value, "money") for value in values)])
        row += 1
    sheet.write(
        row, [plain(_("Costs including VAT")), plain(""), plain(""), stated(asked["cash_incl_vat_eur"], "money")]
    )
    sheet.write(row + 1, [plain(_("Done at the latest")), plain(date_text(request.finish), "right")])
    share = percent(est["probability_of_deterministic"])
    why = _(
        "These figures come from thousands of draws of everything that is uncertain, which a sheet can't repeat. The "
        "total above, with everything at its likely value, is enough in {share} of them.",
        share=share,
    )
    return sheet.text(row + 2, why)
