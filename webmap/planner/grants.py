"""The page of grants: what bodies have approved, what it is laid over, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request, url_for

from areal.errors import BadParameter
from areal.queries import Connection, codes
from areal.queries import grants as grant_queries
from areal.queries.grants import STATES, Choice, Found, Grant, Step
from areal.queries.revision import Revision
from webmap.language import Language, gettext, ngettext
from webmap.pages import links
from webmap.pages.frame import answer
from webmap.pages.numbers import day, number
from webmap.pages.words import parcel_label
from webmap.planner import grants_words
from webmap.planner.frame import address, address_if_any, render_plan

_RULE = re.compile(r"[A-Z][A-Z0-9]{0,7}")


@dataclass(frozen=True)
class Line:
    """One grant as the table shows it."""

    grant_id: int
    parcel: str
    kommune: str
    map_url: str
    certificate_url: str
    rule_code: str
    rule_title: str
    rule_url: str
    sign: str
    sign_text: str
    remark: str
    state: str
    state_text: str
    until: str
    soon: str
    why_withdrawn: str
    body: str
    case: str
    decided: str
    reason: str
    history: tuple[str, ...]
    change_url: str
    withdraw_url: str


@dataclass(frozen=True)
class Option:
    """One entry of a list to filter by."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    kommune: str
    rule: str
    state: str


def _asked(connection: Connection) -> Asked:
    asked = Asked(*(request.args.get(name, "") for name in ("kommune", "rule", "state")))
    kommuner = codes.filter_codes(connection).codes("kommune")
    for name, value, good in (
        ("kommune", asked.kommune, asked.kommune in kommuner),
        ("rule", asked.rule, _RULE.fullmatch(asked.rule) is not None),
        ("state", asked.state, asked.state in STATES),
    ):
        if value and not good:
            raise BadParameter(name, gettext("«%(value)s» er ikke et valg her.", value=value[:40]))
    return asked


def line(grant: Grant, steps: Sequence[Step], lang: Language, mine: Collection[str] = ()) -> Line:
    """Return a grant as the table shows it; in kommuner that are ``mine`` it can be changed."""
    sign, sign_text = grants_words.verdict(grant)
    writable = grant.kommunenummer in mine and grant.state != "withdrawn"
    title = grant.rule_title.get(lang) if grant.rule_title else ""
    choice = {"tomt": grant.slug, "regel": grant.rule_code}
    return Line(
        grant_id=grant.grant_id,
        parcel=f"{grant.site_name}, {parcel_label(grant.label)}",
        kommune=grant.kommune_name,
        map_url=links.with_query(links.page("map", lang), choice.items()),
        certificate_url=address_if_any("certificate_parcel", lang, key=grant.slug),
        rule_code=grant.rule_code,
        rule_title=title,
        rule_url=f"{links.page('strategy', lang)}#{grant.rule_code}" if grant.of_strategy else "",
        sign=sign,
        sign_text=sign_text,
        remark=grants_words.remark(grant),
        state=grant.state,
        state_text=grants_words.state(grant.state),
        until=grants_words.until(grant, lang),
        soon=grants_words.soon(grant),
        why_withdrawn=grant.withdrawn_why or "",
        body=grant.body,
        case=grant.case_ref,
        decided=day(grant.decided_on, lang),
        reason=grant.reason,
        history=grants_words.history(steps, lang),
        change_url=_form("change", lang, grant) if writable else "",
        withdraw_url=_form("withdraw", lang, grant) if writable else "",
    )


def _form(name: str, lang: Language, grant: Grant) -> str:
    return url_for(f"staff.grant_{name}_{lang}", grant_id=grant.grant_id)


def _options(
    name: str, chosen: str, choices: Sequence[Choice], lang: Language
) -> tuple[Option, ...]:
    found = [choice for choice in choices if choice.name == name]
    options = [Option("", gettext("Alle"), not chosen)]
    for choice in found:
        count = number(choice.number, lang)
        options.append(
            Option(choice.code, f"{_label(choice, lang)} ({count})", choice.code == chosen)
        )
    if chosen and chosen not in {choice.code for choice in found}:
        options.append(Option(chosen, f"{chosen} (0)", True))
    return tuple(options)


def _label(choice: Choice, lang: Language) -> str:
    if choice.name == "state":
        return grants_words.state(choice.code)
    title = choice.label.get(lang) if choice.label else ""
    return f"{choice.code} {title}".strip() if choice.name == "rule" else title or choice.code


def _filters(
    asked: Asked, choices: Sequence[Choice], lang: Language
) -> tuple[tuple[str, str, tuple[Option, ...]], ...]:
    return (
        ("kommune", gettext("Kommune"), _options("kommune", asked.kommune, choices, lang)),
        ("rule", gettext("Regel"), _options("rule", asked.rule, choices, lang)),
        ("state", gettext("Status"), _options("state", asked.state, choices, lang)),
    )


def _count(found: Found, lang: Language) -> str:
    told = ngettext("%(num)s godkjent avvik", "%(num)s godkjente avvik", found.matching)
    if found.matching == len(found.grants):
        return told
    shown = number(len(found.grants), lang)
    return gettext("%(all)s. De første %(shown)s vises; bruk filteret.", all=told, shown=shown)


def _saved() -> str:
    return {
        "granted": gettext("Det godkjente avviket er registrert."),
        "changed": gettext("Endringen er lagret."),
        "withdrawn": gettext("Det godkjente avviket er trukket tilbake."),
    }.get(request.args.get("saved", ""), "")


def values(connection: Connection, lang: Language, mine: Collection[str] = ()) -> dict[str, Any]:
    """Return what the table and its filters show; ``mine`` are kommuner with ways to the forms."""
    asked = _asked(connection)
    choices = grant_queries.choices(connection)
    found = grant_queries.list_grants(
        connection,
        kommune=[asked.kommune] if asked.kommune else (),
        rule=[asked.rule] if asked.rule else (),
        state=[asked.state] if asked.state else (),
    )
    histories = grant_queries.histories(connection, found.grants)
    lines = tuple(
        line(grant, histories.get(grant.grant_id, ()), lang, mine) for grant in found.grants
    )
    return {
        "lines": lines,
        "registered": bool(choices),
        "count": _count(found, lang),
        "soon": sum(bool(line.soon) for line in lines),
        "filters": _filters(asked, choices, lang),
        "filtered": any((asked.kommune, asked.rule, asked.state)),
        "saved": _saved(),
    }


def _build(connection: Connection, revision: Revision, lang: Language) -> str:
    return render_plan(
        "plan/grants.html",
        "grants",
        "grants",
        lang,
        connection,
        revision,
        action=address("grants", lang),
        as_of=day(revision.as_of, lang),
        staff_url=url_for(f"staff.grants_{lang}"),
        **values(connection, lang),
    )


def grants_page(lang: Language) -> Response:
    """Return the page of grants in a language."""
    return answer(lambda connection, revision: _build(connection, revision, lang))


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    blueprint.add_url_rule("/plan/avvik", "grants_nb", lambda: grants_page("nb"))
    blueprint.add_url_rule("/en/plan/grants", "grants_en", lambda: grants_page("en"))
