"""The what-if page: change a limit or a rule, and see what it does; nothing of it is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from areal.assess.whatif import Asked as Question
from areal.assess.whatif import (
    DraftRefused,
    Rule,
    WhatIf,
    direction,
    numbers,
    published_rules,
    what_if,
)
from areal.errors import InputError
from areal.queries import Connection, kommuner, layers, reading
from areal.queries import revision as revisions
from webmap.language import Language, gettext
from webmap.pages.frame import settings
from webmap.pages.numbers import day, number
from webmap.planner import whatif_curve, whatif_shown
from webmap.planner.frame import address, render_plan
from webmap.planner.slots import slot
from webmap.planner.whatif_asked import MOST_BYTES, Asked, applied, is_form, read_asked, with_text
from webmap.planner.whatif_fields import chips, label, rule_form
from webmap.planner.whatif_number import Shown

_NAME = "whatif"
_ADDRESSES: tuple[tuple[Language, str], ...] = (("nb", "/plan/hva-om"), ("en", "/en/plan/what-if"))
#: The answer may take a few times as long as a statement of an ordinary page.
_TIMES = 2
_PER_KB = 1000


@dataclass(frozen=True)
class Fault:
    """What has to be corrected, and the part of the page it is about."""

    text: str
    told: str
    target: str


def _get(lang: Language) -> Answer:
    asked = read_asked()
    published = published_rules()
    if is_form():
        return redirect(_sent_form(asked, published, lang), HTTPStatus.SEE_OTHER)
    return _answer(asked, published, lang)


def _post(lang: Language) -> Answer:
    asked, too_large = with_text(read_asked())
    published = published_rules()
    if too_large:
        size = number(MOST_BYTES / _PER_KB, lang)
        fault = Fault(gettext("Utkastet er for stort. Grensen er %(kb)s kB.", kb=size), "", "text")
        return _page(asked, published, None, fault, lang, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return _answer(asked, published, lang)


def _sent_form(asked: Asked, published: tuple[Rule, ...], lang: Language) -> str:
    """Return the address that says what a rule's form says."""
    rule = next((each for each in published if each.code == asked.rule), None)
    today = {
        each.path: Shown(each.value, each.unit, lang) for each in (numbers(rule) if rule else ())
    }
    return applied(asked, request.args, today).url(lang) + "#virkning"


def _answer(asked: Asked, published: tuple[Rule, ...], lang: Language) -> Answer:
    code, _, path = _curve_of(asked, published).partition(".")
    try:
        question = Question(asked.draft(), (code, path) if path else None)
        with slot():
            found = what_if(question, timeout_ms=_TIMES * settings().statement_timeout_ms)
    except InputError as error:
        fault = _fault(error)
        return _page(asked, published, None, fault, lang, HTTPStatus.BAD_REQUEST)
    return _page(asked, published, found, None, lang, HTTPStatus.OK)


def _curve_of(asked: Asked, published: tuple[Rule, ...]) -> str:
    """Return the limit a curve is drawn of: the one that is asked for, or the rule's first."""
    known = {
        f"{rule.code}.{each.path}" for rule in published for each in numbers(rule) if each.is_limit
    }
    edited = [edit.partition("=")[0] for edit in asked.edits]
    for wanted in (
        asked.curve,
        *(place for place in edited if place.startswith(f"{asked.rule}.")),
        f"{asked.rule}.limits.met",
        f"{asked.rule}.targets.0.limits.met",
    ):
        if wanted in known:
            return wanted
    return ""


