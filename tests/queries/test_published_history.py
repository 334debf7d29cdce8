"""The public history of a plot: what was public, when it was; never a draft, a price or a name."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from areal.errors import NotFound
from areal.queries import reading
from areal.queries.history import PublicStep, published_history

SLUG = "slomarka-1"


def change(*statements: str) -> None:
    with connect(Role.APP) as app:
        write_as(app, "cli:kari.nordmann")
        for statement in statements:
            app.execute(text(statement))


def of_parcel(assignment: str) -> str:
    return f"UPDATE areal.parcel SET {assignment} WHERE slug = '{SLUG}'"


def history(slug: str = SLUG) -> tuple[PublicStep, ...]:
    with reading() as connection:
        return published_history(connection, slug)


def everything() -> str:
    """Return all that the public role can read of all histories."""
    with connect(Role.PUBLIC) as public:
        rows = public.execute(text("SELECT to_jsonb(h) AS row FROM published.parcel_history AS h"))
        return json.dumps([row.row for row in rows], ensure_ascii=False)


@pytest.mark.usefixtures("sample_database")
def test_change_is_told_with_before_after_and_import() -> None:
    change(of_parcel("market = 'opsjon', geom = ST_Translate(geom, 1, 0)"))
    added, changed = history()
    assert (added.event, added.import_name) == ("added", "eksempel-2026-11")
    assert (changed.event, changed.import_name) == ("changed", None)
    told = {item.field: (item.before, item.after) for item in changed.changes}
    assert told["market"] == ("ledig", "opsjon")
    assert "outline" in told
    assert "kari" not in everything()


@pytest.mark.usefixtures("sample_database")
def test_internal_price_is_never_public_not_even_afterwards() -> None:
    change(of_parcel("price_public = FALSE"))
    change(of_parcel("price_nok_m2 = 987654"))
    change("UPDATE areal.verification SET verified_on = '1999-12-31' WHERE axis = 'price'")
    change(of_parcel("price_nok_m2 = 444"))
    change(of_parcel("price_public = TRUE"))
    told = [
        {item.field: (item.before, item.after) for item in step.changes} for step in history()[1:]
    ]
    assert [step.get("price_nok_m2") for step in told] == [(320, None), (None, 444)]
    assert "987654" not in everything()
    # Of a plot whose price is internal still, not even the day it was confirmed.
    change(of_parcel("price_public = FALSE"))
    assert "1999-12-31" in everything()
    assert "1999-12-31" not in json.dumps([step.changes[0].field for step in history()])
    assert "verified_price" not in {
        item.field: item.after for item in history()[-1].changes if item.after is not None
    }


@pytest.mark.parametrize(
    ("hide", "show"),
    [
        (of_parcel("published = FALSE"), of_parcel("published = TRUE")),
        (
            "UPDATE areal.site SET published = FALSE WHERE slug = 'slomarka'",
            "UPDATE areal.site SET published = TRUE WHERE slug = 'slomarka'",
        ),
    ],
    ids=["parcel", "site"],
)
@pytest.mark.usefixtures("sample_database")
def test_what_was_said_in_a_hidden_period_never_leaks(hide: str, show: str) -> None:
    change(hide)
    with pytest.raises(NotFound):
        history()
    change(of_parcel("label = 'Hemmelig navn', market = 'reservert'"))
    change(of_parcel("label = 'Tomt 1'"))
    change(show)
    with connect(Role.APP) as app:
        shown = app.execute(text("SELECT clock_timestamp()")).scalar_one()
    steps = history()
    assert len(steps) == 2
    assert [(c.field, c.before, c.after) for c in steps[1].changes] == [
        ("market", "ledig", "reservert")
    ]
    # It is dated to the day it was shown, and what lay between can't be told from it.
    assert steps[0].done_at < steps[1].done_at < shown
    assert "Hemmelig" not in everything()


@pytest.mark.usefixtures("sample_database")
def test_what_only_staff_can_see_is_no_step() -> None:
    change("UPDATE areal.verification SET verified_how = 'Ringt'")
    change(of_parcel("kommune_share = 0.999"))
    assert len(history()) == 1


@pytest.mark.usefixtures("sample_database")
def test_unknown_parcel_is_not_found() -> None:
    with pytest.raises(NotFound):
        history("finnes-ikke")
