"""The filter form: what is chosen, what can be chosen with counts, chips to take it away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from areal.queries.codes import FilterCodes
from areal.queries.facets import Facets
from areal.queries.filters import Mode, ParcelFilter
from webmap.language import Language, gettext, ngettext
from webmap.pages import links
from webmap.pages.filter_words import chip_label, choice_label, mode_words, title
from webmap.pages.numbers import area
from webmap.pages.wanted import Ignored, Wanted, asked_values, pairs_of

SIZE = ("min_daa", "max_daa")
#: Conditions on single rules and kept sites, set by links and not by the form.
UNSEEN = ("rule", "theme", "finding", "areal")
_M2_PER_DAA = 1_000


@dataclass(frozen=True)
class Choice:
    """One choice, with the number of sites it leaves."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Field:
    """One filter of the form; ``kind`` is boxes, a list or the two sizes."""

    name: str
    title: str
    kind: str
    choices: tuple[Choice, ...] = ()
    #: How boxes count together: value, words and whether it holds. The first is the usual one.
    modes: tuple[Choice, ...] = ()
    #: A list with this many of its kind in one fieldset has an id of its own.
    key: str = ""
    least: str = ""
    most: str = ""
    steps: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class Section:
    """Filters that belong together."""

    key: str
    title: str
    fields: tuple[Field, ...]
    active: int


@dataclass(frozen=True)
class Chip:
    """One chosen filter and the address without it."""

    label: str
    url: str


@dataclass(frozen=True)
class FilterForm:
    """Everything the finder shows."""

    q: str
    sections: tuple[Section, ...]
    chips: tuple[Chip, ...]
    #: What is asked for elsewhere and stays when the form is sent.
    kept: tuple[tuple[str, str], ...]
    #: What was not understood, in words.
    notes: tuple[str, ...]
    reset: str

    @property
    def active(self) -> int:
        """Number of filters in use, the search text not counted."""
        return len(self.chips)


#: Sections with their filters, in order: (name, kind).
_SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("areal", (
        ("kommune", "boxes"), ("size", "sizes"), ("category", "boxes"), ("area_class", "boxes"),
    )),
    ("tilgjengelighet", (
        ("market", "boxes"), ("available_by", "list"), ("max_price", "list"), ("owner", "boxes"),
    )),
    ("plan", (("modenhet_min", "list"), ("focus", "boxes"))),
    ("energi", (("min_mw", "list"), ("utility", "boxes"))),
    ("transport", (("near", "lists"),)),
    ("strategi", (("verdict", "boxes"),)),
)  # fmt: skip
#: Parameter → the facet its choices are counted by, where they are not called the same.
_FACETS = {"max_price": "price", "min_mw": "power", "modenhet_min": "modenhet"}


def filter_form(wanted: Wanted, facets: Facets, lang: Language) -> FilterForm:
    """Build the finder of the present request."""
    form = _Form(wanted.asked, wanted.codes, facets, lang)
    return FilterForm(
        q=wanted.asked.q,
        sections=tuple(form.section(key, fields) for key, fields in _SECTIONS),
        chips=_chips(wanted, lang),
        kept=_kept(wanted),
        notes=tuple(_note(one) for one in wanted.ignored),
        reset=links.only(lang, "vis", "utvalg", *links.FIXED),
    )


def _section_titles() -> dict[str, str]:
    return {
        "areal": gettext("Areal"),
        "tilgjengelighet": gettext("Tilgjengelighet"),
        "plan": gettext("Plan"),
        "energi": gettext("Energi og nett"),
        "transport": gettext("Transport"),
        "strategi": gettext("Strategi"),
    }


