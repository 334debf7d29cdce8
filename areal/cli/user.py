"""Accounts of the staff."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.group("user")
def command() -> None:
    """Add, list, shut out and let in the people who work in the catalogue."""


@command.command()
@click.argument("email")
@click.option("--name", required=True, help="What the person is called.")
@click.option("--role", help="Role to begin with: see `areal role list`.")
@click.option("--kommune", help="Four digits: where the role holds.")
@click.option("--region", help="Instead of --kommune: the role holds in all of a region.")
@click.option(
    "--password-file",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="File whose first line is the password; - reads it from standard input.",
)
@click.option("--ask-password", is_flag=True, help="Ask for the password on the terminal.")
@click.option("--link", is_flag=True, help="Print a link where the person chooses a password.")
def add(
    email: str,
    name: str,
    role: str | None,
    kommune: str | None,
    region: str | None,
    password_file: Path | None,
    ask_password: bool,
    link: bool,
) -> None:
    """Add a person; the first one of an installation is an administrator.

    Without a password they sign in with the organisation's own log-in. A password is never an
    argument: others on the machine would see it.
    """
    from areal.accounts import acting, links, passwords, register  # noqa: PLC0415
    from areal.accounts.signing_in import tidy_email  # noqa: PLC0415
    from areal.cli.load import author  # noqa: PLC0415
    from areal.cli.role import role_and_place  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415

    given = role_and_place(role, kommune, region) if role or kommune or region else None
    password = _password(password_file, ask=ask_password)
    if password is not None:
        passwords.check(password, tidy_email(email))
    with database(), acting.as_tool(author()) as connection:
        account_id = register.add(connection, author(), email, name)
        if given:
            register.give(connection, author(), account_id, *given)
        if password is not None:
            links.set_password(connection, account_id, password)
        token = links.make(connection, account_id) if link else None
    click.echo(f"{email} has account {account_id}.", err=True)
    if token:
        _print_link(token)


@command.command("list")
def list_() -> None:
    """List every account with its roles."""
    from areal.accounts import acting, register  # noqa: PLC0415
    from areal.cli.load import author  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415

    with database(), acting.as_tool(author()) as connection:
        for entry in register.entries(connection):
            roles = ", ".join(f"{item.role} in {item.place_name}" for item in entry.memberships)
            state = "" if entry.active else "  (shut out)"
            click.echo(f"{entry.account_id:>5}  {entry.email:<36}{roles or 'no role'}{state}")


@command.command("shut-out")
@click.argument("email")
def shut_out(email: str) -> None:
    """Shut a person out, at once and wherever they are signed in; nothing they did is removed."""
    _set_active(email, active=False)


@command.command("let-in")
@click.argument("email")
def let_in(email: str) -> None:
    """Let a person in again who was shut out."""
    _set_active(email, active=True)


@command.command()
@click.argument("email")
@click.option(
    "--password-file",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="File whose first line is the password; - reads it from standard input.",
)
@click.option("--link", is_flag=True, help="Print a link where the person chooses it instead.")
def password(email: str, password_file: Path | None, link: bool) -> None:
    """Give a person a new password; every session of theirs ends."""
    from areal.accounts import acting, links, passwords, register  # noqa: PLC0415
    from areal.accounts.signing_in import tidy_email  # noqa: PLC0415
    from areal.cli.load import author  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415

    new = None if link else _password(password_file, ask=password_file is None)
    if new is not None:
        passwords.check(new, tidy_email(email))
    with database(), acting.as_tool(author()) as connection:
        account_id = register.by_email(connection, email)
        if new is not None:
            links.set_password(connection, account_id, new)
            token = None
        else:
            token = links.make(connection, account_id)
    if token:
        _print_link(token)
    else:
        click.echo(f"{email} has a new password.", err=True)


@command.command("reset-factor")
@click.argument("email")
def reset_factor(email: str) -> None:
    """Forget a person's second factor: the next sign-in sets up a new one."""
    from areal.accounts import acting, register  # noqa: PLC0415
    from areal.cli.load import author  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415

    with database(), acting.as_tool(author()) as connection:
        register.reset_factor(connection, author(), register.by_email(connection, email))
    click.echo(f"{email} sets up a new second factor at the next sign-in.", err=True)


def _set_active(email: str, *, active: bool) -> None:
    from areal.accounts import acting, register  # noqa: PLC0415
    from areal.cli.load import author  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415

    with database(), acting.as_tool(author()) as connection:
        account_id = register.by_email(connection, email)
        register.set_active(connection, author(), account_id, active=active)
    click.echo(f"{email} is {'let in' if active else 'shut out'}.", err=True)


def _password(file: Path | None, *, ask: bool) -> str | None:
    """Return the password from a file, standard input or the terminal; None when none is given."""
    if file is not None:
        text = sys.stdin.readline() if str(file) == "-" else file.read_text(encoding="utf-8")
        return text.split("\n", 1)[0].rstrip("\r")
    if not ask:
        return None
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return typed


def _print_link(token: str) -> None:
    from areal.accounts.links import DAYS  # noqa: PLC0415
    from areal.settings import get_settings  # noqa: PLC0415

    settings = get_settings()
    base = settings.base_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    click.echo(f"{base}/staff/lenke/{token}")
    click.echo(f"It works once, for {DAYS} days, and is not shown again.", err=True)
