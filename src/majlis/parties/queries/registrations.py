"""Queries of registrations: the list of the secretariat, and one's own."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models import Reader, User
from majlis.parties.lifecycle import ASKED, REFUSED, UNCONFIRMED, WAITING
from majlis.parties.models import Registration
from majlis.parties.queries.organisations import name_contains

SORT_KEYS = ("sent", "-sent", "name", "-name")
OPEN_STATES = (UNCONFIRMED, WAITING, ASKED)


def registrations(
    user: Reader,
    *,
    words: str = "",
    state: str = "",
    kind: str = "",
    sort: str = "sent",
    language: str = "en",
) -> QuerySet[Registration]:
    """The registrations that the user may see, filtered and sorted; the oldest first by default."""
    rows = Registration.objects.visible_to(user).with_wordings()
    if words.strip():
        matches = Q(name_contains(words)) | Q(applicant_name__icontains=words.strip())
        rows = rows.filter(matches)
    for name, value in (("state", state), ("kind", kind)):
        if value:
            rows = rows.filter(**{name: value})
    if sort.lstrip("-") == "name":
        ordered = rows.order_by_wording("title", language)
        return ordered.reverse() if sort == "-name" else ordered
    sign = "-" if sort == "-sent" else ""
    return rows.order_by(f"{sign}sent_at", f"{sign}pk")


def counts_by_state(user: Reader) -> dict[str, int]:
    """The number of registrations that the user may see, by state."""
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


def registrations_sheet(registrations: Iterable[Registration]) -> Sheet:
    """The list as a sheet for downloads, without the applicants."""
    rows = (
        (
            registration.number,
            registration.say("title").text,
            registration.kind,
            registration.area,
            registration.form,
            registration.state,
            registration.sent_at,
            registration.decided_at,
        )
        for registration in registrations
    )
    return Sheet("registrations", _("Registrations"), REGISTRATION_FIELDS, rows)


def registrations_awaiting(user: User) -> QuerySet[Registration]:
    """The user's own registrations that await an answer, or were refused and can be resubmitted."""
    return Registration.objects.filter(applicant=user, state__in=(ASKED, REFUSED)).with_wordings()
