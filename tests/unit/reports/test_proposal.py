"""The Word proposal says what was asked, in both languages, whatever people typed; templates are checked."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from display.formats import euro, percent
from display.i18n import language
from estimator import Benchmarks, Scope
from estimator.less import price_of_less
from portfolio import audit, estimates, processes, requests, scenarios
from portfolio.identity import LOCAL_USERS
from portfolio.store import open_store
from reports import fields, proposal
from reports.context import printable, proposal_context
from reports.draft import draft_request
from reports.evidence import OtherFigures
from reports.head import decider
from reports.template import shipped
from tests.unit.reports.conftest import DECISION, FINANCE, HEAD, PROCESS, SCOPES, text_of

HEADINGS = {
    "nl": [
        "Onderwerp",
        "Gevraagd besluit",
        "Inleiding",
        "Beoogd effect",
        "Argumenten",
        "Kanttekeningen en risico’s",
        "Wat als het minder is",
        "Financiën",
        "Participatie en communicatie",
        "Planning, uitvoering en evaluatie",
        "Wij gaan uit van…",
        "Bronnen",
        "Bijlagen en verificatie",
    ],
    "en": [
        "Subject",
        "Decision asked",
        "Introduction",
        "Intended effect",
        "Arguments",
        "Caveats and risks",
        "What if it is less",
        "Finance",
        "Participation and communication",
        "Planning, execution and evaluation",
        "We assume…",
        "Sources",
        "Attachments and verification",
    ],
}
HOSTILE = "A&B <b>x</b> {{ 7*7 }} {% for x in y %} \x00\x0b\x1b ]]> \u202e%{ “q” 😀"


def euros(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def table_headed(doc: Any, first: str) -> Any:
    return next(table for table in doc.tables if table.cell(0, 0).text == first)


# --- amounts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["small", "medium", "large"])
def test_amounts_are_those_of_the_request_and_add_up(asked, word, size) -> None:
    request = asked(size)
    doc = word(request)
    rows = {row.cells[0].text: euros(row.cells[1].text) for row in table_headed(doc, "Gevraagd").rows[1:]}
    assert rows["Samen gevraagd"] * 100 == request.cost_cents
    assert rows["Kosten: inhuur en inkoop, exclusief btw"] * 100 == request.cash_cents
    assert rows["waarvan middenraming (50 %)"] + rows["waarvan onvoorzien"] == rows["Samen gevraagd"]
    assert rows["Kosten inclusief btw"] == rows["Kosten: inhuur en inkoop, exclusief btw"] + rows["Btw over de kosten"]
    for first, columns in (("Begrotingsjaar", (1, 2, 3)), ("Stap", (5, 6, 7))):
        table = table_headed(doc, first)
        for column in columns:
            *parts, total = (euros(row.cells[column].text) for row in table.rows[1:])
            assert sum(parts) == total
        assert euros(table.rows[-1].cells[columns[-1]].text) * 100 == request.cost_cents


def test_the_sentence_on_top_says_what_is_asked_how_sure_and_until_when(asked, word) -> None:
    doc = word(asked())
    styles = [p.style.name for p in doc.paragraphs]
    assert styles.index("Ask") < styles.index("Heading 1")
    top = doc.paragraphs[styles.index("Ask")].text
    cash = asked().cash_cents // 100
    assert top.startswith(f"Gevraagd: €\xa0{cash:,}".replace(",", "."))
    assert "met 80\xa0% zekerheid" in top and str(asked().finish.year) in top


def test_the_amount_is_the_approved_amount(sqlite_url) -> None:
    """From the records: sent, approved, printed; with the log's head and without sign-in."""
    lead, client = LOCAL_USERS[0], LOCAL_USERS[1]
    store = open_store(sqlite_url)
    fields_ = {"name": "Dorpsplein", "question": "Hoe wordt het plein fijn?", "client_name": "A. de Vries"}
    made = processes.create(store, lead, fields_)
    scope = {"stakeholder_groups": 2, "conversations": 2, "resident_reach": 300, "start": "2030-01-07"}
    scenarios.save(store, lead, made.id, "Basis", scope | {"budget_route": "budgethouder"})
    sent = requests.submit(store, lead, made.id, FINANCE)
    done = requests.approve(store, client, sent.id, sent.version, "Akkoord met bedrag en datum.")
    head = audit.head(store)
    doc = Document(io.BytesIO(proposal.build(done, made, head, "nl")))
    store.close()
    text = text_of(doc)
    assert euros(table_headed(doc, "Gevraagd").rows[3].cells[1].text) * 100 == done.cost_cents
    assert f"nr. {head[0]} · {head[1]}" in text and done.sha256 in text
    assert "Goedgekeurd." in text and "Akkoord met bedrag en datum." in text and "zonder aanmelding" in text
    assert "Er is nog niets ingediend" not in text and "GOEDGEKEURD" in text.upper()


