"""What was done to a file while it was read, or must be known about it."""

from __future__ import annotations

from collections.abc import Mapping

from areal.files.words import Words

#: Code → what was done, or must be known.
NOTES: Mapping[str, Words] = {
    "encoding_guessed": Words(
        "encoding",
        "Fila sier ikke hvilket tegnsett den har. Ut fra innholdet er den lest som {encoding}.",
        "The file does not say its character set. Judging from its bytes it was read as "
        "{encoding}.",
    ),
    "encoding_overruled": Words(
        "encoding",
        "Fila sier tegnsettet {said}, men innholdet er {encoding}. Den er lest som {encoding}.",
        "The file says the character set {said}, but its bytes are {encoding}. It was read as "
        "{encoding}.",
    ),
    "crs_missing": Words(
        "crs",
        "Fila sier ikke hvilket koordinatsystem den har.",
        "The file does not say its coordinate system.",
    ),
    "crs_assumed": Words(
        "crs",
        "Fila nevner ikke koordinatsystem. Formatet {format} er da i {crs}.",
        "The file names no coordinate system. {format} is then in {crs}.",
    ),
    "crs_relabelled": Words(
        "crs",
        "Koordinatsystemet {was} er lest som {crs}: samme system under et annet nummer, med øst "
        "før nord.",
        "The coordinate system {was} was read as {crs}: the same system by another number, east "
        "before north.",
    ),
    "crs_flattened": Words(
        "crs",
        "Koordinatsystemet {was} har høyder; det er lest som {crs}, uten høyder.",
        "The coordinate system {was} has heights; it was read as {crs}, without them.",
    ),
    "crs_overruled": Words(
        "crs",
        "Fila sier {was}, men {crs} er valgt og brukt.",
        "The file says {was}, but {crs} was chosen and is used.",
    ),
    "crs_unknown": Words(
        "crs",
        "Koordinatsystemet i fila er ikke kjent: {was}.",
        "The coordinate system in the file is not known: {was}.",
    ),
    "curves_stroked": Words(
        "geometry",
        "Fila har buer. De er gjort om til rette linjer som ligger høyst {max_gap_m} m fra buen.",
        "The file has arcs. They were made straight lines that lie at most {max_gap_m} m from the "
        "arc.",
    ),
    "heights_dropped": Words(
        "geometry",
        "Punktene har høyder. De er ikke tatt med.",
        "The points have heights. They were left out.",
    ),
    "geometry_unreadable": Words(
        "geometry",
        "{count} objekter har en geometri som er skadet og ikke kan leses. Den første er rad "
        "{row}.",
        "{count} features have a geometry that is damaged and can't be read. The first is row "
        "{row}.",
    ),
    "rings_closed": Words(
        "geometry",
        "{count} objekter hadde omriss som ikke var lukket. De er lukket.",
        "{count} features had rings that were not closed. They were closed.",
    ),
    "layer_chosen": Words(
        "layer",
        "Fila har flere lag. «{layer}» er lest; de andre er {others}.",
        "The file has several layers. “{layer}” was read; the others are {others}.",
    ),
    "column_skipped": Words(
        "{name}",
        "Kolonnen «{name}» er ikke lest: den holder ikke tekst, tall eller datoer.",
        "The column “{name}” was not read: it holds no text, numbers or dates.",
    ),
    "joined": Words(
        "file",
        "Fila er en liste av {count} deler. De er lest som én.",
        "The file is a list of {count} parts. They were read as one.",
    ),
    "index_rebuilt": Words(
        "file",
        ".shx mangler. Rekkefølgen er laget på nytt fra .shp.",
        ".shx is missing. Its index was made anew from .shp.",
    ),
    "rows_ragged": Words(
        "file",
        "{count} linjer har flere verdier enn det er kolonner. Den første er linje {row}. "
        "De overtallige er ikke lest.",
        "{count} lines have more values than there are columns. The first is line {row}. The "
        "surplus was not read.",
    ),
    "end_missing": Words(
        "file",
        "Fila slutter uten .SLUTT. Den kan være avkortet; sjekk at alt er med.",
        "The file ends without .SLUTT. It may be cut off; check that all of it is there.",
    ),
    "arcs_by_degree": Words(
        "geometry",
        "Fila har {count} buer. SOSI-programmet gjør dem om til rette linjer med ett punkt for "
        "hver grad: høyst 5 cm fra buen for hver 1000 m radius.",
        "The file has {count} arcs. The SOSI program makes them straight lines with a point each "
        "degree: at most 5 cm from the arc for each 1000 m of radius.",
    ),
    "program_complains": Words(
        "file",
        "SOSI-programmet meldte {count} feil i fila; objekter kan mangle. Den første: {what}",
        "The SOSI program reported {count} faults in the file; features may be missing. The "
        "first: {what}",
    ),
    "table_attributes_missing": Words(
        "file",
        ".dbf mangler. Bare omrissene er lest, uten opplysninger.",
        ".dbf is missing. Only the outlines were read, without attributes.",
    ),
}
