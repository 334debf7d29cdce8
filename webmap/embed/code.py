"""``/bygg-inn``: makes the code that puts the map on another site, with the map as it will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, request, url_for
from flask_babel import force_locale

from areal.errors import NotFound
from areal.queries import Connection, codes, kommuner, sites
from areal.queries import revision as revisions
from areal.queries.revision import Revision
from webmap import theme
from webmap.embed.options import HEIGHT, LEAST, MOST, Frame, height_of
from webmap.language import Language, gettext, language
from webmap.pages import links
from webmap.pages.frame import answer, render, service_title
from webmap.pages.words import Labels

#: Fields of the form, in the order of the code. Whatever else the address asks for is kept.
FIELDS = ("kommune", "kategori", "areal", "lang", "theme", "height")


@dataclass(frozen=True)
class Choice:
    """One choice of a list."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """One list of the form; the first choice asks for nothing."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Form:
    """What the visitor chooses from; ``kept`` came with the address of a filtered map."""

    lists: tuple[Field, ...]
    areal: str
    areal_problem: str
    height: int
    least: int
    most: int
    kept: links.Pairs


@dataclass(frozen=True)
class Code:
    """The three ways to put the map on a page, and the frame itself."""

    frame: Frame
    script: str
    iframe: str
    address: str


def _options(areal: str, lang: Language) -> links.Pairs:
    """Return the options asked for, without those that say what is so anyway."""
    asked = {name: request.args.get(name, "").strip() for name in FIELDS}
    asked["areal"] = areal
    asked["lang"] = "en" if asked_language(lang) == "en" else ""
    asked["height"] = "" if height_of(request.args.items()) == HEIGHT else asked["height"]
    if asked["theme"] == theme.look().default:
        asked["theme"] = ""
    return [*((name, value) for name, value in asked.items() if value), *_kept()]


def asked_language(lang: Language) -> Language:
    """Return the language of the embedded map: that of the page unless another is asked for."""
    asked = request.args.get("lang")
    return "en" if asked == "en" or (asked != "nb" and lang == "en") else "nb"


def _kept() -> links.Pairs:
    return [
        (name, value)
        for name, value in request.args.items(multi=True)
        if value and name not in (*FIELDS, *links.CHOICE)
    ]


def _slug(text: str) -> str:
    """Return the slug in what was pasted: a slug, or the address of a site's page."""
    text = text.strip()
    return urlsplit(text).path.rstrip("/").rpartition("/")[2] if "/" in text else text


def _title(connection: Connection, slug: str, lang: Language) -> str:
    with force_locale(lang):
        service = service_title(revisions.region(connection), lang)
    return f"{sites.get_site(connection, slug).name} – {service}" if slug else service


def made(options: links.Pairs, title: str) -> Code:
    """Write the code for a set of options."""
    frame = Frame(
        src=links.absolute(links.with_query(url_for("embed.page"), options)),
        title=title,
        width=0,
        height=height_of(options),
    )
    data = "".join(
        f' data-{name.replace("_", "-")}="{escape(value)}"' for name, value in _merged(options)
    )
    source = escape(links.absolute(url_for("embed_script.embed_script")))
    script = f'<script src="{source}"{data} data-title="{escape(title)}" async></script>'
    iframe = (
        f'<iframe src="{escape(frame.src)}" title="{escape(title)}" loading="lazy"'
        f' width="100%" height="{frame.height}" style="border:0"></iframe>'
    )
    return Code(frame, script, iframe, _address(options))


def _merged(options: links.Pairs) -> links.Pairs:
    """Return each option once: values of one name are written with commas between."""
    values: dict[str, list[str]] = {}
    for name, value in options:
        values.setdefault(name, []).append(value)
    return [(name, ",".join(several)) for name, several in values.items()]


def _address(options: links.Pairs) -> str:
    """Return the address to paste where oEmbed is understood: a page that people can open too."""
    names = {"areal": "omrade", "kategori": "category"}
    lang: Language = "en" if ("lang", "en") in options else "nb"
    if any(name in ("theme", "height") for name, _ in options):
        return links.absolute(links.with_query(url_for("embed.page"), options))
    pairs = [(names.get(name, name), value) for name, value in options if name != "lang"]
    return links.absolute(links.with_query(url_for(links.endpoint("map", lang)), pairs))


def _list(name: str, label: str, none: str, choices: Sequence[tuple[str, str]]) -> Field:
    chosen = request.args.get(name, "")
    every = [("", none), *choices] if none else choices
    return Field(name, label, tuple(Choice(value, text, value == chosen) for value, text in every))


def _lists(connection: Connection, lang: Language) -> tuple[Field, ...]:
    labels = Labels(codes.labels(connection, lang))
    names = [(item.kommunenummer, item.name) for item in kommuner.summary(connection)]
    kinds = [(code, labels("category", code)) for code in labels.codes("category")]
    look = theme.look()
    looks = [(name, getattr(each.title, lang)) for name, each in look.themes.items()]
    tongue = asked_language(lang)
    languages = (
        Choice("nb", gettext("Norsk (bokmål)"), tongue == "nb"),
        Choice("en", gettext("Engelsk"), tongue == "en"),
    )
    return (
        _list("kommune", gettext("Kommune"), gettext("Alle kommunene"), names),
        _list("kategori", gettext("Områdetype"), gettext("Alle typer"), kinds),
        Field("lang", gettext("Språk i kartet"), languages),
        _list("theme", gettext("Utseende"), "", looks),
    )


def _form(connection: Connection, areal: str, problem: str, lang: Language) -> Form:
    return Form(
        lists=_lists(connection, lang),
        areal=areal,
        areal_problem=problem,
        height=height_of(request.args.items()),
        least=LEAST,
        most=MOST,
        kept=_kept(),
    )


def _build(connection: Connection, revision: Revision, lang: Language) -> str:
    pasted, problem = request.args.get("areal", "").strip(), ""
    slug = _slug(pasted)
    try:
        title = _title(connection, slug, asked_language(lang))
    except NotFound:
        problem = gettext("Det er ikke noe publisert område med den adressen.")
        slug, title = "", _title(connection, "", asked_language(lang))
    return render(
        "embed/code.html",
        "embed_code",
        lang,
        connection,
        revision,
        form=_form(connection, pasted, problem, lang),
        form_url=links.page("embed_code", lang),
        code=made(_options(slug, lang), title),
    )


def code_page(lang: Language) -> Response:
    """Return the page in a language."""
    return answer(
        lambda connection, revision: _build(connection, revision, lang), links.absolute("/")
    )


def _around() -> dict[str, object]:
    """Return the way to the page, which takes the filter of the map along."""
    on_map = (request.endpoint or "").startswith("pages.map_")
    pairs = links.filter_pairs() if on_map else []
    path = links.page("embed_code", language())
    return {"embed_code_url": links.with_query(path, pairs)}


def register(app: Flask) -> None:
    """Add the page in both languages, and the way to it."""
    blueprint = Blueprint("embed_code", __name__)
    blueprint.add_url_rule("/bygg-inn", "page_nb", lambda: code_page("nb"))
    blueprint.add_url_rule("/en/embed-code", "page_en", lambda: code_page("en"))
    app.register_blueprint(blueprint)
    app.context_processor(_around)
