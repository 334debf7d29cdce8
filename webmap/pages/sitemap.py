"""What search engines are told: every public page in both languages, and where not to look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from flask import Blueprint, Response, url_for

from areal.errors import NotFound
from areal.queries import Connection, addresses, kommuner
from areal.queries.revision import Revision
from webmap.language import LANGUAGES, Language
from webmap.pages import links, public
from webmap.revision import current_response

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
#: sitemaps.org allows 50 000 addresses in a file; each page of ours takes two.
MAX_PAGES = 20_000
#: Pages that stand by themselves, by the names of the navigation.
PAGES = (
    "map", "match", "kommuner", "strategy", "data", "embed_code", "accessibility", "privacy",
)  # fmt: skip

_ALTERNATES: tuple[tuple[str, Language], ...] = (("nb", "nb"), ("en", "en"), ("x-default", "nb"))

ET.register_namespace("", _SITEMAP)
ET.register_namespace("xhtml", _XHTML)


@dataclass(frozen=True)
class Entry:
    """A page in each language, and when it last changed."""

    paths: Mapping[Language, str]
    changed: datetime


def _entries(connection: Connection, revision: Revision) -> Iterator[Entry]:
    published = revision.published_at
    for name in PAGES:
        yield Entry({lang: links.page(name, lang) for lang in LANGUAGES}, published)
    for number in kommuner.in_order(connection):
        yield Entry(public.pair("kommune", nr=number), published)
    for site in addresses.sites(connection):
        yield Entry(public.pair("site", slug=site.slug), max(published, site.updated_at))


def _urlset(entries: Sequence[Entry]) -> ET.Element:
    root = ET.Element(f"{{{_SITEMAP}}}urlset")
    for entry in entries:
        for lang in LANGUAGES:
            url = ET.SubElement(root, f"{{{_SITEMAP}}}url")
            ET.SubElement(url, f"{{{_SITEMAP}}}loc").text = links.absolute(entry.paths[lang])
            ET.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = _moment(entry.changed)
            for code, target in _ALTERNATES:
                ET.SubElement(
                    url,
                    f"{{{_XHTML}}}link",
                    rel="alternate",
                    hreflang=code,
                    href=links.absolute(entry.paths[target]),
                )
    return root


def _index(files: int, revision: Revision) -> ET.Element:
    root = ET.Element(f"{{{_SITEMAP}}}sitemapindex")
    for number in range(1, files + 1):
        item = ET.SubElement(root, f"{{{_SITEMAP}}}sitemap")
        path = url_for("pages.sitemap_part", number=number)
        ET.SubElement(item, f"{{{_SITEMAP}}}loc").text = links.absolute(path)
        ET.SubElement(item, f"{{{_SITEMAP}}}lastmod").text = _moment(revision.published_at)
    return root


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds")


def _answer(number: int | None) -> Response:
    def build(connection: Connection, revision: Revision) -> Response:
        entries = list(_entries(connection, revision))
        files = -(-len(entries) // MAX_PAGES)
        if number is None:
            root = _index(files, revision) if files > 1 else _urlset(entries)
        elif number > files:
            raise NotFound(f"There is no list of addresses {number}.")
        else:
            root = _urlset(entries[(number - 1) * MAX_PAGES : number * MAX_PAGES])
        body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
        return Response(body, mimetype="application/xml")

    return current_response(build, links.absolute(""))


def robots() -> Response:
    """Return where search engines may look: pages, not the questions one can ask of them."""
    lines = (
        "User-agent: *",
        # Styles and scripts carry their version in a query.
        "Allow: /static/",
        "Disallow: /api/",
        "Disallow: /plan/",
        "Disallow: /en/plan/",
        "Disallow: /*?",
        "",
        f"Sitemap: {links.absolute(url_for('pages.sitemap'))}",
        "",
    )
    return Response("\n".join(lines), mimetype="text/plain")


def register(blueprint: Blueprint) -> None:
    """Add the list of addresses and robots.txt."""
    blueprint.add_url_rule("/sitemap.xml", "sitemap", _answer, defaults={"number": None})
    blueprint.add_url_rule("/sitemap-<int(min=1):number>.xml", "sitemap_part", _answer)
    blueprint.add_url_rule("/robots.txt", "robots", robots)
