"""Two people's changes of the same state come together by field, and nothing is lost in silence."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from areal.drafts.content import flat, whole
from areal.drafts.merge import changes, merge, settle

_VALUES = st.one_of(st.none(), st.integers(0, 3), st.sampled_from(["a", "b"]))
_FIELDS = st.fixed_dictionaries(dict.fromkeys(("name", "market", "price"), _VALUES))


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    """Return a small site with two parcels and up to two pictures."""
    return {
        "site": draw(_FIELDS),
        "parcels": [
            {
                "parcel_id": number,
                "key": f"p{number}",
                "fields": draw(_FIELDS),
                "geometry": None,
                "removed": draw(st.booleans()),
                "matrikkel": [],
                "restrictions": [],
                "verified": {},
            }
            for number in (1, 2)
        ],
        "media": [
            {"url": url, "alt_nb": draw(_VALUES)} for url in draw(st.sets(st.sampled_from("xy")))
        ],
    }


@given(contents())
def test_what_is_taken_apart_comes_together(content):
    assert whole(flat(content)) == content


@given(contents(), contents())
def test_who_saves_alone_gets_what_they_wrote(base, mine):
    for first, second in ((mine, base), (base, mine)):
        merged = merge(base, first, second)
        assert not merged.differences
        assert not changes(merged.content, mine)


@given(contents(), contents(), contents())
def test_every_change_is_kept_or_told_of(base, mine, theirs):
    merged = merge(base, mine, theirs)
    told = {item.path for item in merged.differences}
    result = flat(merged.content)
    for path, *_ in ((c.path, c) for c in changes(base, mine)):
        assert path in told or result.get(path) == flat(mine).get(path)
    for change in changes(base, theirs):
        assert result.get(change.path) == change.after
    assert {c.path for c in merged.taken} <= {c.path for c in changes(base, theirs)}


@given(contents(), contents(), contents())
def test_what_is_chosen_stands(base, mine, theirs):
    merged = merge(base, mine, theirs)
    chosen = {item.path: item.mine for item in merged.differences}
    settled = flat(settle(merged.content, chosen))
    for path, value in chosen.items():
        assert settled.get(path) == value


@given(contents(), contents())
def test_a_parcel_that_others_took_out_is_out_or_told_of(base, mine):
    theirs = {**base, "parcels": base["parcels"][:1]}
    merged = merge(base, mine, theirs)
    assert [item["key"] for item in merged.content["parcels"]] == ["p1"]
    told = {item.path for item in merged.differences}
    for change in changes(base, mine):
        if change.path[:2] == ("parcel", "p2") and change.after is not None:
            assert change.path in told


def test_two_fields_of_one_parcel_do_not_meet():
    base = {
        "site": {"name": "Rasta"},
        "parcels": [{"parcel_id": 1, "key": "p1", "fields": {"market": "ledig", "price": 1}}],
        "media": [],
    }
    mine, theirs = deepcopy(base), deepcopy(base)
    mine["parcels"][0]["fields"]["market"] = "solgt"
    theirs["parcels"][0]["fields"]["price"] = 2
    merged = merge(base, mine, theirs)
    assert merged.content["parcels"][0]["fields"] == {"market": "solgt", "price": 2}
    assert [item.path for item in merged.taken] == [("parcel", "p1", "price")]
