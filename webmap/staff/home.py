"""The first page of the staff: who one is, what one may do where, and the way there."""

from __future__ import annotations

from flask import Blueprint, Response

from webmap.staff.address_of import add
from webmap.staff.frame import page, role_name, role_tasks
from webmap.staff.session import person


def home() -> Response:
    """Return the page."""
    roles = [
        (role_name(item.role), role_tasks(item.role), item.place_name)
        for item in person().memberships
    ]
    return page("staff/home.html", "home", roles=roles, email=person().email)


def register(blueprint: Blueprint) -> None:
    """Add the page in both languages."""
    add(blueprint, "home", "", "", home)
