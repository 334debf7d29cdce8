"""Code lists from ``data/geo/codes``."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, text

from areal.strategy.parts import Part
from areal.yaml_files import read_typed


class CodeDefinition(BaseModel):
    """One code with its two labels; a list may say more of its codes, which is kept in the file."""

    model_config = ConfigDict(frozen=True, extra="allow")

    code: str
    nb: str = Field(min_length=1)
    en: str = Field(min_length=1)


class CodeList(Part):
    """A list of codes in their order, and where it comes from."""

    list: str
    source: str
    codes: tuple[CodeDefinition, ...] = Field(min_length=1)


def load_codes(connection: Connection, folder: Path) -> int:
    """Write every list of the folder, new or changed; return the number of codes."""
    rows = [
        {
            "list": codes.list,
            "code": code.code,
            "position": position,
            "nb": code.nb,
            "en": code.en,
            "source": codes.source,
        }
        for path in sorted(folder.glob("*.yaml"))
        for codes in [read_typed(path, CodeList)]
        for position, code in enumerate(codes.codes)
    ]
    connection.execute(
        text(
            "INSERT INTO areal.code (list, code, position, label_nb, label_en, source) "
            "VALUES (:list, :code, :position, :nb, :en, :source) "
            "ON CONFLICT (list, code) DO UPDATE SET position = excluded.position, "
            "label_nb = excluded.label_nb, label_en = excluded.label_en, source = excluded.source"
        ),
        rows,
    )
    return len(rows)
