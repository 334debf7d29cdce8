"""The attributes a rule may name: of a parcel, of its site, and what is computed from them."""

from __future__ import annotations

#: Kept for each axis as the date it was last confirmed, ``verified_<axis>``.
AXES = ("plan", "modenhet", "market", "ownership", "price", "power", "utilities")

_PARCEL = """
slug label kommunenummer kommune_share matrikkel area_m2 buildable_area_m2 arealformaal plan_kind
arealplan_id planstatus modenhet market available_from owner_kind price_nok_m2 price_public
bya_percent max_height_m power_mw_now power_mw_planned power_planned_from power_source power_date
power_status water water_distance_m sewage sewage_distance_m fibre fibre_distance_m access
access_distance_m permitted_activities retail_m2 geotechnical_report published
"""
_SITE = """
site category area_class focus_areas contact_role contact_email contact_phone site_verified_on
"""
#: ``area_daa`` and ``contiguous_daa`` are on the ellipsoid; contiguous means less than 15 m apart.
_COMPUTED = "area_daa contiguous_daa"

ATTRIBUTES = frozenset(
    f"{_PARCEL} {_SITE} {_COMPUTED}".split() + [f"verified_{axis}" for axis in AXES]
)
