"""The forms to register, correct and withdraw a grant: plain HTML, for staff, no script."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for

from areal.accounts import once
from areal.accounts.acting import acting
from areal.accounts.rights import Permission
from areal.catalogue import grants as register
from areal.catalogue.grant_checks import cleaned, text_mistakes
from areal.catalogue.grants import GrantRefused, Mistake
from areal.errors import NotFound
from areal.queries import Connection, reading
from areal.queries import grants as grant_queries
from areal.queries.grants import Grant
from areal.queries.rules import list_rules
from webmap.language import Language, gettext, language
from webmap.pages import links
from webmap.pages.words import parcel_label
from webmap.planner import grants_form, grants_words
from webmap.planner.grants_form import CHANGE, NEW, WITHDRAW, Group, Typed
from webmap.staff.address_of import add
from webmap.staff.frame import page
from webmap.staff.session import person

#: Beyond so many parcels a list to choose from is no help: the short name is typed.
_LISTED = 2_000


@dataclass(frozen=True)
class Outcome:
    """What became of a form: a grant that was written, or what is wrong or odd with it."""

    grant_id: int | None = None
    mistakes: tuple[Mistake, ...] = ()
    odd: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """One form: its endpoint, its fields, what it writes, and what is said afterwards."""

    name: str
    fields: tuple[str, ...]
    write: Callable[[Typed, int], Outcome]
    saved: str


def _grant(sent: Typed, _: int) -> Outcome:
    parcel, rule = sent.values["parcel"].strip(), sent.values["rule"]
    name, mine = _writer()
    key = request.form.get("once", "")
    with acting(person()) as connection:
        before = once.found(connection, key)
        if before is not None:
            return Outcome(int(before))
        told = register.review(connection, name, parcel, rule, sent.decision, kommuner=mine)
        stop = _stopped(sent, told)
        if stop is not None:
            return stop
        made = register.grant(connection, name, parcel, rule, sent.decision, kommuner=mine)
        once.keep(connection, key, str(made.grant_id))
        return Outcome(made.grant_id)


def _change(sent: Typed, grant_id: int) -> Outcome:
    name, mine = _writer()
    with acting(person()) as connection:
        held = register.find(connection, grant_id)
        told = register.review(
            connection,
            name,
            held.parcel,
            held.rule,
            sent.decision,
            strategy=held.strategy_id,
            grant_id=grant_id,
            kommuner=mine,
        )
        stop = _stopped(sent, told)
        if stop is not None:
            return stop
        register.change(connection, name, grant_id, sent.decision, seen=_seen(), kommuner=mine)
    return Outcome(grant_id)


def _withdraw(sent: Typed, grant_id: int) -> Outcome:
    if sent.mistakes:
        # A day that can't be read must not count as none; the rest is told with it.
        empty = text_mistakes("why", cleaned(sent.values["why"]))
        return Outcome(mistakes=sent.with_found(empty))
    name, mine = _writer()
    with acting(person()) as connection:
        day, why = sent.days["withdrawn_on"], sent.values["why"]
        register.withdraw(connection, name, grant_id, day, why, seen=_seen(), kommuner=mine)
    return Outcome(grant_id)


def _writer() -> tuple[str, frozenset[str]]:
    """Return how the history names who is signed in, and where they register grants."""
    who = person()
    return who.author, who.rights.where(Permission.GRANT)


def _stopped(sent: Typed, told: register.Review) -> Outcome | None:
    """Return why a decision is not written yet: it is wrong, or odd and not meant so."""
    mistakes = sent.with_found(told.mistakes)
    if mistakes:
        return Outcome(mistakes=mistakes)
    if told.warnings and "anyway" not in request.form:
        return Outcome(odd=tuple(grants_words.oddity(odd, told.verdict) for odd in told.warnings))
    return None


FORMS = (
    Form("grant_new", NEW, _grant, "granted"),
    Form("grant_change", CHANGE, _change, "changed"),
    Form("grant_withdraw", WITHDRAW, _withdraw, "withdrawn"),
)


def _seen() -> datetime:
    """Return which state the form was opened on; one that can't be read never was."""
    try:
        return datetime.fromisoformat(request.form.get("seen", ""))
    except ValueError as error:
        raise GrantRefused([Mistake("grant", "changed_meanwhile")]) from error


def _answer(form: Form, lang: Language, grant_id: int = 0) -> Response:
    _refuse_others(grant_id)
    if request.method == "GET":
        return _page(form, lang, grant_id, None, Outcome())
    sent = grants_form.typed(form.fields)
    try:
        outcome = form.write(sent, grant_id)
    except GrantRefused as refused:
        outcome = Outcome(mistakes=refused.mistakes)
    if outcome.grant_id is None:
        return _page(form, lang, grant_id, sent, outcome)
    where = links.with_query(_list(lang), [("saved", form.saved)])
    kept = redirect(f"{where}#avvik-{outcome.grant_id}", HTTPStatus.SEE_OTHER)
    assert isinstance(kept, Response)  # noqa: S101 - Flask's own class of response
    return kept


