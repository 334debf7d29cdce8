"""A site towards the public: withdrawn, opened, put away, and what of it is shown."""

from __future__ import annotations

import io
import zipfile

import pytest
from sqlalchemy import text

from areal.accounts.acting import acting
from areal.accounts.people import Forbidden
from areal.database import Role, connect
from areal.publishing import sites, verifying
from areal.publishing.moves import MoveRefused
from tests.publishing.conftest import asked, revision, site_id

SLUG = "slomarka"
PAGE = f"/omrade/{SLUG}"


def state(slug=SLUG):
    with connect(Role.APP) as connection:
        return sites.load(connection, site_id(slug))


def test_a_withdrawn_site_is_gone_for_the_public_and_comes_back(public, staff):
    before = revision()
    assert public.get(PAGE).status_code == 200
    sites.act(staff.publisher, site_id(SLUG), "trukket", "Solgt")
    assert public.get(PAGE).status_code == 410
    assert SLUG not in public.get("/api/v1/sites.geojson").text
    assert revision() > before
    sites.act(staff.publisher, site_id(SLUG), "gjenapnet")
    assert public.get(PAGE).status_code == 200
    assert "Ikke kontrollert" not in public.get(PAGE).text


def test_a_site_is_put_away_only_when_it_is_withdrawn_and_why_is_said(staff):
    number = site_id(SLUG)
    for what, message, reason in (("arkivert", "x", "state"), ("trukket", " ", "message")):
        with pytest.raises(MoveRefused) as refused:
            sites.act(staff.publisher, number, what, message)
        assert refused.value.reason == reason
    sites.act(staff.publisher, number, "trukket", "Utsolgt")
    assert sites.act(staff.publisher, number, "arkivert", "Utsolgt").state == "arkivert"
    assert sites.act(staff.publisher, number, "hentet_fram").state == "trukket"


@pytest.mark.parametrize("who", ["editor", "reader", "stranger"])
def test_only_a_publisher_of_the_kommune_decides(public, staff, who):
    with pytest.raises(Forbidden):
        sites.act(getattr(staff, who), site_id(SLUG), "trukket", "x")
    with pytest.raises(Forbidden):
        sites.choose(getattr(staff, who), site_id(SLUG), {"price"}, [])
    assert public.get(PAGE).status_code == 200


def test_the_database_refuses_what_the_service_forgets_to(staff):
    for column in ("show_power", "archived", "published"):
        with pytest.raises(Forbidden), acting(staff.editor) as connection:
            connection.execute(
                text(f"UPDATE areal.site SET {column} = NOT {column} WHERE slug = :slug"),
                {"slug": SLUG},
            )


#: What is made known first, so that it would be found: a contact, a power in MW, a price.
SECRETS = {
    "contact": ("bare-her@example.no",),
    "power": ("8765.4", "8 765,4"),
    "price": (": 4321.5", "4 322 kr", "4 321,5 kr"),
}


def test_what_the_kommune_keeps_to_itself_is_told_nowhere(public, staff):
    held = state()
    parcel = held.parcels[0]
    with connect(Role.OWNER) as owner:
        owner.execute(
            text("UPDATE areal.site SET contact_email = 'bare-her@example.no' WHERE slug = :slug"),
            {"slug": SLUG},
        )
        owner.execute(
            text(
                "UPDATE areal.parcel SET power_mw_now = 8765.4, power_date = '2026-10-01', "
                "price_nok_m2 = 4321.5, price_public = TRUE, published = TRUE WHERE parcel_id = :id"
            ),
            {"id": parcel.parcel_id},
        )
    ids = [p.parcel_id for p in held.parcels]
    verifying.still_right(staff.editor, site_id=held.site_id)
    told = " ".join(everything(public, parcel.slug).values())
    for name, secrets in SECRETS.items():
        assert any(secret in told for secret in secrets), name
    sites.choose(staff.publisher, held.site_id, set(), ids)
    for path, said in everything(public, parcel.slug).items():
        for secrets in SECRETS.values():
            for secret in secrets:
                assert secret not in said.replace("\u00a0", " "), (path, secret)
    with connect(Role.PUBLIC) as reader:
        views = reader.execute(
            text("SELECT viewname FROM pg_views WHERE schemaname = 'published'")
        ).scalars()
        for view in list(views):
            rows = reader.execute(text(f"SELECT v::text FROM published.{view} AS v")).scalars()
            said = " ".join(row or "" for row in rows)
            for secret in ("bare-her@example.no", ",8765.4,", ",4321.5"):
                assert secret not in said, (view, secret)


def everything(public, parcel):
    """Return what the public pages, the API, files and tiles say of the site."""
    said = {}
    for path in (
        PAGE,
        f"/en/site/{SLUG}",
        f"/?omrade={SLUG}",
        f"/?tomt={parcel}",
        f"/tomt/{parcel}/historikk",
        f"/api/v1/parcels/{parcel}",
        "/api/v1/sites.geojson",
        "/api/v1/parcels.geojson",
        f"/omrade/{SLUG}/tomter.geojson",
        f"/omrade/{SLUG}/tomter.csv.zip",
        f"/omrade/{SLUG}/tomter.xlsx",
        "/data/omrader.geojson",
        "/data/katalog-csv.zip",
        f"/utvalg?omrade={SLUG}",
        "/finn?strom=1",
    ):
        answer = public.get(path)
        assert answer.status_code == 200, path
        said[path] = unpacked(answer.data)
    return said


def unpacked(data):
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        return " ".join(files.read(name).decode("utf-8", "replace") for name in files.namelist())


def test_what_is_shown_again_is_told_again_and_the_choice_is_in_the_log(public, staff):
    held = state()
    ids = [p.parcel_id for p in held.parcels]
    sites.choose(staff.publisher, held.site_id, {"price", "contact"}, ids)
    assert not state().show_power
    sites.choose(staff.publisher, held.site_id, {"price", "contact", "power"}, ids)
    assert "MW" in public.get(PAGE).text
    told = asked("SELECT string_agg(message, '|' ORDER BY event_id) FROM areal.draft_event")
    assert told == "−power|+power"


def test_choosing_what_is_so_already_changes_nothing(staff):
    held = state()
    before = revision()
    shown = [p.parcel_id for p in held.parcels if p.published]
    sites.choose(staff.publisher, held.site_id, held.shown, shown)
    assert revision() == before
