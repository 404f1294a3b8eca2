"""How Alembic runs here: on the connection that it is given, inside that connection's transaction. Never from its own command line."""

from __future__ import annotations

from alembic import context

from bot.stores.records.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=metadata, transactional_ddl=True, render_as_batch=connection.dialect.name == "sqlite"
)
context.run_migrations()
