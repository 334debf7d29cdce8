"""Keeping an installation alive: looking it over, copying all of it, putting a copy back."""
