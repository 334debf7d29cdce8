"""Checks of the catalogue against a strategy: runs, their figures, and publishing one."""
