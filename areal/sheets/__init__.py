"""Sheets as PDF: static maps drawn from our own data, typst templates."""

from areal.sheets.render import certificate_pdf, certificate_png, edition

__all__ = ["certificate_pdf", "certificate_png", "edition"]
