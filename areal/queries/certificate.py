"""The certificate: all that was found about a parcel, a site or a kommune, with its proof.

The findings are those of ``areal.queries.findings``, the rows that map, API and tables show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from areal.errors import NotFound
from areal.queries import findings as finding_queries
from areal.queries import revision as revisions
from areal.queries.certificate_ground import ROOMY, Frame, GeoJSON, Scene, around, ground
from areal.queries.connection import Connection, many, one, query
from areal.queries.filters import ParcelFilter
from areal.queries.findings import Finding
from areal.queries.parcels import ParcelFacts, ParcelRow, get_parcel, list_parcels
from areal.queries.revision import Strategy
from areal.queries.rules import Rule, list_rules
from areal.queries.sites import Sort, get_site, list_sites, totals
from areal.queries.texts import Text

Kind = Literal["parcel", "site", "kommune", "area"]

#: A kommune fills its map, a parcel stands in its surroundings.
_TIGHT = 1.08

#: Verdicts whose maps a certificate of many parcels shows; that of one parcel shows them all.
PRESSING = ("deviates", "consider")
_DRAWN = (*PRESSING, "missing", "met")


@dataclass(frozen=True, slots=True)
class Meta:
    """Which check this is: what a reader needs to find the same again.

    ``run_id`` and ``findings_sha256`` are None for a check that was not stored.
    """

    day: date
    engine_version: str
    strategy: Strategy
    run_id: int | None
    finished_at: datetime | None
    findings_sha256: str | None
    #: The eksempeldata text, None for real data.
    notice: Text | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something checked, as the map draws it; ``overall`` is its verdict."""

    label: str
    overall: str
    geometry: GeoJSON


@dataclass(frozen=True, slots=True)
class Part:
    """One subject of a certificate with everything its rules said.

    ``proof`` holds the scene of each finding that is drawn, by rule code.
    """

    subject: Literal["parcel", "kommune", "region", "area"]
    key: str | None
    name: str
    overall: str
    findings: tuple[Finding, ...]
    facts: ParcelFacts | None = None
    geometry: GeoJSON | None = None
    proof: Mapping[str, Scene] | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate's content, with no word of its own.

    ``drawn`` is what the main map shows on ``scene``; ``parcels`` are the rows of a kommune's
    table, whose strips have one cell for each of ``rules``.
    """

    kind: Kind
    key: str | None
    name: str
    kommune_name: str | None
    area_m2: float | None
    meta: Meta
    parts: tuple[Part, ...]
    drawn: tuple[Drawn, ...]
    scene: Scene | None
    rules: tuple[Rule, ...] = ()
    parcels: tuple[ParcelRow, ...] = ()
    category: str | None = None
    area_class: str | None = None
    #: Free area of a site's or kommune's parcels.
    free_m2: float | None = None
    #: Site and label of each parcel a finding names, by slug.
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def for_parcel(connection: Connection, slug: str) -> Certificate:
    """Return the certificate of a published parcel; raises ``NotFound``."""
    facts = get_parcel(connection, slug)
    part = Part(
        subject="parcel",
        key=slug,
        name=facts.label,
        overall=facts.overall,
        findings=finding_queries.for_parcel(connection, slug),
        facts=facts,
        geometry=facts.geometry,
    )
    certificate = Certificate(
        kind="parcel",
        key=slug,
        name=facts.site_name,
        kommune_name=facts.kommune_name,
        area_m2=facts.area_m2,
        meta=published_meta(connection),
        parts=(part,),
        drawn=(Drawn(facts.label, facts.overall, facts.geometry),),
        scene=None,
        category=facts.category,
        area_class=facts.area_class,
    )
    return with_scenes(connection, certificate)


def for_site(connection: Connection, slug: str) -> Certificate:
    """Return the certificate of a published site: each of its parcels; raises ``NotFound``."""
    site = get_site(connection, slug)
    drawn = many(connection, query("certificate_parcels"), site=slug)
    parts = tuple(
        Part(
            subject="parcel",
            key=row["slug"],
            name=row["label"],
            overall=row["overall"],
            findings=finding_queries.for_parcel(connection, row["slug"]),
            geometry=row["geometry"],
        )
        for row in drawn
    )
    certificate = Certificate(
        kind="site",
        key=slug,
        name=site.name,
        kommune_name=site.kommune_name,
        area_m2=site.area_m2,
        meta=published_meta(connection),
        parts=parts,
        drawn=tuple(Drawn(row["label"], row["overall"], row["geometry"]) for row in drawn),
        scene=None,
        rules=list_rules(connection, "parcel"),
        parcels=site.parcels,
        free_m2=site.free_m2,
        category=site.category,
        area_class=site.area_class,
    )
    return with_scenes(connection, certificate)


def for_kommune(connection: Connection, kommunenummer: str) -> Certificate:
    """Return the certificate of a kommune: its own rules, the region's, and its parcels.

    Raises ``NotFound`` for a number outside the region.
    """
    row = one(connection, query("certificate_kommune"), kommunenummer=kommunenummer)
    if row is None:
        raise NotFound(
            f"There is no kommune “{kommunenummer}” here.", hint="Use its number of four digits."
        )
    within = ParcelFilter(kommune=(kommunenummer,))
    parts = _kommune_parts(connection, kommunenummer, row["name"], row["geometry"])
    certificate = Certificate(
        kind="kommune",
        key=kommunenummer,
        name=row["name"],
        kommune_name=row["name"],
        area_m2=row["area_m2"],
        meta=published_meta(connection),
        parts=parts,
        drawn=tuple(
            Drawn(site.name, site.overall, {"type": "Point", "coordinates": site.point})
            for site in list_sites(connection, within, Sort.NAME)
        ),
        scene=None,
        rules=list_rules(connection, "parcel"),
        parcels=list_parcels(connection, within),
        free_m2=totals(connection, within).free_m2,
        names=_names(connection, parts),
    )
    return with_scenes(connection, certificate)


def border(connection: Connection, kommunenummer: str) -> GeoJSON | None:
    """Return a kommune's border, drawn to a hundred metres; None for one outside the region."""
    row = one(connection, query("certificate_kommune"), kommunenummer=kommunenummer)
    return row["geometry"] if row else None


