"""Tables on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from areal.assess.report import VERDICT_COLUMNS, KommuneRow

#: What each verdict is called where there is little room.
HEADS = {
    "met": "Oppfylt",
    "consider": "Bør vurderes",
    "deviates": "Avvik",
    "not_mapped": "Ikke kartlagt",
    "missing": "Mangler",
    "not_relevant": "Ikke relevant",
    "error": "Ikke sjekket",
}


def print_table(rows: Sequence[KommuneRow], *, to_stderr: bool = False) -> None:
    """Print one line a kommune: parcels, how many deviate, findings by verdict, what is to do."""
    shown = Table(title="Kontroll mot arealstrategien")
    shown.add_column("Kommune", no_wrap=True, min_width=18)
    shown.add_column("Tomter", justify="right")
    shown.add_column("med avvik", justify="right")
    for verdict in VERDICT_COLUMNS:
        shown.add_column(HEADS[verdict], justify="right")
    for row in rows:
        counts = [str(row.findings.get(verdict, 0)) for verdict in VERDICT_COLUMNS]
        shown.add_row(row.name, str(row.parcels), str(row.deviating), *counts)
    console = Console(stderr=to_stderr)
    console.print(shown)
    console.print("I tråd med eller avvik fra strategien; ikke om noe er lovlig.", style="dim")
