"""What the address asks for: the filter of a page, read strictly and with words for mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import request

from areal.errors import BadParameter
from areal.queries.filters import ParcelFilter
from areal.queries.rules import Rule
from areal.queries.sites import Sort
from areal.queries.verdicts import OVERALL_WORST_FIRST, WORST_FIRST
from webmap.language import gettext

MAX_SEARCH = 100
_LAST_STEP = 5


def asked_filter(
    kommuner: Iterable[str], markets: Iterable[str], rules: Sequence[Rule]
) -> ParcelFilter:
    """Return the filter of the present request; ``rules`` are those it may name.

    Raises ``BadParameter`` naming the parameter. Decimal comma and spaces in numbers are fine.
    """
    return ParcelFilter(
        kommune=_codes("kommune", kommuner),
        min_daa=_number("min_daa"),
        max_daa=_number("max_daa"),
        market=_codes("market", markets),
        modenhet_min=_step("modenhet_min"),
        verdict=_codes("verdict", OVERALL_WORST_FIRST),
        q=request.args.get("q", "").strip()[:MAX_SEARCH],
        rule=_codes("rule", {rule.code for rule in rules}),
        theme=_codes("theme", {rule.theme for rule in rules}),
        finding=_codes("finding", WORST_FIRST),
    )


def asked_order() -> Sort:
    """Return the order of the list; raises ``BadParameter`` for one that is not there."""
    text = request.args.get("sort", "") or Sort.SIZE.value
    if text not in {order.value for order in Sort}:
        raise BadParameter("sort", gettext("«%(value)s» er ikke et valg her.", value=text[:40]))
    return Sort(text)


def _codes(name: str, allowed: Iterable[str]) -> tuple[str, ...]:
    known = set(allowed)
    given = ",".join(request.args.getlist(name)).split(",")
    values = tuple(dict.fromkeys(value for value in given if value))
    for value in values:
        if value not in known:
            raise BadParameter(name, gettext("«%(value)s» er ikke et valg her.", value=value[:40]))
    return values


def _number(name: str) -> float | None:
    text = request.args.get(name, "")
    cleaned = "".join(text.split()).replace(",", ".")
    if not cleaned:
        return None
    try:
        value = float(cleaned)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise BadParameter(name, gettext("«%(value)s» er ikke et antall daa.", value=text[:40]))
    return value


def _step(name: str) -> int | None:
    text = request.args.get(name, "")
    if not text:
        return None
    if text not in {str(step) for step in range(1, _LAST_STEP + 1)}:
        raise BadParameter(name, gettext("«%(value)s» er ikke et valg her.", value=text[:40]))
    return int(text)
