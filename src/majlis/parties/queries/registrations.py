"""Registrations: the queue of the secretariat, and one's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.downloads import Field, Sheet
from majlis.parties.lifecycle import ASKED, REFUSED, UNCONFIRMED, WAITING
from majlis.parties.models import Registration
from majlis.parties.queries.organisations import name_contains

SORT_KEYS = ("sent", "-sent", "name", "-name")
OPEN_STATES = (UNCONFIRMED, WAITING, ASKED)


def registrations(
    user: Any,
    *,
    words: str = "",
    state: str = "",
    kind: str = "",
    sort: str = "sent",
    language: str = "en",
) -> QuerySet[Registration]:
    """The registrations that the user may see, filtered and sorted; the oldest first."""
    found = Registration.objects.visible_to(user).with_wordings()
    if words.strip():
        context = Q(name_contains(words)) | Q(applicant_name__icontains=words.strip())
        found = found.filter(context)
    for name, value in (("state", state), ("kind", kind)):
        if value:
            found = found.filter(**{name: value})
    if sort.lstrip("-") == "name":
        ordered = found.order_by_wording("title", language)
        return ordered.reverse() if sort == "-name" else ordered
    sign = "-" if sort == "-sent" else ""
    return found.order_by(f"{sign}sent_at", f"{sign}pk")


def counts_by_state(user: Any) -> dict[str, int]:
    """How many there are in each state, of those that the user may see."""
    rows = Registration.objects.visible_to(user).values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows.order_by()}


REGISTRATION_FIELDS = (
    Field("number", pgettext_lazy("record", "Number")),
    Field("name", pgettext_lazy("organization", "Name")),
    Field("kind", _("Kind of organization"), _("code of the table of stakeholder kinds")),
    Field("area", _("Country or area"), _("code of M49")),
    Field("form", _("Who takes part")),
    Field("state", _("State")),
    Field("sent", _("Sent")),
    Field("decided", _("Decided")),
)


def registrations_sheet(found: Iterable[Registration]) -> Sheet:
    """The list as data, without the applicants: to be taken away in any format."""
    rows = (
        (
            each.number,
            each.say("title").text,
            each.kind,
            each.area,
            each.form,
            each.state,
            each.sent_at,
            each.decided_at,
        )
        for each in found
    )
    return Sheet("registrations", _("Registrations"), REGISTRATION_FIELDS, rows)


def registrations_awaiting(user: Any) -> QuerySet[Registration]:
    """One's own registrations that wait for an answer, or were refused and may be sent again."""
    return Registration.objects.filter(applicant=user, state__in=(ASKED, REFUSED)).with_wordings()
