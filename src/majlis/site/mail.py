"""The mail backend without a mail server: it stores mail in the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import override

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from majlis.site.models import Letter


class OutboxBackend(BaseEmailBackend):
    """Stores each message as a ``Letter``, in the transaction of its sender."""

    @override
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store the messages; return their number."""
        letters = []
        for message in email_messages:
            message.message()  # raises an error for line breaks in headers
            letters.append(
                Letter(
                    sender=message.from_email or "",
                    recipients="\n".join(message.recipients()),
                    subject=str(message.subject),
                    text=str(message.body),
                )
            )
        Letter.objects.bulk_create(letters)
        return len(letters)
