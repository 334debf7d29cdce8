"""The report of an import: on the terminal, as HTML with small maps, as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from areal.errors import InputError

Language = Literal["nb", "en"]

_WORDS = {
    "nb": {
        "rows": "Rader i filen",
        "new": "Nye tomter",
        "changed": "Endret",
        "unchanged": "Uendret",
        "gone": "Fjernet",
        "kept": "Holdt utenfor",
        "new_sites": "Nye områder",
        "changed_sites": "Endrede områder",
        "row": "Rad",
        "what": "Hva",
        "fix": "Hva du kan gjøre",
        "file": "Filen",
        "refused": "Ingenting er tatt inn.",
        "dry": "Prøvekjøring: ingenting er skrevet.",
        "done": "Import {id} er tatt inn. Angre med: areal import undo {id}",
        "mend": "Se radene som ble holdt utenfor: areal import kept {id}",
        "more": "… og {count} til",
        "clean": "Ingenting å bemerke.",
        "check": "Kontroller på nytt med: areal check --publish",
    },
    "en": {
        "rows": "Rows of the file",
        "new": "New parcels",
        "changed": "Changed",
        "unchanged": "Unchanged",
        "gone": "Removed",
        "kept": "Kept out",
        "new_sites": "New sites",
        "changed_sites": "Changed sites",
        "row": "Row",
        "what": "What",
        "fix": "What you can do",
        "file": "File",
        "refused": "Nothing was taken in.",
        "dry": "Dry run: nothing was written.",
        "done": "Import {id} is in. Undo with: areal import undo {id}",
        "mend": "See the rows that were kept out: areal import kept {id}",
        "more": "… and {count} more",
        "clean": "Nothing to remark.",
        "check": "Check again with: areal check --publish",
    },
}
#: The gravest first.
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
_SHOWN = 5


def show(report: Mapping[str, Any], lang: Language, path: Path | None) -> None:
    """Print a report, and write it to a file when one is named (.html or .json)."""
    _print(report, lang)
    if path is not None:
        write(report, lang, path)
        click.echo(f"Wrote {path}.", err=True)


def write(report: Mapping[str, Any], lang: Language, path: Path) -> None:
    """Write a report to a file; its ending says what as. Raises ``InputError`` for another."""
    if path.suffix.lower() == ".json":
        path.write_text(json.dumps(report, ensure_ascii=False, indent=1, default=str), "utf-8")
        return
    if path.suffix.lower() in (".html", ".htm"):
        from areal.exchange.import_report import as_html  # noqa: PLC0415

        path.write_text(as_html(report, lang), encoding="utf-8")
        return
    raise InputError("A report is an .html or a .json file.", file=str(path))


def _print(report: Mapping[str, Any], lang: Language) -> None:
    words = _WORDS[lang]
    console = Console(highlight=False)
    facts = [report["format"], report["layer"], report["crs"] or "", report["encoding"] or ""]
    console.print(
        Text(f"{report['file']}  ({', '.join(fact for fact in facts if fact)})", style="bold")
    )
    for note in report["notes"]:
        console.print(Text(f"  {note[lang]}", style="dim"))
    for name, count in report["counts"].items():
        if count or name in ("rows", "new", "changed", "unchanged"):
            console.print(f"  {words[name]:<18}{count:>8}")
    _print_issues(console, report, lang)
    if report["refused"]:
        console.print(Text(words["refused"], style="bold red"))
    elif report["dry_run"]:
        console.print(words["dry"])
    else:
        console.print(words["done"].format(id=report["import_id"]))
        if report["counts"].get("kept"):
            console.print(words["mend"].format(id=report["import_id"]))
        console.print(words["check"])


def _print_issues(console: Console, report: Mapping[str, Any], lang: Language) -> None:
    words = _WORDS[lang]
    if not report["issues"]:
        console.print(words["clean"])
        return
    table = Table(show_lines=True)
    table.add_column(words["row"], justify="right")
    table.add_column(words["what"], ratio=3)
    table.add_column(words["fix"], ratio=2)
    for severity, colour in _COLOURS.items():
        for issue in _first_of_each_kind(report["issues"], severity):
            told = Text(issue[lang], style=colour)
            table.add_row(str(issue["row"] or words["file"]), told, Text(issue[f"fix_{lang}"]))
        for code, count in _not_shown(report, severity):
            told = Text(f"{code}: {words['more'].format(count=count)}", style="dim")
            table.add_row("", told, "")
    console.print(table)


def _first_of_each_kind(issues: Iterable[Mapping[str, Any]], severity: str) -> list[Any]:
    """Return the first few of each code that are this grave, in the order of the rows."""
    shown: Counter[str] = Counter()
    first = []
    for issue in sorted(issues, key=lambda one: (one["row"], one["code"])):
        shown[issue["code"]] += 1
        if issue["severity"] == severity and shown[issue["code"]] <= _SHOWN:
            first.append(issue)
    return first


def _not_shown(report: Mapping[str, Any], severity: str) -> list[tuple[str, int]]:
    """Return codes that are this grave, and how many of each are left out."""
    grave = {issue["code"] for issue in report["issues"] if issue["severity"] == severity}
    counts = sorted(report["issue_counts"].items())
    return [(code, count - _SHOWN) for code, count in counts if code in grave and count > _SHOWN]
