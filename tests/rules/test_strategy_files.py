"""A strategy file that cannot be right is refused, with the file, the line and the field."""

from __future__ import annotations

from pathlib import Path

import pytest

from areal.errors import InputError
from areal.layers.registry import known_codes, read_registry
from areal.settings import ROOT
from areal.strategy.load import read_strategy

LAYERS: dict[str, tuple[str, ...]] = {"flom": ("200", "2100", "aktsomhet"), "veg": ()}
GOOD = """\
# A strategy of two rules.
id: region/2030
title: {nb: Strategi, en: Strategy}
status: utkast
valid:
  from: 2030-01-01
  to: null
document:
  title: Strategi
  publisher: Regionen
notice: {nb: Retningslinje, en: Guidance}
rules:
  - code: R01
    title: {nb: Utenfor flom, en: Outside floods}
    text: {nb: Utenfor flom., en: Outside floods.}
    wording: constructed
    reference: {section: {nb: "1", en: "1"}, page: 4}
    level: skal
    theme: fare
    kind: overlap
    layer: flom
    where: {code: ["200"]}
    measure: daa
    direction: at_most
    limits:
      met: 0
      deviates: 2
  - code: R02
    title: {nb: Nær veg, en: Near a road}
    text: {nb: Nær veg., en: Near a road.}
    wording: constructed
    reference: {section: {nb: "2", en: "2"}}
    level: bør
    theme: transport
    applies_to: {category: [regional]}
    kind: distance
    direction: at_most
    targets:
      - layer: veg
        limits: {met: 2000, deviates: 5000}
  - code: R03
    title: {nb: Utnytting, en: Coverage}
    text: {nb: Utnytting., en: Coverage.}
    wording: constructed
    reference: {section: {nb: "3", en: "3"}}
    level: bør
    theme: arealbruk
    kind: attribute
    attribute: bya_percent
    direction: at_least
    limits: {met: 40}
"""


def line_of(text: str, wanted: str) -> int:
    """Return the number of the one line that holds a piece of text."""
    numbers = [number for number, line in enumerate(text.split("\n"), 1) if wanted in line]
    assert len(numbers) == 1, (wanted, numbers)
    return numbers[0]


