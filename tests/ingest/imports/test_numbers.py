"""Numbers as people in Norway write them, in the unit the catalogue keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areal.ingest.imports.fields import fields, recognise, slugified, split_unit
from areal.ingest.imports.numbers import NotANumber, number


@pytest.mark.parametrize(
    ("text", "unit", "heading", "found"),
    [
        ("1 234,5 daa", "m2", None, 1_234_500),
        ("1\u00a0234,5\u00a0daa", "m2", None, 1_234_500),
        ("1\u202f234", "m2", None, 1_234),
        ("1.234,5", None, None, 1_234.5),
        ("1.234", None, None, 1_234),
        ("12.5", None, None, 12.5),
        ("1,234.5", None, None, 1_234.5),
        ("1,234,567", None, None, 1_234_567),
        ("0,5 ha", "m2", None, 5_000),
        ("ca. 12 mål", "m2", None, 12_000),
        ("12", "m2", "daa", 12_000),
        ("12 m²", "m2", "daa", 12),
        ("kr 450,- pr m2", "nok_m2", None, 450),
        ("450 000 kr/daa", "nok_m2", None, 450),
        ("450 000", "nok_m2", "kr/daa", 450),
        ("500 kW", "mw", None, 0.5),
        ("1,5 km", "m", None, 1_500),
        ("-3", None, None, -3),
        ("35 %", "percent", None, 35),
    ],
)
def test_a_number_is_read_with_its_unit(
    text: str, unit: str | None, heading: str | None, found: float
) -> None:
    assert number(text, unit, heading) == pytest.approx(found)


@pytest.mark.parametrize(
    ("text", "unit"),
    [("etter avtale", None), ("12 daa", "mw"), ("1 2 3 4", None), ("12 bananer", "m2"), ("", None)],
)
def test_what_is_no_number_of_that_unit_is_refused(text: str, unit: str | None) -> None:
    with pytest.raises(NotANumber):
        number(text, unit)


@given(st.floats(min_value=0, max_value=99_999_999).map(lambda value: round(value, 2)))
def test_every_way_of_writing_a_number_says_the_same(value: float) -> None:
    plain = f"{value:,.2f}"
    for thousands, comma in ((" ", ","), ("\u00a0", ","), (".", ","), (",", ".")):
        written = plain.replace(",", "t").replace(".", comma).replace("t", thousands)
        assert number(written, None) == pytest.approx(value)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Arealformål", "arealformaal"),
        ("AREALFORMAL", "arealformaal"),
        ("KOMMUNENR", "kommunenummer"),
        ("Areal (daa)", "stated_area_m2"),
        ("identifikasjon.lokalId", "source_key"),
        ("app:Arealformål", "arealformaal"),
        ("geotechnic", "geotechnical_report"),
        ("Price per m2", "price_nok_m2"),
        ("Områdenavn", "site"),
        ("kaffe", None),
    ],
)
def test_a_heading_is_recognised(heading: str, field: str | None) -> None:
    assert recognise([heading]).get(heading) == field


def test_every_name_of_a_field_leads_to_it_and_to_no_other() -> None:
    for field in fields().values():
        for name in (field.name, *field.names):
            assert recognise([name]) == {name: field.name}


def test_a_unit_is_taken_off_a_heading() -> None:
    assert split_unit("Pris (kr/daa)")[1] == "kr/daa"
    assert split_unit("Areal") == ("Areal", None)


def test_a_name_becomes_an_address() -> None:
    assert slugified("Støa Øst – felt Å/3") == "stoa-ost-felt-a-3"
