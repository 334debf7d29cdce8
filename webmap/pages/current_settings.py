"""The settings of the present application, for what is told on a page."""

from __future__ import annotations

from flask import current_app, has_app_context

from areal.settings import Settings, get_settings


def settings() -> Settings:
    """Return the settings of the application, or of the process outside one."""
    found = current_app.config.get("AREAL_SETTINGS") if has_app_context() else None
    return found if isinstance(found, Settings) else get_settings()
