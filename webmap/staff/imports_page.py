"""Files sent in: a list of them, and for each the way from its columns into the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from areal.accounts import once
from areal.accounts.acting import acting
from areal.accounts.people import Person
from areal.accounts.rights import Permission
from areal.errors import ArealError
from areal.intake import files, jobs, senders, shown, work, worker
from areal.intake.jobs import Job
from webmap.language import gettext, language
from webmap.pages.frame import settings
from webmap.staff.address_of import add
from webmap.staff.door import address, to
from webmap.staff.frame import page
from webmap.staff.moments import day_written
from webmap.staff.session import person

_UNPROCESSABLE, _CONFLICT = 422, 409
_LONGEST = 80
#: What a file may be in when it does not say, as people know it.
SYSTEMS = ("EPSG:25833", "EPSG:25832", "EPSG:25835", "EPSG:4326", "EPSG:3857")
#: Seconds between two looks at a file that is being worked on.
REFRESH = 2


@dataclass(frozen=True)
class Listed:
    """A file in the list."""

    url: str
    name: str
    sender: str
    day: str
    state: str
    place: str


def imports() -> Response:
    """Show the files and the form for one more, or take one."""
    who = person()
    if request.method == "GET":
        return _list(who, {}, {})
    values, errors = request.form, {}
    sent = request.files.get("file")
    sender = " ".join(values.get("sender", "").split())[:_LONGEST]
    place = values.get("kommune", "")
    mine = who.rights.where(Permission.EDIT)
    if sent is None or not sent.filename:
        errors["file"] = gettext("Velg en fil.")
    if not sender:
        errors["sender"] = gettext("Skriv hvem filen kommer fra.")
    if place not in mine and not (place == "alle" and len(mine) > 1):
        errors["kommune"] = gettext("Velg kommunen filen gjelder.")
    if errors or sent is None:
        return _list(who, values, errors)
    key = request.form.get("once", "")
    with acting(who) as connection:
        before = once.found(connection, key)
    if before is not None:
        return to(address("import_job", job_id=before))
    stored = files.keep(sent.stream, settings())
    try:
        with acting(who) as connection:
            number = jobs.add(
                connection,
                who,
                kommunenummer=None if place == "alle" else place,
                sender=sender,
                file_name=files.plain_name(sent.filename or ""),
                stored=stored,
            )
            once.keep(connection, key, str(number))
    except ArealError:
        files.forget(stored[0], settings())
        raise
    worker.start(number)
    return to(address("import_job", job_id=number))


def import_job(job_id: int) -> Response:
    """Show how far a file has come, or take the next step: the button that was pressed says it."""
    who = person()
    with acting(who) as connection:
        job = jobs.job(connection, job_id)
    if request.method == "GET":
        return _job(who, job, "")
    action = _ACTIONS.get(request.form.get("do", ""))
    if action is None:
        return _job(who, job, gettext("Velg hva som skal gjøres."))
    try:
        return action(who, job)
    except jobs.NotNow:
        with acting(who) as connection:
            job = jobs.job(connection, job_id)
        told = gettext("Filen har kommet lenger siden du åpnet siden. Her er den nå.")
        return _job(who, job, told, _CONFLICT)


def _check(who: Person, job: Job) -> Response:
    """Keep what the columns mean, and check the rows."""
    columns = _columns(job, request.form)
    twice = _twice(columns)
    if twice:
        told = gettext("To kolonner kan ikke være det samme: %(names)s.", names=", ".join(twice))
        return _job(who, job, told, chosen=columns)
    crs = request.form.get("crs", "")
    asked = {
        **job.asked,
        "crs": crs if crs in SYSTEMS else "",
        "swap": request.form.get("swap") == "1",
        "site": " ".join(request.form.get("site", "").split())[:_LONGEST],
    }
    with acting(who) as connection:
        jobs.step(connection, job.job_id, "checking", columns=columns, asked=asked)
        senders.keep(connection, job, columns)
    worker.start(job.job_id)
    return to(address("import_job", job_id=job.job_id))


def _load(who: Person, job: Job) -> Response:
    return _step(who, job, "loading")


def _read_again(who: Person, job: Job) -> Response:
    layer = request.form.get("layer", "")[:200]
    asked = {**job.asked, "layer": layer} if layer else dict(job.asked)
    return _step(who, job, "reading", asked=asked)


def _again(who: Person, job: Job) -> Response:
    """Take a step once more that nobody works on any longer."""
    if not job.stopped:
        raise jobs.NotNow("It is being worked on.")
    return _step(who, job, job.state)


def _step(who: Person, job: Job, state: str, **values: Any) -> Response:
    with acting(who) as connection:
        jobs.step(connection, job.job_id, state, **values)
    worker.start(job.job_id)
    return to(address("import_job", job_id=job.job_id))


def _undo(who: Person, job: Job) -> Response:
    try:
        work.take_back(job, who)
    except jobs.NotNow:
        raise
    except ArealError as error:
        told = gettext(
            "Importen kan ikke angres: noe er endret, innvilget eller rettet oppå den siden. "
            "Angre det nyeste først."
        )
        if error.code != "built-on":
            raise
        return _job(who, job, told, _CONFLICT)
    return to(address("import_job", job_id=job.job_id))


def _remove(who: Person, job: Job) -> Response:
    """Remove the file; what was loaded of it stays."""
    state = job.state if job.state in ("loaded", "undone") else "removed"
    with acting(who) as connection:
        jobs.remove(connection, job.job_id, state)
    files.forget(job.stored_as, settings())
    return to(address("import"))


_ACTIONS = {
    "check": _check,
    "load": _load,
    "read": _read_again,
    "again": _again,
    "undo": _undo,
    "remove": _remove,
}


def _columns(job: Job, form: Mapping[str, str]) -> dict[str, str]:
    """Return heading → field as the form says; columns about people stay out."""
    known = shown.known_fields()
    told = {}
    for number, column in enumerate(job.headings or ()):
        field = form.get(f"c{number}", column["field"])
        usable = field in known and not column["private"]
        told[column["heading"]] = field if usable else "-"
    return told


def _twice(columns: Mapping[str, str]) -> list[str]:
    named = [field for field in columns.values() if field != "-"]
    titles = dict(shown.choices(language(), may_publish=True))
    return sorted({titles[field] for field in named if named.count(field) > 1})


def _list(who: Person, values: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    with acting(who) as connection:
        found, known = jobs.jobs(connection), senders.names(connection)
        places = jobs.places(connection, who)
    return page(
        "staff/imports.html",
        "import",
        status=_UNPROCESSABLE if errors else 200,
        values=values,
        errors=errors,
        places=places,
        several=len(places) > 1,
        senders=known,
        jobs=[_listed(job, dict(places)) for job in found],
        most_mb=settings().upload_max_bytes // 1_000_000,
        days=settings().upload_days,
    )


def _listed(job: Job, places: Mapping[str, str]) -> Listed:
    return Listed(
        address("import_job", job_id=job.job_id),
        job.file_name,
        job.sender,
        day_written(job.created_at),
        state_name(job),
        places.get(job.kommunenummer or "", gettext("Flere kommuner")),
    )


def state_name(job: Job) -> str:
    """Return how far a file has come, in words."""
    if job.stopped:
        return gettext("Stoppet")
    return {
        "reading": gettext("Leses"),
        "read": gettext("Venter på kolonnene"),
        "checking": gettext("Kontrolleres"),
        "checked": gettext("Kontrollert"),
        "loading": gettext("Tas inn"),
        "loaded": gettext("Tatt inn"),
        "failed": gettext("Kom ikke gjennom"),
        "undone": gettext("Angret"),
        "removed": gettext("Filen er fjernet"),
    }[job.state]


def _job(
    who: Person,
    job: Job,
    told: str,
    status: int = _UNPROCESSABLE,
    *,
    chosen: Mapping[str, str] | None = None,
) -> Response:
    lang = language()
    report = job.report if job.state in ("checked", "loaded", "undone") else None
    mapping = job.headings if job.state in ("read", "checked", "failed") else None
    may_publish = who.rights.where(Permission.EDIT) <= who.rights.where(Permission.PUBLISH)
    values: dict[str, Any] = {"drawing": None}
    if report:
        with acting(who) as connection:
            values["drawing"] = shown.drawing(connection, report, lang)
        values |= {
            "issues": shown.issues(report, lang),
            "changes": shown.changes(report, lang),
            "all_issues": sum(report["issue_counts"].values()),
        }
    answer = page(
        "staff/import_job.html",
        "import",
        status=status if told else 200,
        job=job,
        state=state_name(job),
        step=_STEP[job.state],
        working=job.state in jobs.WORKING and not job.stopped,
        told=told,
        report=report,
        mapping=mapping,
        chosen=chosen or job.columns or {},
        fields=shown.choices(lang, may_publish=may_publish),
        systems=SYSTEMS,
        back=address("import"),
        days=settings().upload_days,
        **values,
    )
    if job.state in jobs.WORKING and not job.stopped and not told:
        answer.headers["Refresh"] = str(REFRESH)
    return answer


#: How far along the four steps a state is.
_STEP = {
    "reading": 1, "read": 2, "checking": 2, "checked": 3, "loading": 3, "loaded": 4, "failed": 2,
    "undone": 4, "removed": 4,
}  # fmt: skip


def register(blueprint: Blueprint) -> None:
    """Add the pages in both languages."""
    both = ["GET", "POST"]
    add(blueprint, "import", "import", "import", imports, both)
    add(blueprint, "import_job", "import/<int:job_id>", "import/<int:job_id>", import_job, both)
