"""Addresses of the staff's rooms: Norwegian under ``/staff/``, English under ``/staff/en/``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, Response


def add(
    blueprint: Blueprint,
    name: str,
    norwegian: str,
    english: str,
    view: Callable[..., Response],
    methods: Sequence[str] = ("GET",),
) -> None:
    """Add a page in both languages as ``name_nb`` and ``name_en``."""
    options: dict[str, Any] = {"methods": list(methods)}
    blueprint.add_url_rule(f"/staff/{norwegian}", f"{name}_nb", view, **options)
    blueprint.add_url_rule(f"/staff/en/{english}", f"{name}_en", view, **options)
