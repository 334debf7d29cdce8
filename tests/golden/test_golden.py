"""The sample says today what it said when somebody last looked at every verdict.

`AREAL_UPDATE_GOLDEN=1` writes what the check finds now; look at the difference before it is kept.
"""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from areal.assess.strategies import check_day, run_check, strategy_file
from areal.database import Role, connect
from tests.support.databases import TestServer
from tests.support.shipped import ADOPTED, shipped_strategies, shipped_strategy

#: What each shipped strategy says of the sample.
GOLDEN = {
    version: Path(__file__).parent / ("sample.csv" if version == ADOPTED else f"{version}.csv")
    for version in shipped_strategies()
}
#: Read at import: the tests run without the shell's AREAL_* settings.
UPDATE = os.environ.get("AREAL_UPDATE_GOLDEN") == "1"
VERDICTS = {"met", "consider", "deviates", "not_mapped", "missing", "not_relevant", "error"}

_FINDINGS = """
SELECT
  f.rule_code AS rule,
  rule.subject,
  coalesce(p.slug, f.kommunenummer, f.region_id) AS subject_id,
  f.verdict
FROM areal.run AS r
INNER JOIN areal.strategy_rule AS rule ON r.snapshot_id = rule.snapshot_id
INNER JOIN areal.finding AS f ON r.run_id = f.run_id AND rule.code = f.rule_code
LEFT JOIN areal.parcel AS p ON f.parcel_id = p.parcel_id
WHERE r.run_id = :run_id
ORDER BY rule.position
"""

#: (subject, its id) to rule to verdict.
Table = dict[tuple[str, str], dict[str, str]]


@pytest.fixture(scope="module")
def found(server: TestServer, sample_template: str) -> Iterator[dict[str, Table]]:
    """Return what each strategy says of data/geo, as of the day of the sample; real runs."""
    name = server.create(sample_template)
    with server.use(name), connect(Role.APP) as connection:
        tables = {version: checked(connection, version) for version in GOLDEN}
    yield tables
    server.drop(name)


def checked(connection: Connection, version: str) -> Table:
    """Return the verdicts of a strategy on the sample."""
    day = check_day(connection)
    file = strategy_file(None, day) if version == ADOPTED else shipped_strategy(version)
    run = run_check(connection, file, day, lambda _: None)
    table: Table = {}
    for row in connection.execute(text(_FINDINGS), {"run_id": run.run_id}):
        table.setdefault((row.subject, row.subject_id), {})[row.rule] = row.verdict
    return table


def as_csv(table: Table) -> str:
    """Return a table as text: parcels, then kommuner, then the region; a column a rule."""
    subjects = sorted(table, key=lambda key: (["parcel", "kommune", "region"].index(key[0]), key))
    rules = dict.fromkeys(rule for subject in subjects for rule in table[subject])
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(["subject", "id", *rules])
    for subject in subjects:
        writer.writerow([*subject, *(table[subject].get(rule, "") for rule in rules)])
    return lines.getvalue()


def from_csv(written: str) -> Table:
    """Return the table a text holds."""
    return {
        (row.pop("subject"), row.pop("id")): {rule: said for rule, said in row.items() if said}
        for row in csv.DictReader(io.StringIO(written))
    }


def differences(expected: Table, found: Table) -> list[str]:
    """Return a line for each verdict that changed, and each subject or rule that came or went."""
    lines = []
    for subject in sorted(expected.keys() | found.keys()):
        before, after = expected.get(subject, {}), found.get(subject, {})
        lines += [
            f"{subject[1]}  {rule}: {before.get(rule, 'nothing')} -> {after.get(rule, 'nothing')}"
            for rule in sorted(before.keys() | after.keys())
            if before.get(rule) != after.get(rule)
        ]
    return lines


@pytest.mark.parametrize("version", GOLDEN)
def test_the_sample_says_what_it_said(found: dict[str, Table], version: str) -> None:
    golden = GOLDEN[version]
    if UPDATE:
        golden.write_text(as_csv(found[version]), encoding="utf-8")

    changed = differences(from_csv(golden.read_text(encoding="utf-8")), found[version])

    if changed:
        pytest.fail(
            "\n".join(
                [
                    f"{len(changed)} verdicts are not what tests/golden/{golden.name} says:",
                    *(f"  {line}" for line in changed),
                    "If they are right: AREAL_UPDATE_GOLDEN=1 pytest tests/golden",
                ]
            ),
            pytrace=False,
        )


@pytest.mark.parametrize("path", GOLDEN.values(), ids=GOLDEN)
def test_the_golden_file_is_written_in_one_way(found: dict[str, Table], path: Path) -> None:
    written = path.read_text(encoding="utf-8")

    assert as_csv(from_csv(written)) == written


@pytest.mark.parametrize("version", GOLDEN)
def test_every_verdict_occurs_at_least_twice_over_the_parcels(
    found: dict[str, Table], version: str
) -> None:
    counted = Counter(
        verdict
        for (subject, _), findings in found[version].items()
        if subject == "parcel"
        for verdict in findings.values()
    )

    assert set(counted) <= VERDICTS
    assert {verdict for verdict in VERDICTS if counted[verdict] < 2} == set()


@pytest.mark.parametrize("version", GOLDEN)
def test_every_rule_tells_parcels_apart(found: dict[str, Table], version: str) -> None:
    """A rule that says the same of the whole sample shows nobody what it is for."""
    said: dict[str, set[str]] = {}
    for (subject, _), findings in found[version].items():
        if subject == "parcel":
            for rule, verdict in findings.items():
                said.setdefault(rule, set()).add(verdict)

    assert {rule for rule, verdicts in said.items() if len(verdicts) < 2} == set()


@pytest.mark.parametrize("version", [version for version in GOLDEN if version != ADOPTED])
def test_a_draft_is_better_for_some_parcels_and_worse_for_others(
    found: dict[str, Table], version: str
) -> None:
    """A draft that only tightens, or only eases, would make a comparison nobody learns from."""
    order = ("met", "consider", "deviates")
    moved = [
        (subject, order.index(after) - order.index(before))
        for subject, findings in found[ADOPTED].items()
        for rule, before in findings.items()
        if (after := found[version][subject].get(rule, "")) in order and before in order
    ]

    assert len({subject for subject, step in moved if step < 0}) >= 10
    assert len({subject for subject, step in moved if step > 0}) >= 10


def test_a_changed_verdict_is_told_in_words() -> None:
    before: Table = {("parcel", "granli-1"): {"R01": "met", "R02": "met"}}
    after: Table = {("parcel", "granli-1"): {"R01": "met", "R02": "deviates", "R03": "met"}}

    assert differences(before, after) == [
        "granli-1  R02: met -> deviates",
        "granli-1  R03: nothing -> met",
    ]
