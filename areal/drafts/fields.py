"""The fields of the editor's forms, read by the same rules as columns of a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from areal.ingest.imports.fields import Field as Imported
from areal.ingest.imports.fields import fields as imported

Shape = Literal["text", "long", "lines", "select", "checks", "number", "date", "flag", "matrikkel"]


@dataclass(frozen=True)
class Spec:
    """One field: its name in the catalogue, how it is shown, the code list, and how it is read."""

    name: str
    shape: Shape
    read: Imported
    required: bool = False

    @property
    def codes(self) -> str:
        """Return the name of the list its values are of, "" for none."""
        return self.read.codes or ""


_SHAPES: dict[str, Shape] = {
    "code": "select",
    "codes": "checks",
    "number": "number",
    "whole": "number",
    "date": "date",
    "flag": "flag",
    "matrikkel": "matrikkel",
}
#: Heading → fields of a parcel, in the order they are asked for.
PARCEL_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("parcel", ("label", "matrikkel", "owner_kind")),
    (
        "plan",
        (
            "plan_kind",
            "arealplan_id",
            "planstatus",
            "arealformaal",
            "modenhet",
            "buildable_area_m2",
            "bya_percent",
            "max_height_m",
            "permitted_activities",
            "retail_m2",
        ),
    ),
    ("market", ("market", "available_from", "price_nok_m2", "price_public")),
    (
        "power",
        (
            "power_mw_now",
            "power_status",
            "power_source",
            "power_date",
            "power_mw_planned",
            "power_planned_from",
        ),
    ),
    (
        "utilities",
        (
            "water",
            "water_distance_m",
            "sewage",
            "sewage_distance_m",
            "fibre",
            "fibre_distance_m",
            "access",
            "access_distance_m",
        ),
    ),
    ("ground", ("geotechnical_report",)),
)
#: What is confirmed with a date under each heading.
AXES = {
    "parcel": ("ownership",),
    "plan": ("plan", "modenhet"),
    "market": ("market", "price"),
    "power": ("power",),
    "utilities": ("utilities",),
    "ground": (),
}
_SITE: tuple[tuple[str, Shape, str, bool], ...] = (
    ("name", "text", "site_name", True),
    ("category", "select", "site_category", True),
    ("area_class", "select", "site_area_class", True),
    ("focus_areas", "checks", "site_focus_areas", False),
    ("description_nb", "long", "site_description_nb", False),
    ("description_en", "long", "site_description_en", False),
    ("highlights_nb", "lines", "", False),
    ("highlights_en", "lines", "", False),
    ("contact_role", "text", "", False),
    ("contact_email", "text", "", False),
    ("contact_phone", "text", "", False),
    ("verified_on", "date", "", False),
    ("verified_by", "text", "", False),
    ("verified_how", "text", "", False),
)
RESTRICTION = ("code", "cause", "source", "expected_end", "note_nb", "note_en")
MEDIUM = ("kind", "url", "alt_nb", "alt_en", "credit", "licence")


def parcel_spec(name: str) -> Spec:
    """Return a field of a parcel."""
    read = imported()[name]
    return Spec(name, _SHAPES.get(read.holds, "text"), read, required=name == "label")


def parcel_specs() -> tuple[Spec, ...]:
    """Return every field of a parcel, in order."""
    return tuple(parcel_spec(name) for _, names in PARCEL_GROUPS for name in names)


def site_specs() -> tuple[Spec, ...]:
    """Return every field of a site, in order."""
    return tuple(
        Spec(name, shape, imported()[known] if known else _own(name, shape), required)
        for name, shape, known, required in _SITE
    )


def _own(name: str, shape: Shape) -> Imported:
    return Imported(name=name, holds="date" if shape == "date" else "text", names=(name,))
