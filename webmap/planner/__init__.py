"""The planner's pages under ``/plan/``: proof, comparison and what-if, one page a module."""

from __future__ import annotations

from flask import Blueprint, Flask

from webmap.planner import (
    certificate,
    compare,
    grants,
    overview,
    portfolio,
    precheck,
    rulebook,
    whatif,
)


def register(app: Flask) -> None:
    """Add the planner's pages to an application; each module adds its own addresses."""
    blueprint = Blueprint("plan", __name__)
    certificate.register(blueprint)
    compare.register(blueprint)
    grants.register(blueprint)
    overview.register(blueprint)
    portfolio.register(blueprint)
    precheck.register(blueprint)
    rulebook.register(blueprint)
    whatif.register(blueprint)
    app.register_blueprint(blueprint)
