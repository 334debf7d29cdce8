"""The contact form: an enquiry about a site, a shortlist or a need, sent without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, request, url_for
from werkzeug.datastructures import MultiDict

from areal.accounts.throttle import TooOften
from areal.enquiries import notices
from areal.enquiries.receive import (
    LONGEST,
    REFERENCE,
    Sender,
    TooManyToday,
    faults,
    receive,
    tidied,
)
from areal.errors import NotFound
from areal.queries import Connection, codes, kommuner, reading, sheet, sites
from areal.queries import revision as revisions
from areal.queries.match import Asked, list_targets, match
from areal.queries.revision import Revision
from webmap.language import Language, gettext
from webmap.matching import scale_of
from webmap.pages import chosen, contact_words, form_guard, links, public
from webmap.pages.frame import render, settings
from webmap.pages.match_asked import Choices, Read, read_asked
from webmap.pages.match_form import match_form
from webmap.pages.match_sentences import summary
from webmap.pages.match_words import Words
from webmap.pages.words import Labels
from webmap.revision import mark

STYLES = ("css/match.css", "css/contact.css")
_UNPROCESSABLE, _TOO_MANY, _SEE_OTHER = 422, 429, 303


@dataclass(frozen=True)
class About:
    """What the enquiry is about: sites by slug and name."""

    slugs: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Sent:
    """What a form said when it was sent, and what is wrong with it: field (or "") and words."""

    sender: Sender
    consent: bool
    trapped: bool
    slip: str
    errors: tuple[tuple[str, str], ...] = ()


def form_page(lang: Language, slug: str = "") -> Response:
    """Return the empty form; raises ``NotFound``, or ``Gone`` for a site that is withdrawn."""
    empty = Sender("", "", "", "", "")
    fresh = Sent(empty, consent=False, trapped=False, slip=form_guard.slip(settings()))
    with reading() as connection:
        return _form(connection, lang, _about(connection, slug, request.args), fresh, request.args)


def sent_page(lang: Language, slug: str = "") -> Response:
    """Take the form and lead on to the page that says so, or show it again with its faults."""
    given = request.form
    said = _said()
    with reading() as connection:
        about = _about(connection, slug, given)
        read = read_asked(_choices(connection, lang), given)
        if said.errors:
            return _form(connection, lang, about, said, given, status=_UNPROCESSABLE)
        fits = _fits(connection, read.asked)
        try:
            form_guard.count(settings(), request.remote_addr or "")
            reference = receive(
                settings(), said.sender, read.asked, sites=about.slugs, fits=fits, lang=lang
            )
        except (TooOften, TooManyToday):
            full = _with(said, ("", contact_words.full(settings().contact_email)))
            return _form(connection, lang, about, full, given, status=_TOO_MANY)
    notices.tell_new(settings(), links.absolute(""))
    response = Response(status=_SEE_OTHER)
    response.headers["Location"] = url_for(f"pages.contact_received_{lang}", reference=reference)
    response.cache_control.no_store = True
    return response


def received_page(lang: Language, reference: str) -> Response:
    """Return the page that says an enquiry came; the reference is all it knows."""
    if not REFERENCE.fullmatch(reference):
        raise NotFound("There is no such page.")
    with reading() as connection:
        revision = revisions.current(connection)
        html = render(
            "contact_received.html",
            "contact",
            lang,
            connection,
            revision,
            reference=reference,
            email=settings().contact_email,
            days=settings().enquiry_remind_days,
            other={
                each: url_for(f"pages.contact_received_{each}", reference=reference)
                for each in ("nb", "en")
            },
            styles=STYLES,
        )
    return _kept_nowhere(html, revision, 200)


def _said() -> Sent:
    given = request.form
    sender = tidied(Sender(*(given.get(name, "") for name in Sender.__dataclass_fields__)))
    slip = given.get("slip", "")
    wrong = [(each.field, contact_words.fault(each)) for each in faults(sender)]
    consent = given.get("consent") == "1"
    if not consent:
        wrong.append(("consent", gettext("Kryss av for at vi kan ta vare på det du skriver.")))
    trapped = bool(given.get(form_guard.TRAP, "").strip())
    if trapped:
        wrong.append((form_guard.TRAP, gettext("Tøm feltet «Nettsted». Det skal stå tomt.")))
    late = form_guard.fault(settings(), slip)
    if late:
        wrong.append(("", contact_words.late(late)))
        # Too quick a one gets older; the others never were good, or are no more.
        slip = slip if late == "quick" else form_guard.slip(settings())
    return Sent(sender, consent, trapped, slip, tuple(wrong))


def _with(said: Sent, error: tuple[str, str]) -> Sent:
    return Sent(said.sender, said.consent, said.trapped, said.slip, (*said.errors, error))


def _about(connection: Connection, slug: str, values: MultiDict[str, str]) -> About:
    if slug:
        return About((slug,), (sites.get_site(connection, slug).name,))
    asked = chosen.slugs_of(values.getlist("areal"))
    names = sheet.names(connection, asked)
    known = tuple(each for each in asked if each in names)
    return About(known, tuple(names[each] for each in known))


def _choices(connection: Connection, lang: Language) -> Choices:
    lists = codes.labels(connection, lang)
    return Choices(
        uses=lists.get("activity", {}),
        kommuner={item.kommunenummer: item.name for item in kommuner.summary(connection)},
        steps=lists.get("modenhet", {}),
        targets=list_targets(connection),
    )


def _fits(connection: Connection, asked: Asked) -> bool | None:
    return None if asked.is_empty else match(connection, asked, scale_of(settings())).found


def _form(
    connection: Connection,
    lang: Language,
    about: About,
    said: Sent,
    values: MultiDict[str, str],
    *,
    status: int = 200,
) -> Response:
    revision = revisions.current(connection)
    choices = _choices(connection, lang)
    read: Read = read_asked(choices, values)
    words = Words(Labels(codes.labels(connection, lang)), choices.targets, lang)
    single = request.view_args and "slug" in request.view_args
    paths = public.pair("contact_site", slug=about.slugs[0]) if single else public.pair("contact")
    told = summary(read.asked, words, choices.kommuner)
    html = render(
        "contact.html",
        "contact",
        lang,
        connection,
        revision,
        other={
            each: links.with_query(path, list(request.args.items(multi=True)))
            for each, path in paths.items()
        },
        about=about,
        action=paths[lang],
        said=said,
        errors=said.errors,
        wrong=dict(said.errors),
        longest=LONGEST,
        trap=form_guard.TRAP,
        form=match_form(read, choices, revision.as_of, lang),
        asked=told,
        odd=read.faults,
        keep_days=settings().enquiry_keep_days,
        controller=settings().controller,
        privacy_url=links.page("privacy", lang),
        styles=STYLES,
    )
    return _kept_nowhere(html, revision, status)


def _kept_nowhere(html: str, revision: Revision, status: int) -> Response:
    response = Response(html, status=status, mimetype="text/html")
    # The form holds a time, and when it was sent, what somebody wrote.
    response.cache_control.no_store = True
    mark(response, revision)
    return response


def register(blueprint: Blueprint) -> None:
    """Add the form, with and without a site, and the page after it, in both languages."""
    paths: dict[Language, tuple[str, str]] = {
        "nb": ("/kontakt", "mottatt"),
        "en": ("/en/contact", "received"),
    }
    for lang, (path, received) in paths.items():
        defaults = {"lang": lang}
        for name, rule in (("contact", path), ("contact_site", f"{path}/<slug>")):
            blueprint.add_url_rule(rule, f"{name}_{lang}", form_page, defaults=defaults)
            blueprint.add_url_rule(
                rule, f"{name}_sent_{lang}", sent_page, defaults=defaults, methods=["POST"]
            )
        blueprint.add_url_rule(
            f"{path}/{received}/<reference>",
            f"contact_received_{lang}",
            received_page,
            defaults=defaults,
        )
