"""The answer of a match as the page shows it: groups, one card a site, and why not the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areal.queries.match import Answer, Asked, Offer, Part
from areal.queries.match.answer import Status
from areal.queries.rules import Rule
from webmap.language import Language, gettext, ngettext
from webmap.pages import links
from webmap.pages.match_sentences import later, plot_names, sentence
from webmap.pages.match_words import Words, found, sized, title, wanted
from webmap.pages.numbers import area_long, day, number
from webmap.pages.strip import Strip, strip
from webmap.pages.words import Labels


@dataclass(frozen=True)
class PartRow:
    """One thing that was asked: what is there, its points, and who said so."""

    name: str
    must: bool
    #: met, not_met or unknown, and the same in a word.
    state: str
    state_text: str
    wanted: str
    found: str
    later: str
    points: str
    #: Tenths of its points, 0–10: the length of its bar.
    tenths: int
    source: str


@dataclass(frozen=True)
class OfferCard:
    """One offer with everything about it."""

    anchor: str
    status: str
    site: str
    site_slug: str
    site_url: str
    map_url: str
    place: str
    plots: str
    area: str
    market: str
    modenhet: str
    sentence: str
    score: str
    score_text: str
    parts: tuple[PartRow, ...]
    strip: Strip
    #: Other offers of the same site that stand alike: name, area, score, address.
    others: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Group:
    """The offers of one status, under a heading."""

    status: str
    title: str
    text: str
    cards: tuple[OfferCard, ...]


@dataclass(frozen=True)
class WhyNot:
    """A parcel that fell out, and the reasons."""

    name: str
    url: str
    place: str
    reasons: str


@dataclass(frozen=True)
class Answered:
    """The whole answer; ``found`` is whether something fits."""

    found: bool
    headline: str
    groups: tuple[Group, ...]
    why_not: tuple[WhyNot, ...]
    #: How many fell out beside those that are told of.
    why_not_rest: str


def answered(answer: Answer, asked: Asked, rules: Sequence[Rule], words: Words) -> Answered:
    """Put an answer together for the page."""
    groups = tuple(
        group
        for status in ("fits", "together", "unclear", "near")
        if (group := _group(status, _worth(status, answer), asked, rules, words)).cards
    )
    shown = _worth("near", answer)
    out = (*(each for each in answer.of("near") if each not in shown), *answer.of("out"))
    rest = answer.counts["out"] - len(answer.of("out"))
    return Answered(
        found=answer.found,
        headline=_headline(answer),
        groups=groups,
        why_not=tuple(_why_not(offer, asked, words) for offer in out),
        why_not_rest=ngettext("og %(num)s tomt til", "og %(num)s tomter til", rest)
        if rest > 0
        else "",
    )


def _headline(answer: Answer) -> str:
    fits, together = answer.counts["fits"], answer.counts["together"]
    if fits and together:
        alone = ngettext("%(num)s tomt passer", "%(num)s tomter passer", fits)
        joined = ngettext(
            "%(num)s område passer når tomter tas sammen",
            "%(num)s områder passer når tomter tas sammen",
            together,
        )
        return f"{alone} · {joined}"
    if fits:
        return ngettext("%(num)s tomt passer", "%(num)s tomter passer", fits)
    if together:
        return ngettext(
            "%(num)s område passer når tomter tas sammen",
            "%(num)s områder passer når tomter tas sammen",
            together,
        )
    if answer.counts["unclear"] or answer.counts["near"]:
        return gettext("Fant ingen som passer alt. Disse er nærmest:")
    return gettext("Fant ingen som passer.")


def _worth(status: Status, answer: Answer) -> tuple[Offer, ...]:
    """Return the offers of a status; what is nearly there matters where nothing of a site is."""
    settled = {offer.site_slug for offer in (*answer.of("fits"), *answer.of("together"))}
    return tuple(
        offer for offer in answer.of(status) if status != "near" or offer.site_slug not in settled
    )


def _group(
    status: Status, offers: Sequence[Offer], asked: Asked, rules: Sequence[Rule], words: Words
) -> Group:
    by_site: dict[str, list[Offer]] = {}
    for offer in offers:
        by_site.setdefault(offer.site_slug, []).append(offer)
    titles = {
        "fits": (gettext("Passer"), ""),
        "together": (
            gettext("Passer når tomter tas sammen"),
            gettext("Ledige tomter i samme område som henger sammen, færrest mulig."),
        ),
        "unclear": (
            gettext("Kan passe"),
            gettext("Ingenting taler mot, men noe som må være på plass, er ukjent."),
        ),
        "near": (
            gettext("Nesten"),
            gettext("Det som mangler, er lite, eller kommer på en kjent dato."),
        ),
    }
    return Group(
        status,
        titles[status][0],
        titles[status][1],
        tuple(_card(offers, asked, rules, words) for offers in by_site.values()),
    )


def plot_url(offer: Offer, lang: Language) -> str:
    """Return the map with the parcel chosen, or with the site where there are several."""
    if len(offer.plots) == 1:
        return links.with_query(links.page("map", lang), [("tomt", offer.plots[0].slug)])
    return links.with_query(links.page("map", lang), [("omrade", offer.site_slug)])


def _score(offer: Offer, lang: Language) -> str:
    return "–" if offer.score is None else number(offer.score, lang)


def _card(offers: Sequence[Offer], asked: Asked, rules: Sequence[Rule], words: Words) -> OfferCard:
    best, lang = offers[0], words.lang
    score = _score(best, lang)
    return OfferCard(
        anchor="-".join(plot.slug for plot in best.plots)[:80],
        status=best.status,
        site=best.site_name,
        site_slug=best.site_slug,
        site_url=links.site_page(best.site_slug, lang),
        map_url=plot_url(best, lang),
        place=best.kommune_name,
        plots=plot_names(best),
        area=area_long(best.area_m2, lang),
        market=_known(words.labels, "market", best.market),
        modenhet=_known(words.labels, "modenhet", best.modenhet),
        sentence=sentence(best, asked, words),
        score=score,
        score_text=gettext("%(score)s av 100 poeng", score=score)
        if best.score is not None
        else gettext("ingen poeng: alt teller 0"),
        # That it is for sale stands among the facts; only the lack of it is a row.
        parts=tuple(
            _row(part, best, asked, words)
            for part in best.parts
            if part.part != "market" or part.state != "met"
        ),
        strip=strip(rules, best.strip, lang),
        others=tuple(
            (plot_names(each), sized(each.area_m2, lang), _score(each, lang), plot_url(each, lang))
            for each in offers[1:]
        ),
    )


def _known(labels: Labels, name: str, code: object) -> str:
    told = labels.known(name, code)
    if told:
        return told
    return gettext("salgsstatus ukjent") if name == "market" else gettext("modenhet ukjent")


def _row(part: Part, offer: Offer, asked: Asked, words: Words) -> PartRow:
    lang = words.lang
    share = part.points / part.possible if part.possible else 0
    return PartRow(
        name=title(part, words),
        must=part.must,
        state=part.state,
        state_text={
            "met": gettext("oppfylt"),
            "not_met": gettext("ikke oppfylt"),
            "unknown": gettext("ukjent"),
        }[part.state],
        wanted=wanted(part, asked, words),
        found=found(part, words),
        later=later(part, offer, words),
        points=gettext(
            "%(points)s av %(possible)s",
            points=number(part.points, lang, 1),
            possible=number(part.possible, lang, 1),
        )
        if part.possible
        else "",
        tenths=round(share * 10),
        source=_source(part, words),
    )


def _source(part: Part, words: Words) -> str:
    if part.source is None or part.told_on is None:
        return ""
    return f"{part.source}, {day(part.told_on, words.lang)}"


def _why_not(offer: Offer, asked: Asked, words: Words) -> WhyNot:
    return WhyNot(
        name=f"{offer.site_name}, {plot_names(offer)}",
        url=plot_url(offer, words.lang),
        place=offer.kommune_name,
        reasons=sentence(offer, asked, words),
    )
