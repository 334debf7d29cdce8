"""Every address and every table, asked for by every role, in its own kommune and in another's.

What is to be is written down here once more, by hand: an address or a table that is not in these
tables fails, and so does a right that came without anybody deciding it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from areal.accounts import links
from areal.accounts.acting import acting, as_tool
from areal.accounts.people import Forbidden, Person
from areal.catalogue import grants
from areal.catalogue.authorship import write_as
from areal.database import Role, connect
from areal.drafts.store import Draft, open_draft
from areal.publishing import consents, events
from areal.settings import Settings
from tests.support.staff import forget_everybody, hidden, person, signed_in
from webmap import create_app

OWN, OTHER = "3417", "3401"
ROLES = ("reader", "editor", "publisher", "planner", "contact", "admin")
ALL = frozenset(ROLES)
NOBODY: frozenset[str] = frozenset()

#: Rooms that are open to everybody, and what may be sent to them.
PUBLIC_ROOMS = {
    "pages", "plan", "api", "health", "static", "bundle", "theme", "tile",
    "embed", "embed_code", "embed_script", "oembed",
}  # fmt: skip
PUBLIC_FORMS = {
    "plan.precheck_sent_nb", "plan.precheck_sent_en", "api.precheck",
    "plan.whatif_sent_nb", "plan.whatif_sent_en", "api.match",
    "pages.contact_sent_nb", "pages.contact_sent_en",
    "pages.contact_site_sent_nb", "pages.contact_site_sent_en",
}  # fmt: skip

#: Endpoint without language → who gets in. "door": also who is not signed in, or only half.
DOOR = "door"
STAFF: dict[str, frozenset[str] | str] = {
    "sign_in": DOOR,
    "provider": DOOR,
    "provider_back": DOOR,
    "link": DOOR,
    "code": DOOR,
    "enrol": DOOR,
    "sign_out": DOOR,
    "home": ALL | {"none"},
    "grants": ALL,
    "grant_new": frozenset({"planner"}),
    "grant_change": frozenset({"planner"}),
    "grant_withdraw": frozenset({"planner"}),
    "areas": ALL,
    **dict.fromkeys(
        (
            "draft_new",
            "draft",
            "draft_parcel",
            "draft_media",
            "draft_check",
            "draft_parcel_check",
            "draft_shapes",
            "draft_script",
        ),
        frozenset({"editor"}),
    ),
    "users": frozenset({"admin"}),
    "user_new": frozenset({"admin"}),
    "user": frozenset({"admin"}),
    "log": frozenset({"admin"}),
    "enquiries": frozenset({"contact"}),
    "enquiry": frozenset({"contact"}),
    "enquiry_export": frozenset({"contact"}),
    "figures": ALL,
    "figures_file": ALL,
    "import": frozenset({"editor"}),
    "import_job": frozenset({"editor"}),
    "review": ALL,
    "review_draft": ALL,
    "preview": ALL,
    "site_public": ALL,
    "consent": ALL,
    "tasks": ALL,
    "verify": frozenset({"editor"}),
    "digest": ALL | {"none"},
}

#: What can be tried with a table in a kommune → who may. What is not named nobody may.
WHO: dict[str, dict[str, frozenset[str]]] = {
    "site": {
        "draft": ALL,
        "insert": frozenset({"editor"}),
        "update": frozenset({"editor"}),
        "publish": frozenset({"publisher"}),
        "delete": frozenset({"editor"}),
    },
    "parcel": {
        "draft": ALL,
        "insert": frozenset({"editor"}),
        "update": frozenset({"editor"}),
        "publish": frozenset({"publisher"}),
        "delete": frozenset({"editor"}),
    },
    "site_media": dict.fromkeys(("insert", "update", "delete"), frozenset({"editor"})),
    "verification": dict.fromkeys(("insert", "update", "delete"), frozenset({"editor"})),
    "restriction": dict.fromkeys(("insert", "update", "delete"), frozenset({"editor"})),
    "deviation_grant": dict.fromkeys(("insert", "update"), frozenset({"planner"})),
    "draft": {
        "select": ALL,
        "insert": frozenset({"editor"}),
        "update": frozenset({"editor"}),
        "decide": frozenset({"editor", "publisher"}),
    },
    "draft_version": {
        "select": ALL,
        **dict.fromkeys(("insert", "delete"), frozenset({"editor"})),
    },
    "owner_consent": {
        "select": ALL,
        "insert": frozenset({"editor"}),
        "update": frozenset({"editor", "publisher"}),
    },
    "draft_event": {"select": ALL, "insert": frozenset({"publisher"})},
    "account": dict.fromkeys(("select", "update"), frozenset({"admin"})),
    "membership": dict.fromkeys(("select", "insert", "delete"), frozenset({"admin"})),
    "account_link": dict.fromkeys(("insert", "delete"), frozenset({"admin"})),
    "audit_log": {"select": frozenset({"admin"})},
    "enquiry": dict.fromkeys(("select", "update"), frozenset({"contact"})),
    "enquiry_person": {"select": frozenset({"contact"})},
    "enquiry_event": dict.fromkeys(("select", "insert"), frozenset({"contact"})),
    "shortlist_sent": dict.fromkeys(("select", "insert", "update"), frozenset({"contact"})),
}
_VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")


def _each(tables: tuple[str, ...], verbs: set[str]) -> dict[str, set[str]]:
    return dict.fromkeys(tables, verbs)


#: Tables without kommune → what a signed-in person's transaction may do with the table as a whole.
PLAIN: dict[str, set[str]] = {
    **_each(
        (
            "region",
            "kommune",
            "boundary",
            "boundary_version",
            "code",
            "strategy_snapshot",
            "strategy_rule",
            "run",
            "publication",
            "site_shown",
        ),
        {"SELECT"},
    ),
    **_each(
        (
            "parcel_history",
            "site_history",
            "site_media_history",
            "verification_history",
            "restriction_history",
            "deviation_grant_history",
        ),
        {"INSERT"},
    ),
    # Whose they are is tried in test_import_wizard.py.
    **_each(("import_job", "import_sender"), {"SELECT", "INSERT", "UPDATE"}),
    "form_done": {"SELECT", "INSERT", "DELETE"},
    **_each(
        (
            "account_secret",
            "recovery_code",
            "staff_session",
            "rate_limit",
            "unmet_need",
            "site_count",
            "digest",
            "finding_span",
            "parcel_verdict_span",
            "proximity_span",
            "subject_span",
            "kommune_span",
            "import_batch",
            "import_change",
            "import_kept",
            "layer",
            "layer_coverage",
            "layer_feature",
            "layer_fetch",
            "layer_part",
            "layer_version",
        ),
        set(),
    ),
}


@dataclass(frozen=True)
class People:
    """One person a role, all of one kommune; one without a role; and some to be managed."""

    by_role: dict[str, Person]
    managed: dict[str, int]
    grants: dict[str, int]
    drafts: dict[str, Draft]
    jobs: dict[str, int]
    #: Numbers of a draft's site and of one of its parcels.
    drafted: dict[str, dict[str, int]]
    app: Flask
    enquiries: dict[str, int]


@pytest.fixture(scope="module")
def people(server: Any, sample_template: str) -> Iterator[People]:
    """Use a database of this file's own, with drafts, grants and people in both kommuner."""
    name = server.create(sample_template)
    with server.use(name):
        given = {place: _furnish(place) for place in (OWN, OTHER)}
        by_role = {role: person(f"{role}@grue.example", (role, OWN)) for role in ROLES}
        by_role["none"] = person("none@grue.example")
        managed = {
            place: person(f"x{place}@y.example", ("reader", place)).account_id for place in given
        }
        with as_tool("test") as connection:
            for account_id in managed.values():
                links.make(connection, account_id)
        asked = {place: _enquire(place) for place in given}
        begun = {place: _draft(place) for place in given}
        drafts = {place: draft for place, (draft, _) in begun.items()}
        drafted = {place: numbers for place, (_, numbers) in begun.items()}
        sent = {
            OWN: _job(by_role["editor"].account_id, OWN),
            OTHER: _job(managed[OTHER], OTHER),
        }
        app = create_app(Settings(secret_key="k" * 40))
        yield People(by_role, managed, given, drafts, sent, drafted, app, asked)
    server.drop(name)


