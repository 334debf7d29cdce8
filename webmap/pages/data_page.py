"""Where the data come from: layers with date and licence, borders, background map, the run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, Response

from areal.queries import Connection, codes, kommuner, layers
from areal.queries.kommuner import KommuneSummary
from areal.queries.layers import Layer
from areal.queries.revision import Revision
from webmap.language import Language, gettext
from webmap.pages.data_files import format_rows
from webmap.pages.frame import answer, render, settings
from webmap.pages.numbers import day, number
from webmap.pages.words import Labels


@dataclass(frozen=True)
class LayerRow:
    """One layer in the table."""

    title: str
    theme: str
    source: str
    provider: str
    date: str
    stale: str
    failing: str
    count: str
    licence: str
    shown: str


@dataclass(frozen=True)
class BoundarySource:
    """Where the borders of some kommuner come from."""

    names: str
    text: str


def _shown(layer: Layer) -> str:
    if layer.public == "full":
        return gettext("ja") if layer.on_map else gettext("bare som bevis")
    if layer.public == "derived":
        return gettext("bare tall")
    return gettext("nei")


def _stale(layer: Layer, as_of: date) -> str:
    if layer.interval_days is None or layer.source_date is None:
        return ""
    if as_of - layer.source_date <= timedelta(days=layer.interval_days):
        return ""
    return gettext("Eldre enn avtalt")


def _failing(layer: Layer, lang: Language) -> str:
    if layer.refresh_failing_since is None:
        return ""
    since = layer.refresh_failing_since.date()
    return gettext("Kunne ikke oppdateres fra kilden siden %(day)s", day=day(since, lang))


def _row(layer: Layer, labels: Labels, as_of: date, lang: Language) -> LayerRow:
    unknown = gettext("ukjent")
    return LayerRow(
        title=layer.title.get(lang),
        theme=labels("theme", layer.theme),
        source=layer.source or gettext("ikke lastet inn"),
        provider=layer.provider,
        date=day(layer.source_date, lang) if layer.source_date else unknown,
        stale=_stale(layer, as_of),
        failing=_failing(layer, lang),
        count=number(layer.feature_count, lang),
        licence=layer.licence or unknown,
        shown=_shown(layer),
    )


def _boundaries(items: Sequence[KommuneSummary], lang: Language) -> tuple[BoundarySource, ...]:
    names: dict[str, list[str]] = {}
    for item in items:
        told = day(item.boundary_source_date, lang) if item.boundary_source_date else ""
        parts = (item.boundary_source, told, item.boundary_licence, item.boundary_attribution)
        names.setdefault(" · ".join(part for part in parts if part), []).append(item.name)
    return tuple(BoundarySource(", ".join(found), text) for text, found in names.items())


def _basemap() -> str:
    if settings().basemap == "kartverket":
        return gettext(
            "Kartverkets gråtonekart, © Kartverket, CC BY 4.0. Nettleseren henter kartbildene "
            "direkte fra cache.kartverket.no; ingen andre kontaktes."
        )
    return gettext("Ingen. Kartet tegnes av kartlagene over, og ingen andre kontaktes.")


def _run_line(revision: Revision, lang: Language) -> str:
    return gettext(
        "Kontroll nr. %(run)s, per %(day)s, mot «%(title)s». Motorversjon %(version)s.",
        run=revision.run_id,
        day=day(revision.as_of, lang),
        title=revision.strategy.title.get(lang),
        version=revision.engine_version,
    )


def _build(connection: Connection, revision: Revision, lang: Language) -> str:
    labels = Labels(codes.labels(connection, lang))
    found = layers.list_layers(connection)
    return render(
        "data.html",
        "data",
        lang,
        connection,
        revision,
        layers=[_row(layer, labels, revision.as_of, lang) for layer in found],
        boundaries=_boundaries(kommuner.summary(connection), lang),
        basemap_text=_basemap(),
        run_line=_run_line(revision, lang),
        formats=format_rows(lang),
    )


def data_page(lang: Language) -> Response:
    """Return the page of sources in a language."""
    return answer(lambda connection, revision: _build(connection, revision, lang))


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    blueprint.add_url_rule("/data", "data_nb", lambda: data_page("nb"))
    blueprint.add_url_rule("/en/data", "data_en", lambda: data_page("en"))
