"""Enquiries for land: taken in from the public, answered by the contacts, forgotten in time."""
