"""The columns of a table of findings: key, heading, what stands there, and how it is written."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from areal.yaml_files import read_typed


class Part(BaseModel):
    """A part of a file of columns: nothing in it is changed, nothing unknown is taken."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Part):
    """A text in bokmål and English."""

    nb: str
    en: str

    def get(self, lang: str) -> str:
        """Return the text in ``lang``."""
        return self.en if lang == "en" else self.nb


class Column(Part):
    """One column; ``key`` names the value and heads the plain CSV, ``nb`` and ``en`` explain it."""

    key: str
    title: Words
    nb: str
    en: str
    form: Literal["text", "number", "share", "whole", "date", "flag", "list", "json"]
    #: Width in characters where a width can be set.
    width: int

    def what(self, lang: str) -> str:
        """Say what stands in the column."""
        return self.en if lang == "en" else self.nb


class _File(Part):
    columns: tuple[Column, ...]


COLUMNS = read_typed(Path(__file__).with_name("columns.yaml"), _File).columns