# --- what stands in it --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["nl", "en"])
@pytest.mark.parametrize("size", ["small", "medium", "large"])
def test_all_headings_in_order_and_nothing_left_to_fill(asked, word, code, size) -> None:
    doc = word(asked(size), code)
    assert [p.text for p in doc.paragraphs if p.style.name == "Heading 1"] == HEADINGS[code]
    text = text_of(doc)
    assert not re.search(r"{{|}}|{%|%}|\bNone\b|Undefined", text)
    for missing in ("{n}", "{name}", "nan"):
        assert missing not in text.split()


def test_dutch_is_dutch_and_english_is_english(asked, word) -> None:
    dutch, english = text_of(word(asked(), "nl")), text_of(word(asked(), "en"))
    for word_ in (" the ", " with ", "certainty", "Step "):
        assert word_ not in dutch
    for word_ in (" het ", " met ", "zekerheid", "Stap "):
        assert word_ not in english.replace("Hoe ziet het Marktplein er straks uit?", "")


@pytest.mark.parametrize("code", ["nl", "en"])
def test_language_title_paper_and_alt_texts(asked, word, code) -> None:
    doc = word(asked(), code)
    assert doc.core_properties.language == {"nl": "nl-NL", "en": "en-GB"}[code]
    assert {lang.get(qn("w:val")) for lang in doc.styles.element.iter(qn("w:lang"))} == {doc.core_properties.language}
    assert PROCESS.name in doc.core_properties.title
    section = doc.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    described = [part.get("descr") for part in doc.element.body.iter(qn("wp:docPr"))]
    assert len(described) == 2 and all(len(text or "") > 40 for text in described)


def test_tables_repeat_their_heads_and_numbers_stand_right(asked, word) -> None:
    table = table_headed(word(asked()), "Stap")
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    style = table.rows[1].cells[7].paragraphs[0].style
    while style.paragraph_format.alignment is None and style.base_style is not None:
        style = style.base_style
    assert style.paragraph_format.alignment == 2
    assert len(table.rows) == 12


# --- where it stands --------------------------------------------------------------------------------------------


def marks(doc: Any) -> str:
    return "\n".join(p.text for p in doc.paragraphs if p.style.name == "Mark")


def header(doc: Any) -> str:
    return doc.sections[0].header.paragraphs[0].text


def test_a_body_filled_in_by_the_english_screen_is_dutch_in_a_dutch_proposal() -> None:
    with language("nl"):
        finance = {"decider_outcome": "college of mayor and aldermen"}
        assert decider(finance, "decider_outcome", "college") == "college van B en W"
        assert decider({"decider_outcome": "J. de Vries"}, "decider_outcome", "college") == "J. de Vries"


def test_a_draft_says_so_on_every_page(asked, word) -> None:
    doc = word(asked())
    assert marks(doc).startswith("Concept.") and "concept" in header(doc)


def test_a_sent_request_is_not_decided_yet(sent, word) -> None:
    doc = word(sent())
    assert "Over deze versie is nog niet besloten." in marks(doc) and "Versie 2" in text_of(doc)
    assert "Concept" not in marks(doc)


