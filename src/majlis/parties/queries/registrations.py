"""Queries of registrations: the list of the secretariat, and one's own."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from majlis.kernel.models import Reader, User
from majlis.parties.lifecycle import ASKED, REFUSED, UNCONFIRMED, WAITING
from majlis.parties.models import Registration
from majlis.parties.queries.organisations import name_contains

OPEN_STATES = (UNCONFIRMED, WAITING, ASKED)


def registrations(
    user: Reader, *, words: str = "", state: str = "", kind: str = ""
) -> QuerySet[Registration]:
    """The registrations that the user may see and that match the filters, with prefetched wordings."""
    rows: QuerySet[Registration] = Registration.objects.visible_to(user).with_wordings()
    if words.strip():
        matches = Q(name_contains(words)) | Q(applicant_name__icontains=words.strip())
        rows = rows.filter(matches)
    for name, value in (("state", state), ("kind", kind)):
        if value:
            rows = rows.filter(**{name: value})
    return rows


def counts_by_state(user: Reader) -> dict[str, int]:
    """The number of registrations that the user may see, by state."""
    rows = Registration.objects.visible_to(user).values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows.order_by()}


def registrations_to_decide(user: Reader) -> QuerySet[Registration]:
    """The registrations that await a decision, as far as the user may see them."""
    registrations: QuerySet[Registration] = Registration.objects.visible_to(user)
    return registrations.filter(state=WAITING)


def registrations_awaiting(user: User) -> QuerySet[Registration]:
    """The user's own registrations that await an answer, or were refused and can be resubmitted."""
    return Registration.objects.filter(applicant=user, state__in=(ASKED, REFUSED)).with_wordings()
