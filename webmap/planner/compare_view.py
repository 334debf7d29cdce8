"""A comparison as the page shows it: rules, kommuner, and parcels with one strip over the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from areal.assess.compare_result import Change, Comparison, KommuneTotals, ParcelChange, RuleTotals
from areal.assess.compare_sides import Side
from webmap.language import Language, gettext, ngettext
from webmap.pages import links, texts
from webmap.pages.numbers import day
from webmap.pages.words import parcel_label
from webmap.planner import compare_words
from webmap.planner.frame import address_if_any
from webmap.planner.overview_bars import Bar, bar
from webmap.planner.overview_runs import status

#: Parcels on the page; the command line has them all.
SHOWN = 120
_BAR = 120.0
#: A new rule's verdicts that are worth a line of their own.
_TOLD = ("deviates", "consider")
_NOT_THERE = "absent"


@dataclass(frozen=True)
class SideView:
    """One side: which strategy, by which run, and what must be said of it."""

    letter: str
    version: str
    title: str
    status: str
    run: str
    sha256: str
    notice: str
    url: str


@dataclass(frozen=True)
class RuleView:
    """One rule in the matrix; ``state`` is "", altered, new or dropped."""

    code: str
    title: str
    state: str
    worse: int
    better: int
    other: int
    before: Bar
    after: Bar
    before_words: str
    after_words: str


@dataclass(frozen=True)
class CellPair:
    """One rule in both strips of a parcel."""

    code: str
    before: str
    after: str
    name: str
    changed: bool


@dataclass(frozen=True)
class ChangeView:
    """One verdict that is another, and why."""

    code: str
    title: str
    before: str
    before_text: str
    after: str
    after_text: str
    numbers: str
    cause: str
    where: str


@dataclass(frozen=True)
class ParcelView:
    """One parcel with both strips and its changes."""

    name: str
    place: str
    before: str
    before_text: str
    after: str
    after_text: str
    cells: tuple[CellPair, ...]
    changes: tuple[ChangeView, ...]
    map_url: str
    certificate_url: str


@dataclass(frozen=True)
class View:
    """All of the page below the form."""

    sides: tuple[SideView, SideView]
    summary: str
    findings: str
    rules: tuple[RuleView, ...]
    kommuner: tuple[KommuneTotals, ...]
    parcels: tuple[ParcelView, ...]
    #: Parcels that are not listed, in words.
    rest: str
    over_sets: tuple[ChangeView, ...]


def view(
    found: Comparison, layers: Mapping[str, str], names: Mapping[str, str], lang: Language
) -> View:
    """Make the page's view; ``layers`` and ``names`` (of kommuner) are titles by id."""
    titles = {rule.code: rule.title.get(lang) for rule in found.rules}
    told: dict[str, list[ChangeView]] = {}
    over_sets = []
    for item in found.changes:
        if not _worth_a_line(item):
            continue
        shown = _change(item, titles, layers, names, lang)
        if item.subject_kind == "parcel":
            told.setdefault(item.subject, []).append(shown)
        else:
            over_sets.append(shown)
    listed = [row for row in found.parcels if row.movement != "same" or row.slug in told]
    return View(
        sides=(_side("A", found.a, lang), _side("B", found.b, lang)),
        summary=compare_words.summary(found),
        findings=_findings(found),
        rules=tuple(_rule(row, lang) for row in found.rules),
        kommuner=found.kommuner,
        parcels=tuple(
            _parcel(row, found.rules, tuple(told.get(row.slug, ())), lang) for row in listed[:SHOWN]
        ),
        rest=_rest(found, len(listed)),
        over_sets=tuple(over_sets),
    )


def _worth_a_line(item: Change) -> bool:
    if item.change == "new_rule":
        return item.after is not None and item.after.verdict in _TOLD
    return item.change == "changed" or item.subject_kind != "parcel"


def _side(letter: str, side: Side, lang: Language) -> SideView:
    as_of = day(side.as_of, lang)
    run = (
        gettext("Kontroll nr. %(run)s, per %(day)s", run=side.run_id, day=as_of)
        if side.run_id is not None
        else gettext(
            "Vurdert nå med publiserte tomter og kart, per %(day)s. Ikke lagret.", day=as_of
        )
    )
    return SideView(
        letter=letter,
        version=side.version,
        title=side.title.get(lang),
        status=status(side.status),
        run=run,
        sha256=side.sha256[:12],
        notice="" if side.status == "vedtatt" else side.notice.get(lang),
        url=address_if_any("rules", lang, version=side.version) if side.run_id else "",
    )


