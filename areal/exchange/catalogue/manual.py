"""docs/datakatalog.md, made from the columns so that it can't say anything else."""

from __future__ import annotations

from collections.abc import Iterator

from areal.exchange.catalogue import words
from areal.exchange.catalogue.columns import TABLES, CatalogueColumn
from areal.exchange.catalogue.formats import FORMATS

_HEAD = """# Datakatalog

Laget av `areal docs` fra `areal/exchange/catalogue/columns.yaml`; rett der, ikke her.

Hva kolonnene i uttrekkene av katalogen betyr. GeoJSON, GeoPackage, GeoParquet og CSV for
programmer har kolonnenavnet (første kolonne) som overskrift på alle språk; Excel og CSV for Excel
har overskriften i ord. Lister er skilt med «; ». Tomme felt er ikke kjent; tom er aldri «nei».
Geometri er EPSG:25833 (WKT til nærmeste millimeter), i GeoJSON WGS 84 med ni desimaler. Kolonner
merket «ja» under «import» er katalogens egne; de andre følger av dem eller av kontrollen. Kolonner
merket «ansatte» står bare i `areal as-of`.

What the columns of the exports mean. GeoJSON, GeoPackage, GeoParquet and plain CSV are headed by
the key in every language; Excel and CSV for Excel by the heading in words. Lists are parted by
“; ”. Empty means not known, never no.

| format | fil/file | innhold/content |
|---|---|---|
"""

_COLUMNS = (
    "| kolonne/key | overskrift | heading | betydning | meaning | slag/kind | enhet | koder | "
    "import |"
)


def page() -> str:
    """Return the page: formats, then every column of every table in both languages."""
    return _HEAD + "\n".join([*_formats(), "", *_tables()]) + "\n"


def _formats() -> Iterator[str]:
    for form in FORMATS.values():
        holds = "områder og tomter / sites and plots" if form.both else "én tabell / one table"
        yield f"| `{form.name}` | `.{form.suffix}` | {holds} |"


def _tables() -> Iterator[str]:
    for table, columns in TABLES.items():
        title = words.TABLE_TITLES[table]
        yield f"## `{table}`: {title.nb} / {title.en}"
        yield ""
        yield _COLUMNS
        yield "|---|---|---|---|---|---|---|---|---|"
        for column in columns:
            yield _line(column)
        yield ""


def _line(column: CatalogueColumn) -> str:
    told = "ja" if column.origin == "own" else ""
    if column.since == "register":
        told = f"{told} ansatte".strip()
    parts = (
        f"`{column.key}`",
        column.title.nb,
        column.title.en,
        column.nb,
        column.en,
        column.form,
        column.unit or "",
        column.codes or "",
        told,
    )
    return f"| {' | '.join(part.replace('|', '/') for part in parts)} |"
