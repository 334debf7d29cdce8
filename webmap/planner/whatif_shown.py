"""The effect of a draft as it is shown: in words, as bars, by kommune, and parcel by parcel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from areal.assess.whatif import Effect, ParcelEffect, Rule, RuleEffect, Tally
from areal.queries.verdicts import count
from webmap.language import Language, gettext, ngettext
from webmap.pages import links, texts
from webmap.pages.numbers import area
from webmap.pages.strip import Cell, Strip, summary
from webmap.pages.words import parcel_label
from webmap.planner.overview_bars import SHOWN, Bar, bar

_ORDER = (*SHOWN, "not_relevant")


@dataclass(frozen=True)
class Row:
    """One verdict before and after; ``turn`` is how many more or fewer."""

    verdict: str
    text: str
    before: str
    after: str
    turn: str
    area_before: str
    area_after: str


@dataclass(frozen=True)
class KommuneRow:
    """One kommune: what is met and what deviates, before and after."""

    name: str
    met: str
    deviates: str
    changed: bool


@dataclass(frozen=True)
class RuleShown:
    """One rule that differs."""

    code: str
    title: str
    url: str
    how: str
    words: str
    before: Bar | None
    after: Bar | None
    rows: tuple[Row, ...]
    kommuner: tuple[KommuneRow, ...]
    about_parcels: bool


@dataclass(frozen=True)
class ParcelShown:
    """A parcel that gets another verdict."""

    name: str
    place: str
    area: str
    url: str
    before: str
    before_text: str
    after: str
    after_text: str
    turned: bool
    strip_before: Strip
    strip_after: Strip
    what: str


@dataclass(frozen=True)
class Shown:
    """Everything that is told of an effect."""

    words: tuple[str, ...]
    rules: tuple[RuleShown, ...]
    overall: tuple[Row, ...]
    parcels: tuple[ParcelShown, ...]
    more: str


def shown(
    effect: Effect,
    published: Sequence[Rule],
    draft: Sequence[Rule],
    kommuner: Mapping[str, str],
    lang: Language,
    rule_url: Mapping[str, str],
) -> Shown:
    """Return an effect as the page shows it; ``rule_url`` leads to a rule's form."""
    left = effect.touched - len(effect.parcels)
    return Shown(
        words=_words(effect, lang),
        rules=tuple(_rule(each, kommuner, lang, rule_url) for each in effect.rules),
        overall=_rows(
            effect.overall_before, effect.overall_after, texts.OVERALL, texts.overall_short, lang
        ),
        parcels=tuple(_parcel(each, published, draft, lang) for each in effect.parcels),
        more=ngettext("og %(num)s tomt til", "og %(num)s tomter til", left) if left > 0 else "",
    )


def _words(effect: Effect, lang: Language) -> tuple[str, ...]:
    if not effect.rules:
        return (gettext("Utkastet sier det samme som strategien som gjelder."),)
    if not effect.touched:
        return (gettext("Ingen tomt får et annet utfall."),)
    said = [
        ngettext(
            "%(num)s tomt får et annet utfall på minst én regel.",
            "%(num)s tomter får et annet utfall på minst én regel.",
            effect.touched,
        )
    ]
    met = [side.get("met", Tally()) for side in (effect.overall_before, effect.overall_after)]
    off = [side.get("deviates", Tally()) for side in (effect.overall_before, effect.overall_after)]
    said.append(
        gettext(
            "I tråd med strategien: %(before)s tomter (%(area_before)s) i dag, %(after)s tomter "
            "(%(area_after)s) med utkastet.",
            before=met[0].subjects,
            after=met[1].subjects,
            area_before=area(met[0].area_m2, lang),
            area_after=area(met[1].area_m2, lang),
        )
    )
    said.append(
        gettext(
            "Med avvik: %(before)s tomter (%(area_before)s) i dag, %(after)s tomter "
            "(%(area_after)s) med utkastet.",
            before=off[0].subjects,
            after=off[1].subjects,
            area_before=area(off[0].area_m2, lang),
            area_after=area(off[1].area_m2, lang),
        )
    )
    return tuple(said)


