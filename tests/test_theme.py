"""The region's look: one file, every pair of colours readable, the same on the web and on paper."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from areal import theme
from areal.errors import InputError
from areal.settings import ROOT, Settings, get_settings
from areal.sheets import certificate_pdf, edition
from areal.sheets.render import TEMPLATES
from areal.sheets.signs import SIGNS
from areal.theme.colours import ON_GROUND
from tests.sheets.test_render import a_document
from webmap import create_app
from webmap.theme import ACCENT

GEO = ROOT / "data" / "geo"
STYLES = ROOT / "webmap" / "static" / "css"
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20">'
    '<rect width="60" height="20"/></svg>'
)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def written(folder: Path, **changes: object) -> Path:
    """Write the shipped file to a folder, with some of its keys changed."""
    yaml = YAML(typ="safe")
    tree = yaml.load(GEO / theme.look.FILE) | changes
    yaml.dump(tree, folder / theme.look.FILE)
    return folder


def shipped(**colours: str) -> dict[str, object]:
    """Return the themes of the shipped file, the first with other colours."""
    themes = YAML(typ="safe").load(GEO / theme.look.FILE)["themes"]
    themes["lys"]["colours"] |= colours
    return themes


# ---------------------------------------------------------------- contrast


def test_contrast_is_that_of_wcag():
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert theme.contrast("#14443c", "#14443c") == 1


@pytest.mark.parametrize("name", list(theme.read_look(GEO).themes))
def test_every_pair_of_every_theme_can_be_read(name):
    tokens = theme.read_look(GEO).themes[name].colours.tokens()
    weak = [
        (token, ground, theme.contrast(tokens[token], tokens[ground]))
        for token, ground, least in theme.pairs()
        if theme.contrast(tokens[token], tokens[ground]) < least
    ]
    assert not weak


def test_the_theme_of_contrast_has_more_of_it_than_the_law_asks():
    tokens = theme.read_look(GEO).themes["kontrast"].colours.tokens()
    for ink in ("ink", "ink_2", "ink_3", "brand"):
        assert theme.contrast(tokens[ink], tokens["paper"]) >= 7


def style_rules() -> list[tuple[str, str, dict[str, str]]]:
    """Return every rule of our style sheets: file, selector, declarations."""
    found = []
    for file in sorted(STYLES.glob("*.css")):
        source = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        for selector, body in RULE.findall(source):
            pairs = (line.split(":", 1) for line in body.split(";") if ":" in line)
            told = {name.strip(): value.strip() for name, value in pairs}
            found.append((file.name, selector.strip(), told))
    return found


def token(value: str) -> str | None:
    """Return the token that a value consists of, white being paper."""
    if value.lower() in ("#fff", "#ffffff"):
        return "paper"
    named = re.fullmatch(r"var\(--([\w-]+)\)", value)
    if named is None:
        return None
    # Designsystemet's names are ours by another name.
    return ACCENT.get(named[1].removeprefix("ds-color-accent-"), named[1].replace("-", "_"))


def test_every_text_on_a_ground_of_its_own_is_a_pair_that_is_checked():
    checked = {(ink, ground) for ink, grounds in ON_GROUND.items() for ground in grounds}
    used = {}
    for file, selector, told in style_rules():
        ink = token(told.get("color", ""))
        ground = token(told.get("background", told.get("background-color", "")))
        if ink and ground:
            used[(ink, ground)] = f"{file} {selector}"
    assert len(used) > 8
    assert not {pair: used[pair] for pair in used.keys() - checked}


def test_style_sheets_name_only_tokens_that_are_there(client):
    sheet = client.get("/tema/lys.css").get_data(as_text=True)
    known = set(re.findall(r"(--[\w-]+):", sheet))
    for file in sorted(STYLES.glob("*.css")):
        source = file.read_text(encoding="utf-8")
        own = set(re.findall(r"(--[\w-]+)\s*:", source))
        for name in set(re.findall(r"var\((--[\w-]+)", source)) - own:
            assert name in known or name.startswith("--ds-"), f"{file.name}: {name}"


def test_no_style_sheet_or_script_holds_the_colours_of_a_region():
    tokens = theme.read_look(GEO).theme().colours
    own = {tokens.brand, tokens.brand_2, tokens.brand_tint}
    for file in [*STYLES.glob("*.css"), *TEMPLATES.glob("*.typ")]:
        assert not own & set(re.findall(r"#[0-9a-f]{6}", file.read_text(encoding="utf-8"))), file


def test_verdicts_have_one_colour_in_signs_pages_and_tokens():
    sprite = (ROOT / "webmap/templates/parts/sprite.html").read_text(encoding="utf-8")
    for verdict in ("met", "consider", "deviates"):
        colour = theme.SIGNALS[verdict]
        assert colour in SIGNS[verdict]
        assert re.search(rf'id="c-{verdict}".*{colour}', sprite)


# ---------------------------------------------------------------- the file


def test_a_region_that_says_nothing_has_a_look_of_nobodys(tmp_path):
    assert theme.read_look(tmp_path) is theme.HOUSE
    page = create_app(Settings(geo_dir=tmp_path)).test_client().get("/tema/lys.css")
    assert "--brand:#2b3f55" in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"logoo": {}}, "logoo"),
        ({"themes": shipped(brandd="#000000")}, "brandd"),
        ({"themes": shipped(brand="red")}, "brand"),
        ({"themes": shipped(brand="#14443c;}")}, "brand"),
        ({"themes": shipped(met="#000000")}, "met"),
        ({"themes": shipped(ink_2="#999999")}, "contrast of 2.85:1"),
        ({"themes": shipped(on_brand="#1d574d")}, "on_brand"),
        ({"default": "finnesikke"}, "finnesikke"),
        ({"themes": {}}, "themes"),
        ({"font": {"family": 'Inter"; } body { color: red'}}, "family"),
        ({"font": {"family": "Open Sans"}}, "needs its file"),
        ({"font": {"family": "Open Sans", "web": "../../etc/passwd.woff2"}}, "web"),
        ({"font": {"family": "Open Sans", "web": "borte.woff2"}}, "does not exist"),
        ({"logo": {"file": "borte.svg", "alt": {"nb": "x", "en": "x"}}}, "does not exist"),
        ({"logo": {"file": "../region.svg", "alt": {"nb": "x", "en": "x"}}}, "logo.file"),
        ({"logo": {"file": "logo.svg", "alt": {"nb": "x"}}}, "logo.alt.en"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(tmp_path, changes, said):
    (tmp_path / theme.FOLDER).mkdir()
    (tmp_path / theme.FOLDER / "logo.svg").write_text(LOGO, encoding="utf-8")
    folder = written(tmp_path, **changes)
    with pytest.raises(InputError) as refused:
        theme.read_look(folder)
    told = f"{refused.value} {refused.value.message}"
    assert said in told
    assert theme.look.FILE in told


def test_an_application_does_not_start_with_a_look_that_can_not_be_read(tmp_path):
    written(tmp_path, themes=shipped(ink_2="#999999"))
    with pytest.raises(InputError, match="contrast"):
        create_app(Settings(geo_dir=tmp_path))


# ---------------------------------------------------------------- pages and paper


@pytest.fixture
def branded(tmp_path: Path) -> Path:
    """Return a data folder with another colour, a logo and a typeface."""
    (tmp_path / theme.FOLDER).mkdir()
    (tmp_path / theme.FOLDER / "logo.svg").write_text(LOGO, encoding="utf-8")
    (tmp_path / theme.FOLDER / "Other.woff2").write_bytes(b"wOF2")
    return written(
        tmp_path,
        themes=shipped(brand="#5b1a4a", brand_2="#7a2a66"),
        logo={"file": "logo.svg", "alt": {"nb": "Merket", "en": "The mark"}},
        font={"family": "Other", "web": "Other.woff2"},
    )


def test_another_region_is_another_file(branded, published_app):
    client = create_app(Settings(geo_dir=branded)).test_client()
    page = client.get("/en/").get_data(as_text=True)
    sheet = client.get(re.search(r'href="(/tema/lys\.css\?v=\w+)"', page)[1])
    assert "--brand:#5b1a4a" in sheet.get_data(as_text=True)
    assert '--font:"Other"' in sheet.get_data(as_text=True)
    assert "immutable" in sheet.headers["Cache-Control"]
    logo = client.get(re.search(r'src="(/tema/logo\.svg\?v=\w+)" alt="The mark"', page)[1])
    assert logo.get_data(as_text=True) == LOGO
    assert logo.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert client.get("/tema/skrift/Other.woff2").data == b"wOF2"
    for hidden in ("/tema/skrift/logo.svg", "/tema/skrift/..%2ftheme.yaml", "/tema/finnesikke.css"):
        assert client.get(hidden).status_code == 404


def test_a_changed_look_makes_old_pages_stale(branded, published_app):
    client = create_app(Settings(geo_dir=branded)).test_client()
    first = client.get("/")
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/", headers=known).status_code == 304
    (branded / theme.FOLDER / "logo.svg").write_text(LOGO.replace("60", "80"), encoding="utf-8")
    assert client.get("/", headers=known).status_code == 200


def test_paper_takes_the_colours_of_the_pages(branded):
    tokens = json.loads(theme.typst_tokens(theme.read_look(branded), branded, "en"))
    assert tokens["brand"] == "#5b1a4a"
    assert tokens["met"] == theme.SIGNALS["met"]
    assert tokens["logo"] == LOGO
    assert tokens["logo-alt"] == "The mark"
    # The typeface of the pages is none that paper can use; it has its own files.
    assert tokens["font"] == "Inter"


def test_templates_of_paper_name_only_tokens_that_are_there():
    tokens = json.loads(theme.typst_tokens(theme.HOUSE, GEO, "nb"))
    for file in TEMPLATES.glob("*.typ"):
        source = file.read_text(encoding="utf-8")
        used = set(re.findall(r'(?:colour|theme\.at)\("([\w-]+)"\)', source))
        assert used, file.name
        assert used <= tokens.keys()


def test_the_certificate_wears_the_look(branded, monkeypatch):
    plain, before = certificate_pdf(a_document()), edition()
    monkeypatch.setenv("AREAL_GEO_DIR", str(branded))
    get_settings.cache_clear()
    try:
        dressed = certificate_pdf(a_document())
        assert edition() != before
    finally:
        monkeypatch.delenv("AREAL_GEO_DIR")
        get_settings.cache_clear()
    assert dressed.startswith(b"%PDF-")
    assert dressed != plain
    assert b"Merket" in dressed
