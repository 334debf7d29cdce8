"""Run migrations on the connection they are given: one transaction, short waits for locks."""

from typing import Any

from alembic import context
from geoalchemy2 import alembic_helpers

from areal.models import Base
from areal.models.base import SCHEMA


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Look at the catalogue's schema only: PostGIS and the system keep theirs."""
    return name == SCHEMA if kind == "schema" else True


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    include_schemas=True,
    include_name=include_name,
    include_object=alembic_helpers.include_object,
    process_revision_directives=alembic_helpers.writer,
    render_item=alembic_helpers.render_item,
    # The table of the version is outside the schema that the first revision makes.
    version_table_schema="public",
)
connection.exec_driver_sql("SET LOCAL lock_timeout = '4s'")
connection.exec_driver_sql("SET LOCAL statement_timeout = '5min'")
with context.begin_transaction():
    context.run_migrations()
