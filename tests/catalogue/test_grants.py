"""Grants: laid over a deviation, corrected, withdrawn, ended; and none of it is ever lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from areal.assess.publish import publish
from areal.assess.strategies import run_check, strategy_file
from areal.catalogue import grants
from areal.catalogue.authorship import write_as
from areal.catalogue.grants import Decision, GrantRefused
from areal.cli import program
from areal.database import Role, connect
from areal.database.migrate import downgrade, upgrade
from areal.errors import NotFound

pytestmark = pytest.mark.usefixtures("sample_database")

#: The day the sample is frozen at.
DAY = date(2026, 11, 1)
COPY = text(
    "INSERT INTO areal.deviation_grant (strategy_id, parcel_id, rule_code, body, case_ref, "
    "decided_on, reason) SELECT strategy_id, parcel_id, rule_code, body, case_ref, decided_on, "
    "reason FROM areal.deviation_grant"
)
DECISION = Decision("Kommunestyret", "KS 12/26", date(2026, 1, 10), None, "Ingen andre tomter.")


def a_deviation(verdict: str = "deviates") -> tuple[str, str]:
    """Return the first parcel and rule with this verdict."""
    with connect(Role.APP) as app:
        row = app.execute(
            text(
                "SELECT p.slug, f.rule_code FROM areal.finding AS f INNER JOIN areal.parcel AS p "
                "USING (parcel_id) WHERE f.verdict = :verdict ORDER BY p.slug, f.rule_code LIMIT 1"
            ),
            {"verdict": verdict},
        ).one()
    return row.slug, row.rule_code


def make(decision: Decision = DECISION, **options: Any) -> int:
    parcel, rule = a_deviation()
    with grants.register() as connection:
        return grants.grant(connection, "plan", parcel, rule, decision, **options).grant_id


def shown() -> tuple[str, str | None]:
    """Return what the public sees: the verdict, and the case of a grant laid over it."""
    parcel, rule = a_deviation()
    with connect(Role.PUBLIC) as public:
        row = public.execute(
            text(
                "SELECT f.verdict, f.grant_case FROM finding AS f INNER JOIN parcel AS p "
                "USING (parcel_id) WHERE p.slug = :parcel AND f.rule_code = :rule"
            ),
            {"parcel": parcel, "rule": rule},
        ).one()
    return row.verdict, row.grant_case


def state() -> list[tuple[str, int | None]]:
    with connect(Role.PUBLIC) as public:
        rows = public.execute(
            text('SELECT state, days_left FROM published."grant" ORDER BY grant_id')
        )
        return [tuple(row) for row in rows]


def mistakes(call: Any) -> set[str]:
    with pytest.raises(GrantRefused) as refused:
        call()
    return {f"{mistake.field} {mistake.code}" for mistake in refused.value.mistakes}


def test_a_grant_is_seen_at_once_without_a_new_run() -> None:
    assert shown() == ("deviates", None)
    make()
    assert shown() == ("deviates", "KS 12/26"), "the deviation stays visible under it"
    assert state() == [("in_force", None)]


def test_a_withdrawn_grant_gives_the_deviation_back_and_stays_with_its_reason() -> None:
    made = make()
    with grants.register() as connection:
        grants.withdraw(connection, "plan", made, date(2026, 5, 2), "Vilkåret er ikke oppfylt.")
    assert shown() == ("deviates", None)
    assert state() == [("withdrawn", None)]
    with grants.register() as connection:
        assert grants.find(connection, made).withdrawn_why == "Vilkåret er ikke oppfylt."


def test_a_grant_lasts_through_its_last_day_and_no_longer() -> None:
    last = Decision("K", "1/26", date(2026, 1, 1), DAY, "Grunn")
    over = Decision("K", "2/26", date(2026, 1, 1), DAY - timedelta(days=1), "Grunn")
    make(over)
    assert shown() == ("deviates", None)
    make(last)
    assert shown() == ("deviates", "1/26")
    assert state() == [("expired", None), ("in_force", 0)]


def test_expiry_brings_the_deviation_back_with_the_next_day_that_is_checked() -> None:
    make(Decision("K", "1/26", date(2026, 1, 1), DAY + timedelta(days=30), "Grunn"))
    assert state() == [("in_force", 30)]
    with connect(Role.APP) as app:
        day = DAY + timedelta(days=31)
        publish(app, run_check(app, strategy_file(None, day), day, lambda _: None).run_id, "test")
    assert shown() == ("deviates", None)
    assert state() == [("expired", None)]


def test_a_grant_decided_after_the_day_of_the_check_is_not_yet_laid_over_it() -> None:
    # Today can be later than the frozen day of the sample, and only then can it be decided.
    with connect(Role.APP) as app:
        day = DAY - timedelta(days=400)
        publish(app, run_check(app, strategy_file(None, day), day, lambda _: None).run_id, "test")
    make()
    assert state() == [("not_yet", None)]


def test_history_tells_who_did_what_and_what_was_said_before() -> None:
    made = make()
    corrected = Decision("Kommunestyret", "KS 13/26", DECISION.decided_on, DAY, DECISION.reason)
    with grants.register() as connection:
        grants.change(connection, "Kari", made, corrected)
    with grants.register() as connection:
        grants.withdraw(connection, "Ola", made, DAY, "Omgjort.")
    with grants.register() as connection:
        steps = grants.history(connection, made)

    assert [(step.event, step.author) for step in steps] == [
        ("granted", "plan"),
        ("changed", "Kari"),
        ("withdrawn", "Ola"),
    ]
    assert steps[1].changes == {
        "case_ref": ("KS 12/26", "KS 13/26"),
        "valid_until": (None, DAY.isoformat()),
    }
    assert steps[2].changes == {
        "withdrawn_on": (None, DAY.isoformat()),
        "withdrawn_why": (None, "Omgjort."),
    }
    assert [step.done_at for step in steps] == sorted(step.done_at for step in steps)


def test_the_public_history_has_before_and_after_but_no_account() -> None:
    made = make()
    with grants.register() as connection:
        grants.withdraw(connection, "Kari Nordmann", made, DAY, "Omgjort.")
    with connect(Role.PUBLIC) as public:
        rows = public.execute(text("SELECT * FROM grant_history ORDER BY step")).mappings().all()
        whole = str([dict(row) for row in rows]) + str(
            [
                dict(row)
                for row in public.execute(text('SELECT * FROM published."grant"')).mappings()
            ]
        )
    assert [row["event"] for row in rows] == ["granted", "withdrawn"]
    assert rows[1]["before"]["withdrawn_why"] is None
    assert rows[1]["after"]["withdrawn_why"] == "Omgjort."
    assert "Kari" not in whole
    assert "plan'" not in whole


def test_nothing_is_deleted_and_nothing_moved_to_another_parcel_or_rule() -> None:
    make()
    for statement in (
        "DELETE FROM areal.deviation_grant",
        "UPDATE areal.deviation_grant SET rule_code = 'R01'",
        "UPDATE areal.deviation_grant SET parcel_id = 1",
        "UPDATE areal.deviation_grant_history SET author = 'x'",
        "DELETE FROM areal.deviation_grant_history",
    ):
        with connect(Role.APP) as app:
            write_as(app, "test")
            with pytest.raises(DBAPIError, match="permission denied"):
                app.execute(text(statement))
            app.rollback()


def test_grants_of_unpublished_parcels_are_not_shown() -> None:
    make()
    parcel, _ = a_deviation()
    with connect(Role.APP) as app:
        write_as(app, "test")
        app.execute(
            text("UPDATE areal.parcel SET published = FALSE WHERE slug = :slug"), {"slug": parcel}
        )
    assert state() == []
    with connect(Role.PUBLIC) as public:
        assert public.execute(text("SELECT count(*) FROM grant_history")).scalar_one() == 0


def test_a_decision_that_can_not_be_is_refused_where_it_stands() -> None:
    for changed, expected in (
        ({"body": " \n"}, "body empty"),
        ({"case_ref": ""}, "case_ref empty"),
        ({"case_ref": "x" * 101}, "case_ref too_long"),
        ({"reason": ""}, "reason empty"),
        ({"reason": "a\x00b"}, "reason not_text"),
        ({"decided_on": None}, "decided_on empty"),
        ({"decided_on": date(2206, 1, 1)}, "decided_on in_future"),
        ({"decided_on": date(1926, 1, 1)}, "decided_on before_strategy"),
        ({"valid_until": date(2026, 1, 9)}, "valid_until before_decided"),
    ):
        assert mistakes(lambda changed=changed: make(replace(DECISION, **changed))) == {expected}
    assert state() == []


def test_a_grant_must_be_about_a_parcel_and_a_rule_that_exist() -> None:
    parcel, _ = a_deviation()
    with grants.register() as connection:
        for slug, rule, strategy, expected in (
            ("nowhere", "R09", None, "parcel unknown"),
            ("", "R09", None, "parcel empty"),
            (parcel, "R99", None, "rule unknown"),
            (parcel, "", None, "rule empty"),
            (parcel, "S1", None, "rule not_of_parcels"),
            (parcel, "R09", "nowhere/2000", "strategy unknown"),
        ):
            found = mistakes(
                lambda slug=slug, rule=rule, strategy=strategy: grants.grant(
                    connection, "plan", slug, rule, DECISION, strategy=strategy
                )
            )
            assert found == {expected}


def test_every_mistake_is_told_at_once() -> None:
    wrong = Decision("", "", None, None, "")
    assert len(mistakes(lambda: make(wrong))) == 4


def test_staff_write_for_their_own_kommuner_only() -> None:
    assert mistakes(lambda: make(kommuner=["9999"])) == {"parcel not_yours"}
    made = make()
    with grants.register() as connection:
        refused = mistakes(
            lambda: grants.withdraw(connection, "plan", made, DAY, "x", kommuner=["9999"])
        )
    assert refused == {"grant not_yours"}
    with connect(Role.APP) as app:
        write_as(app, "plan", ["9999"])
        with pytest.raises(DBAPIError, match="row-level security"):
            app.execute(COPY)
        app.rollback()


def test_what_is_odd_is_said_and_does_not_stop_the_grant() -> None:
    parcel, rule = a_deviation("met")
    with grants.register() as connection:
        first = grants.grant(connection, "plan", parcel, rule, DECISION)
        again = grants.grant(connection, "plan", parcel, rule, DECISION)
    assert (first.verdict, first.warnings) == ("met", ("does_not_deviate",))
    assert again.warnings == ("does_not_deviate", "another_stands")


def test_a_withdrawn_grant_and_one_that_somebody_else_changed_are_not_changed() -> None:
    made = make()
    with grants.register() as connection:
        seen = grants.find(connection, made).changed_at
        grants.change(connection, "Kari", made, replace(DECISION, case_ref="KS 1/26"))
    with grants.register() as connection:
        assert mistakes(lambda: grants.change(connection, "Ola", made, DECISION, seen=seen)) == {
            "grant changed_meanwhile"
        }
        grants.withdraw(connection, "Ola", made, DAY, "Omgjort.")
        assert mistakes(lambda: grants.change(connection, "Ola", made, DECISION)) == {
            "grant withdrawn"
        }
        with pytest.raises(NotFound):
            grants.change(connection, "Ola", 999, DECISION)


def test_the_command_line_does_the_same() -> None:
    parcel, rule = a_deviation()

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(program, ["grant", *arguments])

    added = run(
        "add", parcel, rule, "--body", "Formannskapet", "--case", "FS 3/26",
        "--decided-on", "2026-02-01", "--valid-until", "2027-02-01", "--reason", "Grunn",
    )  # fmt: skip
    assert added.exit_code == 0, added.output
    assert shown() == ("deviates", "FS 3/26")
    number = added.output.split()[1]
    assert run("change", number, "--case", "FS 4/26", "--no-end").exit_code == 0
    assert shown() == ("deviates", "FS 4/26")
    assert "FS 4/26" in run("list", "--parcel", parcel).output
    assert run("list", "--rule", "R98").output == ""
    assert run("withdraw", number, "--why", "Omgjort").exit_code == 0
    assert shown() == ("deviates", None)
    told = run("history", number).output
    assert [line.split()[2] for line in told.splitlines() if not line.startswith(" ")] == [
        "granted",
        "changed",
        "withdrawn",
    ]
    assert "case_ref: FS 3/26 → FS 4/26" in told
    assert "valid_until: 2027-02-01 → –" in told


def test_grants_survive_a_structure_that_knew_no_history() -> None:
    made = make()
    downgrade("0002")
    upgrade()
    with grants.register() as connection:
        kept = grants.find(connection, made)
        steps = grants.history(connection, made)
    assert (kept.created_by, kept.changed_by) == ("plan", "plan")
    assert kept.changed_at == kept.created_at
    assert [step.event for step in steps] == ["granted"]
