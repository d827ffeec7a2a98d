"""Texts that do harm where text is read as markup, and the eye that sees whether that happened.

``Said`` gives every field a text of its own: it begins with something that a spreadsheet or markdown would read, has
the sign of its field (``f12q``), and goes on with payloads around an inner word (``i12q``). An inner word never stands
at the beginning of a piece of text on a page, unless the marks before it were read as markup: so an element that begins
with one was made by a user's text. Which payloads a field gets changes from field to field; in each of them are bold,
an HTML tag and a link.
"""

from __future__ import annotations

import re

EVIL = "evil.example"  # nothing may be asked of it
FIRST = ("=1+§", "# §", "- §", "+§", "> §", "@§", "1. §", "-§", "|§|", "=cmd|'!§", "\t=1+§", "*§*")
ALWAYS = ("**§**", "<b>§</b>", "[§](javascript:ran())")
SHORT = (
    "<script>ran('§')</script>",
    "<img src=x onerror=ran()>",
    "<svg/onload=ran()>",
    f"![§](http://{EVIL}/p.png)",
    "`§`",
    ":material/skull:",
    ":red[§]",
    "$x§$",
    f"<a href=http://{EVIL}>§</a>",
    "&lt;§&gt;",
    '"§\' onmouseover="ran()',
    "{{7*7}} {%§%}",
    '#eval("7*7") #panic()',
    "\u202e§\u202c",
    f"http://{EVIL}/§",
    "_§_ ~~§~~",
    f"www.{EVIL} me@{EVIL}",
    "\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM",
    ":streamlit: :skull:",
    "-> <- -- >= <= ~= <-> --> (c)",
    "datum.§ ' + ran() + '",
    "</style></title>--><!--§",
    "{} {0} {who.__class__} %s %(x)s",
    "]]><§>",
)
LONG = (
    "\n\n# §\n\n- §\n\n| § | b |\n|---|---|\n| § | d |\n\n1. §\n\n> §\n\n    §\n\n",
    f"<details open ontoggle=ran()>§</details><iframe src=//{EVIL}></iframe>",
    '```\n§\n```\n#import "@preview/evil:1.0.0": *\n#read("/etc/passwd")',
    f"<https://{EVIL}/§> [§]: http://{EVIL} :violet-badge[§] :green-background[§]",
)
# What a document leaves out, and what the screens do too: characters that turn or hide the text around them.
HIDDEN = re.compile("[\xad\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
SIGN = re.compile(r"f\d+q")


class Said:
    """What was typed: ``texts`` by sign, ``fields`` by sign; ``text`` makes the next one."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.fields: dict[str, str] = {}

    def text(self, field: str, most: int = 200, plain_name: bool = False) -> str:
        """The text of a field of at most ``most`` characters; of a file's name without slashes."""
        n = len(self.texts)
        inner, sign = f"i{n}q", f"f{n}q"
        pieces = [FIRST[n % len(FIRST)], sign]
        more = [*ALWAYS, *SHORT[n * 3 % len(SHORT) :], *SHORT[: n * 3 % len(SHORT)]]
        if most > 1000:
            more += LONG
        if plain_name:
            more = [one.replace("</b>", "<b>") for one in more]
            more = [one for one in more if "/" not in one and "\\" not in one and "\n" not in one]
        for one in more:
            if len(" ".join([*pieces, one]).replace("§", inner)) <= most:
                pieces.append(one)
        whole = " ".join(pieces).replace("§", inner).strip()
        assert len(whole) <= most, (field, len(whole))
        self.texts[sign], self.fields[sign] = whole, field
        return whole

    def long(self, field: str) -> str:
        """The text of a field of at most 4,000 characters."""
        return self.text(field, 4000)


def flat(text: str) -> str:
    """A text as it is compared: without spaces and line ends, and without characters that can't be seen.

    >>> flat("a \\u202e\\r\\n b\\u2060c")
    'abc'
    """
    return "".join(HIDDEN.sub("", text).split())


def broken(shown: str, said: Said, but: str = "") -> tuple[set[str], list[str]]:
    """The signs that stand in what is shown, and a line for each one around which something else stands than what was
    typed. A text may be cut off, when it ends in an ellipsis. ``but``: a sign that a line may be broken with."""
    found, wrong = set(), []
    whole = flat(shown).replace(but, "")
    for hit in SIGN.finditer(whole):
        sign = hit.group()
        if sign not in said.texts:
            continue
        found.add(sign)
        before, after = flat(said.texts[sign]).replace(but, "").split(sign, 1)
        there = whole[hit.end() : hit.end() + len(after) + 1]
        same = next((n for n, (a, b) in enumerate(zip(after, there, strict=False)) if a != b), len(after))
        if same < len(after) and there[same] != "…":
            part = slice(max(0, same - 20), same + 20)
            wrong.append(f"{said.fields[sign]}: {after[part]!r} became {there[part]!r}")
        if not whole[: hit.start()].endswith(before):
            wrong.append(f"{said.fields[sign]}: {before!r} became {whole[max(0, hit.start() - 20) : hit.start()]!r}")
    return found, wrong
