"""The form of the pre-check: three ways to give an area, and what may be told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areal.assess.areas.attributes import BY_NAME, Attribute
from areal.assess.areas.limits import Limits
from areal.assess.areas.refused import AreaRefused
from webmap.language import Language, gettext
from webmap.pages import texts
from webmap.pages.numbers import number
from webmap.pages.words import Labels
from webmap.planner.precheck_sent import DRAWN, Sent

#: Attributes in the order they are asked for, under a heading each.
_GROUPS = (
    ("area", ("category", "area_class", "permitted_activities", "retail_m2")),
    ("plan", ("arealformaal", "planstatus", "modenhet", "buildable_area_m2", "bya_percent")),
    ("market", ("market", "owner_kind")),
    ("power", ("power_mw_now", "power_date", "power_status")),
    ("utilities", ("water", "sewage", "sewage_distance_m", "fibre", "access")),
    ("ground", ("geotechnical_report",)),
)
_MILLION = 1_000_000
_INPUT = {"number": "text", "date": "date", "text": "text"}


@dataclass(frozen=True)
class Choice:
    """One value of a field."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """One field of the form; ``shape`` is select, checks, text or date."""

    name: str
    label: str
    shape: str
    value: str = ""
    choices: tuple[Choice, ...] = ()
    fault: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Group:
    """Fields under one heading."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Fault:
    """What has to be corrected: the words, the field they lead to."""

    text: str
    name: str
    target: str


@dataclass(frozen=True)
class Form:
    """Everything the form shows; the area of an upload may be carried along in ``kept``."""

    way: str
    fault: Fault | None
    layer: Field | None
    crs: Field
    coordinates: str
    coordinates_crs: Field
    each: bool
    label: str
    kept: tuple[tuple[str, str], ...]
    kept_name: str
    groups: tuple[Group, ...]
    strategy: Field | None
    max_bytes: int
    too_large: str
    limits: str
    opened: bool


def form(
    sent: Sent,
    fault: AreaRefused | None,
    labels: Labels,
    strategies: Sequence[tuple[str, str]],
    limits: Limits,
    lang: Language,
) -> Form:
    """Return the form with what was sent in it; ``strategies`` are (id, title), published first."""
    wrong = _fault(fault, sent, lang) if fault else None
    groups = tuple(_group(key, names, sent, wrong, labels) for key, names in _GROUPS)
    megabytes = number(limits.max_bytes / _MILLION, lang, 1)
    return Form(
        way=sent.way,
        fault=wrong,
        layer=_layer(fault, sent, wrong),
        crs=_crs("crs", sent.get("crs"), gettext("Som fila sier"), wrong),
        coordinates=sent.get("coordinates"),
        coordinates_crs=_crs("coordinates_crs", sent.get("coordinates_crs"), None, wrong),
        each=bool(sent.get("each")),
        label=sent.get("label"),
        kept=tuple((name, sent.get(name)) for name in _kept_names() if sent.get("kept")),
        kept_name=sent.get("kept_name"),
        groups=groups,
        strategy=_strategy(strategies, sent.get("strategy")),
        max_bytes=limits.max_bytes,
        too_large=gettext("Fila er for stor. Grensen er %(limit)s MB.", limit=megabytes),
        limits=gettext(
            "Høyst %(mb)s MB, %(points)s punkter og %(km2)s km².",
            mb=megabytes,
            points=number(limits.max_vertices, lang),
            km2=number(limits.max_km2, lang, 1),
        ),
        opened=bool(sent.told),
    )


def _kept_names() -> tuple[str, ...]:
    return ("kept", "kept_name", "kept_format", "kept_crs")


def _fault(fault: AreaRefused, sent: Sent, lang: Language) -> Fault:
    name = fault.name
    told = dict(fault.values)
    if name in BY_NAME:
        told["name"] = attribute_label(name)
    text = type(fault)(fault.reason, **told).told(lang)
    if sent.way == DRAWN and name in ("file", "crs"):
        name = "coordinates" if name == "file" else "coordinates_crs"
    return Fault(text, name, name)


