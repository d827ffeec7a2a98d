"""``python -m portfolio``: the records from the command line. Exit 0, 1 (a check fails) or 2 (wrong call)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from portfolio import archive, audit, example, pitfalls, processes, putting_back, verify
from portfolio.identity import COMMAND_LINE
from portfolio.store import Store, Told, open_store

Answer = tuple[int, str]
ENDINGS = {"xlsx": ".xlsx", "csv": ".zip", "json": ".json"}


class WrongCall(Exception):
    """The call itself can't be carried out; the text says what is expected."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; prints one line and returns the exit code."""
    call = _parser().parse_args(arguments)
    try:
        if call.command == "restore" and call.replace:  # also when what is there can't be opened any more
            code, line = _put_back(call)
        else:
            code, line = _opened(call)
    except WrongCall as error:
        code, line = 2, str(error)
    except Told as error:
        code, line = 1, error.message
    except OSError as error:
        code, line = 1, f"{error.filename or 'file'}: {error.strerror or error}"
    print(line, file=sys.stderr if code else sys.stdout)
    return code


def _opened(call: argparse.Namespace) -> Answer:
    store = open_store()
    try:
        return _COMMANDS[call.command](store, call)
    finally:
        store.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m portfolio", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    sample = commands.add_parser("example", help="load the example portfolio, marked as an example")
    sample.add_argument("--remove", action="store_true", help="remove the example portfolio and nothing else")
    commands.add_parser("migrate", help="bring the database to this version")
    check = commands.add_parser("verify", help="check the audit chain, requests, decisions and documents")
    check.add_argument(
        "--anchor", type=Path, metavar="FILE", help="heads kept outside the database, one NUMBER HASH a line"
    )
    out = commands.add_parser("archive", help="write everything to one portable SQLite file")
    out.add_argument("file", type=Path, metavar="OUT.db")
    back = commands.add_parser("restore", help="put an archive into an empty database")
    back.add_argument("file", type=Path, metavar="IN.db")
    said = "put a backup or an archive in the place of the SQLite database, checked first; stop the app before"
    back.add_argument("--replace", action="store_true", help=said)
    found = commands.add_parser("pitfalls", help="print the pitfalls of each process, the red ones first")
    found.add_argument("--fail", action="store_true", help="exit 1 when a red one isn't accepted")
    incoming = commands.add_parser("import", help="import rows from CSV or Excel, all of them or nothing")
    incoming.add_argument("file", type=Path, metavar="FILE")
    incoming.add_argument("--kind", required=True, choices=("processes", "steps", "bookings", "groups", "tariffs"))
    incoming.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
    incoming.add_argument("--only-good", action="store_true", help="leave out the rows that are wrong")
    taken = commands.add_parser("export", help="write the records as tables: Excel, CSV or JSON")
    taken.add_argument("file", type=Path, metavar="OUT")
    taken.add_argument("--format", choices=tuple(ENDINGS), help="the kind of file; without it as OUT ends")
    style = taken.add_mutually_exclusive_group()
    style.add_argument("--dutch", dest="language", action="store_const", const="nl", help="for Dutch Excel (default)")
    style.add_argument("--international", dest="language", action="store_const", const="en", help="1500.50, 2026-12-31")
    taken.add_argument("--names", action="store_true", help="with tables of their own for the names of people")
    taken.add_argument("--confidential", action="store_true", help="with confidential processes")
    taken.add_argument("--example", action="store_true", help="with the example portfolio")
    taken.set_defaults(language="nl")
    copy = commands.add_parser("backup", help="make a backup beside the database, or under a name")
    copy.add_argument("file", type=Path, nargs="?", metavar="OUT.db")
    return parser


def _example(store: Store, call: argparse.Namespace) -> Answer:
    if call.remove:
        return 0, f"removed {processes.remove_example(store, COMMAND_LINE)} example processes"
    return 0, f"the example portfolio is there: {example.load(store, COMMAND_LINE)} processes in {store.where}"


def _migrate(store: Store, _call: argparse.Namespace) -> Answer:
    from portfolio.store import migrate

    return 0, f"{store.where} is at schema {migrate.head()}"


