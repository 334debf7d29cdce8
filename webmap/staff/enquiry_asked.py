"""What an enquiry asks for, in words, and the match that asks the same today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from areal.queries.match import DEFAULT_MUST, Asked, Near, Target
from webmap.language import Language
from webmap.pages import links
from webmap.pages.match_asked import KM, M2, MUST, ROAD
from webmap.pages.match_sentences import summary
from webmap.pages.match_words import Words
from webmap.pages.words import Labels


def told(
    values: Mapping[str, Any],
    lists: Mapping[str, Mapping[str, str]],
    targets: Sequence[Target],
    names: Mapping[str, str],
    lang: Language,
) -> tuple[str, ...]:
    """Return what was asked as short phrases."""
    return summary(_asked(values), Words(Labels(lists), targets, lang), names)


def find_url(values: Mapping[str, Any], lang: Language) -> str:
    """Return the match that asks the same of what is published today; "" when nothing is asked."""
    daa = M2["daa"]
    pairs = [
        ("bruk", values.get("use")),
        ("fra", _number(values.get("min_m2"), daa)),
        ("til", _number(values.get("max_m2"), daa)),
        ("mw", _number(values.get("power_mw"), 1)),
        *((f"{KM}{n['target']}", _number(n["max_m"], 1_000)) for n in values.get("near", ())),
        *((f"{ROAD}{n['target']}", n["code"]) for n in values.get("near", ())),
        *(("teknisk", each) for each in values.get("utilities", ())),
        ("innen", values.get("ready_by")),
        ("trinn", _number(values.get("modenhet_min"), 1)),
        ("jobber", _number(values.get("jobs"), 1)),
        ("strategi", values.get("verdict")),
        *(("kommune", each) for each in values.get("kommune", ())),
        *((f"{MUST}{each}", "must") for each in values.get("must", ()) if each not in DEFAULT_MUST),
    ]
    said = [(name, str(value)) for name, value in pairs if value]
    return links.with_query(links.page("match", lang), said) if said else ""


def _asked(values: Mapping[str, Any]) -> Asked:
    ready = values.get("ready_by")
    return Asked(
        use=values.get("use"),
        min_m2=values.get("min_m2"),
        max_m2=values.get("max_m2"),
        power_mw=values.get("power_mw"),
        modenhet_min=values.get("modenhet_min"),
        jobs=values.get("jobs"),
        verdict=values.get("verdict"),
        near=tuple(Near(n["target"], n["code"], n["max_m"]) for n in values.get("near", ())),
        utilities=tuple(values.get("utilities", ())),
        ready_by=date.fromisoformat(ready) if ready else None,
        kommune=tuple(values.get("kommune", ())),
        must=frozenset(values.get("must", ())),
    )


def _number(value: float | None, unit: float) -> str:
    return "" if value is None else f"{value / unit:g}"
