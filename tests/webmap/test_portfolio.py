"""The page of the offer as a whole: what is missing where, what is closest, what is ready."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from areal.queries import portfolio, reading
from webmap import create_app
from webmap.pages.numbers import area


def page(client, path: str = "/plan/portefolje") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.text


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ")


def test_every_rule_of_every_kommune_and_the_region_is_there(client):
    told = page(client)
    with reading() as connection:
        gaps = portfolio.gaps(connection)
        names = [item.name for item in portfolio.ready(connection)]
    assert {gap.rule.code for gap in gaps} == {"S1", "S2", "S3", "S4", "R21"}
    assert len(gaps) == 2 + 3 * len(names)
    assert all(f'<th scope="row">{name}' in told or f">{name}</a></th>" in told for name in names)


def test_a_gap_names_the_parcels_closest_to_filling_it_and_what_they_lack(client):
    told = words(page(client))
    assert "Det mangler 128 daa." in told
    assert "ligger 1,2 km for langt fra «Godsterminaler» (krav: høyst 1,5 km)" in told
    assert "pris: ukjent (må være oppgitt)" in told
    assert "markedsstatus: solgt (må være ledig eller opsjon gitt)" in told
    assert "modenhet: under regulering (må være minst regulert)" in told
    assert "Slomarka, Tomt 5 : 40 km fra Kløfta i luftlinje" in told
    links = re.findall(r'href="(/\?tomt=[^"]+|/plan/sertifikat/[^"]+)"', page(client))
    assert links
    for link in links[:6]:
        assert client.get(link).status_code == 200, link


def test_only_what_is_not_met_has_candidates_and_they_do_not_count_already(client):
    with reading() as connection:
        for gap in portfolio.gaps(connection):
            if gap.verdict == "met":
                assert not gap.closest
            assert not {item.parcel.slug for item in gap.closest} & set(gap.counts)
            assert len(gap.closest) <= 3
            for item in gap.closest:
                assert gap.kommunenummer in (None, item.parcel.kommunenummer)
                assert item.lacks or item.unknown


def test_what_is_ready_now_is_free_zoned_and_in_an_adopted_plan(client):
    with connect(Role.PUBLIC) as public:
        expected = dict(
            public.execute(
                text(
                    "SELECT kommunenummer, sum(area_m2) FROM parcel WHERE market = 'ledig' "
                    "AND modenhet IN (4, 5) AND planstatus = 3 GROUP BY kommunenummer"
                )
            ).all()
        )
    with reading() as connection:
        ready = portfolio.ready(connection)
    assert {item.kommunenummer: item.ready_m2 for item in ready if item.ready_m2} == expected
    told = words(page(client))
    for item in ready:
        assert f"{item.name} {area(item.ready_m2, 'nb')}".replace("\u00a0", " ") in told


def test_the_page_agrees_with_the_map_on_what_is_free(client):
    features = client.get("/api/v1/kommuner.geojson").get_json()["features"]
    with reading() as connection:
        ready = {item.kommunenummer: item.free_m2 for item in portfolio.ready(connection)}
    told = {item["properties"]["kommunenummer"]: item["properties"]["free_m2"] for item in features}
    assert ready == pytest.approx(told)


@pytest.mark.usefixtures("sample_database")
def test_a_parcel_unpublished_since_the_check_is_named_nowhere():
    client = create_app().test_client()
    slugs = ("raustadmyra-3", "kjellmyra-3", "slomarka-5")
    assert all(slug in page(client) for slug in slugs)
    with connect(Role.APP) as app:
        write_as(app, "test")
        app.execute(
            text("UPDATE areal.parcel SET published = FALSE WHERE slug = ANY(:slugs)"),
            {"slugs": list(slugs)},
        )
    told = page(client)
    assert not [slug for slug in slugs if slug in told]
    with connect(Role.PUBLIC) as public:
        evidence = public.execute(
            text("SELECT evidence::text FROM finding WHERE parcel_id IS NULL")
        ).scalars()
        assert not [row for row in evidence if any(f'"{slug}"' in row for slug in slugs)]
