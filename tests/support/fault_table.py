"""The page that tells which fault is found in which format, made from what tests found."""

from __future__ import annotations

from collections.abc import Mapping

from areal.ingest.imports.issues import Kind, kinds
from areal.settings import ROOT

PAGE = ROOT / "docs" / "importkontroller.md"
_GRAVE = {"error": "feil", "warning": "advarsel", "info": "opplysning"}
#: About the file as a whole, or about what is in the catalogue: the same in every format.
_HEAD = """# Hva importen kontrollerer

Hver rad i en fil får beskjed om det som er galt med den. En *feil* holder raden utenfor til den er
rettet; en *advarsel* slipper den inn. ● betyr at en fil i formatet med akkurat den feilen er
importert i testene, og at raden fikk beskjeden (`tests/ingest/imports/test_every_fault.py`). –
betyr at formatet ikke kan si det, eller at kontrollen gjelder filen som helhet og er prøvd for seg.
Siden skrives av testene: `WRITE_FAULT_TABLE=1 pytest tests/ingest/imports/test_every_fault.py`.

"""


def table(found: Mapping[str, set[str]]) -> str:
    """Return the page: one line a kind of fault, one column a format."""
    heads = ["Kode", "Grad", *found, "Beskjeden"]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += [_line(kind, found) for kind in kinds().values()]
    return _HEAD + "\n".join(lines) + "\n"


def _line(kind: Kind, found: Mapping[str, set[str]]) -> str:
    marks = ["●" if kind.code in codes else "–" for codes in found.values()]
    return "| " + " | ".join([f"`{kind.code}`", _GRAVE[kind.severity], *marks, kind.nb]) + " |"
