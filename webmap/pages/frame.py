"""What every page has around it: names, navigation, language, notice, assets."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Response, current_app, render_template, request, url_for

from areal.queries import Connection
from areal.queries import revision as revisions
from areal.queries.revision import Region, Revision
from webmap import bundles, theme
from webmap.language import Language, gettext, language
from webmap.pages import chosen, links
from webmap.pages.current_settings import settings as settings  # noqa: PLC0414
from webmap.pages.head import Preview, head
from webmap.pages.numbers import day
from webmap.revision import current_response

WEBMAP = Path(__file__).resolve().parent.parent
STATIC = WEBMAP / "static"
BASE_STYLES = (
    "vendor/designsystemet/theme.css",
    "vendor/designsystemet/designsystemet.css",
    "css/fonts.css",
    "css/base.css",
    "css/strip.css",
    "css/reading.css",
    "css/print.css",
)
BASE_BUNDLE = bundles.add("base.css", BASE_STYLES)
#: Folders whose files a page is made of: a change in any of them is another page.
_SOURCES = (
    "templates", "static/css", "static/js", "pages", "planner", "mapview", "embed", "translations",
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """One entry of the navigation."""

    title: str
    url: str
    current: bool


@dataclass(frozen=True)
class Notice:
    """The eksempeldata line: its first words stand out."""

    head: str
    rest: str


@lru_cache(maxsize=256)
def _fingerprint(path: str, changed: int) -> str:
    """Hash a static file; ``changed`` makes a changed file another question."""
    del changed
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=1)
def edition() -> str:
    """Hash of everything a page is made of, so that an upgrade makes old answers stale."""
    digest = hashlib.sha256()
    for folder in _SOURCES:
        for file in sorted((WEBMAP / folder).rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"{file.name}{file.stat().st_mtime_ns}".encode())
    return digest.hexdigest()


def asset(path: str) -> str:
    """Return the address of a static file with its content's hash: cached until it changes."""
    file = STATIC / path
    version = _fingerprint(path, file.stat().st_mtime_ns) if file.is_file() else "missing"
    return url_for("static", filename=path, v=version)


def _pages(name: str, lang: Language) -> tuple[Page, ...]:
    titles = {
        "map": gettext("Kart"),
        "match": gettext("Finn areal"),
        "kommuner": gettext("Kommunene"),
        "strategy": gettext("Strategien"),
        "plan": gettext("Planlegging"),
        "data": gettext("Data"),
    }
    known = current_app.view_functions
    return tuple(
        Page(title, chosen.carrying(links.page(key, lang)), key == name)
        for key, title in titles.items()
        if links.endpoint(key, lang) in known
    )


def _feet(lang: Language) -> tuple[Page, ...]:
    """Return the links at the foot of every page."""
    titles = {
        "accessibility": gettext("Tilgjengelighetserklæring"),
        "privacy": gettext("Personvern"),
    }
    known = current_app.view_functions
    return tuple(
        Page(title, links.page(key, lang), current=False)
        for key, title in titles.items()
        if links.endpoint(key, lang) in known
    )


def _notice(revision: Revision, lang: Language) -> Notice | None:
    if revision.notice is None:
        return None
    head, _, rest = revision.notice.get(lang).partition(". ")
    return Notice(f"{head}." if rest else head, rest)


def region_name(region: Region | None, lang: Language) -> str:
    """Return the region's name as it stands inside a sentence."""
    if region is None:
        return gettext("regionen")
    name = region.name.get(lang)
    return f"the {name[4:]}" if name.startswith("The ") else name


def service_title(region: Region | None, lang: Language) -> str:
    """Return what the service is called: business land in this region."""
    if region is None:
        return gettext("Næringsarealer")
    return gettext("Næringsarealer i %(region)s", region=region_name(region, lang))


def frame_defaults() -> dict[str, Any]:
    """Return what the frame needs on any page, also when there is no database to ask."""
    lang = language()
    return {
        "lang": lang,
        "asset": asset,
        "base_bundle": BASE_BUNDLE,
        "bundle": bundles.bundle,
        "theme_url": theme.sheet_url(request.args.get("utseende") if links.embedded() else None),
        "logo": theme.logo(lang),
        "service_title": gettext("Næringsarealer"),
        "home": chosen.carrying(links.home(lang)),
        "carrying": chosen.carrying,
        "fixed": links.fixed_pairs(),
        "embedded": links.embedded(),
        "layout": "embed/base.html" if links.embedded() else "base.html",
        "pages": _pages("", lang),
        "feet": _feet(lang),
        "head": None,
        "other": {"nb": links.page("map", "nb"), "en": links.page("map", "en")},
        "notice": None,
        "checked_on": None,
        "shortlist": None if links.embedded() else chosen.in_frame(),
    }


def around(connection: Connection) -> dict[str, Any]:
    """Return what the frame says of the published catalogue: its name, and the eksempeldata line.

    Raises ``NothingPublished``.
    """
    lang = language()
    return {
        "service_title": service_title(revisions.region(connection), lang),
        "notice": _notice(revisions.current(connection), lang),
    }


def render(
    template: str,
    name: str,
    lang: Language,
    connection: Connection,
    revision: Revision,
    **values: Any,
) -> str:
    """Render a page inside its frame; ``name`` is the page's key in the navigation.

    ``other``, the same page in each language, is worked out unless it is among the values;
    ``paths`` is the page's one address in each language where it is another, ``preview`` what it
    says of itself to those who list it.
    """
    preview = values.pop("preview", Preview())
    if not preview.picture:
        picture = url_for(f"pages.region_picture_{lang}")
        preview = replace(preview, picture=picture, picture_alt=gettext("Kart over regionen"))
    if "other" not in values:
        pairs = list(request.args.items(multi=True))
        values["other"] = {
            "nb": links.with_query(links.page(name, "nb"), pairs),
            "en": links.with_query(links.page(name, "en"), pairs),
        }
    return render_template(
        template,
        service_title=service_title(revisions.region(connection), lang),
        pages=_pages(name, lang),
        head=head(values.pop("paths", values["other"]), preview, lang),
        notice=_notice(revision, lang),
        checked_on=day(revision.as_of, lang),
        page_url=links.page("map", lang),
        **values,
    )


def answer(build: Callable[[Connection, Revision], str], *varies: str) -> Response:
    """Return a page of the published revision, or 304 when the visitor already has it.

    ``varies`` is what else the page depends on besides address, revision and code.
    """

    def respond(connection: Connection, revision: Revision) -> Response:
        return Response(build(connection, revision), mimetype="text/html")

    # The head names the host the visitor asked, where no setting does.
    varies = (theme.edition(), settings().basemap, links.absolute(""), *varies)
    return current_response(respond, edition(), *varies)
