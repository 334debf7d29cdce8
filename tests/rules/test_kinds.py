"""Every kind of rule explains itself, has the same columns, and fails in the open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Connection, text
from sqlfluff.core import Linter

from areal.assess.run import RunResult, check
from areal.database import Role, connect, sql
from areal.settings import ROOT
from areal.strategy.kinds import KINDS, Rule
from areal.strategy.load import StrategyFile
from areal.strategy.manual import HEADINGS, page, sections
from tests.support.databases import TestServer
from tests.support.drawn import fill_subject
from tests.support.other_sql import answering, replace_sql
from tests.support.shipped import shipped_strategy

COLUMNS = ["subject_id", "verdict", "measured", "unit", "margin", "evidence", "evidence_geom"]
PAGES = ROOT / "docs" / "rule-kinds"
NAMES = [kind.sql_name for kind in KINDS]
RULES = shipped_strategy().strategy.rules
DAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def sample(server: TestServer, sample_template: str) -> Iterator[None]:
    """Use one copy of the sample for the whole file; no test keeps what it writes."""
    name = server.create(sample_template)
    with server.use(name):
        yield
    server.drop(name)


@pytest.fixture
def connection(sample: None) -> Iterator[Connection]:
    """Return a transaction that is thrown away after the test."""
    with connect(Role.APP) as connection, connection.begin_nested() as kept_out:
        yield connection
        kept_out.rollback()


def a_rule(kind: str) -> Rule:
    """Return the first shipped rule of a kind."""
    return next(rule for rule in RULES if rule.sql_name == kind)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_a_kind_explains_itself_under_every_heading(kind: type[Rule]) -> None:
    told = sections(kind)

    assert tuple(told) == HEADINGS
    assert all(len(body) > 20 for body in told.values())


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_the_page_of_a_kind_is_what_its_docstring_says(kind: type[Rule]) -> None:
    assert (PAGES / f"{kind.sql_name}.md").read_text(encoding="utf-8") == page(kind), (
        "run `areal docs`"
    )


def test_there_is_a_page_and_an_sql_file_for_each_kind_and_no_other() -> None:
    files = sorted(path.stem for path in (ROOT / "areal" / "sql" / "rules").iterdir())

    assert sorted(path.stem for path in PAGES.iterdir()) == sorted(NAMES)
    assert files == sorted(NAMES)


def test_every_kind_is_used_by_a_shipped_rule() -> None:
    assert {rule.sql_name for rule in RULES} == set(NAMES)


@pytest.mark.parametrize("kind", NAMES)
def test_every_kind_answers_in_the_same_columns(connection: Connection, kind: str) -> None:
    rule = a_rule(kind)
    statement = text(
        "WITH relevant AS (SELECT * FROM subject) "
        f"SELECT * FROM ({sql(f'rules/{kind}.sql')}) AS answer LIMIT 0"
    )
    told = {
        "level": rule.level,
        "as_of": DAY,
        "few": False,
        **rule.binds(dict.fromkeys(rule.layers, 1)),
    }
    wanted = statement.compile().params
    fill_subject(connection)

    answer = connection.execute(statement, {name: told[name] for name in wanted})

    assert list(answer.keys()) == COLUMNS


def buffered_conditions(statement: str) -> list[str]:
    """Return the join conditions and WHERE clauses of a statement that buffer what they search."""
    without_binds = re.sub(r"(?<!:):(\w+)", r"\1", statement)
    tree = Linter(dialect="postgres").parse_string(without_binds).tree
    assert tree is not None
    assert "unparsable" not in tree.type_set()
    clauses = tree.recursive_crawl("where_clause", "join_on_condition")
    return [clause.raw for clause in clauses if "st_buffer" in clause.raw.lower()]


@pytest.mark.parametrize("kind", NAMES)
def test_no_rule_searches_with_a_buffer(kind: str) -> None:
    """A buffer in a condition is computed for every pair, and no index can help it."""
    statement = sql(f"rules/{kind}.sql")
    if "st_buffer" not in statement.lower():
        return

    assert buffered_conditions(statement) == []


def test_a_search_with_a_buffer_would_be_seen() -> None:
    near = "SELECT a.x FROM a INNER JOIN b ON ST_Intersects(a.g, ST_Buffer(b.g, 50))"
    inside = "SELECT a.x FROM a WHERE ST_Within(a.g, ST_Buffer(a.g, 50))"

    assert len(buffered_conditions(near)) == 1
    assert len(buffered_conditions(inside)) == 1


def test_every_subject_has_one_finding_of_every_rule(connection: Connection) -> None:
    wrong = connection.execute(
        text(
            """
            SELECT rule.code, told.subject, count(f.rule_code)
            FROM areal.publication AS p
            INNER JOIN areal.run AS r ON p.run_id = r.run_id
            INNER JOIN areal.strategy_rule AS rule ON r.snapshot_id = rule.snapshot_id
            CROSS JOIN LATERAL (
              SELECT parcel_id::text AS subject FROM areal.parcel WHERE rule.subject = 'parcel'
              UNION ALL
              SELECT kommunenummer FROM areal.kommune WHERE rule.subject = 'kommune'
              UNION ALL
              SELECT region_id FROM areal.region WHERE rule.subject = 'region'
            ) AS told
            LEFT JOIN areal.finding AS f
              ON r.run_id = f.run_id AND rule.code = f.rule_code
              AND told.subject = coalesce(f.parcel_id::text, f.kommunenummer, f.region_id)
            GROUP BY rule.code, told.subject
            HAVING count(f.rule_code) <> 1
            """
        )
    ).all()
    found, expected = connection.execute(
        text(
            """
            SELECT
              (SELECT count(*) FROM areal.finding WHERE run_id = p.run_id),
              (
                SELECT sum(
                  CASE rule.subject
                    WHEN 'parcel' THEN (SELECT count(*) FROM areal.parcel)
                    WHEN 'kommune' THEN (SELECT count(*) FROM areal.kommune)
                    ELSE (SELECT count(*) FROM areal.region)
                  END
                )
                FROM areal.strategy_rule AS rule
                INNER JOIN areal.run AS r ON rule.snapshot_id = r.snapshot_id
                WHERE r.run_id = p.run_id
              )
            FROM areal.publication AS p
            """
        )
    ).one()

    assert wrong == []
    assert found == expected > 0


def strategy_of(*codes: str) -> StrategyFile:
    """Return the shipped strategy cut down to some of its rules."""
    rules = tuple(rule for rule in RULES if rule.code in codes)
    assert len(rules) == len(codes)
    whole = shipped_strategy().strategy
    return StrategyFile(whole.model_copy(update={"rules": rules}), text=" ".join(codes))


def run_of(connection: Connection, *codes: str, timeout_ms: int = 60_000) -> RunResult:
    """Check the sample with some of the rules."""
    return check(connection, strategy_of(*codes), DAY, rule_timeout_ms=timeout_ms, whole=True)


def said(connection: Connection, run: RunResult) -> dict[str, set[tuple[str, str | None]]]:
    """Return each rule's pairs of verdict and, for errors, reason."""
    rows = connection.execute(
        text(
            "SELECT rule_code, verdict, "
            "CASE verdict WHEN 'error' THEN evidence ->> 'reason' END AS reason "
            "FROM areal.finding WHERE run_id = :run"
        ),
        {"run": run.run_id},
    )
    told: dict[str, set[tuple[str, str | None]]] = {}
    for row in rows:
        told.setdefault(row.rule_code, set()).add((row.verdict, row.reason))
    return told


