"""The public role reads the published views and nothing else, however it is asked."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from areal.database import Role, connect

#: Every relation of the database but the system's own catalogues.
_RELATIONS = """
SELECT n.nspname AS schema, c.relname AS name, c.relkind AS kind
FROM pg_class AS c INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
  AND n.nspname NOT LIKE 'pg_temp%' AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
ORDER BY 1, 2
"""


@pytest.mark.usefixtures("sample_database")
def test_public_role_reads_every_published_view_and_no_other_relation() -> None:
    with connect(Role.OWNER) as owner:
        relations = owner.execute(text(_RELATIONS)).all()
    readable = {row for row in relations if _can_read(row.schema, row.name)}

    assert len(relations) > 30
    assert readable == {row for row in relations if row.schema == "published"}
    assert {row.kind for row in readable} == {"v"}


def _can_read(schema: str, name: str) -> bool:
    with connect(Role.PUBLIC) as public:
        try:
            public.execute(text(f'SELECT * FROM "{schema}"."{name}" LIMIT 1'))
        except ProgrammingError as error:
            public.rollback()
            if "permission denied" not in str(error):
                raise
            return False
    return True


@pytest.mark.usefixtures("sample_database")
def test_public_role_has_no_privilege_on_any_column_outside_the_views() -> None:
    with connect(Role.OWNER) as owner:
        rows = owner.execute(
            text(
                "SELECT c.table_schema, c.table_name, c.column_name, p.privilege "
                "FROM information_schema.columns AS c "
                "CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) "
                "AS p (privilege) "
                "WHERE c.table_schema NOT IN ('pg_catalog', 'information_schema') "
                "AND has_column_privilege('areal_public', "
                "format('%I.%I', c.table_schema, c.table_name), c.column_name, p.privilege)"
            )
        ).all()

    assert rows
    assert {(row.table_schema, row.privilege) for row in rows} == {("published", "SELECT")}


@pytest.mark.usefixtures("sample_database")
def test_public_role_can_neither_write_nor_create_nor_run_our_functions() -> None:
    for statement in (
        "INSERT INTO areal.kommune VALUES ('9999', 'X', 'kongsvingerregionen')",
        "CREATE TABLE public.mine (x integer)",
        "CREATE TEMPORARY TABLE mine (x integer)",
        "SELECT * FROM areal.parcel_as_of(now())",
        "SET ROLE areal_app",
    ):
        with connect(Role.PUBLIC) as public:
            # Even a session that lifts the default finds the privileges missing.
            public.execute(text("SET TRANSACTION READ WRITE"))
            with pytest.raises(ProgrammingError, match="permission denied"):
                public.execute(text(statement))
            public.rollback()


@pytest.mark.usefixtures("sample_database")
def test_drafts_and_internal_prices_are_not_in_the_views() -> None:
    with connect(Role.APP) as app:
        app.execute(text("SELECT set_config('areal.kommuner', '*', TRUE)"))
        site, parcel = app.execute(
            text(
                "SELECT s.slug, p.slug FROM areal.parcel AS p "
                "INNER JOIN areal.site AS s ON p.site_id = s.site_id ORDER BY p.parcel_id LIMIT 1"
            )
        ).one()
        app.execute(
            text("UPDATE areal.parcel SET price_nok_m2 = 123456, price_public = FALSE"),
        )
    with connect(Role.PUBLIC) as public:
        assert (
            public.execute(
                text("SELECT count(*) FROM parcel WHERE price_nok_m2 IS NOT NULL")
            ).scalar_one()
            == 0
        )
        assert _parcels(public, parcel) == 1
    with connect(Role.APP) as app:
        app.execute(text("SELECT set_config('areal.kommuner', '*', TRUE)"))
        app.execute(text("UPDATE areal.site SET published = FALSE WHERE slug = :s"), {"s": site})
    with connect(Role.PUBLIC) as public:
        assert _parcels(public, parcel) == 0
        for view in ("finding", "verification", "restriction", "proximity"):
            hidden = public.execute(
                text(
                    f"SELECT count(*) FROM {view} WHERE parcel_id IS NOT NULL "
                    "AND parcel_id NOT IN (SELECT parcel_id FROM parcel)"
                )
            ).scalar_one()
            assert hidden == 0, view


def _parcels(public: Connection, slug: str) -> int:
    statement = text("SELECT count(*) FROM parcel WHERE slug = :slug")
    return int(public.execute(statement, {"slug": slug}).scalar_one())


@pytest.mark.usefixtures("sample_database")
def test_staff_change_only_the_kommuner_they_are_given() -> None:
    statement = text("UPDATE areal.parcel SET label = label || '!'")
    for kommuner, expected in (("", set()), ("3401", {"3401"}), ("3415,3417", {"3415", "3417"})):
        with connect(Role.APP) as app:
            app.execute(text("SELECT set_config('areal.kommuner', :k, TRUE)"), {"k": kommuner})
            app.execute(statement)
            touched = app.execute(
                text("SELECT DISTINCT kommunenummer FROM areal.parcel WHERE label LIKE '%!'")
            ).scalars()
            assert set(touched) == expected
            app.rollback()
