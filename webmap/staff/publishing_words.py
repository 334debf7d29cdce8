"""Publishing in words: states, what was done, why something can't be, and times of day."""

from __future__ import annotations

from datetime import date, datetime

from areal.clock import OSLO
from areal.publishing.moves import MoveRefused
from webmap.language import Language, gettext
from webmap.pages import texts
from webmap.pages.numbers import day


def state(code: str) -> str:
    """Name the state of a draft or a site."""
    return {
        "kladd": gettext("Kladd"),
        "til_godkjenning": gettext("Til godkjenning"),
        "endring_onsket": gettext("Endring ønsket"),
        "publisert": gettext("Publisert"),
        "forkastet": gettext("Forkastet"),
        "trukket": gettext("Ikke offentlig"),
        "arkivert": gettext("Arkivert"),
    }[code]


def done(code: str) -> str:
    """Say what was done."""
    return {
        "sendt": gettext("sendte til godkjenning"),
        "hentet": gettext("hentet tilbake til kladd"),
        "endring_onsket": gettext("ba om endring"),
        "planlagt": gettext("planla tidspunkt"),
        "avlyst": gettext("avlyste tidspunktet"),
        "publisert": gettext("publiserte"),
        "angret": gettext("angret publiseringen"),
        "forkastet": gettext("forkastet kladden"),
        "trukket": gettext("trakk området tilbake"),
        "gjenapnet": gettext("gjorde området offentlig igjen"),
        "arkivert": gettext("arkiverte området"),
        "hentet_fram": gettext("hentet området fram fra arkivet"),
        "synlighet": gettext("endret hva som er offentlig"),
        "feilet": gettext("kunne ikke publisere som planlagt"),
    }[code]


def why(refused: MoveRefused) -> str:
    """Say why a move was not made, in words for who wanted to make it."""
    named = ", ".join(texts.attribute(name) for name in refused.names)
    told = {
        "state": gettext("Noen andre var først. Se hvordan det står nå."),
        "message": gettext("Skriv en melding som sier hva som skal endres, eller hvorfor."),
        "moved": gettext("Katalogen er endret i de samme feltene siden kladden ble begynt"),
        "changed": gettext("Noe er endret siden publiseringen, så den kan ikke angres"),
        "nothing_shown": gettext(
            "Ingen tomt ville bli synlig. Privat grunn trenger samtykke fra eieren først."
        ),
        "unknown": gettext("Velg hva du vil gjøre."),
        "past": gettext("Tidspunktet har vært. Velg et som kommer."),
        "order": gettext("Området ville bli trukket tilbake før det ble publisert."),
        "day": gettext("Tidspunktet kan ikke leses."),
        "seen": gettext("Kladden er endret siden du så på den. Se på den på nytt."),
        "rules": gettext("Katalogen tar ikke imot verdiene"),
    }[refused.reason]
    return f"{told}: {named}." if named and not told.endswith(".") else told


def moment(value: datetime | None, lang: Language) -> str:
    """Write a moment as people here say it: "24. nov. 2026 kl. 14.05"."""
    if value is None:
        return ""
    local = value.astimezone(OSLO)
    written = local.strftime("%H:%M") if lang == "en" else f"kl. {local.strftime('%H.%M')}"
    return f"{day(local.date(), lang)} {written}"


def moment_field(value: datetime | None) -> str:
    """Write a moment as a form field takes it, in Norwegian time."""
    return value.astimezone(OSLO).strftime("%Y-%m-%dT%H:%M") if value else ""


def typed_moment(value: str) -> datetime | None:
    """Read a moment from a form; raises ``MoveRefused``."""
    if not value.strip():
        return None
    try:
        found = datetime.fromisoformat(value.strip())
    except ValueError as error:
        raise MoveRefused("day") from error
    return found if found.tzinfo else found.replace(tzinfo=OSLO)


def typed_day(value: str) -> date | None:
    """Read a day from a form: 2026-11-24 or 24.11.2026; None where it can't be read."""
    told = value.strip()
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(told, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def name_of(author: str | None) -> str:
    """Return the name of an author without the address: "Kari Nordmann <kari@…>"."""
    return (author or "").partition(" <")[0]
