"""Users: who has an account, which roles where; for administrators, each in their own kommuner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, request, url_for

from areal.accounts import links, places
from areal.accounts import register as accounts
from areal.accounts.acting import acting
from areal.accounts.people import Person
from areal.accounts.register import AccountRefused, Entry
from areal.accounts.rights import Place, StaffRole
from webmap.language import gettext, language
from webmap.pages.frame import settings
from webmap.staff.address_of import add
from webmap.staff.door import address, to
from webmap.staff.frame import page, role_name, role_tasks
from webmap.staff.moments import day_written
from webmap.staff.session import person

_UNPROCESSABLE = 422


@dataclass(frozen=True)
class Held:
    """A role somebody has; ``membership_id`` is 0 where who looks can't take it."""

    membership_id: int
    role: str
    place: str


@dataclass(frozen=True)
class Shown:
    """An account as the pages show it."""

    account_id: int
    name: str
    email: str
    url: str
    active: bool
    state: str
    signed_in: str
    roles: tuple[Held, ...]
    manageable: bool
    is_self: bool
    has_factor: bool
    by_provider: bool


def users() -> Response:
    """Return the list of accounts."""
    with acting(person()) as connection:
        found = accounts.entries(connection)
    return page(
        "staff/users.html",
        "users",
        users=[_shown(entry, person()) for entry in found],
        new_url=address("user_new"),
    )


def user_new() -> Response:
    """Show the form for a new account, or make it."""
    who, values = person(), request.form
    if request.method == "GET":
        return _new_form(who, {}, {})
    try:
        with acting(who) as connection:
            account_id = accounts.add(
                connection, who, values.get("email", ""), values.get("name", "")
            )
            accounts.give(connection, who, account_id, _role(values), _place(values))
    except AccountRefused as refused:
        return _new_form(who, values, {refused.field: told(refused)})
    return to(address("user", account_id=account_id, saved="made"))


def user(account_id: int) -> Response:
    """Show an account, or change it: the button that was pressed says how."""
    who = person()
    if request.method == "GET":
        return _user_page(who, account_id, request.args.get("saved", ""))
    action = _ACTIONS.get(request.form.get("do", ""))
    if action is None:
        return _user_page(who, account_id, "", gettext("Velg hva som skal gjøres."))
    try:
        return action(who, account_id)
    except AccountRefused as refused:
        return _user_page(who, account_id, "", told(refused))


def _give(who: Person, account_id: int) -> Response:
    with acting(who) as connection:
        accounts.entry(connection, account_id)
        role, place = _role(request.form), _place(request.form)
        accounts.give(connection, who, account_id, role, place)
    return to(address("user", account_id=account_id, saved="given"))


def _take(who: Person, account_id: int) -> Response:
    number = request.form.get("membership", "")
    with acting(who) as connection:
        accounts.entry(connection, account_id)
        accounts.take_away(connection, who, account_id, int(number) if number.isdecimal() else 0)
    return to(address("user", account_id=account_id, saved="taken"))


def _shut_out(who: Person, account_id: int) -> Response:
    with acting(who) as connection:
        accounts.set_active(connection, who, account_id, active=False)
    return to(address("user", account_id=account_id, saved="shut"))


def _let_in(who: Person, account_id: int) -> Response:
    with acting(who) as connection:
        accounts.set_active(connection, who, account_id, active=True)
    return to(address("user", account_id=account_id, saved="open"))


def _reset(who: Person, account_id: int) -> Response:
    with acting(who) as connection:
        accounts.reset_factor(connection, who, account_id)
    return to(address("user", account_id=account_id, saved="reset"))


def _link(who: Person, account_id: int) -> Response:
    """Show a new link, this once: it is not kept in a way that can be read."""
    with acting(who) as connection:
        accounts.require_managed(connection, who, account_id)
        token = links.make(connection, account_id)
    there = url_for(f"staff.link_{language()}", token=token)
    base = settings().base_url.rstrip("/") or request.host_url.rstrip("/")
    return _user_page(who, account_id, "", link=f"{base}{there}")


_ACTIONS = {
    "give": _give,
    "take": _take,
    "shut_out": _shut_out,
    "let_in": _let_in,
    "reset": _reset,
    "link": _link,
}