@pytest.mark.parametrize(
    ("status", "outcome", "said"),
    [("refused", "refused", "Afgewezen."), ("returned", "returned", "Teruggestuurd.")],
)
def test_a_refusal_or_return_is_printed_with_its_words(sent, word, status, outcome, said) -> None:
    decision = DECISION | {"kind": status, "outcome": outcome, "statement": "", "reason": "Eerst de dekking regelen."}
    doc = word(sent(status=status, decision=decision))
    assert said in marks(doc) and "Eerst de dekking regelen." in marks(doc) and "20 november 2029" in marks(doc)


def test_a_recorded_decision_names_body_number_and_document(sent, word) -> None:
    decision = DECISION | {
        "kind": "recorded",
        "body": "Gemeenteraad",
        "number": "R29.113",
        "statement": "",
        "document": {"id": "d", "name": "besluit.pdf", "sha256": "0d" * 32, "size": 12},
    }
    deferred = DECISION | {"kind": "recorded", "outcome": "deferred", "body": "Gemeenteraad", "number": "R29.090"}
    text = text_of(word(sent(status="recorded", decision=decision, deferrals=(deferred,))))
    for part in ("Besluit van Gemeenteraad", "R29.113", "besluit.pdf", "0d" * 32, "Aangehouden.", "R29.090"):
        assert part in text


def test_a_replaced_version_says_so(sent, word) -> None:
    assert "er is een nieuwere" in marks(word(sent(status="superseded")))


def test_an_example_and_a_confidential_process_are_marked(asked, word) -> None:
    request = asked(example=True, process={**asked().process, "confidential": True})
    doc = word(request)
    assert "Voorbeeld." in marks(doc) and "Vertrouwelijk." in marks(doc)
    assert "voorbeeld" in header(doc) and "vertrouwelijk" in header(doc)


def test_a_wish_that_cannot_come_true_stands_on_top(asked, word) -> None:
    assert "Nee: " in marks(word(asked()))


def test_finance_that_was_not_filled_in_says_so(asked, word) -> None:
    text = text_of(word(asked(finance={})))
    assert text.count("nog niet ingevuld") == 7


def test_vat_that_weighs_on_the_budget_is_in_the_decision(asked) -> None:
    request = asked(finance={**FINANCE, "vat_compensable": False, "within_budget": False})
    said = proposal_context(request, PROCESS, HEAD, "nl")["decisions"]
    assert "inclusief btw" in said[1] and said[2] == "De begroting daarvoor te wijzigen."


# --- what people type ---------------------------------------------------------------------------------------------


def hostile_request(asked: Any) -> tuple[Any, Any]:
    typed = dict.fromkeys(("name", "question", "theme", "area"), HOSTILE)
    frozen = {**asked().process, **typed, "group_names": [HOSTILE] * 3}
    money = {key: HOSTILE if isinstance(value, str) else value for key, value in FINANCE.items()} | {"notes": HOSTILE}
    people = dict.fromkeys(("client_name", "content_owner", "process_owner", "portfolio_holder"), HOSTILE)
    return asked(process=frozen, finance=money), dataclasses.replace(PROCESS, **typed, **people)


@pytest.mark.parametrize("code", ["nl", "en"])
def test_hostile_text_is_only_text(asked, word, code) -> None:
    request, process = hostile_request(asked)
    doc = word(request, code, process)
    text = text_of(doc)
    assert text.count("A&B <b>x</b> {{ 7*7 }} {% for x in y %}") > 8 and "49" not in text.split()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e]", text)
    assert "😀" in text


def test_very_long_text_stays_inside(asked, word) -> None:
    long_name, unbroken = "Heel lange naam " * 12, "x" * 200
    frozen = {**asked().process, "name": long_name, "theme": unbroken, "question": "Waarom? " * 500}
    doc = word(asked(process=frozen, finance={**FINANCE, "notes": "zebra\n" * 400}))
    assert len(doc.sections[0].footer.paragraphs[0].text) < 150
    assert len(doc.core_properties.title) <= 255
    assert text_of(doc).count("zebra") == 400


