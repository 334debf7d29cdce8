"""What every page has around it: names, navigation, language, notice, assets."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext

from areal.queries.revision import Region, Revision
from webmap.language import Language
from webmap.pages import links
from webmap.pages.numbers import day

STATIC = Path(__file__).resolve().parent.parent / "static"
BASE_STYLES = (
    "vendor/designsystemet/theme.css",
    "vendor/designsystemet/designsystemet.css",
    "css/fonts.css",
    "css/theme-kongsvinger.css",
    "css/base.css",
    "css/strip.css",
    "css/reading.css",
    "css/print.css",
)


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
def _fingerprint(path: str, changed: int) -> str:  # noqa: ARG001 - a changed file is a new key
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]


def asset(path: str) -> str:
    """Return the address of a static file with its content's hash: cached until it changes."""
    file = STATIC / path
    version = _fingerprint(path, file.stat().st_mtime_ns) if file.is_file() else "missing"
    return url_for("static", filename=path, v=version)


def _pages(name: str, lang: Language) -> tuple[Page, ...]:
    titles = {
        "map": gettext("Kart"),
        "strategy": gettext("Strategien"),
        "data": gettext("Data"),
    }
    return tuple(
        Page(title, links.page(key, lang), key == name) for key, title in titles.items()
    )


def _notice(revision: Revision, lang: Language) -> Notice | None:
    if revision.notice is None:
        return None
    head, _, rest = revision.notice.get(lang).partition(". ")
    return Notice(f"{head}." if rest else head, rest)


def service_title(region: Region | None, lang: Language) -> str:
    """Name the service after the region it serves."""
    if region is None:
        return gettext("Næringsarealer")
    name = region.name.get(lang)
    if name.startswith("The "):
        name = f"the {name[4:]}"
    return gettext("Næringsarealer i %(region)s", region=name)


def render(
    template: str,
    name: str,
    lang: Language,
    revision: Revision,
    region: Region | None,
    **values: Any,
) -> str:
    """Render a page inside its frame; ``name`` is the page's key in the navigation."""
    pairs = list(request.args.items(multi=True))
    return render_template(
        template,
        lang=lang,
        asset=asset,
        base_styles=BASE_STYLES,
        service_title=service_title(region, lang),
        home=links.page("map", lang),
        pages=_pages(name, lang),
        other={
            "nb": links.with_query(links.page(name, "nb"), pairs),
            "en": links.with_query(links.page(name, "en"), pairs),
        },
        notice=_notice(revision, lang),
        checked_on=day(revision.as_of, lang),
        **values,
    )
