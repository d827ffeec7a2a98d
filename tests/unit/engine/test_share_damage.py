"""Damaged, foreign and hostile links: each gives a refusal or a notice, quickly, and never another number."""

from __future__ import annotations

import base64
import gzip
import json
import pickle
import random
import time
import tracemalloc
import zlib
from contextlib import suppress

import pytest

from estimator import ENGINE, Scope, estimate
from estimator.share import (
    FAULTY,
    LEFT_OUT,
    MOST_FAULTS,
    NEWER_ENGINE,
    OLDER_ENGINE,
    Shared,
    ShareError,
    unpack,
)
from estimator.share_text import DAMAGED, LONGEST, NEWER, NOT_A_LINK, NOT_JSON, TOO_BIG, TOO_LONG, canonical, checksum
from tests.unit.engine.helpers import BASE, shipped
from tests.unit.engine.test_share import GOLDEN, link

GOOD = link()
CONTENT = {"scope": BASE, "benchmarks_sha256": shipped().sha256, "engine": ENGINE}
OWN = {"low": 8, "likely": 16, "high": 30}
LESSON = {"n": 9, "factor": 1.2, "weight": 0.7, "mean_ratio": 1.3, "sigma": 0.3, "model_sigma": 0.3}


def sealed(raw: bytes, version: int = 1, packed: bytes | None = None) -> str:
    """A text with a right checksum around anything, as a forger makes it."""
    payload = base64.urlsafe_b64encode(zlib.compress(raw, 9) if packed is None else packed).decode().rstrip("=")
    return f"T{version}.{payload}.{checksum(f'T{version}.{payload}')}"


def holding(**changes) -> str:
    return sealed(json.dumps({**CONTENT, **changes}).encode())


def scope(**changes) -> str:
    return holding(scope={**BASE, **changes})


def own(**changes) -> str:
    return holding(own={"plan_script": {**OWN, **changes}})


def lesson(**changes) -> str:
    return holding(learned={"classes": {"hours": {**LESSON, **changes}}, "steps": {}})


def packed(content: object) -> bytes:
    return zlib.compress(json.dumps(content).encode(), 9)


def swapped(text: str, at: int) -> str:
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def bare(text: str) -> bytes:
    return canonical(CONTENT).encode().replace(b'"conversations":8', text.encode())


