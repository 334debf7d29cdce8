"""The findings of the dashboard as files: CSV in two flavours and a workbook, same filter."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, request

from areal.errors import BadParameter
from areal.exchange import Export, Flavour, write_csv, write_xlsx
from areal.queries import Connection
from areal.queries.revision import Revision
from webmap.files import sent
from webmap.language import Language, gettext
from webmap.planner.overview_asked import Asked
from webmap.planner.overview_filter import filter_form
from webmap.planner.overview_ground import ground
from webmap.revision import current_response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
#: Kept in memory up to here, on disk beyond.
_IN_MEMORY = 4_000_000


@dataclass(frozen=True)
class FileLink:
    """One file with the findings of the present filter."""

    label: str
    url: str


def links(asked: Asked, lang: Language) -> tuple[FileLink, ...]:
    """Return the files that hold what the filter asks for."""
    return (
        FileLink(gettext("Excel (XLSX)"), asked.url(lang, "findings_xlsx")),
        FileLink(gettext("CSV for Excel"), asked.url(lang, "findings_csv", form="excel")),
        FileLink(gettext("CSV"), asked.url(lang, "findings_csv")),
    )


def csv_file(lang: Language) -> Response:
    """Return the findings as CSV; ``form=excel`` gives the one Norwegian Excel opens."""
    flavour = _flavour()

    def build(connection: Connection, revision: Revision) -> Response:
        export = _export(connection, lang)
        # Written whole before it is sent: a fault halfway is an error, not half a file.
        file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - sent, then closed
        write_csv(connection, revision, export, flavour, file)  # type: ignore[arg-type] # a binary file
        return sent(file, CSV, _name(revision, lang, "csv"))

    return current_response(build)


def xlsx_file(lang: Language) -> Response:
    """Return the findings as a workbook."""

    def build(connection: Connection, revision: Revision) -> Response:
        export = _export(connection, lang)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "findings.xlsx"
            write_xlsx(connection, revision, export, path)
            # Open it stays readable after the folder is gone.
            return sent(path.open("rb"), XLSX, _name(revision, lang, "xlsx"))

    return current_response(build)


def _flavour() -> Flavour:
    text = request.args.get("form", "") or Flavour.PLAIN.value
    if text not in {flavour.value for flavour in Flavour}:
        raise BadParameter("form", gettext("«%(value)s» er ikke et valg her.", value=text[:40]))
    return Flavour(text)


def _export(connection: Connection, lang: Language) -> Export:
    base = ground(connection, lang)
    form = filter_form(base.asked, base.names, base.labels, base.rules, lang)
    return Export(base.asked.wanted, lang, form.told)


def _name(revision: Revision, lang: Language, ending: str) -> str:
    word = "findings" if lang == "en" else "funn"
    version = revision.strategy.strategy_id.rpartition("/")[2]
    return f"{word}-{version}-{revision.as_of.isoformat()}.{ending}"


def register(blueprint: Blueprint) -> None:
    """Add the files in both languages."""
    files: dict[str, Callable[[Language], Response]] = {"csv": csv_file, "xlsx": xlsx_file}
    roots: dict[Language, str] = {"nb": "/plan/funn", "en": "/en/plan/findings"}
    for ending, view in files.items():
        for lang, root in roots.items():
            blueprint.add_url_rule(
                f"{root}.{ending}",
                f"findings_{ending}_{lang}",
                view,
                defaults={"lang": lang},
            )
