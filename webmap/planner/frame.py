"""What every planner page has around it: the site's frame and the planner's own navigation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from areal.queries import Connection
from areal.queries.revision import Revision
from webmap.language import Language, gettext
from webmap.pages import links
from webmap.pages.frame import Page, render

#: Name of a page (its endpoint without language) in the order of the navigation.
TABS = ("overview", "rules", "portfolio", "grants", "compare", "whatif", "precheck")


@dataclass(frozen=True)
class Crumb:
    """One step of the way back; the last one has no address."""

    title: str
    url: str | None = None


def address(name: str, lang: Language, **values: Any) -> str:
    """Return the address of a planner page in a language."""
    return url_for(f"plan.{name}_{lang}", **values)


def address_if_any(name: str, lang: Language, **values: Any) -> str:
    """Return the address of a planner page, or "" where its module is not registered."""
    from flask import current_app  # noqa: PLC0415 - only inside a request

    there = f"plan.{name}_{lang}" in current_app.view_functions
    return address(name, lang, **values) if there else ""


def _titles() -> dict[str, str]:
    return {
        "overview": gettext("Oversikt"),
        "rules": gettext("Regelbok"),
        "portfolio": gettext("Portefølje"),
        "grants": gettext("Godkjente avvik"),
        "compare": gettext("Sammenlign"),
        "whatif": gettext("Hva om"),
        "precheck": gettext("Forhåndssjekk"),
    }


def tabs(current: str, lang: Language) -> tuple[Page, ...]:
    """Return the planner's navigation; pages whose module is not registered are left out."""
    from flask import current_app  # noqa: PLC0415 - only inside a request

    known = current_app.view_functions
    titles = _titles()
    return tuple(
        Page(titles[name], address(name, lang), name == current)
        for name in TABS
        if f"plan.{name}_{lang}" in known
    )


def render_plan(
    template: str,
    tab: str,
    name: str,
    lang: Language,
    connection: Connection,
    revision: Revision,
    *,
    view: dict[str, Any] | None = None,
    **values: Any,
) -> str:
    """Render a planner page; ``name`` is its endpoint without language, ``view`` its arguments.

    ``tab`` is the entry of the planner's navigation that is marked as current.
    """
    pairs = list(request.args.items(multi=True))
    return render(
        template,
        "plan",
        lang,
        connection,
        revision,
        other={
            code: links.with_query(address(name, code, **(view or {})), pairs)
            for code in ("nb", "en")
        },
        tabs=tabs(tab, lang),
        **values,
    )
