"""Alembic's entry: the connection comes from storage.schema, never from a file of settings."""

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

from storage import schema

connection: Connection = context.config.attributes["connection"]
schema.import_tables()
context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
