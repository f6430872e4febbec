"""Mail to participants without an account, whom no notice reaches; sent by the worker after the commit."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override, pgettext_lazy

from majlis.events.core.names import meeting_name
from majlis.events.lifecycle import CONFIRMED
from majlis.events.models import Participant
from majlis.kernel.queues import Priority, Queue
from majlis.kernel.work import background_task
from majlis.look.formats import on_one_line


def enqueue_confirmation(participant: Participant, language: str) -> None:
    """Put the letter to a person without an account into the worker's queue; nothing without an address."""
    if participant.email:
        send_confirmation.enqueue(participant.pk, language)


@background_task(
    pgettext_lazy("background work", "Email"), queue=Queue.MAIL, priority=Priority.MAIL
)
def send_confirmation(key: int, language: str) -> None:
    """Tell a person by mail that they are registered, and where they find the joining link.

    Who registered them typed their name, which keeps out of our mails. Nothing is sent to whom has an account by now, or is no longer registered. Raises the errors of the
    mail server.
    """
    rows = Participant.objects.select_related("meeting__body__record", "organisation__record")
    participant = rows.filter(pk=key, user=None, state=CONFIRMED).exclude(email="").first()
    if participant is None:
        return
    with override(language):
        site = settings.MAJLIS_PUBLIC_ADDRESS.rstrip("/")
        page = reverse("events:own_registration", args=[participant.meeting.slug])
        context = {
            "meeting": meeting_name(participant.meeting).text,
            "organisation": participant.organisation,
            "first_day": participant.meeting.first_day,
            "mode": participant.get_mode_display(),
            "url": f"{site}{page}",
            "address": settings.MAJLIS_PUBLIC_ADDRESS,
        }
        subject = render_to_string("events/people/mail/confirmed.subject.txt", context)
        body = render_to_string("events/people/mail/confirmed.txt", context)
    EmailMessage(on_one_line(subject), body.strip() + "\n", to=[participant.email]).send()
