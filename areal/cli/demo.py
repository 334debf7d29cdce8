"""From an empty data folder to the checked map."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy import Connection


@click.command("demo")
@click.option("--once", is_flag=True, help="Do everything but serve; print one JSON line.")
@click.option("--reset", is_flag=True, help="Throw away the database of before and start over.")
@click.option("--port", type=click.IntRange(1, 65_535), help="Default AREAL_PORT, 8000.")
@click.option("--data-dir", type=click.Path(file_okay=False, path_type=Path))
def command(once: bool, reset: bool, port: int | None, data_dir: Path | None) -> None:
    """Start the database, migrate, load data/geo, check, publish, and serve the map."""
    from areal.cli import use_data_dir  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415
    from areal.cli.serve import refuse_taken, run_server  # noqa: PLC0415
    from areal.settings import get_settings  # noqa: PLC0415

    started = time.monotonic()
    use_data_dir(data_dir)
    settings = get_settings()
    address = (settings.host, port or settings.port)
    if not once:
        # Told before the work, not after it.
        refuse_taken(*address)
    if reset:
        _reset()
    with database():
        figures = _prepare()
        if once:
            figures["seconds"] = round(time.monotonic() - started, 1)
            click.echo(json.dumps(figures))
            return
        _allow_staff_without_tls(address[0])
        _tell_addresses(*address)
        try:
            run_server(*address)
        except SystemExit as stop:
            # Gunicorn leaves by exiting; the cluster is stopped on the way out.
            if stop.code:
                raise


def _reset() -> None:
    from areal.database.embedded import Cluster  # noqa: PLC0415
    from areal.errors import ConfigurationError  # noqa: PLC0415
    from areal.settings import get_settings  # noqa: PLC0415

    settings = get_settings()
    if settings.database_url is not None:
        raise ConfigurationError(
            "--reset throws away the private cluster, but AREAL_DATABASE_URL names another server.",
            hint="Unset AREAL_DATABASE_URL, or leave out --reset.",
        )
    Cluster(settings.data_dir).reset()


def _prepare() -> dict[str, object]:
    from areal.assess.publish import publish  # noqa: PLC0415
    from areal.assess.strategies import check_day, run_check, strategy_file  # noqa: PLC0415
    from areal.cli.load import author  # noqa: PLC0415
    from areal.cli.steps import Steps  # noqa: PLC0415
    from areal.database import Role, connect  # noqa: PLC0415
    from areal.database.migrate import upgrade  # noqa: PLC0415
    from areal.ingest.folder import load_folder  # noqa: PLC0415
    from areal.settings import get_settings  # noqa: PLC0415

    with Steps() as steps:
        steps.tell("Structure of the database")
        upgrade()
        load_folder(get_settings().geo_dir, author=author(), progress=steps.tell)
        with connect(Role.APP, snapshot=True) as connection:
            day = check_day(connection)
            result = run_check(connection, strategy_file(None, day), day, steps.tell)
        steps.tell("Publishing")
        with connect(Role.APP) as connection:
            publish(connection, result.run_id, author())
        with connect(Role.PUBLIC) as connection:
            return _figures(connection)


def _figures(connection: Connection) -> dict[str, object]:
    """Count what the public can see: the same numbers the pages show."""
    from sqlalchemy import text  # noqa: PLC0415

    row = connection.execute(
        text(
            "SELECT (SELECT count(*) FROM kommune) AS kommuner, "
            "(SELECT count(*) FROM site) AS sites, (SELECT count(*) FROM parcel) AS parcels, "
            "(SELECT count(*) FROM layer) AS layers, (SELECT count(*) FROM rule) AS rules, "
            "(SELECT count(*) FROM finding) AS findings"
        )
    ).one()
    return dict(row._mapping)


def _allow_staff_without_tls(host: str) -> None:
    """Let staff sign in on this machine, where there is no TLS and nobody in between."""
    from areal.settings import get_settings  # noqa: PLC0415

    if host in ("127.0.0.1", "::1", "localhost"):
        os.environ.setdefault("AREAL_STAFF_COOKIE_SECURE", "false")
        get_settings.cache_clear()


def _tell_addresses(host: str, port: int) -> None:
    base = f"http://{host}:{port}"
    for line in (
        "",
        f"Kart (bokmål):  {base}/",
        f"Map (English):  {base}/en/",
        f"API:            {base}/api/v1/openapi.json",
        f"Staff:          {base}/staff/  (first: areal user add …, docs/veiledning/brukere.md)",
        f"Health:         {base}/readyz",
        "",
        f"Stop with Ctrl+C. (process {os.getpid()})",
    ):
        click.echo(line, file=sys.stderr)
