"""What search engines and link previews read of a page: its one address, picture and facts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from webmap.language import Language
from webmap.pages import links, public

#: Size of every preview picture, in pixels: what the networks that show it ask for.
PICTURE_SIZE = (1200, 630)
_LOCALES = {"nb": "nb_NO", "en": "en_GB"}
#: Characters that would end a script element or a line of it, written as JSON escapes.
_ESCAPES = {code: f"\\u{code:04x}" for code in map(ord, "<>&\u2028\u2029")}


@dataclass(frozen=True)
class Preview:
    """What a page says of itself; ``picture`` is the path of its preview, ``data`` schema.org."""

    description: str = ""
    picture: str = ""
    picture_alt: str = ""
    data: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Head:
    """The finished head: absolute addresses only."""

    canonical: str
    nb: str
    en: str
    locale: str
    other_locale: str
    description: str
    picture: str
    picture_alt: str
    data: Markup | None

    @property
    def picture_size(self) -> tuple[int, int]:
        """Return width and height of the picture, in pixels."""
        return PICTURE_SIZE


def head(paths: Mapping[str, str], preview: Preview, lang: Language) -> Head:
    """Make the head of a page; ``paths`` is its address in each language, filters left out."""
    other = "nb" if lang == "en" else "en"
    return Head(
        canonical=links.absolute(public.plain(paths[lang])),
        nb=links.absolute(public.plain(paths["nb"])),
        en=links.absolute(public.plain(paths["en"])),
        locale=_LOCALES[lang],
        other_locale=_LOCALES[other],
        description=preview.description,
        picture=links.absolute(preview.picture) if preview.picture else "",
        picture_alt=preview.picture_alt,
        data=None if preview.data is None else script_json(preview.data),
    )


def script_json(value: Mapping[str, Any]) -> Markup:
    """Write JSON so that no text in it can end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return Markup(text)  # noqa: S704 - every character that means something to HTML is escaped
