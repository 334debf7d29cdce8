"""The planner's pages under ``/plan/``: proof, comparison and what-if, one page a module."""

from __future__ import annotations

from flask import Blueprint, Flask


def register(app: Flask) -> None:
    """Add the planner's pages to an application; each module adds its own addresses."""
    blueprint = Blueprint("plan", __name__)
    app.register_blueprint(blueprint)
