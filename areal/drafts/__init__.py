"""Drafts of sites: opened from the catalogue, saved, applied to it."""