@pytest.fixture(autouse=True)
def _nobody() -> None:
    """Keep the people: they are this file's."""


def _furnish(place: str) -> int:
    """Make a draft, a grant and one of everything else in a kommune; return the grant's number."""
    with connect(Role.APP) as connection:
        write_as(connection, "test")
        binds = {"k": place}
        some = "(SELECT parcel_id FROM areal.parcel WHERE kommunenummer = :k ORDER BY 1 LIMIT 1)"
        for statement in (
            "UPDATE areal.site SET published = FALSE WHERE site_id = "
            "(SELECT max(site_id) FROM areal.site WHERE kommunenummer = :k)",
            "UPDATE areal.parcel SET published = FALSE WHERE parcel_id = "
            "(SELECT max(parcel_id) FROM areal.parcel WHERE kommunenummer = :k)",
            "INSERT INTO areal.restriction (parcel_id, position, code, cause, source) "
            f"SELECT {some}, 99, 'test', 'law', 'test'",
            "INSERT INTO areal.site_media "
            "(site_id, position, kind, url, alt_nb, alt_en, credit, licence) "
            "SELECT site_id, 99, 'photo', 'x', 'x', 'x', 'x', 'x' FROM areal.site "
            "WHERE kommunenummer = :k AND published ORDER BY 1 LIMIT 1",
        ):
            connection.execute(text(statement), binds)
        strategy = connection.execute(
            text("SELECT strategy_id FROM areal.strategy_snapshot LIMIT 1")
        ).scalar_one()
        return int(
            connection.execute(
                text(
                    "INSERT INTO areal.deviation_grant (strategy_id, parcel_id, rule_code, body, "
                    f"case_ref, decided_on, reason) SELECT :s, {some}, 'R12', 'b', 'c', "
                    "'2025-01-01', 'r' RETURNING grant_id"
                ),
                {**binds, "s": strategy},
            ).scalar_one()
        )


