"""The forms to register, correct and withdraw a grant: plain HTML, checked here, no script."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, Response, redirect, request

from areal.catalogue import grants as register
from areal.catalogue.grant_checks import cleaned, text_mistakes
from areal.catalogue.grants import GrantRefused, Mistake
from areal.errors import NotFound
from areal.queries import Connection, reading
from areal.queries import grants as grant_queries
from areal.queries import revision as revisions
from areal.queries.grants import Grant
from areal.queries.rules import list_rules
from webmap.language import Language, gettext
from webmap.pages import links
from webmap.pages.words import parcel_label
from webmap.planner import grants_form, grants_words
from webmap.planner.frame import address, render_plan
from webmap.planner.grants_access import author, form_token, refuse_other_sites, token_holds
from webmap.planner.grants_form import CHANGE, NEW, WITHDRAW, Group, Typed

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
    write: Callable[[str, Typed, int], Outcome]
    saved: str


def _grant(name: str, sent: Typed, _: int) -> Outcome:
    parcel, rule = sent.values["parcel"].strip(), sent.values["rule"]
    with register.register() as connection:
        told = register.review(connection, name, parcel, rule, sent.decision)
        stop = _stopped(sent, told)
        if stop is not None:
            return stop
        return Outcome(register.grant(connection, name, parcel, rule, sent.decision).grant_id)


def _change(name: str, sent: Typed, grant_id: int) -> Outcome:
    with register.register() as connection:
        held = register.find(connection, grant_id)
        told = register.review(
            connection,
            name,
            held.parcel,
            held.rule,
            sent.decision,
            strategy=held.strategy_id,
            grant_id=grant_id,
        )
        stop = _stopped(sent, told)
        if stop is not None:
            return stop
        register.change(connection, name, grant_id, sent.decision, seen=_seen())
    return Outcome(grant_id)


def _withdraw(name: str, sent: Typed, grant_id: int) -> Outcome:
    if sent.mistakes:
        # A day that can't be read must not count as none; the rest is told with it.
        empty = text_mistakes("why", cleaned(sent.values["why"]))
        return Outcome(mistakes=sent.with_found(empty))
    with register.register() as connection:
        day, why = sent.days["withdrawn_on"], sent.values["why"]
        register.withdraw(connection, name, grant_id, day, why, seen=_seen())
    return Outcome(grant_id)


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
    name = author()
    if request.method == "GET":
        return _page(form, lang, name, grant_id, None, Outcome())
    refuse_other_sites()
    sent = grants_form.typed(form.fields)
    if not token_holds(name, request.form.get("token", "")):
        return _page(form, lang, name, grant_id, sent, Outcome(mistakes=(_expired(),)))
    try:
        outcome = form.write(name, sent, grant_id)
    except GrantRefused as refused:
        outcome = Outcome(mistakes=refused.mistakes)
    if outcome.grant_id is None:
        return _page(form, lang, name, grant_id, sent, outcome)
    where = links.with_query(address("grants", lang), [("saved", form.saved)])
    kept = redirect(f"{where}#avvik-{outcome.grant_id}", HTTPStatus.SEE_OTHER)
    assert isinstance(kept, Response)  # noqa: S101 - Flask's own class of response
    return _unkept(kept)


def _expired() -> Mistake:
    return Mistake("form", "expired")


def _page(
    form: Form, lang: Language, name: str, grant_id: int, sent: Typed | None, outcome: Outcome
) -> Response:
    with reading() as connection:
        html = _html(connection, form, lang, name, grant_id, sent, outcome)
    response = Response(html, mimetype="text/html")
    if outcome.mistakes or outcome.odd:
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return _unkept(response)


def _unkept(response: Response) -> Response:
    """Let no cache keep what only somebody with the password may see."""
    response.cache_control.no_store = True
    return response


def _html(
    connection: Connection,
    form: Form,
    lang: Language,
    name: str,
    grant_id: int,
    sent: Typed | None,
    outcome: Outcome,
) -> str:
    grant = _held(connection, grant_id)
    mistakes = outcome.mistakes
    if grant is not None and grant.state == "withdrawn" and not mistakes:
        mistakes = (Mistake("grant", "withdrawn"),)
    seen = request.form.get("seen") or (grant.changed_at.isoformat() if grant else "")
    return render_plan(
        "plan/grants_form.html",
        "grants",
        form.name,
        lang,
        connection,
        revisions.current(connection),
        view={"grant_id": grant_id} if grant else None,
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
        author=name,
        token=form_token(name),
        seen=seen,
        back=address("grants", lang),
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
    parcels = grant_queries.parcels(connection, _LISTED + 1)
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
        "grant_new": ("/plan/avvik/ny", "/en/plan/grants/new"),
        "grant_change": (
            "/plan/avvik/<int:grant_id>/endre",
            "/en/plan/grants/<int:grant_id>/change",
        ),
        "grant_withdraw": (
            "/plan/avvik/<int:grant_id>/trekk",
            "/en/plan/grants/<int:grant_id>/withdraw",
        ),
    }
    for form in FORMS:
        norwegian, english = paths[form.name]
        _add(blueprint, form, norwegian, "nb")
        _add(blueprint, form, english, "en")


def _add(blueprint: Blueprint, form: Form, path: str, lang: Language) -> None:
    def view(grant_id: int = 0) -> Response:
        return _answer(form, lang, grant_id)

    blueprint.add_url_rule(path, f"{form.name}_{lang}", view, methods=["GET", "POST"])