def test_no_names_and_no_groups_leave_no_empty_rows(asked, word) -> None:
    frozen = {**asked().process, "theme": "", "area": "", "question": "", "municipality": "", "group_names": []}
    nobody = dict.fromkeys(("client_name", "content_owner", "process_owner", "portfolio_holder"), "")
    doc = word(asked(process=frozen), "nl", dataclasses.replace(PROCESS, **nobody))
    assert "3 publieksgroepen, nog niet bij naam genoemd." in text_of(doc)
    for table in doc.tables:
        if len(table.columns) == 2:
            assert all(cell.text for row in table.rows for cell in row.cells)


# --- templates ---------------------------------------------------------------------------------------------------


def template(*paragraphs: str) -> bytes:
    doc = Document()
    for text in paragraphs:
        doc.add_paragraph(text)
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()


def faults(content: bytes) -> list[str]:
    return [fault.message for fault in proposal.check_template(content)]


@pytest.mark.parametrize("code", ["nl", "en"])
def test_our_own_templates_have_no_faults(code) -> None:
    assert faults(shipped(code)) == []


def test_a_municipality_s_own_template_is_filled(asked, word) -> None:
    own = template(
        "Ons kenmerk {{ version }}", "{{ asked }}", "{%p for x in caveats %}", "{{ x.lead }}", "{%p endfor %}"
    )
    text = text_of(word(asked(), template=own))
    assert "Ons kenmerk Concept van" in text and "Gevraagd: €" in text and "Minder geld" in text


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["{{ asked }} {{ costs }}"], "asks for {{ costs }}, which a proposal doesn't have; is cost meant?"),
        (
            ["{{ asked }} {{ zaaknummer }}"],
            "asks for {{ zaaknummer }}, which a proposal doesn't have. Its names are in",
        ),
        (["{{ asked }}", "{% for x in caveats %}{{ x.leed }}{% endfor %}"], "{{ ….leed }}"),
        (["{{ name }}"], "nowhere shows what is asked; add {{ asked }}"),
        (["{{ asked }} {% for x in %}"], "can't be read"),
        (["{{ asked }} {{ asked.__class__.__mro__ }}"], "{{ __class__ }}"),
        (["{{ asked }} {% for a in range(9) %}{% endfor %}"], "{{ range }}"),
    ],
)
def test_faults_of_a_template_are_named(lines, said) -> None:
    found = faults(template(*lines))
    assert any(said in one for one in found), found


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0 old doc"])
def test_a_file_that_is_no_word_document_is_one_sentence(content) -> None:
    assert len(faults(content)) == 1 and "isn't a Word document" in faults(content)[0]


def test_an_encrypted_or_damaged_file_is_one_sentence() -> None:
    whole = template("{{ asked }}")
    locked, flags = bytearray(whole), {b"PK\x03\x04": 6, b"PK\x01\x02": 8}
    for mark, offset in flags.items():
        at = locked.find(mark)
        while at >= 0:
            locked[at + offset] |= 1
            at = locked.find(mark, at + 4)
    start = whole.find(b"word/document.xml") + 60
    for content in (bytes(locked), whole[:start] + b"\x00" * 500 + whole[start + 500 :]):
        assert len(faults(content)) == 1 and "isn't a Word document" in faults(content)[0]


def test_macros_and_bombs_are_refused() -> None:
    for name, size, said in (("word/vbaProject.bin", 10, "macros"), ("word/media/x.bin", 61 * 1024 * 1024, "at most")):
        out = io.BytesIO(template("{{ asked }}"))
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr(name, b"0" * size)
        assert said in faults(out.getvalue())[0]


def test_a_faulty_template_is_refused_when_filling(asked) -> None:
    with pytest.raises(Exception, match="doesn't have"):
        proposal.build(asked(), PROCESS, HEAD, "nl", template("{{ asked }} {{ nonsense }}"))


def test_other_benchmarks_than_those_of_the_request_are_refused(asked) -> None:
    with pytest.raises(OtherFigures, match="rests on the benchmark figures"):
        proposal.build(asked(benchmarks_sha256="0" * 64), PROCESS, HEAD, "nl")
    figures = Benchmarks.from_csv(estimates.shipped().to_csv())
    assert proposal.build(asked(), PROCESS, HEAD, "nl", benchmarks=figures)


