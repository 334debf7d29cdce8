"""Catalogue of business land, checked against the regional arealstrategi."""

__version__ = "0.1.0"
