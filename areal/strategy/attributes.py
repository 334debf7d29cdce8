"""The attributes a rule may name, of a parcel, its site or computed, and what each holds."""

from __future__ import annotations

from typing import Literal

#: What an attribute holds; a list holds texts.
Holds = Literal["number", "text", "bool", "date", "list"]

#: Kept for each axis as the date it was last confirmed, ``verified_<axis>``.
AXES = ("plan", "modenhet", "market", "ownership", "price", "power", "utilities")

_NUMBERS = """
kommune_share area_m2 buildable_area_m2 planstatus modenhet price_nok_m2 bya_percent max_height_m
power_mw_now power_mw_planned water_distance_m sewage_distance_m fibre_distance_m access_distance_m
retail_m2 area_daa contiguous_daa
"""
_TEXTS = """
slug label kommunenummer arealformaal plan_kind arealplan_id market owner_kind power_source
power_status water sewage fibre access geotechnical_report site category area_class contact_role
contact_email contact_phone
"""
_DATES = "available_from power_planned_from power_date site_verified_on"
_LISTS = "matrikkel permitted_activities focus_areas"
_BOOLS = "price_public published"

#: ``area_daa`` and ``contiguous_daa`` are on the ellipsoid; contiguous means less than 15 m apart.
ATTRIBUTES: dict[str, Holds] = {
    **dict.fromkeys(_NUMBERS.split(), "number"),
    **dict.fromkeys(_TEXTS.split(), "text"),
    **dict.fromkeys(_DATES.split(), "date"),
    **dict.fromkeys((f"verified_{axis}" for axis in AXES), "date"),
    **dict.fromkeys(_LISTS.split(), "list"),
    **dict.fromkeys(_BOOLS.split(), "bool"),
}

_PYTHON: dict[Holds, type | tuple[type, ...]] = {
    "number": (int, float),
    "text": str,
    "bool": bool,
    "date": str,
    "list": str,
}


def check_values(name: str, values: object) -> None:
    """Raise ``ValueError`` when a value could never be that of the attribute: ``"5"`` for a number.

    Such a filter would match nothing, and the rule would be about nobody.
    """
    holds = ATTRIBUTES[name]
    for value in values if isinstance(values, list | tuple) else ():
        fits = isinstance(value, _PYTHON[holds]) and (
            holds == "bool" or not isinstance(value, bool)
        )
        if not fits:
            what = "text" if holds == "list" else holds
            raise ValueError(f"'{name}' holds {what}, and {value!r} is none")


def check_number(name: str) -> None:
    """Raise ``ValueError`` when an attribute that is measured against a limit is no number."""
    if ATTRIBUTES[name] != "number":
        raise ValueError(f"'{name}' is no number, so it has no limit")
