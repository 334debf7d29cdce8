"""The look of a region as its file says it: themes, font and logo."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from areal.errors import InputError
from areal.theme.colours import Colours, Part
from areal.yaml_files import read_text, read_typed

FILE = "theme.yaml"
#: Folder beside the file for what it names: logo and fonts.
FOLDER = "theme"

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
#: A family stands in a style sheet and in Typst: nothing may end its quotes.
Family = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]{0,60}$")]
FontFile = Annotated[str, Field(pattern=r"^[A-Za-z0-9][\w.-]*\.(woff2|ttf|otf)$")]


class Words(Part):
    """A text in bokmål and English."""

    nb: str = Field(min_length=1, max_length=80)
    en: str = Field(min_length=1, max_length=80)


class Theme(Part):
    """One look with its name in words."""

    title: Words
    colours: Colours


class Logo(Part):
    """The region's mark: an SVG file in the folder ``theme``, and what it says in words."""

    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9][\w.-]*\.svg$")]
    alt: Words


class Font(Part):
    """The typeface; without files of its own it must be one that the product brings.

    ``web`` is one variable font for the pages (WOFF2), ``print`` the faces for the PDFs (regular,
    italic, semibold), all in the folder ``theme``.
    """

    family: Family = "Inter"
    web: FontFile | None = None
    print: tuple[FontFile, ...] = ()

    @model_validator(mode="after")
    def _present(self) -> Self:
        if self.family != "Inter" and self.web is None:
            raise ValueError("web: a typeface other than Inter needs its file")
        return self


class Look(Part):
    """The whole file: themes by name, the one that is used unasked, font and logo."""

    default: Name
    themes: dict[Name, Theme] = Field(min_length=1)
    font: Font = Font()
    logo: Logo | None = None

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.default not in self.themes:
            raise ValueError(f"default: there is no theme '{self.default}'")
        return self

    def named(self, name: str | None) -> str:
        """Return the name of a theme, or of the default one for a name that is not there."""
        return name if name in self.themes else self.default

    def theme(self, name: str | None = None) -> Theme:
        """Return a theme, or the default one for a name that is not there."""
        return self.themes[self.named(name)]


#: The look of a region that has said nothing: slate, which is nobody's.
HOUSE = Look(
    default="lys",
    themes={
        "lys": Theme(
            title=Words(nb="Lys", en="Light"),
            colours=Colours(
                brand="#2b3f55",
                brand_2="#3a5370",
                on_brand="#ffffff",
                brand_line="#ffc845",
                brand_tint="#e9eef3",
                brand_hover="#dae3ec",
            ),
        )
    },
)


def read_look(geo_dir: Path) -> Look:
    """Return the look of a data folder, or the house's own where it says nothing.

    Raises ``InputError`` with file and line for an unknown token, a bad colour, a pair of colours
    without contrast, and a file that is named but not there.
    """
    path = geo_dir / FILE
    if not path.exists():
        return HOUSE
    look = read_typed(path, Look)
    for name in _named_files(look):
        if not (geo_dir / FOLDER / name).is_file():
            raise InputError(f"names {FOLDER}/{name}, which does not exist", file=str(path))
    if look.logo is not None and "<svg" not in logo_svg(look, geo_dir):
        raise InputError(f"names {FOLDER}/{look.logo.file}, which is no SVG", file=str(path))
    return look


def current_look(geo_dir: Path) -> Look:
    """Return the look of a data folder, read again when the file has changed."""
    path = geo_dir / FILE
    changed = path.stat().st_mtime_ns if path.exists() else 0
    return _kept(geo_dir, changed)


@lru_cache(maxsize=8)
def _kept(geo_dir: Path, changed: int) -> Look:
    del changed
    return read_look(geo_dir)


def fingerprint(look: Look, geo_dir: Path) -> str:
    """Return a hash of everything a page or PDF takes from the look."""
    digest = hashlib.sha256(look.model_dump_json().encode())
    for name in _named_files(look):
        digest.update((geo_dir / FOLDER / name).read_bytes())
    return digest.hexdigest()[:12]


def logo_svg(look: Look, geo_dir: Path) -> str:
    """Return the logo as SVG text, "" when the region has none."""
    return read_text(geo_dir / FOLDER / look.logo.file) if look.logo else ""


def print_fonts(look: Look, geo_dir: Path) -> list[Path]:
    """Return the region's own faces for paper; none means the product's."""
    return [geo_dir / FOLDER / name for name in look.font.print]


def _named_files(look: Look) -> Iterator[str]:
    if look.logo is not None:
        yield look.logo.file
    if look.font.web is not None:
        yield look.font.web
    yield from look.font.print


def hyphened(tokens: dict[str, str]) -> dict[str, str]:
    """Return tokens by the names that style sheets and Typst give them: ``brand-2``."""
    return {name.replace("_", "-"): value for name, value in tokens.items()}


def typst_tokens(look: Look, geo_dir: Path, lang: str) -> str:
    """Return what a Typst template reads as JSON: colours as "#rrggbb", font, logo and its words.

    Paper has one theme, the default one.
    """
    return json.dumps(
        {
            **hyphened(look.theme().colours.tokens()),
            "font": look.font.family if look.font.print else "Inter",
            "logo": logo_svg(look, geo_dir),
            "logo-alt": getattr(look.logo.alt, lang) if look.logo else "",
        },
        ensure_ascii=False,
    )
