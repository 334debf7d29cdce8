"""Sheets as PDF: facts, static maps drawn from our own data, typst templates."""
