"""A site that has been withdrawn: told as withdrawn, with what is similar, and nothing else."""

from __future__ import annotations

import re

import pytest
import sqlalchemy

from areal.assess.publish import publish
from areal.assess.strategies import check_day, run_check, strategy_file
from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from webmap import create_app

HIDDEN = "Hemmelig utvidelse"


def change(*statements: str) -> None:
    with connect(Role.APP) as app:
        write_as(app, "test")
        for statement in statements:
            app.execute(sqlalchemy.text(statement))


def check_and_publish() -> None:
    with connect(Role.APP) as app:
        day = check_day(app)
        result = run_check(app, strategy_file(None, day), day, lambda _: None)
        publish(app, result.run_id, "test")


HIDE = "UPDATE areal.site SET published = FALSE WHERE slug = 'slomarka'"
RENAME = f"UPDATE areal.site SET name = '{HIDDEN}', kommunenummer = '3401' WHERE slug = 'slomarka'"
#: Made and hidden again before any run: the public never saw it.
DRAFT = (
    "INSERT INTO areal.site (slug, name, kommunenummer, category, area_class, highlights_nb, "
    "highlights_en, focus_areas, published) "
    f"VALUES ('kladd', '{HIDDEN}', '3401', 'lokal', 'A', '{{}}', '{{}}', '{{}}', TRUE)"
)
HIDE_DRAFT = "UPDATE areal.site SET published = FALSE WHERE slug = 'kladd'"


@pytest.mark.usefixtures("sample_database")
def test_withdrawn_site_is_gone_with_similar_ones_in_both_languages() -> None:
    change(HIDE)
    # What happens to it afterwards is nobody's business.
    change(RENAME, DRAFT)
    change(HIDE_DRAFT)
    client = create_app().test_client()
    for path, head in (
        ("/omrade/slomarka", "Slomarka i Sør-Odal har vært lagt ut her"),
        ("/en/site/slomarka", "Slomarka in Sør-Odal was listed here"),
        ("/?omrade=slomarka", "Slomarka i Sør-Odal"),
    ):
        answer = client.get(path)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 410
        assert head in page
        assert HIDDEN not in page
        assert ("Sample data." if path.startswith("/en") else "Eksempeldata.") in page
        assert 'name="q"' in page
        similar = re.findall(r'<a href="/(?:omrade|en/site)/([\w-]+)">', page)
        # The regional site of the same kommune first, then the other one there.
        assert similar[:2] == ["hernesmoen", "skarnes-sentrum-ost"]
        assert len(similar) == 4
        for slug in similar:
            assert client.get(f"/omrade/{slug}").status_code == 200
    for path in ("/omrade/slomarka/bilde.png", "/omrade/slomarka/tomter.gpkg"):
        assert client.get(path).status_code == 410
    assert "slomarka" not in client.get("/sitemap.xml").get_data(as_text=True)
    assert client.get("/omrade/kladd").status_code == 404
    with connect(Role.PUBLIC) as public:
        rows = public.execute(sqlalchemy.text("SELECT * FROM published.withdrawn_site")).mappings()
        assert [{**row, "similar_sites": None} for row in rows] == [
            {
                "slug": "slomarka",
                "name": "Slomarka",
                "kommunenummer": "3415",
                "kommune_name": "Sør-Odal",
                "similar_sites": None,
            }
        ]


@pytest.mark.usefixtures("sample_database")
def test_site_that_comes_back_is_there_again_and_a_deleted_one_is_gone() -> None:
    client = create_app().test_client()
    change(HIDE)
    assert client.get("/omrade/slomarka").status_code == 410
    change("UPDATE areal.site SET published = TRUE WHERE slug = 'slomarka'")
    assert client.get("/omrade/slomarka").status_code == 200
    change(
        "DELETE FROM areal.parcel WHERE slug LIKE 'granli-%'",
        "DELETE FROM areal.site WHERE slug = 'granli'",
    )
    check_and_publish()
    assert client.get("/omrade/granli").status_code == 410
    # A name the public has read is what it was called; the record follows each publish.
    change("UPDATE areal.site SET name = 'Slomarka øst' WHERE slug = 'slomarka'")
    change("UPDATE areal.parcel SET bya_percent = 61 WHERE slug = 'slomarka-1'")
    check_and_publish()
    change(HIDE)
    assert "Slomarka øst i Sør-Odal" in client.get("/omrade/slomarka").get_data(as_text=True)


@pytest.mark.usefixtures("empty_database")
def test_nothing_was_shown_before_the_first_publish() -> None:
    with connect(Role.PUBLIC) as public:
        found = public.execute(sqlalchemy.text("SELECT count(*) FROM published.withdrawn_site"))
        assert found.scalar_one() == 0
