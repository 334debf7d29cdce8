"""Places roles can be given in, by who gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, text

from areal.accounts.people import Person
from areal.accounts.rights import Permission


@dataclass(frozen=True)
class Choice:
    """A place to choose: ``value`` is ``kommune:3401`` or ``region:kongsvingerregionen``."""

    value: str
    name: str


def manageable(
    connection: Connection, person: Person, lang: Literal["nb", "en"]
) -> tuple[Choice, ...]:
    """Return the regions, then the kommuner, a person gives roles in."""
    regions = connection.execute(
        text(
            f"SELECT region_id AS code, name_{lang} AS name FROM areal.region "
            "WHERE region_id = ANY(:ids) ORDER BY 2"
        ),
        {"ids": sorted(person.rights.regions)},
    )
    kommuner = connection.execute(
        text(
            "SELECT kommunenummer AS code, name FROM areal.kommune "
            'WHERE kommunenummer = ANY(:ids) ORDER BY name COLLATE "nb-x-icu"'
        ),
        {"ids": sorted(person.rights.where(Permission.MANAGE))},
    )
    return (
        *(Choice(f"region:{row.code}", row.name) for row in regions),
        *(Choice(f"kommune:{row.code}", row.name) for row in kommuner),
    )
