"""The areas of a file as text a page can carry along, so that nothing has to be stored here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from areal.assess.areas.check import PLACE, CheckedArea
from areal.assess.areas.notes import NOTES
from areal.assess.areas.read import AreaFile, FoundArea, Note
from areal.crs import STORAGE

_NOTES = "areal_notes"
_PLAIN = (str, int, float)
_LONGEST = 200


def kept(areas: Sequence[CheckedArea]) -> str:
    """Return areas as GeoJSON in EPSG:25833 with every digit, and with what their file told."""
    import shapely  # noqa: PLC0415 - only where a page is made

    features = [
        {
            "type": "Feature",
            "properties": {
                **area.said,
                "navn": area.checked.area.label,
                _NOTES: _written(area.notes),
            },
            "geometry": json.loads(shapely.to_geojson(shapely.from_wkb(area.checked.area.geom))),
        }
        for area in areas
    ]
    crs = {"type": "name", "properties": {"name": f"EPSG:{STORAGE}"}}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": features})


def restored(file: AreaFile) -> AreaFile:
    """Return what was read of a kept text, with the notes it had when it was kept."""
    return replace(file, areas=tuple(map(_restored, file.areas)))


def _restored(area: FoundArea) -> FoundArea:
    notes = [note for told in area.properties for note in _read(told.get(_NOTES))]
    return replace(area, notes=tuple(notes))


def _written(notes: Sequence[Note]) -> str:
    return json.dumps([[note.code, dict(note.values)] for note in notes if note.code not in PLACE])


def _read(text: object) -> list[Note]:
    """Return notes that came back; what is not of their form is left out."""
    try:
        found = json.loads(str(text))
        pairs = [(str(code), dict(values)) for code, values in found]
    except (ValueError, TypeError):
        return []
    return [Note(code, values) for code, values in pairs if _sound(code, values)]


def _sound(code: str, values: Mapping[str, Any]) -> bool:
    plain = all(
        isinstance(value, _PLAIN) and len(str(value)) < _LONGEST for value in values.values()
    )
    if code not in NOTES or not plain:
        return False
    try:
        Note(code, values).told("nb")
    except (KeyError, IndexError):
        return False
    return True
