"""Tell how a parcel or site became what it is, for staff."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from areal.queries.history import Step

_SHORT = 60


@click.command("history")
@click.argument("slug")
@click.option("--site", "is_site", is_flag=True, help="SLUG is that of a site.")
@click.option("--json", "as_json", is_flag=True, help="As JSON on standard output.")
def command(slug: str, is_site: bool, as_json: bool) -> None:
    """Tell all that was done to a parcel: who, when, from which import, before and after.

    What was deleted has a history too. For staff: drafts and internal prices are among it.
    """
    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Role, connect  # noqa: PLC0415
    from areal.queries.history import parcel_history, site_history  # noqa: PLC0415

    with database(), connect(Role.APP) as connection:
        steps = (site_history if is_site else parcel_history)(connection, slug)
    if as_json:
        from pydantic_core import to_json  # noqa: PLC0415

        click.echo(to_json(steps, indent=2).decode())
        return
    for step in steps:
        _tell(step)


def _tell(step: Step) -> None:
    source = f"  import {step.import_id}: {step.import_name}" if step.import_id else ""
    click.echo(f"{step.done_at:%Y-%m-%d %H:%M}  {step.event:<8} {step.author or ''}{source}")
    if step.event == "added":
        return
    for change in step.changes:
        if change.field == "outline":
            click.echo("    outline: drawn anew")
        else:
            click.echo(f"    {change.field}: {_short(change.before)} → {_short(change.after)}")


def _short(value: Any) -> str:
    if value is None:
        return "–"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"
