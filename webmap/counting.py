"""Counting what visitors look at: sites, never visitors; written down after the answer has left."""

from __future__ import annotations

import atexit
import re
from collections.abc import Iterable
from http.client import OK

from flask import Flask, Response, current_app, g, request

from areal.figures.tally import Tally
from areal.queries.filters import ParcelFilter
from areal.queries.match import Answer
from areal.settings import Settings

#: Machines that say what they are: they look at everything, and want nothing.
_MACHINE = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|headless", re.I)
_NAME = "areal_tally"


def init(app: Flask, settings: Settings) -> None:
    """Give an application its counts."""
    app.extensions[_NAME] = Tally(settings.count_seconds)
    app.after_request(_count)


def tally() -> Tally:
    """Return the counts of the present application."""
    found = current_app.extensions[_NAME]
    assert isinstance(found, Tally)  # noqa: S101 - set above
    return found


def opened(slug: str) -> None:
    """Count that a site was looked at, once its page has been made."""
    _later().append(("opened", (slug,), ""))


def listed(slugs: Iterable[str]) -> None:
    """Count that sites stood on a shortlist somebody looked at."""
    _later().append(("listed", tuple(slugs), ""))


def searched(asked: ParcelFilter) -> None:
    """Count a search of the map or the list."""
    g.areal_search = asked


def matched(answer: Answer) -> None:
    """Count what a match showed, and what left the other sites out.

    Of a site that has nothing to show, each part that must be there and is in none of its parcels
    that were told of.
    """
    shown = {offer.site_slug for offer in answer.offers if offer.status != "out"}
    _later().append(("shown", tuple(shown), ""))
    lacking: dict[str, list[set[str]]] = {}
    for offer in answer.offers:
        if offer.site_slug not in shown:
            lacking.setdefault(offer.site_slug, []).append(
                {
                    "market" if part.part == "market" else part.question
                    for part in offer.parts
                    if part.must and part.state == "not_met"
                }
            )
    for slug, each in lacking.items():
        for reason in set.intersection(*each) or {"together"}:
            _later().append(("filtered", (slug,), reason))


def _later() -> list[tuple[str, tuple[str, ...], str]]:
    if "areal_counted" not in g:
        g.areal_counted = []
    found: list[tuple[str, tuple[str, ...], str]] = g.areal_counted
    return found


def _count(response: Response) -> Response:
    counts = tally()
    if (
        response.status_code == OK
        and request.method == "GET"
        and not _MACHINE.search(request.headers.get("User-Agent", ""))
    ):
        for what, slugs, reason in g.get("areal_counted", ()):
            counts.add(what, slugs, reason)
        asked = g.get("areal_search")
        if asked is not None:
            counts.search(asked)
    if counts.is_due:
        # Once the visitor has the whole answer: they wait for none of it.
        response.call_on_close(counts.write)
        _write_at_the_end(counts)
    return response


def _write_at_the_end(counts: Tally) -> None:
    """Let a server that is stopped write what it holds; a test or a tool holds nothing."""
    serving = request.environ.get("SERVER_SOFTWARE", "").startswith("gunicorn")
    if serving and not current_app.extensions.get(f"{_NAME}_kept"):
        current_app.extensions[f"{_NAME}_kept"] = True
        atexit.register(counts.write)
