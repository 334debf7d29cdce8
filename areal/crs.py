"""The coordinate systems the product uses, by name."""

from __future__ import annotations

#: ETRS89 / UTM zone 33N. All geometry is stored in it: the national standard for data sets.
STORAGE = 25833

#: WGS 84 longitude and latitude in degrees. GeoJSON (RFC 7946) and Leaflet read this and no other.
WGS84 = 4326
