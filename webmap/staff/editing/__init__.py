"""The editor: sites and parcels as drafts, with the strategy checked while one types."""

from __future__ import annotations

from flask import Blueprint

from webmap.staff.editing import (
    check_answer,
    list_page,
    map_script,
    media_page,
    parcel_page,
    site_page,
)


def register(blueprint: Blueprint) -> None:
    """Add the editor's pages and what their scripts ask."""
    for module in (list_page, site_page, parcel_page, media_page, check_answer, map_script):
        module.register(blueprint)
