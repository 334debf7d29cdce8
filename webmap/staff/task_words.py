"""Tasks in words: what each kind is about, and what is to be done."""

from __future__ import annotations

from datetime import date

from areal.publishing.tasks import Task
from webmap.language import Language, gettext, ngettext
from webmap.pages import texts
from webmap.pages.numbers import day
from webmap.pages.words import parcel_label


def kind(code: str, months: int) -> tuple[str, str]:
    """Return the heading of a kind of task, and what it is about."""
    return {
        "drafts": (gettext("Kladder som venter"), gettext("Se på dem, eller rett dem.")),
        "consents": (
            gettext("Samtykke fra eiere"),
            gettext("Privat grunn som er offentlig uten samtykke, eller der det snart går ut."),
        ),
        "grants": (
            gettext("Godkjente avvik som går ut"),
            gettext("Innen 90 dager. Etterpå er funnet et avvik igjen."),
        ),
        "plans": (
            gettext("Planer som har flyttet seg"),
            gettext("Planregisteret sier noe annet enn da tomta sist ble kontrollert."),
        ),
        "layers": (
            gettext("Nye kartdata endrer svaret"),
            gettext("Kontrollert mot nyere kartlag, ikke publisert ennå."),
        ),
        "stale": (
            gettext("Trenger bekreftelse"),
            ngettext(
                "Ingen har bekreftet dette den siste måneden.",
                "Ingen har bekreftet dette de siste %(num)s månedene.",
                months,
            ),
        ),
        "missing": (
            gettext("Mangler for neste trinn"),
            gettext("Opplysningene som neste trinn av modenhet hviler på."),
        ),
    }[code]


def place(task: Task) -> str:
    """Return the parcel a task is about, or nothing for all of a site."""
    return parcel_label(task.label) if task.label else ""


def what(task: Task, lang: Language) -> str:
    """Say what there is to do."""
    detail = task.detail
    if task.kind == "drafts":
        asked = detail["state"] == "endring_onsket"
        return gettext("Endring ønsket") if asked else gettext("Til godkjenning")
    if task.kind == "consents":
        until = detail["until"]
        if until is None:
            return gettext("Uten samtykke")
        return gettext("Samtykket går ut %(day)s", day=_day(until, lang))
    if task.kind == "grants":
        return gettext(
            "%(rule)s, sak %(case)s: går ut %(day)s",
            rule=detail["rule"],
            case=detail["case"],
            day=_day(detail["until"], lang),
        )
    if task.kind == "plans":
        return gettext(
            "Før: %(before)s. Nå: %(after)s.",
            before=_listed(detail["before"]),
            after=_listed(detail["after"]),
        )
    if task.kind == "layers":
        return _turned(task)
    if task.kind == "stale":
        return _stale(task, lang)
    fields = ", ".join(texts.attribute(name) for name in detail["fields"])
    return gettext("Mangler %(fields)s", fields=fields)


def _turned(task: Task) -> str:
    return "; ".join(
        gettext(
            "%(rule)s: %(before)s blir %(after)s",
            rule=item["rule"],
            before=texts.verdict(item["before"]).lower(),
            after=texts.verdict(item["after"]).lower(),
        )
        for item in task.detail["changes"]
    )


def _stale(task: Task, lang: Language) -> str:
    axes = ", ".join(_axis(axis) for axis in task.detail["axes"])
    if task.detail["oldest"] is None:
        return gettext("%(axes)s: aldri bekreftet", axes=axes)
    return gettext("%(axes)s: eldste fra %(day)s", axes=axes, day=_day(task.detail["oldest"], lang))


def _axis(code: str) -> str:
    return {
        "plan": gettext("plan"),
        "modenhet": gettext("modenhet"),
        "market": gettext("markedsstatus"),
        "ownership": gettext("eierform"),
        "price": gettext("pris"),
        "power": gettext("strøm"),
        "utilities": gettext("teknisk anlegg"),
    }[code]


def _listed(values: list[str]) -> str:
    return ", ".join(values) or gettext("ingen plan")


def _day(value: str, lang: Language) -> str:
    return day(date.fromisoformat(value), lang)
