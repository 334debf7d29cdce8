"""The strategy over a draft: what an edit turns, measured as a run measures it, quickly."""

from __future__ import annotations

from copy import deepcopy
from time import perf_counter

from sqlalchemy import text

from areal.database import Role, connect
from areal.drafts import store
from areal.drafts.check import check

#: Generous beside the 300 ms that are aimed at: machines that run tests are busy.
_SLOWEST_S = 3.0


def sites():
    with connect(Role.APP) as connection:
        rows = connection.execute(text("SELECT site_id FROM areal.site ORDER BY 1")).scalars().all()
        return [store.snapshot(connection, number) for number in rows]


def test_an_untouched_parcel_is_judged_as_the_published_run_judged_it(catalogue):
    del catalogue
    compared = 0
    for content in sites()[:6]:
        keys = [item["key"] for item in content["parcels"]]
        for told in check(content, content, keys):
            with connect(Role.APP) as connection:
                rows = connection.execute(
                    text(
                        "SELECT f.rule_code, f.verdict FROM areal.finding AS f "
                        "JOIN areal.publication AS p USING (run_id) WHERE f.parcel_id = :id"
                    ),
                    {"id": int(told.key[1:])},
                )
                published = {row.rule_code: row.verdict for row in rows}
            assert not any(rule.changed for rule in told.rules)
            for rule in told.rules:
                assert rule.after.verdict == published[rule.after.rule.code], rule.after
                compared += 1
    assert compared > 50


def test_what_is_forgotten_turns_to_missing_and_comes_back(catalogue):
    del catalogue
    content = next(
        content for content in sites() if content["parcels"][0]["fields"].get("arealplan_id")
    )
    less = deepcopy(content)
    fields = less["parcels"][0]["fields"]
    fields |= {"arealplan_id": None, "planstatus": None, "arealformaal": None, "modenhet": None}
    key = content["parcels"][0]["key"]
    [told] = check(content, less, [key])
    turned = {rule.after.rule.code: rule for rule in told.rules if rule.changed}
    assert turned
    assert "missing" in {rule.after.verdict for rule in turned.values()}
    [back] = check(less, content, [key])
    assert {rule.after.rule.code for rule in back.rules if rule.changed} == set(turned)


def test_a_parcel_that_is_new_has_no_before(catalogue):
    del catalogue
    content = sites()[0]
    new = deepcopy(content)
    new["parcels"].append({**deepcopy(content["parcels"][0]), "key": "n1", "parcel_id": None})
    [told] = check(content, new, ["n1"])
    assert told.rules
    assert all(rule.before is None and rule.changed for rule in told.rules)


def test_the_answer_comes_while_one_types(catalogue):
    del catalogue
    content = sites()[0]
    key = content["parcels"][0]["key"]
    check(content, content, [key])
    begun = perf_counter()
    check(content, content, [key])
    took = perf_counter() - begun
    assert took < _SLOWEST_S
