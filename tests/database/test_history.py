"""Every change of a site or parcel keeps the old row, with its period and its author."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from areal.catalogue.authorship import write_as
from areal.database import Role, connect


@pytest.mark.usefixtures("sample_database")
def test_as_of_gives_back_what_stood_then_and_who_wrote_it() -> None:
    change = text("UPDATE areal.parcel SET market = :market WHERE slug = :slug")
    moments = []
    with connect(Role.APP) as app:
        slug = app.execute(text("SELECT min(slug) FROM areal.parcel")).scalar_one()
    for market, author in (("opsjon", "Plan, Grue"), ("reservert", "Næring, Grue"), ("solgt", "X")):
        with connect(Role.APP) as app:
            moments.append(app.execute(text("SELECT clock_timestamp()")).scalar_one())
        with connect(Role.APP) as app:
            write_as(app, author)
            app.execute(change, {"market": market, "slug": slug})
    with connect(Role.APP) as app:
        seen = [
            app.execute(
                text(
                    "SELECT state ->> 'market' AS market, state ->> 'changed_by' AS author "
                    "FROM areal.parcel_as_of(:moment) AS state WHERE state ->> 'slug' = :slug"
                ),
                {"moment": moment, "slug": slug},
            ).one()
            for moment in moments[1:]
        ]
    assert [tuple(row) for row in seen] == [("opsjon", "Plan, Grue"), ("reservert", "Næring, Grue")]


@pytest.mark.usefixtures("sample_database")
def test_a_write_that_changes_nothing_leaves_no_trace() -> None:
    with connect(Role.APP) as app:
        write_as(app, "test")
        app.execute(text("UPDATE areal.parcel SET label = label"))
        app.execute(text("UPDATE areal.site SET name = name"))
        traces = app.execute(
            text(
                "SELECT (SELECT count(*) FROM areal.parcel_history) "
                "+ (SELECT count(*) FROM areal.site_history)"
            )
        ).scalar_one()
    assert traces == 0


@pytest.mark.usefixtures("sample_database")
def test_a_parcel_drawn_anew_keeps_its_old_shape() -> None:
    with connect(Role.APP) as app:
        write_as(app, "test")
        slug, old = app.execute(
            text("SELECT slug, ST_AsText(geom, 2) FROM areal.parcel ORDER BY slug LIMIT 1")
        ).one()
        app.execute(
            text(
                "UPDATE areal.parcel SET geom = ST_Multi(ST_Translate(geom, 10, 0)) "
                "WHERE slug = :slug"
            ),
            {"slug": slug},
        )
        kept = app.execute(
            text(
                "SELECT ST_AsText(ST_GeomFromGeoJSON(state -> 'geom'), 2) "
                "FROM areal.parcel_history WHERE state ->> 'slug' = :slug"
            ),
            {"slug": slug},
        ).scalar_one()
    assert kept == old


@pytest.mark.usefixtures("sample_database")
def test_a_finished_run_can_not_be_changed() -> None:
    with connect(Role.APP) as app, pytest.raises(DBAPIError, match="is done and cannot be changed"):
        app.execute(text("UPDATE areal.run SET as_of = '2000-01-01'"))
