"""The files on the data page: every link leads to one, which is asked for again at no cost."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from flask.testing import FlaskClient

from webmap.pages.data_files import DOWNLOADS

_LINK = re.compile(r'href="(/(?:en/)?data/[^"]+)" download')
_PAGES = {"nb": "/data", "en": "/en/data"}


@pytest.mark.parametrize("lang", _PAGES)
def test_every_file_is_linked_sent_and_named(client: FlaskClient, lang: str) -> None:
    addresses = _LINK.findall(client.get(_PAGES[lang]).get_data(as_text=True))
    assert len(addresses) == len(DOWNLOADS) == len(set(addresses))
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert int(response.headers["Content-Length"]) == len(response.data) > 1_000
        name = re.search(r'filename="([^"]+)"', response.headers["Content-Disposition"])
        stem, _, ending = address.rpartition("/")[2].partition(".")
        assert name is not None
        assert name[1] == f"{stem}-2026-11-01.{ending}"
        assert response.headers["X-Areal-Notice"].startswith("Eksempeldata.")
        assert "Set-Cookie" not in response.headers
        again = client.get(address, headers={"If-None-Match": response.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_files_hold_what_they_say(client: FlaskClient) -> None:
    tree = json.loads(client.get("/data/tomter.geojson").data)
    published = client.get("/api/v1/parcels.geojson").get_json()
    assert len(tree["features"]) == published["numberMatched"]
    assert tree["eksempeldata"]["nb"].startswith("Eksempeldata.")
    with zipfile.ZipFile(io.BytesIO(client.get("/en/data/catalogue-excel.zip").data)) as archive:
        heads = archive.read("sites.csv").decode("utf-8-sig").splitlines()[0]
    assert heads.startswith("Site id;Site;Municipality no.")
    assert client.get("/data/tomter.parquet").data[:4] == b"PAR1"
    assert client.get("/data/katalog.gpkg").data[:15] == b"SQLite format 3"
