"""What the audit chain holds of a verdict: written with it, and compared when everything is checked.

By itself, because a check of everything needs what is above requests (meetings, the whole) and a verdict doesn't.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portfolio.store.codec import canonical, sha256

_REST = ("maker", "role", "signed_in", "recomputed", "at", "example", "granted_cents")  # of a verdict, no words


def verdict_facts(row: Mapping[str, Any], document_sha256: str | None) -> dict[str, Any]:
    """What the audit chain holds about a verdict: no words, only their hash, so that it names nobody."""
    words = {name: row[name] for name in ("statement", "reason", "body", "reference")}
    return {
        "verdict": row["id"],
        "kind": row["kind"],
        "outcome": row["outcome"],
        "request_sha256": row["request_sha256"],
        "words_sha256": sha256(canonical(words)),
        "decided_on": row["decided_on"].isoformat() if row["decided_on"] else None,
        "document_sha256": document_sha256,
        "rest_sha256": sha256(canonical({name: row.get(name) for name in _REST})),
        "granted_sha256": sha256(row["granted"]) if row.get("granted") else None,
    }
