"""Send one letter by the SMTP server of the settings."""

from __future__ import annotations

import logging
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from areal.settings import Settings

_LOG = logging.getLogger(__name__)
_TIMEOUT_S = 5


def possible(settings: Settings) -> bool:
    """Return whether letters can be sent: whether there is a server."""
    return bool(settings.smtp_host)


def letter(to: str, subject: str, body: str) -> EmailMessage:
    """Return a letter of plain text; line breaks in the head are refused by the library."""
    message = EmailMessage()
    message["To"] = to
    message["Subject"] = subject
    message.set_content(body)
    return message


def send(settings: Settings, message: EmailMessage) -> bool:
    """Send a letter; return whether a server took it.

    Without a server, or when it can't be reached or refuses, nothing is raised: what the letter
    tells stands in the catalogue. The log says what failed, not to whom.
    """
    if not possible(settings):
        return False
    if "From" not in message:
        message["From"] = settings.mail_from
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=settings.mail_from.rpartition("@")[2] or None)
    try:
        with _server(settings) as server:
            if settings.smtp_user and settings.smtp_password:
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        # The error itself may repeat the receiver's address.
        _LOG.warning("A letter was not sent: %s.", type(error).__name__)
        return False
    return True


def _server(settings: Settings) -> smtplib.SMTP:
    where = (settings.smtp_host, settings.smtp_port)
    context = ssl.create_default_context()
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(*where, timeout=_TIMEOUT_S, context=context)
    server = smtplib.SMTP(*where, timeout=_TIMEOUT_S)
    if settings.smtp_security == "starttls":
        try:
            server.starttls(context=context)
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
    return server
