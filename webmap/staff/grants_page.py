"""The table of grants for staff: as the public sees it, with the ways to the forms."""

from __future__ import annotations

from flask import Blueprint, Response

from areal.accounts.rights import Permission
from areal.queries import reading
from areal.queries import revision as revisions
from webmap.language import language
from webmap.pages.numbers import day
from webmap.planner import grants
from webmap.staff.address_of import add
from webmap.staff.door import address
from webmap.staff.frame import page
from webmap.staff.session import person


def grants_page() -> Response:
    """Return the table."""
    lang, mine = language(), person().rights.where(Permission.GRANT)
    with reading() as connection:
        as_of = day(revisions.current(connection).as_of, lang)
        shown = grants.values(connection, lang, mine)
    return page(
        "staff/grants.html",
        "grants",
        action=address("grants"),
        new_url=address("grant_new") if mine else "",
        as_of=as_of,
        **shown,
    )


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    add(blueprint, "grants", "avvik", "grants", grants_page)
