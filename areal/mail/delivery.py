"""Send one letter and say how it went, so that nobody gets it twice."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from enum import StrEnum

from areal.settings import Settings

_TIMEOUT_S = 10
#: Answers of a server: from 400 it can't now, from 500 it never will.
_NOT_NOW, _NEVER = 400, 500


class Outcome(StrEnum):
    """What became of a letter."""

    SENT = "sent"
    #: The server will not have it, now or later.
    REFUSED = "refused"
    #: It did not leave: worth trying again.
    NOT_SENT = "not_sent"
    #: The line broke after it was handed over: it may have arrived, so it is not sent again.
    UNSURE = "unsure"


def deliver(settings: Settings, message: EmailMessage) -> Outcome:
    """Send a letter by the server of the settings; nothing is raised."""
    if "From" not in message:
        message["From"] = settings.mail_from
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=settings.mail_from.rpartition("@")[2] or None)
    try:
        server = _open(settings)
    except (OSError, smtplib.SMTPException):
        return Outcome.NOT_SENT
    try:
        return _hand_over(server, settings, message)
    finally:
        server.close()


def _open(settings: Settings) -> smtplib.SMTP:
    where = (settings.smtp_host, settings.smtp_port)
    context = ssl.create_default_context()
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=_TIMEOUT_S, context=context)
    else:
        server = smtplib.SMTP(*where, timeout=_TIMEOUT_S)
    try:
        if settings.smtp_security == "starttls":
            # Raises where the server has none: nothing goes out in the clear by mistake.
            server.starttls(context=context)
        if settings.smtp_user and settings.smtp_password:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
    except (OSError, smtplib.SMTPException):
        server.close()
        raise
    return server


def _hand_over(server: smtplib.SMTP, settings: Settings, message: EmailMessage) -> Outcome:
    try:
        server.ehlo_or_helo_if_needed()
        code, _ = server.mail(settings.mail_from)
        if code < _NOT_NOW:
            code, _ = server.rcpt(str(message["To"]))
    except (OSError, smtplib.SMTPException):
        return Outcome.NOT_SENT
    if code >= _NEVER:
        return Outcome.REFUSED
    if code >= _NOT_NOW:
        return Outcome.NOT_SENT
    try:
        code, _ = server.data(message.as_bytes())
    except smtplib.SMTPDataError:
        return Outcome.NOT_SENT
    except (OSError, smtplib.SMTPException):
        return Outcome.UNSURE
    if code >= _NEVER:
        return Outcome.REFUSED
    return Outcome.SENT if code < _NOT_NOW else Outcome.NOT_SENT
