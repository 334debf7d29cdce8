"""The pre-check page: an area is uploaded, drawn or written, answered, and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus

from flask import Blueprint, Response, url_for

from areal.assess.areas.against import Against, against, offered
from areal.assess.areas.attributes import by_list, told_by_person
from areal.assess.areas.check import CheckedArea, check, limits_of, slot
from areal.assess.areas.kept import kept
from areal.assess.areas.read import AreaFile
from areal.assess.areas.refused import AreaRefused, PrecheckBusy
from areal.queries import Connection, codes, reading
from areal.queries import revision as revisions
from areal.queries.revision import Revision
from webmap.errors import status_of
from webmap.language import Language, gettext
from webmap.pages.frame import answer, settings
from webmap.pages.words import Labels
from webmap.planner.certificate import pdf_response
from webmap.planner.frame import address, render_plan
from webmap.planner.precheck_form import form
from webmap.planner.precheck_map import SCRIPTS, STYLES, draw_script, script_response
from webmap.planner.precheck_result import document, rows
from webmap.planner.precheck_sent import FILE, KEPT, Sent, area_file, read_sent

_NAME = "precheck"
_RETRY_AFTER = "5"
#: Language, address of the page, name of its map's script.
_ADDRESSES: tuple[tuple[Language, str, str], ...] = (
    ("nb", "/plan/forhandssjekk", "kart.js"),
    ("en", "/en/plan/precheck", "map.js"),
)


@dataclass(frozen=True)
class _Checked:
    """What was sent, as it was read and checked."""

    file: AreaFile
    areas: tuple[CheckedArea, ...]
    by: Against


def _form_page(
    connection: Connection,
    revision: Revision,
    lang: Language,
    sent: Sent,
    fault: AreaRefused | None = None,
    *,
    busy: bool = False,
) -> str:
    labels = Labels(codes.labels(connection, lang))
    strategies = [(each.strategy_id, each.title.get(lang)) for each in offered(connection)]
    script = draw_script(lang)
    return render_plan(
        "plan/precheck.html",
        _NAME,
        _NAME,
        lang,
        connection,
        revision,
        form=form(sent, fault, labels, strategies, limits_of(settings()), lang),
        busy=busy,
        action=address(_NAME, lang),
        map_styles=STYLES,
        map_scripts=SCRIPTS,
        map_script_url=url_for(f"plan.precheck_script_{lang}", v=script.sha256[:12]),
    )


def _empty(lang: Language) -> Response:
    """Return the empty form, or 304 when the visitor already has it."""
    return answer(lambda connection, revision: _form_page(connection, revision, lang, Sent()))


def _sent(lang: Language) -> Response:
    """Answer what was sent: a certificate, a PDF, or the form with what must be corrected."""
    sent = Sent()
    try:
        sent = read_sent(limits_of(settings()))
        if sent.action == "edit":
            return _again(lang, sent, None, HTTPStatus.OK)
        with slot():
            return _unstored(_answered(lang, sent))
    except AreaRefused as error:
        return _again(lang, sent, error, status_of(error))
    except PrecheckBusy:
        response = _again(lang, sent, None, HTTPStatus.SERVICE_UNAVAILABLE)
        response.headers["Retry-After"] = _RETRY_AFTER
        return response


def _answered(lang: Language, sent: Sent) -> Response:
    with reading() as connection:
        lists = by_list(codes.list_codes(connection))
        by = against(connection, revisions.current(connection), sent.get("strategy"))
    given = told_by_person(sent.told, lists)
    file = area_file(sent, limits_of(settings()))
    areas = check(file, given, lists, label=sent.get("label"), strategy=by.name)
    with reading() as connection:
        return _certificate(connection, lang, sent, _Checked(file, areas, by))


def _certificate(connection: Connection, lang: Language, sent: Sent, found: _Checked) -> Response:
    labels = Labels(codes.labels(connection, lang))
    shown = min(sent.shown, len(found.areas) - 1)
    strategy = found.by.strategy if found.by.name else None
    made = document(connection, found.areas[shown], strategy, labels, lang)
    if sent.action == "pdf":
        return pdf_response(made)
    if sent.way in (FILE, KEPT):
        sent = _carrying(sent, found)
    page = render_plan(
        "plan/precheck_answer.html",
        _NAME,
        _NAME,
        lang,
        connection,
        revisions.current(connection),
        certificate=made,
        rows=rows(found.areas, shown, lang) if len(found.areas) > 1 else (),
        shown=shown,
        read_as=_read_as(found.file),
        action=address(_NAME, lang),
        carried=tuple(sent.carried()),
    )
    return Response(page, mimetype="text/html")


def _carrying(sent: Sent, found: _Checked) -> Sent:
    """Return what was sent with its areas in the place of the file, which is gone after this."""
    file = found.file
    told = {
        "kept": kept(found.areas),
        "kept_name": file.name,
        "kept_format": file.format,
        "kept_crs": file.crs,
    }
    fields = {name: text for name, text in sent.fields.items() if name not in ("crs", "layer")}
    return replace(sent, way=KEPT, fields={**fields, **told})


def _read_as(file: AreaFile) -> str:
    return gettext("Lest som %(format)s i %(crs)s.", format=file.format, crs=file.crs)


def _again(lang: Language, sent: Sent, error: AreaRefused | None, status: HTTPStatus) -> Response:
    busy = status == HTTPStatus.SERVICE_UNAVAILABLE
    with reading() as connection:
        revision = revisions.current(connection)
        page = _form_page(connection, revision, lang, sent, error, busy=busy)
    response = _unstored(Response(page, mimetype="text/html"))
    response.status_code = status.value
    return response


def _unstored(response: Response) -> Response:
    """Let no cache keep an answer about an area that is stored nowhere."""
    response.cache_control.no_store = True
    return response


def register(blueprint: Blueprint) -> None:
    """Add the page, what it answers, and its map in both languages."""
    for lang, path, script in _ADDRESSES:
        for name, view, methods in (
            ("precheck", partial(_empty, lang), ["GET"]),
            ("precheck_sent", partial(_sent, lang), ["POST"]),
        ):
            blueprint.add_url_rule(path, f"{name}_{lang}", view, methods=methods)
        blueprint.add_url_rule(
            f"{path}/{script}", f"precheck_script_{lang}", partial(script_response, lang)
        )