def _enquire(place: str) -> int:
    """Send an enquiry to a kommune and a shortlist in answer; return its number."""
    with connect(Role.APP) as connection:
        number = connection.execute(
            text(
                "INSERT INTO areal.enquiry (reference, lang, kommunenummer, region_id, site_slugs, "
                "site_names, asked) SELECT 'R' || :k, 'nb', :k, region_id, '{}', '{}', '{}' "
                "FROM areal.kommune WHERE kommunenummer = :k RETURNING enquiry_id"
            ),
            {"k": place},
        ).scalar_one()
        for statement in (
            "INSERT INTO areal.enquiry_person (enquiry_id, name, organisation, email, phone, "
            "message, words, digest) VALUES (:id, 'N', '', 'n@n.example', '', 'm', '', '\\x00')",
            "INSERT INTO areal.enquiry_event (enquiry_id, author, kind) VALUES (:id, 'x', 'note')",
            "INSERT INTO areal.shortlist_sent (enquiry_id, slugs, title, sent_by, expires_at) "
            "VALUES (:id, '{}', '', 'x', now())",
        ):
            connection.execute(text(statement), {"id": number})
        return int(number)


def _draft(place: str) -> tuple[Draft, dict[str, int]]:
    """Begin a draft in a kommune, with a consent and an event; return the numbers."""
    who = person(f"drafts@{place}.example", ("editor", place), ("publisher", place))
    with acting(who) as connection:
        found = connection.execute(
            text(
                "SELECT s.site_id, min(p.parcel_id) AS parcel_id FROM areal.site AS s "
                "INNER JOIN areal.parcel AS p USING (site_id) WHERE s.kommunenummer = :k "
                "AND s.published AND p.published GROUP BY 1 ORDER BY 1 LIMIT 1"
            ),
            {"k": place},
        ).one()
        draft = open_draft(connection, who, found.site_id, place)
        consents.record(
            connection, who, found.parcel_id, "Grunneier", date(2026, 1, 2), "Sak 1", None
        )
        events.add(connection, who.author, "trukket", place, site_id=found.site_id)
    return draft, {"draft_id": draft.draft_id, **found._mapping}


