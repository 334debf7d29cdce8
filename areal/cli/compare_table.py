"""Two strategies or runs side by side on the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from areal.assess.compare_result import Change, Comparison, RuleTotals
from areal.assess.compare_sides import Side
from areal.cli.tables import HEADS

_INPUTS = {"rule": "regelen", "layer": "kartlaget", "parcel": "tomta", "day": "dagen"}
#: More lines than this are for --json.
_LINES = 60


def print_comparison(found: Comparison, *, to_stderr: bool = False) -> None:
    """Print the totals by rule, the verdicts that changed, and a summary."""
    console = Console(stderr=to_stderr, highlight=False)
    console.print(f"A: {_side(found.a)}\nB: {_side(found.b)}")
    console.print(_rules(found))
    changed = [item for item in found.changes if item.change not in ("new_rule", "dropped_rule")]
    if changed:
        console.print(_changes(changed[:_LINES]))
    if len(changed) > _LINES:
        console.print(f"{len(changed) - _LINES} endringer til; bruk --json for alle.")
    totals = {
        move: sum(getattr(row, move) for row in found.kommuner)
        for move in ("worse", "better", "other")
    }
    console.print(
        f"{totals['worse']} tomter strengere samlet, {totals['better']} mildere, "
        f"{totals['other']} annet, av {sum(row.parcels for row in found.kommuner)}."
    )
    console.print("I tråd med eller avvik fra strategien; ikke om noe er lovlig.", style="dim")


def _side(side: Side) -> str:
    run = f"kontroll {side.run_id}" if side.run_id else "vurdert nå, ikke lagret"
    return f"{side.strategy_id} ({side.status}), {run}, per {side.as_of.isoformat()}"


def _rules(found: Comparison) -> Table:
    shown = Table(title="Krav for krav", caption="* andre grenser, eller spurt på en annen måte")
    shown.add_column("Krav", no_wrap=True)
    for head in ("Strengere", "Mildere", "Annet"):
        shown.add_column(head, justify="right")
    for head in ("A", "B"):
        shown.add_column(head)
    for row in found.rules:
        numbers = [str(number or "") for number in (row.worse, row.better, row.other)]
        shown.add_row(_code(row), *numbers, _counts(row.before), _counts(row.after))
    return shown


def _code(row: RuleTotals) -> str:
    if row.in_a and row.in_b:
        return f"{row.code} *" if row.altered else row.code
    return f"{row.code} utgår" if row.in_a else f"{row.code} ny"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(
        f"{counts[verdict]} {head.lower()}"
        for verdict, head in HEADS.items()
        if counts.get(verdict)
    )


def _changes(changes: list[Change]) -> Table:
    shown = Table(title="Utfall som er endret")
    for head in ("Krav", "Gjelder", "A", "B", "Årsak"):
        shown.add_column(head)
    for item in changes:
        shown.add_row(
            item.rule_code,
            item.subject,
            HEADS[item.before.verdict] if item.before else "fantes ikke",
            HEADS[item.after.verdict] if item.after else "finnes ikke",
            _cause(item),
        )
    return shown


def _cause(item: Change) -> str:
    if not item.causes:
        return "kontrollen selv"
    sets = [" og ".join(_INPUTS[name] for name in each) for each in item.causes]
    told = " eller ".join(sets) + (" alene" if len(sets) > 1 and len(item.causes[0]) == 1 else "")
    if "kartlaget" in told and item.layers:
        told = f"{told} ({', '.join(item.layers)})"
    return told
