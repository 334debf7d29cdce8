"""Sheets as PDF: static maps drawn from our own data, typst templates."""

from areal.sheets.render import certificate_pdf, certificate_png, edition, sheet_pdf, sheet_png

__all__ = ["certificate_pdf", "certificate_png", "edition", "sheet_pdf", "sheet_png"]
