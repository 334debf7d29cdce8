"""Grants: deviations a body has approved."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from areal.catalogue.grants import Granted

_ODD = {
    "does_not_deviate": "the rule does not deviate there now: it is '{verdict}'",
    "not_checked": "the parcel has not been checked against this rule",
    "another_stands": "another grant for the same parcel and rule stands already",
    "not_yet": "it is decided after the day of the check, and counts from the next one",
    "expired": "the grant had ended by the day of the check",
}
_DAY = click.DateTime(["%Y-%m-%d"])


@click.group("grant")
def command() -> None:
    """Register, list, correct and withdraw grants (godkjente avvik); nothing is ever deleted."""


@command.command()
@click.argument("parcel")
@click.argument("rule")
@click.option("--body", required=True, help="Who decided: 'Kommunestyret i Grue'.")
@click.option("--case", "case_ref", required=True, help="Reference of the case: 'KS 12/26'.")
@click.option("--decided-on", required=True, type=_DAY, help="Day of the decision.")
@click.option("--valid-until", type=_DAY, help="Last day; without it until further notice.")
@click.option("--reason", required=True, help="Why the deviation is accepted.")
@click.option("--strategy", help="Id of the strategy; default that of the published run.")
def add(
    parcel: str,
    rule: str,
    body: str,
    case_ref: str,
    decided_on: datetime,
    valid_until: datetime | None,
    reason: str,
    strategy: str | None,
) -> None:
    """Register that a body lets PARCEL (its slug) deviate from RULE (its code)."""
    from areal.catalogue import grants  # noqa: PLC0415
    from areal.cli.load import author  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415

    decision = grants.Decision(
        body, case_ref, decided_on.date(), valid_until and valid_until.date(), reason
    )
    with database(), grants.register() as connection:
        made = grants.grant(connection, author(), parcel, rule, decision, strategy=strategy)
    click.echo(f"Grant {made.grant_id} is registered.", err=True)
    _tell_odd(made)


@command.command("list")
@click.option("--parcel", help="Only those of this parcel (its slug).")
@click.option("--rule", help="Only those from this rule (its code).")
def list_(parcel: str | None, rule: str | None) -> None:
    """List all grants, newest decision first, withdrawn and expired ones among them."""
    from areal.catalogue import grants  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415

    with database(), grants.register() as connection:
        for item in grants.list_grants(connection, parcel=parcel, rule=rule):
            until = item.valid_until.isoformat() if item.valid_until else "–"
            end = f"withdrawn {item.withdrawn_on}" if item.withdrawn_on else f"until {until}"
            click.echo(
                f"{item.grant_id:>5}  {item.parcel:<24}{item.rule:<5}{item.decided_on}  "
                f"{end:<21}  {item.body}, {item.case_ref}"
            )


@command.command()
@click.argument("grant_id", type=int)
@click.option("--body", help="Who decided.")
@click.option("--case", "case_ref", help="Reference of the case.")
@click.option("--decided-on", type=_DAY, help="Day of the decision.")
@click.option("--valid-until", type=_DAY, help="Last day of the grant.")
@click.option("--no-end", is_flag=True, help="Let it stand until further notice.")
@click.option("--reason", help="Why the deviation is accepted.")
def change(
    grant_id: int,
    body: str | None,
    case_ref: str | None,
    decided_on: datetime | None,
    valid_until: datetime | None,
    no_end: bool,
    reason: str | None,
) -> None:
    """Correct what a grant says; what is not given stays. The former state is kept."""
    from areal.catalogue import grants  # noqa: PLC0415
    from areal.cli.load import author  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415

    if no_end and valid_until is not None:
        raise click.UsageError("--no-end and --valid-until contradict each other.")
    with database(), grants.register() as connection:
        held = grants.find(connection, grant_id)
        until: date | None = valid_until.date() if valid_until else held.valid_until
        decision = grants.Decision(
            held.body if body is None else body,
            held.case_ref if case_ref is None else case_ref,
            decided_on.date() if decided_on else held.decided_on,
            None if no_end else until,
            held.reason if reason is None else reason,
        )
        made = grants.change(connection, author(), grant_id, decision)
    click.echo(f"Grant {grant_id} is changed.", err=True)
    _tell_odd(made)


@command.command()
@click.argument("grant_id", type=int)
@click.option("--on", type=_DAY, help="Day it was decided; default today.")
@click.option("--why", required=True, help="Why it is withdrawn.")
def withdraw(grant_id: int, on: datetime | None, why: str) -> None:
    """Withdraw a grant: the deviation stands alone again, and the grant says why."""
    from areal.catalogue import grants  # noqa: PLC0415
    from areal.cli.load import author  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415
    from areal.clock import today  # noqa: PLC0415

    day = on.date() if on else today()
    with database(), grants.register() as connection:
        grants.withdraw(connection, author(), grant_id, day, why)
    click.echo(f"Grant {grant_id} is withdrawn.", err=True)


@command.command()
@click.argument("grant_id", type=int)
def history(grant_id: int) -> None:
    """Tell all that was done to a grant: who, when, what it said before and after."""
    from areal.catalogue import grants  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415

    with database(), grants.register() as connection:
        for step in grants.history(connection, grant_id):
            click.echo(f"{step.done_at:%Y-%m-%d %H:%M}  {step.event:<9}  {step.author}")
            for name, (before, after) in step.changes.items():
                was = "" if step.event == "granted" else f"{before or '–'} → "
                click.echo(f"    {name}: {was}{after or '–'}")


def _tell_odd(made: Granted) -> None:
    for odd in made.warnings:
        click.echo(f"Note: {_ODD[odd].format(verdict=made.verdict)}.", err=True)
