"""A run is an answer to its inputs: complete, never rewritten, never green by age."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from areal.assess.publish import publish
from areal.assess.run import RunResult, check
from areal.assess.strategies import strategy_file
from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from areal.settings import ROOT

pytestmark = pytest.mark.usefixtures("sample_database")
DAY = date(2026, 11, 1)
SHIPPED = ROOT / "data/geo/strategies/kongsvingerregionen/2017.yaml"


def _check(
    day: date = DAY, timeout: int = 60_000, path: Path | None = None, *, whole: bool = False
) -> RunResult:
    with connect(Role.APP, snapshot=True) as app:
        file = strategy_file(path, day)
        result = check(app, file, day, rule_timeout_ms=timeout, whole=whole)
        publish(app, result.run_id, "test")
    return result


def _write(statement: str) -> None:
    with connect(Role.APP) as app:
        write_as(app, "test")
        app.execute(text(statement))


def _public(statement: str) -> list[tuple[object, ...]]:
    with connect(Role.PUBLIC) as public:
        return [tuple(row) for row in public.execute(text(statement))]


def test_rule_that_ran_out_of_time_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from areal.assess import evaluate as module  # noqa: PLC0415 - patched here

    day = date(2026, 11, 2)
    with monkeypatch.context() as slow:
        plain = module.statement
        slow.setattr(
            module,
            "statement",
            lambda rule: (
                plain(rule).replace("FROM subject AS s", "FROM subject AS s, pg_sleep(1)")
                if rule.code == "R09"
                else plain(rule)
            ),
        )
        hurried = _check(day, timeout=900, whole=True)
    assert hurried.counts["error"] >= 79
    reasons = _public("SELECT DISTINCT evidence ->> 'reason' FROM finding WHERE rule_code = 'R09'")
    assert reasons == [("timeout",)]

    patient = _check(day)

    assert patient.fresh
    assert patient.counts["error"] < 79


def test_same_inputs_are_not_checked_twice_and_any_other_input_is() -> None:
    known = _check()
    assert not known.fresh
    assert _check(date(2026, 12, 24)).fresh
    _write("UPDATE areal.parcel SET bya_percent = 1 WHERE slug = 'slomarka-1'")
    assert _check().fresh


def test_draft_neither_counts_nor_shows_anywhere() -> None:
    named = "SELECT count(*) FROM finding WHERE evidence::text LIKE '%norsenga-1\"%'"
    assert _public(named) != [(0,)]
    _write("UPDATE areal.parcel SET published = FALSE WHERE slug = 'norsenga-1'")
    assert _public(named) == [(0,)], "at once, before the next run"
    _check()
    assert _public(named) == [(0,)]
    with connect(Role.APP) as app:
        counted = app.execute(
            text(
                "SELECT count(*) FROM areal.finding AS f WHERE run_id = (SELECT max(run_id) "
                "FROM areal.run) AND f.evidence::text LIKE '%norsenga-1\"%'"
            )
        ).scalar_one()
    assert counted == 0


def test_parcel_changed_since_the_run_is_never_shown_green() -> None:
    state = "SELECT overall, n_met, strip[1], stale FROM parcel WHERE slug = 'granli-1'"
    assert _public(state)[0][0] == "met"
    _write("UPDATE areal.parcel SET bya_percent = 1 WHERE slug = 'granli-1'")

    assert _public(state) == [("gap", 0, "error", True)]
    findings = _public(
        "SELECT DISTINCT f.verdict, f.evidence ->> 'reason' FROM finding AS f "
        "INNER JOIN parcel AS p ON f.parcel_id = p.parcel_id WHERE p.slug = 'granli-1'"
    )
    assert findings == [("error", "changed_since_run")]
    _check()
    assert _public(state)[0][3] is False


def test_internal_price_reaches_no_finding(tmp_path: Path) -> None:
    strategy = tmp_path / "price.yaml"
    shutil.copy(SHIPPED, strategy)
    strategy.write_text(
        strategy.read_text().replace("attribute: bya_percent", "attribute: price_nok_m2")
    )
    _write("UPDATE areal.parcel SET price_nok_m2 = 98765, price_public = FALSE")
    _check(path=strategy)
    assert _public("SELECT count(*) FROM finding WHERE evidence::text LIKE '%98765%'") == [(0,)]
    assert _public("SELECT DISTINCT verdict FROM finding WHERE rule_code = 'R17'") == [("missing",)]


def test_parcels_no_rule_is_about_are_not_called_in_line(tmp_path: Path) -> None:
    strategy = tmp_path / "one.yaml"
    head, rules = SHIPPED.read_text().split("\nrules:\n")
    wanted = next(part for part in rules.split("\n  - ") if part.startswith("code: R06"))
    strategy.write_text(f"{head}\nrules:\n  - {wanted}\n")
    _check(path=strategy)
    rows = dict(_public("SELECT overall, count(*) FROM parcel WHERE n_not_relevant = 1 GROUP BY 1"))
    assert set(rows) == {"gap"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE areal.finding_span SET verdict = 'met'",
        "DELETE FROM areal.finding_span",
        "DELETE FROM areal.run",
        "UPDATE areal.parcel_verdict_span SET overall = 'met'",
        "DELETE FROM areal.parcel_history",
        "UPDATE areal.strategy_snapshot SET yaml = ''",
    ],
)
def test_what_was_found_can_not_be_rewritten(statement: str) -> None:
    with connect(Role.APP) as app:
        write_as(app, "test")
        with pytest.raises(ProgrammingError, match="permission denied"):
            app.execute(text(statement))
        app.rollback()


@pytest.mark.parametrize("table", ["verification", "restriction"])
def test_what_hangs_on_a_parcel_belongs_to_its_kommune(table: str) -> None:
    with connect(Role.APP) as app:
        write_as(app, "test", ["3401"])
        app.execute(text(f"DELETE FROM areal.{table}"))
        left = app.execute(
            text(
                f"SELECT array_agg(DISTINCT p.kommunenummer ORDER BY p.kommunenummer) "
                f"FROM areal.{table} AS t INNER JOIN areal.parcel AS p USING (parcel_id)"
            )
        ).scalar_one()
        app.rollback()
    assert "3401" not in left
    assert left
