"""Match in sentences: how an offer stands, what it lacks and from when it would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from areal.queries.match import Asked, Offer, Part
from webmap.language import Language, gettext
from webmap.pages import texts
from webmap.pages.facts import megawatts
from webmap.pages.match_words import (
    UTILITIES,
    Words,
    activity,
    density,
    found,
    found_code,
    sized,
    title,
    told_day,
    wanted_area,
)
from webmap.pages.numbers import NBSP, day, distance, number
from webmap.pages.words import lowered, parcel_label


def later(part: Part, offer: Offer, words: Words) -> str:
    """Say from when it will be there, where the data say so."""
    if part.fits_from is None:
        return ""
    when = day(part.fits_from, words.lang)
    if part.part == "power":
        power = megawatts(part.asked, words.lang)
        return gettext("minst %(power)s er planlagt fra %(day)s", power=power, day=when)
    if offer.held_because:
        what = words.labels("restriction", offer.held_because)
        return gettext("«%(what)s» ventes løst %(day)s", what=what, day=when)
    return gettext("ledig fra %(day)s", day=when)


def lacking(part: Part, asked: Asked, words: Words) -> str:
    """Say what is lacking, with the number asked and the number found."""
    lang = words.lang
    if part.part == "area":
        return _misfit(part, asked, lang)
    if part.part == "power":
        have, need = part.found or 0, part.asked or 0
        return gettext(
            "mangler %(gap)s (%(found)s av %(asked)s)",
            gap=megawatts(need - have, lang),
            found=number(have, lang, 1),
            asked=megawatts(need, lang),
        )
    if part.part == "near":
        return gettext(
            "%(way)s til %(target)s, skal være innen %(most)s",
            way=distance(part.found or 0, lang),
            target=words.target(part),
            most=distance(part.asked or 0, lang),
        )
    if part.part == "when":
        return gettext(
            "først ledig %(day)s, trengs innen %(asked)s",
            day=told_day(part.told, lang),
            asked=told_day(part.asked_code, lang),
        )
    return _lacking_code(part, words)


def _misfit(part: Part, asked: Asked, lang: Language) -> str:
    have = round(part.found or 0, -2)
    if asked.min_m2 is not None and have < asked.min_m2:
        return gettext(
            "%(gap)s for lite (%(found)s av %(asked)s)",
            gap=sized(asked.min_m2 - have, lang),
            found=sized(have, lang).rpartition(NBSP)[0],
            asked=sized(asked.min_m2, lang),
        )
    most = asked.max_m2 or 0
    return gettext(
        "%(gap)s for stort (%(found)s, høyst %(asked)s)",
        gap=sized(have - most, lang),
        found=sized(have, lang),
        asked=sized(most, lang),
    )


def _lacking_code(part: Part, words: Words) -> str:
    if part.part == "market":
        return gettext("ikke til salgs nå: %(status)s", status=found_code(part, words))
    if part.part == "use":
        return gettext("planen tillater ikke %(use)s", use=activity(part.asked_code, words))
    if part.part in UTILITIES:
        return gettext("mangler %(what)s", what=texts.attribute(part.part))
    if part.part == "ready":
        return gettext(
            "er kommet til «%(found)s», skal være minst «%(asked)s»",
            found=words.labels("modenhet", round(part.found or 0)),
            asked=words.labels("modenhet", round(part.asked or 0)),
        )
    if part.part == "jobs":
        return gettext("passer ikke klassen: %(density)s", density=density(part, words))
    return f"{title(part, words)}: {found(part, words)}"


def unknown(part: Part, words: Words) -> str:
    """Say that something that must be there is not known."""
    if part.part == "market":
        return gettext("om tomta er til salgs, er ukjent")
    if part.part == "use":
        return gettext("hva planen tillater, er ukjent")
    if part.part == "when":
        return gettext("når tomta er ledig, er ukjent")
    if part.part == "power":
        return gettext("effekten er ukjent")
    if part.part == "word":
        return gettext("omtalen nevner ikke «%(word)s»", word=part.asked_code)
    if part.part == "verdict":
        return gettext("kontrollen mot strategien er ikke fullstendig")
    return gettext("%(what)s er ukjent", what=lowered(title(part, words)))


def plot_names(offer: Offer) -> str:
    """Name the parcels of an offer: "Tomt 3", "Tomt 3 og Tomt 4"."""
    names = [parcel_label(plot.label) for plot in offer.plots]
    if len(names) == 1:
        return names[0]
    return gettext("%(some)s og %(last)s", some=", ".join(names[:-1]), last=names[-1])


def quarter(when: date) -> str:
    """Write the quarter of a day: "2. kvartal 2028"."""
    return gettext("%(number)s. kvartal %(year)s", number=(when.month + 2) // 3, year=when.year)


def sentence(offer: Offer, asked: Asked, words: Words) -> str:
    """Say in one sentence how an offer stands."""
    missing = [part for part in offer.parts if part.must and part.state == "not_met"]
    gaps = [part for part in offer.parts if part.must and part.state == "unknown"]
    said = [*(lacking(part, asked, words) for part in missing)]
    if offer.status == "fits":
        return _fits(offer, asked, words)
    if offer.status == "together":
        return gettext("Passer om %(plots)s tas sammen.", plots=plot_names(offer))
    if offer.status == "unclear":
        told = _listed([unknown(part, words) for part in gaps])
        if len(offer.plots) > 1:
            return gettext(
                "Kan passe om %(plots)s tas sammen, men %(gaps)s.",
                plots=plot_names(offer),
                gaps=told,
            )
        return gettext("Kan passe, men %(gaps)s.", gaps=told)
    if offer.status == "near" and offer.fits_from:
        reasons = _listed([later(part, offer, words) for part in missing])
        when = quarter(offer.fits_from)
        if len(offer.plots) > 1:
            return gettext(
                "Passer fra %(quarter)s om %(plots)s tas sammen: %(reasons)s.",
                quarter=when,
                plots=plot_names(offer),
                reasons=reasons,
            )
        return gettext("Passer fra %(quarter)s: %(reasons)s.", quarter=when, reasons=reasons)
    said += [unknown(part, words) for part in gaps]
    whole = _listed(said)
    if len(offer.plots) > 1:
        plots = plot_names(offer)
        return gettext("Om %(plots)s tas sammen: %(reasons)s.", plots=plots, reasons=whole)
    return f"{whole[:1].upper()}{whole[1:]}." if whole else ""


def _fits(offer: Offer, asked: Asked, words: Words) -> str:
    """Say what that would have been nice is not there, or not known."""
    wanted = [part for part in offer.parts if part.state != "met"]
    lacks = [
        unknown(part, words) if part.state == "unknown" else lacking(part, asked, words)
        for part in wanted
    ]
    if not lacks:
        return gettext("Har alt det er spurt etter.")
    return gettext("Har det som må være der, men %(gaps)s.", gaps=_listed(lacks))


def _listed(items: Sequence[str]) -> str:
    if len(items) < 2:  # noqa: PLR2004 - one needs no "and"
        return "".join(items)
    return gettext("%(some)s og %(last)s", some=", ".join(items[:-1]), last=items[-1])


def summary(asked: Asked, words: Words, names: Mapping[str, str]) -> tuple[str, ...]:
    """Say what was asked as a row of short phrases."""
    lang = words.lang
    told: list[str] = []
    if asked.use:
        told.append(words.labels("activity", asked.use))
    if asked.min_m2 is not None or asked.max_m2 is not None:
        told.append(wanted_area(asked, lang))
    if asked.power_mw is not None:
        told.append(megawatts(asked.power_mw, lang) or "")
    for near in asked.near:
        name = words.target_name(near.target, near.code)
        way = distance(near.most_m, lang)
        told.append(gettext("%(target)s innen %(way)s", target=name, way=way))
    told += [texts.attribute(name) for name in UTILITIES if name in asked.utilities]
    if asked.ready_by:
        told.append(gettext("innen %(day)s", day=day(asked.ready_by, lang)))
    if asked.modenhet_min:
        step = lowered(words.labels("modenhet", asked.modenhet_min))
        told.append(gettext("minst %(value)s", value=step))
    if asked.jobs:
        told.append(gettext("%(count)s arbeidsplasser", count=number(asked.jobs, lang)))
    told += [f"«{word}»" if lang == "nb" else f"“{word}”" for word in asked.words]
    if asked.verdict:
        told.append(
            gettext("i tråd med strategien")
            if asked.verdict == "met"
            else gettext("uten avvik fra strategien")
        )
    told += [names.get(code, code) for code in asked.kommune]
    return tuple(told)