def parcels(connection: Connection) -> int:
    return int(connection.execute(text("SELECT count(*) FROM areal.parcel")).scalar_one())


def test_a_rule_whose_layer_is_not_loaded_says_so_of_every_parcel(connection: Connection) -> None:
    connection.execute(
        text("UPDATE areal.layer_version SET in_force = FALSE WHERE layer_id = 'flom'")
    )

    run = run_of(connection, "R11", "R12", "R17")

    told = said(connection, run)
    assert told["R12"] == {("error", "layer_not_loaded")}
    assert "error" not in {verdict for code in ("R11", "R17") for verdict, _ in told[code]}
    assert run.findings == 3 * parcels(connection)


def test_a_rule_that_takes_too_long_says_so_and_the_run_goes_on(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_sql(monkeypatch, "rules/overlap.sql", answering("pg_sleep(30) IS NOT NULL"))

    run = run_of(connection, "R11", "R17", "R22", timeout_ms=400)

    told = said(connection, run)
    assert told["R11"] == {("error", "timeout")}
    assert ("met", None) in told["R17"] & told["R22"]
    assert run.counts["error"] == parcels(connection)


def test_a_rule_whose_sql_fails_says_so_and_the_run_goes_on(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_sql(monkeypatch, "rules/overlap.sql", answering("1 / (subject_id * 0) > 0"))

    run = run_of(connection, "R11", "R17")

    told = said(connection, run)
    assert told["R11"] == {("error", "rule_failed")}
    assert ("met", None) in told["R17"]
    assert run.counts["error"] == parcels(connection)


def test_a_parcel_a_rule_keeps_silent_about_is_an_error(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_sql(monkeypatch, "rules/overlap.sql", answering("r.attrs ->> 'slug' <> 'granli-1'"))

    run = run_of(connection, "R11")

    assert said(connection, run)["R11"] == {("met", None), ("error", "rule_failed")}
    assert run.counts["error"] == 1


def test_a_rule_that_speaks_twice_of_a_parcel_is_an_error(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = f"{answering('TRUE')} UNION ALL {answering('TRUE')}"
    replace_sql(monkeypatch, "rules/overlap.sql", twice)

    run = run_of(connection, "R11", "R17")

    assert said(connection, run)["R11"] == {("error", "rule_failed")}
    assert run.findings == 2 * parcels(connection)


def test_an_error_of_a_portfolio_rule_is_told_of_every_kommune(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_sql(monkeypatch, "rules/portfolio.sql", "SELECT nonsense FROM relevant")

    run = run_of(connection, "S2", "S3")

    kommuner = connection.execute(text("SELECT count(*) FROM areal.kommune")).scalar_one()
    assert run.counts == {"error": kommuner + 1}
