"""A catalogue whose every text was written by somebody with bad intentions."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import psycopg
from flask import Flask
from flask.testing import FlaskClient

from tests.support.databases import TestServer

#: Markup, templates of three languages, a formula, and a mark that turns what follows it.
HOSTILE = (
    "=1+1|'x' \"><img src=x onerror=window.broken=1><script>window.broken=1</script>"
    "${window.broken=1}{{7*7}}#evil[x] \u202egnp.eno"
)
#: What a reader sees of it: the direction mark is gone, the letters are all there.
SEEN = HOSTILE.replace("\u202e", "")
#: An address that is a program.
ADDRESS = "javascript:window.broken=1//"

#: Texts that come from outside; columns that a list or a constraint holds refuse and stay.
TABLES = (
    "site", "parcel", "site_media", "verification", "restriction", "kommune", "region", "layer",
    "layer_version", "boundary_version", "import_batch", "deviation_grant", "code", "strategy_rule",
    "strategy",
)  # fmt: skip
#: Keys that addresses are made of, and what decides how a row is read rather than what it says.
KEYS = (
    "slug", "_id", "checksum", "sha256", "kommunenummer", "file", "matrikkel", "list", "code",
    "kind", "theme", "layers",
)  # fmt: skip


def plant(server: TestServer, name: str) -> set[str]:
    """Write the hostile text into every text column of a database; return ``table.column``."""
    url = server.cluster.url("postgres", name).replace("postgresql+psycopg://", "postgresql://")
    planted = set()
    with psycopg.connect(url) as connection:
        _media(connection)
        for table, column, kind in _columns(connection):
            try:
                with connection.transaction():
                    _write(connection, table, column, kind)
            except psycopg.errors.IntegrityError:
                continue
            planted.add(f"{table}.{column}")
    return planted


def _media(connection: psycopg.Connection) -> None:
    connection.execute("DELETE FROM areal.site_media")
    connection.execute(
        "INSERT INTO areal.site_media (site_id, position, kind, url, alt_nb, alt_en, credit, "
        "licence) SELECT site_id, place, kind, 'https://eksempel.example/fil', 'a', 'a', 'a', 'a' "
        "FROM areal.site, unnest(ARRAY['photo', 'dronefilm', 'document']) "
        "WITH ORDINALITY AS one (kind, place)"
    )


def _columns(connection: psycopg.Connection) -> Iterator[tuple[str, str, str]]:
    rows = connection.execute(
        "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns AS c "
        "JOIN information_schema.tables AS t USING (table_schema, table_name) "
        "WHERE c.table_schema = 'areal' AND t.table_type = 'BASE TABLE' "
        "AND c.data_type IN ('text', 'ARRAY') AND c.udt_name IN ('text', '_text') "
        "AND c.is_generated = 'NEVER' AND c.table_name = ANY(%s) ORDER BY 1, 2",
        [list(TABLES)],
    ).fetchall()
    for table, column, kind in rows:
        if not any(column == key or column.endswith(key) for key in KEYS):
            yield table, column, kind


def _write(connection: psycopg.Connection, table: str, column: str, kind: str) -> None:
    text = ADDRESS if column in ("url", "address", "document_url") else HOSTILE
    # Triggers of ours would call every parcel changed and unchecked; keys still hold.
    connection.execute(f"ALTER TABLE areal.{table} DISABLE TRIGGER USER")
    value = "ARRAY[%s]" if kind == "ARRAY" else f"%s || coalesce({column}, '')"
    connection.execute(f"UPDATE areal.{table} SET {column} = {value}", [text])
    connection.execute(f"ALTER TABLE areal.{table} ENABLE TRIGGER USER")


class Markup(HTMLParser):
    """A reader of a page that notes what no text of ours may become."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.text: list[str] = []
        self._script: dict[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note handlers, addresses that run, and elements only an attack makes."""
        given = {name: value or "" for name, value in attrs}
        self._script = given if tag == "script" else None
        for name, value in given.items():
            if name.startswith("on"):
                self.faults.append(f"<{tag} {name}>")
            runs = value.strip().lower().startswith(("javascript:", "data:text", "vbscript:"))
            if name in ("href", "src", "action", "formaction", "data") and runs:
                self.faults.append(f"<{tag} {name}={value[:40]}>")
        if tag == "img" and given.get("src") == "x":
            self.faults.append("<img src=x>")

    def handle_endtag(self, tag: str) -> None:
        """Leave a script."""
        if tag == "script":
            self._script = None

    def handle_data(self, data: str) -> None:
        """Gather the text; a script may hold data, and no code."""
        if self._script is None:
            self.text.append(data)
        elif self._script.get("type") != "application/ld+json" and data.strip():
            self.faults.append(f"inline script: {data.strip()[:40]}")


#: What an address is completed with; the first that gives an answer is taken.
_VALUES = {
    "slug": ("slomarka", "slomarka-1"),
    "key": ("slomarka", "slomarka-1", "3415"),
    "nr": ("3415",),
    "kommunenummer": ("3415",),
    "parcel": ("slomarka-1",),
    "version": ("2017-vedtatt", "2017"),
    "layer": ("myr",),
    "grant_id": ("1",),
    "z": ("8",), "x": ("136",), "y": ("73",),
}  # fmt: skip
#: Addresses that want a query to say something.
_QUERIES = {
    "areal": "areal=slomarka,hernesmoen&tittel=%3Cscript%3Ewindow.broken%3D1%3C/script%3E",
    "oembed": "url=http://localhost/",
    "qr": "url=http://localhost/",
}
_WITH_SITES = ("compare", "shortlist", "utvalg", "pack")


def walk(app: Flask, client: FlaskClient) -> Iterator[tuple[str, str, bytes]]:
    """Ask for every page and file; yield address, kind and bytes of each that answers."""
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if "GET" not in rule.methods or rule.endpoint == "static":
            continue
        for path in _completed(rule.rule, sorted(rule.arguments - set(rule.defaults or ()))):
            asked = path + _query(rule.endpoint)
            with client.get(asked) as answer:
                found = answer.status_code == 200
                kind, data = answer.mimetype, answer.data
            if found:
                yield asked, kind, data
                break


def _completed(path: str, arguments: list[str]) -> Iterator[str]:
    if not arguments:
        yield path
        return
    first, *others = arguments
    for value in _VALUES.get(first, ()):
        for form in (f"<{first}>", f"<int:{first}>", f"<string:{first}>"):
            if form in path:
                yield from _completed(path.replace(form, value), others)


def _query(endpoint: str) -> str:
    name = endpoint.partition(".")[2]
    if name.startswith(_WITH_SITES) and not endpoint.startswith("plan."):
        return "?" + _QUERIES["areal"]
    for key, query in _QUERIES.items():
        if name.startswith(key):
            return f"?{query}"
    return ""
