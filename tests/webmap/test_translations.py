"""The English catalogue says everything the pages say, and nothing they no longer say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

WEBMAP = Path(__file__).resolve().parents[2] / "webmap"
CATALOGUE = WEBMAP / "translations" / "en" / "LC_MESSAGES" / "messages.po"
METHODS = [
    ("node_modules/**", "ignore"),
    ("static/**", "ignore"),
    ("**.py", "python"),
    ("templates/**.html", "jinja2"),
]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def extracted() -> Catalog:
    catalogue = Catalog(locale="en")
    found = extract_from_dir(str(WEBMAP), METHODS, keywords=KEYWORDS)
    for filename, line, message, comments, context in found:
        catalogue.add(message, None, [(filename, line)], auto_comments=comments, context=context)
    return catalogue


def translated() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def strings(value: str | tuple[str, ...] | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


@pytest.fixture(scope="module")
def source() -> dict[object, Message]:
    return {message.id: message for message in messages(extracted())}


@pytest.fixture(scope="module")
def english() -> dict[object, Message]:
    return {message.id: message for message in messages(translated())}


def test_pages_have_texts(source):
    assert len(source) > 100


def test_every_text_is_translated(source, english):
    lacking = [
        f"{message.locations[0]}: {key}"
        for key, message in source.items()
        if key not in english or not all(strings(english[key].string))
    ]
    assert not lacking, "not in English:\n" + "\n".join(lacking)


def test_no_translation_is_left_over(source, english):
    assert not english.keys() - source.keys()


def test_no_translation_is_a_guess(english):
    assert not [key for key, message in english.items() if message.fuzzy]


def test_translations_keep_their_placeholders(english):
    for key, message in english.items():
        wanted = set(PLACEHOLDER.findall(strings(key)[-1]))
        for text in strings(message.string):
            found = set(PLACEHOLDER.findall(text))
            assert found <= wanted | {"num"}, key
            assert wanted - found <= {"num"}, key