def attribute_label(name: str) -> str:
    """Return what an attribute is called, as a field's label: with a capital letter."""
    plain = texts.attribute(name)
    return plain[:1].upper() + plain[1:]


def _crs(name: str, chosen: str, none: str | None, wrong: Fault | None) -> Field:
    systems = (
        ("EPSG:4326", gettext("WGS 84, grader (EPSG:4326)")),
        ("EPSG:4258", gettext("EUREF89, grader (EPSG:4258)")),
        ("EPSG:25832", gettext("EUREF89 UTM sone 32 (EPSG:25832)")),
        ("EPSG:25833", gettext("EUREF89 UTM sone 33 (EPSG:25833)")),
        ("EPSG:25835", gettext("EUREF89 UTM sone 35 (EPSG:25835)")),
        ("EPSG:3857", gettext("Web Mercator (EPSG:3857)")),
    )
    offered = (*((("", none),) if none else ()), *systems)
    return Field(
        name=name,
        label=gettext("Koordinatsystem"),
        shape="select",
        choices=tuple(Choice(value, text, value == chosen) for value, text in offered),
        fault=_said(name, wrong),
    )


def _layer(fault: AreaRefused | None, sent: Sent, wrong: Fault | None) -> Field | None:
    """Return the choice of layer, asked for only when a file has several."""
    if fault is None or fault.name != "layer":
        return None
    names = [str(name) for name in fault.values["names"]]
    choices = tuple(Choice(name, name, name == sent.get("layer")) for name in names)
    return Field(
        "layer", gettext("Lag i fila"), "select", choices=choices, fault=_said("layer", wrong)
    )


def _strategy(strategies: Sequence[tuple[str, str]], chosen: str) -> Field | None:
    if len(strategies) < 2:  # noqa: PLR2004 - one is no choice
        return None
    choices = tuple(Choice(key, title, key == chosen) for key, title in strategies)
    return Field("strategy", gettext("Strategi"), "select", choices=choices)


def _group(
    key: str, names: Sequence[str], sent: Sent, wrong: Fault | None, labels: Labels
) -> Group:
    title = {
        "area": gettext("Område og virksomhet"),
        "plan": gettext("Plan"),
        "market": gettext("Marked og eierskap"),
        "power": gettext("Kraft"),
        "utilities": gettext("Teknisk infrastruktur"),
        "ground": gettext("Grunn"),
    }[key]
    return Group(title, tuple(_field(BY_NAME[name], sent, wrong, labels) for name in names))


def _field(attribute: Attribute, sent: Sent, wrong: Fault | None, labels: Labels) -> Field:
    value = sent.told.get(attribute.name, "")
    name, fault = attribute.name, _said(attribute.name, wrong)
    if attribute.holds not in ("code", "codes"):
        return Field(
            name,
            attribute_label(name),
            _INPUT[attribute.holds],
            value,
            fault=fault,
            unit=unit(name),
        )
    chosen = value.split(",")
    codes = tuple(
        Choice(code, labels(attribute.codes, code), code in chosen)
        for code in labels.codes(attribute.codes)
        if code != "ukjent"
    )
    if attribute.holds == "codes":
        return Field(name, attribute_label(name), "checks", value, codes, fault)
    unknown = Choice("", gettext("Ukjent"), not value)
    return Field(name, attribute_label(name), "select", value, (unknown, *codes), fault)


def unit(name: str) -> str:
    """Return the unit of an attribute that is a number; empty for the others."""
    ending = name.rpartition("_")[2]
    return {"m2": "m²", "m": "m", "percent": "%"}.get(ending, "MW" if "_mw_" in name else "")


def _said(name: str, wrong: Fault | None) -> str:
    return wrong.text if wrong is not None and wrong.name == name else ""
