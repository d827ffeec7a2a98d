"""GET /gereed: 200 when the app can do its work, which takes a database that answers; 503 otherwise.

For a proxy or a monitor. Streamlit's own /_stcore/health only says that the process lives. The answer carries no
details, they are in the log.
"""

from __future__ import annotations

import logging

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from portfolio.store import StoreProblem, migrate
from portfolio.store.backup import database_file
from ui import state

log = logging.getLogger("tienstap")
NO_STORE = {"cache-control": "no-store"}

_last_reason: str | None = None


async def gereed(_request: Request) -> JSONResponse:
    reason = await to_thread.run_sync(why_not_ready)
    note(reason)
    return JSONResponse({"ready": reason is None}, status_code=503 if reason else 200, headers=NO_STORE)


def why_not_ready() -> str | None:
    """Ask the database now; a sentence when it doesn't answer as it should, None when all is well. Makes nothing."""
    try:
        store = state.server_store()
        if store.kind == "sqlite" and not database_file(store.engine).exists():
            return f"The database file {store.where} is gone."
        with store.read() as connection:
            found = migrate.revision(connection)
    except StoreProblem as problem:
        return problem.message
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"
    return None if found == migrate.head() else f"The database has schema {found}, this version wants {migrate.head()}."


def note(reason: str | None) -> None:
    """Log a change once: a monitor asks every few seconds."""
    global _last_reason
    if reason != _last_reason:
        _last_reason = reason
        if reason:
            log.error("not ready: %s", reason)
        else:
            log.info("ready again")


readiness_route = Route("/gereed", gereed, methods=["GET"])
