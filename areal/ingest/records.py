"""The shapes of sites and parcels in a data folder: what a file must and may say."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from areal.strategy.parts import Part, Text

YesNoUnknown = Literal["ja", "nei", "ukjent"]
Axis = Literal["plan", "modenhet", "market", "ownership", "price", "power", "utilities"]


class Verified(Part):
    """Who confirmed something, when and how; ``by`` is a role, never a private person."""

    on: date
    by: str
    how: str


class Contact(Part):
    """A contact point: a role with a mailbox."""

    role: str | None = None
    email: str | None = None
    phone: str | None = None


class Texts(Part):
    """A list of short texts in both languages."""

    nb: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class Media(Part):
    """A photo, dronefilm or document, with what replaces it for those who can't see it."""

    kind: Literal["photo", "dronefilm", "document"]
    url: str
    alt: Text
    credit: str
    licence: str


class SiteRecord(Part):
    """A site as its file says it."""

    slug: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str = Field(min_length=1)
    kommunenummer: str = Field(pattern=r"^[0-9]{4}$")
    category: Literal["regional", "kommunal", "lokal"]
    area_class: Literal["A", "B", "C"]
    description: Text | None = None
    highlights: Texts = Texts()
    focus_areas: tuple[str, ...] = ()
    contact: Contact | None = None
    verified: Verified | None = None
    media: tuple[Media, ...] = ()
    published: bool = True

    def row(self) -> dict[str, Any]:
        """Return the record as the columns of ``areal.site``, with its media."""
        contact, verified = self.contact, self.verified
        return {
            **self.model_dump(
                mode="json",
                include={
                    "slug",
                    "name",
                    "kommunenummer",
                    "category",
                    "area_class",
                    "focus_areas",
                    "published",
                },
            ),
            "description_nb": self.description and self.description.nb,
            "description_en": self.description and self.description.en,
            "highlights_nb": self.highlights.nb,
            "highlights_en": self.highlights.en,
            "contact_role": contact and contact.role,
            "contact_email": contact and contact.email,
            "contact_phone": contact and contact.phone,
            "verified_on": verified and verified.on.isoformat(),
            "verified_by": verified and verified.by,
            "verified_how": verified and verified.how,
            "media": [
                {
                    **item.model_dump(exclude={"alt"}),
                    "alt_nb": item.alt.nb,
                    "alt_en": item.alt.en,
                }
                for item in self.media
            ],
        }


class SiteFile(Part):
    """All sites of a set."""

    sites: tuple[SiteRecord, ...] = Field(min_length=1)


class RestrictionRecord(Part):
    """Something that holds a parcel back."""

    code: str
    cause: Literal["owner", "authority", "nature", "law"]
    source: str | None = None
    expected_end: date | None = None
    note: Text | None = None


class ParcelRecord(Part):
    """A parcel as its file says it; None is always "not known"."""

    slug: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    label: str = Field(min_length=1)
    site: str
    matrikkel: tuple[str, ...] = ()
    buildable_area_m2: float | None = Field(default=None, ge=0)
    arealformaal: str | None = None
    plan_kind: Literal["kommuneplan", "reguleringsplan"] | None = None
    arealplan_id: str | None = None
    planstatus: int | None = Field(default=None, ge=1, le=8)
    modenhet: int | None = Field(default=None, ge=1, le=5)
    market: Literal["ledig", "opsjon", "reservert", "solgt", "ikke_til_salgs"] | None = None
    available_from: date | None = None
    owner_kind: str | None = None
    price_nok_m2: float | None = Field(default=None, ge=0)
    price_public: bool = False
    bya_percent: float | None = Field(default=None, ge=0, le=100)
    max_height_m: float | None = Field(default=None, gt=0)
    power_mw_now: float | None = Field(default=None, ge=0)
    power_mw_planned: float | None = Field(default=None, ge=0)
    power_planned_from: date | None = None
    power_source: str | None = None
    power_date: date | None = None
    power_status: str | None = None
    water: YesNoUnknown = "ukjent"
    water_distance_m: float | None = Field(default=None, ge=0)
    sewage: YesNoUnknown = "ukjent"
    sewage_distance_m: float | None = Field(default=None, ge=0)
    fibre: YesNoUnknown = "ukjent"
    fibre_distance_m: float | None = Field(default=None, ge=0)
    access: YesNoUnknown = "ukjent"
    access_distance_m: float | None = Field(default=None, ge=0)
    permitted_activities: tuple[str, ...] | None = None
    retail_m2: float | None = Field(default=None, ge=0)
    geotechnical_report: str | None = None
    restrictions: tuple[RestrictionRecord, ...] = ()
    verified: dict[Axis, Verified] = {}
    published: bool = True

    def row(self) -> dict[str, Any]:
        """Return the record as the columns of ``areal.parcel``, with what hangs on it."""
        return self.model_dump(mode="json")
