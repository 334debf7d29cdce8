"""What must hold of every match, tried on drawn parcels and needs nobody thought of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from areal.queries.match import Answer, Asked, Near, Offer, match
from tests.support.matching import Known, MatchCase, MatchFile, Wanted, letters, publish_drawn

few = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

#: Every parcel its own site and a square of its own: what is taken together has tests of its own.
PLACES = "ABCDE"
DRAWN = ".".join(PLACES)
DAY = date(2027, 6, 30)
RANK = {"fits": 3, "together": 3, "unclear": 2, "near": 1, "out": 0}

unknown = st.none()
days = st.dates(date(2026, 1, 1), date(2029, 12, 31))
answers = st.sampled_from(["ja", "nei", "ukjent"])
parcels = st.fixed_dictionaries(
    {
        "market": st.sampled_from(["ledig", "ledig", "ledig", "solgt", None]),
        "permitted_activities": st.sampled_from([None, ["lager"], ["kontor", "lager"], ["kontor"]]),
        "available_from": unknown | days,
        "power_mw_now": unknown | st.integers(0, 20),
        "power_mw_planned": unknown | st.integers(0, 30),
        "power_planned_from": unknown | days,
        "modenhet": unknown | st.integers(1, 5),
        "water": answers,
        "sewage": answers,
    }
)
known = st.builds(
    lambda attributes, near, overall, restrictions: Known(
        attributes=attributes, near=near, overall=overall, restrictions=restrictions
    ),
    parcels,
    st.dictionaries(st.just("godsterminal"), st.floats(0, 20_000), max_size=1),
    st.sampled_from(["met", "consider", "deviates", "gap"]),
    st.dictionaries(st.sampled_from(["rekkefolgekrav", "stoysone"]), unknown | days, max_size=1),
)
boards = st.tuples(*(known for _ in PLACES))
needs = st.builds(
    Asked,
    use=st.sampled_from(["lager", None]),
    min_m2=st.sampled_from([None, 8_000.0, 10_000.0, 14_000.0]),
    max_m2=st.sampled_from([None, 14_000.0]),
    power_mw=unknown | st.integers(1, 25).map(float),
    near=st.sampled_from([(), (Near("godsterminal", "", 8_000.0),)]),
    utilities=st.sampled_from([(), ("water",), ("water", "sewage")]),
    ready_by=unknown | days,
    modenhet_min=unknown | st.integers(1, 5),
    words=st.sampled_from([(), ("kai",), ("a", "kai")]),
    verdict=st.sampled_from([None, "met", "consider"]),
    must=st.frozensets(
        st.sampled_from(["use", "area", "power", "transport", "water", "when", "other"])
    ),
)


def ask(board: Connection, about: tuple[Known, ...], asked: Asked, order: str = PLACES) -> Answer:
    """Publish the parcels and return the answer."""
    case = MatchCase(
        name="tried",
        parcels=".".join(order),
        about={
            letter: each.model_copy(update={"site": letter.lower()})
            for letter, each in zip(PLACES, about, strict=True)
        },
        asked=Wanted(),
        expect=(),
    )
    with board.begin_nested() as tried:
        publish_drawn(board, MatchFile(attributes={}, cases=(case,)), case)
        answer = match(board, asked)
        tried.rollback()
    return answer


def by_letter(answer: Answer) -> dict[str, Offer]:
    return {letters(offer): offer for offer in answer.offers}


def later(asked: Asked) -> Asked:
    return replace(asked, ready_by=asked.ready_by and asked.ready_by + timedelta(days=200))


def nearer(asked: Asked) -> Asked:
    return replace(
        asked, near=tuple(replace(each, most_m=each.most_m * 1.6) for each in asked.near)
    )


#: Ways of asking for less, each of one question that is still asked.
LESS: dict[str, Callable[[Asked], Asked]] = {
    "a smaller area": lambda a: replace(a, min_m2=a.min_m2 and a.min_m2 * 0.7),
    "a larger area allowed": lambda a: replace(a, max_m2=a.max_m2 and a.max_m2 * 1.5),
    "less power": lambda a: replace(a, power_mw=a.power_mw and a.power_mw * 0.5),
    "farther away": nearer,
    "later": later,
    "less ready": lambda a: replace(a, modenhet_min=a.modenhet_min and 1),
    "no deviation is enough": lambda a: replace(a, verdict=a.verdict and "consider"),
    "nothing knocks out": lambda a: replace(a, must=frozenset()),
}


@pytest.mark.parametrize("less", LESS)
@few
@given(about=boards, asked=needs)
def test_asking_for_less_never_worsens_a_score_or_drops_an_offer(
    board: Connection, less: str, about: tuple[Known, ...], asked: Asked
) -> None:
    more = by_letter(ask(board, about, asked))
    eased = by_letter(ask(board, about, LESS[less](asked)))
    assert set(eased) == set(more) == set(PLACES)
    for letter, offer in more.items():
        assert RANK[eased[letter].status] >= RANK[offer.status]
        if offer.score is not None:
            assert (eased[letter].score or 0) >= offer.score


@few
@given(about=boards, asked=needs)
def test_a_question_that_is_not_asked_takes_away_no_offer_and_no_points_of_the_others(
    board: Connection, about: tuple[Known, ...], asked: Asked
) -> None:
    more = by_letter(ask(board, about, asked))
    less = by_letter(ask(board, about, replace(asked, power_mw=None)))
    for letter, offer in more.items():
        assert RANK[less[letter].status] >= RANK[offer.status]
        kept = {part.part: part.state for part in less[letter].parts}
        assert kept == {p.part: p.state for p in offer.parts if p.part != "power"}


@few
@given(about=boards, asked=needs)
def test_unknown_is_never_met_and_gives_no_points(
    board: Connection, about: tuple[Known, ...], asked: Asked
) -> None:
    for letter, offer in by_letter(ask(board, about, asked)).items():
        facts = about[PLACES.index(letter)]
        for part in offer.parts:
            if not _is_known(part.part, facts, asked):
                assert part.state != "met", part
            if part.state == "unknown":
                assert part.points == 0
                assert offer.status != "fits" or not part.must


def _is_known(part: str, facts: Known, asked: Asked) -> bool:
    told: dict[str, Any] = facts.attributes
    dated = told["power_mw_planned"] is not None and told["power_planned_from"] is not None
    return {
        "market": told["market"] is not None,
        "use": told["permitted_activities"] is not None,
        "power": told["power_mw_now"] is not None or (dated and asked.ready_by is not None),
        "near": bool(facts.near),
        "water": told["water"] != "ukjent",
        "sewage": told["sewage"] != "ukjent",
        "when": told["available_from"] is not None
        and facts.restrictions.get("rekkefolgekrav", DAY) is not None,
        "ready": told["modenhet"] is not None,
        "verdict": facts.overall != "gap",
        "word": True,
        "area": True,
        "fit": True,
    }[part]


@few
@given(about=boards, asked=needs, order=st.permutations(PLACES))
def test_the_order_parcels_stand_in_does_not_matter(
    board: Connection, about: tuple[Known, ...], asked: Asked, order: list[str]
) -> None:
    one = ask(board, about, asked)
    other = ask(board, about, asked, "".join(order))
    assert one.counts == other.counts
    told, turned = by_letter(one), by_letter(other)
    for letter, offer in told.items():
        assert (offer.status, offer.score) == (turned[letter].status, turned[letter].score)
        assert offer.fits_from == turned[letter].fits_from


@few
@given(
    shape=st.lists(st.text("ABCD.", min_size=3, max_size=3), min_size=2, max_size=3),
    daa=st.sampled_from([20, 30, 40]),
)
def test_what_is_taken_together_hangs_together_and_is_no_larger_than_it_need_be(
    board: Connection, shape: list[str], daa: int
) -> None:
    drawn = "\n".join(shape)
    if not any(letter in drawn for letter in "ABCD"):
        return
    case = MatchCase(
        name="tried", parcels=drawn, attributes={"market": "ledig"}, asked=Wanted(), expect=()
    )
    with board.begin_nested() as tried:
        publish_drawn(board, MatchFile(attributes={}, cases=(case,)), case)
        answer = match(board, Asked(min_m2=daa * 1_000))
        tried.rollback()
    for offer in answer.offers:
        if len(offer.plots) == 1:
            continue
        chosen = letters(offer)
        areas = {plot.slug.upper(): round(plot.area_m2 / 1_000) for plot in offer.plots}
        assert sum(areas.values()) >= daa
        assert _in_one_piece(shape, chosen)
        for left in chosen:
            rest = chosen.replace(left, "")
            reaches = sum(areas[each] for each in rest) >= daa
            assert not (reaches and _in_one_piece(shape, rest)), "fewer would have done"


def _in_one_piece(shape: list[str], chosen: str) -> bool:
    """Tell whether parcels hang together by sides of squares, in one piece each or not."""
    cells = [
        (row, column, letter)
        for row, line in enumerate(shape)
        for column, letter in enumerate(line)
        if letter in chosen
    ]
    joined = {chosen[0]}
    while True:
        more = {
            other
            for row, column, letter in cells
            for row2, column2, other in cells
            if letter in joined and abs(row - row2) + abs(column - column2) == 1
        } - joined
        if not more:
            return joined == set(chosen)
        joined |= more
