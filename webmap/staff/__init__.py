"""The rooms of the staff under ``/staff/``, closed to the public: asked at the door each time."""

from __future__ import annotations

from flask import Blueprint, Flask

from areal.settings import Settings
from webmap.planner import grants_pages
from webmap.staff import (
    accounts_page,
    door,
    grants_page,
    home,
    imports_page,
    link_page,
    log_page,
    provider,
    sign_in,
)
from webmap.staff.session import StaffSessions


def register(app: Flask, settings: Settings) -> None:
    """Add the staff's pages to an application, with what keeps them closed."""
    app.session_interface = StaffSessions(settings)
    blueprint = Blueprint("staff", __name__)
    sign_in.register(blueprint)
    provider.register(app, blueprint, settings)
    link_page.register(blueprint)
    home.register(blueprint)
    accounts_page.register(blueprint)
    log_page.register(blueprint)
    grants_page.register(blueprint)
    imports_page.register(blueprint)
    grants_pages.register_forms(blueprint)
    door.guard(app, blueprint, settings)
    app.register_blueprint(blueprint)
