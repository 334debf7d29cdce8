"""A comparison in words: what moved which way, and what made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from areal.assess.compare_result import Change, Comparison, Told
from webmap.language import Language, gettext, ngettext
from webmap.pages import measures, texts
from webmap.planner.rulebook_words import any_of

#: Units whose number says nothing without the list it counts.
_UNTOLD = (None, "codes", "attributes", "activities")


def joined(words: Sequence[str]) -> str:
    """Join what is so together: "a, b og c"."""
    if len(words) < 2:  # noqa: PLR2004 - one word needs no "and"
        return "".join(words)
    return gettext("%(first)s og %(last)s", first=", ".join(words[:-1]), last=words[-1])


def summary(found: Comparison) -> str:
    """Say how many parcels came out otherwise, all rules together."""
    worse, better, other = (
        sum(getattr(row, move) for row in found.kommuner) for move in ("worse", "better", "other")
    )
    if not worse + better + other:
        return gettext("Ingen tomter får et annet samlet utfall.")
    moves = (
        (worse, gettext("%(count)s strengere", count=worse)),
        (better, gettext("%(count)s mildere", count=better)),
        (other, gettext("%(count)s til eller fra uavklart", count=other)),
    )
    parcels = ngettext(
        "%(num)s tomt får et annet samlet utfall",
        "%(num)s tomter får et annet samlet utfall",
        worse + better + other,
    )
    return f"{parcels}: {joined([words for count, words in moves if count])}."


def cause(change: Change, layers: Mapping[str, str]) -> str:
    """Say what brought a change about; ``layers`` are titles by id."""
    if change.change != "changed":
        return {
            "new_rule": gettext("ny regel"),
            "dropped_rule": gettext("regelen er tatt ut"),
            "new_subject": gettext("ny tomt"),
            "gone_subject": gettext("tomta er borte"),
        }[change.change]
    if not change.causes:
        return gettext("kontrollen selv")
    sets = [joined([_input(name, change, layers) for name in each]) for each in change.causes]
    if len(change.causes[0]) > 1:
        return gettext("bare sammen: %(inputs)s", inputs=any_of(sets))
    if len(sets) > 1:
        return gettext("hver for seg: %(inputs)s", inputs=joined(sets))
    return sets[0]


def _input(name: str, change: Change, layers: Mapping[str, str]) -> str:
    if name == "layer":
        titles = [layers.get(layer, layer) for layer in change.layers]
        said = joined(titles)
        if len(titles) == 1:
            return gettext("kartlaget «%(layer)s»", layer=said)
        return gettext("kartlagene «%(layers)s»", layers=said)
    if name == "parcel" and change.subject_kind != "parcel":
        return gettext("tomtene")
    return {
        "rule": gettext("regelen"),
        "parcel": gettext("tomta"),
        "day": gettext("dagen"),
    }[name]


def numbers(change: Change, lang: Language) -> str:
    """Say what was measured and asked for, once where it is the same on both sides."""
    sides = [side for side in (change.before, change.after) if side is not None]
    measured = _pair([_measured(side, lang) for side in sides])
    limits = _pair([_limit(side, lang) for side in sides])
    told = (gettext("målt %(value)s", value=measured) if measured else "", limits)
    return " · ".join(words for words in told if words)


def _pair(sides: Sequence[str]) -> str:
    """Join what is told; a side that measured nothing has said so by its verdict."""
    first, *rest = [side for side in sides if side] or [""]
    # "krav:" is said once.
    return " → ".join((first, *(side.rpartition(": ")[2] for side in rest if side != first)))


def _measured(told: Told | None, lang: Language) -> str:
    if told is None or told.measured is None or told.unit in _UNTOLD:
        return ""
    if told.verdict in ("not_relevant", "not_mapped", "error"):
        return ""
    return measures.value(told.measured, told.unit, lang)


def _limit(told: Told | None, lang: Language) -> str:
    if told is None or told.unit in _UNTOLD or told.verdict in ("not_relevant", "error"):
        return ""
    evidence = {"limit": told.limit, "direction": told.direction}
    return measures.limit(evidence, told.unit, lang)


def counts(told: Mapping[str, int]) -> str:
    """Say how many got which verdict: "12 oppfylt, 3 avvik"."""
    order = ("met", "consider", "deviates", "not_mapped", "missing", "error", "not_relevant")
    return ", ".join(
        f"{told[verdict]} {texts.verdict(verdict).lower()}"
        for verdict in order
        if told.get(verdict)
    )