def _findings(found: Comparison) -> str:
    changed = sum(row.worse + row.better + row.other for row in found.rules)
    new = sum(not row.in_a for row in found.rules)
    dropped = sum(not row.in_b for row in found.rules)
    said = [
        ngettext(
            "I reglene begge har, er %(num)s utfall endret.",
            "I reglene begge har, er %(num)s utfall endret.",
            changed,
        )
    ]
    if new:
        said.append(ngettext("%(num)s regel er ny i B.", "%(num)s regler er nye i B.", new))
    if dropped:
        said.append(ngettext("%(num)s regel er tatt ut.", "%(num)s regler er tatt ut.", dropped))
    return " ".join(said)


def _rule(row: RuleTotals, lang: Language) -> RuleView:
    state = "altered" if row.altered else ""
    if not (row.in_a and row.in_b):
        state = "dropped" if row.in_a else "new"
    return RuleView(
        code=row.code,
        title=row.title.get(lang),
        state=state,
        worse=row.worse,
        better=row.better,
        other=row.other,
        before=bar(row.before, lang, _BAR),
        after=bar(row.after, lang, _BAR),
        before_words=compare_words.counts(row.before),
        after_words=compare_words.counts(row.after),
    )


def _change(
    item: Change,
    titles: Mapping[str, str],
    layers: Mapping[str, str],
    names: Mapping[str, str],
    lang: Language,
) -> ChangeView:
    before = item.before.verdict if item.before else _NOT_THERE
    after = item.after.verdict if item.after else _NOT_THERE
    return ChangeView(
        code=item.rule_code,
        title=titles.get(item.rule_code, ""),
        before=before,
        before_text=_told(before),
        after=after,
        after_text=_told(after),
        numbers=compare_words.numbers(item, lang),
        cause=compare_words.cause(item, layers),
        where=names.get(item.subject, gettext("Regionen")),
    )


def _told(verdict: str) -> str:
    return gettext("Finnes ikke") if verdict == _NOT_THERE else texts.verdict(verdict)


def _parcel(
    row: ParcelChange, rules: Sequence[RuleTotals], changes: tuple[ChangeView, ...], lang: Language
) -> ParcelView:
    return ParcelView(
        name=f"{row.site_name}, {parcel_label(row.label)}",
        place=row.kommune_name,
        before=row.before or _NOT_THERE,
        before_text=_overall(row.before),
        after=row.after or _NOT_THERE,
        after_text=_overall(row.after),
        cells=tuple(
            _cell(rule, row, lang)
            for rule in rules
            if rule.code in row.verdicts_before or rule.code in row.verdicts_after
        ),
        changes=changes,
        map_url=links.with_query(links.page("map", lang), [("tomt", row.slug)]),
        certificate_url=address_if_any("certificate_parcel", lang, key=row.slug),
    )


def _overall(code: str | None) -> str:
    return texts.overall_short(code) if code else gettext("Finnes ikke")


def _cell(rule: RuleTotals, row: ParcelChange, lang: Language) -> CellPair:
    before = row.verdicts_before.get(rule.code, _NOT_THERE)
    after = row.verdicts_after.get(rule.code, _NOT_THERE)
    told = _told(before) if before == after else f"{_told(before)} → {_told(after)}"
    name = f"{rule.code} {rule.title.get(lang)}: {told}"
    return CellPair(rule.code, before, after, name, before != after)


def _rest(found: Comparison, listed: int) -> str:
    said = []
    if listed > SHOWN:
        said.append(
            gettext(
                "Viser %(shown)s av %(all)s tomter. Velg en kommune for å se færre.",
                shown=SHOWN,
                all=listed,
            )
        )
    same = sum(row.parcels for row in found.kommuner) - listed
    if same:
        said.append(
            ngettext(
                "%(num)s tomt kommer likt ut, og er ikke med i lista.",
                "%(num)s tomter kommer likt ut, og er ikke med i lista.",
                same,
            )
        )
    return " ".join(said)
