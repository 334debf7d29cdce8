"""A certificate as a reader meets it: finished text, raw numbers beside it, maps as SVG.

One document feeds the page and the PDF; whoever builds it chooses the language and the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn map with what it shows in words, for those who do not see it."""

    svg: str
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One rule's verdict in a strip; ``name`` is read aloud."""

    code: str
    verdict: str
    name: str


@dataclass(frozen=True, slots=True)
class StripLine:
    """A rule strip with its summary in words."""

    cells: tuple[Cell, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A label with its value; ``code`` sets the value in fixed width, as for a checksum."""

    label: str
    value: str
    note: str = ""
    code: bool = False


@dataclass(frozen=True, slots=True)
class LayerLine:
    """A layer a rule was measured against; ``stale`` says so in words, or is empty."""

    layer_id: str
    text: str
    source: str
    stale: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one rule said.

    ``measured``, ``limit`` and ``margin`` are the run's own numbers in ``unit``, for whoever
    compares; the texts beside them are what is read.
    """

    code: str
    title: str
    verdict: str
    tag: str
    tag_text: str
    level: str
    unit: str | None
    measured: float | None
    limit: float | None
    margin: float | None
    measured_text: str
    limit_text: str
    margin_text: str
    words: str
    quote: str
    quoted: bool
    source: str
    layers: tuple[LayerLine, ...]
    notes: tuple[str, ...]
    grant: str
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one kind of verdict; ``shape`` is ``cards``, ``table`` or ``list``."""

    key: str
    title: str
    lead: str
    shape: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One subject: a parcel, an area, a kommune or the region. ``title`` is empty for the only."""

    key: str
    title: str
    tag: str
    tag_text: str
    facts: tuple[Pair, ...]
    strip: StripLine
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """A row of the table of parcels; ``url`` leads to the parcel's own certificate."""

    name: str
    area: str
    tag: str
    tag_text: str
    strip: StripLine
    url: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """A rule as the strategy words it, for a certificate that quotes it once for many parcels."""

    code: str
    title: str
    level: str
    quote: str
    quoted: bool
    source: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole certificate.

    ``tag`` is empty where no one verdict sums it up. ``sources`` are the layers with where they
    come from. ``words`` are the fixed words of the layout in the document's language, ``stamp``
    the moment the check ended: the only time the PDF tells.
    """

    lang: str
    kind: str
    key: str
    kicker: str
    title: str
    place: str
    tag: str
    tag_text: str
    summary: str
    service: str
    day: str
    stamp: datetime
    guidance: str
    notice: str
    facts: tuple[Pair, ...]
    picture: Picture | None
    sections: tuple[Section, ...]
    rule_codes: tuple[str, ...]
    parcels: tuple[ParcelLine, ...]
    wordings: tuple[Wording, ...]
    sources: tuple[Pair, ...]
    provenance: tuple[Pair, ...]
    legend: tuple[tuple[str, str], ...]
    words: Mapping[str, str]
