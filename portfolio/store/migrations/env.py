"""Alembic's entry. The app calls it with a connection; ``alembic revision`` calls it with the configured database."""

from __future__ import annotations

from alembic import context

from portfolio.store.tables import metadata


def run() -> None:
    """Run the migrations on the connection that the caller handed over."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


run()