@dataclass(frozen=True)
class _Form:
    """What every field is made from."""

    asked: ParcelFilter
    codes: FilterCodes
    facets: Facets
    lang: Language

    def section(self, key: str, fields: tuple[tuple[str, str], ...]) -> Section:
        """Make one section of the drawer."""
        made = tuple(one for name, kind in fields for one in self._makers()[kind](name))
        names = {name for name, _ in pairs_of(self.asked)}
        own = {name for one in made for name in (SIZE if one.name == "size" else (one.name,))}
        active = len(names & own)
        return Section(key, _section_titles()[key], made, active)

    def _makers(self) -> Mapping[str, Callable[[str], tuple[Field, ...]]]:
        return {"boxes": self._boxes, "list": self._list, "lists": self._near, "sizes": self._sizes}

    def _choices(self, name: str, chosen: tuple[str, ...], *, prefix: str = "") -> list[Choice]:
        counted = self.facets[_FACETS.get(name, name)]
        shown = [one for one in counted if one.code.startswith(prefix)]
        return [
            Choice(one.code, self._label(name, one.code), one.sites, one.code in chosen)
            for one in shown
        ]

    def _label(self, name: str, code: str) -> str:
        return choice_label(name, code, self.codes, self.lang)

    def _boxes(self, name: str) -> tuple[Field, ...]:
        chosen = tuple(asked_values(self.asked, name))
        choices = tuple(self._choices(name, chosen))
        return (Field(name, title(name), "boxes", choices, self._modes(name)),)

    def _modes(self, name: str) -> tuple[Choice, ...]:
        usual: Mode = getattr(ParcelFilter(), f"{name}_mode")
        present: Mode = getattr(self.asked, f"{name}_mode")
        several = name in ("focus", "utility")
        ways = [usual, *(mode for mode in Mode if mode is not usual)]
        return tuple(
            Choice("" if mode is usual else mode.value, mode_words(mode), 0, mode is present)
            for mode in ways
            if several or mode is not Mode.ALL
        )

    def _list(self, name: str) -> tuple[Field, ...]:
        chosen = tuple(asked_values(self.asked, name))
        return (self._one_list(name, title(name), self._choices(name, chosen), chosen, name),)

    def _one_list(
        self, name: str, heading: str, choices: list[Choice], chosen: tuple[str, ...], key: str
    ) -> Field:
        """Make a list of which one choice holds, or none; a value between the steps is one too."""
        offered = {one.value for one in choices}
        other = [Choice(v, self._label(name, v), 0, True) for v in chosen if v not in offered]
        everything = Choice("", gettext("Alle"), 0, not chosen)
        return Field(name, heading, "list", (everything, *other, *choices), key=key)

    def _near(self, name: str) -> tuple[Field, ...]:
        chosen = tuple(asked_values(self.asked, name))
        fields = []
        for place in self.codes.codes(name):
            mine = tuple(value for value in chosen if value.partition(":")[0] == place)
            choices = self._choices(name, mine, prefix=f"{place}:")
            heading = choice_label("place", place, self.codes, self.lang)
            fields.append(self._one_list(name, heading, choices, mine, f"near-{place}"))
        return tuple(fields)

    def _sizes(self, name: str) -> tuple[Field, ...]:
        least, most = (next(iter(asked_values(self.asked, one)), "") for one in SIZE)
        return (
            Field(
                name,
                title(name),
                "sizes",
                least=self._typed(least),
                most=self._typed(most),
                steps=self._steps(),
            ),
        )

    def _typed(self, value: str) -> str:
        return value.replace(".", ",") if self.lang == "nb" else value

    def _steps(self) -> tuple[tuple[str, str, int], ...]:
        return tuple(
            (
                gettext("minst %(size)s", size=area(float(one.code) * _M2_PER_DAA, self.lang)),
                links.replaced(self.lang, SIZE[0], one.code),
                one.sites,
            )
            for one in self.facets["size"]
            if one.sites
        )


def _kept(wanted: Wanted) -> tuple[tuple[str, str], ...]:
    """Return what the form carries along unseen: order, view, shortlist, conditions of links."""
    filters = [pair for pair in pairs_of(wanted.asked) if pair[0] in UNSEEN]
    offered = wanted.codes.codes("near")
    filters += [
        ("near", value)
        for value in asked_values(wanted.asked, "near")
        if value.partition(":")[0] not in offered
    ]
    others = [pair for pair in links.filter_pairs() if pair[0] in ("sort", "vis", "utvalg")]
    return (*filters, *others)


def _chips(wanted: Wanted, lang: Language) -> tuple[Chip, ...]:
    asked = [pair for pair in pairs_of(wanted.asked) if pair[0] != "q"]
    modes = {name: value for name, value in asked if name.endswith("_mode")}
    return tuple(
        Chip(
            chip_label(name, value, Mode(modes.get(f"{name}_mode", "any")), wanted.codes, lang),
            links.with_query(
                links.page("map", lang), [*links.fixed_pairs(), *_left(wanted, name, value)]
            ),
        )
        for name, value in asked
        if not name.endswith("_mode")
    )


def _left(wanted: Wanted, name: str, value: str) -> links.Pairs:
    """Return the present query without one filter; the last of a group takes its mode along."""
    rest = [pair for pair in pairs_of(wanted.asked) if pair != (name, value)]
    if all(other != name for other, _ in rest):
        rest = [pair for pair in rest if pair[0] != f"{name}_mode"]
    others = [pair for pair in links.filter_pairs() if pair[0] in ("sort", "vis", "utvalg")]
    return [*rest, *others]


def _note(one: Ignored) -> str:
    return gettext(
        "«%(value)s» er ikke brukt: det er ikke et valg for «%(name)s».",
        value=one.value[:40],
        name=title(one.name),
    )


def unknown_note(facets: Facets) -> str:
    """Say how many sites were left out because something is not known; empty for none."""
    if not facets.unknown:
        return ""
    return ngettext(
        "%(num)s ukjent: området kan passe, men opplysningen mangler.",
        "%(num)s ukjent: områdene kan passe, men opplysninger mangler.",
        facets.unknown,
    )
