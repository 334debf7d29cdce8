#!/usr/bin/env python3
"""Copy the scripts, styles and fonts the pages serve from node_modules to webmap/static/vendor.

Run after ``npm ci`` in ``webmap/``. Every file's sha256 must be the one in the committed
``manifest.json``: what reaches a visitor's browser is what was reviewed.

    scripts/vendor_assets.py            copy, and refuse a file that differs from the manifest
    scripts/vendor_assets.py --check    copy nothing, only compare what is there
    scripts/vendor_assets.py --update   copy and write the manifest anew (after a version change)
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
from pathlib import Path

WEBMAP = Path(__file__).resolve().parent.parent / "webmap"
MODULES = WEBMAP / "node_modules"
VENDOR = WEBMAP / "static" / "vendor"
MANIFEST = VENDOR / "manifest.json"

#: Target path under static/vendor → file under node_modules. Licences travel with their code.
FILES = {
    "leaflet/leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet/LICENSE": "leaflet/LICENSE",
    "geoman/leaflet-geoman.js": "@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.min.js",
    "geoman/leaflet-geoman.css": "@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.css",
    "geoman/LICENSE": "@geoman-io/leaflet-geoman-free/LICENSE",
    "designsystemet/designsystemet.css": "@digdir/designsystemet-css/dist/src/index.css",
    "designsystemet/theme.css": "@digdir/designsystemet-css/dist/theme/designsystemet.css",
    "designsystemet/LICENSE": "@digdir/designsystemet-css/LICENSE",
    "inter/inter-latin-wght-normal.woff2": (
        "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"
    ),
    "inter/inter-latin-wght-italic.woff2": (
        "@fontsource-variable/inter/files/inter-latin-wght-italic.woff2"
    ),
    "inter/LICENSE": "@fontsource-variable/inter/LICENSE",
    # The same typeface for paper: what sets the PDFs reads no woff2.
    "inter-print/Inter-Regular.ttf": ("@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf"),
    "inter-print/Inter-Italic.ttf": (
        "@expo-google-fonts/inter/400Regular_Italic/Inter_400Regular_Italic.ttf"
    ),
    "inter-print/Inter-SemiBold.ttf": (
        "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf"
    ),
    "inter-print/LICENSE": "@expo-google-fonts/inter/LICENSE_FONT",
}


class VendorError(Exception):
    """The vendored files are not what they should be; the message says what to do."""


def package_of(source: str) -> str:
    """Return the npm package a file under node_modules belongs to."""
    parts = source.split("/")
    return "/".join(parts[:2]) if source.startswith("@") else parts[0]


def version_of(package: str) -> str:
    """Return the version the npm lock names for a package."""
    lock = json.loads((WEBMAP / "package-lock.json").read_text(encoding="utf-8"))
    return str(lock["packages"][f"node_modules/{package}"]["version"])


def digest(path: Path) -> str:
    """Return the sha256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def copy() -> None:
    """Copy every file of FILES to static/vendor."""
    for target, source in FILES.items():
        origin = MODULES / source
        if not origin.is_file():
            raise VendorError(f"{origin} is missing. Run: npm ci --prefix webmap")
        (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin, VENDOR / target)


def manifest() -> dict[str, dict[str, str]]:
    """Describe the copied files: package, version and sha256 of each."""
    found = {}
    for target, source in sorted(FILES.items()):
        path = VENDOR / target
        if not path.is_file():
            raise VendorError(f"{path} is missing. Run: scripts/vendor_assets.py")
        package = package_of(source)
        found[target] = {
            "package": package,
            "version": version_of(package),
            "sha256": digest(path),
        }
    return found


def differences() -> list[str]:
    """Return one line for every file that is not the one the manifest names."""
    expected = json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.is_file() else {}
    found = manifest()
    names = sorted(expected.keys() | found.keys())
    return [name for name in names if expected.get(name) != found.get(name)]


def main() -> int:
    """Copy or check; return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="compare only, copy nothing")
    choice.add_argument("--update", action="store_true", help="write the manifest anew")
    options = parser.parse_args()
    try:
        if not options.check:
            copy()
        if options.update:
            MANIFEST.write_text(json.dumps(manifest(), indent=2) + "\n", encoding="utf-8")
        wrong = differences()
    except VendorError as error:
        print(f"vendor_assets: {error}", file=sys.stderr)
        return 1
    for name in wrong:
        print(f"vendor_assets: {name} differs from {MANIFEST}", file=sys.stderr)
    if wrong:
        print(
            "vendor_assets: run 'npm ci --prefix webmap'; after a wanted version change, --update",
            file=sys.stderr,
        )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
