"""Roles of the staff, per kommune or region."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from areal.accounts.rights import Place, StaffRole


@click.group("role")
def command() -> None:
    """Give roles and take them away, and tell what each lets a person do."""


@command.command("list")
def list_() -> None:
    """Tell what each role lets a person do."""
    from areal.accounts.rights import ALLOWED, StaffRole  # noqa: PLC0415

    for role in StaffRole:
        click.echo(f"{role:<10} {', '.join(sorted(ALLOWED[role]))}")


@command.command()
@click.argument("email")
@click.argument("role")
@click.option("--kommune", help="Four digits: where the role holds.")
@click.option("--region", help="Instead of --kommune: the role holds in all of a region.")
def give(email: str, role: str, kommune: str | None, region: str | None) -> None:
    """Give the person with EMAIL a ROLE in a kommune or region."""
    from areal.accounts import acting, register  # noqa: PLC0415
    from areal.cli.load import author  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415

    given = role_and_place(role, kommune, region)
    with database(), acting.as_tool(author()) as connection:
        account_id = register.by_email(connection, email)
        register.give(connection, author(), account_id, *given)
    click.echo(f"{email} is {role} in {kommune or region}.", err=True)


@command.command()
@click.argument("email")
@click.argument("role")
@click.option("--kommune", help="Four digits: where the role holds.")
@click.option("--region", help="Instead of --kommune: the role holds in all of a region.")
def take(email: str, role: str, kommune: str | None, region: str | None) -> None:
    """Take a ROLE in a kommune or region from the person with EMAIL."""
    from areal.accounts import acting, register  # noqa: PLC0415
    from areal.cli.load import author  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415
    from areal.errors import NotFound  # noqa: PLC0415

    wanted = role_and_place(role, kommune, region)
    with database(), acting.as_tool(author()) as connection:
        account_id = register.by_email(connection, email)
        held = register.entry(connection, account_id).memberships
        found = [item for item in held if (item.role, item.place) == wanted]
        if not found:
            raise NotFound(f"{email} is not {role} in {kommune or region}.")
        register.take_away(connection, author(), account_id, found[0].membership_id)
    click.echo(f"{email} is no longer {role} in {kommune or region}.", err=True)


def role_and_place(
    role: str | None, kommune: str | None, region: str | None
) -> tuple[StaffRole, Place]:
    """Return the role and place of a command line; raises ``BadParameter`` for half of them."""
    from areal.accounts.rights import Place, StaffRole  # noqa: PLC0415
    from areal.errors import BadParameter  # noqa: PLC0415

    if role not in set(StaffRole):
        names = ", ".join(StaffRole)
        raise BadParameter("role", f"'{role or ''}' is no role.", hint=f"Choose one of {names}.")
    if (kommune is None) == (region is None):
        raise BadParameter(
            "kommune", "A role holds somewhere.", hint="Give --kommune or --region, one of them."
        )
    return StaffRole(role), Place(kommune, region)
