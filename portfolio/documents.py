"""Files that are kept as they are, under their hash: a signed decision, an approach. At most 10 MiB each."""

from __future__ import annotations

from pathlib import PurePosixPath

from portfolio.checks import Faults
from portfolio.messages import N_
from portfolio.store import records, tables
from portfolio.store.codec import new_id, sha256
from portfolio.store.commit import Tx
from portfolio.store.tables import MAX_DOCUMENT_BYTES

MB = 1024 * 1024
EMPTY = N_("The document {name} is empty.")
BIG = N_("The document {name} has {size_mb} MB; at most {high_mb} MB is kept.")
NO_NAME = N_("The document has no name.")


def checked(faults: Faults, name: str | None, content: bytes) -> tuple[str, bytes]:
    """The file's plain name and its content, with a fault by field ``document`` for what can't be kept."""
    plain = PurePosixPath((name or "").replace("\\", "/")).name
    plain = faults.text("document", plain)
    if not plain:
        faults.add("document", NO_NAME)
    if not content:
        faults.add("document", EMPTY, name=plain)
    if len(content) > MAX_DOCUMENT_BYTES:
        size = -(-len(content) // MB)
        faults.add("document", BIG, name=plain, size_mb=size, high_mb=MAX_DOCUMENT_BYTES // MB)
    return plain, content


def keep(tx: Tx, name: str, content: bytes, example: bool) -> tuple[str, str]:
    """Keep a checked file in the running change; returns its id and its SHA-256."""
    made, digest = new_id(), sha256(content)
    facts = {"id": made, "name": name, "sha256": digest, "size": len(content), "content": content}
    records.insert(tx.c, tables.document, **facts, added_by=tx.actor, added_at=tx.now, example=example)
    return made, digest