def test_the_documentation_names_exactly_what_there_is(asked) -> None:
    context = proposal_context(asked(), PROCESS, HEAD, "en")
    assert {*context, *fields.PICTURES} == set(fields.names())
    for name, columns in fields.ROWS.items():
        for row in context[name]:
            assert set(row) <= set(columns), name
    documented = (Path(__file__).resolve().parents[3] / "docs" / "templates.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(\w+)`", documented, re.MULTILINE))
    assert named == set(fields.names())
    for columns in fields.ROWS.values():
        assert all(f"`{column}`" in documented for column in columns)


def test_a_stored_request_whose_keys_were_sorted_says_the_same(asked) -> None:
    stored = json.loads(json.dumps(asked().estimate, sort_keys=True))
    said = proposal_context(asked(), PROCESS, HEAD, "nl")
    assert proposal_context(asked(estimate=stored), PROCESS, HEAD, "nl") == said


def test_both_languages_say_the_same_figures(asked) -> None:
    found = {code: proposal_context(asked(), PROCESS, HEAD, code) for code in ("nl", "en")}
    for name in ("cost", "cash", "own_eur", "estimate", "contingency", "vat", "cash_incl_vat", "own_hours"):
        assert euros(found["nl"][name]) == euros(found["en"][name])
    with language("nl"):
        assert proposal_context(asked(), PROCESS, HEAD, "en")["kind"] == found["en"]["kind"]


@pytest.mark.parametrize(
    ("code", "says", "measure", "overrun"),
    [
        ("nl", "Het onvoorzien rekent ook met wat er tussen kan komen.", "tweede locatie in optie", "gebruikelijke"),
        ("en", "The contingency also counts what may come in between.", "a second venue on hold", "usual overrun"),
    ],
)
def test_what_may_happen_and_the_usual_overrun_are_in_the_document(word, code, says, measure, overrun):
    scope = {**SCOPES["small"], "events": {"venue_lost": {"mitigated": True}}, "overrun": True}
    request = draft_request(PROCESS, scope, FINANCE)
    text = text_of(word(request, code))
    assert says in text and measure in text
    asked = request.estimate["request"]
    with language(code):
        line = f"{euro(asked['overrun_eur'])} {overrun}"
    assert line in text
    assert asked["estimate_eur"] + asked["contingency_eur"] + asked["overrun_eur"] == asked["cost_eur"]


def test_a_request_of_an_earlier_version_has_neither(word, asked):
    old = asked("small")
    estimate = {k: v for k, v in old.estimate.items() if k not in ("events", "overrun", "contingency_parts")}
    estimate["request"] = {k: v for k, v in old.estimate["request"].items() if not k.startswith(("overrun", "usual"))}
    text = text_of(word(dataclasses.replace(old, estimate=estimate)))
    assert "wat er tussen kan komen" not in text
    assert "Kanttekeningen en risico’s" in text


@pytest.mark.parametrize("size", SCOPES)
def test_less_says_what_really_falls_away(asked, word, size) -> None:
    """The amounts and the chance are those of the price of less on the very draws of the request."""
    request = asked(size)
    points = proposal_context(request, PROCESS, HEAD, "nl")["less"]
    assert [point["lead"] for point in points] == ["Een kwart minder.", "De helft."]
    for share, point in zip((0.75, 0.5), points, strict=True):
        budget = round(share * request.cost_cents / 100, -2)
        found = price_of_less(Scope.from_dict(request.scope), budget=budget, process_key=request.process_id)
        with language("nl"):
            assert euro(budget) in point["text"]
            last = found["order"][-1]["confidence"]
            assert printable(percent(last)) in point["text"]
        assert point["text"] in text_of(word(request, "nl"))


def test_less_is_left_out_of_a_request_that_another_engine_made(asked, word) -> None:
    doc = word(dataclasses.replace(asked(), engine="0.9.0"), "nl")
    assert "Wat als het minder is" not in [p.text for p in doc.paragraphs]
