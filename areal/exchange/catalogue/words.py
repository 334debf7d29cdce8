"""Words of the catalogue's exports that no code list and no column has."""

from __future__ import annotations

from collections.abc import Mapping

from areal.queries.catalogue import Table
from areal.queries.texts import Text

TITLE = Text("Næringsarealer", "Business land")
TABLE_TITLES: Mapping[Table, Text] = {
    "parcels": Text("Tomter", "Plots"),
    "sites": Text("Områder", "Sites"),
}
GUIDANCE = Text(
    "Strategien er en retningslinje, ikke lov. «I tråd med» og «avvik fra» sier ikke om noe er "
    "lovlig.",
    "The strategy is guidance, not law. “In line with” and “departs from” say nothing about "
    "whether something is lawful.",
)
REGISTER = Text(
    "Uttrekk fra registeret for ansatte: upubliserte rader og interne priser er med. Skal ikke "
    "deles.",
    "Extract of the register for staff: unpublished rows and internal prices are among it. Not to "
    "be shared.",
)
REAL = Text("Nei", "No")
UNKNOWN = Text("ikke oppgitt", "not stated")
EVERYTHING = Text("Hele regionen", "The whole region")

ABOUT = Text("Om", "About")
DICTIONARY = Text("Datakatalog", "Data dictionary")
CODES = Text("Koder", "Codes")
#: Names of the layers of a GeoPackage and of members of GeoJSON never change with the language.
ABOUT_LAYER = "about"
DICTIONARY_LAYER = "data_dictionary"

HEAD = {
    "title": Text("Innhold", "Content"),
    "eksempeldata": Text("Eksempeldata", "Sample data"),
    "staff_only": Text("Bare for ansatte", "For staff only"),
    "strategy_notice": Text("Retningslinje", "Guidance"),
    "licence": Text("Lisens", "Licence"),
    "attribution": Text("Kreditering", "Attribution"),
    "source": Text("Kilde", "Source"),
    "as_of": Text("Per dato", "As of"),
    "revision": Text("Revisjon", "Revision"),
    "run": Text("Kontroll nr.", "Check no."),
    "strategy": Text("Strategi", "Strategy"),
    "published_at": Text("Publisert", "Published"),
    "kommuner": Text("Utvalg", "Selection"),
    "crs": Text("Koordinatsystem", "Coordinate system"),
}

#: Heads of the sheet, table and page that explain the columns.
TABLE = Text("Tabell", "Table")
KEY = Text("Kolonne", "Column")
HEADING = Text("Overskrift", "Heading")
MEANING = Text("Betydning", "Meaning")
UNIT = Text("Enhet", "Unit")
FORM = Text("Slag", "Kind")
LIST = Text("Kodeliste", "Code list")
CODE = Text("Kode", "Code")
READ_BACK = Text("Leses ved import", "Read by an import")

FORMS = {
    "text": Text("tekst", "text"),
    "number": Text("tall", "number"),
    "whole": Text("heltall", "whole number"),
    "flag": Text("ja eller nei", "yes or no"),
    "date": Text("dato", "date"),
    "list": Text("liste, skilt med «; »", "list, parted by “; ”"),
    "json": Text("JSON-liste", "JSON list"),
}

YES = Text("ja", "yes")
NO = Text("nei", "no")

WKT = Text("Omriss (WKT, EPSG:25833)", "Outline (WKT, EPSG:25833)")
WKT_MEANING = Text(
    "Omrisset i EPSG:25833, til nærmeste millimeter.",
    "The outline in EPSG:25833, to the millimetre.",
)
WKT_NOTE = Text("Om omrisset", "About the outline")
WKT_NOTE_MEANING = Text(
    "Sier fra når omrisset er for langt for en celle.",
    "Says so where the outline is too long for a cell.",
)
TOO_LONG = Text(
    "For langt for en celle (32 767 tegn); bruk GeoPackage eller CSV.",
    "Too long for a cell (32,767 characters); use GeoPackage or CSV.",
)
