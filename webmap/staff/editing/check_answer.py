"""What the editor's scripts ask while one types: what the strategy says, and what is drawn."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from areal.accounts.acting import acting
from areal.drafts import editing, shapes
from areal.drafts.check import ParcelCheck, Turned, check
from areal.drafts.content import Content, parcel, standing
from areal.drafts.coordinates import text_of
from areal.drafts.editing import Attempt
from areal.drafts.store import at
from areal.queries import Connection
from webmap.language import gettext, language, ngettext
from webmap.pages import measures, texts
from webmap.pages.numbers import area
from webmap.pages.words import parcel_label
from webmap.staff.address_of import add
from webmap.staff.editing import saving, words
from webmap.staff.editing.parcel_page import overlap_texts, reader
from webmap.staff.session import person


def check_parcel(draft_id: int, key: str) -> Response:
    """Check a parcel as it is typed; nothing is saved."""
    fields = saving.sent()
    with acting(person()) as connection:
        draft = saving.mine(connection, draft_id)
        version = saving.version_of(fields)
        attempt = reader(key, fields)(connection, draft, at(connection, draft, version))
    told = _told(check(draft.base, attempt.content, [key]), attempt)
    held = parcel(attempt.content, key)
    told["coordinates"] = text_of(held["geometry"]) if held else ""
    return jsonify(told)


def check_site(draft_id: int) -> Response:
    """Check every parcel of a site as the site is typed; nothing is saved."""
    fields = saving.sent()
    with acting(person()) as connection:
        draft = saving.mine(connection, draft_id)
        content = at(connection, draft, saving.version_of(fields))
        attempt = editing.site_attempt(connection, content, fields, words.label, language())
    keys = [item["key"] for item in standing(attempt.content)]
    return jsonify(_told(check(draft.base, attempt.content, keys), attempt))


def _told(checks: tuple[ParcelCheck, ...], attempt: Attempt) -> dict[str, Any]:
    turned = [(found, rule) for found in checks for rule in found.rules if rule.changed]
    return {
        "wrong": attempt.wrong,
        "notes": [*attempt.notes, *overlap_texts(attempt)],
        "area": area(checks[0].area_m2, language()) if len(checks) == 1 else "",
        "counts": _counts(checks),
        "summary": _summary(len(turned)) if checks else gettext("Tegn tomta for å sjekke den."),
        "turned": [
            _turned(rule, _name(attempt.content, found.key) if len(checks) > 1 else "")
            for found, rule in turned
        ],
    }


def _summary(count: int) -> str:
    if not count:
        return gettext("Endringene i kladden endrer ingen vurdering.")
    return ngettext(
        "Kladden endrer %(num)s vurdering.", "Kladden endrer %(num)s vurderinger.", count
    )


def _counts(checks: tuple[ParcelCheck, ...]) -> list[dict[str, Any]]:
    verdicts = [rule.after.verdict for found in checks for rule in found.rules]
    return [
        {"verdict": code, "text": texts.verdict(code), "count": verdicts.count(code)}
        for code in ("deviates", "consider", "missing", "not_mapped", "error", "met")
        if code in verdicts
    ]


def _name(content: Content, key: str) -> str:
    held = parcel(content, key)
    return parcel_label(str(held["fields"].get("label") or key)) if held else key


def _turned(rule: Turned, name: str) -> dict[str, str]:
    lang, after = language(), rule.after
    measured = (
        measures.value(after.measured, after.unit, lang) if after.measured is not None else ""
    )
    return {
        "parcel": name,
        "rule": f"{after.rule.code} {after.rule.title.get(lang)}",
        "before": texts.verdict(rule.before.verdict) if rule.before else "",
        "after": texts.verdict(after.verdict),
        "verdict": after.verdict,
        "measured": measured,
    }


def draft_shapes(draft_id: int) -> Response:
    """Return the parcels of a draft and those around it, GeoJSON in degrees."""
    with acting(person()) as connection:
        draft = saving.mine(connection, draft_id)
        found = _features(connection, draft.content, draft.site_id)
    return jsonify({"type": "FeatureCollection", "features": found})


def _features(
    connection: Connection, content: Content, site_id: int | None
) -> list[dict[str, Any]]:
    return [
        {
            "type": "Feature",
            "properties": {"key": item.key, "label": parcel_label(item.label or "")},
            "geometry": item.geometry,
        }
        for item in shapes.shown(connection, content, site_id)
    ]


def register(blueprint: Blueprint) -> None:
    """Add the addresses in both languages: what they say is in the page's."""
    one = ("omrade/<int:draft_id>/tomt/<key>/sjekk", "site/<int:draft_id>/parcel/<key>/check")
    add(blueprint, "draft_parcel_check", *one, check_parcel, ["POST"])
    site = ("omrade/<int:draft_id>/sjekk", "site/<int:draft_id>/check")
    add(blueprint, "draft_check", *site, check_site, ["POST"])
    drawn = ("omrade/<int:draft_id>/omriss.json", "site/<int:draft_id>/outlines.json")
    add(blueprint, "draft_shapes", *drawn, draft_shapes)