def _rows(
    before: Mapping[str, Tally],
    after: Mapping[str, Tally],
    order: Sequence[str],
    name: Callable[[str], str],
    lang: Language,
) -> tuple[Row, ...]:
    rows = []
    for verdict in order:
        old, new = before.get(verdict, Tally()), after.get(verdict, Tally())
        if old.subjects or new.subjects:
            rows.append(
                Row(
                    verdict,
                    name(verdict),
                    str(old.subjects),
                    str(new.subjects),
                    signed(new.subjects - old.subjects),
                    area(old.area_m2, lang),
                    area(new.area_m2, lang),
                )
            )
    return tuple(rows)


def signed(number: int) -> str:
    """Write a difference with its sign: +3, −2, 0."""
    return f"+{number}" if number > 0 else str(number).replace("-", "\u2212")


def _rule(
    each: RuleEffect, kommuner: Mapping[str, str], lang: Language, rule_url: Mapping[str, str]
) -> RuleShown:
    rule = each.rule
    before = {verdict: tally.subjects for verdict, tally in each.counts_before.items()}
    after = {verdict: tally.subjects for verdict, tally in each.counts_after.items()}
    return RuleShown(
        code=rule.code,
        title=getattr(rule.title, lang),
        url=rule_url.get(rule.code, ""),
        how=_how(each),
        words=_turns(before, after) if each.before and each.after else "",
        before=bar(before, lang) if each.before else None,
        after=bar(after, lang) if each.after else None,
        rows=_rows(each.counts_before, each.counts_after, _ORDER, texts.verdict, lang),
        kommuner=tuple(
            _kommune(kommuner.get(number, number), *sides)
            for number, sides in each.kommuner.items()
        ),
        about_parcels=rule.subject_kind == "parcel",
    )


def _how(each: RuleEffect) -> str:
    if each.before is None:
        return gettext("Ny regel")
    return gettext("Tas ut") if each.after is None else gettext("Endret")


def _turns(before: Mapping[str, int], after: Mapping[str, int]) -> str:
    """Say by how much each verdict changes: "oppfylt +3, avvik −3"."""
    parts = [
        f"{texts.verdict(verdict).lower()} {signed(after.get(verdict, 0) - before.get(verdict, 0))}"
        for verdict in _ORDER
        if after.get(verdict, 0) != before.get(verdict, 0)
    ]
    return ", ".join(parts) or gettext("ingen endring")


def _kommune(name: str, before: Mapping[str, Tally], after: Mapping[str, Tally]) -> KommuneRow:
    def pair(verdict: str) -> str:
        old, new = (side.get(verdict, Tally()).subjects for side in (before, after))
        return str(old) if old == new else f"{old} → {new}"

    counts = [{key: tally.subjects for key, tally in side.items()} for side in (before, after)]
    return KommuneRow(name, pair("met"), pair("deviates"), counts[0] != counts[1])


def _parcel(
    each: ParcelEffect, published: Sequence[Rule], draft: Sequence[Rule], lang: Language
) -> ParcelShown:
    old, new = _strip(published, each.strip_before, lang), _strip(draft, each.strip_after, lang)
    return ParcelShown(
        name=f"{each.site_name}, {parcel_label(each.label)}",
        place=each.kommune_name,
        area=area(each.area_m2, lang),
        url=links.with_query(links.page("map", lang), [("parcel", each.slug)]),
        before=each.before,
        before_text=texts.overall_short(each.before),
        after=each.after,
        after_text=texts.overall_short(each.after),
        turned=each.before != each.after,
        strip_before=old,
        strip_after=new,
        what=_what(old, new),
    )


def _strip(rules: Sequence[Rule], verdicts: Sequence[str], lang: Language) -> Strip:
    about = [rule for rule in rules if rule.subject_kind == "parcel"]
    cells = tuple(
        Cell(
            rule.code,
            verdict,
            f"{rule.code} {getattr(rule.title, lang)}: {texts.verdict(verdict)}",
        )
        for rule, verdict in zip(about, verdicts, strict=True)
    )
    counts = count(verdicts)
    return Strip(cells, counts.met, counts.assessed, summary(counts))


def _what(old: Strip, new: Strip) -> str:
    """Say which rules turned: "R09: avvik → oppfylt"."""
    before = {cell.code: cell.verdict for cell in old.cells}
    after = {cell.code: cell.verdict for cell in new.cells}
    return "; ".join(
        f"{code}: {_name(before.get(code))} → {_name(after.get(code))}"
        for code in dict.fromkeys((*after, *before))
        if before.get(code) != after.get(code)
    )


def _name(verdict: str | None) -> str:
    return gettext("ingen regel") if verdict is None else texts.verdict(verdict).lower()
