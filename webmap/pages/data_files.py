"""The published catalogue as files to download, in the formats people and programs open."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, url_for

from areal.exchange.catalogue import FORMATS, published, write
from areal.queries import Connection
from areal.queries.catalogue import Table
from areal.queries.revision import Revision
from webmap.files import sent
from webmap.language import Language, gettext
from webmap.revision import current_response


@dataclass(frozen=True)
class Download:
    """One file: its format, which table where it holds one, and its address in each language."""

    form: str
    table: Table | None
    nb: str
    en: str

    @property
    def key(self) -> str:
        """Return the name of its endpoint, without language."""
        return f"data_{self.form}_{self.table or 'all'}".replace("-", "_")


DOWNLOADS = (
    Download("gpkg", None, "katalog.gpkg", "catalogue.gpkg"),
    Download("xlsx", None, "katalog.xlsx", "catalogue.xlsx"),
    Download("csv-excel-zip", None, "katalog-excel.zip", "catalogue-excel.zip"),
    Download("csv-zip", None, "katalog-csv.zip", "catalogue-csv.zip"),
    Download("geojson", "parcels", "tomter.geojson", "plots.geojson"),
    Download("geojson", "sites", "omrader.geojson", "sites.geojson"),
    Download("geoparquet", "parcels", "tomter.parquet", "plots.parquet"),
    Download("geoparquet", "sites", "omrader.parquet", "sites.parquet"),
)


@dataclass(frozen=True)
class FileLink:
    """One link; ``aloud`` tells it apart from others with the same text."""

    text: str
    aloud: str
    url: str


@dataclass(frozen=True)
class FormatRow:
    """One format with what it is for and its files."""

    name: str
    text: str
    links: tuple[FileLink, ...]


def format_rows(lang: Language) -> tuple[FormatRow, ...]:
    """Return the formats in the order of the page."""
    told = {
        "gpkg": (
            "GeoPackage",
            gettext("For kartprogrammer som QGIS. Områder, tomter og forklaring i én fil."),
        ),
        "xlsx": (
            "Excel (XLSX)",
            gettext("Arbeidsbok med forklaring, områder og tomter."),
        ),
        "csv-excel-zip": (
            gettext("CSV for Excel"),
            gettext("Semikolon og desimalkomma, overskrifter i ord. Zip med forklaring."),
        ),
        "csv-zip": (
            gettext("CSV for programmer"),
            gettext("Komma og desimalpunktum, faste kolonnenavn. Zip med forklaring."),
        ),
        "geojson": ("GeoJSON", gettext("For nettkart (WGS 84).")),
        "geoparquet": ("GeoParquet", gettext("For analyse av store mengder.")),
    }
    return tuple(
        FormatRow(
            name, text, tuple(_link(each, name, lang) for each in DOWNLOADS if each.form == form)
        )
        for form, (name, text) in told.items()
    )


def _links(form: str, name: str, lang: Language) -> tuple[FileLink, ...]:
    return tuple(_link(each, name, lang) for each in DOWNLOADS if each.form == form)


def _link(each: Download, name: str, lang: Language) -> FileLink:
    texts = {
        "parcels": gettext("tomter"),
        "sites": gettext("områder"),
        None: gettext("last ned"),
    }
    return FileLink(texts[each.table], name, url_for(f"pages.{each.key}_{lang}"))


def _answer(each: Download, lang: Language) -> Response:
    form = FORMATS[each.form]

    def build(connection: Connection, revision: Revision) -> Response:
        content = published(connection, lang)
        name = each.en if lang == "en" else each.nb
        stem, _, ending = name.partition(".")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            # Written whole before it is sent: a fault halfway is an error, not half a file.
            write(content, form, each.table or "parcels", path)
            # Open it stays readable after the folder is gone.
            named = f"{stem}-{revision.as_of.isoformat()}.{ending}"
            return sent(path.open("rb"), form.media_type, named)

    return current_response(build)


def register(blueprint: Blueprint) -> None:
    """Add the files in both languages."""
    roots: dict[Language, str] = {"nb": "/data", "en": "/en/data"}
    for each in DOWNLOADS:
        for lang, root in roots.items():
            blueprint.add_url_rule(
                f"{root}/{each.en if lang == 'en' else each.nb}",
                f"{each.key}_{lang}",
                _answer,
                defaults={"each": each, "lang": lang},
            )
