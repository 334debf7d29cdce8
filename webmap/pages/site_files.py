"""One site as files to download: the catalogue's formats with its parcels alone."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, url_for

from areal.exchange.catalogue import FORMATS, published, write
from areal.queries import Connection, sites
from areal.queries.revision import Revision
from webmap.files import sent
from webmap.language import Language
from webmap.revision import current_response

#: Format and the ending of its address, in the order of the page.
_FILES = {
    "gpkg": "gpkg",
    "geojson": "geojson",
    "xlsx": "xlsx",
    "csv-excel-zip": "csv.zip",
}
_NAMES = {
    "gpkg": "GeoPackage",
    "geojson": "GeoJSON",
    "xlsx": "Excel (XLSX)",
    "csv-excel-zip": "CSV (zip)",
}


@dataclass(frozen=True)
class FileLink:
    """One file of a site."""

    name: str
    url: str


def file_links(slug: str, lang: Language) -> tuple[FileLink, ...]:
    """Return the files of a site."""
    return tuple(
        FileLink(_NAMES[form], url_for(f"pages.{_endpoint(form)}_{lang}", slug=slug))
        for form in _FILES
    )


def _endpoint(form: str) -> str:
    return f"site_file_{form.replace('-', '_')}"


def _answer(slug: str, form: str, lang: Language) -> Response:
    made = FORMATS[form]

    def build(connection: Connection, revision: Revision) -> Response:
        # Raises what the page raises for a site that is not there, or no longer.
        sites.get_site(connection, slug)
        content = published(connection, lang, sites=(slug,))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{slug}.{made.suffix}"
            write(content, made, "parcels", path)
            named = f"{slug}-{revision.as_of.isoformat()}.{_FILES[form]}"
            return sent(path.open("rb"), made.media_type, named)

    return current_response(build)


def register(blueprint: Blueprint) -> None:
    """Add the files in both languages."""
    roots: dict[Language, str] = {"nb": "/omrade/<slug>/tomter", "en": "/en/site/<slug>/plots"}
    for form, ending in _FILES.items():
        for lang, root in roots.items():
            blueprint.add_url_rule(
                f"{root}.{ending}",
                f"{_endpoint(form)}_{lang}",
                _answer,
                defaults={"form": form, "lang": lang},
            )
