"""The editor's pages: sites and parcels as drafts, two at once, outlines, pictures, the check."""

from __future__ import annotations

import json
import re
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import text

from areal.database import Role, connect
from areal.settings import Settings
from tests.support.staff import hidden, person, signed_in
from webmap import create_app

GRUE = "3417"
KEY = "k" * 40


@pytest.fixture
def kari(staff_app: Flask) -> FlaskClient:
    return signed_in(staff_app.test_client(), person("kari@x.example", ("editor", GRUE)))


@pytest.fixture
def ola(staff_app: Flask) -> FlaskClient:
    return signed_in(staff_app.test_client(), person("ola@x.example", ("editor", GRUE)))


def fields_of(page: str) -> dict[str, Any]:
    """Return the fields of the editor's form as a browser would send them."""
    form = page[page.index('id="draft-form"') :].split("</form>", maxsplit=1)[0]
    found: dict[str, Any] = {}
    for tag in re.findall(
        r"<input\b[^>]*>|<(?:select|textarea)\b.*?</(?:select|textarea)>", form, re.S
    ):
        name = re.search(r'name="([\w-]+)"', tag)
        if name is None:
            continue
        if tag.startswith("<select"):
            chosen = re.search(r'<option value="([^"]*)" selected', tag)
            first = re.search(r'<option value="([^"]*)"', tag)
            value = (chosen or first)[1] if first else ""
        elif tag.startswith("<textarea"):
            value = tag.partition(">")[2].removesuffix("</textarea>")
        elif 'type="checkbox"' in tag and " checked" not in tag:
            continue
        else:
            value = (re.search(r'value="([^"]*)"', tag) or ["", ""])[1]
        found.setdefault(name[1], []).append(unescape(value))
    return found


def begin(client: FlaskClient) -> str:
    """Open the draft of a site with several parcels; return its address."""
    with connect(Role.APP) as connection:
        site = connection.execute(
            text(
                "SELECT site_id FROM areal.parcel WHERE kommunenummer = :k "
                "GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1"
            ),
            {"k": GRUE},
        ).scalar_one()
    sent = client.post("/staff/omrader/nytt", data={**hidden(client, "/staff/"), "site": site})
    assert sent.status_code == 303
    return str(sent.headers["Location"])


def first_parcel(client: FlaskClient, site: str) -> str:
    page = client.get(site).text
    return str(re.search(rf'href="({site}/tomt/[^"]+)"', page)[1])


def draft() -> dict[str, Any]:
    with connect(Role.APP) as connection:
        row = connection.execute(text("SELECT * FROM areal.draft")).one()
        return dict(row._mapping)


def test_a_site_is_changed_in_both_languages_and_kept_as_a_draft(kari):
    site = begin(kari)
    assert "Kladd" in kari.get("/staff/omrader").text
    fields = fields_of(kari.get(site).text)
    untouched = kari.post(site, data=fields)
    assert untouched.status_code == 303
    assert draft()["version"] == 1
    fields |= {"description_nb": ["Nær E16."], "description_en": ["Close to E16."]}
    assert kari.post(site, data=fields).headers["Location"] == f"{site}?lagret=1"
    content = draft()["content"]["site"]
    assert (content["description_nb"], content["description_en"]) == ("Nær E16.", "Close to E16.")
    english = kari.get(site.replace("/staff/omrade/", "/staff/en/site/"))
    assert "Close to E16." in english.text


def test_numbers_are_written_as_norwegians_do_and_faults_told_as_an_import_tells_them(kari):
    parcel = first_parcel(kari, begin(kari))
    fields = fields_of(kari.get(parcel).text)
    fields |= {"price_nok_m2": ["1 250,5"], "buildable_area_m2": ["12,5 daa"]}
    assert kari.post(parcel, data=fields).status_code == 303
    held = draft()["content"]["parcels"][0]["fields"]
    assert (held["price_nok_m2"], held["buildable_area_m2"]) == (1250.5, 12_500)
    wrong = {
        "version": ["2"], "price_nok_m2": ["tolv"], "matrikkel": ["x"], "label": [""],
        "power_date": ["2199-01-01"], "market": ["solgt"],
    }  # fmt: skip
    told = kari.post(parcel, data={**fields, **wrong})
    assert told.status_code == 422
    page = unescape(told.text)
    assert "Rett opp 4 ting" in page
    assert "«tolv» er ikke et tall for Pris" in page
    assert 'href="#f-matrikkel"' in page
    assert 'value="tolv"' in page
    assert draft()["version"] == 2
    half = kari.post(parcel, data={**fields, **wrong}, headers={"Accept": "application/json"})
    assert half.json["saved"]
    assert set(half.json["wrong"]) == {"price_nok_m2", "matrikkel", "label", "power_date"}
    held = draft()["content"]["parcels"][0]["fields"]
    assert (held["market"], held["price_nok_m2"]) == ("solgt", 1250.5)


