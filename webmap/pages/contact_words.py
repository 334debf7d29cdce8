"""What the contact form says when something is to be corrected."""

from __future__ import annotations

from areal.enquiries.receive import LONGEST, EnquiryRefused
from webmap.language import gettext


def fault(refused: EnquiryRefused) -> str:
    """Return what is wrong with a field, and how to mend it."""
    told = {
        ("name", "empty"): gettext("Skriv navnet ditt."),
        ("email", "empty"): gettext("Skriv e-postadressen din, så vi kan svare."),
        ("email", "not_an_address"): gettext(
            "E-postadressen mangler noe. Skriv den slik: navn@firma.no."
        ),
        ("message", "empty"): gettext("Skriv hva du lurer på eller ser etter."),
    }
    found = told.get((refused.field, refused.reason))
    return found or gettext(
        "Teksten er for lang. Feltet tar %(most)s tegn.", most=LONGEST[refused.field]
    )


def late(reason: str) -> str:
    """Return why a form can't be taken as it is, and that it only needs to be sent again."""
    return {
        "quick": gettext(
            "Skjemaet ble sendt så raskt at det kan være en maskin. Send det en gang til."
        ),
        "old": gettext(
            "Skjemaet har stått åpent i over et døgn. Se over det og send det en gang til."
        ),
        "forged": gettext("Skjemaet manglet noe da det kom fram. Send det en gang til."),
    }[reason]


def full(email: str) -> str:
    """Return that no more enquiries are taken in now, and what to do."""
    if "@" in email:
        return gettext(
            "Vi tar ikke imot flere henvendelser herfra i dag. Skriv til %(email)s.", email=email
        )
    return gettext(
        "Vi tar ikke imot flere henvendelser herfra i dag. "
        "Prøv i morgen, eller ring kontaktpunktet på områdets side."
    )
