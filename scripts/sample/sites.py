"""The sites of the sample: names and places are real, all else is made up.

Between them the parcels show every verdict. Comments say which rule a parcel is there for.
"""

from __future__ import annotations

from sample import sites_kongsvinger, sites_odal, sites_solor
from sample.layout import Site

SITES: tuple[Site, ...] = (*sites_kongsvinger.SITES, *sites_odal.SITES, *sites_solor.SITES)
