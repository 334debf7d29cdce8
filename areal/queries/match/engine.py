"""The match itself: rank every parcel, assemble neighbours, tell the best and what they lack."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from areal.database.sqlfiles import execute
from areal.queries.connection import Connection, many, query
from areal.queries.match.answer import STATUSES, Answer, Offer, Plot, Status
from areal.queries.match.asked import Asked, AskedPart
from areal.queries.match.parts import Sources, parts_of
from areal.queries.match.targets import list_targets
from areal.queries.verdicts import OVERALL_WORST_FIRST, WORST_FIRST

#: Restrictions that keep anybody from building until they are lifted. Without a date for it, it is
#: not known when the land is ready. The others limit how one builds, not when.
LIFTED_FIRST = ("rekkefolgekrav", "nettilknytning", "felles_planlegging", "flomtiltak")

#: Parts that are one thing each; distances and words are as many as are asked.
_SINGLE = (
    "market", "use", "fit", "area", "power", "water", "sewage", "fibre", "when", "ready", "jobs",
    "verdict",
)  # fmt: skip

#: Tables whose columns would else be worked out anew for each use of them.
_ONCE = {"wide": "MATERIALIZED ", "summed": "MATERIALIZED "}

#: The tables each kind of offer is judged by, in the order they build on one another.
_NEEDS = {
    "alone": ("asked", "plot", "alone", "near", "ways", "fit", "wide", "summed"),
    "chosen": (
        "asked", "plot", "together", "chosen", "near", "ways", "fit", "wide", "summed", "judged",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scale:
    """What a match goes by that no question asks: limits of ours, each a setting or stated here."""

    #: Widest gap between parcels that are taken together, in metres: an internal road.
    gap_m: float = 15
    #: Narrowest passage from one parcel to the next, in metres, and never less than half the gap:
    #: across a common corner the gap alone would leave 0.41 of it.
    passage_m: float = 10
    #: Most parcels taken together, sites they are sought in, and sets followed up of each size.
    most_parcels: int = 6
    most_sites: int = 40
    beam: int = 200
    #: Least share of what is asked that still is "nearly": 0.6 of the area, of the power …
    short: float = 0.6
    #: Jobs per daa from which work is for class A, and below which it is for class C.
    jobs_a: float = 10
    jobs_c: float = 3
    #: Most offers told that fit, that fell out, and of each other status.
    most: int = 50
    most_out: int = 60
    most_others: int = 20


def match(connection: Connection, asked: Asked, scale: Scale | None = None) -> Answer:
    """Hold all that is published against what is asked; three statements rank, join and tell."""
    scale = scale or Scale()
    binds = _binds(asked, scale)
    ranked = _one(connection, _statement("ranked", offer="alone"), {**binds, "among": None})
    sets = _assembled(connection, asked, ranked["joinable"], binds)
    rows = _told(connection, binds, ranked["shown"], sets)
    sources = Sources(list_targets(connection) if asked.near else (), _confirmed(connection, rows))
    # Parcels that don't do together either are told of one by one.
    kept = (row for row in rows if row["status"] != "out" or len(row["parcel_ids"]) == 1)
    offers = tuple(_offer(row, asked, sources) for row in kept)
    counts: dict[Status, int] = {status: ranked["counts"].get(status, 0) for status in STATUSES}
    for offer in offers:
        if len(offer.plots) > 1:
            counts[offer.status] += 1
    return Answer(offers, counts)


def _binds(asked: Asked, scale: Scale) -> dict[str, Any]:
    judged = asked.parts()
    parts = [part.row(position) for position, part in enumerate(judged)]
    return {
        **asdict(scale),
        **_weighed(judged),
        "gap": scale.gap_m,
        "passage": max(scale.passage_m, scale.gap_m / 2),
        "asked": json.dumps(parts),
        "use": asked.use,
        "min_m2": asked.min_m2,
        "max_m2": asked.max_m2,
        "mw": asked.power_mw,
        "ready_by": asked.ready_by,
        "modenhet_min": asked.modenhet_min,
        "jobs": asked.jobs,
        "verdict": asked.verdict,
        "kommune": list(asked.kommune) or None,
        "lifted": list(LIFTED_FIRST),
        "worst_first": list(WORST_FIRST),
        "overall_worst_first": list(OVERALL_WORST_FIRST),
    }


def _weighed(judged: Sequence[AskedPart]) -> dict[str, Any]:
    """Return what each part can give, and whether it must be met; what is not asked, neither."""
    of = {part.part: part for part in judged}
    counts = Counter(part.part for part in judged)
    return {
        **{f"p_{name}": of[name].possible if name in of else 0.0 for name in (*_SINGLE, "word")},
        **{f"m_{name}": name in of and of[name].must for name in (*_SINGLE, "near", "word")},
        "nears": counts["near"],
        "words": counts["word"],
    }


def _statement(last: str, offer: str) -> str:
    """Return ``match/<last>.sql`` over the tables it reads, with ``offer`` as its offers."""
    tables = ((name, "offer" if name == offer else name) for name in _NEEDS[offer])
    named = ",\n".join(
        f"{called} AS {_ONCE.get(name, '')}(\n{query(f'match/{name}')}\n)"
        for name, called in tables
    )
    answer = query(f"match/{last}")
    body = answer[answer.index("\nWITH ") + 6 :] if "\nWITH " in answer else None
    return f"WITH {named},\n{body}" if body else f"WITH {named}\n{answer}"


def _one(connection: Connection, statement: str, binds: Mapping[str, Any]) -> RowMapping:
    return execute(connection, statement, binds).mappings().one()


def _assembled(
    connection: Connection,
    asked: Asked,
    joinable: Sequence[Mapping[str, list[int]]],
    binds: Mapping[str, Any],
) -> list[list[int]]:
    """Return the sets of parcels that reach the area together."""
    if asked.min_m2 is None or not joinable:
        return []
    given = {
        **binds,
        "among": [parcel for site in joinable for parcel in site["parcel_ids"]],
        "givers": [parcel for site in joinable for parcel in site["givers"]],
    }
    found = execute(connection, query("match/assembled"), given).scalars()
    return [list(parcels) for parcels in found]


def _told(
    connection: Connection, binds: Mapping[str, Any], shown: Sequence[int], sets: list[list[int]]
) -> Sequence[RowMapping]:
    """Return the rows of the offers to show, best first."""
    members = {parcel for parcels in sets for parcel in parcels}
    given = {
        **binds,
        "among": sorted({*shown, *members}),
        "shown": list(shown),
        "sets": json.dumps(sets),
    }
    return execute(connection, _statement("shown", offer="chosen"), given).mappings().all()


def _confirmed(
    connection: Connection, rows: Iterable[RowMapping]
) -> Mapping[tuple[int, str], tuple[date, str]]:
    parcels = sorted({parcel for row in rows for parcel in row["parcel_ids"]})
    found = many(connection, query("match/confirmed"), parcel_ids=parcels)
    return {
        (row["parcel_id"], row["axis"]): (row["verified_on"], row["verified_by"]) for row in found
    }


def _offer(row: RowMapping, asked: Asked, sources: Sources) -> Offer:
    judged: tuple[AskedPart, ...] = asked.parts()
    counts = any(part.possible for part in judged)
    return Offer(
        status=row["status"],
        score=round(row["points"], 1) if counts else None,
        fits_from=row["fits_from"],
        site_slug=row["site_slug"],
        site_name=row["site_name"],
        kommunenummer=row["kommunenummer"],
        kommune_name=row["kommune_name"],
        area_class=row["area_class"],
        plots=tuple(Plot(p["slug"], p["label"], p["area_m2"]) for p in row["parcels"]),
        area_m2=row["area_m2"],
        market=row["market"],
        modenhet=row["modenhet"],
        held_because=row["held_because"],
        overall=row["overall"],
        strip=tuple(row["strip"]),
        parts=parts_of(row, asked, sources),
    )
