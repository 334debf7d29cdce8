"""Hold the rows of a file against one another and against the catalogue."""

from __future__ import annotations

from sqlalchemy import Connection, text

from areal.catalogue.authorship import ALL_KOMMUNER
from areal.database import execute, sql
from areal.ingest.imports.issues import Issue
from areal.ingest.imports.order import Order, Said
from areal.ingest.imports.overlaps import Pairs, tell_overlaps

_TABLES = ("import_place", "import_match", "import_site", "import_diff", "import_site_diff")
#: So many of a code are read back; the rest are counted.
_MOST = 200


def compare(connection: Connection, order: Order, said: Said) -> None:
    """Place every row, find its parcel and site, say what is wrong, and what it would change.

    What rows claim of one another's land is told by ``compare_rows``.
    """
    for table in _TABLES:
        connection.execute(text(f"DROP TABLE IF EXISTS pg_temp.{table}"))
    binds = {"source_id": order.name, "kommuner": list(order.kommuner)}
    own = () if order.kommuner == ALL_KOMMUNER else ("own",)
    for step in (
        "place",
        "matrikkel",
        "duplicates",
        "match",
        "site",
        "issues",
        *own,
        "overlaps_catalogue",
    ):
        execute(connection, sql(f"import/{step}.sql"), binds)
        _analyze(connection, step)
    connection.execute(text("ANALYZE import_issue"))
    for step in ("diff", "site_diff"):
        execute(connection, sql(f"import/{step}.sql"), binds)
        _analyze(connection, step)
    _read_back(connection, said, late=False)


def compare_rows(connection: Connection, pairs: Pairs, said: Said) -> None:
    """Tell of land that rows claim together: it keeps none out, and may be told after loading."""
    tell_overlaps(connection, pairs)
    _read_back(connection, said, late=True)


def _analyze(connection: Connection, step: str) -> None:
    table = f"import_{step}"
    if table in _TABLES:
        connection.execute(text(f"ANALYZE {table}"))


def _read_back(connection: Connection, said: Said, *, late: bool) -> None:
    """Tell of what was found set by set: errors all, of warnings the first and how many."""
    binds = {"most": _MOST, "late": late}
    for row in connection.execute(text(sql("import/found.sql")), binds):
        issue = Issue(row.code, row.row_no, None, row.value, row.said, row.geom)
        said.tell(issue)
        said.counts[row.code] = max(said.counts[row.code], row.total)
