"""Enquiries: reminders, and the personal data of their senders."""

from __future__ import annotations

import sys

import click


@click.group("enquiries")
def command() -> None:
    """Look after enquiries: reminders, and the senders' personal data."""


@command.command()
def remind() -> None:
    """Tell the contacts of new enquiries, and remind of those nobody has answered.

    For a timer, once an hour or a day: what has been told is not told again.
    """
    from areal.cli.running import database  # noqa: PLC0415
    from areal.enquiries.reminders import remind as round_of_reminders  # noqa: PLC0415
    from areal.settings import get_settings  # noqa: PLC0415

    settings = get_settings()
    base = settings.base_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    with database():
        found = round_of_reminders(settings, base)
    click.echo(f"{found.first} told of, {found.due} reminded of, {found.sent} letters left.")
    for number in found.nobody:
        click.echo(f"Nobody answers enquiry {number}: give somebody the role contact.", err=True)


@command.command()
@click.option("--days", type=click.IntRange(1), help="Default AREAL_ENQUIRY_KEEP_DAYS, 730.")
@click.option("--email", help="Instead: forget this sender now, at their own wish.")
def forget(days: int | None, email: str | None) -> None:
    """Forget who sent enquiries nothing has been done about for so long; counts are kept.

    For a timer, once a day. It can't be undone.
    """
    from areal.cli.load import author  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415
    from areal.enquiries import forgetting  # noqa: PLC0415
    from areal.settings import get_settings  # noqa: PLC0415

    with database():
        if email is not None:
            count = forgetting.forget_sender(author(), email)
        else:
            count = forgetting.forget_old(author(), days or get_settings().enquiry_keep_days)
    click.echo(f"The sender of {count} enquiries is forgotten.")


@command.command()
@click.argument("email")
def export(email: str) -> None:
    """Print everything kept of a sender, as JSON, to give to them."""
    from areal.cli.load import author  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415
    from areal.enquiries import forgetting  # noqa: PLC0415

    with database():
        found = forgetting.exported(author(), email)
    sys.stdout.buffer.write(found + b"\n")