def _job(account_id: int, place: str) -> int:
    """Make a file that was sent in."""
    with connect(Role.APP) as connection:
        return int(
            connection.execute(
                text(
                    "INSERT INTO areal.import_job (account_id, kommunenummer, sender, file_name, "
                    "stored_as, size, state) VALUES (:a, :k, 's', 'f', '', 1, 'removed') "
                    "RETURNING job_id"
                ),
                {"a": account_id, "k": place},
            ).scalar_one()
        )


# ------------------------------------------------------------------ addresses


def staff_rules(app: Flask) -> list[Any]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("staff.")]


def plain_name(endpoint: str) -> str:
    return endpoint.removeprefix("staff.").removesuffix("_nb").removesuffix("_en")


def test_every_address_is_listed(people):
    for rule in people.app.url_map.iter_rules():
        room, _, _ = rule.endpoint.partition(".")
        if room == "staff":
            assert plain_name(rule.endpoint) in STAFF, rule
            assert rule.rule.startswith("/staff/"), rule
        else:
            assert room in PUBLIC_ROOMS, rule
            assert not rule.rule.startswith("/staff"), rule
            if rule.methods & {"POST", "PUT", "PATCH", "DELETE"}:
                assert rule.endpoint in PUBLIC_FORMS, rule
    assert {plain_name(rule.endpoint) for rule in staff_rules(people.app)} == set(STAFF)


def address(people: People, rule: Any, place: str) -> str:
    given = {
        "grant_id": people.grants[place],
        "account_id": people.managed[place],
        "enquiry_id": people.enquiries[place],
        "token": "x",
        "table": "status",
        "job_id": people.jobs[place],
    }
    draft = people.drafts[place]
    given |= people.drafted[place]
    given |= {"draft_id": draft.draft_id, "key": draft.content["parcels"][0]["key"]}
    values = {name: given[name] for name in rule.arguments}
    with people.app.test_request_context():
        return str(people.app.url_map.bind("localhost").build(rule.endpoint, values))


def test_who_is_not_signed_in_gets_no_further_than_the_door(people):
    for rule in staff_rules(people.app):
        if "GET" not in rule.methods:
            # A form of nobody's: it is not even asked who sends it.
            assert people.app.test_client().post(address(people, rule, OWN)).status_code == 400
            continue
        answer = people.app.test_client().get(address(people, rule, OWN))
        if STAFF[plain_name(rule.endpoint)] == DOOR:
            assert answer.status_code in (200, 303, 404, 405, 410), rule
        else:
            assert answer.status_code == 303, rule
            assert answer.headers["Location"].split("?")[0] in (
                "/staff/logg-inn",
                "/staff/en/sign-in",
            ), rule


@pytest.mark.parametrize("role", [*ROLES, "none"])
def test_every_address_lets_in_those_who_are_to_enter(people, role):
    client = signed_in(people.app.test_client(), people.by_role[role])
    carried = hidden(client, "/staff/")
    for rule in staff_rules(people.app):
        wanted = STAFF[plain_name(rule.endpoint)]
        if wanted == DOOR:
            continue
        for place in (OWN, OTHER):
            # A table of figures is named, and holds the kommuner of who asks.
            about = bool(rule.arguments - {"table"})
            inside = role in wanted and not (about and place == OTHER)
            path = address(people, rule, place)
            if "GET" in rule.methods:
                read = client.get(path).status_code
                assert (read == 200) == inside, (rule, place, read)
                if not inside:
                    assert read in (403, 404), (rule, place, read)
            if "POST" in rule.methods:
                # A form that says nothing: whoever may send it is told what is missing.
                sent = client.post(path, data=carried).status_code
                assert (sent == 422) == inside, (rule, place, sent)
                if not inside:
                    assert sent in (403, 404), (rule, place, sent)


