"""Everything that speaks SQL: tables, migrations, connections, the audit chain, and the questions that rules ask."""

from portfolio.store.database import Connection, Store, kept_open, open_store
from portfolio.store.errors import Conflict, Fault, NotFound, NotFresh, Refused, SignedOut, StoreProblem, Told

__all__ = [
    "Conflict",
    "Connection",
    "Fault",
    "NotFound",
    "NotFresh",
    "Refused",
    "SignedOut",
    "Store",
    "StoreProblem",
    "Told",
    "kept_open",
    "open_store",
]
