"""The maps of a certificate, each with what it shows in words."""

from __future__ import annotations

from math import dist

from areal.queries.certificate import Certificate, Part
from areal.queries.certificate_ground import GeoJSON, Scene, positions
from areal.queries.findings import Finding
from areal.sheets.document import Entry, Picture
from areal.sheets.drawing import LARGE, SMALL, Mark, draw
from webmap.language import gettext
from webmap.pages import texts
from webmap.pages.words import parcel_label

_NAMES_TOLD = 12


def main_picture(certificate: Certificate, lang: str) -> Picture | None:
    """Draw what was checked, filled by verdict; a kommune's sites as signs."""
    del lang
    if certificate.scene is None:
        return None
    kommune = certificate.kind == "kommune"
    single = len(certificate.drawn) == 1 and not kommune
    marks = [
        Mark("territory", part.geometry)
        for part in certificate.parts
        if kommune and part.geometry is not None
    ]
    marks += [
        Mark(
            role="sign" if kommune else "area",
            geometry=item.geometry,
            verdict=item.overall,
            label="" if single else parcel_label(item.label),
        )
        for item in certificate.drawn
    ]
    told = "; ".join(
        f"{parcel_label(item.label)}: {texts.overall(item.overall)}"
        for item in certificate.drawn[:_NAMES_TOLD]
    )
    left = len(certificate.drawn) - _NAMES_TOLD
    if left > 0:
        told += gettext(" og %(num)s til", num=left)
    alt = gettext("Kart over %(name)s. %(told)s.", name=certificate.name, told=told)
    return Picture(draw(certificate.scene, marks, "hovedkart", width=LARGE), alt)


def proof_picture(
    finding: Finding, part: Part, scene: Scene, entry: Entry, lang: str
) -> Picture | None:
    """Draw what a rule found on the subject, None for a finding without a shape."""
    if finding.geometry is None or part.geometry is None:
        return None
    way = "Line" in str(finding.geometry["type"])
    name = str(finding.evidence.get("nearest") or "") if way else ""
    found_there = _outward(finding.geometry, part.geometry)
    marks = [Mark("outline", part.geometry), Mark("proof", found_there, label=name)]
    zones = () if way else finding.rule.layers
    prefix = f"k-{part.key or part.subject}-{finding.rule_code}"
    caption = _caption(finding, lang, way=way)
    found = " ".join(text for text in (entry.measured_text, entry.words) if text)
    alt = gettext(
        "Kart til %(code)s %(title)s. %(caption)s. %(found)s.",
        code=entry.code,
        title=entry.title,
        caption=caption,
        found=found.rstrip("."),
    )
    return Picture(draw(scene, marks, prefix, width=SMALL, zones=zones), alt, caption)


def _outward(found: GeoJSON, subject: GeoJSON) -> GeoJSON:
    """Return a line so that it leads away from the subject; anything else as it is."""
    if found["type"] != "LineString":
        return found
    corner = next(positions(subject))
    first, last = found["coordinates"][0], found["coordinates"][-1]
    if dist(first[:2], corner) <= dist(last[:2], corner):
        return found
    return {**found, "coordinates": found["coordinates"][::-1]}


def _caption(finding: Finding, lang: str, *, way: bool) -> str:
    if way:
        return gettext("Stiplet: korteste linje, målt fra grensen")
    titles = ", ".join(layer.title.get(lang) for layer in finding.layers)
    if finding.rule.kind == "net_area":
        return gettext("Skravert: det som går bort til byggegrenser")
    if finding.evidence.get("direction") == "at_least":
        if finding.verdict in ("deviates", "consider"):
            return gettext("Skravert: det som mangler på «%(layer)s»", layer=titles)
        return gettext("Skravert: det som er funnet på «%(layer)s»", layer=titles)
    return gettext("Skravert: overlapp med «%(layer)s»", layer=titles)
