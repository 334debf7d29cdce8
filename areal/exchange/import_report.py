"""The report of an import as one HTML file: it needs nothing beside it, and runs no script."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Literal

import shapely

from areal.exchange.catalogue.columns import TABLES
from areal.ingest.imports.fields import fields

Language = Literal["nb", "en"]

_WORDS = {
    "nb": {
        "title": "Importrapport",
        "counts": "Hva filen gjør med katalogen",
        "issues": "Hva som bør rettes",
        "changes": "Endringer, felt for felt",
        "mapping": "Hvordan kolonnene er lest",
        "row": "Rad",
        "what": "Hva",
        "fix": "Hva du kan gjøre",
        "map": "Kart",
        "field": "Felt",
        "before": "Før",
        "after": "Etter",
        "column": "Kolonne",
        "parcel": "Tomt",
        "none": "Ingenting å bemerke.",
        "file": "Filen",
        "error": "Feil",
        "warning": "Advarsel",
        "info": "Til orientering",
        "refused": "Ingenting er tatt inn.",
        "dry": "Prøvekjøring: ingenting er skrevet.",
        "capped": "De første {shown} av {total} vises.",
        "drawing": "Omrisset raden gjelder",
        "new": "Ny",
        "changed": "Endret",
        "gone": "Fjernet",
        "hidden": "Tatt av nett",
        "site_new": "Nytt område",
        "site_changed": "Endret område",
    },
    "en": {
        "title": "Import report",
        "counts": "What the file does to the catalogue",
        "issues": "What should be mended",
        "changes": "Changes, field by field",
        "mapping": "How the columns were read",
        "row": "Row",
        "what": "What",
        "fix": "What you can do",
        "map": "Map",
        "field": "Field",
        "before": "Before",
        "after": "After",
        "column": "Column",
        "parcel": "Parcel",
        "none": "Nothing to remark.",
        "file": "File",
        "error": "Error",
        "warning": "Warning",
        "info": "For information",
        "refused": "Nothing was taken in.",
        "dry": "Dry run: nothing was written.",
        "capped": "The first {shown} of {total} are shown.",
        "drawing": "The outline of the row",
        "new": "New",
        "changed": "Changed",
        "gone": "Removed",
        "hidden": "Taken offline",
        "site_new": "New site",
        "site_changed": "Changed site",
    },
}
_COUNTS = {
    "rows": ("Rader i filen", "Rows of the file"),
    "new": ("Nye tomter", "New parcels"),
    "changed": ("Endrede tomter", "Changed parcels"),
    "unchanged": ("Uendrede tomter", "Unchanged parcels"),
    "gone": ("Fjernede tomter", "Removed parcels"),
    "kept": ("Rader holdt utenfor", "Rows kept out"),
    "new_sites": ("Nye områder", "New sites"),
    "changed_sites": ("Endrede områder", "Changed sites"),
}
_STYLE = """
body{font:16px/1.5 Inter,system-ui,sans-serif;color:#16242c;background:#fff}
body{margin:0 auto;max-width:72rem;padding:1rem}
h1{font-size:1.75rem;line-height:1.2}h2{font-size:1.25rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.5rem;border-bottom:1px solid #d5dadd}
.scroll{overflow-x:auto}.mark{font-weight:600;white-space:nowrap}
.mark::before{content:"";display:inline-block;width:.6rem;height:.6rem;margin-right:.4rem}
.error::before{background:#a12d17}.warning::before{background:#f5cf74;border:1px solid #6b4a00}
.info::before{border:2px solid #2c6068;border-radius:50%}
svg{display:block;background:#f4f7f3;border:1px solid #d5dadd}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1.5rem}dt{color:#5b6b74}dd{margin:0}
.big{font-size:1.25rem;font-weight:600}.stop{color:#a12d17;font-weight:600}
"""
_SIDE = 120
_MARGIN = 8


def as_html(report: Mapping[str, Any], lang: Language) -> str:
    """Return the report as a page in one file; every text of the file is escaped."""
    words = _WORDS[lang]
    title = f"{words['title']}: {report['file']}"
    parts = [
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{escape(title)}</h1>{_facts(report)}",
        _outcome(report, words),
        f"<h2>{words['counts']}</h2>{_counts(report, lang)}",
        f"<h2>{words['issues']}</h2>{_issues(report, lang)}",
        _changes(report, lang),
        f"<h2>{words['mapping']}</h2>{_mapping(report, lang)}",
        "</main></body></html>",
    ]
    return "".join(parts)


def titled(name: str, lang: Language) -> str:
    """Return a field as people call it: as exports head it, else by the first of its names."""
    for table in ("parcels", "sites"):
        for column in TABLES[table]:
            if column.key == name.removeprefix("site_" if table == "sites" else ""):
                return column.title.get(lang)
    return fields()[name].names[0] if name in fields() else name


def _facts(report: Mapping[str, Any]) -> str:
    facts = (
        report["format"],
        report["layer"],
        report["crs"],
        report["encoding"],
        report["at"][:16],
    )
    return f"<p>{escape(' · '.join(str(fact) for fact in facts if fact))}</p>"


def _outcome(report: Mapping[str, Any], words: Mapping[str, str]) -> str:
    if report["refused"]:
        return f'<p class="stop">{words["refused"]}</p>'
    return f"<p>{words['dry']}</p>" if report["dry_run"] else ""


def _counts(report: Mapping[str, Any], lang: Language) -> str:
    index = 0 if lang == "nb" else 1
    rows = "".join(
        f"<dt>{_COUNTS[name][index]}</dt><dd class=big>{count}</dd>"
        for name, count in report["counts"].items()
    )
    return f"<dl>{rows}</dl>"


def _issues(report: Mapping[str, Any], lang: Language) -> str:
    words = _WORDS[lang]
    if not report["issues"]:
        return f"<p>{words['none']}</p>"
    order = {"error": 0, "warning": 1, "info": 2}
    issues = sorted(report["issues"], key=lambda one: (order[one["severity"]], one["row"]))
    rows = "".join(_issue(issue, lang) for issue in issues)
    heads = "".join(f'<th scope="col">{words[name]}</th>' for name in ("row", "what", "fix", "map"))
    total = sum(report["issue_counts"].values())
    capped = (
        f"<p>{words['capped'].format(shown=len(issues), total=total)}</p>"
        if total > len(issues)
        else ""
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f'{capped}<div class="scroll" tabindex="0">{table}</div>'


def _issue(issue: Mapping[str, Any], lang: Language) -> str:
    words = _WORDS[lang]
    mark = f'<span class="mark {issue["severity"]}">{words[issue["severity"]]}</span>'
    place = issue["row"] or words["file"]
    return (
        f'<tr><th scope="row">{place}</th><td>{mark}<br>{escape(issue[lang])}</td>'
        f"<td>{escape(issue[f'fix_{lang}'])}</td><td>{_drawn(issue['geom'], words)}</td></tr>"
    )


def _drawn(geom: str | None, words: Mapping[str, str]) -> str:
    """Return the outline as a small drawing, north up; nothing where there is none."""
    if geom is None:
        return ""
    shape = shapely.from_wkb(bytes.fromhex(geom), on_invalid="ignore")
    if shape is None or shape.is_empty:
        return ""
    west, south, east, north = shape.bounds
    size = max(east - west, north - south) or 1.0
    scale = (_SIDE - 2 * _MARGIN) / size
    paths = "".join(
        _path(ring, west, north, scale)
        for part in shapely.get_parts(shape)
        for ring in _rings(part)
    )
    if not paths:
        return ""
    return (
        f'<svg role="img" aria-label="{words["drawing"]}" width="{_SIDE}" height="{_SIDE}" '
        f'viewBox="0 0 {_SIDE} {_SIDE}"><path d="{paths}" fill="#bfdcec" fill-rule="evenodd" '
        'stroke="#16242c" stroke-width="1"/></svg>'
    )


def _rings(part: Any) -> list[Any]:
    if shapely.get_type_id(part) == 3:  # noqa: PLR2004 - a polygon
        return [part.exterior, *part.interiors]
    return [part] if shapely.get_type_id(part) in (1, 2) else []


def _path(ring: Any, west: float, north: float, scale: float) -> str:
    points = [
        f"{_MARGIN + (x - west) * scale:.1f} {_MARGIN + (north - y) * scale:.1f}"
        for x, y in shapely.get_coordinates(shapely.simplify(ring, 0.3 / scale))
    ]
    return "M" + "L".join(points)


def _changes(report: Mapping[str, Any], lang: Language) -> str:
    words = _WORDS[lang]
    rows = []
    for change in report["changes"]:
        name = escape(f"{change['label'] or ''} ({change['slug'] or '–'})")
        fields = change["fields"] or {"": ("", "")}
        for field, (before, after) in fields.items():
            rows.append(
                f'<tr><th scope="row">{name}</th><td>{words[change["action"]]}</td>'
                f"<td>{escape(titled(field, lang))}</td><td>{_shown(before)}</td>"
                f"<td>{_shown(after)}</td></tr>"
            )
    if not rows:
        return ""
    heads = "".join(
        f'<th scope="col">{word}</th>'
        for word in (words["parcel"], "", words["field"], words["before"], words["after"])
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return f'<h2>{words["changes"]}</h2><div class="scroll" tabindex="0">{table}</div>'


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, list):
        return escape(", ".join(str(item) for item in value))
    return escape(str(value))


def _mapping(report: Mapping[str, Any], lang: Language) -> str:
    words = _WORDS[lang]
    rows = "".join(
        f'<tr><th scope="row">{escape(heading)}</th><td>{escape(titled(field, lang))}</td></tr>'
        for heading, field in report["mapping"].items()
    )
    heads = f'<th scope="col">{words["column"]}</th><th scope="col">{words["field"]}</th>'
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
