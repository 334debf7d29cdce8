"""The PDF: tagged, the same each time, set in our own typeface, and deaf to markup in data."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from areal.errors import EnvironmentFault
from areal.sheets import certificate_pdf, certificate_png, render
from areal.sheets.document import (
    Cell,
    Document,
    Entry,
    Group,
    LayerLine,
    Pair,
    ParcelLine,
    Picture,
    Section,
    StripLine,
    Wording,
)
from areal.sheets.glyphs import STAND_IN, letters, printable

WORDS = dict.fromkeys(
    re.findall(r"words\.(\w+)", (render.TEMPLATES / "certificate.typ").read_text()), "Ord"
)
EVIL = '#evil[x] $ ${x} \\u{41} <script> *b* _i_ @ref `raw` // "q" \\'
STAMP = datetime(2026, 11, 1, tzinfo=UTC)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6"><rect width="9" height="6"/></svg>'


def a_document(text: str = "Tekst") -> Document:
    """Return a document in which every kind of part occurs, with ``text`` in all of them."""
    picture = Picture(SVG, text, text)
    entry = Entry(
        code="R01", title=text, verdict="deviates", tag="granted", tag_text=text, level=text,
        unit="m", measured=1.5, limit=2.0, margin=0.5, measured_text=text, limit_text=text,
        margin_text=text, words=text, quote=text, quoted=True, source=text,
        layers=(LayerLine("vann", text, text, text),), notes=(text,), grant=text, picture=picture,
    )  # fmt: skip
    cells = StripLine((Cell("R01", "deviates", text), Cell("R02", "met", text)), text)
    groups = tuple(
        Group(shape, text, text, shape, (entry,)) for shape in ("cards", "table", "list")
    )
    return Document(
        lang="nb", kind="site", key="a", kicker=text, title=text, place=text, tag="deviates",
        tag_text=text, summary=text, service=text, day=text, stamp=STAMP,
        guidance=text, notice=text, facts=(Pair(text, text, text),), picture=picture,
        sections=(Section("a", text, "gap", text, (), cells, groups),), rule_codes=("R01",),
        parcels=(ParcelLine(text, text, "met", text, cells, "/x"),),
        wordings=(Wording("R01", text, text, text, True, text),), sources=(Pair(text, text),),
        provenance=(Pair(text, "ab" * 32, code=True),), legend=(("met", text),), words=WORDS,
    )  # fmt: skip


def test_pdf_is_tagged_and_titled():
    made = certificate_pdf(a_document())
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"/Lang(nb-NO)" in made
    assert b"/Marked true" in made
    assert b"2026-11-01" in made


def test_same_document_gives_the_same_bytes_and_another_others():
    made = certificate_pdf(a_document())
    assert certificate_pdf(a_document()) == made
    assert certificate_pdf(replace(a_document(), lang="en")) != made


def test_only_our_own_typeface_is_used_and_it_is_inside():
    made = certificate_pdf(a_document())
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.S)
    whole = made + b"".join(_inflated(stream) for stream in streams)
    fonts = set(re.findall(rb"/FontName/(?:[A-Z]{6}\+)?([\w-]+)", whole))
    assert fonts
    assert all(name.startswith(b"Inter") for name in fonts)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_data_is_never_read_as_markup():
    made = certificate_pdf(a_document(EVIL)).decode("utf-8", "replace")
    title = re.search(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", made, re.S)
    assert title is not None
    assert "#evil[x] $ ${x} \\u{41} &lt;script&gt; *b*" in title[1]
    template = (render.TEMPLATES / "certificate.typ").read_text(encoding="utf-8")
    assert "eval(" not in template


@pytest.mark.parametrize(
    "name", ["日本 😀", "\u202e\u0000\x07\ufeff", "שלום سلام", "Čáhcesuolu Ŋ", "\n\t"]
)
def test_any_letter_can_be_in_a_name(name):
    assert certificate_pdf(a_document(f"a{name}b")).startswith(b"%PDF-")


def test_letters_the_typeface_lacks_become_a_box_and_control_codes_go():
    faces = render.faces()
    cleaned = printable({"a": ["Åse 日\x07", 1, None]}, faces)
    assert cleaned == {"a": [f"Åse {STAND_IN}", 1, None]}
    assert printable("18,4\u00a0daa «x» – ≥ ²", faces) == "18,4\u00a0daa «x» – ≥ ²"
    assert ord(STAND_IN) in frozenset.intersection(*map(letters, faces))


def test_pages_can_be_looked_at():
    pages = certificate_png(a_document(), 20)
    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_missing_fonts_are_told_with_the_way_out(monkeypatch, tmp_path):
    monkeypatch.setattr(render, "FONTS", tmp_path)
    render.faces.cache_clear()
    try:
        with pytest.raises(EnvironmentFault, match="Inter-Regular") as caught:
            certificate_pdf(a_document())
        assert "vendor_assets" in caught.value.hint
    finally:
        render.faces.cache_clear()