def test_what_is_done_to_another_kommune_is_refused_in_every_form(people):
    planner = signed_in(people.app.test_client(), people.by_role["planner"])
    admin = signed_in(people.app.test_client(), people.by_role["admin"])
    carried = hidden(planner, "/staff/")
    before = _everything()
    grant = {
        "parcel": _parcel(OTHER), "rule": "R12", "body": "b", "case_ref": "c",
        "decided_on": "2025-01-02", "reason": "r", "anyway": "1",
    }  # fmt: skip
    assert planner.post("/staff/avvik/ny", data={**carried, **grant}).status_code == 422
    carried = hidden(admin, "/staff/users")
    for given in (
        {"do": "give", "role": "admin", "place": f"kommune:{OTHER}"},
        {"do": "give", "role": "reader", "place": "region:kongsvingerregionen"},
    ):
        path = f"/staff/users/{people.managed[OWN]}"
        assert admin.post(path, data={**carried, **given}).status_code == 403
    new = {"email": "z@z.example", "name": "Z", "role": "admin", "place": f"kommune:{OTHER}"}
    assert admin.post("/staff/users/ny", data={**carried, **new}).status_code == 403
    for do in ("shut_out", "let_in", "reset", "link", "take"):
        answer = admin.post(
            f"/staff/users/{people.managed[OTHER]}", data={**carried, "do": do, "membership": "1"}
        )
        assert answer.status_code == 404, do
    assert _everything() == before


def _parcel(place: str) -> str:
    with connect(Role.APP) as connection:
        return str(
            connection.execute(
                text(
                    "SELECT slug FROM areal.parcel WHERE kommunenummer = :k AND published LIMIT 1"
                ),
                {"k": place},
            ).scalar_one()
        )


def _everything() -> list[Any]:
    with connect(Role.OWNER) as owner:
        return [
            owner.execute(text(f"SELECT count(*) FROM areal.{table}")).scalar_one()
            for table in ("account", "membership", "account_link", "deviation_grant")
        ]


# ------------------------------------------------------------------ tables


def test_every_table_is_listed(people):
    with connect(Role.OWNER) as owner:
        tables = set(
            owner.execute(
                text(
                    "SELECT relname FROM pg_class WHERE relnamespace = 'areal'::regnamespace "
                    "AND relkind IN ('r', 'p')"
                )
            ).scalars()
        )
    assert tables == set(WHO) | set(PLAIN)
    assert not set(WHO) & set(PLAIN)


def test_tables_without_kommune_let_a_persons_transaction_do_what_is_listed(people):
    with connect(Role.OWNER) as owner:
        for table, verbs in PLAIN.items():
            found = {verb for verb in _VERBS if _has(owner, "areal_staff", table, verb)}
            assert found == verbs, table
        for table in WHO:
            assert not _has(owner, "areal_staff", table, "TRUNCATE"), table


def test_nobody_but_the_owner_reads_secrets_or_changes_the_log(people):
    with connect(Role.OWNER) as owner:
        for role in ("areal_app", "areal_staff", "areal_public"):
            for table in ("account_secret", "recovery_code"):
                assert not any(_has(owner, role, table, verb) for verb in _VERBS), (role, table)
            changed = [verb for verb in _VERBS[1:] if _has(owner, role, "audit_log", verb)]
            assert not changed, role
        for role in ("areal_staff", "areal_public"):
            for function in ("secret_of(bigint)", "take_factor(bigint, bigint)"):
                granted = owner.execute(
                    text("SELECT has_function_privilege(:r, :f, 'EXECUTE')"),
                    {"r": role, "f": f"areal.{function}"},
                ).scalar_one()
                assert not granted, (role, function)


