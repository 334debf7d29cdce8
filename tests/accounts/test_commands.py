"""`areal user` and `areal role`: the first administrator, and what passwords are never given by."""

from __future__ import annotations

from click.testing import CliRunner, Result

from areal.accounts import signing_in
from areal.cli import role, user
from areal.cli.load import author
from tests.support.staff import PASSWORD

EMAIL = "sjef@region.example"
ADMIN = ("--role", "admin", "--region", "kongsvingerregionen")


def run(command: object, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(command, list(words), input=typed)  # type: ignore[arg-type]


def test_the_first_administrator_is_added_with_a_password_from_standard_input():
    made = run(
        user.command, "add", EMAIL, "--name", "Sjef", *ADMIN, "--password-file", "-",
        typed=f"{PASSWORD}\n",
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    assert PASSWORD not in made.output
    assert signing_in.with_password(EMAIL, PASSWORD, "192.0.2.1").stage == "enrol"
    listed = run(user.command, "list").output
    assert EMAIL in listed
    assert "admin in K" in listed


def test_a_weak_password_adds_nobody():
    made = run(user.command, "add", EMAIL, "--name", "Sjef", "--password-file", "-", typed="kort\n")
    assert made.exit_code == 1
    assert EMAIL not in run(user.command, "list").output


def test_roles_are_given_and_taken_and_people_shut_out():
    assert run(user.command, "add", EMAIL, "--name", "Sjef", "--link").output.count("/staff/lenke/")
    assert run(role.command, "give", EMAIL, "planner", "--kommune", "3417").exit_code == 0
    assert "planner in 3417" in run(user.command, "list").output
    assert run(role.command, "take", EMAIL, "planner", "--kommune", "3417").exit_code == 0
    assert "no role" in run(user.command, "list").output
    assert run(user.command, "shut-out", EMAIL).exit_code == 0
    assert "(shut out)" in run(user.command, "list").output
    assert run(user.command, "let-in", EMAIL).exit_code == 0
    assert run(user.command, "reset-factor", EMAIL).exit_code == 0
    for words in (("chief", "--kommune", "3417"), ("admin",), ("admin", "--kommune", "9999")):
        assert run(role.command, "give", EMAIL, *words).exit_code == 1, words
    assert author().startswith("cli")


def test_what_each_role_may_do_is_told():
    assert "planner    grant, read" in run(role.command, "list").output
