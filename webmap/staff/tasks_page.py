"""The tasks of one's kommuner, each with the way to where it is done; one click confirms."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby

from flask import Blueprint, Response, current_app, request, url_for

from areal.accounts import preferences
from areal.accounts.acting import acting
from areal.accounts.rights import Permission
from areal.publishing import tasks, verifying
from areal.publishing.tasks import Task
from areal.publishing.transaction import Busy
from webmap.language import gettext, language, ngettext
from webmap.pages.frame import settings
from webmap.staff import task_words
from webmap.staff.address_of import add
from webmap.staff.door import address, to
from webmap.staff.frame import page
from webmap.staff.session import person


@dataclass(frozen=True)
class Line:
    """One task on the page."""

    where: str
    what: str
    url: str
    link: str
    #: Parcel the button "still right" is about, None without the button.
    verify: int | None = None


@dataclass(frozen=True)
class Site:
    """The tasks of one kind in one site."""

    name: str
    site_id: int | None
    lines: tuple[Line, ...]
    #: Whether all of the site may be confirmed with one click.
    verify: bool


@dataclass(frozen=True)
class Kind:
    """One kind of task."""

    code: str
    title: str
    text: str
    number: int
    sites: tuple[Site, ...]


def task_list(fault: str = "", status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Return the page."""
    who = person()
    places = _places()
    kommune = request.args.get("kommune", "")
    chosen = kommune if kommune in dict(places) else ""
    with acting(who) as connection:
        found = tasks.for_rights(connection, who.rights, chosen)
        wanted = preferences.wants_digest(connection, who)
    return page(
        "staff/tasks.html",
        "tasks",
        status=status,
        kinds=[_kind(kind, list(of)) for kind, of in groupby(found, lambda t: t.kind)],
        number=len(found),
        places=places if len(places) > 1 else (),
        chosen=chosen,
        months=settings().fact_months,
        verify_url=address("verify"),
        digest_url=address("digest"),
        digests=settings().digests and bool(settings().smtp_host),
        wanted=wanted,
        fault=fault,
        done=_done(),
    )


def verify() -> Response:
    """Take "still right" for a site or a parcel."""
    if request.method == "GET":
        return task_list()
    site, parcel = (request.form.get(name, "") for name in ("site", "parcel"))
    if not (site.isdigit() or parcel.isdigit()):
        return task_list(gettext("Velg det som stemmer fortsatt."), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        number = verifying.still_right(
            person(),
            site_id=int(site) if site.isdigit() else None,
            parcel_id=int(parcel) if parcel.isdigit() else None,
        )
    except Busy:
        busy = gettext("En kontroll av katalogen pågår. Prøv igjen om et minutt.")
        return task_list(busy, HTTPStatus.CONFLICT)
    return to(f"{address('tasks', bekreftet=number)}#stale")


def digest() -> Response:
    """Take whether somebody wants the weekly letter."""
    if request.method == "GET":
        return task_list()
    answer = request.form.get("digest", "")
    if answer not in ("ja", "nei"):
        return task_list(gettext("Velg ja eller nei."), HTTPStatus.UNPROCESSABLE_ENTITY)
    with acting(person()) as connection:
        preferences.want_digest(connection, answer == "ja")
    return to(address("tasks"))


def _done() -> str:
    number = request.args.get("bekreftet", "")
    if not number.isdigit():
        return ""
    return ngettext(
        "Bekreftet for %(num)s tomt, med dato og kommunens navn.",
        "Bekreftet for %(num)s tomter, med dato og kommunens navn.",
        int(number),
    )


def _places() -> tuple[tuple[str, str], ...]:
    who = person()
    with acting(who) as connection:
        return preferences.kommuner(connection, who.rights.where(Permission.READ))


def _kind(code: str, found: list[Task]) -> Kind:
    sites = tuple(
        Site(name, site_id, tuple(_line(task) for task in of), code == "stale")
        for (site_id, name), of in groupby(found, lambda t: (t.site_id, t.site_name))
    )
    title, text = task_words.kind(code, settings().fact_months)
    return Kind(code, title, text, len(found), sites)


def _line(task: Task) -> Line:
    where, link = _way(task)
    stale = task.kind == "stale" and person().rights.may(Permission.EDIT, task.kommunenummer)
    return Line(
        task_words.place(task),
        task_words.what(task, language()),
        where,
        link,
        task.parcel_id if stale else None,
    )


def _way(task: Task) -> tuple[str, str]:
    """Return the address where a task is done, and what it is called."""
    if task.kind == "drafts":
        draft = address("review_draft", draft_id=task.detail["draft_id"])
        return draft, gettext("Se på kladden")
    if task.kind == "consents":
        return address("consent", parcel_id=task.parcel_id), gettext("Registrer samtykke")
    if task.kind == "grants":
        grant = address("grant_change", grant_id=task.detail["grant_id"])
        return grant, gettext("Se på avviket")
    if task.kind == "layers":
        key = task.detail["slug"]
        return url_for(f"plan.certificate_parcel_{language()}", key=key), gettext("Se bevisene")
    return _edit(task), gettext("Rediger området")


def _edit(task: Task) -> str:
    """Return where sites are edited; where there is no editor, how the site stands."""
    if f"staff.areas_{language()}" in current_app.view_functions:
        return address("areas")
    return address("site_public", site_id=task.site_id)


def register(blueprint: Blueprint) -> None:
    """Add the pages in both languages."""
    add(blueprint, "tasks", "oppgaver", "tasks", task_list)
    add(blueprint, "verify", "bekreft", "confirm", verify, ("GET", "POST"))
    add(blueprint, "digest", "ukebrev", "digest", digest, ("GET", "POST"))
