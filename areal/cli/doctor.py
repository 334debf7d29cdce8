"""Look the installation over."""

from __future__ import annotations

import json
from typing import Literal

import click


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document for programs.")
@click.option("--lang", type=click.Choice(["nb", "en"]), default="nb", help="Language of the text.")
@click.option("--quiet", is_flag=True, help="Leave out what is as it should be.")
def command(as_json: bool, lang: Literal["nb", "en"], quiet: bool) -> None:
    """Look over database, structure, roles, disk, clock, key, mail, layers and drafts.

    Nothing is changed. Each finding has a hint. Exit status: 0 when nothing is at fault (there may
    be warnings), 1 when something is.
    """
    from areal.cli.running import database  # noqa: PLC0415
    from areal.errors import ArealError  # noqa: PLC0415
    from areal.operation.doctor import look_over  # noqa: PLC0415
    from areal.settings import get_settings  # noqa: PLC0415

    settings = get_settings()
    try:
        with database():
            found = look_over(settings)
    except ArealError:
        # The private cluster does not start: what there is to tell of the rest is told.
        found = look_over(settings)
    if quiet:
        found = [finding for finding in found if finding.level != "ok"]
    levels = {finding.level for finding in found}
    if as_json:
        report = {
            "well": "fault" not in levels,
            "findings": [finding.as_json() for finding in found],
        }
        click.echo(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        for finding in found:
            _print(finding.level, finding.said(lang), finding.hint(lang), lang)
    if "fault" in levels:
        raise SystemExit(1)


_LEVELS = {
    "ok": ("green", "ok", "ok"),
    "info": ("cyan", "info", "info"),
    "warning": ("yellow", "advarsel", "warning"),
    "fault": ("red", "feil", "fault"),
}


def _print(level: str, said: str, hint: str, lang: Literal["nb", "en"]) -> None:
    colour, norwegian, english = _LEVELS[level]
    word = norwegian if lang == "nb" else english
    click.echo(f"{click.style(f'{word:<9}', fg=colour)}{said}")
    if hint and level != "ok":
        click.echo(f"{'':<9}→ {hint}")
