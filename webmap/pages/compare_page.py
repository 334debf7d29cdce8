"""Sites side by side: every fact and every rule, with what differs marked in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, request, url_for

from areal.queries import Connection, codes, sheet
from areal.queries import rules as rule_queries
from areal.queries.revision import Revision
from areal.queries.rules import Rule
from areal.queries.sheet import SiteSheet
from webmap.language import Language, gettext
from webmap.pages import chosen, links, texts
from webmap.pages.chosen import Toggle, toggle
from webmap.pages.facts import Fact
from webmap.pages.frame import answer, render
from webmap.pages.sheet_facts import fact_groups
from webmap.pages.strip import Strip, strip
from webmap.pages.words import Labels

#: More columns than this can't be read beside each other on paper.
MOST = 4
_ONLY = ("bare", "forskjeller")


@dataclass(frozen=True)
class Column:
    """One site at the head of the table."""

    slug: str
    name: str
    place: str
    url: str
    overall: str
    overall_text: str
    strip: Strip
    sheet_url: str
    out_url: str
    toggle: Toggle | None


@dataclass(frozen=True)
class Row:
    """One fact of every site; ``verdicts`` are those of a rule, empty for other facts."""

    label: str
    cells: tuple[Fact, ...]
    differs: bool
    verdicts: tuple[str, ...] = ()


@dataclass(frozen=True)
class RowGroup:
    """Rows under one heading."""

    key: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class More:
    """A site of the visitor's shortlist that could be added."""

    name: str
    url: str


@dataclass(frozen=True)
class CompareView:
    """The whole comparison."""

    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]
    only: bool
    toggle_url: str
    differing: int
    rows: int
    unknown: tuple[str, ...]
    left_out: tuple[str, ...]
    more: tuple[More, ...]
    map_url: str


def compare_url(slugs: Sequence[str], lang: Language, *, only: bool = False) -> str:
    """Return the address that sets some sites beside each other."""
    pairs = [("areal", ",".join(slugs[:MOST]))] if slugs else []
    address = links.with_query(
        url_for(f"pages.compare_{lang}"), [*pairs, *([_ONLY] if only else [])]
    )
    return chosen.carrying(address)


def _build(connection: Connection, revision: Revision, lang: Language) -> str:
    asked = chosen.asked("areal").slugs
    names = sheet.names(connection, [*asked, *chosen.present().slugs])
    published = [slug for slug in asked if slug in names]
    only = request.args.get(_ONLY[0]) == _ONLY[1]
    sheets = sheet.known(connection, published[:MOST])
    labels = Labels(codes.labels(connection, lang))
    rules = rule_queries.list_rules(connection, "parcel")
    groups = _groups(sheets, rules, labels, revision, lang)
    every = [row for group in groups for row in group.rows]
    shown = [each.site.slug for each in sheets]
    view = CompareView(
        columns=tuple(_column(each, shown, rules, lang) for each in sheets),
        groups=_only_differing(groups) if only else groups,
        only=only,
        toggle_url=compare_url(shown, lang, only=not only),
        differing=sum(row.differs for row in every),
        rows=len(every),
        unknown=tuple(slug for slug in asked if slug not in names),
        left_out=tuple(names[slug] for slug in published[MOST:]),
        more=_more(names, shown, lang),
        map_url=chosen.carrying(links.page("map", lang)),
    )
    other = {each: compare_url(asked, each, only=only) for each in ("nb", "en")}
    return render("compare.html", "compare", lang, connection, revision, view=view, other=other)


def _column(each: SiteSheet, shown: Sequence[str], rules: Sequence[Rule], lang: Language) -> Column:
    site = each.site
    rest = [slug for slug in shown if slug != site.slug]
    return Column(
        slug=site.slug,
        name=site.name,
        place=site.kommune_name,
        url=chosen.carrying(links.site_page(site.slug, lang)),
        overall=site.overall,
        overall_text=texts.overall_short(site.overall),
        strip=strip(rules, site.strip, lang),
        sheet_url=url_for(f"pages.sheet_{lang}", slug=site.slug),
        out_url=compare_url(rest, lang),
        toggle=toggle(site.slug),
    )


def _groups(
    sheets: Sequence[SiteSheet],
    rules: Sequence[Rule],
    labels: Labels,
    revision: Revision,
    lang: Language,
) -> tuple[RowGroup, ...]:
    if not sheets:
        return ()
    told = [fact_groups(each, labels, revision.as_of, lang) for each in sheets]
    facts = [
        RowGroup(same[0].key, same[0].title, _rows([group.facts for group in same]))
        for same in zip(*told, strict=True)
    ]
    return (*facts, RowGroup("rules", gettext("Krav for krav"), _rule_rows(sheets, rules, lang)))


def _rows(columns: Sequence[Sequence[Fact]]) -> tuple[Row, ...]:
    """Line up facts by their labels: what is measured to one site may not be to another."""
    order = dict.fromkeys(fact.label for column in columns for fact in column)
    found = [{fact.label: fact for fact in column} for column in columns]
    rows = []
    for label in order:
        unknown = Fact(label, gettext("ukjent"), unknown=True)
        cells = tuple(column.get(label, unknown) for column in found)
        rows.append(Row(label, cells, _differs(cell.value for cell in cells)))
    return tuple(rows)


def _rule_rows(
    sheets: Sequence[SiteSheet], rules: Sequence[Rule], lang: Language
) -> tuple[Row, ...]:
    rows = []
    for place, rule in enumerate(rules):
        verdicts = tuple(each.site.strip[place] for each in sheets)
        label = f"{rule.code} {rule.title.get(lang)}"
        cells = tuple(Fact(label, texts.verdict(verdict)) for verdict in verdicts)
        rows.append(Row(label, cells, _differs(verdicts), verdicts))
    return tuple(rows)


def _differs(values: Iterable[str]) -> bool:
    return len(set(values)) > 1


def _only_differing(groups: Sequence[RowGroup]) -> tuple[RowGroup, ...]:
    kept = (
        RowGroup(group.key, group.title, tuple(row for row in group.rows if row.differs))
        for group in groups
    )
    return tuple(group for group in kept if group.rows)


def _more(names: Mapping[str, str], shown: Sequence[str], lang: Language) -> tuple[More, ...]:
    if len(shown) >= MOST:
        return ()
    return tuple(
        More(names[slug], compare_url([*shown, slug], lang))
        for slug in chosen.present().slugs
        if slug in names and slug not in shown
    )


def _page(lang: Language) -> Response:
    return answer(lambda connection, revision: _build(connection, revision, lang))


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    blueprint.add_url_rule("/sammenlign", "compare_nb", partial(_page, "nb"))
    blueprint.add_url_rule("/en/compare", "compare_en", partial(_page, "en"))
