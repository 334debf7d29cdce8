"""Take a file of sites and parcels into the catalogue: map, check, compare, load, and undo."""
