"""The list of enquiries: who waits for an answer stands first, with how long."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, request

from areal.accounts.acting import acting
from areal.enquiries import reading
from areal.enquiries.reading import Line
from areal.enquiries.stages import Stage
from webmap.language import gettext, language
from webmap.pages.links import with_query
from webmap.staff import enquiry_words as words
from webmap.staff.address_of import add
from webmap.staff.door import address
from webmap.staff.frame import page
from webmap.staff.session import person

_MOST = 200


@dataclass(frozen=True)
class Shown:
    """One enquiry in the list."""

    url: str
    title: str
    about: str
    place: str
    state: str
    waits: bool
    reminded: bool
    age: str
    answered: str


@dataclass(frozen=True)
class Tab:
    """A stage to look at, and how many are in it."""

    title: str
    url: str
    count: int
    current: bool


def enquiries() -> Response:
    """Return the page."""
    who = person()
    stage = request.args.get("steg", "open")
    stage = stage if stage in {"open", "all", *Stage} else "open"
    kommune = request.args.get("kommune", "")
    with acting(who) as connection:
        counts = reading.counts(connection)
        found = reading.lines(
            connection, stage="" if stage == "all" else stage, kommune=kommune, most=_MOST
        )
        places = reading.places(connection, language())
    return page(
        "staff/enquiries.html",
        "enquiries",
        lines=[_shown(line) for line in found],
        tabs=_tabs(stage, kommune, counts),
        stage=stage,
        places=places,
        kommune=kommune,
        unanswered=counts["unanswered"],
        action=address("enquiries"),
        most=_MOST if len(found) == _MOST else 0,
    )


def _shown(line: Line) -> Shown:
    name = line.organisation or line.sender
    return Shown(
        url=address("enquiry", enquiry_id=line.enquiry_id),
        title=name or gettext("Avsenderen er slettet"),
        about=words.about(line),
        place=line.place_en if language() == "en" else line.place_nb,
        state=words.state(line),
        waits=words.unanswered(line),
        reminded=line.reminded_at is not None and words.unanswered(line),
        age=words.age(line),
        answered=_answered(line),
    )


def _answered(line: Line) -> str:
    if line.answered_at is None:
        return gettext("Ikke besvart") if words.unanswered(line) else ""
    when = words.day(line.answered_at)
    if not line.answered_by:
        return gettext("Besvart %(day)s", day=when)
    return gettext("Besvart %(day)s av %(name)s", day=when, name=line.answered_by)


def _tabs(current: str, kommune: str, counts: dict[str, int]) -> list[Tab]:
    titles = {"open": gettext("Åpne")}
    titles.update((each.value, words.stage_name(each)) for each in Stage)
    titles["all"] = gettext("Alle")
    kept = [("kommune", kommune)] if kommune else []
    return [
        Tab(
            title,
            with_query(address("enquiries"), [*kept, *([] if key == "open" else [("steg", key)])]),
            counts[key],
            key == current,
        )
        for key, title in titles.items()
    ]


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    add(blueprint, "enquiries", "henvendelser", "enquiries", enquiries)
