"""Every drawn match is answered as its case says: order, status, score, and what is lacking."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from areal.queries.match import Offer
from tests.support.matching import Expected, MatchCase, answer_of, letters, match_file
from webmap import create_app
from webmap.pages.match_sentences import sentence
from webmap.pages.match_words import Words
from webmap.pages.words import Labels

FILE = match_file()
APP = create_app()


@pytest.mark.parametrize("case", FILE.cases, ids=lambda case: case.name)
def test_case(board: Connection, case: MatchCase) -> None:
    answer = answer_of(board, FILE, case)
    found = [(letters(offer), offer.status) for offer in answer.offers]
    assert found == [(each.offer, each.status) for each in case.expect]
    assert sum(answer.counts.values()) == len(found)
    for offer, expected in zip(answer.offers, case.expect, strict=True):
        assert_as_expected(offer, expected)
        assert_sums_up(offer)
        if expected.says is not None:
            assert said(offer, case) == expected.says


def assert_as_expected(offer: Offer, expected: Expected) -> None:
    if expected.score is not None:
        assert offer.score == expected.score
    if expected.fits_from is not None:
        assert offer.fits_from == expected.fits_from
    if expected.lacks is not None:
        assert tuple(p.part for p in offer.parts if p.state == "not_met") == expected.lacks
    if expected.unknown is not None:
        assert tuple(p.part for p in offer.parts if p.state == "unknown") == expected.unknown


def assert_sums_up(offer: Offer) -> None:
    """Check that the parts make the score, and that no part gets more than it can."""
    assert offer.score == pytest.approx(sum(part.points for part in offer.parts), abs=0.5)
    assert all(0 <= part.points <= part.possible for part in offer.parts)
    assert all(part.points == 0 for part in offer.parts if part.state == "unknown")
    assert sum(part.possible for part in offer.parts) == pytest.approx(100, abs=0.5)


def said(offer: Offer, case: MatchCase) -> str:
    with APP.test_request_context("/finn"):
        return sentence(offer, case.asked.asked(), Words(Labels({}), (), "nb")).replace(
            "\u00a0", " "
        )
