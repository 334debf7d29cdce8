"""Check an area that is not in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from areal.assess.areas.check import CheckedArea

Language = Literal["nb", "en"]


@click.command("precheck")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--crs", help="Coordinate system, like EPSG:25832, of a file that does not say it.")
@click.option("--layer", help="Which layer of the file, where several have polygons.")
@click.option("--each", is_flag=True, help="Check each polygon as an area of its own.")
@click.option(
    "--set",
    "told",
    multiple=True,
    metavar="NAME=VALUE",
    help="Something known about the area, like modenhet=4; may be repeated.",
)
@click.option("--strategy", help="Id of a stored strategy; default the published one.")
@click.option("--json", "as_json", is_flag=True, help="Print every finding as JSON.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the certificate to this PDF file.",
)
@click.option("--lang", type=click.Choice(["nb", "en"]), default="nb", help="Language of the PDF.")
def command(
    file: Path,
    crs: str | None,
    layer: str | None,
    each: bool,
    told: tuple[str, ...],
    strategy: str | None,
    as_json: bool,
    output: Path | None,
    lang: Language,
) -> None:
    """Check an area in FILE against the strategy, as `areal check` checks the catalogue.

    FILE is GeoJSON, GeoPackage, GML or a zipped shapefile. All its polygons are one area, unless
    --each is given. What is not told with --set, and not in the file, is unknown. Nothing is
    stored.
    """
    from areal.assess.areas.against import against  # noqa: PLC0415
    from areal.assess.areas.answer import answer  # noqa: PLC0415
    from areal.assess.areas.attributes import by_list, told_by_person  # noqa: PLC0415
    from areal.assess.areas.check import check, limits_of  # noqa: PLC0415
    from areal.assess.areas.read import Asked, read_file  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415
    from areal.queries import codes, reading, revision  # noqa: PLC0415
    from areal.settings import get_settings  # noqa: PLC0415
    from webmap.planner.precheck_text import printed  # noqa: PLC0415

    limits = limits_of(get_settings())
    # One byte more than is allowed is enough to know that there are too many.
    with file.open("rb") as opened:
        content = opened.read(limits.max_bytes + 1)
    read = read_file(content, file.name, limits, Asked(crs, layer, each))
    with database():
        with reading() as connection:
            current = revision.current(connection)
            lists = by_list(codes.list_codes(connection))
            by = against(connection, current, strategy)
        given = told_by_person(_pairs(told), lists)
        areas = check(read, given, lists, strategy=by.name)
        if as_json:
            from pydantic_core import to_json  # noqa: PLC0415

            told_all = answer(current, by.strategy, read, areas)
            click.echo(to_json(told_all, inf_nan_mode="null", indent=2).decode())
        else:
            _print(areas)
        if output is not None:
            for target, area in _targets(output, areas):
                made = printed(area, by.strategy if by.name else None, lang)
                target.write_bytes(made)
                click.echo(f"Wrote {target} ({len(made) // 1024} kB).", err=True)


def _targets(output: Path, areas: Sequence[CheckedArea]) -> Iterator[tuple[Path, CheckedArea]]:
    """Yield a file for each area: the name that was given, numbered where there are several."""
    for number, area in enumerate(areas, 1):
        name = output.name if len(areas) == 1 else f"{output.stem}-{number}{output.suffix}"
        yield output.with_name(name), area


def _pairs(told: Iterable[str]) -> dict[str, str]:
    pairs = {}
    for each in told:
        name, sign, value = each.partition("=")
        if not sign or not name.strip():
            raise click.BadParameter(f"'{each}' is not NAME=VALUE.", param_hint="--set")
        pairs[name.strip()] = value.strip()
    return pairs


def _print(areas: Sequence[CheckedArea]) -> None:
    from areal.cli.precheck_table import print_area  # noqa: PLC0415

    for area in areas:
        print_area(area)
