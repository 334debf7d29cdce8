"""The weekly letter of tasks: to each person theirs, once a week and never twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import text

from areal.accounts import people
from areal.accounts.people import Person
from areal.clock import today
from areal.database import Role, connect
from areal.mail.delivery import Outcome, deliver
from areal.mail.send import letter, possible
from areal.publishing import tasks
from areal.settings import get_settings

#: What a kind of task is called in the letter.
_NAMES = {
    "drafts": ("kladd som venter på deg", "kladder som venter på deg"),
    "consents": ("tomt uten gyldig samtykke fra eieren", "tomter uten gyldig samtykke fra eieren"),
    "grants": ("godkjent avvik som snart går ut", "godkjente avvik som snart går ut"),
    "plans": ("tomt der planen har flyttet seg", "tomter der planen har flyttet seg"),
    "layers": ("tomt der nye kartdata endrer svaret", "tomter der nye kartdata endrer svaret"),
    "stale": ("tomt som trenger bekreftelse", "tomter som trenger bekreftelse"),
    "missing": ("tomt som mangler noe for neste trinn", "tomter som mangler noe for neste trinn"),
}


@dataclass(frozen=True)
class Sent:
    """What became of the letters of a week."""

    sent: int = 0
    nothing: int = 0
    refused: int = 0
    later: int = 0


def week_of(day: date) -> date:
    """Return the Monday of a week."""
    return day - timedelta(days=day.weekday())


def send_all(day: date | None = None) -> Sent:
    """Send this week's letters to those who have not had theirs; without a server, none.

    Safe to run by several at once: who writes the row first sends the letter.
    """
    settings = get_settings()
    if not (settings.digests and possible(settings)):
        return Sent()
    week = week_of(day or today())
    told: Counter[str] = Counter()
    for account_id in _accounts(week):
        told[_send(account_id, week)] += 1
    return Sent(told["sent"], told["nothing"], told["refused"], told["later"])


def _accounts(week: date) -> list[int]:
    with connect(Role.APP) as connection:
        return list(
            connection.execute(
                text(
                    "SELECT a.account_id FROM areal.account AS a WHERE a.active AND a.digest "
                    "AND EXISTS (SELECT FROM areal.membership AS m "
                    "WHERE m.account_id = a.account_id) AND NOT EXISTS (SELECT FROM areal.digest "
                    "AS d WHERE d.account_id = a.account_id AND d.week = :week) "
                    "ORDER BY a.account_id"
                ),
                {"week": week},
            ).scalars()
        )


def _send(account_id: int, week: date) -> str:
    settings = get_settings()
    with connect(Role.APP) as connection:
        person = people.load(connection, account_id)
        found = tasks.for_rights(connection, person.rights)
    if not _take(account_id, week, len(found)):
        return "taken"
    if not found:
        _settle(account_id, week, "nothing")
        return "nothing"
    outcome = deliver(settings, letter(person.email, _subject(len(found)), _body(person, found)))
    if outcome is Outcome.NOT_SENT:
        _settle(account_id, week, None)
        return "later"
    # A letter that may have arrived counts as sent.
    state = "refused" if outcome is Outcome.REFUSED else "sent"
    _settle(account_id, week, state)
    return state


def _take(account_id: int, week: date, number: int) -> bool:
    """Write that the letter is being sent; return False when somebody else has."""
    with connect(Role.APP) as connection:
        return bool(
            connection.execute(
                text(
                    "INSERT INTO areal.digest (account_id, week, state, tasks) "
                    "VALUES (:id, :week, 'sending', :tasks) ON CONFLICT DO NOTHING"
                ),
                {"id": account_id, "week": week, "tasks": number},
            ).rowcount
        )


def _settle(account_id: int, week: date, state: str | None) -> None:
    """Write what became of the letter; None is that it did not leave, and is tried again."""
    statement = (
        "DELETE FROM areal.digest WHERE account_id = :id AND week = :week"
        if state is None
        else "UPDATE areal.digest SET state = :state, at = now() "
        "WHERE account_id = :id AND week = :week"
    )
    binds = {"id": account_id, "week": week, **({} if state is None else {"state": state})}
    with connect(Role.APP) as connection:
        connection.execute(text(statement), binds)


def _subject(number: int) -> str:
    return f"{number} {'oppgave' if number == 1 else 'oppgaver'} i næringsarealene"


def _body(person: Person, found: tuple[tasks.Task, ...]) -> str:
    counts = Counter(task.kind for task in found)
    lines = [
        f"– {counts[kind]} {_NAMES[kind][counts[kind] > 1]}" for kind in tasks.KINDS if counts[kind]
    ]
    base = get_settings().base_url.rstrip("/")
    where = f"{base}/staff/oppgaver" if base else "Oppgaver i arbeidsrommet"
    return "\n".join(
        (
            f"Hei, {person.name}.",
            "",
            "Dette venter i dine kommuner:",
            "",
            *lines,
            "",
            f"Se dem og gjør dem: {where}",
            "",
            "Du får dette brevet én gang i uka. Du slår det av nederst på samme side.",
            "",
        )
    )
