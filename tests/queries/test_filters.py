"""Filters: each counted by hand, unknown never fulfils, one more never gives more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, text

from areal.queries import reading, sites
from areal.queries.codes import filter_codes
from areal.queries.facets import facets
from areal.queries.filters import Mode, Near, ParcelFilter
from areal.queries.parcels import list_parcels
from areal.queries.search import forgiving

DAY = date(2026, 11, 1)
Row = dict[str, Any]
#: What the public may know of each parcel, read plainly.
_ROWS = """
SELECT p.*, (
  SELECT x.distance_m FROM published.proximity AS x
  WHERE x.parcel_id = p.parcel_id AND x.target = 'jernbane' AND x.code = ''
) AS rail_m
FROM published.parcel AS p
"""


def has(row: Row, *names: str) -> list[bool | None]:
    return [{"ja": True, "nei": False}.get(row[name]) for name in names]


def at_least(value: Any, limit: float) -> bool | None:
    return None if value is None else value >= limit


def free_by(row: Row, day: date) -> bool | None:
    if row["market"] in ("solgt", "ikke_til_salgs"):
        return False
    if row["available_from"] is not None and row["available_from"] > day:
        return False
    return None if row["market"] is None or row["available_from"] is None else True


def every(answers: list[bool | None]) -> bool | None:
    return False if False in answers else None if None in answers else True


def some(answers: list[bool | None]) -> bool | None:
    return True if True in answers else None if None in answers else False


def but(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


#: A filter, and by hand whether a parcel fulfils it: yes, no, or not known.
CASES: dict[str, tuple[dict[str, Any], Callable[[Row], bool | None]]] = {
    "kommune": ({"kommune": ("3415",)}, lambda row: row["kommunenummer"] == "3415"),
    "size": (
        {"min_daa": 20.0, "max_daa": 80.0},
        lambda row: 20_000 <= row["area_m2"] <= 80_000,
    ),
    "market": (
        {"market": ("ledig",)},
        lambda row: None if row["market"] is None else row["market"] == "ledig",
    ),
    "market by its absence": (
        {"market": ("ukjent", "solgt")},
        lambda row: row["market"] in (None, "solgt"),
    ),
    "not on the market": (
        {"market": ("ledig",), "market_mode": Mode.NONE},
        lambda row: None if row["market"] is None else row["market"] != "ledig",
    ),
    "date": ({"available_by": date(2027, 3, 31)}, lambda row: free_by(row, date(2027, 3, 31))),
    "modenhet": ({"modenhet_min": 4}, lambda row: at_least(row["modenhet"], 4)),
    "class": ({"area_class": ("A", "B")}, lambda row: row["area_class"] in "AB"),
    "category": (
        {"category": ("lokal",), "category_mode": Mode.NONE},
        lambda row: row["category"] != "lokal",
    ),
    "focus, any": (
        {"focus": ("industri", "logistikk")},
        lambda row: bool({"industri", "logistikk"} & set(row["focus_areas"])),
    ),
    "focus, all": (
        {"focus": ("industri", "bygg_og_anlegg"), "focus_mode": Mode.ALL},
        lambda row: {"industri", "bygg_og_anlegg"} <= set(row["focus_areas"]),
    ),
    "power": ({"min_mw": 5.0}, lambda row: at_least(row["power_mw_now"], 5)),
    "utilities, all": (
        {"utility": ("water", "sewage", "fibre")},
        lambda row: every(has(row, "water", "sewage", "fibre")),
    ),
    "utilities, any": (
        {"utility": ("sewage", "fibre"), "utility_mode": Mode.ANY},
        lambda row: some(has(row, "sewage", "fibre")),
    ),
    "utilities, none": (
        {"utility": ("water", "sewage"), "utility_mode": Mode.NONE},
        lambda row: but(some(has(row, "water", "sewage"))),
    ),
    "near": ({"near": (Near("jernbane", "", 2.0),)}, lambda row: row["rail_m"] <= 2_000),
    "price": (
        {"max_price": 300.0},
        lambda row: None if row["price_nok_m2"] is None else row["price_nok_m2"] <= 300,
    ),
    "owner": (
        {"owner": ("kommunal", "statlig")},
        lambda row: None if row["owner_kind"] is None else row["owner_kind"][:3] in ("kom", "sta"),
    ),
    "verdict": (
        {"verdict": ("deviates",), "verdict_mode": Mode.NONE},
        lambda row: row["overall"] != "deviates",
    ),
}


@pytest.fixture
def connection(published_app: Flask) -> Iterator[Connection]:
    with reading() as connection:
        yield connection


@pytest.fixture
def rows(connection: Connection) -> list[Row]:
    return [dict(row) for row in connection.execute(text(_ROWS)).mappings()]


def slugs(connection: Connection, wanted: ParcelFilter) -> set[str]:
    return {parcel.slug for parcel in list_parcels(connection, wanted)}


@pytest.mark.parametrize("name", CASES)
def test_filter_gives_what_counting_by_hand_gives(
    connection: Connection, rows: list[Row], name: str
) -> None:
    asked, by_hand = CASES[name]
    expected = {row["slug"] for row in rows if by_hand(row) is True}
    assert 0 < len(expected) < len(rows)
    assert slugs(connection, ParcelFilter(**asked)) == expected


@pytest.mark.parametrize("name", CASES)
def test_sites_left_out_for_lack_of_facts_are_counted(
    connection: Connection, rows: list[Row], name: str
) -> None:
    asked, by_hand = CASES[name]
    found = {row["site_slug"] for row in rows if by_hand(row) is True}
    perhaps = {row["site_slug"] for row in rows if by_hand(row) is None} - found
    told = facets(connection, ParcelFilter(**asked), filter_codes(connection), DAY)
    assert told.unknown == len(perhaps)


def test_one_more_condition_never_gives_more(connection: Connection) -> None:
    alone = {name: slugs(connection, ParcelFilter(**asked)) for name, (asked, _) in CASES.items()}
    for one, other in combinations(CASES, 2):
        if set(CASES[one][0]) & set(CASES[other][0]):
            continue
        both = slugs(connection, ParcelFilter(**CASES[one][0] | CASES[other][0]))
        assert both == alone[one] & alone[other], (one, other)


@pytest.mark.parametrize(
    "asked", [{}, {"min_mw": 5.0}, {"kommune": ("3401",), "utility": ("water",)}]
)
def test_each_choice_gives_as_many_sites_as_stand_beside_it(
    connection: Connection, asked: dict[str, Any]
) -> None:
    present = ParcelFilter(**asked)
    codes = filter_codes(connection)
    told = facets(connection, present, codes, DAY)
    fields: dict[str, tuple[str, Callable[[str], Any]]] = {
        "size": ("min_daa", float),
        "power": ("min_mw", float),
        "price": ("max_price", float),
        "modenhet": ("modenhet_min", int),
        "available_by": ("available_by", date.fromisoformat),
        "near": ("near", lambda code: (Near.read(code),)),
    }
    for name, choices in told.choices.items():
        field, read = fields.get(name, (name, lambda code: (code,)))
        for choice in choices:
            chosen = replace(present, **{field: read(choice.code)})
            assert sites.totals(connection, chosen).sites == choice.sites, (name, choice)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Slomarka", None),
        ("slomarka", None),
        ("slomrka", "Slomarka"),
        ("Aasnes", None),
        ("asnes", None),
        ("Åsness", "Åsnes"),
        ("sor-odal", None),
        ("soer-odal", None),
        ("granrud nord", "Granerud nord"),
        ("qqqqqq", None),
    ],
)
def test_search_forgives_spelling(connection: Connection, written: str, meant: str | None) -> None:
    wanted, taken = forgiving(connection, ParcelFilter(q=written))
    assert (taken.text if taken else None) == meant
    assert bool(slugs(connection, wanted)) == (written != "qqqqqq")


def test_search_by_number_is_that_property_alone(connection: Connection, rows: list[Row]) -> None:
    first = next(row for row in rows if row["matrikkel"])
    number = first["matrikkel"][0]
    short = number.partition("-")[2]
    gnr, bnr = short.split("/")[:2]
    expected = {
        row["slug"] for row in rows if any(one.endswith(f"-{short}") for one in row["matrikkel"])
    }
    for written in (short, f"gnr. {gnr} bnr. {bnr}", f"Gnr {gnr}, bnr {bnr}"):
        assert slugs(connection, ParcelFilter(q=written)) == expected
    assert first["slug"] in slugs(connection, ParcelFilter(q=number))


def test_wildcards_are_letters_like_others(connection: Connection) -> None:
    assert slugs(connection, ParcelFilter(q="%")) == set()
    assert slugs(connection, ParcelFilter(q="_")) == set()
