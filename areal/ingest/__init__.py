"""Files into the catalogue: region, borders, code lists, sites and parcels."""
