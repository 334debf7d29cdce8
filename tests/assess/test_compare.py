"""What makes two checks differ is found by trying: rule, layer, parcel, day, or only together."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyogrio
import pytest
import shapely
from click.testing import CliRunner
from sqlalchemy import text

from areal.assess.compare import compare
from areal.assess.compare_result import Change, Comparison
from areal.assess.run import RunResult, check
from areal.assess.scratch import TookTooLong
from areal.assess.strategies import strategy_file
from areal.catalogue.authorship import write_as
from areal.cli import program
from areal.database import Role, connect
from areal.errors import BadParameter, NotFound
from areal.settings import ROOT
from areal.strategy.load import StrategyFile

pytestmark = pytest.mark.usefixtures("sample_database")
DAY = date(2026, 11, 1)
SHIPPED = ROOT / "data/geo/strategies/kongsvingerregionen/2017.yaml"
DENSE = '    limits: {met: 40}\n    unit: "%"'
SLUG = "slomarka-1"
TABLES = (
    *("run", "strategy_snapshot", "finding_span", "subject_span", "parcel_verdict_span"),
    *("kommune_span", "proximity_span", "layer_version", "publication"),
)


@pytest.fixture
def strategy(tmp_path: Path) -> Callable[..., StrategyFile]:
    """Return a way to the shipped strategy with parts of its text replaced."""

    def _strategy(*replaced: tuple[str, str]) -> StrategyFile:
        told = SHIPPED.read_text()
        for old, new in replaced:
            assert told.count(old) == 1, old
            told = told.replace(old, new)
        path = tmp_path / "changed.yaml"
        path.write_text(told)
        return strategy_file(path, DAY)

    return _strategy


def _check(day: date = DAY, file: StrategyFile | None = None, timeout: int = 60_000) -> RunResult:
    with connect(Role.APP, snapshot=True) as app:
        return check(
            app, file or strategy_file(None, day), day, rule_timeout_ms=timeout, whole=True
        )


def _write(statement: str, **binds: object) -> None:
    with connect(Role.APP) as app:
        write_as(app, "test")
        app.execute(text(statement), binds)


def _dense(share: int) -> None:
    _write(
        "UPDATE areal.parcel SET bya_percent = :share WHERE slug = :slug", share=share, slug=SLUG
    )


def _rows() -> dict[str, int]:
    with connect(Role.APP) as app:
        return {
            name: app.execute(text(f"SELECT count(*) FROM areal.{name}")).scalar_one()
            for name in TABLES
        }


def _of(found: Comparison, code: str, subject: str = SLUG) -> Change:
    return next(item for item in found.changes if (item.rule_code, item.subject) == (code, subject))


def test_other_limit_is_the_rules_doing_and_nothing_is_stored(strategy) -> None:
    before = _rows()
    file = strategy((DENSE, DENSE.replace("40", "60")))

    found = compare("2017", file)

    assert _rows() == before
    assert found.b.run_id is None
    assert found.changes
    assert {(item.rule_code, item.causes) for item in found.changes} == {("R17", (("rule",),))}
    assert {item.movement for item in found.changes} == {"worse"}
    assert {item.after.limit for item in found.changes} == {60}
    rule = next(row for row in found.rules if row.code == "R17")
    assert rule.altered
    assert (rule.worse, rule.better, rule.other) == (len(found.changes), 0, 0)
    assert rule.before["met"] - rule.after.get("met", 0) == rule.worse
    assert not any(row.altered for row in found.rules if row.code != "R17")


def test_what_was_not_stored_says_the_same_as_when_it_is(strategy) -> None:
    draft = "2026-2050-hoering"
    unstored = compare("2017", draft)
    file = strategy_file(SHIPPED.with_name(f"{draft}.yaml"), DAY)
    run = _check(file=file)
    stored = compare("2017", draft)

    assert stored.b.run_id == run.run_id
    assert unstored.changes == stored.changes
    assert unstored.rules == stored.rules
    assert unstored.parcels == stored.parcels
    with connect(Role.APP) as app:
        overall = dict(
            app.execute(
                text(
                    "SELECT s.slug, v.overall FROM areal.parcel_verdict AS v "
                    "INNER JOIN areal.run_subject AS s USING (run_id, parcel_id) "
                    "WHERE v.run_id = :run_id"
                ),
                {"run_id": run.run_id},
            ).all()
        )
    assert {item.slug: item.after for item in stored.parcels}.items() <= overall.items()
    assert {item.causes for item in stored.changes} == {(("rule",),)}
    codes = {row.code: (row.in_a, row.in_b) for row in stored.rules}
    assert codes["S3"] == (True, False)
    assert codes["M01"] == (False, True)
    there_and_back = compare(draft, "2017")
    flipped = {"worse": "better", "better": "worse", "other": "other"}
    told = {(item.rule_code, item.subject): item.movement for item in stored.changes}
    assert {
        (item.rule_code, item.subject): flipped[item.movement] for item in there_and_back.changes
    } == told


def test_new_edition_of_a_layer_is_the_layers_doing(tmp_path: Path) -> None:
    first = _check()
    with connect(Role.APP) as app:
        parcel = app.execute(
            text("SELECT ST_AsText(geom) FROM areal.parcel WHERE slug = :slug"), {"slug": SLUG}
        ).scalar_one()
    file, source = tmp_path / "one.gpkg", tmp_path / "source.yaml"
    pyogrio.raw.write(
        file,
        shapely.to_wkb([shapely.from_wkt(parcel).geoms[0]]),
        field_data=[],
        fields=[],
        geometry_type="Polygon",
        crs="EPSG:25833",
        layer="one",
    )
    source.write_text(
        "id: test\nsource: Ekte\nlicence: CC0\nattribution: Test\n"
        "layers: [{layer: myr, from: one, code: [{text: '60'}]}]\n"
    )
    options = ["layer", "load", str(file), "--source", str(source)]
    assert CliRunner().invoke(program, options, catch_exceptions=False).exit_code == 0
    second = _check()

    found = compare(f"run-{first.run_id}", str(second.run_id))

    assert _of(found, "R11").causes == (("layer",),)
    assert _of(found, "R11").after.verdict == "deviates"
    assert {(item.rule_code, item.causes, item.layers) for item in found.changes} == {
        ("R11", (("layer",),), ("myr",))
    }


def test_changed_parcel_is_the_parcels_doing_also_to_rules_over_the_set() -> None:
    first = _check()
    _write("UPDATE areal.parcel SET market = 'solgt', price_public = FALSE")
    second = _check()

    found = compare(str(first.run_id), str(second.run_id))

    assert {item.causes for item in found.changes} == {(("parcel",),)}
    assert {item.subject_kind for item in found.changes} == {"parcel", "kommune"}


def test_parcels_that_come_and_go_are_told_as_such() -> None:
    first = _check()
    _write("DELETE FROM areal.parcel WHERE slug = :slug", slug=SLUG)
    second = _check()
    gone = compare(str(first.run_id), str(second.run_id), rules=["R17"])
    back = compare(str(second.run_id), str(first.run_id), rules=["R17"])
    assert [(item.subject, item.change) for item in gone.changes] == [(SLUG, "gone_subject")]
    assert [(item.subject, item.change) for item in back.changes] == [(SLUG, "new_subject")]
    assert gone.parcels[0].after is None


def test_each_by_itself_and_only_together(strategy) -> None:
    _dense(60)
    first = _check()
    _dense(45)
    softer = _check(file=strategy((DENSE, DENSE.replace("40", "50"))))
    together = _of(compare(str(first.run_id), str(softer.run_id)), "R17")
    assert (together.before.verdict, together.after.verdict) == ("met", "consider")
    assert (together.before.measured, together.after.measured) == (60, 45)
    assert together.causes == (("rule", "parcel"),)

    _dense(30)
    stricter = _check(file=strategy((DENSE, DENSE.replace("40", "70"))))
    each = _of(compare(str(first.run_id), str(stricter.run_id)), "R17")
    assert each.causes == (("parcel",), ("rule",))


def test_time_alone_is_the_days_doing() -> None:
    first, later = _check(), _check(date(2028, 11, 1))
    found = compare(str(first.run_id), str(later.run_id))
    assert found.changes
    assert {item.causes for item in found.changes} == {(("day",),)}


def test_check_that_failed_is_no_ones_doing_but_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    from areal.assess import evaluate as module  # noqa: PLC0415 - patched here

    day = date(2026, 11, 2)
    with monkeypatch.context() as slow:
        plain = module.statement
        slow.setattr(
            module,
            "statement",
            lambda rule: (
                plain(rule).replace("FROM subject AS s", "FROM subject AS s, pg_sleep(3)")
                if rule.code == "R09"
                else plain(rule)
            ),
        )
        # A rule that was not done when its time was over.
        hurried = _check(day, timeout=2_500, file=strategy_file(None, day))
    patient = _check(day)
    found = compare(str(hurried.run_id), str(patient.run_id), rules=["R09"])
    assert found.changes
    assert {item.causes for item in found.changes} == {()}


def test_rules_and_kommuner_narrow_and_unpublished_parcels_stay_inside() -> None:
    draft = "2026-2050-hoering"
    some = compare("2017", draft, rules=["R16"], kommuner=["3418"])
    every = compare("2017", draft)
    assert some.changes
    assert set(some.changes) == {
        item for item in every.changes if item.rule_code == "R16" and item.kommunenummer == "3418"
    }
    assert [row.kommunenummer for row in some.kommuner] == ["3418"]
    hidden = next(item.subject for item in some.changes)
    _write("UPDATE areal.parcel SET published = FALSE WHERE slug = :slug", slug=hidden)
    assert hidden in {item.subject for item in compare("2017", draft).changes}
    public = compare("2017", draft, published=True)
    assert hidden not in {item.subject for item in public.changes}
    assert hidden not in {item.slug for item in public.parcels}


@pytest.mark.parametrize(
    ("sides", "options", "error"),
    [
        (("2017", "nosuch"), {}, NotFound),
        (("2017", "run-999"), {}, NotFound),
        (("2017", "1"), {"rules": ["X1"]}, BadParameter),
        (("2017", "1"), {"kommuner": ["0301"]}, BadParameter),
        (("2017", "2026-2050-hoering"), {"timeout_ms": 300}, TookTooLong),
    ],
)
def test_what_can_not_be_compared_is_refused(sides, options, error) -> None:
    with pytest.raises(error) as caught:
        compare(*sides, **options)
    assert caught.value.hint


def test_command_prints_a_table_and_every_difference_as_json(strategy, tmp_path: Path) -> None:
    strategy((DENSE, DENSE.replace("40", "60")))
    asked = ["compare", "2017", str(tmp_path / "changed.yaml"), "--rule", "R17"]
    told = CliRunner().invoke(program, [*asked, "--json", "-"], catch_exceptions=False)
    assert told.exit_code == 0
    found = json.loads(told.stdout)
    assert {item["rule_code"] for item in found["changes"]} == {"R17"}
    assert found["changes"][0]["causes"] == [["rule"]]
    assert "regelen" in told.stderr