def _user_page(
    who: Person, account_id: int, saved: str, fault: str = "", *, link: str = ""
) -> Response:
    with acting(who) as connection:
        shown = _shown(accounts.entry(connection, account_id), who)
        choices = places.manageable(connection, who, language())
    return page(
        "staff/user.html",
        "users",
        status=_UNPROCESSABLE if fault else 200,
        user=shown,
        places=choices,
        roles=_roles(),
        saved=_saved(saved),
        fault_text=fault,
        link=link,
        days=links.DAYS,
        back=address("users"),
        sso=bool(settings().oidc_issuer),
    )


def _new_form(who: Person, values: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    with acting(who) as connection:
        choices = places.manageable(connection, who, language())
    return page(
        "staff/user_new.html",
        "users",
        status=_UNPROCESSABLE if errors else 200,
        values=values,
        errors=errors,
        places=choices,
        roles=_roles(),
        back=address("users"),
        sso=bool(settings().oidc_issuer),
    )


def _shown(entry: Entry, who: Person) -> Shown:
    last = entry.signed_in_at
    return Shown(
        account_id=entry.account_id,
        name=entry.name,
        email=entry.email,
        url=address("user", account_id=entry.account_id),
        active=entry.active,
        state=_state(entry),
        signed_in=day_written(last) if last else gettext("aldri"),
        roles=tuple(
            Held(
                item.membership_id if who.rights.may_manage(item.place) else 0,
                role_name(item.role),
                item.place_name,
            )
            for item in entry.memberships
        ),
        manageable=entry.manageable,
        is_self=entry.account_id == who.account_id,
        has_factor=entry.has_factor,
        by_provider=entry.by_provider,
    )


def _state(entry: Entry) -> str:
    if not entry.active:
        return gettext("Stengt")
    if entry.by_provider:
        return gettext("Logger inn hos virksomheten")
    if entry.has_password and entry.has_factor:
        return gettext("Passord og kode")
    return gettext("Venter på totrinn") if entry.has_password else gettext("Ikke logget inn ennå")


def _roles() -> list[tuple[str, str, str]]:
    return [(role.value, role_name(role), role_tasks(role)) for role in StaffRole]


def _role(values: Mapping[str, str]) -> StaffRole:
    try:
        return StaffRole(values.get("role", ""))
    except ValueError as error:
        raise AccountRefused("role", "empty") from error


def _place(values: Mapping[str, str]) -> Place:
    kind, _, code = values.get("place", "").partition(":")
    if kind == "kommune":
        return Place(kommunenummer=code)
    if kind == "region":
        return Place(region_id=code)
    raise AccountRefused("place", "empty")


def told(refused: AccountRefused) -> str:
    """Return why something can't be done with an account."""
    return {
        ("email", "empty"): gettext("Skriv e-postadressen."),
        ("email", "not_an_address"): gettext("Det er ikke en e-postadresse."),
        ("email", "too_long"): gettext("E-postadressen er for lang."),
        ("name", "empty"): gettext("Skriv navnet."),
        ("name", "too_long"): gettext("Navnet er for langt."),
        ("name", "not_text"): gettext("Navnet har tegn som ikke er tekst."),
        ("role", "empty"): gettext("Velg en rolle."),
        ("place", "empty"): gettext("Velg hvor rollen gjelder."),
        ("place", "unknown"): gettext("Stedet finnes ikke. Velg et annet."),
        ("account", "yourself"): gettext(
            "Du kan ikke stenge deg selv ute. Be en annen administrator."
        ),
    }[refused.field, refused.reason]


def _saved(what: str) -> str:
    return {
        "made": gettext("Brukeren er lagt til."),
        "given": gettext("Rollen er gitt."),
        "taken": gettext("Rollen er tatt bort."),
        "shut": gettext("Brukeren er stengt ute, også der hen var innlogget."),
        "open": gettext("Brukeren kan logge inn igjen."),
        "reset": gettext("Totrinn er nullstilt. Det settes opp på nytt ved neste innlogging."),
    }.get(what, "")


def register(blueprint: Blueprint) -> None:
    """Add the pages in both languages."""
    both = ["GET", "POST"]
    add(blueprint, "users", "users", "users", users)
    add(blueprint, "user_new", "users/ny", "users/new", user_new, both)
    add(blueprint, "user", "users/<int:account_id>", "users/<int:account_id>", user, both)