def _refuse_others(grant_id: int) -> None:
    """Raise ``Forbidden`` for a grant in a kommune where who is signed in registers none."""
    if grant_id:
        with reading() as connection:
            held = _held(connection, grant_id)
        assert held is not None  # noqa: S101 - it has a number
        person().require(Permission.GRANT, held.kommunenummer)


def _list(lang: Language) -> str:
    return url_for(f"staff.grants_{lang}")


def _page(
    form: Form, lang: Language, grant_id: int, sent: Typed | None, outcome: Outcome
) -> Response:
    with reading() as connection:
        values = _values(connection, form, lang, grant_id, sent, outcome)
    wrong = outcome.mistakes or outcome.odd
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return page("staff/grants_form.html", "grants", status=status, **values)


def _values(
    connection: Connection,
    form: Form,
    lang: Language,
    grant_id: int,
    sent: Typed | None,
    outcome: Outcome,
) -> dict[str, Any]:
    grant = _held(connection, grant_id)
    mistakes = outcome.mistakes
    if grant is not None and grant.state == "withdrawn" and not mistakes:
        mistakes = (Mistake("grant", "withdrawn"),)
    seen = request.form.get("seen") or (grant.changed_at.isoformat() if grant else "")
    return dict(
        **_texts(form.name),
        about=_about(grant, lang) if grant else (),
        fields=grants_form.fields(
            form.fields,
            sent.values if sent else _first(grant, form),
            mistakes,
            _choices(connection, lang) if form.fields == NEW else {},
        ),
        errors=tuple(
            (item.field if item.field in form.fields else "", _told(item)) for item in mistakes
        ),
        odd=outcome.odd,
        author=person().author,
        seen=seen,
        back=_list(lang),
    )


def _held(connection: Connection, grant_id: int) -> Grant | None:
    if not grant_id:
        return None
    grant = grant_queries.find(connection, grant_id)
    if grant is None:
        raise NotFound(f"There is no grant {grant_id} of a published parcel.")
    return grant


def _first(grant: Grant | None, form: Form) -> Mapping[str, str]:
    """Return what stands in a form that was just opened."""
    if grant is None:
        asked = request.args
        return {"parcel": asked.get("tomt", ""), "rule": asked.get("regel", "")}
    return grants_form.held(grant) if form.fields == CHANGE else {}


def _choices(connection: Connection, lang: Language) -> dict[str, tuple[Group, ...]]:
    mine = person().rights.where(Permission.GRANT)
    parcels = grant_queries.parcels(connection, _LISTED + 1, sorted(mine))
    listed = len(parcels) <= _LISTED
    return {
        "parcel": grants_form.parcel_groups(parcels) if listed else (),
        "rule": grants_form.rule_groups(list_rules(connection, "parcel"), lang),
    }


def _told(item: Mistake) -> str:
    return grants_words.mistake(item.field, item.code)


def _about(grant: Grant, lang: Language) -> Sequence[tuple[str, str]]:
    """Say which grant a form is about: that can't be changed."""
    title = grant.rule_title.get(lang) if grant.rule_title else ""
    return (
        (gettext("Tomt"), f"{grant.site_name}, {parcel_label(grant.label)}, {grant.kommune_name}"),
        (gettext("Regel"), f"{grant.rule_code} {title}"),
        (gettext("Vedtak"), f"{grant.body}, {grant.case_ref}"),
    )


def _texts(name: str) -> dict[str, str]:
    return {
        "grant_new": {
            "title": gettext("Registrer et godkjent avvik"),
            "lead": gettext(
                "Avviket blir stående synlig i kart, lister og sertifikat, med vedtaket lagt over."
            ),
            "submit": gettext("Registrer"),
        },
        "grant_change": {
            "title": gettext("Endre et godkjent avvik"),
            "lead": gettext("Det som sto før, blir stående i historikken."),
            "submit": gettext("Lagre endringen"),
        },
        "grant_withdraw": {
            "title": gettext("Trekk tilbake et godkjent avvik"),
            "lead": gettext(
                "Avviket står igjen uten godkjenning. Vedtaket og historikken blir ikke slettet."
            ),
            "submit": gettext("Trekk tilbake"),
        },
    }[name]


def register_forms(blueprint: Blueprint) -> None:
    """Add the forms in both languages."""
    paths = {
        "grant_new": ("avvik/ny", "grants/new"),
        "grant_change": ("avvik/<int:grant_id>/endre", "grants/<int:grant_id>/change"),
        "grant_withdraw": ("avvik/<int:grant_id>/trekk", "grants/<int:grant_id>/withdraw"),
    }
    for form in FORMS:
        add(blueprint, form.name, *paths[form.name], _view(form), ["GET", "POST"])


def _view(form: Form) -> Callable[..., Response]:
    def view(grant_id: int = 0) -> Response:
        return _answer(form, language(), grant_id)

    return view
