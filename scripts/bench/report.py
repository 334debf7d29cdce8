"""The figures as JSON, and as tables between two marks of ``docs/benchmarks.md``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"

Told = dict[str, Any]


def write(told: Told, target: Path, page: Path) -> None:
    """Write the JSON file, and put the tables into the page around which a person writes."""
    target.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{tables(told)}\n{END}{after}", encoding="utf-8")


def tables(told: Told) -> str:
    """Return everything that was measured as Markdown."""
    parts = [_machine(told), _summary(told["comparisons"])]
    for one in told["comparisons"]:
        if "each_rule" in one:
            parts.append(_rules(one))
    return "\n".join(parts)


def _machine(told: Told) -> str:
    machine, data = told["machine"], told["data"]
    features = sum(count for name, count in data.items() if name.startswith("layer_"))
    peers = ", ".join(f"{name} {version}" for name, version in machine["peers"].items())
    return (
        f"Measured {told['measured_on']} with `{told['command']}`, {told['rounds']} rounds, "
        f"{told['workers']} workers.\n\n"
        f"{machine['cores']} cores ({machine['processor']}), {machine['memory_gib']} GiB; "
        f"{machine['system']}; PostgreSQL {machine['postgresql']}, "
        f"{machine['postgis'].split(' [')[0]}; "
        f"Python {machine['python']}; {peers}.\n\n"
        f"{data['parcel']:,} parcels on {data['site']:,} sites in {data['kommune']:,} kommuner; "
        f"{features:,} features in {sum(name.startswith('layer_') for name in data)} layers.\n"
    )


def _summary(comparisons: list[Told]) -> str:
    lines = [
        "| what | target | reached | ratio (least–most) | ours, s | peer, s | app, MB |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in comparisons:
        ratio, ours = one["ratio"], one["ours_seconds"]
        peers = "; ".join(
            f"{name} {_seconds(times)}" for name, times in one["peer_seconds"].items()
        )
        lines.append(
            f"| {one['name']} | {one['target']} | {'yes' if one['reached'] else '**no**'} "
            f"| {ratio['median']:.3g} ({ratio['least']:.3g}–{ratio['most']:.3g}) "
            f"| {_seconds(ours)} | {peers or '–'} | {one['memory_mb']} |"
        )
    return "\n".join(lines) + "\n"


def _seconds(times: Told) -> str:
    return f"{times['median']:.3g} ({times['least']:.3g}–{times['most']:.3g})"


def _rules(one: Told) -> str:
    same = one["same_rows"]
    lines = [
        f"Findings compared row by row: {same['rows']:,}; verdict differs in "
        f"{same['verdict_differs']:,}, measured value in {same['measured_differs']:,}, "
        f"on one side only {same['only_one_side']:,}.\n",
        "Seconds of each rule in the full run (ours: the time it held the two workers, storing "
        "included):\n",
        "| rule | ours | geopandas |",
        "|---|---|---|",
    ]
    for rule, times in one["each_rule"].items():
        lines.append(f"| {rule} | {times['ours']:.2f} | {times['geopandas']:.2f} |")
    return "\n".join(lines) + "\n"
