#!/usr/bin/env python3
"""Take screenshots of a running server: phone and desktop, both languages, panels open and closed.

Start the server first (``./scripts/demo``), then:

    scripts/screenshots.py [--base http://127.0.0.1:8000] [--out screenshots]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"360": (360, 780), "768": (768, 1024), "1440": (1440, 900)}
HOMES = {"nb": "/", "en": "/en/"}
READING = {
    "nb": {
        "tabell": "/?vis=tabell",
        "finn": "/finn?bruk=logistikk&fra=80&mw=10&klasse.hovedveg=E16&km.hovedveg=2",
        "bygg-inn": "/bygg-inn",
        "innebygd": "/embed",
        "omradeside": "/omrade/slomarka",
        "kommune": "/kommune/3415",
        "kommuner": "/kommuner",
        "personvern": "/personvern",
        "fant-ikke": "/omrade/finnes-ikke",
        "strategi": "/strategien",
        "data": "/data",
        "historikk": "/tomt/slomarka-1/historikk",
        "utvalg": "/utvalg?areal=slomarka,granerud-nord,grinder&tittel=Batterilager",
        "side-om-side": "/sammenlign?areal=slomarka,granerud-nord,grinder",
        "plan": "/plan/",
        "regelbok": "/plan/regler/2017",
        "sertifikat": "/plan/sertifikat/tomt/slomarka-1",
        "portefolje": "/plan/portefolje",
        "avvik": "/plan/avvik",
        "sammenlign": "/plan/sammenlign?a=2017&b=2026-2050-hoering",
        "hva-om": "/plan/hva-om?rule=R09",
        "forhandssjekk": "/plan/forhandssjekk",
    },
    "en": {
        "tabell": "/en/?vis=tabell",
        "finn": "/en/find?bruk=logistikk&fra=80&mw=10&klasse.hovedveg=E16&km.hovedveg=2",
        "bygg-inn": "/en/embed-code",
        "innebygd": "/embed?lang=en",
        "omradeside": "/en/site/slomarka",
        "kommune": "/en/kommune/3415",
        "kommuner": "/en/kommuner",
        "personvern": "/en/privacy",
        "fant-ikke": "/en/site/nowhere",
        "strategi": "/en/strategy",
        "data": "/en/data",
        "historikk": "/en/plot/slomarka-1/history",
        "utvalg": "/en/shortlist?areal=slomarka,granerud-nord,grinder&tittel=Battery+storage",
        "side-om-side": "/en/compare?areal=slomarka,granerud-nord,grinder",
        "plan": "/en/plan/",
        "regelbok": "/en/plan/rules/2017",
        "sertifikat": "/en/plan/certificate/parcel/slomarka-1",
        "portefolje": "/en/plan/portfolio",
        "avvik": "/en/plan/grants",
        "sammenlign": "/en/plan/compare?a=2017&b=2026-2050-hoering",
        "hva-om": "/en/plan/what-if?rule=R09",
        "forhandssjekk": "/en/plan/precheck",
    },
}


def settle(page: Page) -> None:
    """Wait until the page is at rest."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(700)


def states(page: Page, home: str) -> dict[str, str]:
    """Return the addresses of the states worth a picture."""
    page.goto(home)
    site = page.locator(".card h3 a").first.get_attribute("data-site")
    found = {"kart": home, "omrade": f"{home}?omrade={site}"}
    page.goto(found["omrade"])
    parcel = page.locator(".parcel a").first.get_attribute("href") or ""
    found["tomt"] = home.split("/en/", maxsplit=1)[0].rstrip("/") + parcel
    page.goto(found["tomt"])
    shown = page.locator('.rule a[data-nav="show"]')
    if shown.count():
        address = shown.first.get_attribute("href") or ""
        found["bevis"] = home.split("/en/", maxsplit=1)[0].rstrip("/") + address
    return found


#: What docs/skjermbilder.md shows, as small files.
DOCS = (
    "kart",
    "tabell",
    "omradeside",
    "kommune",
    "finn",
    "side-om-side",
    "utvalg",
    "bygg-inn",
    "innebygd",
)


def shoot(browser: Browser, base: str, out: Path, *, docs: bool) -> list[Path]:
    """Take every picture, or those of the docs, and return their files."""
    files = []
    for size, (width, height) in SIZES.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        for lang, home in HOMES.items():
            addresses = states(page, base + home)
            addresses |= {name: base + path for name, path in READING[lang].items()}
            for name, address in addresses.items():
                if docs and name not in DOCS:
                    continue
                page.goto(address)
                settle(page)
                file = out / f"{name}-{lang}-{size}.{'jpg' if docs else 'png'}"
                page.screenshot(path=file, quality=72 if docs else None)
                files.append(file)
        page.close()
    return files


def main() -> None:
    """Read the options and take the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--out", type=Path, default=Path("screenshots"))
    parser.add_argument(
        "--docs", action="store_true", help="those of docs/skjermbilder.md, as JPEG"
    )
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for file in shoot(browser, options.base.rstrip("/"), options.out, docs=options.docs):
            print(file)
        browser.close()


if __name__ == "__main__":
    main()