def test_two_editors_of_other_fields_meet_without_losing_anything(kari, ola):
    parcel = first_parcel(kari, begin(kari))
    mine, theirs = fields_of(kari.get(parcel).text), fields_of(ola.get(parcel).text)
    kari.post(parcel, data={**mine, "arealplan_id": ["KARI-1"]})
    told = ola.post(parcel, data={**theirs, "geotechnical_report": ["Rapport 7"]})
    assert told.status_code == 200
    assert "Arealplan-ID: KARI-1" in told.text
    held = draft()["content"]["parcels"][0]["fields"]
    assert (held["arealplan_id"], held["geotechnical_report"]) == ("KARI-1", "Rapport 7")


def test_two_editors_of_one_field_choose_and_nothing_is_overwritten(kari, ola):
    parcel = first_parcel(kari, begin(kari))
    mine, theirs = fields_of(kari.get(parcel).text), fields_of(ola.get(parcel).text)
    kari.post(parcel, data={**mine, "label": ["Karis tomt"]})
    also = {**theirs, "label": ["Olas tomt"], "geotechnical_report": ["Rapport 7"]}
    auto = ola.post(parcel, data=also, headers={"Accept": "application/json"})
    assert (auto.status_code, auto.json["conflict"]) == (409, True)
    told = ola.post(parcel, data=also)
    assert told.status_code == 409
    assert "Karis tomt" in told.text
    assert "Olas tomt" in told.text
    assert draft()["content"]["parcels"][0]["fields"]["label"] == "Karis tomt"
    form = told.text[told.text.index("<main") :]
    carried: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', form):
        carried.setdefault(name, []).append(unescape(value))
    chosen = ola.post(parcel, data={**carried, "choose_0": ["mine"]})
    assert chosen.status_code == 303
    held = draft()["content"]["parcels"][0]["fields"]
    assert (held["label"], held["geotechnical_report"]) == ("Olas tomt", "Rapport 7")
    # What was chosen between is looked at again when it has moved once more.
    kari.post(parcel, data={**fields_of(kari.get(parcel).text), "label": ["Nok en"]})
    assert ola.post(parcel, data={**carried, "choose_0": ["mine"]}).status_code == 409


def test_the_check_tells_what_would_change_and_saves_nothing(kari):
    parcel = first_parcel(kari, begin(kari))
    fields = fields_of(kari.get(parcel).text)
    same = kari.post(f"{parcel}/sjekk", data=fields)
    assert same.json["turned"] == []
    assert same.json["counts"]
    emptied = {name: [""] for name in ("arealplan_id", "planstatus", "arealformaal", "modenhet")}
    told = kari.post(f"{parcel}/sjekk", data={**fields, **emptied}).json
    assert told["turned"]
    assert "Mangler opplysning" in {one["after"] for one in told["turned"]}
    assert draft()["version"] == 1
    site = parcel.split("/tomt/")[0]
    whole = kari.post(f"{site}/sjekk", data=fields_of(kari.get(site).text))
    assert whole.json["turned"] == []


def test_an_outline_is_written_drawn_split_and_joined(kari):
    site = begin(kari)
    parcel = first_parcel(kari, site)
    shapes = kari.get(f"{site}/omriss.json").json["features"]
    key = parcel.rpartition("/")[2]
    [own] = [one for one in shapes if one["properties"]["key"] == key]
    fields = fields_of(kari.get(parcel).text)
    told = kari.post(
        f"{parcel}/sjekk", data={**fields, "drawn": [json.dumps(own["geometry"])]}
    ).json
    assert not told["wrong"]
    assert told["coordinates"].splitlines()[0].split()[0].startswith(("2", "3"))
    wrong = kari.post(parcel, data={**fields, "coordinates": ["1 2\nx"]})
    assert wrong.status_code == 422
    west, south = 332_000, 6_709_000
    box = f"{west} {south}\n{west + 100} {south}\n{west + 100} {south + 100}\n{west} {south + 100}"
    assert kari.post(parcel, data={**fields, "coordinates": [box]}).status_code in (200, 303)
    carried = {**hidden(kari, "/staff/"), "version": "2", "do": "split"}
    beside = kari.post(parcel, data={**carried, "line": "1 2\n3 4"})
    assert beside.status_code == 422
    line = f"{west + 40} {south - 9}\n{west + 40} {south + 109}"
    assert kari.post(parcel, data={**carried, "line": line}).status_code == 303
    pieces = [
        one for one in draft()["content"]["parcels"] if one["fields"]["label"].endswith("(2)")
    ]
    assert len(pieces) == 1
    joined = {**carried, "version": "3", "do": "join", "other": pieces[0]["key"]}
    assert kari.post(parcel, data=joined).status_code == 303
    assert kari.post(parcel, data={**joined, "version": "4"}).status_code == 422
    removed = {**carried, "version": "4", "do": "remove"}
    assert kari.post(parcel, data=removed).headers["Location"] == site