def _has(owner: Connection, role: str, table: str, verb: str) -> bool:
    return bool(
        owner.execute(
            text("SELECT has_table_privilege(:r, :t, :v)"),
            {"r": role, "t": f"areal.{table}", "v": verb},
        ).scalar_one()
    )


_AT = {
    "site": "kommunenummer = :k",
    "parcel": "kommunenummer = :k",
    "site_media": "site_id IN (SELECT site_id FROM areal.site WHERE kommunenummer = :k)",
    **dict.fromkeys(
        ("verification", "restriction", "deviation_grant"),
        "parcel_id IN (SELECT parcel_id FROM areal.parcel WHERE kommunenummer = :k)",
    ),
    "draft": "kommunenummer = :k",
    "draft_version": "draft_id IN (SELECT draft_id FROM areal.draft WHERE kommunenummer = :k)",
    "owner_consent": "parcel_id IN (SELECT parcel_id FROM areal.parcel WHERE kommunenummer = :k)",
    "draft_event": "kommunenummer = :k",
    "account": "account_id = :managed",
    "membership": "account_id = :managed",
    "account_link": "account_id = :managed",
    "audit_log": "kommunenummer = :k",
    "enquiry": "kommunenummer = :k",
    **dict.fromkeys(("enquiry_person", "enquiry_event", "shortlist_sent"), "enquiry_id = :enquiry"),
}
_SET = {
    "site": "name = name || '!'",
    "parcel": "label = label || '!'",
    "site_media": "credit = credit || '!'",
    "verification": "verified_by = 'x'",
    "restriction": "source = source || '!'",
    "deviation_grant": "reason = reason || '!'",
    "draft": "title = title || '!'",
    "draft_version": "saved_by = 'x'",
    "owner_consent": "withdrawn_on = current_date, withdrawn_by = 'x'",
    "draft_event": "who = 'x'",
    "account": "name = name || '!'",
    "membership": "role = 'admin'",
    "account_link": "expires_at = now()",
    "audit_log": "author = 'x'",
    "enquiry": "touched_at = now()",
    "enquiry_person": "name = 'x'",
    "enquiry_event": "body = 'x'",
    "shortlist_sent": "withdrawn_at = now()",
}
_MADE = {
    "draft": "INSERT INTO areal.draft "
    "(kommunenummer, title, content, base, created_by, changed_by) "
    "VALUES (:k, 'x', '{}', '{}', 'x', 'x')",
    "draft_version": "INSERT INTO areal.draft_version (draft_id, version, content, saved_by) "
    "SELECT draft_id, 99, '{}', 'x' FROM areal.draft WHERE kommunenummer = :k",
    "membership": "INSERT INTO areal.membership (account_id, role, kommunenummer, given_by) "
    "VALUES (:managed, 'contact', :k, 'x')",
    "account_link": "INSERT INTO areal.account_link (token_hash, account_id, expires_at) "
    "VALUES ('\\x00', :managed, now())",
    "audit_log": "INSERT INTO areal.audit_log (author, action, subject) VALUES ('x', 'x', 'x')",
    "enquiry": "INSERT INTO areal.enquiry (lang, kommunenummer, region_id, site_slugs, site_names, "
    "asked) VALUES ('nb', :k, 'kongsvingerregionen', '{}', '{}', '{}')",
    "enquiry_person": "INSERT INTO areal.enquiry_person (enquiry_id, name, organisation, email, "
    "phone, message, words, digest) VALUES (:enquiry, 'x', '', 'x@x.x', '', '', '', '')",
    "enquiry_event": "INSERT INTO areal.enquiry_event (enquiry_id, author, kind) "
    "VALUES (:enquiry, 'x', 'note')",
    "shortlist_sent": "INSERT INTO areal.shortlist_sent (enquiry_id, slugs, title, sent_by, "
    "expires_at) VALUES (:enquiry, '{}', '', 'x', now())",
}


