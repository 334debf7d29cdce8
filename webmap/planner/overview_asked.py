"""What the dashboard's address asks for: the map's filter, and how figures and rows are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from flask import request

from areal.errors import BadParameter
from areal.queries.filters import UNKNOWN, ParcelFilter
from areal.queries.plan import Per, RowSort
from areal.queries.rules import Rule
from webmap.language import Language, gettext
from webmap.pages import links
from webmap.pages.asked import asked_filter
from webmap.pages.words import Labels
from webmap.planner.frame import address

#: Conditions of the map that the dashboard keeps without a field of its own.
KEPT = ("market", "modenhet_min", "min_daa", "max_daa", "q")
#: Conditions with a field, in the order of the form.
FIELDS = ("kommune", "theme", "rule", "finding", "verdict")
ROWS = 100
_LAST_PAGE = 100_000

Choice = TypeVar("Choice", bound=StrEnum)
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """The present request, checked."""

    wanted: ParcelFilter
    per: Per
    sort: RowSort
    page: int
    #: The filter as it stands in addresses: each value once.
    pairs: Pairs
    #: Whether the asked rules and themes are about parcels, which is all a map can show.
    on_map: bool

    def url(self, lang: Language, name: str = "overview", **changes: str | None) -> str:
        """Return the address of a page with this filter, and some of it changed.

        A change to None or "" takes the parameter away. Figures keep their kind and rows their
        order; the page of rows does not last.
        """
        shown = {"per": self.per.value, "sort": self.sort.value}
        if name != "overview":
            shown = {}
        if shown.get("per") == Per.KOMMUNE.value:
            del shown["per"]
        if shown.get("sort") == RowSort.SITE.value:
            del shown["sort"]
        pairs = [*self.pairs, *shown.items()]
        kept = [pair for pair in pairs if pair[0] not in changes]
        added = [(key, value) for key, value in changes.items() if value]
        return links.with_query(address(name, lang), [*kept, *added])

    def map_url(self, lang: Language, **choice: str) -> str:
        """Return the map with the same parcels in it, and perhaps one chosen."""
        left_out: tuple[str, ...] = ()
        if not self.on_map:
            left_out = ("rule", "theme", "finding")
        elif not self.wanted.finding:
            # A rule alone picks cells, not parcels.
            left_out = ("rule", "theme")
        pairs = [pair for pair in self.pairs if pair[0] not in left_out]
        return links.with_query(links.page("map", lang), [*pairs, *choice.items()])


def asked(kommuner: Mapping[str, str], labels: Labels, rules: Sequence[Rule]) -> Asked:
    """Read the present request; raises ``BadParameter`` naming what is not understood."""
    wanted = asked_filter(kommuner, (*labels.codes("market"), UNKNOWN), rules)
    several = {
        "kommune": wanted.kommune,
        "theme": wanted.theme,
        "rule": wanted.rule,
        "finding": wanted.finding,
        "verdict": wanted.verdict,
        "market": wanted.market,
    }
    pairs = [(name, value) for name, values in several.items() for value in values]
    for name in KEPT:
        if name not in several and (value := request.args.get(name, "").strip()):
            pairs.append((name, value))
    return Asked(
        wanted,
        _choice("per", Per),
        _choice("sort", RowSort),
        _page(),
        pairs,
        _about_parcels(wanted, rules),
    )


def _about_parcels(wanted: ParcelFilter, rules: Sequence[Rule]) -> bool:
    parcel_rules = [rule for rule in rules if rule.subject == "parcel"]
    return set(wanted.rule) <= {rule.code for rule in parcel_rules} and set(wanted.theme) <= {
        rule.theme for rule in parcel_rules
    }


def _choice(name: str, choices: type[Choice]) -> Choice:
    first = next(iter(choices))
    text = request.args.get(name, "") or first.value
    if text not in {choice.value for choice in choices}:
        raise BadParameter(name, gettext("«%(value)s» er ikke et valg her.", value=text[:40]))
    return choices(text)


def _page() -> int:
    text = request.args.get("page", "") or "1"
    if not text.isdecimal() or not 1 <= int(text) <= _LAST_PAGE:
        raise BadParameter("page", gettext("«%(value)s» er ikke et valg her.", value=text[:40]))
    return int(text)
