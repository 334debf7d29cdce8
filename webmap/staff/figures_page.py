"""Figures: what was sought and not there, how each site did, and the status of a half-year."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date

from flask import Blueprint, Response, request

from areal.clock import today
from areal.errors import NotFound
from areal.figures import period as periods
from areal.figures import report
from areal.figures.period import Period
from areal.figures.report import Status
from areal.queries import codes, reading
from areal.queries.match import list_targets
from webmap.files import disposition
from webmap.language import Language, gettext, language
from webmap.pages.links import with_query
from webmap.pages.numbers import area, day, number
from webmap.staff import figure_words as words
from webmap.staff.address_of import add
from webmap.staff.door import address
from webmap.staff.frame import page
from webmap.staff.session import person

_SHARE = 100


@dataclass(frozen=True)
class Indicator:
    """One line of the status: its name, and its value in each column."""

    title: str
    values: tuple[str, ...]


def figures() -> Response:
    """Return the page."""
    lang, who, when = language(), person(), _period()
    status = report.status(who, when)
    whole = (*status, report.total(status))
    names = [each.kommune or gettext("Regionen selv") for each in status]
    own = [number for number, each in enumerate(status) if each.kommune is None]
    found = report.sites(who, when)
    return page(
        "staff/figures.html",
        "figures",
        first=when.first.isoformat(),
        last=when.last.isoformat(),
        title=gettext(
            "%(first)s til %(last)s", first=day(when.first, lang), last=day(when.last, lang)
        ),
        halves=_halves(),
        action=address("figures"),
        columns=[*names, gettext("I alt")],
        indicators=[_without_land(each, own) for each in _indicators(whole, lang)],
        needs=_needs(lang),
        sites=[(each, words.reasons(each)) for each in found],
        files={name: _file_url(name, when) for name in ("status", "needs", "sites")},
        made=day(_today(), lang),
    )


def figures_file(table: str) -> Response:
    """Return one of the tables as CSV; raises ``NotFound`` for another name."""
    who, when = person(), _period()
    if table == "status":
        head = [each.name for each in fields(Status)]
        rows: Iterable[Sequence[object]] = (astuple(each) for each in report.status(who, when))
    elif table == "needs":
        head = [each.name for each in fields(report.Need)]
        rows = (astuple(each) for each in report.needs(who, when))
    elif table == "sites":
        head = ["slug", "name", "kommunenummer", "kommune", "what", "reason", "count"]
        rows = _site_rows(report.sites(who, when))
    else:
        raise NotFound("There is no such table.")
    response = Response(_csv(head, rows), mimetype="text/csv")
    file = f"{table}-{when.first}-{when.last}.csv"
    response.headers["Content-Disposition"] = disposition("attachment", file)
    return response


def _site_rows(found: Iterable[report.SiteFigures]) -> Iterable[Sequence[object]]:
    for each in found:
        start = (each.slug, each.name, each.kommunenummer, each.kommune)
        for what in ("shown", "opened", "listed", "enquiries"):
            yield (*start, what, "", getattr(each, what))
        for reason, times in sorted(each.reasons.items()):
            yield (*start, "filtered", reason, times)


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    # Excel takes a file without the mark for another alphabet.
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cell(value: object) -> object:
    """Return a cell no spreadsheet takes for a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return "" if value is None else value


def _needs(lang: Language) -> list[tuple[str, str, int, tuple[str, str, str]]]:
    with reading() as connection:
        lists = codes.labels(connection, lang)
        targets = {
            each.target: each.title.get(lang) for each in list_targets(connection) if not each.code
        }
    return [
        (
            each.kommune or gettext("Hele regionen"),
            words.requirement(each, lists, targets),
            each.needs,
            words.between(each, lang),
        )
        for each in report.needs(person(), _period())
    ]


def _indicators(columns: Sequence[Status], lang: Language) -> list[Indicator]:
    def line(title: str, *values: str) -> Indicator:
        return Indicator(title, values)

    def counts(title: str, name: str) -> Indicator:
        given = (getattr(each, name) for each in columns)
        return line(title, *(gettext("ukjent") if v is None else number(v, lang) for v in given))

    def areas(title: str, name: str) -> Indicator:
        given = (getattr(each, name) for each in columns)
        return line(title, *(gettext("ukjent") if v is None else area(v, lang) for v in given))

    def shares(title: str, part: str, whole: str) -> Indicator:
        return line(
            title, *(_share(getattr(each, part), getattr(each, whole), lang) for each in columns)
        )

    return [
        counts(gettext("Publiserte områder nå"), "sites"),
        counts(gettext("Publiserte tomter, ved utgangen"), "parcels"),
        areas(gettext("Ledig areal, ved utgangen"), "free_m2"),
        areas(gettext("Ledig areal, før perioden"), "free_before_m2"),
        areas(gettext("Ledig og byggeklart, ved utgangen"), "ready_m2"),
        counts(gettext("Tomter solgt i perioden"), "sold"),
        areas(gettext("Areal solgt i perioden"), "sold_m2"),
        shares(gettext("Tomter bekreftet siste tolv måneder"), "fresh", "parcels"),
        counts(gettext("Henvendelser"), "enquiries"),
        shares(gettext("Besvart"), "answered", "enquiries"),
        shares(gettext("Besvart innen to virkedager"), "in_time", "enquiries"),
        counts(gettext("Kommet til befaring eller lenger"), "visits"),
        counts(gettext("Etableringer"), "settled"),
        counts(gettext("Tapt"), "lost"),
        counts(gettext("Henvendelser uten areal som passet"), "unmet"),
        counts(gettext("Utvalg sendt"), "shortlists"),
        counts(gettext("Utvalg åpnet"), "views"),
        counts(gettext("Områder vist i søk"), "shown"),
        counts(gettext("Områdesider åpnet"), "opened"),
    ]


def _without_land(line: Indicator, own: Sequence[int]) -> Indicator:
    """Show a dash where the region itself has no land of its own; it is not unknown."""
    unknown = gettext("ukjent")
    return Indicator(
        line.title,
        tuple(
            "–" if place in own and value == unknown else value
            for place, value in enumerate(line.values)
        ),
    )


def _share(part: int | None, whole: int | None, lang: Language) -> str:
    if part is None or whole is None:
        return gettext("ukjent")
    if not whole:
        return "–"
    return f"{number(part, lang)} ({number(_SHARE * part / whole, lang)} %)"


def _period() -> Period:
    return periods.read(request.args.get("fra", ""), request.args.get("til", ""), _today())


def _halves() -> list[tuple[str, str]]:
    today = _today()
    named = (
        (gettext("Forrige halvår"), periods.half_year(today)),
        (gettext("Hittil dette halvåret"), periods.this_half_year(today)),
    )
    return [(title, with_query(address("figures"), _pairs(each))) for title, each in named]


def _file_url(name: str, when: Period) -> str:
    return with_query(address("figures_file", table=name), _pairs(when))


def _pairs(when: Period) -> list[tuple[str, str]]:
    return [("fra", when.first.isoformat()), ("til", when.last.isoformat())]


def _today() -> date:
    return today()


def register(blueprint: Blueprint) -> None:
    """Add the page and its files in both languages."""
    add(blueprint, "figures", "tall", "figures", figures)
    add(blueprint, "figures_file", "tall/<table>.csv", "figures/<table>.csv", figures_file)
