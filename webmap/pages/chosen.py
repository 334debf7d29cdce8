"""The shortlist of the present address: which sites, in which order, under which title.

It has no account and is stored nowhere. The parameter ``utvalg`` goes along on every link between
public pages; the shortlist's own page names the same sites ``areal``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from webmap.language import Language, gettext, language, ngettext
from webmap.pages import links

#: A file of more sites is a catalogue, which `/data` has; twenty sheets are two seconds of work.
MOST = 20
MAX_TITLE = 80
#: Parameters that go along from page to page.
CARRIED = ("utvalg", "tittel")

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
#: Control codes, and those that turn the direction of what stands after them.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_SHORTLIST = ("pages.shortlist_",)


@dataclass(frozen=True)
class Chosen:
    """Sites by their slugs in the order chosen, and what the list is called."""

    slugs: tuple[str, ...]
    title: str

    @property
    def full(self) -> bool:
        """Whether no more sites can be added."""
        return len(self.slugs) >= MOST

    def pairs(self, name: str) -> links.Pairs:
        """Return the parameters that say this list, with its sites under ``name``."""
        said = [(name, ",".join(self.slugs)), ("tittel", self.title)]
        return [pair for pair in said if pair[1]] if self.slugs else []

    def with_site(self, slug: str) -> Chosen:
        """Return the list with one more site, at its end."""
        return Chosen((*self.without_site(slug).slugs, slug)[:MOST], self.title)

    def without_site(self, slug: str) -> Chosen:
        """Return the list without a site."""
        return Chosen(tuple(each for each in self.slugs if each != slug), self.title)

    def moved(self, slug: str, by: int) -> Chosen:
        """Return the list with a site so many places further down, or up where negative."""
        slugs = [each for each in self.slugs if each != slug]
        slugs.insert(max(self.slugs.index(slug) + by, 0), slug)
        return Chosen(tuple(slugs), self.title)


@dataclass(frozen=True)
class Toggle:
    """The link that puts a site on the list or takes it off."""

    url: str
    text: str
    on: bool


def asked(name: str) -> Chosen:
    """Return the list the present address names by a parameter; what is no slug is left out."""
    return Chosen(slugs_of(request.args.getlist(name)), asked_title())


def slugs_of(given: Sequence[str]) -> tuple[str, ...]:
    """Return the slugs in lists with commas, each once; what is no slug is left out."""
    slugs = dict.fromkeys(text for text in ",".join(given).split(",") if _SLUG.fullmatch(text))
    return tuple(slugs)[:MOST]


def asked_title() -> str:
    """Return the title the address gives, cleaned of unseen letters and cut."""
    return " ".join(_UNSEEN.sub("", request.args.get("tittel", "")).split())[:MAX_TITLE].strip()


def present() -> Chosen:
    """Return the visitor's list, whichever page this is."""
    own = (request.endpoint or "").startswith(_SHORTLIST)
    return asked("areal" if own else "utvalg")


def shortlist_url(chosen: Chosen, lang: Language, form: str = "") -> str:
    """Return the address of a list's page, or of its file in a ``form`` (``pdf``, ``pack``)."""
    name = f"shortlist_{form}" if form else "shortlist"
    return links.with_query(url_for(f"pages.{name}_{lang}"), chosen.pairs("areal"))


def carrying(url: str) -> str:
    """Return an address of a public page of ours with the visitor's list along."""
    return links.with_query(url, present().pairs("utvalg"))


def toggle(slug: str) -> Toggle | None:
    """Return the link for a site on the present page, None when the list is full without it."""
    chosen = present()
    on = slug in chosen.slugs
    if chosen.full and not on:
        return None
    changed = chosen.without_site(slug) if on else chosen.with_site(slug)
    kept = [pair for pair in request.args.items(multi=True) if pair[0] not in CARRIED]
    url = links.with_query(request.path, [*kept, *changed.pairs("utvalg")])
    return Toggle(url, gettext("Ta ut av utvalg") if on else gettext("Legg i utvalg"), on)


def in_frame() -> dict[str, Any] | None:
    """Return what the frame of a page shows of the list: how many, and the way to it.

    None where the map is framed by another site's page, which has no place for a list.
    """
    if request.path.startswith("/embed"):
        return None
    chosen = present()
    lang = language()
    number = len(chosen.slugs)
    return {
        "count": number,
        "url": shortlist_url(chosen, lang),
        "aloud": ngettext("%(num)s område", "%(num)s områder", number),
        "pairs": chosen.pairs("utvalg"),
        "toggle": toggle,
    }
