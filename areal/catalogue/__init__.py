"""The only way to write sites and parcels: every change has an author and keeps its history."""
