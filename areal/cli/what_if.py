"""See what a draft of the strategy would say, without storing anything."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from areal.assess.whatif import Curve, Tally, WhatIf

_PER_DAA = 1_000
_OVERALL = {"met": "I tråd", "consider": "Bør vurderes", "deviates": "Avvik", "gap": "Uavklart"}
_NO_CURVE = {
    "no_parcels": "Kravet gjelder ikke den enkelte tomta, så det er ingen kurve å tegne.",
    "no_limit": "Kravet har ingen slik grense.",
    "not_given": "Grensen er ikke satt i kravet.",
}


@click.command("what-if")
@click.option(
    "--set",
    "edits",
    multiple=True,
    metavar="RULE.LIMIT=VALUE",
    help="A number to change, like R09.limits.met=1; may be repeated.",
)
@click.option("--remove", multiple=True, metavar="RULE", help="A rule to leave out; repeatable.")
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML of a whole strategy, or of one or more rules to add or replace.",
)
@click.option("--curve", metavar="RULE.LIMIT", help="Show how many pass at each value of a limit.")
@click.option(
    "--json",
    "as_json",
    type=click.File("w", encoding="utf-8"),
    metavar="FILE",
    help="Write everything as JSON to a file, or to - for the terminal.",
)
def command(
    edits: tuple[str, ...],
    remove: tuple[str, ...],
    file: Path | None,
    curve: str | None,
    as_json: TextIO | None,
) -> None:
    """Change limits, remove or add rules, and see what that does to the whole catalogue.

    The draft is held against the published check. Nothing is stored.
    """
    from areal.assess.whatif import Asked, Draft, Edit, what_if  # noqa: PLC0415
    from areal.cli.running import database  # noqa: PLC0415
    from areal.yaml_files import read_text  # noqa: PLC0415

    draft = Draft(
        edits=[Edit.parse(edit) for edit in edits],
        removed=remove,
        text=read_text(file) if file else "",
        name=str(file or "draft"),
    )
    code, _, path = (curve or "").partition(".")
    with database():
        found = what_if(Asked(draft, (code, path) if curve else None))
    if as_json is not None:
        from pydantic_core import to_json  # noqa: PLC0415

        as_json.write(to_json(as_told(found), indent=2).decode() + "\n")
    else:
        _print(found)


def as_told(found: WhatIf) -> dict[str, Any]:
    """Return an answer as JSON tells it."""
    effect = found.effect
    return {
        "stored": False,
        "run_id": found.run_id,
        "as_of": found.as_of,
        "overall": {"before": effect.overall_before, "after": effect.overall_after},
        "rules": [
            {
                "code": rule.rule.code,
                "limits": {
                    "before": rule.before and rule.before.shown_limits,
                    "after": rule.after and rule.after.shown_limits,
                },
                "before": rule.counts_before,
                "after": rule.counts_after,
                "kommuner": {
                    number: {"before": before, "after": after}
                    for number, (before, after) in rule.kommuner.items()
                },
            }
            for rule in effect.rules
        ],
        "touched": effect.touched,
        "parcels": effect.parcels,
        "curve": found.curve and _curve_told(found.curve),
    }


def _curve_told(curve: Curve) -> dict[str, Any]:
    return {
        "rule": curve.rule.code,
        "limit": curve.path,
        "unit": curve.unit,
        "direction": curve.direction,
        "today": curve.today,
        "draft": curve.draft,
        "points": curve.points,
        "reason": curve.reason or None,
    }


def _print(found: WhatIf) -> None:
    from rich.console import Console  # noqa: PLC0415

    from areal.cli.tables import HEADS  # noqa: PLC0415

    console = Console(highlight=False)
    effect = found.effect
    if effect.rules:
        _table(console, "Tomtene samlet", _OVERALL, effect.overall_before, effect.overall_after)
    elif not found.curve:
        console.print("Utkastet sier det samme som den publiserte strategien.")
    for rule in effect.rules:
        title = f"{rule.rule.code} {rule.rule.title.nb}"
        _table(console, title, HEADS, rule.counts_before, rule.counts_after)
    for parcel in effect.parcels:
        if parcel.before != parcel.after:
            turn = f"{_OVERALL[parcel.before]} → {_OVERALL[parcel.after]}"
            console.print(f"{parcel.site_name} {parcel.label} ({parcel.kommune_name}): {turn}")
    if found.curve:
        _print_curve(console, found.curve)
    console.print("Ingenting er lagret.", style="dim")


def _table(
    console: Any,
    title: str,
    names: Mapping[str, str],
    before: Mapping[str, Tally],
    after: Mapping[str, Tally],
) -> None:
    from rich.table import Table  # noqa: PLC0415

    shown = Table("Utfall", title=title, title_justify="left")
    for head in ("Nå", "Utkast", "Daa nå", "Daa utkast"):
        shown.add_column(head, justify="right")
    for verdict, name in names.items():
        sides = [side.get(verdict) for side in (before, after)]
        if any(sides):
            subjects = [str(side.subjects) if side else "0" for side in sides]
            shown.add_row(name, *subjects, *(_daa(side.area_m2 if side else 0) for side in sides))
    console.print(shown)


def _print_curve(console: Any, curve: Curve) -> None:
    from rich.table import Table  # noqa: PLC0415

    if curve.reason:
        console.print(_NO_CURVE[curve.reason])
        return
    title = f"{curve.rule.code} {curve.path} ({curve.unit})"
    shown = Table(title=title, title_justify="left")
    for head in ("Grense", "Oppfylt", "Daa", "Vurderes", "Avvik", ""):
        shown.add_column(head, justify="left" if not head else "right")
    for point in curve.points:
        marks = [
            name
            for name, value in (("i dag", curve.today), ("utkast", curve.draft))
            if value == point.value
        ]
        shown.add_row(
            f"{point.value:g}".replace(".", ","),
            str(point.tally("met").subjects),
            _daa(point.tally("met").area_m2),
            str(point.tally("consider").subjects),
            str(point.tally("deviates").subjects),
            ", ".join(marks),
        )
    console.print(shown)


def _daa(square_metres: float) -> str:
    return f"{square_metres / _PER_DAA:.1f}".replace(".", ",")