def _statement(connection: Connection, table: str, task: str) -> str:
    at = _AT[table]
    if task == "draft":
        return f"SELECT 1 FROM areal.{table} WHERE {at} AND NOT published"
    if task == "select":
        return f"SELECT 1 FROM areal.{table} WHERE {at}"
    if task == "update":
        return f"UPDATE areal.{table} SET {_SET[table]} WHERE {at}"
    if task == "decide":
        return f"UPDATE areal.{table} SET state = 'til_godkjenning' WHERE {at}"
    if task == "publish":
        return f"UPDATE areal.{table} SET published = NOT published WHERE {at}"
    if task == "delete":
        return f"DELETE FROM areal.{table} WHERE {at}"
    return _MADE.get(table) or _copy(connection, table)


def _copy(connection: Connection, table: str) -> str:
    columns = connection.execute(
        text(
            "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute "
            "WHERE attrelid = CAST(:t AS regclass) AND attnum > 0 AND NOT attisdropped "
            "AND attidentity = '' AND attgenerated = ''"
        ),
        {"t": f"areal.{table}"},
    ).scalar_one()
    values = ", ".join("FALSE" if one == "published" else one for one in columns.split(", "))
    return (
        f"INSERT INTO areal.{table} ({columns}) "
        f"SELECT {values} FROM areal.{table} WHERE {_AT[table]} LIMIT 1"
    )


def _tasks(table: str) -> tuple[str, ...]:
    drafts = ("draft", "publish") if table in ("site", "parcel") else ()
    enquiries = ("enquiry", "enquiry_person", "enquiry_event", "shortlist_sent")
    kept = ("draft", "draft_version", "owner_consent", "draft_event", *enquiries)
    seen = ("select",) if table in ("account", "membership", "audit_log", *kept) else ()
    drafts += ("decide",) if table == "draft" else ()
    made = () if table == "account" else ("insert",)
    return (*drafts, *seen, *made, "update", "delete")


def _done(connection: Connection, statement: str, binds: dict[str, Any]) -> bool:
    """Return whether a statement touches rows; that the row exists already is not a refusal."""
    with connection.begin_nested() as attempt:
        try:
            answer = connection.execute(text(statement), binds)
            touched = bool(answer.all()) if answer.returns_rows else answer.rowcount > 0
        except IntegrityError:
            return True
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != "42501":
                raise
            return False
        finally:
            if attempt.is_active:
                attempt.rollback()
        return touched


@pytest.mark.parametrize("role", [*ROLES, "none"])
def test_every_table_lets_a_role_do_its_work_in_its_kommune_and_no_other(people, role):
    with acting(people.by_role[role]) as connection:
        for table, who in WHO.items():
            for task in _tasks(table):
                statement = _statement(connection, table, task)
                for place in (OWN, OTHER):
                    binds = {
                        "k": place,
                        "managed": people.managed[place],
                        "enquiry": people.enquiries[place],
                    }
                    used = {name: binds[name] for name in binds if f":{name}" in statement}
                    expected = place == OWN and role in who.get(task, NOBODY)
                    done = _done(connection, statement, used)
                    assert done == expected, (table, task, place)
        connection.rollback()


def test_a_check_that_is_forgotten_in_the_pages_is_made_by_the_database(people):
    planner = people.by_role["planner"]
    decision = grants.Decision("b", "c", grants.date(2025, 1, 2), None, "r")
    with pytest.raises(Forbidden), acting(planner) as connection:
        # As if the page had said: everywhere.
        grants.grant(connection, planner.author, _parcel(OTHER), "R12", decision)
    with acting(planner) as connection:
        grants.grant(connection, planner.author, _parcel(OWN), "R12", decision)
        connection.rollback()


