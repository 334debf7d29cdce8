"""FeatureCollections: features made by the database, under a head that says what they are."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import RowMapping

from areal.queries.revision import NothingPublished

#: Media type of RFC 7946.
GEOJSON = "application/geo+json"


def collection(row: RowMapping | None, **members: Any) -> bytes:
    """Put a FeatureCollection together, in WGS 84.

    ``row`` has the revision, the eksempeldata notice, the number of features matched and returned,
    and the features as JSON text; ``members`` are further members of the head.
    Raises ``NothingPublished`` when there is no row.
    """
    if row is None:
        raise NothingPublished
    head = {
        "type": "FeatureCollection",
        "eksempeldata": notice(row["notice_nb"], row["notice_en"]),
        "revision": row["revision"],
        "as_of": row["as_of"].isoformat(),
        **members,
        "numberMatched": row["matched"],
        "numberReturned": row["returned"],
    }
    # The features are JSON already: reading and writing them again would cost more than the query.
    opened = json.dumps(head, ensure_ascii=False).removesuffix("}")
    return f'{opened}, "features": {row["features"] or "[]"}}}'.encode()


def notice(nb: str | None, en: str | None) -> dict[str, str] | None:
    """Return the eksempeldata text, None for real data."""
    return {"nb": nb, "en": en or nb} if nb else None
