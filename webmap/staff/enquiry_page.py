"""One enquiry: who asks for what, what was done, and everything that can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, request, url_for

from areal.accounts.acting import acting
from areal.enquiries import answers, forgetting, shortlists, work
from areal.enquiries import reading as enquiries
from areal.enquiries.reading import Whole
from areal.enquiries.stages import Lost, Stage
from areal.enquiries.work import Moved, WorkRefused
from areal.errors import NotFound
from areal.mail.send import possible
from areal.queries import codes, kommuner, reading, sheet
from areal.queries.match import list_targets
from webmap.files import disposition
from webmap.language import Language, gettext, language
from webmap.pages import links
from webmap.pages.frame import settings
from webmap.staff import enquiry_asked
from webmap.staff import enquiry_words as words
from webmap.staff.address_of import add
from webmap.staff.door import address, to
from webmap.staff.frame import page
from webmap.staff.session import person

_UNPROCESSABLE, _CONFLICT = 422, 409
_USUAL_DAYS = 30


@dataclass(frozen=True)
class Link:
    """A shortlist that was sent."""

    shortlist_id: int
    url: str
    mail: str
    title: str
    sites: str
    sent: str
    ends: str
    views: int
    ended: bool


def enquiry(enquiry_id: int) -> Response:
    """Show an enquiry, or do what the button that was pressed says."""
    if request.method == "GET":
        return _page(enquiry_id, saved=request.args.get("saved", ""))
    act = _ACTS.get(request.form.get("do", ""))
    if act is None:
        return _page(enquiry_id, status=_UNPROCESSABLE, fault=gettext("Velg hva som skal gjøres."))
    try:
        return act(enquiry_id)
    except WorkRefused as refused:
        return _page(enquiry_id, status=_UNPROCESSABLE, fault=words.refused(refused))
    except Moved:
        told = gettext("Noen andre har gjort noe med henvendelsen. Se over og prøv igjen.")
        return _page(enquiry_id, status=_CONFLICT, fault=told)


def _move(enquiry_id: int) -> Response:
    given = request.form
    work.move(
        person(), enquiry_id, given.get("stage", ""), why=given.get("why", ""),
        body=given.get("body", ""), seen=given.get("seen", ""),
    )  # fmt: skip
    return _back(enquiry_id, "moved")


def _note(enquiry_id: int) -> Response:
    work.note(person(), enquiry_id, request.form.get("body", ""))
    return _back(enquiry_id, "noted")


def _answered(enquiry_id: int) -> Response:
    work.answered(person(), enquiry_id, request.form.get("body", ""))
    return _back(enquiry_id, "answered")


def _forward(enquiry_id: int) -> Response:
    work.forward(person(), enquiry_id, request.form.get("place", ""), request.form.get("body", ""))
    return to(address("enquiries", saved="forwarded"))


def _shortlist(enquiry_id: int) -> Response:
    given = request.form
    days = given.get("days", "")
    token = shortlists.send(
        person(),
        enquiry_id,
        given.getlist("site"),
        title=given.get("title", ""),
        days=int(days) if days.isdecimal() else 0,
        body=given.get("body", ""),
    )
    if given.get("mail") == "1" and possible(settings()):
        left = answers.write(
            settings(), person(), enquiry_id, body=given.get("body", ""), link=shared_url(token)
        )
        return _back(enquiry_id, "mailed" if left else "not_mailed")
    return _back(enquiry_id, "shortlist")


def _withdraw(enquiry_id: int) -> Response:
    number = request.form.get("shortlist", "")
    shortlists.withdraw(person(), enquiry_id, int(number) if number.isdecimal() else 0)
    return _back(enquiry_id, "withdrawn")


def _forget(enquiry_id: int) -> Response:
    if request.form.get("sure") != "1":
        told = gettext("Kryss av for at avsenderen skal slettes for godt.")
        return _page(enquiry_id, status=_UNPROCESSABLE, fault=told)
    forgetting.forget_one(person(), enquiry_id)
    return _back(enquiry_id, "forgotten")


_ACTS: dict[str, Callable[[int], Response]] = {
    "move": _move,
    "note": _note,
    "answered": _answered,
    "forward": _forward,
    "shortlist": _shortlist,
    "withdraw": _withdraw,
    "forget": _forget,
}


def enquiry_export(enquiry_id: int) -> Response:
    """Return everything kept of the sender, as JSON, to give to them."""
    with acting(person()) as connection:
        enquiries.one(connection, enquiry_id)
    found = forgetting.exported_to(person(), enquiry_id)
    if found is None:
        raise NotFound("The sender is forgotten.")
    response = Response(found, mimetype="application/json")
    response.headers["Content-Disposition"] = disposition(
        "attachment", f"henvendelser-{enquiry_id}.json"
    )
    return response


def shared_url(token: str, lang: Language | None = None) -> str:
    """Return the whole address of a shortlist that was sent."""
    return links.absolute(url_for(f"pages.shared_{lang or language()}", token=token))


def _back(enquiry_id: int, saved: str) -> Response:
    return to(address("enquiry", enquiry_id=enquiry_id, saved=saved))


def _page(enquiry_id: int, *, status: int = 200, fault: str = "", saved: str = "") -> Response:
    lang = language()
    with acting(person()) as connection:
        found = enquiries.one(connection, enquiry_id)
        places = dict(enquiries.places(connection, lang))
    with reading() as connection:
        offered = answers.offered(connection, found)
        named = sheet.names(
            connection, [*found.line.site_slugs, *(s for it in found.shortlists for s in it.slugs)]
        )
        asked = enquiry_asked.told(
            found.line.asked,
            codes.labels(connection, lang),
            list_targets(connection),
            {item.kommunenummer: item.name for item in kommuner.summary(connection)},
            lang,
        )
    line = found.line
    return page(
        "staff/enquiry.html",
        "enquiries",
        status=status,
        line=line,
        seen=found.touched_at.isoformat(),
        contact=found.contact,
        sites=[
            (links.site_page(slug, lang), named[slug]) for slug in line.site_slugs if slug in named
        ],
        title=(found.contact.organisation or found.contact.name)
        if found.contact
        else gettext("Avsenderen er slettet"),
        place=line.place_en if lang == "en" else line.place_nb,
        state=words.state(line),
        waits=words.unanswered(line),
        received=words.moment(line.received_at),
        age=words.age(line),
        answered=words.moment(line.answered_at) if line.answered_at else "",
        asked=asked,
        find_url=enquiry_asked.find_url(line.asked, lang),
        events=[
            (words.moment(each.at), each.author, words.done(each, places), each.body or "")
            for each in found.events
        ],
        shortlists=[_link(each, found, named) for each in found.shortlists],
        stages=[
            (each.value, words.stage_name(each)) for each in Stage if each is not Stage.NEW
        ],
        reasons=[(each.value, words.lost_name(each)) for each in Lost],
        places=places,
        offered=offered,
        days=[(each, each == _USUAL_DAYS) for each in shortlists.DAYS],
        can_mail=possible(settings()) and found.contact is not None,
        export_url=address("enquiry_export", enquiry_id=enquiry_id) if found.contact else "",
        keep_days=settings().enquiry_keep_days,
        saved=_saved(saved),
        fault_text=fault,
        given=request.form,
        back=address("enquiries"),
        note_most=work.LONGEST_NOTE,
    )  # fmt: skip


def _link(each: enquiries.Sent, found: Whole, named: Mapping[str, str]) -> Link:
    lang: Language = "en" if found.lang == "en" else "nb"
    url = shared_url(each.token, lang) if each.token else ""
    mail = ""
    if found.contact and url and not each.ended:
        subject = f"{each.title or gettext('Næringsarealer')} ({found.line.reference})"
        mail = f"mailto:{found.contact.email}?subject={quote(subject)}&body={quote(url)}"
    return Link(
        each.shortlist_id,
        url,
        mail,
        each.title,
        ", ".join(named.get(slug, slug) for slug in each.slugs),
        f"{words.day(each.sent_at)} {each.sent_by}".strip(),
        words.day(each.expires_at),
        each.views,
        each.ended,
    )


def _saved(what: str) -> str:
    return {
        "moved": gettext("Steget er endret."),
        "noted": gettext("Notatet er lagret."),
        "answered": gettext("Svaret er notert."),
        "shortlist": gettext("Lenken er laget. Send den til avsenderen."),
        "mailed": gettext("Svaret er sendt på e-post, med lenken."),
        "not_mailed": gettext("Lenken er laget, men e-posten gikk ikke. Send den selv."),
        "withdrawn": gettext("Lenken virker ikke lenger."),
        "forgotten": gettext("Avsenderen er slettet. Tallene står igjen."),
    }.get(what, "")


def register(blueprint: Blueprint) -> None:
    """Add the pages in both languages."""
    both = ["GET", "POST"]
    norwegian, english = "henvendelser/<int:enquiry_id>", "enquiries/<int:enquiry_id>"
    add(blueprint, "enquiry", norwegian, english, enquiry, both)
    add(blueprint, "enquiry_export", f"{norwegian}.json", f"{english}.json", enquiry_export)
