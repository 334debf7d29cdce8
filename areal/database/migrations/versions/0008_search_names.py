"""Search names forgivingly: the extension for likeness, and indexes over folded names."""

from alembic import op
from sqlalchemy import text

from areal.database.sqlfiles import sql
from areal.errors import EnvironmentFault

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_EXTENSION = "pg_trgm"
#: Table → the column people search it by.
_NAMES = {"site": "name", "parcel": "label"}


def upgrade() -> None:
    _ensure_extension()
    op.execute(text(sql("functions/folded.sql").replace(":", r"\:")))
    for table, column in _NAMES.items():
        op.create_index(
            f"ix_{table}_{column}_folded",
            table,
            [text(f"areal.folded({column}) gin_trgm_ops")],
            schema="areal",
            postgresql_using="gin",
        )


def _ensure_extension() -> None:
    """Make the extension where the set-up of the server has not; it is a trusted one."""
    connection = op.get_bind()
    missing = (
        "SELECT has_database_privilege(current_database(), 'CREATE') "
        "WHERE NOT EXISTS (SELECT FROM pg_extension WHERE extname = :name)"
    )
    allowed = connection.execute(text(missing), {"name": _EXTENSION}).scalar_one_or_none()
    if allowed is None:
        return
    if not allowed:
        raise EnvironmentFault(
            f"The database lacks the extension {_EXTENSION}, and this log-in may not add it.",
            hint=f"Let an administrator run CREATE EXTENSION {_EXTENSION} in the database.",
        )
    op.execute(f"CREATE EXTENSION {_EXTENSION}")


def downgrade() -> None:
    for table, column in _NAMES.items():
        op.drop_index(f"ix_{table}_{column}_folded", table_name=table, schema="areal")
    op.execute("DROP FUNCTION areal.folded(text)")