BODY = GOOD.split(".")[1]
MARKS = [0, 1, 2, 3, 10, len(GOOD) // 3, len(GOOD) // 2, len(GOOD) - 18, len(GOOD) - 17, len(GOOD) - 16, len(GOOD) - 1]

# Names → (text, the sentence it must give).
DAMAGE: dict[str, tuple[object, str | None]] = {}
for at in MARKS:
    for bit in range(7):
        DAMAGE[f"bit {bit} of letter {at}"] = (GOOD[:at] + chr(ord(GOOD[at]) ^ 1 << bit) + GOOD[at + 1 :], None)
for n in (0, 1, 2, 3, 4, 20, len(GOOD) // 2, len(GOOD) - 17, len(GOOD) - 16, len(GOOD) - 2, len(GOOD) - 1):
    DAMAGE[f"the first {n} letters"] = (GOOD[:n], DAMAGED if n > 2 else NOT_A_LINK)
    DAMAGE[f"without the first {n + 1} letters"] = (GOOD[n + 1 :], NOT_A_LINK)
for at in MARKS[1:]:
    for extra in ("A", "-", ".", " ", "\n", "=", "%2E", "é"):
        DAMAGE[f"{extra!r} before letter {at}"] = (GOOD[:at] + extra + GOOD[at:], None)
DAMAGE |= {f"letter {at} left out": (GOOD[:at] + GOOD[at + 1 :], None) for at in MARKS}
DAMAGE |= {
    "two letters swapped": (swapped(GOOD, 40 if GOOD[40] != GOOD[41] else 41), DAMAGED),
    "in capitals": (GOOD.upper(), DAMAGED),
    "in small letters": (GOOD.lower(), NOT_A_LINK),
    "twice": (GOOD + GOOD, DAMAGED),
    "two links mixed": (f"T1.{BODY}.{GOLDEN.rpartition('.')[2]}", DAMAGED),
    "padded": (GOOD + "==", DAMAGED),
    "a dot behind it": (GOOD + ".", DAMAGED),
    "a whole address": ("https://tienstap.nl/wat-als?s=" + GOOD, NOT_A_LINK),
    # not ours
    "nothing": ("", NOT_A_LINK),
    "None": (None, NOT_A_LINK),
    "a number": (3, NOT_A_LINK),
    "bytes": (GOOD.encode(), NOT_A_LINK),
    "a list": ([GOOD], NOT_A_LINK),
    "foreign JSON": ('{"stakeholder_groups": 5}', NOT_A_LINK),
    "foreign base64": (base64.b64encode(b"hello there, this is not a link").decode(), NOT_A_LINK),
    "a token": ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P", NOT_A_LINK),
    "markup": ("<script>alert(1)</script>", NOT_A_LINK),
    "NUL": ("\0" * 40, NOT_A_LINK),
    "half a character": ("T1.\ud800.AAAAAAAAAAAAAAAA", DAMAGED),
    "full-width letters": ("".join(chr(ord(c) + 0xFEE0) for c in GOOD), NOT_A_LINK),
    "a Greek T": ("Τ" + GOOD[1:], NOT_A_LINK),
    "a Cyrillic A": (GOOD.replace("A", "А", 1) if "A" in GOOD else "T1.А.А", DAMAGED),
    "an Arabic 1": ("T١" + GOOD[2:], NOT_A_LINK),
    "a superscript 1": ("T¹" + GOOD[2:], NOT_A_LINK),
    "a one-dot leader": (GOOD.replace(".", "․"), NOT_A_LINK),
    "a zero-width space": (GOOD[:9] + "\u200b" + GOOD[9:], DAMAGED),
    "a soft hyphen": (GOOD[:9] + "\u00ad" + GOOD[9:], DAMAGED),
    # too much
    "1 MB of letters": ("A" * 10**6, TOO_LONG),
    "1 MB of spaces": (" " * 10**6, TOO_LONG),
    "1 MB behind a good start": (GOOD + "A" * 10**6, TOO_LONG),
    "one letter too long": ("T1." + "A" * (LONGEST - 2), TOO_LONG),
    "a bomb": (sealed(b" " * 5_000_000), TOO_BIG),
    "a bomb of one name": (sealed(b'{"' + b"a" * 5_000_000 + b'":1}'), TOO_BIG),
    "a bomb in a bomb": (sealed(zlib.compress(b"0" * 5_000_000)), NOT_JSON),
    "just too big": (sealed(b" " * (64 * 1024 + 1)), TOO_BIG),
    "64 KiB of spaces": (sealed(b" " * 64 * 1024), NOT_JSON),
    "64 KiB of brackets": (sealed(b"[" * 64 * 1024), NOT_JSON),
    "64 KiB of quotes": (sealed(b'"' * 64 * 1024), NOT_JSON),
    "64 KiB of backslashes": (sealed(b'"' + b"\\" * 65_000), NOT_JSON),
    "64 KiB of lists": (sealed(b"[" + b"[]," * 21_000 + b"[]]"), FAULTY),
    "nested 10,000 deep": (sealed(b"[" * 10_000 + b"]" * 10_000), NOT_JSON),
    "objects 10,000 deep": (sealed(b'{"a":' * 10_000 + b"1" + b"}" * 10_000), NOT_JSON),
    "a scope nested 10 deep": (scope(options=[[[[[[[[[["x"]]]]]]]]]]), NOT_JSON),
    "4,000 own figures": (holding(own={f"x{i}": 0 for i in range(4000)}), TOO_LONG),
    "3,000 options": (scope(options=["interpretr"] * 3000), FAULTY),
    "2,000 fields": (holding(scope={f"conversation{i}": 1 for i in range(2000)}), FAULTY),
    "a level of 60,000 letters": (scope(level="raadpleger" * 6000), FAULTY),
    "a name in a list": (holding(name=["\u202e"] * 5000), FAULTY),
    # not JSON within
    "no compression": (sealed(b"", packed=canonical(CONTENT).encode()), NOT_JSON),
    "gzip": (sealed(b"", packed=gzip.compress(canonical(CONTENT).encode())), NOT_JSON),
    "pickle": (sealed(pickle.dumps(CONTENT)), NOT_JSON),
    "pickle, packed as such": (sealed(b"", packed=pickle.dumps(CONTENT)), NOT_JSON),
    "half a stream": (sealed(b"", packed=packed(CONTENT)[:-20]), NOT_JSON),
    "a stream without its end": (sealed(b"", packed=packed(CONTENT)[:-4]), NOT_JSON),
    "bytes behind the stream": (sealed(b"", packed=packed(CONTENT) + b"more"), NOT_JSON),
    "two streams": (sealed(b"", packed=packed(CONTENT) * 2), NOT_JSON),
    "one letter of base64": (f"T1.A.{checksum('T1.A')}", NOT_JSON),
    "an empty text": (sealed(b""), NOT_JSON),
    "Latin letters": (sealed(b'{"name":"caf\xe9"}'), NOT_JSON),
    "UTF-16": (sealed(canonical(CONTENT).encode("utf-16")), NOT_JSON),
    "a byte-order mark": (sealed(b"\xef\xbb\xbf" + canonical(CONTENT).encode()), NOT_JSON),
    "half a character within": (sealed(b'{"name":"\\ud800"}'), NOT_JSON),
    "Python instead of JSON": (sealed(repr(CONTENT).encode()), NOT_JSON),
    "a comma too many": (sealed(canonical(CONTENT).encode()[:-1] + b",}"), NOT_JSON),
    "two documents": (sealed(canonical(CONTENT).encode() * 2), NOT_JSON),
    "a name twice": (sealed(bare('"conversations":8,"conversations":9')), NOT_JSON),
    "a name twice outside": (sealed(b'{"engine":"1.0.0",' + canonical(CONTENT).encode()[1:]), NOT_JSON),
    "NaN": (sealed(bare('"conversations":NaN')), NOT_JSON),
    "Infinity": (sealed(bare('"conversations":Infinity')), NOT_JSON),
    "-Infinity": (sealed(bare('"conversations":-Infinity')), NOT_JSON),
    "1e999": (sealed(bare('"conversations":1e999')), NOT_JSON),
    "a number of 5,000 digits": (sealed(bare('"conversations":' + "9" * 5000)), NOT_JSON),
    "a fraction of 5,000 digits": (sealed(bare('"conversations":0.' + "9" * 5000)), NOT_JSON),
    # JSON, but no scenario
    **{f"just {v!r}": (sealed(json.dumps(v).encode()), FAULTY) for v in (None, True, 3, "x", [], {}, [CONTENT])},
    "another app's JSON": (sealed(b'{"type":"FeatureCollection","features":[]}'), FAULTY),
    "an unknown name": (holding(admin=True), FAULTY),
    "no scope": (sealed(json.dumps({**CONTENT, "scope": None}).encode()), FAULTY),
    "no engine": (holding(engine=None), FAULTY),
    "no figures": (holding(benchmarks_sha256=None), FAULTY),
    "an engine in words": (holding(engine="nieuw"), FAULTY),
    "an engine with a line end": (holding(engine="2.0.0\n"), FAULTY),
    "an engine of Arabic digits": (holding(engine="٢.0.0"), FAULTY),
    "an engine without end": (holding(engine="1." * 900 + "1"), FAULTY),
    "figures in capitals": (holding(benchmarks_sha256="A" * 64), FAULTY),
    "a key in a list": (holding(process_key=["x"]), FAULTY),
    "a key of NUL": (holding(process_key="\0"), FAULTY),
    "a key of 101 letters": (holding(process_key="x" * 101), FAULTY),
    "a name of numbers": (holding(name=7), FAULTY),
    "no groups": (scope(stakeholder_groups=0), FAULTY),
    "groups below nothing": (scope(stakeholder_groups=-5), FAULTY),
    "groups in words": (scope(stakeholder_groups="vijf"), FAULTY),
    "groups as yes": (scope(stakeholder_groups=True), FAULTY),
    "a fraction of a talk": (scope(conversations=8.5), FAULTY),
    "a huge whole number": (scope(conversations=10**39), FAULTY),
    "more than there are residents": (scope(resident_reach=10**7), FAULTY),
    "an unknown field": (scope(stakholder_groups=4), FAULTY),
    "a field of turning marks": (scope(**{"\u202elevel": 4}), FAULTY),
    "an unknown place": (scope(municipality="GM9999"), FAULTY),
    "an unknown level": (scope(level="raadpIegen"), FAULTY),
    "an unknown option": (scope(options=["goud"]), FAULTY),
    "forms that don't add up": (scope(conversations_by_form={"dialoogtafel": 3}), FAULTY),
    "a date before the start": (scope(start="2027-06-01", deadline="2027-01-01"), FAULTY),
    "no date": (scope(start="2027-02-30"), FAULTY),
    "a tariff below nothing": (scope(tariffs={"average": -5}), FAULTY),
    "an unknown event": (scope(events={"flood": True}), FAULTY),
    "a chance above one": (scope(events={"storm": {"probability": 1.2}}), FAULTY),
    "own figures in a list": (holding(own=[OWN]), FAULTY),
    "an own figure in a list": (holding(own={"plan_script": [8, 16, 30]}), FAULTY),
    "an own figure without a number": (holding(own={"plan_script": {}}), FAULTY),
    "an own figure of nothing": (own(low=0, likely=0, high=0), FAULTY),
    "an own figure below nothing": (own(low=-8, likely=-8, high=-8), FAULTY),
    "a low end of nothing": (own(low=0), FAULTY),
    "a low end above": (own(low=17), FAULTY),
    "a high end below": (own(high=15), FAULTY),
    "an end without end": (own(high=1e300), FAULTY),
    "a range a thousand times as wide": (own(low=0.016, high=16_000), FAULTY),
    "an own figure in words": (own(likely="16"), FAULTY),
    "an own figure as yes": (own(likely=True), FAULTY),
    "an own figure with more": (own(grade="A"), FAULTY),
    "a reason in a list": (own(reason=["x"]), FAULTY),
    "a reason of 401 letters": (own(reason="x" * 401), FAULTY),
    "a year of long ago": (own(year="1712"), FAULTY),
    "a year as a number": (own(year=2026), FAULTY),
    "a year of Arabic digits": (own(year="٢٠٢٦"), FAULTY),
    "a share above one": (holding(own={"response_sortition": {"low": 1, "likely": 2, "high": 3}}), FAULTY),
    "a tariff of 501 euros": (holding(own={"tariff_analyst": {"low": 501, "likely": 501, "high": 501}}), FAULTY),
    "an average of 0.5 euros": (holding(own={"tariff_average": {"low": 0.5, "likely": 0.5, "high": 0.5}}), FAULTY),
    "nothing learned": (holding(learned=None), FAULTY),
    "learned in a list": (holding(learned=[LESSON]), FAULTY),
    "learned more": (holding(learned={"classes": {}, "steps": {}, "ids": ["x"]}), FAULTY),
    "an unknown class": (holding(learned={"classes": {"joy": LESSON}}), FAULTY),
    "a step 11": (holding(learned={"classes": {}, "steps": {"hours": {"11": LESSON}}}), FAULTY),
    "a step in words": (holding(learned={"classes": {}, "steps": {"hours": {"een": LESSON}}}), FAULTY),
    "a factor of nothing": (lesson(factor=0), FAULTY),
    "a factor without end": (lesson(factor=1e9), FAULTY),
    "a factor in words": (lesson(factor="1.2"), FAULTY),
    "a weight above one": (lesson(weight=1.1), FAULTY),
    "a spread below nothing": (lesson(sigma=-0.1), FAULTY),
    "half a process": (lesson(n=3.5), FAULTY),
    "an unknown percentile": (lesson(predictive={"p99": 1.0}), FAULTY),
    # versions
    "version 0": (sealed(canonical(CONTENT).encode(), 0), NOT_A_LINK),
    "version 2": (sealed(canonical(CONTENT).encode(), 2), NEWER),
    "version 9999": (sealed(b"\0", 9999), NEWER),
    "version 10000": (sealed(b"\0", 10_000), NOT_A_LINK),
    "version 01": (GOOD.replace("T1.", "T01.", 1), NOT_A_LINK),
    "version -1": (GOOD.replace("T1.", "T-1.", 1), NOT_A_LINK),
    "version 2 without its own checksum": (GOOD.replace("T1.", "T2.", 1), DAMAGED),
}
# Links that open, with a word about what differs.
NOTICES = {
    "an older engine": (holding(engine="1.0.0"), OLDER_ENGINE),
    "the very first engine": (holding(engine="0.0.1"), OLDER_ENGINE),
    "a newer engine": (holding(engine="9999.0.0"), NEWER_ENGINE),
    "another version's own figures": (holding(own={f"x{i}": OWN for i in range(1000)}), LEFT_OUT),
}


def test_there_are_hundreds():
    assert len(DAMAGE) > 300


def quickest(text: object) -> float:
    """Seconds of processor time that opening takes, the best of three."""
    found = []
    for _ in range(3):
        begin = time.process_time()
        with suppress(ShareError):
            unpack(text)
        found.append(time.process_time() - begin)
    return min(found)


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_link_is_refused_in_words_and_at_once(name):
    text, template = DAMAGE[name]
    with pytest.raises(ShareError) as e:
        unpack(text)
    assert template is None or e.value.template == template
    assert str(e.value) and len(str(e.value)) < 3000 and "{field}" not in str(e.value)
    str(e.value).encode()  # can be shown
    assert len(e.value.faults) <= 1 + MOST_FAULTS
    assert (len(e.value.faults) > 1) == (e.value.template == FAULTY)
    assert quickest(text) < 0.05


@pytest.mark.parametrize("name", NOTICES)
def test_a_link_from_elsewhere_opens_with_a_notice_and_the_numbers_of_here(name):
    text, template = NOTICES[name]
    found = unpack(text)
    assert [said for said, _ in found.notices] == [template]
    here = estimate(Scope.from_dict(BASE))
    assert estimate(found.scope, found.benchmarks, process_key=found.process_key).cost_eur == here.cost_eur
    assert quickest(text) < 0.05


def test_a_name_of_turning_marks_only_is_no_name():
    assert unpack(holding(name="\u202e" * 60)).name == ""


def test_the_largest_honest_links_open_at_once():
    assert quickest(GOOD) < 0.05
    assert quickest(GOLDEN) < 0.05


@pytest.mark.parametrize("whole", [GOOD, GOLDEN], ids=["small", "golden"])
def test_no_bit_of_a_link_may_change(whole):
    for at, letter in enumerate(whole):
        for bit in range(8):
            with pytest.raises(ShareError):
                unpack(whole[:at] + chr(ord(letter) ^ 1 << bit) + whole[at + 1 :])


def test_no_letter_may_be_lost_doubled_or_swapped():
    for at in range(len(GOOD)):
        for text in (GOOD[:at], GOOD[:at] + GOOD[at + 1 :], GOOD[:at] + GOOD[at] + GOOD[at:]):
            with pytest.raises(ShareError):
                unpack(text)
        if at + 1 < len(GOOD) and GOOD[at] != GOOD[at + 1]:
            with pytest.raises(ShareError):
                unpack(swapped(GOOD, at))


def test_bytes_changed_under_a_right_checksum_never_break_anything():
    rng, plain, tight = random.Random(7), canonical(CONTENT).encode(), packed(CONTENT)
    for _ in range(2000):
        raw, stream = bytearray(plain), bytearray(tight)
        raw[rng.randrange(len(raw))] = rng.randrange(256)
        stream[rng.randrange(len(stream))] ^= 1 << rng.randrange(8)
        for text in (sealed(bytes(raw)), sealed(b"", packed=bytes(stream))):
            try:
                assert isinstance(unpack(text), Shared)
            except ShareError as refusal:
                assert str(refusal)


@pytest.mark.parametrize(
    "name", ["a bomb", "a bomb of one name", "nested 10,000 deep", "1 MB of letters", "2,000 fields"]
)
def test_memory_stays_small(name):
    text = DAMAGE[name][0]
    tracemalloc.start()
    try:
        with pytest.raises(ShareError):
            unpack(text)
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


def test_many_faults_are_told_as_a_few():
    with pytest.raises(ShareError) as e:
        unpack(scope(level="x", recruitment="x", budget_route="x", outcome_route="x", done="x", preset="x", start="x"))
    assert len(e.value.faults) == 1 + MOST_FAULTS
