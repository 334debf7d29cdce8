"""Publish a finished run."""

from __future__ import annotations

import click


@click.command("publish")
@click.argument("run_id", type=int, required=False)
def command(run_id: int | None) -> None:
    """Let the public see a finished run: RUN_ID, or the newest."""
    from sqlalchemy import text  # noqa: PLC0415

    from areal.assess.publish import publish  # noqa: PLC0415
    from areal.cli.load import author  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415
    from areal.database import Role, connect  # noqa: PLC0415

    with database(), connect(Role.APP) as connection:
        if run_id is None:
            newest = "SELECT max(run_id) FROM areal.run WHERE state = 'done'"
            run_id = connection.execute(text(newest)).scalar() or 0
        published = publish(connection, run_id, author())
    what = "is published" if published.changed else "was published already"
    click.echo(f"Run {run_id} {what} as revision {published.revision}.", err=True)
