"""A municipality's own Word template for the proposal, one a language; without one the proposal uses ours.

The file is kept as a document under a new id each time, so that an earlier one is never overwritten; the setting says
which one is in use. What makes a template usable is known by who fills it in (reports.template), so the check is given.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from portfolio import settings
from portfolio.checks import Faults
from portfolio.identity import User
from portfolio.messages import N_
from portfolio.rows import CHANGED
from portfolio.settings import Setting
from portfolio.store import records, tables
from portfolio.store.codec import new_id, sha256
from portfolio.store.commit import Tx, commit
from portfolio.store.database import Connection, Store
from portfolio.store.errors import Conflict, Fault, Refused
from portfolio.store.tables import MAX_DOCUMENT_BYTES

LANGUAGES = ("nl", "en")
MB = 1024 * 1024
Check = Callable[[bytes], list[Fault]]

EMPTY = N_("The template {name} is empty.")
BIG = N_("The template {name} has {size_mb} MB; at most {high_mb} MB is kept.")


def key(language: str) -> str:
    """The setting that says which template is in use: `template_nl` or `template_en`."""
    if language not in LANGUAGES:
        raise ValueError(f"no language {language!r}")
    return f"template_{language}"


def in_use(store: Store, language: str) -> Setting:
    """The setting: ``content`` has document_id, name and sha256, or is empty when ours is in use."""
    return settings.get(store, key(language))


def current(store: Store, language: str) -> bytes | None:
    """The own template that is in use, or None for the one that comes with Tienstap."""
    with store.read() as c:
        found = settings.load(c, key(language)).content.get("document_id")
        row = records.one(c, tables.document, id=found) if found else None
    return bytes(row["content"]) if row else None


def keep(
    store: Store,
    user: User,
    language: str,
    version: int,
    name: str,
    content: bytes,
    check: Check,
    token: str | None = None,
) -> Setting:
    """Use this file from now on, when the setting is still at ``version``. Role: bewerker or beheerder.

    ``check`` gives what keeps it from being used; with any fault nothing is kept and Refused names them all.
    """
    plain = _checked(name, content)
    faults = check(content)
    if faults:
        raise Refused.of(faults)

    def work(tx: Tx) -> str:
        _at(tx.c, language, version)
        made, digest = new_id(), sha256(content)
        facts = {"id": made, "name": plain, "sha256": digest, "size": len(content), "content": content}
        records.insert(tx.c, tables.document, **facts, added_by=tx.actor, added_at=tx.now, example=False)
        _put(tx, language, version, {"document_id": made, "name": plain, "sha256": digest})
        return made

    commit(store, user, "template.keep", work, token, f"setting/{key(language)}")
    return in_use(store, language)


def remove(store: Store, user: User, language: str, version: int, token: str | None = None) -> Setting:
    """Go back to the template that comes with Tienstap; the file itself stays in the database."""

    def work(tx: Tx) -> str:
        _at(tx.c, language, version)
        _put(tx, language, version, {})
        return key(language)

    commit(store, user, "template.remove", work, token, f"setting/{key(language)}")
    return in_use(store, language)


def _checked(name: str, content: bytes) -> str:
    faults = Faults()
    plain = faults.text("template", PurePosixPath(name.replace("\\", "/")).name, required=True)
    if not content:
        faults.add("template", EMPTY, name=plain)
    if len(content) > MAX_DOCUMENT_BYTES:
        size = -(-len(content) // MB)
        faults.add("template", BIG, name=plain, size_mb=size, high_mb=MAX_DOCUMENT_BYTES // MB)
    faults.stop()
    return plain


def _at(c: Connection, language: str, version: int) -> None:
    now = settings.load(c, key(language))
    if now.version != version:
        raise Conflict(CHANGED, theirs=now, yours={})


def _put(tx: Tx, language: str, version: int, content: dict[str, Any]) -> None:
    """As settings.put, in this change."""
    stamp = {"version": version + 1, "updated_by": tx.actor, "updated_at": tx.now}
    if version:
        records.change(tx.c, tables.setting, {"key": key(language)}, {"content": content, **stamp})
    else:
        records.insert(tx.c, tables.setting, key=key(language), content=content, **stamp)
    said = {"version": version + 1, "fields": sorted(content)} | {k: v for k, v in content.items() if k == "sha256"}
    tx.log(f"setting/{key(language)}", said)