def test_what_a_transaction_was_is_forgotten_when_it_ends(people):
    with acting(people.by_role["admin"]):
        pass
    for _ in range(6):
        with connect(Role.APP) as connection:
            row = connection.execute(
                text("SELECT current_user, coalesce(current_setting('areal.account', TRUE), '')")
            ).one()
        assert tuple(row) == ("areal_app", "")


def test_a_role_in_a_region_reaches_all_of_it_and_the_region_itself(people):
    boss = person("sjef@region.example", ("admin", "kongsvingerregionen"))
    client = signed_in(people.app.test_client(), boss)
    for place in (OWN, OTHER):
        assert client.get(f"/staff/users/{people.managed[place]}").status_code == 200
    page = client.get("/staff/users/ny").text
    assert "region:kongsvingerregionen" in page
    assert page.count('value="kommune:') == 6


def test_what_a_person_does_is_in_the_log_with_before_and_after(people):
    planner = people.by_role["planner"]
    with acting(planner) as connection:
        connection.execute(
            text("UPDATE areal.deviation_grant SET reason = 'new' WHERE grant_id = :id"),
            {"id": people.grants[OWN]},
        )
    with connect(Role.APP) as connection:
        line = connection.execute(
            text(
                "SELECT author, account_id, kommunenummer, before, after FROM areal.audit_log "
                "WHERE subject = 'deviation_grant' AND subject_id = :id AND action = 'update'"
            ),
            {"id": people.grants[OWN]},
        ).one()
    assert line.author == "Planner <planner@grue.example>"
    assert line.account_id == planner.account_id
    assert line.kommunenummer == OWN
    assert line.before == {"reason": "r"}
    assert line.after == {"reason": "new"}


def test_an_admin_of_one_kommune_does_not_shut_out_who_works_in_another(people):
    both = person("begge@y.example", ("reader", OWN), ("reader", OTHER))
    client = signed_in(people.app.test_client(), people.by_role["admin"])
    path = f"/staff/users/{both.account_id}"
    page = client.get(path)
    assert page.status_code == 200, "seen, for half of the roles are this kommune's"
    assert 'value="shut_out"' not in page.text
    for do in ("shut_out", "reset", "link"):
        given = {**hidden(client, path), "do": do}
        assert client.post(path, data=given).status_code == 403, do
    with pytest.raises(Forbidden), acting(people.by_role["admin"]) as connection:
        connection.execute(text("SELECT areal.reset_factor(:id)"), {"id": both.account_id})
    with acting(people.by_role["admin"]) as connection:
        changed = connection.execute(
            text("UPDATE areal.account SET active = FALSE WHERE account_id = :id"),
            {"id": both.account_id},
        )
        assert changed.rowcount == 0


def test_nobody_shuts_out_themselves(people):
    admin = people.by_role["admin"]
    client = signed_in(people.app.test_client(), admin)
    path = f"/staff/users/{admin.account_id}"
    own = admin.memberships[0].membership_id
    for given in ({"do": "shut_out"}, {"do": "take", "membership": str(own)}):
        answer = client.post(path, data={**hidden(client, path), **given})
        assert answer.status_code == 422
        assert "Du kan ikke stenge deg selv ute" in answer.text


@pytest.fixture(scope="module", autouse=True)
def _leave_nobody(people: People) -> Iterator[None]:
    yield
    forget_everybody()


def test_the_log_tells_who_gave_which_role(people):
    with as_tool("cli:test") as connection:
        count = connection.execute(
            text(
                "SELECT count(*) FROM areal.audit_log WHERE subject = 'membership' "
                "AND author = 'test' AND action = 'insert'"
            )
        ).scalar_one()
    assert count >= len(ROLES)
    page = signed_in(people.app.test_client(), people.by_role["admin"]).get("/staff/logg").text
    assert "ga rollen Planlegger" in page
    assert f"x{OTHER}" not in page, "what is done elsewhere is not told"
