"""Take the published findings out of the catalogue as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from areal.queries import Connection
    from areal.queries.filters import ParcelFilter

_FORMATS = (".csv", ".xlsx")


@click.group("findings")
def command() -> None:
    """Take the published findings out of the catalogue."""


@command.command("export")
@click.option(
    "-o",
    "--output",
    "file",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="File to write; .csv or .xlsx says which.",
)
@click.option(
    "--lang", type=click.Choice(["nb", "en"]), default="nb", show_default=True, help="Language."
)
@click.option(
    "--excel", is_flag=True, help="CSV for Norwegian Excel: semicolons, decimal comma, UTF-8 mark."
)
@click.option("--kommune", multiple=True, help="Kommunenummer; may be repeated.")
@click.option("--rule", multiple=True, help="Code of a rule; may be repeated.")
@click.option("--theme", multiple=True, help="Theme of rules; may be repeated.")
@click.option(
    "--finding", multiple=True, help="Verdict, such as deviates or not_mapped; may be repeated."
)
def export(
    file: Path,
    lang: str,
    excel: bool,
    kommune: tuple[str, ...],
    rule: tuple[str, ...],
    theme: tuple[str, ...],
    finding: tuple[str, ...],
) -> None:
    """Write every published finding to a file, one row each.

    They are the rows of the planner's dashboard: the same numbers as on the map and in the API.
    """
    from areal.cli.running import database  # noqa: PLC0415
    from areal.exchange import Export, Flavour, write_csv, write_xlsx  # noqa: PLC0415
    from areal.queries import reading, revision  # noqa: PLC0415
    from areal.queries.filters import ParcelFilter  # noqa: PLC0415

    if file.suffix.lower() not in _FORMATS:
        raise click.BadParameter("must end with .csv or .xlsx", param_hint="--output")
    wanted = ParcelFilter(kommune=kommune, rule=rule, theme=theme, finding=finding)
    told = "; ".join(", ".join(part) for part in (kommune, rule, theme, finding) if part)
    asked = Export(wanted, lang, told)
    with database(), reading() as connection:
        current = revision.current(connection)
        refuse_unknown(connection, wanted)
        if file.suffix.lower() == ".xlsx":
            count = write_xlsx(connection, current, asked, file)
        else:
            flavour = Flavour.EXCEL if excel else Flavour.PLAIN
            with file.open("wb") as out:
                count = write_csv(connection, current, asked, flavour, out)
    click.echo(f"{count} funn i {file}")


def refuse_unknown(connection: Connection, wanted: ParcelFilter) -> None:
    """Raise ``BadParameter`` for a code nobody knows: it would give an empty file in silence."""
    from areal.errors import BadParameter  # noqa: PLC0415
    from areal.queries.codes import filter_codes  # noqa: PLC0415
    from areal.queries.rules import list_rules  # noqa: PLC0415
    from areal.queries.verdicts import WORST_FIRST  # noqa: PLC0415

    rules = list_rules(connection)
    known = {
        "kommune": filter_codes(connection).codes("kommune"),
        "rule": [rule.code for rule in rules],
        "theme": [rule.theme for rule in rules],
        "finding": WORST_FIRST,
    }
    for name, codes in known.items():
        for code in getattr(wanted, name):
            if code not in codes:
                known_codes = ", ".join(dict.fromkeys(codes))
                raise BadParameter(name, f"Unknown: {code}.", hint=f"Known: {known_codes}.")
