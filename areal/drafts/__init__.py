"""Drafts of sites: begun from the catalogue, merged by field, checked, and written back whole."""
