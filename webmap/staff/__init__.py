"""The rooms of the staff under ``/staff/``, closed to the public: asked at the door each time."""

from __future__ import annotations

from flask import Blueprint, Flask

from areal.settings import Settings
from webmap.planner import grants_pages
from webmap.staff import (
    accounts_page,
    consent_page,
    door,
    editing,
    enquiries_page,
    enquiry_page,
    figures_page,
    grants_page,
    home,
    imports_page,
    link_page,
    log_page,
    preview_page,
    provider,
    review_page,
    sign_in,
    site_public_page,
    tasks_page,
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
    enquiries_page.register(blueprint)
    enquiry_page.register(blueprint)
    figures_page.register(blueprint)
    imports_page.register(blueprint)
    grants_pages.register_forms(blueprint)
    editing.register(blueprint)
    review_page.register(blueprint)
    preview_page.register(blueprint)
    site_public_page.register(blueprint)
    consent_page.register(blueprint)
    tasks_page.register(blueprint)
    door.guard(app, blueprint, settings)
    app.register_blueprint(blueprint)
