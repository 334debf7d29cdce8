"""Exports of what was found: CSV and XLSX with a data dictionary."""

from areal.exchange.findings import Export, Flavour, write_csv, write_xlsx

__all__ = ["Export", "Flavour", "write_csv", "write_xlsx"]
