"""Editions of layers and borders: real ones stay in force, and nothing is lost on the way in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from click.testing import CliRunner
from sqlalchemy import text

from areal.cli import program
from areal.database import Role, connect
from areal.errors import ArealError
from areal.ingest.folder import load_folder
from areal.settings import ROOT

GEO = ROOT / "data" / "geo"
pytestmark = pytest.mark.usefixtures("sample_database")


@pytest.fixture
def bring(tmp_path: Path) -> Callable[..., None]:
    """Return a way to load one shape, in EPSG:25833, into a layer with the command line."""

    def _bring(layer: str, shape: shapely.Geometry) -> None:
        file, source = tmp_path / "one.gpkg", tmp_path / "source.yaml"
        pyogrio.raw.write(
            file,
            shapely.to_wkb([shape]),
            field_data=[],
            fields=[],
            geometry_type=shape.geom_type,
            crs="EPSG:25833",
            layer="one",
        )
        source.write_text(
            "id: test\nsource: Ekte\nlicence: CC0\nattribution: Test\n"
            f"layers: [{{layer: {layer}, from: one, code: [{{text: '60'}}]}}]\n"
        )
        options = ["layer", "load", str(file), "--source", str(source)]
        CliRunner().invoke(program, options, catch_exceptions=False)

    return _bring


BOG = shapely.box(330_000, 6_680_000, 330_500, 6_680_500)


def _in_force(layer: str) -> tuple[int, str]:
    with connect(Role.APP) as app:
        row = app.execute(
            text(
                "SELECT layer_version_id, source FROM areal.layer_version "
                "WHERE layer_id = :layer AND in_force"
            ),
            {"layer": layer},
        ).one()
    return row.layer_version_id, row.source


def test_loading_the_folder_again_leaves_a_real_layer_in_force(bring: Callable[..., None]) -> None:
    sample = _in_force("myr")
    bring("myr", BOG)
    real = _in_force("myr")
    assert real[1] == "Ekte"

    load_folder(GEO, author="test")

    assert _in_force("myr") == real
    answer = CliRunner().invoke(program, ["layer", "in-force", "myr", str(sample[0])])
    assert answer.exit_code == 0, answer.output
    assert _in_force("myr") == sample


def test_pages_tell_the_source_the_published_run_went_by(bring: Callable[..., None]) -> None:
    told = text("SELECT source FROM published.layer WHERE layer_id = 'myr'")
    with connect(Role.PUBLIC) as public:
        before = public.execute(told).scalar_one()
    bring("myr", BOG)
    with connect(Role.PUBLIC) as public:
        assert public.execute(told).scalar_one() == before


def test_lines_in_a_layer_of_areas_are_refused(bring: Callable[..., None]) -> None:
    before = _in_force("myr")
    line = shapely.LineString([(330_000, 6_680_000), (331_000, 6_680_000)])

    with pytest.raises(ArealError, match="1 of 1 features without a polygon"):
        bring("myr", line)
    assert _in_force("myr") == before


def test_shape_of_a_hit_stays_inside_when_its_layer_is_real_and_not_open(
    bring: Callable[..., None],
) -> None:
    drawn = text(
        "SELECT count(*) FROM published.finding WHERE rule_code = 'R11' "
        "AND evidence_wgs84 IS NOT NULL AND verdict IN ('deviates', 'consider')"
    )
    with connect(Role.PUBLIC) as public:
        assert public.execute(drawn).scalar_one() > 0, "the sample's hits are drawn"
    with connect(Role.APP) as app:
        parcel = app.execute(
            text("SELECT ST_AsText(geom) FROM areal.parcel ORDER BY slug LIMIT 1")
        ).scalar_one()
    bring("myr", shapely.from_wkt(parcel).geoms[0])
    options = ["check", "--publish", "--as-of", date(2026, 11, 1).isoformat()]
    assert CliRunner().invoke(program, options, catch_exceptions=False).exit_code == 0
    with connect(Role.PUBLIC) as public:
        hits = "SELECT count(*) FROM published.finding WHERE rule_code = 'R11' AND measured > 0"
        assert public.execute(text(hits)).scalar_one() > 0
        assert public.execute(drawn).scalar_one() == 0


def test_borders_that_leave_parcels_out_are_refused_with_a_few_of_them_and_their_number(
    tmp_path: Path,
) -> None:
    file = tmp_path / "far.gpkg"
    with connect(Role.APP) as app:
        numbers = app.execute(text("SELECT kommunenummer FROM areal.kommune")).scalars().all()
        parcels = app.execute(text("SELECT count(*) FROM areal.parcel")).scalar_one()
    far = [shapely.box(9_000 * n, 0, 9_000 * n + 8_000, 8_000) for n in range(len(numbers))]
    pyogrio.raw.write(
        file,
        shapely.to_wkb(far),
        field_data=[np.array(numbers, dtype=object)],
        fields=["kommunenummer"],
        geometry_type="Polygon",
        crs="EPSG:25833",
        layer="far",
    )
    told = ["--source", "Test", "--version", "1", "--licence", "CC0", "--attribution", "T"]
    command = ["borders", "load", str(file), *told, "--in-force"]

    answer = CliRunner().invoke(program, command)

    assert isinstance(answer.exception, ArealError), answer.output
    said = str(answer.exception)
    assert f"{parcels} parcels lie outside every kommune" in said
    assert said.count("-") < 30, "ten of them are named, not all"
    with connect(Role.APP) as app:
        forced = "SELECT source FROM areal.boundary_version WHERE in_force"
        assert app.execute(text(forced)).scalar_one() != "Test"


@pytest.mark.parametrize(
    "options",
    [["layer", "facts", "nosuch"], ["layer", "versions", "nosuch"], ["borders", "in-force", "99"]],
)
def test_what_does_not_exist_is_named_with_the_way_out(options: list[str]) -> None:
    with pytest.raises(ArealError) as caught:
        CliRunner().invoke(program, options, catch_exceptions=False)
    assert caught.value.hint
