"""The region's look on the web: its tokens as a style sheet, its logo and its typeface."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    request,
    send_from_directory,
    url_for,
)

from areal.settings import Settings, get_settings
from areal.theme import FOLDER, Look, Theme, current_look, fingerprint, hyphened, logo_svg
from webmap.language import Language

_YEAR = 31_536_000
_FALLBACK = 'system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif'

#: Designsystemet's names → ours: its components wear the region's colours too.
ACCENT = {
    "background-default": "paper",
    "background-tinted": "paper_2",
    "surface-default": "paper",
    "surface-tinted": "brand_tint",
    "surface-hover": "brand_hover",
    "surface-active": "brand_hover",
    "border-subtle": "line_2",
    "border-default": "brand_2",
    "border-strong": "brand",
    "text-subtle": "brand",
    "text-default": "ink",
    "base-default": "brand",
    "base-hover": "brand_2",
    "base-active": "brand",
    "base-contrast-subtle": "on_brand",
    "base-contrast-default": "on_brand",
}

blueprint = Blueprint("theme", __name__, url_prefix="/tema")


@dataclass(frozen=True)
class ShownLogo:
    """The region's mark in the top of a page."""

    url: str
    alt: str


def geo_dir() -> Path:
    """Return the data folder of the present application."""
    found = current_app.config.get("AREAL_SETTINGS")
    return (found if isinstance(found, Settings) else get_settings()).geo_dir


def look() -> Look:
    """Return the look of the present application's region."""
    return current_look(geo_dir())


def edition() -> str:
    """Return a hash of the look, for the ETags of what wears it."""
    return fingerprint(look(), geo_dir())


def sheet_url(name: str | None = None) -> str:
    """Return the address of a theme's style sheet; it changes when the theme does."""
    return url_for("theme.sheet", name=look().named(name), v=edition())


def logo(lang: Language) -> ShownLogo | None:
    """Return the region's logo, if it has one."""
    mark = look().logo
    if mark is None:
        return None
    return ShownLogo(url_for("theme.logo_file", v=edition()), getattr(mark.alt, lang))


def style_sheet(shown: Look, theme: Theme) -> str:
    """Write a theme as a style sheet: the typeface, where the region has its own, and the rest."""
    return _face(shown) + properties(shown, theme)


def properties(shown: Look, theme: Theme) -> str:
    """Write a theme as custom properties that fetch nothing."""
    tokens = theme.colours.tokens()
    accent = {f"ds-color-accent-{name}": tokens[ours] for name, ours in ACCENT.items()}
    focus = {"ds-color-focus-inner": tokens["paper"], "ds-color-focus-outer": tokens["focus"]}
    shape = {
        "radius": "8px",
        "shadow": "0 1px 2px rgb(22 36 44 / 14%), 0 6px 20px rgb(22 36 44 / 12%)",
        "font": f"{json.dumps(shown.font.family)}, {_FALLBACK}",
    }
    everywhere = ':root,[data-color-scheme="light"],[data-color="accent"]'
    return _block(everywhere, accent | focus) + _block(":root", hyphened(tokens) | shape)


def _block(selector: str, properties: dict[str, str]) -> str:
    lines = "".join(f"--{name}:{value};" for name, value in properties.items())
    return f"{selector}{{{lines}}}\n"


def _face(shown: Look) -> str:
    if shown.font.web is None:
        return ""
    url = url_for("theme.font_file", name=shown.font.web, v=edition())
    return (
        f"@font-face{{font-family:{json.dumps(shown.font.family)};font-display:swap;"
        f"font-weight:100 900;src:url({json.dumps(url)})}}\n"
    )


@blueprint.get("/<name>.css")
def sheet(name: str) -> Response:
    """Answer with a theme's style sheet."""
    if name not in look().themes:
        abort(404)
    return _kept(Response(style_sheet(look(), look().theme(name)), mimetype="text/css"))


@blueprint.get("/logo.svg")
def logo_file() -> Response:
    """Answer with the region's logo, which as an image can run nothing."""
    text = logo_svg(look(), geo_dir())
    return _kept(Response(text, mimetype="image/svg+xml")) if text else abort(404)


@blueprint.get("/skrift/<name>")
def font_file(name: str) -> Response:
    """Answer with the region's typeface; no other file of the folder is given out."""
    if name != look().font.web:
        abort(404)
    return _kept(send_from_directory(geo_dir().resolve() / FOLDER, name))


def _kept(response: Response) -> Response:
    """Let browsers keep what is asked for by its hash; else they ask each time."""
    response.set_etag(f"{request.path}-{edition()}".replace("/", "-"))
    if request.args.get("v") == edition():
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = _YEAR
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
    return response.make_conditional(request)  # type: ignore[return-value]  # werkzeug's own type


def register(app: Flask) -> None:
    """Add style sheets, logo and typeface; a look that can't be read stops the application here.

    Raises ``InputError`` with file and line.
    """
    with app.app_context():
        look()
    app.register_blueprint(blueprint)
