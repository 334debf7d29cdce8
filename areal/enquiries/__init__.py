"""Enquiries for land: taken in from the public, answered by who answers there, forgotten in time."""
