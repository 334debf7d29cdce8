"""The shipped data: made by its scripts, labelled, and as wide as the region."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from hashlib import sha256

from areal.ingest.records import ParcelRecord, SiteFile
from areal.ingest.region import BoundaryDefinition, read_region
from areal.layers.registry import read_registry
from areal.settings import ROOT
from areal.yaml_files import read_typed

GEO = ROOT / "data" / "geo"
SITES = read_typed(GEO / "sample" / "sites.yaml", SiteFile).sites
PARCELS = [
    ParcelRecord.model_validate(feature["properties"])
    for feature in json.loads((GEO / "sample" / "parcels.geojson").read_text())["features"]
]


def test_sample_is_what_its_script_makes() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "scripts" / "make_sample.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert made.returncode == 0, made.stdout + made.stderr


def test_pictures_of_the_sample_are_what_their_script_draws() -> None:
    script = ROOT / "scripts" / "make_pictures.py"
    subprocess.run([sys.executable, script, "--check"], check=True, cwd=ROOT)
    for site in SITES:
        for medium in site.media:
            assert (GEO / "sample" / medium.url.lstrip("/")).is_file()
            assert "eksempel" in medium.credit


def test_borders_are_the_file_their_source_describes() -> None:
    described = read_typed(GEO / "kommuner.yaml", BoundaryDefinition)
    assert sha256((GEO / described.file).read_bytes()).hexdigest() == described.sha256
    assert described.licence == "CC BY 4.0"
    assert "Kartverket" in described.attribution


def test_every_kommune_has_sites_and_parcels_enough() -> None:
    kommuner = set(read_region(GEO).kommuner)
    of_site = {site.slug: site.kommunenummer for site in SITES}
    assert len(SITES) >= 18
    assert len(PARCELS) >= 60
    assert set(of_site.values()) == kommuner
    assert {of_site[parcel.site] for parcel in PARCELS} == kommuner


def test_every_attribute_is_used_and_most_are_somewhere_unknown() -> None:
    rows = [parcel.row() for parcel in PARCELS]
    used = Counter(name for row in rows for name, value in row.items() if value not in (None, []))
    unknown = {name for row in rows for name, value in row.items() if value in (None, "ukjent")}
    assert set(used) == set(ParcelRecord.model_fields)
    assert {"modenhet", "market", "power_mw_now", "water", "price_nok_m2", "planstatus"} <= unknown


def test_all_of_it_says_that_it_is_made_for_show() -> None:
    text = (GEO / "sample" / "sample.yaml").read_text()
    assert "sample: true" in text
    assert "Eksempeldata" in text
    for layer in read_registry(GEO / "layers").values():
        assert layer.sample
        assert "Eksempeldata" in layer.source_name, layer.id
    for site in SITES:
        assert site.contact is None or (site.contact.email or "@example.no").endswith("@example.no")