def refused(path: Path) -> InputError:
    """Return the refusal of a strategy file."""
    with pytest.raises(InputError) as caught:
        read_strategy(path, LAYERS)
    assert caught.value.file == str(path)
    return caught.value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a test puts its strategy file."""
    return tmp_path / "2030.yaml"


def test_the_file_the_others_are_made_from_is_good(path: Path) -> None:
    path.write_text(GOOD, encoding="utf-8")

    assert [rule.code for rule in read_strategy(path, LAYERS).strategy.rules] == [
        "R01",
        "R02",
        "R03",
    ]


def test_every_shipped_strategy_can_be_read() -> None:
    geo = ROOT / "data" / "geo"
    files = sorted((geo / "strategies").glob("*/*.yaml"))

    assert files
    for file in files:
        strategy = read_strategy(file, known_codes(read_registry(geo / "layers"))).strategy
        assert strategy.id == f"{file.parent.name}/{file.stem}"


#: name: (what stands in the good file, what stands there instead, where the refusal points, field,
#: a piece of the message)
MISTAKES = {
    "a key twice": (
        "    level: skal",
        "    level: skal\n    theme: plan",
        "    theme: fare",
        None,
        "duplicate key",
    ),
    "a key nobody knows": (
        "    measure: daa",
        "    measure: daa\n    tolerence: {m2: 500}",
        "tolerence",
        "rules.0.tolerence",
        "Extra inputs",
    ),
    "a key of the strategy nobody knows": (
        "status: utkast",
        "status: utkast\nversion: 3",
        "version: 3",
        "version",
        "Extra inputs",
    ),
    "a kind nobody knows": (
        "    kind: distance",
        "    kind: nearness",
        "  - code: R02",
        "rules.1",
        "nearness",
    ),
    "a layer that is not registered": (
        "      - layer: veg",
        "      - layer: veger",
        "layer: veger",
        "rules.R02.layer",
        "'veger', which is not registered",
    ),
    "a code the layer has not": (
        '    where: {code: ["200"]}',
        '    where: {code: ["2OO"]}',
        "2OO",
        "rules.R01.where.code",
        "'2OO', which it has not",
    ),
    "a limit on what is no number": (
        "    applies_to: {category: [regional]}",
        "    applies_to: {category: {at_least: 5}}",
        "at_least: 5",
        "rules.1.applies_to",
        "'category' is no number",
    ),
    "a value the attribute could never have": (
        "    applies_to: {category: [regional]}",
        '    applies_to: {modenhet: ["5"]}',
        'modenhet: ["5"]',
        "rules.1.applies_to",
        "'modenhet' holds number",
    ),
    "an attribute nobody knows": (
        "    attribute: bya_percent",
        "    attribute: bya",
        "attribute: bya",
        "rules.2.attribute",
        "unknown attribute 'bya'",
    ),
    "an attribute nobody knows in a filter": (
        "{category: [regional]}",
        "{kategori: [regional]}",
        "kategori",
        "rules.1.applies_to.kategori",
        "unknown attribute 'kategori'",
    ),
    "limits in the wrong order": (
        "limits: {met: 2000, deviates: 5000}",
        "limits: {met: 5000, deviates: 2000}",
        "limits: {met: 5000, deviates: 2000}",
        "rules.1.targets.0.limits",
        "deviates (2000.0) must be above met (5000.0)",
    ),
    "lower limits in the wrong order": (
        "limits: {met: 40}",
        "limits: {met: 40, deviates: 60}",
        "limits: {met: 40, deviates: 60}",
        "rules.2.limits",
        "deviates (60.0) must be below met (40.0)",
    ),
    "a limit that is no number": (
        "      deviates: 2",
        "      deviates: mye",
        "deviates: mye",
        "rules.0.limits.deviates",
        "valid number",
    ),
    "a feature code that is a number": (
        'where: {code: ["200"]}',
        "where: {code: [200]}",
        "where: {code: [200]}",
        "rules.0.where",
        "codes are text",
    ),
    "a code used twice": (
        "  - code: R03",
        "  - code: R01  # again",
        "# again",
        "rules.2.code",
        "R01 is used twice",
    ),
    "a code of the wrong form": (
        "  - code: R03",
        "  - code: regel-3",
        "regel-3",
        "rules.2.code",
        "should match pattern",
    ),
    "a date no calendar has": (
        "  from: 2030-01-01",
        "  from: 2030-02-30",
        "2030-02-30",
        "valid.from",
        "day is out of range",
    ),
    "a date that is a word": (
        "  from: 2030-01-01",
        "  from: nyttår",
        "nyttår",
        "valid.from",
        "valid date",
    ),
    "an end before the start": (
        "  to: null",
        "  to: 2029-12-31",
        "valid:",
        "valid",
        "to is before from",
    ),
    "a level that is neither skal nor bør": (
        "    level: skal",
        "    level: må",
        "level: må",
        "rules.0.level",
        "'skal' or 'bør'",
    ),
    "a text in one language only": (
        "{nb: Utenfor flom., en: Outside floods.}",
        "{nb: Utenfor flom.}",
        "{nb: Utenfor flom.}",
        "rules.0.text.en",
        "Field required",
    ),
    "both forms of an attribute rule": (
        "    attribute: bya_percent",
        "    attribute: bya_percent\n    attributes: [water]",
        "  - code: R03",
        "rules.2",
        "either attribute or attributes",
    ),
    "an unclosed bracket": (
        'where: {code: ["200"]}',
        'where: {code: ["200"}',
        'where: {code: ["200"}',
        None,
        "expected",
    ),
    "a page before the first": (
        "page: 4}",
        "page: 0}",
        "page: 0}",
        "rules.0.reference.page",
        "greater than or equal to 1",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_refused_where_it_stands(
    path: Path, mistake: tuple[str, str, str, str | None, str]
) -> None:
    right, wrong, place, field, message = mistake
    assert GOOD.count(right) == 1
    text = GOOD.replace(right, wrong)
    path.write_text(text, encoding="utf-8")

    error = refused(path)

    assert message in error.message
    assert error.line == line_of(text, place)
    assert error.field == field
    assert f"{path}:{error.line}: " in error.message


def test_a_layer_that_is_not_registered_comes_with_those_that_are(path: Path) -> None:
    path.write_text(GOOD.replace("layer: flom", "layer: flood"), encoding="utf-8")

    error = refused(path)

    assert error.hint == "Registered are: flom, veg."


def test_a_file_that_is_not_utf_8_is_refused(path: Path) -> None:
    path.write_bytes(GOOD.encode("latin-1"))

    error = refused(path)

    assert "can't be read" in error.message
    assert error.hint is not None
    assert "UTF-8" in error.hint


def test_a_file_that_is_not_there_is_refused(path: Path) -> None:
    assert "does not exist" in refused(path).message


@pytest.mark.parametrize("content", ["", "- code: R01\n", "only words\n"])
def test_a_file_that_is_no_strategy_at_all_is_refused(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")

    error = refused(path)

    assert "must hold keys and values" in error.message
    assert error.line == 1
