"""Why an area, or what is told about it, is refused: in bokmål and English."""

from __future__ import annotations

from collections.abc import Mapping

from areal.files.words import Words

_FORMATS = "GeoJSON, GeoPackage, GML"

#: Reason → why an area, or what is told about it, is refused.
REFUSALS: Mapping[str, Words] = {
    "nothing_given": Words(
        "file",
        "Velg en fil, tegn et område i kartet, eller skriv koordinatene.",
        "Choose a file, draw an area on the map, or enter its coordinates.",
    ),
    "two_given": Words(
        "file",
        "Både en fil og koordinater er oppgitt. Velg én av delene.",
        "Both a file and coordinates were given. Choose one of them.",
    ),
    "too_many_bytes": Words(
        "file",
        "Fila er på {bytes} MB. Grensen er {limit} MB.",
        "The file is {bytes} MB. The limit is {limit} MB.",
        "precheck_max_bytes",
    ),
    "unpacked_too_large": Words(
        "file",
        "Zip-fila blir større enn {limit} MB når den pakkes ut. Det er grensen.",
        "Unpacked, the zip file is larger than {limit} MB, which is the limit.",
        "precheck_max_bytes",
    ),
    "too_many_vertices": Words(
        "file",
        "Området har {vertices} punkter. Grensen er {limit}. Forenkle omrisset og prøv igjen.",
        "The area has {vertices} points. The limit is {limit}. Simplify the outline and try again.",
        "precheck_max_vertices",
    ),
    "too_many_areas": Words(
        "file",
        "Fila har {areas} flater. Hver for seg kan høyst {limit} sjekkes om gangen.",
        "The file has {areas} polygons. Checked one by one, the limit is {limit} at a time.",
        "precheck_max_areas",
    ),
    "too_large": Words(
        "file",
        "Området er på {km2} km². Grensen er {limit} km².",
        "The area is {km2} km². The limit is {limit} km².",
        "precheck_max_km2",
    ),
    "took_too_long": Words(
        "file",
        "Sjekken tok mer enn {limit} sekunder og ble avbrutt. Forenkle omrisset og prøv igjen.",
        "The check took more than {limit} seconds and was stopped. Simplify the outline and try "
        "again.",
        "precheck_timeout_ms",
    ),
    "empty_file": Words("file", "Fila er tom.", "The file is empty."),
    "unknown_format": Words(
        "file",
        f"Filformatet er ukjent. Bruk {_FORMATS} eller en zippet shapefil.",
        f"The file format is not known. Use {_FORMATS} or a zipped shapefile.",
    ),
    "known_but_not_read": Words(
        "file",
        f"{{format}} leses ikke her. Lagre området som {_FORMATS} eller en zippet shapefil.",
        f"{{format}} is not read here. Save the area as {_FORMATS} or a zipped shapefile.",
    ),
    "part_of_shapefile": Words(
        "file",
        "Dette er én av filene i en shapefil. Pakk .shp, .shx, .dbf og .prj i én zip-fil.",
        "This is one of the files of a shapefile. Put .shp, .shx, .dbf and .prj in one zip file.",
    ),
    "zip_broken": Words("file", "Zip-fila er skadet.", "The zip file is damaged."),
    "zip_locked": Words(
        "file", "Zip-fila er låst med passord.", "The zip file is locked with a password."
    ),
    "zip_crowded": Words(
        "file",
        "Zip-fila har flere enn {limit} filer. Pakk bare det som hører til området.",
        "The zip file holds more than {limit} files. Pack only what belongs to the area.",
    ),
    "zip_without_map": Words(
        "file",
        "Zip-fila har verken shapefil, GeoJSON, GeoPackage eller GML.",
        "The zip file holds neither a shapefile, GeoJSON, GeoPackage nor GML.",
    ),
    "zip_several": Words(
        "file",
        "Zip-fila har flere kartfiler: {names}. Pakk bare én av dem.",
        "The zip file holds several map files: {names}. Pack only one of them.",
    ),
    "json_broken": Words(
        "file",
        "Fila er ikke gyldig JSON: feil i linje {line}, tegn {column}.",
        "The file is not valid JSON: there is a fault in line {line}, column {column}.",
    ),
    "json_too_deep": Words(
        "file", "JSON-fila er nøstet for dypt.", "The JSON file is nested too deeply."
    ),
    "not_geojson": Words(
        "file",
        "Fila er JSON, men ikke GeoJSON: {what}.",
        "The file is JSON, but not GeoJSON: {what}.",
    ),
    "not_text": Words(
        "file",
        "Fila er ikke lagret som UTF-8. Lagre den på nytt som UTF-8.",
        "The file is not saved as UTF-8. Save it again as UTF-8.",
    ),
    "coordinates_broken": Words(
        "file",
        "Koordinatene i objekt {number} kan ikke leses som punkter med to tall.",
        "The coordinates of feature {number} can't be read as points of two numbers.",
    ),
    "ring_too_short": Words(
        "file",
        "Omrisset i objekt {number} har færre enn tre ulike punkter.",
        "The outline of feature {number} has fewer than three different points.",
    ),
    "xml_broken": Words(
        "file",
        "GML-fila er ikke gyldig XML: feil i linje {line}.",
        "The GML file is not valid XML: there is a fault in line {line}.",
    ),
    "xml_doctype": Words(
        "file",
        "GML-fila har en DOCTYPE. Slike filer leses ikke; fjern den og prøv igjen.",
        "The GML file has a DOCTYPE. Such files are not read; remove it and try again.",
    ),
    "unreadable": Words(
        "file",
        "Fila ser ut som {format}, men kan ikke leses. Lagre den på nytt og prøv igjen.",
        "The file looks like {format}, but can't be read. Save it again and try once more.",
    ),
    "shape_broken": Words(
        "file",
        "Geometrien til et av objektene i fila er ødelagt og kan ikke leses.",
        "The geometry of a feature in the file is broken and can't be read.",
    ),
    "three_dimensional": Words(
        "file",
        "Fila har 3D-flater av en type som ikke kan leses. Lagre den i 2D.",
        "The file has 3D surfaces of a kind that can't be read. Save it in 2D.",
    ),
    "too_heavy": Words(
        "file",
        "Fila kunne ikke leses: den er skadet, eller krever mer minne enn den får.",
        "The file could not be read: it is damaged, or needs more memory than it gets.",
    ),
    "several_layers": Words(
        "layer",
        "Fila har flere lag med flater: {names}. Velg hvilket.",
        "The file has several layers of polygons: {names}. Choose one.",
    ),
    "no_such_layer": Words(
        "layer",
        "Fila har ikke laget «{layer}». Den har: {names}.",
        "The file has no layer “{layer}”. It has: {names}.",
    ),
    "no_features": Words("file", "Fila har ingen objekter.", "The file has no features."),
    "no_polygons": Words(
        "file",
        "Fila har ingen flater, bare {kinds}. Et område må være en flate.",
        "The file has no polygons, only {kinds}. An area must be a polygon.",
    ),
    "no_shape": Words(
        "file",
        "Objektene i fila har ingen geometri.",
        "The features of the file have no geometry.",
    ),
    "no_extent": Words(
        "file",
        "Omrisset omslutter ingen flate. Sjekk punktene.",
        "The outline encloses no area. Check the points.",
    ),
    "crs_missing": Words(
        "crs",
        "Fila sier ikke hvilket koordinatsystem den har (for en shapefil: .prj mangler). Velg det.",
        "The file does not say its coordinate system (for a shapefile: .prj is missing). Choose "
        "it.",
    ),
    "crs_unknown": Words(
        "crs",
        "Koordinatsystemet «{crs}» er ukjent. Skriv det som EPSG:25833.",
        "The coordinate system “{crs}” is not known. Write it like EPSG:25833.",
    ),
    "crs_linked": Words(
        "crs",
        "Koordinatsystemet i fila er bare en lenke, og lenker følges ikke. Velg det her.",
        "The coordinate system in the file is only a link, and links are not followed. Choose it "
        "here.",
    ),
    "crs_contradicts": Words(
        "crs",
        "Fila sier {said}, men {chosen} er valgt. La valget stå på «som fila sier», eller rett "
        "fila.",
        "The file says {said}, but {chosen} was chosen. Leave the choice at “as the file says”, or "
        "correct the file.",
    ),
    "not_degrees": Words(
        "crs",
        "Koordinatsystemet er {crs}, i grader, men tallene er meter. Velg riktig koordinatsystem.",
        "The coordinate system is {crs}, in degrees, but the numbers are metres. Choose the right "
        "one.",
    ),
    "not_metres": Words(
        "crs",
        "Koordinatsystemet er {crs}, i meter, men tallene ser ut som grader. Velg riktig "
        "koordinatsystem.",
        "The coordinate system is {crs}, in metres, but the numbers look like degrees. Choose the "
        "right one.",
    ),
    "axes_swapped": Words(
        "crs",
        "Aksene ser ut til å være byttet om: byttet tilbake ligger området i Norge. Rett fila og "
        "prøv igjen.",
        "The axes seem to be swapped: swapped back, the area lies in Norway. Correct the file and "
        "try again.",
    ),
    "outside_norway": Words(
        "file",
        "Området ligger ikke i Norge, men ved {lat}° nord, {lon}° øst. Sjekk koordinatsystemet "
        "({crs}).",
        "The area does not lie in Norway, but at {lat}° north, {lon}° east. Check the coordinate "
        "system ({crs}).",
    ),
    "nowhere": Words(
        "file",
        "Koordinatene ligger utenfor området der {crs} gjelder. Sjekk koordinatsystemet.",
        "The coordinates lie outside the area where {crs} is valid. Check the coordinate system.",
    ),
    "line_not_pair": Words(
        "coordinates",
        "Linje {line} er ikke to tall: «{text}». Skriv ett punkt per linje, for eksempel «60.19, "
        "12.01».",
        "Line {line} is not two numbers: “{text}”. Write one point a line, for example “60.19, "
        "12.01”.",
    ),
    "too_few_points": Words(
        "coordinates",
        "Et område må ha minst tre ulike punkter. Her er det {points}.",
        "An area needs at least three different points. Here there are {points}.",
    ),
    "strategy_unknown": Words(
        "strategy",
        "Strategien «{strategy}» er ikke lagret. Disse er: {known}.",
        "The strategy “{strategy}” is not stored. These are: {known}.",
    ),
    "attribute_unknown": Words(
        "{name}",
        "Opplysningen «{name}» brukes ikke i en forhåndssjekk. Disse kan oppgis: {known}.",
        "“{name}” is nothing a pre-check uses. These can be given: {known}.",
    ),
    "attribute_not_code": Words(
        "{name}",
        "{name}: «{value}» er ikke en kjent kode. Kjente er {known}.",
        "{name}: “{value}” is not a known code. Known are {known}.",
    ),
    "attribute_not_number": Words(
        "{name}",
        "{name}: «{value}» er ikke et tall fra {low} til {high}.",
        "{name}: “{value}” is not a number from {low} to {high}.",
    ),
    "attribute_not_date": Words(
        "{name}",
        "{name}: «{value}» er ikke en dato. Skriv den som 2026-10-21.",
        "{name}: “{value}” is not a date. Write it like 2026-10-21.",
    ),
    "attribute_too_long": Words(
        "{name}",
        "{name}: teksten er lengre enn {limit} tegn.",
        "{name}: the text is longer than {limit} characters.",
    ),
}
