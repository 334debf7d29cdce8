"""Exports of what was found: CSV and XLSX with a data dictionary."""
