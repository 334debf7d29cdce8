"""The filter form: what is chosen, what can be chosen with counts, chips to take it away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request

from areal.queries.filters import UNKNOWN
from areal.queries.sites import Choice as Counted
from areal.queries.sites import Facets
from webmap.language import Language, gettext
from webmap.pages import links, texts
from webmap.pages.numbers import area
from webmap.pages.words import Labels

SIZE = ("min_daa", "max_daa")
STEP = "modenhet_min"
#: Conditions on single rules, set by links from the planner's pages.
FINDING = ("rule", "theme", "finding")
_LAST_STEP = "5"
_M2_PER_DAA = 1_000


@dataclass(frozen=True)
class Choice:
    """One box to tick, with the number of sites it leaves."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Group:
    """Choices of one parameter; ``single`` lets only one of them hold."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    wide: bool = False
    single: bool = False


@dataclass(frozen=True)
class Size:
    """The smallest and largest area, with steps to choose from."""

    least: str
    most: str
    steps: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Chip:
    """One chosen filter and the address without it."""

    label: str
    url: str


@dataclass(frozen=True)
class FilterForm:
    """Everything the finder shows."""

    q: str
    #: The order of the list, kept when the form is sent; empty for the usual one.
    sort: str
    groups: tuple[Group, ...]
    size: Size
    chips: tuple[Chip, ...]
    #: What is asked for elsewhere and stays when the form is sent.
    kept: tuple[tuple[str, str], ...]

    @property
    def active(self) -> int:
        """Number of filters in use, the search text not counted."""
        return len(self.chips)


def filter_form(
    kommuner: Mapping[str, str], labels: Labels, facets: Facets, lang: Language
) -> FilterForm:
    """Build the finder of the present request; ``kommuner`` maps number to name."""
    groups = (
        _group("kommune", gettext("Kommune"), facets.kommune, kommuner),
        _market(facets.market, labels),
        _steps(facets.modenhet, labels),
        _group("verdict", gettext("Strategien"), facets.verdict, _overall(), wide=True),
    )
    return FilterForm(
        q=request.args.get("q", ""),
        sort=request.args.get("sort", ""),
        groups=groups,
        size=_size(facets.size, lang),
        chips=(*_size_chips(lang), *_chips(groups, lang), *_finding_chips(labels, lang)),
        kept=tuple(
            (name, value) for name in FINDING for value in request.args.getlist(name) if value
        ),
    )


def _market(counted: Sequence[Counted], labels: Labels) -> Group:
    names = {item.code: labels("market", item.code) for item in counted}
    names[UNKNOWN] = gettext("Ukjent")
    return _group("market", gettext("Tilgjengelighet"), counted, names)


def _overall() -> dict[str, str]:
    return {code: texts.overall(code) for code in texts.OVERALL}


def _group(
    name: str,
    title: str,
    counted: Sequence[Counted],
    labels: Mapping[str, str],
    *,
    wide: bool = False,
) -> Group:
    chosen = set(request.args.getlist(name))
    choices = tuple(
        Choice(item.code, labels.get(item.code, item.code), item.sites, item.code in chosen)
        for item in counted
    )
    return Group(name, title, choices, wide=wide)


def _steps(counted: Sequence[Counted], labels: Labels) -> Group:
    """Choices "this far or further", the furthest first; one of them holds, or none."""
    chosen = request.args.get(STEP, "")
    choices = [
        Choice(item.code, _step_label(item.code, labels), item.sites, item.code == chosen)
        for item in reversed(counted)
    ]
    everything = Choice("", gettext("Alle"), 0, not chosen)
    return Group(STEP, gettext("Modenhet"), (everything, *choices), wide=True, single=True)


def _step_label(code: str, labels: Labels) -> str:
    label = labels("modenhet", code)
    return label if code == _LAST_STEP else gettext("%(step)s eller lenger", step=label)


def _daa(text: str, lang: Language) -> str:
    """Write a size that came in daa the way the language says areas."""
    return area(float("".join(text.split()).replace(",", ".")) * _M2_PER_DAA, lang)


def _size(counted: Sequence[Counted], lang: Language) -> Size:
    steps = tuple(
        (
            gettext("minst %(size)s", size=_daa(item.code, lang)),
            links.replaced(lang, SIZE[0], item.code),
            item.sites,
        )
        for item in counted
        if item.sites
    )
    return Size(request.args.get(SIZE[0], ""), request.args.get(SIZE[1], ""), steps)


def _size_chips(lang: Language) -> tuple[Chip, ...]:
    least, most = (request.args.get(name, "").strip() for name in SIZE)
    chips = []
    if least:
        label = gettext("minst %(size)s", size=_daa(least, lang))
        chips.append(Chip(label, links.without(lang, SIZE[0])))
    if most:
        label = gettext("høyst %(size)s", size=_daa(most, lang))
        chips.append(Chip(label, links.without(lang, SIZE[1])))
    return tuple(chips)


def _finding_chips(labels: Labels, lang: Language) -> tuple[Chip, ...]:
    """Return chips for what the planner's pages ask of single rules."""
    names = {"theme": lambda code: labels("theme", code), "finding": texts.verdict}
    return tuple(
        Chip(names.get(name, str)(value), links.without(lang, name, value))
        for name in FINDING
        for value in request.args.getlist(name)
        if value
    )


def _chips(groups: Sequence[Group], lang: Language) -> tuple[Chip, ...]:
    return tuple(
        Chip(choice.label, links.without(lang, group.name, choice.value))
        for group in groups
        for choice in group.choices
        if choice.checked and choice.value
    )
