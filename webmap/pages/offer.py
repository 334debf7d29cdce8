"""Rules about what a kommune or the region offers as a whole: verdict, number, and what lacks."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from areal.queries.portfolio import Gap, ParcelName
from webmap.language import Language, gettext
from webmap.pages import links, measures, texts
from webmap.pages.numbers import area, distance
from webmap.pages.offer_words import Words
from webmap.pages.words import parcel_label


@dataclass(frozen=True)
class Candidate:
    """A parcel that could fill a gap, and what it lacks."""

    name: str
    place: str
    map_url: str
    certificate_url: str
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class Near:
    """A parcel that counts, and how far it is from what the rule wants it near."""

    name: str
    url: str
    text: str


@dataclass(frozen=True)
class Card:
    """One rule about a kommune or the region, as it is shown."""

    code: str
    title: str
    text: str
    quoted: bool
    url: str
    verdict: str
    verdict_text: str
    value: str
    limit: str
    missing: str
    nearest: tuple[Near, ...]
    candidates: tuple[Candidate, ...]


def _candidate(
    parcel: ParcelName, lacks: tuple[str, ...], kommune: bool, lang: Language
) -> Candidate:
    size = area(parcel.area_m2, lang)
    return Candidate(
        name=f"{parcel.site_name}, {parcel_label(parcel.label)}",
        place=size if kommune else f"{parcel.kommune_name}, {size}",
        map_url=_map_url(parcel, lang),
        certificate_url=url_for(f"plan.certificate_parcel_{lang}", key=parcel.slug),
        lacks=lacks,
    )


def offer_card(gap: Gap, words: Words, lang: Language) -> Card:
    """Make the card of one rule about a kommune or the region."""
    measured = gap.measured
    return Card(
        code=gap.rule.code,
        title=gap.rule.title.get(lang),
        text=gap.rule.text.get(lang),
        quoted=gap.rule.wording == "quoted",
        url=f"{links.page('strategy', lang)}#{gap.rule.code}",
        verdict=gap.verdict,
        verdict_text=texts.verdict(gap.verdict),
        value="" if measured is None else measures.value(measured, gap.unit, lang),
        limit=measures.limit(gap.evidence, gap.unit, lang),
        missing=words.missing(gap),
        nearest=_nearest(gap, lang),
        candidates=tuple(
            _candidate(item.parcel, words.lacks(item, gap), gap.kommunenummer is not None, lang)
            for item in gap.closest
        ),
    )


def _nearest(gap: Gap, lang: Language) -> tuple[Near, ...]:
    """Say which of what counts lies nearest to what the rule wants it near."""
    return tuple(
        Near(
            name=f"{item.parcel.site_name}, {parcel_label(item.parcel.label)}",
            url=_map_url(item.parcel, lang),
            text=gettext(
                "%(distance)s fra %(to)s i luftlinje",
                distance=distance(item.metres, lang),
                to=item.to or gettext("målet"),
            ),
        )
        for item in gap.ranked
    )


def _map_url(parcel: ParcelName, lang: Language) -> str:
    return links.with_query(links.page("map", lang), [("tomt", parcel.slug)])
