"""Numbers, euros, dates and their parsers, in both languages."""

import datetime as dt
import doctest
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import formats, text
from ui.formats import ParseFault, parse_decimal, parse_int
from ui.i18n import LANGUAGES, language

languages = st.sampled_from(LANGUAGES)
cents = st.decimals(min_value=-10_000_000, max_value=10_000_000, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize("module", [formats, text])
def test_examples_in_the_docstrings(module):
    assert doctest.testmod(module).failed == 0


@given(value=cents, code=languages)
def test_a_number_that_is_shown_can_be_typed_back(value, code):
    with language(code):
        assert parse_decimal(formats.number(value)) == value


@given(value=cents, code=languages, with_cents=st.booleans())
def test_an_amount_that_is_shown_can_be_typed_back(value, code, with_cents):
    with language(code):
        shown = formats.euro(value, with_cents)
        typed = parse_decimal(shown)
    assert abs(typed - value) <= (0 if with_cents else Decimal("0.5"))


@given(value=st.integers(min_value=-(10**12), max_value=10**12), code=languages)
def test_a_whole_number_survives_both_ways(value, code):
    with language(code):
        assert parse_int(formats.number(value, 0)) == value
        assert parse_int(str(value)) == value


@given(typed=st.text(max_size=30), code=languages)
def test_anything_typed_is_a_number_or_a_sentence(typed, code):
    with language(code):
        try:
            value = parse_decimal(typed)
        except ParseFault as fault:
            assert formats.fill(fault.template, fault.params)
        else:
            assert value.is_finite()


@pytest.mark.parametrize(
    ("code", "typed", "meant"),
    [
        ("nl", "97,5", "97.5"),
        ("nl", "97.5", "97.5"),
        ("nl", "1500,00", "1500"),
        ("nl", "1.500", "1500"),
        ("nl", "1.500.000", "1500000"),
        ("nl", "€ 1.234,56", "1234.56"),
        ("nl", "1,234.56", "1234.56"),
        ("nl", "€ 2.500,-", "2500"),
        ("nl", "1 500", "1500"),
        ("nl", "0,125", "0.125"),
        ("nl", "−12", "-12"),
        ("en", "97.5", "97.5"),
        ("en", "97,5", "97.5"),
        ("en", "1,500", "1500"),
        ("en", "1.500,25", "1500.25"),
        ("en", "EUR 1,234.56", "1234.56"),
    ],
)
def test_comma_and_point_the_way_of_the_language(code, typed, meant):
    with language(code):
        assert parse_decimal(typed) == Decimal(meant)


@pytest.mark.parametrize(("code", "typed"), [("nl", "1,500"), ("en", "1.500")])
def test_what_can_mean_two_things_is_refused_with_both_readings(code, typed):
    with language(code), pytest.raises(ParseFault) as caught:
        parse_decimal(typed)
    sentence = formats.fill(caught.value.template, caught.value.params)
    assert "1500" in sentence


@pytest.mark.parametrize(
    "typed", ["", " ", "veel", "1e6", "nan", "inf", "12,34,5", "1.2.3", "½", "--4", "5,", "٣", "0x10"]
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ParseFault):
        parse_decimal(typed)


def test_a_whole_number_refuses_decimals():
    with language("nl"), pytest.raises(ParseFault, match="not a whole number"):
        parse_int("2,5")


def test_words_follow_the_language():
    with language("nl"):
        assert formats.date_text("2027-06-12") == "12 juni 2027"
        assert formats.weeks_text(24.4) == "24 weken"
        assert formats.percent(0.8) == "80\u202f%"
        assert formats.euro(48_500) == "€\u00a048.500"
    with language("en"):
        assert formats.date_text(dt.date(2027, 6, 12)) == "12 June 2027"
        assert formats.weeks_text(1) == "1 week"
        assert formats.percent(0.8) == "80%"
        assert formats.euro(97.5) == "€97.50"


def test_parameters_of_a_sentence_are_written_in_the_language_and_escaped():
    with language("nl"):
        params = {"euros": 1500, "share": 0.5, "day": "2027-01-04", "name": "*x*"}
        shown = formats.fill("{euros} {share} {day} {name}", params)
    assert shown == "€\u00a01.500 50\u202f% 4 januari 2027 \\*x\\*"


@given(typed=st.text(max_size=50))
def test_escaped_text_has_no_bare_markdown(typed):
    import re

    escaped = text.esc(typed)
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`\[\]<>$!]", escaped.replace("\\\\", ""))


def test_every_unit_of_the_benchmarks_has_english_words():
    import csv

    from display.units import known
    from estimator.places import DATA

    with open(DATA / "benchmarks.csv", encoding="utf-8", newline="") as file:
        units = {row["unit"] for row in csv.DictReader(file)}
    assert not [unit for unit in sorted(units) if not known(unit)]