def test_a_new_site_and_a_new_parcel(kari):
    carried = hidden(kari, "/staff/omrader/nytt")
    empty = kari.post("/staff/omrader/nytt", data=carried)
    assert empty.status_code == 422
    new = {**carried, "name": "Nye Rasta", "kommune": GRUE}
    site = kari.post("/staff/omrader/nytt", data=new).headers["Location"]
    assert "Områdetype" in kari.get(site).text
    added = kari.post(site, data={**carried, "version": "1", "do": "add", "label": "Tomt 1"})
    page = kari.get(added.headers["Location"]).text
    assert 'value="Tomt 1"' in page
    other = {**new, "kommune": "3401"}
    assert kari.post("/staff/omrader/nytt", data=other).status_code == 403
    kari.post(site, data={**carried, "version": "2", "do": "discard"})
    assert draft()["state"] == "forkastet"
    assert kari.post(site, data={**fields_of(kari.get(site).text)}).status_code == 409


# ------------------------------------------------------------------ pictures


@pytest.fixture
def pictures(staff_app: Flask, tmp_path: Path) -> tuple[FlaskClient, str, Path]:
    """Return an editor's client with a data folder of its own, and the page of pictures."""
    del staff_app
    app = create_app(
        Settings(secret_key=KEY, data_dir=tmp_path, media_max_bytes=300_000,
                 media_max_pixels=4_000_000)
    )  # fmt: skip
    client = signed_in(app.test_client(), person("foto@x.example", ("editor", GRUE)))
    return client, f"{begin(client)}/bilder", tmp_path


TEXTS = {"alt_nb": "Tomta", "alt_en": "The plot", "credit": "Grue", "licence": "CC BY 4.0"}


def picture(size: tuple[int, int] = (1200, 900), form: str = "JPEG", **options: Any) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, "green").save(made, form, **options)
    return made.getvalue()


def upload(client: FlaskClient, page: str, content: bytes, name: str = "a.jpg", **more: str) -> Any:
    data = {**hidden(client, page), "do": "add", **TEXTS, **more}
    return client.post(page, data={**data, "file": (BytesIO(content), name)})


def test_a_picture_is_made_anew_without_where_it_was_taken(pictures):
    client, page, folder = pictures
    exif = Image.Exif()
    exif[0x010F] = "Kamera"
    exif.get_ifd(0x8825)[1] = "N"
    sent = picture(exif=exif) + b"<script>alert(1)</script>"
    assert upload(client, page, sent, "../../../etc/passwd.jpg").status_code == 303
    [item] = [one for one in draft()["content"]["media"] if "opplastet" in one["url"]]
    answer = client.get(item["url"])
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    kept = Image.open(BytesIO(answer.data))
    assert (kept.format, kept.size, len(kept.getexif())) == ("JPEG", (1200, 900), 0)
    assert b"script" not in answer.data
    small = client.get(item["url"].replace(".jpg", "-800.webp"))
    assert Image.open(BytesIO(small.data)).size == (800, 600)
    written = [file for file in folder.rglob("*") if file.is_file()]
    assert all(file.parent == folder / "media" / "opplastet" for file in written)
    assert upload(client, page, sent).status_code == 422


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "ikke et bilde"),
        (b"GIF89a/*" + b"x" * 50, "ikke et bilde"),
        (b"%PDF-1.7", "ikke et bilde"),
        (picture()[:400], "ikke et bilde"),
        (picture((9000, 9000), "PNG"), "piksler"),
        (b"\xff\xd8\xff" + b"0" * 300_001, "for stort"),
        (b"\xff\xd8\xff" + b"0" * 900_000, "for stort"),
    ],
)
def test_what_is_no_picture_or_too_much_of_one_is_refused(pictures, content, says):
    client, page, folder = pictures
    told = upload(client, page, content)
    assert told.status_code == 422
    assert says in told.text
    assert not list(folder.rglob("opplastet/*"))


def test_a_picture_without_its_texts_is_refused(pictures):
    client, page, _ = pictures
    told = upload(client, page, picture(), alt_en="")
    assert told.status_code == 422
    assert "Bildetekst på engelsk må fylles ut." in told.text


@pytest.mark.parametrize(("command", "status"), [("true", 303), ("false", 422), ("/no/such", 422)])
def test_the_installations_own_command_looks_at_every_file(staff_app, tmp_path, command, status):
    del staff_app
    app = create_app(Settings(secret_key=KEY, data_dir=tmp_path, media_scan_command=command))
    client = signed_in(app.test_client(), person("foto@x.example", ("editor", GRUE)))
    assert upload(client, f"{begin(client)}/bilder", picture()).status_code == status


def test_a_film_is_a_link_over_https_and_media_are_put_in_order(pictures):
    client, page, _ = pictures
    data = {**hidden(client, page), "do": "add", **TEXTS, "kind": "dronefilm"}
    assert client.post(page, data={**data, "url": "javascript:alert(1)"}).status_code == 422
    assert client.post(page, data={**data, "url": "https://film.example/x"}).status_code == 303
    upload(client, page, picture())
    before = [one["url"] for one in draft()["content"]["media"]]
    fields = {**hidden(client, page), "do": "save", f"place_{len(before)}": "0", "alt_nb_1": "Ny"}
    assert client.post(page, data=fields).status_code == 303
    after = draft()["content"]["media"]
    assert [one["url"] for one in after] == [before[-1], *before[:-1]]
    assert after[1]["alt_nb"] == "Ny"
