"""A sheet as a reader meets it: finished text about one site or several, and maps as SVG.

One document feeds the PDF and the page of the offline pack; whoever builds it chooses the language
and the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from areal.sheets.document import Picture, StripLine


@dataclass(frozen=True, slots=True)
class Figure:
    """A label with its value; ``note`` stands under it, ``stale`` marks what was told long ago."""

    label: str
    value: str
    note: str = ""
    unknown: bool = False
    stale: bool = False


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures under one heading."""

    key: str
    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class SheetParcel:
    """A row of the table of plots."""

    name: str
    area: str
    market: str
    readiness: str
    power: str
    plan: str
    utilities: str
    tag: str
    tag_text: str
    strip: StripLine


@dataclass(frozen=True, slots=True)
class Deviation:
    """A rule that some plots do not meet, or that has no answer: where, by how much, whose words.

    ``where`` are pairs of plot and what was found there.
    """

    code: str
    title: str
    tag: str
    tag_text: str
    where: tuple[tuple[str, str], ...]
    quote: str
    quoted: bool
    source: str


@dataclass(frozen=True, slots=True)
class SheetSite:
    """One site on its own page or pages; ``url`` is its page, ``qr`` the same as a drawing."""

    slug: str
    name: str
    place: str
    tag: str
    tag_text: str
    description: str
    highlights: tuple[str, ...]
    figures: tuple[Figure, ...]
    picture: Picture | None
    groups: tuple[FigureGroup, ...]
    parcels: tuple[SheetParcel, ...]
    strip: StripLine
    deviations: tuple[Deviation, ...]
    gaps: tuple[Deviation, ...]
    contact: tuple[str, ...]
    url: str
    qr: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A site in the table of a shortlist's first page."""

    slug: str
    name: str
    place: str
    cells: tuple[str, ...]
    tag: str
    tag_text: str
    strip: StripLine


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page of a shortlist: what was chosen, side by side, on one map."""

    title: str
    lead: str
    picture: Picture | None
    heads: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    url: str
    qr: str


@dataclass(frozen=True, slots=True)
class SheetDocument:
    """A sheet of one site, or of a shortlist with its ``cover``.

    ``stamp`` is the moment the revision was published: the only time the files tell.
    """

    lang: str
    kicker: str
    title: str
    service: str
    stamp: datetime
    day: str
    revision: str
    strategy: str
    guidance: str
    notice: str
    licence: str
    cover: Cover | None
    sites: tuple[SheetSite, ...]
    rule_codes: tuple[str, ...]
    legend: tuple[tuple[str, str], ...]
    words: Mapping[str, str]
