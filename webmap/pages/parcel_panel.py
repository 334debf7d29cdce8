"""The panel of one parcel: facts, then rule by rule what the check found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from areal.queries.findings import Finding
from areal.queries.history import PublicStep
from areal.queries.parcels import ParcelFacts
from areal.queries.revision import Revision
from webmap.language import Language, gettext, ngettext
from webmap.pages import chosen, links, texts
from webmap.pages.facts import Fact
from webmap.pages.history_view import StepView, step_views
from webmap.pages.numbers import day
from webmap.pages.parcel_facts import parcel_facts, restriction_line
from webmap.pages.rulecards import OPEN, Context, RuleCard, card
from webmap.pages.site_panel import bbox_text, place
from webmap.pages.strip import Strip, strip
from webmap.pages.words import Labels, parcel_label

#: So many steps of the history stand in the panel; the rest has a page of its own.
_NEWEST = 5


@dataclass(frozen=True)
class Fold:
    """Cards that are folded away under one line."""

    verdict: str
    title: str
    rules: tuple[RuleCard, ...]


@dataclass(frozen=True)
class ParcelPanel:
    """Everything the parcel's panel shows."""

    title: str
    place: str
    site_slug: str
    site_name: str
    site_url: str
    bbox: str
    close_url: str
    overall: str
    overall_text: str
    facts: tuple[Fact, ...]
    restrictions: tuple[str, ...]
    strip: Strip
    open_rules: tuple[RuleCard, ...]
    folds: tuple[Fold, ...]
    strategy_line: str
    certificate_url: str
    #: What was done last, the newest first, and the address of everything.
    history: tuple[StepView, ...]
    history_url: str
    template: str = "parcel.html"


def _folds(cards: Sequence[RuleCard]) -> tuple[Fold, ...]:
    met = tuple(item for item in cards if item.verdict == "met")
    other = tuple(item for item in cards if item.verdict == "not_relevant")
    folds = (
        Fold("met", ngettext("%(num)s krav er oppfylt", "%(num)s krav er oppfylt", len(met)), met),
        Fold(
            "not_relevant",
            ngettext("%(num)s krav er ikke relevant", "%(num)s krav er ikke relevante", len(other)),
            other,
        ),
    )
    return tuple(fold for fold in folds if fold.rules)


def _strategy_line(revision: Revision, lang: Language) -> str:
    return gettext(
        "Kontrollert %(day)s mot «%(title)s».",
        day=day(revision.as_of, lang),
        title=revision.strategy.title.get(lang),
    )


def parcel_panel(
    parcel: ParcelFacts,
    findings: Sequence[Finding],
    steps: Sequence[PublicStep],
    labels: Labels,
    revision: Revision,
    lang: Language,
) -> ParcelPanel:
    """Build the panel of a parcel; ``findings`` are those of the parcel rules, in order.

    ``steps`` is its history, oldest first.
    """
    context = Context(
        lang=lang,
        labels=labels,
        strategy_url=links.page("strategy", lang),
        show_url=lambda code: links.choosing(lang, tomt=parcel.slug, regel=code),
    )
    cards = [card(finding, context) for finding in findings]
    opened = sorted(
        (item for item in cards if item.verdict in OPEN), key=lambda item: OPEN.index(item.verdict)
    )
    rules = [finding.rule for finding in findings]
    return ParcelPanel(
        title=f"{parcel.site_name}, {parcel_label(parcel.label)}",
        place=place(parcel.kommune_name, parcel.category, parcel.area_class, labels),
        site_slug=parcel.site_slug,
        site_name=parcel.site_name,
        site_url=links.choosing(lang, omrade=parcel.site_slug),
        bbox=bbox_text(parcel.bbox),
        close_url=links.choosing(lang),
        overall=parcel.overall,
        overall_text=texts.overall(parcel.overall),
        facts=parcel_facts(parcel, labels, revision.as_of, lang),
        restrictions=tuple(restriction_line(item, labels, lang) for item in parcel.restrictions),
        strip=strip(rules, [finding.verdict for finding in findings], lang),
        open_rules=tuple(opened),
        folds=_folds(cards),
        strategy_line=_strategy_line(revision, lang),
        certificate_url=url_for(f"plan.certificate_parcel_{lang}", key=parcel.slug),
        history=step_views(steps[-_NEWEST:], labels, lang),
        history_url=chosen.carrying(url_for(f"pages.history_{lang}", slug=parcel.slug)),
    )
