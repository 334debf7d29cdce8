"""What a visitor sends to the pre-check page, and the area file it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from areal.assess.areas.attributes import ATTRIBUTES
from areal.assess.areas.kept import restored
from areal.assess.areas.limits import Limits
from areal.assess.areas.read import AreaFile, Asked, Note, read_file
from areal.assess.areas.refused import refusal
from areal.assess.areas.written import SYSTEMS, written
from webmap import uploads
from webmap.language import gettext

FILE = "file"
DRAWN = "drawn"
#: The area of an upload that the page carries along.
KEPT = "kept"
_FIELDS = ("crs", "layer", "each", "label", "strategy", "coordinates", "coordinates_crs")
_KEPT_FIELDS = ("kept", "kept_name", "kept_format", "kept_crs")


@dataclass(frozen=True)
class Sent:
    """The fields of the form as texts, and the file when one was chosen."""

    way: str = FILE
    fields: Mapping[str, str] = field(default_factory=dict)
    #: What is told of the area, by attribute.
    told: Mapping[str, str] = field(default_factory=dict)
    file: tuple[bytes, str] | None = None
    action: str = "check"
    #: Which of several areas is shown, from 0.
    shown: int = 0

    def get(self, name: str) -> str:
        """Return a field, empty when it was not sent."""
        return self.fields.get(name, "")

    def carried(self) -> Iterator[tuple[str, str]]:
        """Yield the fields that a page must send again to ask the same of the same area."""
        yield "way", self.way
        wanted = _FIELDS if self.way == DRAWN else (*_FIELDS, *_KEPT_FIELDS)
        for name in wanted:
            if self.get(name):
                yield name, self.get(name)
        for name, value in self.told.items():
            yield name, value


def read_sent(limits: Limits) -> Sent:
    """Return what the present request sends; raises ``LimitExceeded`` when it is too large."""
    form, files = uploads.form(limits)
    chosen = files.get("file")
    name = (chosen.filename or "") if chosen else ""
    way = form.get("way", FILE)
    action, _, number = form.get("action", "check").partition(":")
    return Sent(
        way=way if way in (FILE, DRAWN, KEPT) else FILE,
        fields={each: form[each] for each in (*_FIELDS, *_KEPT_FIELDS) if form.get(each)},
        told={
            each.name: ",".join(form.getlist(each.name))
            for each in ATTRIBUTES
            if any(form.getlist(each.name))
        },
        file=(chosen.read(), name) if chosen and name else None,
        action=action,
        shown=int(number) if number.isdecimal() else 0,
    )


def area_file(sent: Sent, limits: Limits) -> AreaFile:
    """Return the areas that were sent, in whichever way; raises ``AreaRefused``."""
    if sent.way == DRAWN:
        return _drawn(sent, limits)
    if sent.way == KEPT and sent.file is None:
        file = read_file(sent.get("kept").encode(), "", limits, Asked(each=bool(sent.get("each"))))
        name, form, crs = (sent.get(f"kept_{part}")[:100] for part in ("name", "format", "crs"))
        return restored(AreaFile(name, form, crs, file.areas))
    if sent.file is None:
        raise refusal("nothing_given")
    content, name = sent.file
    asked = Asked(sent.get("crs") or None, sent.get("layer") or None, bool(sent.get("each")))
    return read_file(content, name, limits, asked)


def _drawn(sent: Sent, limits: Limits) -> AreaFile:
    crs = sent.get("coordinates_crs") or SYSTEMS[0]
    if crs not in SYSTEMS:
        raise refusal("crs_unknown", crs=crs[:60])
    if not sent.get("coordinates").strip():
        raise refusal("nothing_given")
    content = written(sent.get("coordinates"), crs)
    file = read_file(content, gettext("Tegnet område"), limits)
    note = Note("read_as", {"crs": crs})
    areas = tuple(replace(area, notes=(note, *area.notes)) for area in file.areas)
    return AreaFile(file.name, gettext("Koordinater"), crs, areas)
