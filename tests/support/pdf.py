"""The text of a PDF as a reader copies it: by the table of each font from its codes to letters."""

from __future__ import annotations

import re
import zlib

_ESCAPES = {ord("n"): 10, ord("r"): 13, ord("t"): 9, ord("b"): 8, ord("f"): 12}


def objects(pdf: bytes) -> dict[int, bytes]:
    """Number → object, with its stream unpacked."""
    found = {}
    for number, body in re.findall(rb"(\d+) 0 obj\b(.*?)\bendobj", pdf, re.DOTALL):
        head, mark, rest = body.partition(b"stream")
        stream = rest.rsplit(b"endstream", 1)[0].lstrip(b"\r\n")
        if mark and b"/FlateDecode" in head:
            stream = zlib.decompressobj().decompress(stream)
        found[int(number)] = head + stream
    for body in list(found.values()):
        if b"/ObjStm" in body:
            found |= _packed(body)
    return found


def text_of(pdf: bytes) -> str:
    """All text, page after page, without spaces that only lie between two pieces."""
    every, out = objects(pdf), []
    for page in every.values():
        content = re.search(rb"/Contents (\d+) 0 R", page)
        if content is None or not re.search(rb"/Type\s*/Page\b", page):
            continue
        shared = re.search(rb"/Resources (\d+) 0 R", page)
        fonts = re.findall(rb"/(f\d+) (\d+) 0 R", every[int(shared[1])] if shared else page)
        tables = {name: _letters(every, every[int(number)]) for name, number in fonts}
        out.append(_said(every[int(content[1])], tables))
    return "\n".join(out)


def addresses(pdf: bytes) -> list[str]:
    """Where its links lead."""
    return [uri.decode("latin-1") for body in objects(pdf).values() for uri in re.findall(rb"/URI\s*\((.*?)\)", body)]


def _packed(body: bytes) -> dict[int, bytes]:
    first, count = (int(re.search(rb"/%s (\d+)" % name, body)[1]) for name in (b"First", b"N"))
    content = body.split(b">>", 1)[1]
    numbers = [int(one) for one in content[:first].split()[: 2 * count]]
    starts = [*numbers[1::2], len(content) - first]
    return {
        number: content[first + begin : first + end]
        for number, begin, end in zip(numbers[::2], starts, starts[1:], strict=False)
    }


def _letters(every: dict[int, bytes], font: bytes) -> dict[int, str]:
    """Code → letters, by the table that goes with a font."""
    number = re.search(rb"/ToUnicode (\d+) 0 R", font)
    assert number, font
    table, found = every[int(number[1])], {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, letters in re.findall(rb"<(\w+)>\s*<(\w+)>", part):
            found[int(code, 16)] = bytes.fromhex(letters.decode()).decode("utf-16-be")
    return found


def _said(page: bytes, tables: dict[bytes, dict[int, str]]) -> str:
    out, letters, at, hidden = [], {}, 0, False
    for hit in re.finditer(rb"/(f\d+) [\d.]+ Tf|/ActualText\s*(\()|\(|\b(EMC)\b", page):
        if hit.start() < at:
            continue  # a bracket inside a text
        if hit[1]:
            letters = tables[hit[1]]
        elif hit[3]:
            hidden = False
        else:
            codes, at = _literal(page, hit.end())
            if hit[2]:
                out.append(codes.decode("utf-16" if codes[:2] == b"\xfe\xff" else "latin-1"))
                hidden = True  # what follows is shown for it
            elif not hidden:
                out += [letters.get(int.from_bytes(codes[n : n + 2], "big"), "") for n in range(0, len(codes), 2)]
    return "".join(out)


def _literal(page: bytes, at: int) -> tuple[bytes, int]:
    """The bytes of a text in round brackets, and where it ends; brackets in pairs may stand in it as they are."""
    out, depth = bytearray(), 1
    while True:
        one, at = page[at], at + 1
        if one == ord("\\"):
            octal = re.match(rb"[0-7]{1,3}", page[at : at + 3])
            out.append(int(octal[0], 8) if octal else _ESCAPES.get(page[at], page[at]))
            at += len(octal[0]) if octal else 1
            continue
        depth += (one == ord("(")) - (one == ord(")"))
        if not depth:
            return bytes(out), at
        out.append(one)