def _kommune_parts(
    connection: Connection, kommunenummer: str, name: str, border: GeoJSON
) -> tuple[Part, ...]:
    own = finding_queries.for_kommune(connection, kommunenummer)
    parts = [Part("kommune", kommunenummer, name, overall(own), own, geometry=border)]
    region = revisions.region(connection)
    if region is not None:
        shared = finding_queries.for_region(connection, region.region_id)
        parts.append(Part("region", region.region_id, region.name.nb, overall(shared), shared))
    return tuple(part for part in parts if part.findings)


def _names(connection: Connection, parts: Sequence[Part]) -> dict[str, tuple[str, str]]:
    slugs = {
        str(item["slug"] if isinstance(item, Mapping) else item)
        for part in parts
        for finding in part.findings
        for key in ("parcels", "undecided", "closest")
        for item in finding.evidence.get(key) or ()
    }
    rows = many(connection, query("certificate_names"), slugs=sorted(slugs))
    return {row["slug"]: (row["site_name"], row["label"]) for row in rows}


def overall(found: Iterable[Finding]) -> str:
    """Return the verdict of all findings together, as for parcels: worst first, gaps third."""
    verdicts = {finding.verdict for finding in found}
    for verdict in PRESSING:
        if verdict in verdicts:
            return verdict
    return "gap" if verdicts & {"error", "missing", "not_mapped"} else "met"


def published_meta(connection: Connection) -> Meta:
    """Return which check is published; raises ``NothingPublished``."""
    revision = revisions.current(connection)
    row = one(connection, query("certificate_run"))
    return Meta(
        day=revision.as_of,
        engine_version=revision.engine_version,
        strategy=revision.strategy,
        run_id=revision.run_id,
        finished_at=revision.finished_at,
        findings_sha256=row["findings_sha256"] if row else None,
        notice=revision.notice,
    )


def with_scenes(connection: Connection, certificate: Certificate) -> Certificate:
    """Return the certificate with the ground of all its maps, fetched at once."""
    main = around(_outline(certificate), _TIGHT if certificate.kind == "kommune" else ROOMY)
    wanted = [_proof_frames(part, certificate.kind) for part in certificate.parts]
    frames = [frame for found in wanted for frame in found.values()]
    if main is not None:
        frames.append(main)
    if not frames:
        return certificate
    scenes = ground(connection, frames, _rule_layers(certificate.parts, wanted))
    parts = tuple(
        replace(part, proof={code: scenes[frame] for code, frame in found.items()})
        for part, found in zip(certificate.parts, wanted, strict=True)
    )
    return replace(certificate, parts=parts, scene=scenes[main] if main else None)


def _outline(certificate: Certificate) -> list[GeoJSON]:
    if certificate.kind == "kommune":
        return [part.geometry for part in certificate.parts if part.geometry is not None]
    return [item.geometry for item in certificate.drawn]


def _proof_frames(part: Part, kind: Kind) -> dict[str, Frame]:
    frames: dict[str, Frame] = {}
    for finding in part.findings:
        shown = finding.verdict in (PRESSING if kind == "site" else _DRAWN)
        if finding.geometry is None or part.geometry is None or not shown:
            continue
        frame = around([part.geometry, finding.geometry])
        if frame is not None:
            frames[finding.rule_code] = frame
    return frames


def _rule_layers(parts: Sequence[Part], wanted: Sequence[Mapping[str, Frame]]) -> set[str]:
    """Return the layers drawn besides the usual: those an area in conflict was cut from."""
    return {
        layer
        for part, frames in zip(parts, wanted, strict=True)
        for finding in part.findings
        if finding.rule_code in frames and "area_share" in finding.evidence
        for layer in finding.rule.layers
    }
