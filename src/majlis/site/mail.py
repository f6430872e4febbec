"""Mail where no server is set up: kept in the outbox, never lost and never sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import override

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from majlis.site.models import Letter


class OutboxBackend(BaseEmailBackend):
    """Keeps each message as a ``Letter``, in the transaction of what sends it."""

    @override
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages; return how many there were."""
        letters = []
        for message in email_messages:
            message.message()  # refuses headers that would smuggle in others
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
