"""What was done to an area before it was checked, or must be known about it."""

from __future__ import annotations

from collections.abc import Mapping

from areal.files.words import Words

#: Code → what was done to an area before it was checked, or must be known about it.
NOTES: Mapping[str, Words] = {
    "repaired": Words(
        "",
        "Omrisset krysset seg selv og er rettet: {before} m² før, {after} m² etter.",
        "The outline crossed itself and was repaired: {before} m² before, {after} m² after.",
    ),
    "closed": Words(
        "",
        "Omrisset var ikke lukket; siste punkt er koblet til det første.",
        "The outline was not closed; its last point was joined to the first.",
    ),
    "joined": Words(
        "",
        "{count} flater er sjekket som ett område.",
        "{count} polygons were checked as one area.",
    ),
    "left_out": Words(
        "",
        "{count} objekter er ikke tatt med, fordi de ikke er flater.",
        "{count} features were left out, because they are not polygons.",
    ),
    "read_as": Words(
        "",
        "Koordinatene er lest som {crs}.",
        "The coordinates were read as {crs}.",
    ),
    "attribute_varies": Words(
        "",
        "Flatene sier ulike ting om {name}; det er derfor ikke brukt.",
        "The polygons say different things about {name}; it was therefore not used.",
    ),
    "attribute_unused": Words(
        "",
        "{name} = «{value}» i fila er ikke en verdi som kan brukes, og er utelatt.",
        "{name} = “{value}” in the file is not a value that can be used, and was left out.",
    ),
    "outside_region": Words(
        "",
        "Området ligger utenfor kommunene i regionen. Kartlagene dekker det derfor ikke.",
        "The area lies outside the municipalities of the region, so the map layers do not cover "
        "it.",
    ),
    "partly_outside": Words(
        "",
        "{share} % av området ligger i kommunen. Resten ligger i en annen kommune eller utenfor "
        "regionen.",
        "{share} % of the area lies in the municipality. The rest lies in another one, or outside "
        "the region.",
    ),
}
