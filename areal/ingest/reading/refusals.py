"""Why a file is refused and what to do about it: in bokmål and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from areal.files.words import Words


class Refusal(NamedTuple):
    """What is wrong with a file, and the way out."""

    wrong: Words
    way_out: Words


def _refusal(about: str, nb: str, en: str, way_nb: str, way_en: str) -> Refusal:
    return Refusal(Words(about, nb, en), Words(about, way_nb, way_en))


_FORMATS = (
    "GeoPackage, Shapefile (zip), GeoJSON, GML, FileGDB, FlatGeobuf, GeoParquet, KML, SOSI, CSV, "
    "XLSX"
)
_RESEND_NB = "Be avsenderen om å lagre og sende fila på nytt."
_RESEND_EN = "Ask the sender to save the file and send it again."
_SMALLER_NB = "Del fila opp, eller hev grensen for importen."
_SMALLER_EN = "Split the file, or raise the limit of the import."

#: Reason → why the file is refused, and what to do.
REFUSALS: Mapping[str, Refusal] = {
    "no_file": _refusal(
        "file",
        "Fila {name} finnes ikke, eller kan ikke åpnes.",
        "The file {name} does not exist, or can't be opened.",
        "Sjekk stien, og at du har lov til å lese fila.",
        "Check the path, and that you may read the file.",
    ),
    "empty_file": _refusal("file", "Fila er tom.", "The file is empty.", _RESEND_NB, _RESEND_EN),
    "too_many_bytes": _refusal(
        "file",
        "Fila er på {bytes} MB. Grensen er {limit} MB.",
        "The file is {bytes} MB. The limit is {limit} MB.",
        _SMALLER_NB,
        _SMALLER_EN,
    ),
    "unpacked_too_large": _refusal(
        "file",
        "Zip-fila blir større enn {limit} MB når den pakkes ut. Det er grensen.",
        "Unpacked, the zip file is larger than {limit} MB, which is the limit.",
        _SMALLER_NB,
        _SMALLER_EN,
    ),
    "too_many_features": _refusal(
        "file",
        "Fila har flere enn {limit} objekter. Det er grensen.",
        "The file has more than {limit} features, which is the limit.",
        _SMALLER_NB,
        _SMALLER_EN,
    ),
    "too_many_vertices": _refusal(
        "file",
        "Objektet i rad {row} har flere enn {limit} punkter.",
        "The feature in row {row} has more than {limit} points.",
        "Forenkle omrisset i kartprogrammet, eller ta objektet ut av fila.",
        "Simplify its outline in your map program, or take the feature out of the file.",
    ),
    "too_many_columns": _refusal(
        "file",
        "Fila har {columns} kolonner. Grensen er {limit}.",
        "The file has {columns} columns. The limit is {limit}.",
        "Ta bort kolonner som ikke trengs.",
        "Remove columns that are not needed.",
    ),
    "text_too_long": _refusal(
        "file",
        "En tekst i kolonnen «{name}» er lengre enn {limit} tegn.",
        "A text in the column “{name}” is longer than {limit} characters.",
        "Ta bort kolonnen, eller kort ned teksten.",
        "Remove the column, or shorten the text.",
    ),
    "took_too_long": _refusal(
        "file",
        "Lesingen tok mer enn {limit} sekunder og ble avbrutt.",
        "Reading took more than {limit} seconds and was stopped.",
        _SMALLER_NB,
        _SMALLER_EN,
    ),
    "too_heavy": _refusal(
        "file",
        "Fila kunne ikke leses: den er skadet, eller krever mer minne enn den får.",
        "The file could not be read: it is damaged, or needs more memory than it gets.",
        "Lagre den på nytt, helst som GeoPackage, eller del den opp.",
        "Save it anew, best as GeoPackage, or split it.",
    ),
    "unknown_format": _refusal(
        "file",
        "Fila er ikke i et kjent format.",
        "The file is of no known format.",
        f"Lagre den som ett av disse: {_FORMATS}.",
        f"Save it as one of these: {_FORMATS}.",
    ),
    "known_but_not_read": _refusal(
        "file",
        "Fila er {format}, som ikke kan importeres.",
        "The file is {format}, which can't be imported.",
        f"Lagre den som ett av disse: {_FORMATS}.",
        f"Save it as one of these: {_FORMATS}.",
    ),
    "part_of_shapefile": _refusal(
        "file",
        "Fila er bare en del av en shapefil.",
        "The file is only a part of a shapefile.",
        "Oppgi .shp-fila med .dbf, .shx og .prj ved siden av, eller en zip-fil med alle.",
        "Give the .shp file with .dbf, .shx and .prj beside it, or a zip file of all of them.",
    ),
    "unreadable": _refusal(
        "file",
        "Fila ser ut som {format}, men er skadet og kan ikke leses.",
        "The file looks like {format}, but is damaged and can't be read.",
        _RESEND_NB,
        _RESEND_EN,
    ),
    "no_layers": _refusal(
        "file",
        "Fila har ingen lag eller ark.",
        "The file has no layers or sheets.",
        "Sjekk at riktig fil er sendt.",
        "Check that the right file was sent.",
    ),
    "several_layers": _refusal(
        "layer",
        "Fila har flere lag som kan være ment: {names}.",
        "The file has several layers that may be meant: {names}.",
        "Velg ett med --layer.",
        "Choose one with --layer.",
    ),
    "no_such_layer": _refusal(
        "layer",
        "Fila har ikke laget «{layer}». Den har: {names}.",
        "The file has no layer “{layer}”. It has: {names}.",
        "Velg et av dem.",
        "Choose one of them.",
    ),
    "encoding_unknown": _refusal(
        "encoding",
        "Tegnsettet «{encoding}» er ukjent.",
        "The character set “{encoding}” is not known.",
        "Skriv det som UTF-8, ISO8859-1, ISO8859-10, CP1252 eller CP865.",
        "Write it like UTF-8, ISO8859-1, ISO8859-10, CP1252 or CP865.",
    ),
    "not_text": _refusal(
        "file",
        "Fila kan ikke leses som tekst i {encoding}.",
        "The file can't be read as text in {encoding}.",
        "Lagre den som UTF-8, eller oppgi tegnsettet den har.",
        "Save it as UTF-8, or say which character set it has.",
    ),
    "crs_not_known": _refusal(
        "crs",
        "Koordinatsystemet «{crs}» er ukjent.",
        "The coordinate system “{crs}” is not known.",
        "Skriv det som EPSG:25833.",
        "Write it like EPSG:25833.",
    ),
    "crs_linked": _refusal(
        "crs",
        "Koordinatsystemet i fila er bare en lenke, og lenker følges ikke.",
        "The coordinate system in the file is only a link, and links are not followed.",
        "Oppgi koordinatsystemet, for eksempel EPSG:25833.",
        "Say the coordinate system, for example EPSG:25833.",
    ),
    "crs_differs": _refusal(
        "crs",
        "Delene av fila har ulike koordinatsystemer: {names}.",
        "The parts of the file have different coordinate systems: {names}.",
        "Send én fil for hvert koordinatsystem.",
        "Send one file for each coordinate system.",
    ),
    "xml_doctype": _refusal(
        "file",
        "XML-fila har en DOCTYPE, som kan vise til andre filer. Slike leses ikke.",
        "The XML file has a DOCTYPE, which can point at other files. Such files are not read.",
        "Ta bort linja som begynner med <!DOCTYPE.",
        "Remove the line that begins with <!DOCTYPE.",
    ),
    "xml_broken": _refusal(
        "file",
        "XML-fila er skadet i linje {line}.",
        "The XML file is damaged in line {line}.",
        _RESEND_NB,
        _RESEND_EN,
    ),
    "json_broken": _refusal(
        "file",
        "JSON-fila er skadet i linje {line}, tegn {column}.",
        "The JSON file is damaged in line {line}, character {column}.",
        _RESEND_NB,
        _RESEND_EN,
    ),
    "json_too_deep": _refusal(
        "file",
        "JSON-fila har for mange nivåer inni hverandre.",
        "The JSON file is nested too deeply.",
        _RESEND_NB,
        _RESEND_EN,
    ),
    "not_geojson": _refusal(
        "file",
        "Fila er JSON, men ikke GeoJSON: {what}.",
        "The file is JSON, but not GeoJSON: {what}.",
        "Lagre den som GeoJSON (en FeatureCollection).",
        "Save it as GeoJSON (a FeatureCollection).",
    ),
    "zip_broken": _refusal(
        "file", "Zip-fila er skadet.", "The zip file is damaged.", _RESEND_NB, _RESEND_EN
    ),
    "zip_locked": _refusal(
        "file",
        "Zip-fila er låst med et passord.",
        "The zip file is locked with a password.",
        "Pakk den ut, og send den uten passord.",
        "Unpack it, and send it without a password.",
    ),
    "zip_crowded": _refusal(
        "file",
        "Zip-fila har flere enn {limit} filer.",
        "The zip file has more than {limit} files.",
        "Send en zip-fil med bare kartfila.",
        "Send a zip file with only the map file.",
    ),
    "zip_bomb": _refusal(
        "file",
        "En fil i zip-fila er pakket {ratio} ganger sammen. Slike pakkes ikke ut.",
        "A file in the zip file is packed {ratio} times. Such files are not unpacked.",
        "Send fila uten zip.",
        "Send the file without zip.",
    ),
    "zip_unsafe": _refusal(
        "file",
        "Zip-fila har en fil som ville havnet utenfor mappa si: «{name}».",
        "The zip file has a file that would end up outside its folder: “{name}”.",
        "Lag en ny zip-fil av bare kartfila.",
        "Make a new zip file of only the map file.",
    ),
    "zip_nested": _refusal(
        "file",
        "Zip-fila har en annen zip-fil i seg, og den åpnes ikke.",
        "The zip file has another zip file in it, which is not opened.",
        "Pakk ut og send den innerste.",
        "Unpack it and send the innermost one.",
    ),
    "zip_without_map": _refusal(
        "file",
        "Zip-fila har ingen kartfil.",
        "The zip file has no map file.",
        "Zip-fila må ha en shapefil (.shp, .dbf, .shx), en .gdb-mappe eller en annen kartfil.",
        "It must have a shapefile (.shp, .dbf, .shx), a .gdb folder or another map file.",
    ),
    "zip_several": _refusal(
        "layer",
        "Zip-fila har flere kartfiler: {names}.",
        "The zip file has several map files: {names}.",
        "Velg én med --layer, eller send dem hver for seg.",
        "Choose one with --layer, or send them one by one.",
    ),
    "table_broken": _refusal(
        "file",
        "Tabellen er skadet i linje {line}.",
        "The table is damaged in line {line}.",
        "Sjekk anførselstegn og skilletegn i linja.",
        "Check the quotation marks and separators of the line.",
    ),
    "sosi_driver_missing": _refusal(
        "file",
        "Fila er SOSI. Denne maskinen mangler programmet som leser SOSI.",
        "The file is SOSI. This machine lacks the program that reads SOSI.",
        "Installer det (Debian/Ubuntu: apt-get install gdal-bin), eller lagre fila som GML eller "
        "GeoPackage.",
        "Install it (Debian/Ubuntu: apt-get install gdal-bin), or save the file as GML or "
        "GeoPackage.",
    ),
    "sosi_objects_unread": _refusal(
        "file",
        "SOSI-fila har objekter av typer som ikke kan leses: {names}.",
        "The SOSI file has features of types that can't be read: {names}.",
        "Be om fila med KURVE og BUEP i stedet, eller som GML eller GeoPackage.",
        "Ask for the file with KURVE and BUEP instead, or as GML or GeoPackage.",
    ),
    "sosi_unreadable": _refusal(
        "file",
        "SOSI-fila kan ikke leses: {what}.",
        "The SOSI file can't be read: {what}.",
        "Sjekk den med SOSI-kontroll, eller be om fila som GML eller GeoPackage.",
        "Check it with SOSI-kontroll, or ask for the file as GML or GeoPackage.",
    ),
}