def _verify(store: Store, call: argparse.Namespace) -> Answer:
    report = verify.verify(store, *(_anchors(call.anchor) if call.anchor else ()))
    if report.faults:
        rest = f" (and {len(report.faults) - 1} more)" if len(report.faults) > 1 else ""
        return 1, report.faults[0].message + rest
    other = f", {len(report.not_recomputed)} made with another engine not recomputed" if report.not_recomputed else ""
    return 0, (
        f"all is well: {report.rows} audit rows, {report.requests} requests, {report.verdicts} decisions, "
        f"{report.recomputed} approvals recomputed to the cent{other}; head {report.rows} {report.head}"
    )


def _anchors(file: Path) -> list[tuple[int, str]]:
    """The heads in a file: a line ``NUMBER HASH`` each, or JSON {"number": …, "hash": …}."""
    try:
        text = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise WrongCall(f"--anchor {file}: {error.strerror}") from error
    try:
        if text.startswith("{"):
            found = json.loads(text)
            return [(int(found["number"]), str(found["hash"]))]
        lines = [line.split() for line in text.splitlines() if line.strip()]
        if not lines:
            raise ValueError("empty")
        return [(int(number), digest) for number, digest in lines]
    except (ValueError, KeyError) as error:
        raise WrongCall(f"--anchor {file}: expected lines with a number and a hash, as verify prints them") from error


def _archive(store: Store, call: argparse.Namespace) -> Answer:
    made = archive.archive(store, call.file)
    rows = sum(count for count, _ in made.tables.values())
    return 0, f"wrote {rows} rows to {call.file}; head {made.audit_number} {made.audit_hash}"


def _restore(store: Store, call: argparse.Namespace) -> Answer:
    if not call.file.is_file():
        raise WrongCall(f"there is no file {call.file}")
    made = archive.restore(store, call.file)
    rows = sum(count for count, _ in made.tables.values())
    return 0, f"restored {rows} rows into {store.where}; head {made.audit_number} {made.audit_hash}"


def _put_back(call: argparse.Namespace) -> Answer:
    if not call.file.is_file():
        raise WrongCall(f"there is no file {call.file}")
    made = putting_back.put_back(None, call.file)
    kept = f"; what was there is kept as {made.kept}" if made.kept else ""
    return 0, f"put back {call.file}, checked: head {made.rows} {made.head}{kept}"


def _backup(store: Store, call: argparse.Namespace) -> Answer:
    made = archive.backup(store, call.file)
    number, digest = audit.head(store)
    return 0, f"wrote {made}; head {number} {digest}"


def _pitfalls(store: Store, call: argparse.Namespace) -> Answer:
    every = pitfalls.all_of(store)
    lines, red, count = [], 0, 0
    for row in processes.listing(store):
        found = every.get(row.id, ())
        lines += [row.name] if found else []
        for one in found:
            until = f" (accepted until {one.accepted['until']})" if one.accepted else ""
            lines.append(f"  {one.severity:5} {one.rule} step {one.step}: {one.message}{until}")
            count += one.counts
            red += one.counts and one.severity == pitfalls.RED
    lines.append(f"{count} pitfalls, {red} of them red")
    return (1 if call.fail and red else 0), "\n".join(lines)


def _import(store: Store, call: argparse.Namespace) -> Answer:
    from imports import command

    if not call.file.is_file():
        raise WrongCall(f"there is no file {call.file}")
    return command.run(store, COMMAND_LINE, call.file, call.kind, dry_run=call.dry_run, only_good=call.only_good)


def _export(store: Store, call: argparse.Namespace) -> Answer:
    from exports import make
    from exports.choice import Choice

    ends = call.file.suffix.lower()
    format = call.format or next((name for name, ending in ENDINGS.items() if ending == ends), "")
    if not format or ENDINGS[format] != ends:
        wanted = ENDINGS[format] if format else ", ".join(ENDINGS.values())
        raise WrongCall(f"{call.file}: give a name that ends in {wanted} (CSV is a zip with a file a table)")
    choice = Choice(format, call.language, call.names, call.confidential, call.example)
    made = make.to_file(store, COMMAND_LINE, choice, call.file)
    out = f"; left out: {made.confidential_out} confidential, {made.example_out} of the example"
    return 0, f"wrote {made.total} rows in {len(made.rows)} tables to {call.file}{out}"


_COMMANDS: dict[str, Callable[[Store, argparse.Namespace], Answer]] = {
    "example": _example,
    "migrate": _migrate,
    "verify": _verify,
    "archive": _archive,
    "restore": _restore,
    "backup": _backup,
    "pitfalls": _pitfalls,
    "import": _import,
    "export": _export,
}


if __name__ == "__main__":
    sys.exit(main())
