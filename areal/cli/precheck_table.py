"""What the rules say of one area, on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from areal.assess.areas.check import CheckedArea
from areal.cli.tables import HEADS
from areal.queries.findings import Finding

_PER_DAA = 1_000
#: Units that are words of the code, as people write them.
_UNITS = {"codes": "", "activities": "", "attributes": "", "days": "dager"}


def print_area(area: CheckedArea) -> None:
    """Print where an area lies, what was done to it, and a line for each rule."""
    checked = area.checked
    console = Console(highlight=False)
    shown = Table(title=f"Forhåndssjekk: {checked.area.label}")
    for head in ("Krav", "Utfall", "Målt", "Tittel"):
        shown.add_column(
            head, no_wrap=head != "Tittel", justify="right" if head == "Målt" else "left"
        )
    for finding in checked.findings:
        verdict = HEADS[finding.verdict]
        shown.add_row(finding.rule_code, verdict, _measured(finding), finding.rule.title.nb)
    daa = f"{checked.area_m2 / _PER_DAA:.1f}".replace(".", ",")
    console.print(shown)
    console.print(f"{daa} daa, kommune {checked.kommunenummer or 'ingen i regionen'}.")
    for note in area.notes:
        console.print(note.told("nb"))
    console.print("I tråd med eller avvik fra strategien; ikke om noe er lovlig.", style="dim")
    console.print("Ingenting er lagret.", style="dim")


def _measured(finding: Finding) -> str:
    if finding.measured is None:
        return ""
    if finding.unit == "share":
        return f"{finding.measured:.1%}".replace(".", ",").replace("%", " %")
    shown = f"{finding.measured:.1f}".removesuffix(".0").replace(".", ",")
    return f"{shown} {_UNITS.get(finding.unit or '', finding.unit or '')}".strip()
