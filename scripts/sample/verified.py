"""Who confirmed what about a parcel, and when: a role and a date for each axis, never a person."""

from __future__ import annotations

from typing import Any

from sample.layout import Facts

KOMMUNER = {
    "3401": "Kongsvinger",
    "3414": "Nord-Odal",
    "3415": "Sør-Odal",
    "3416": "Eidskog",
    "3417": "Grue",
    "3418": "Åsnes",
}

#: Day of the last round for each site; the old ones show what an out-of-date parcel looks like.
ROUNDS = {
    "slomarka": "2026-10-21",
    "hernesmoen": "2025-06-12",
    "skarnes-sentrum-ost": "2026-10-21",
    "granerud": "2026-09-03",
    "granerud-nord": "2026-09-03",
    "mo-naeringsomrade": None,
    "norsenga": "2026-03-04",
    "granli": "2026-10-02",
    "raustadmyra": "2025-04-28",
    "brandval": "2026-02-16",
    "kongsvinger-stasjon": "2026-10-02",
    "rasta": "2026-02-16",
    "roverud": "2024-11-05",
    "magnor-gaustad": "2026-09-14",
    "skotterud-nord": "2026-09-14",
    "matrand": None,
    "kirkenaer": "2026-10-12",
    "kirkenaer-sentrum": "2026-10-12",
    "grinder": "2025-08-20",
    "flisa-industriomrade": "2026-08-28",
    "flisa-sentrum": "2026-08-28",
    "kjellmyra": "2024-06-18",
}

#: axis → (the fact it stands for, how it was confirmed)
AXES = {
    "plan": ("planstatus", "Sjekket mot kommunens planregister"),
    "modenhet": ("modenhet", "Vurdert av kommunen"),
    "market": ("market", "Bekreftet med grunneier"),
    "ownership": ("owner_kind", "Sjekket mot matrikkelen"),
    "price": ("price_nok_m2", "Vedtatt pris eller opplyst av selger"),
    "utilities": ("access", "Opplyst av kommunens tekniske avdeling"),
}


def confirmations(site: str, kommunenummer: str, facts: Facts) -> dict[str, Any]:
    """List the axes that have been confirmed: only those whose fact is known."""
    role = f"Næringssjef, {KOMMUNER[kommunenummer]} kommune"
    day = ROUNDS[site]
    found = {
        axis: {"on": day, "by": role, "how": how}
        for axis, (fact, how) in AXES.items()
        if day and facts[fact] not in (None, "ukjent")
    }
    if facts["power_date"]:
        # The grid company's own letter is the confirmation, whenever the round was.
        found["power"] = {"on": facts["power_date"], "by": "Nettselskapet", "how": "Skriftlig svar"}
    return found