def _fault(error: InputError) -> Fault:
    if isinstance(error, DraftRefused):
        words = {
            "form": gettext("Endringen må skrives som R09.limits.met=1."),
            "number": gettext("Verdien er ikke et tall."),
            "rule": gettext("Regelen finnes ikke."),
            "path": gettext("Regelen har ikke et slikt tall."),
            "needed": gettext("Denne grensen kan ikke stå tom."),
            "value": gettext(
                "Grensene passer ikke sammen: avvik må ligge lenger unna enn oppfylt, og tallet "
                "må være et regelen tillater."
            ),
        }
        return Fault(words[error.reason], error.edit, "regel")
    place = []
    if error.line is not None:
        place.append(gettext("linje %(line)s", line=error.line))
    if error.field:
        place.append(gettext("felt %(field)s", field=error.field))
    start = gettext("Utkastet kan ikke leses")
    text = f"{start}: {', '.join(place)}." if place else f"{start}."
    return Fault(text, _bare(error), "text")


def _bare(error: InputError) -> str:
    """Return the words of a refusal without file, line and field, which are told beside them."""
    place = ":".join(str(part) for part in (error.file, error.line) if part is not None)
    message = error.message.removeprefix(f"{place}: ")
    return message.removeprefix(f"{error.field}: ") if error.field else message


def _page(
    asked: Asked,
    published: tuple[Rule, ...],
    found: WhatIf | None,
    fault: Fault | None,
    lang: Language,
    status: HTTPStatus,
) -> Answer:
    with reading() as connection:
        revision = revisions.current(connection)
        page = render_plan(
            "plan/whatif.html",
            _NAME,
            _NAME,
            lang,
            connection,
            revision,
            asked=asked,
            fault=fault,
            rules=[(rule.code, getattr(rule.title, lang)) for rule in published],
            as_of=day(revision.as_of, lang),
            strategy=revision.strategy.title.get(lang),
            action=address(_NAME, lang),
            here=asked.url(lang),
            **_told(connection, asked, published, found, lang),
        )
    response = Response(page, status=status.value, mimetype="text/html")
    response.cache_control.no_store = True
    return response


def _told(
    connection: Connection,
    asked: Asked,
    published: tuple[Rule, ...],
    found: WhatIf | None,
    lang: Language,
) -> dict[str, Any]:
    titles = {each.layer_id: each.title.get(lang) for each in layers.list_layers(connection)}
    names = {each.kommunenummer: each.name for each in kommuner.summary(connection)}
    old = next((rule for rule in published if rule.code == asked.rule), None)
    draft = found.rules if found else published
    new = next((rule for rule in draft if rule.code == asked.rule), None)
    told: dict[str, Any] = {
        "form": rule_form(old, new, asked, titles, lang),
        "chips": chips(asked, published, titles, lang),
        "effect": None,
        "curve": None,
        "curve_choices": _choices(asked, old, titles, lang),
        "in_text": bool(asked.text.strip()),
        "most_kb": number(MOST_BYTES / _PER_KB, lang),
    }
    if found is not None and not asked.is_empty:
        links = {rule.code: asked.about(rule.code).url(lang) for rule in published}
        told["effect"] = whatif_shown.shown(
            found.effect, published, found.rules, names, lang, links
        )
    if found is not None and found.curve is not None:
        drawn = found.curve
        each = next((one for one in numbers(drawn.rule) if one.path == drawn.path), None)
        said = label(each, drawn.direction, titles) if each else drawn.path
        told["curve"] = whatif_curve.shown(drawn, said, lang)
    return told


def _choices(
    asked: Asked, rule: Rule | None, titles: dict[str, str], lang: Language
) -> tuple[tuple[str, str, bool], ...]:
    """Return the limits of the chosen rule that a curve can be drawn of: words, address, chosen."""
    if rule is None or rule.subject_kind != "parcel":
        return ()
    chosen = _curve_of(asked, (rule,))
    return tuple(
        (
            label(each, direction(rule), titles),
            replace(asked, curve=f"{rule.code}.{each.path}").url(lang) + "#kurve",
            chosen == f"{rule.code}.{each.path}",
        )
        for each in numbers(rule)
        if each.is_limit and each.value is not None
    )


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    for lang, path in _ADDRESSES:
        blueprint.add_url_rule(path, f"whatif_{lang}", partial(_get, lang), methods=["GET"])
        blueprint.add_url_rule(path, f"whatif_sent_{lang}", partial(_post, lang), methods=["POST"])
