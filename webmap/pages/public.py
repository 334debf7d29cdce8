"""Absolute addresses: what leaves the page (links to share, heads, sitemap) names its host."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from flask import current_app, request, url_for

from areal.settings import Settings, get_settings
from webmap.language import LANGUAGES, Language


def base() -> str:
    """Return the address the public sees, without a slash at its end.

    It is the setting ``AREAL_BASE_URL``; without it, the host the visitor asked.
    """
    found = current_app.config.get("AREAL_SETTINGS")
    settings = found if isinstance(found, Settings) else get_settings()
    return (settings.base_url or request.host_url).rstrip("/")


def absolute(path: str) -> str:
    """Return a path of ours with the public host before it."""
    return f"{base()}{path}"


def plain(address: str) -> str:
    """Return an address without query and fragment."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))


def pair(name: str, **values: Any) -> dict[Language, str]:
    """Return the address of a page in each language; ``name`` is its endpoint without language."""
    return {lang: url_for(f"pages.{name}_{lang}", **values) for lang in LANGUAGES}
