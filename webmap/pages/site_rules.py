"""What the strategy says of a whole site: rule by rule, with each parcel's number and reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from areal.queries.findings import Finding
from areal.queries.parcels import ParcelRow
from areal.queries.verdicts import WORST_FIRST
from webmap.language import gettext
from webmap.pages import texts
from webmap.pages.rulecards import OPEN, Context, RuleCard, card
from webmap.pages.spread import short_list
from webmap.pages.words import parcel_label


@dataclass(frozen=True)
class Reason:
    """What was found, for the parcels where it was found."""

    verdict: str
    tag: str
    tag_text: str
    where: str
    measured: str
    words: str
    limit: str
    grant: str


@dataclass(frozen=True)
class SiteRule:
    """One rule over a site: its worst verdict, and the reasons, the worst first."""

    code: str
    title: str
    verdict: str
    tag: str
    tag_text: str
    text: str
    quoted: bool
    meta: tuple[str, ...]
    strategy_url: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class RuleGroup:
    """Rules of one worst verdict; ``open`` says whether they are shown without asking."""

    verdict: str
    title: str
    open: bool
    rules: tuple[SiteRule, ...]


def rule_groups(
    parcels: Sequence[ParcelRow], found: Mapping[str, Sequence[Finding]], context: Context
) -> tuple[RuleGroup, ...]:
    """Return the rules grouped by their worst verdict: what is wrong first, what is met last."""
    by_rule: dict[str, list[tuple[ParcelRow, RuleCard]]] = {}
    for parcel in parcels:
        for finding in found.get(parcel.slug, ()):
            by_rule.setdefault(finding.rule_code, []).append((parcel, card(finding, context)))
    rules = [_rule(cards) for cards in by_rule.values()]
    worst = min((WORST_FIRST.index(rule.verdict) for rule in rules), default=0)
    return tuple(
        RuleGroup(
            verdict,
            f"{texts.verdict(verdict)} ({len(of)})",
            # The worst stands open, unless all is well.
            open=WORST_FIRST.index(verdict) == worst and verdict in OPEN,
            rules=of,
        )
        for verdict in (*OPEN, "met", "not_relevant")
        if (of := tuple(rule for rule in rules if rule.verdict == verdict))
    )


def _rule(cards: Sequence[tuple[ParcelRow, RuleCard]]) -> SiteRule:
    ranked = sorted(cards, key=lambda item: WORST_FIRST.index(item[1].verdict))
    worst = ranked[0][1]
    return SiteRule(
        code=worst.code,
        title=worst.title,
        verdict=worst.verdict,
        tag=worst.tag,
        tag_text=worst.tag_text,
        text=worst.text,
        quoted=worst.quoted,
        meta=worst.meta,
        strategy_url=worst.strategy_url,
        reasons=_reasons(ranked),
    )


def _reasons(cards: Sequence[tuple[ParcelRow, RuleCard]]) -> tuple[Reason, ...]:
    """Put parcels of which the same was found on one line."""
    same: dict[tuple[str, ...], list[str]] = {}
    for parcel, item in cards:
        found = (item.verdict, item.tag, item.tag_text, item.measured, item.words, item.limit)
        same.setdefault((*found, item.grant), []).append(parcel_label(parcel.label))
    return tuple(
        Reason(
            verdict=key[0],
            tag=key[1],
            tag_text=key[2],
            where=gettext("Alle tomtene") if len(same) == 1 else short_list(names),
            measured=key[3],
            words=key[4],
            limit=key[5],
            grant=key[6],
        )
        for key, names in same.items()
    )
