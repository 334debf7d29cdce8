"""Grants in words: their states, what was done to them, and what is wrong with a form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from areal.queries.grants import Grant, Step
from webmap.language import Language, gettext, ngettext
from webmap.pages import texts
from webmap.pages.numbers import day

#: A grant that ends within so many days is marked.
SOON = 90


def state(code: str) -> str:
    """Name the state of a grant."""
    return {
        "in_force": gettext("Gjelder nå"),
        "not_yet": gettext("Gjelder ikke ennå"),
        "expired": gettext("Utløpt"),
        "withdrawn": gettext("Trukket tilbake"),
    }[code]


def until(grant: Grant, lang: Language) -> str:
    """Say how long a grant lasts, or when and why it ended."""
    if grant.withdrawn_on is not None:
        return day(grant.withdrawn_on, lang)
    if grant.valid_until is None:
        return gettext("uten sluttdato")
    return gettext("til og med %(day)s", day=day(grant.valid_until, lang))


def soon(grant: Grant) -> str:
    """Say that a grant ends soon; empty where it does not."""
    left = grant.days_left
    if left is None or left > SOON:
        return ""
    if left == 0:
        return gettext("Utløper i dag")
    return ngettext("Utløper om %(num)s dag", "Utløper om %(num)s dager", left)


def verdict(grant: Grant) -> tuple[str, str]:
    """Return the sign and the name of the verdict under a grant, laid over where it is in force."""
    code = grant.verdict or "not_relevant"
    if code == "deviates" and grant.state == "in_force":
        code = "granted"
    return code, texts.verdict(code)


def remark(grant: Grant) -> str:
    """Say what is odd between a grant and the verdict under it; mostly nothing."""
    if not grant.of_strategy:
        return gettext("Gitt mot en annen strategi: %(id)s", id=grant.strategy_id)
    if grant.state == "not_yet":
        return gettext("Vedtatt etter siste kontroll. Legges over avviket fra neste kontroll.")
    if grant.state == "in_force" and grant.verdict not in ("deviates", "error"):
        return gettext("Kontrollen viser ikke avvik her nå.")
    if grant.state in ("expired", "withdrawn") and grant.verdict == "deviates":
        return gettext("Avviket står igjen uten godkjenning.")
    return ""


def fields() -> dict[str, str]:
    """Name the fields of a grant."""
    return {
        "parcel": gettext("Tomt"),
        "rule": gettext("Regel"),
        "body": gettext("Hvem har vedtatt det"),
        "case_ref": gettext("Saksnummer"),
        "decided_on": gettext("Vedtaksdato"),
        "valid_until": gettext("Gjelder til og med"),
        "reason": gettext("Begrunnelse"),
        "withdrawn_on": gettext("Dato for tilbaketrekking"),
        "why": gettext("Hvorfor det trekkes tilbake"),
    }


def history(steps: Sequence[Step], lang: Language) -> tuple[str, ...]:
    """Tell what was done to a grant, one line each, oldest first."""
    return tuple(_step(step, lang) for step in steps)


def _step(step: Step, lang: Language) -> str:
    told = {"day": day(step.done_at.date(), lang), "time": f"{step.done_at:%H:%M}"}
    if step.event == "granted":
        return gettext("%(day)s kl. %(time)s: registrert.", **told)
    if step.event == "withdrawn":
        why = step.changes.get("withdrawn_why", (None, None))[1] or ""
        return gettext("%(day)s kl. %(time)s: trukket tilbake. %(why)s", why=why, **told)
    changes = "; ".join(_change(name, pair, lang) for name, pair in step.changes.items())
    return gettext("%(day)s kl. %(time)s: endret. %(changes)s.", changes=changes, **told)


def _change(name: str, pair: tuple[str | None, str | None], lang: Language) -> str:
    before, after = (_value(name, text, lang) for text in pair)
    return gettext(
        "%(field)s: fra «%(before)s» til «%(after)s»",
        field=fields()[name],
        before=before,
        after=after,
    )


def _value(name: str, text: str | None, lang: Language) -> str:
    if text is None:
        return gettext("uten sluttdato") if name == "valid_until" else ""
    if name in ("decided_on", "valid_until"):
        return day(date.fromisoformat(text), lang)
    return text


def mistake(field: str, code: str) -> str:
    """Say what is wrong with a field, and how to put it right."""
    name = fields().get(field, "")
    return {
        "empty": _empty(field),
        "too_long": gettext("«%(field)s» er for langt. Kort det ned.", field=name),
        "not_text": gettext("«%(field)s» har tegn som ikke er tekst.", field=name),
        "not_a_date": gettext("«%(field)s» må være en dato, som 21.10.2026.", field=name),
        "unknown": gettext(
            "Det som er valgt som «%(field)s», finnes ikke. Velg en annen.", field=name
        ),
        "not_yours": gettext("Tomta ligger i en kommune du ikke kan skrive for."),
        "not_of_parcels": gettext("Regelen gjelder ikke tomter. Velg en annen."),
        "in_future": gettext("«%(field)s» kan ikke ligge fram i tid.", field=name),
        "before_strategy": gettext("«%(field)s» kan ikke være før strategien gjaldt.", field=name),
        "before_decided": gettext("«%(field)s» kan ikke være før vedtaksdatoen.", field=name),
        "withdrawn": gettext("Det godkjente avviket er alt trukket tilbake."),
        "changed_meanwhile": gettext(
            "Noen andre har endret det godkjente avviket i mellomtiden. Åpne det på nytt."
        ),
        "expired": gettext("Skjemaet har stått åpent for lenge. Send det inn en gang til."),
    }[code]


def _empty(field: str) -> str:
    return {
        "parcel": gettext("Velg en tomt."),
        "rule": gettext("Velg en regel."),
        "body": gettext("Skriv hvem som har vedtatt det."),
        "case_ref": gettext("Skriv saksnummeret."),
        "decided_on": gettext("Oppgi vedtaksdatoen."),
        "reason": gettext("Skriv begrunnelsen."),
        "withdrawn_on": gettext("Oppgi når det ble trukket tilbake."),
        "why": gettext("Skriv hvorfor det trekkes tilbake."),
    }.get(field, "")


def oddity(code: str, verdict_code: str | None) -> str:
    """Say why to look twice before a grant is kept."""
    if code == "does_not_deviate":
        found = texts.verdict(verdict_code or "missing")
        return gettext(
            "Regelen gir ikke avvik på denne tomta nå. Utfallet er «%(verdict)s».", verdict=found
        )
    return {
        "not_checked": gettext("Tomta er ikke kontrollert mot denne regelen."),
        "another_stands": gettext("Et annet godkjent avvik for samme tomt og regel gjelder alt."),
        "not_yet": gettext(
            "Det er vedtatt etter dagen for siste kontroll, og legges over fra neste."
        ),
        "expired": gettext("Det var utløpt alt på dagen tomtene sist ble kontrollert."),
    }[code]
