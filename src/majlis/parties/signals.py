"""Signal receivers of parties: a sign-in of a focal point confirms the activity of the organization."""

from __future__ import annotations

from django.contrib.auth.signals import user_logged_in
from django.dispatch import Signal, receiver
from django.http import HttpRequest

from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.parties.actions import organisation as organisation_actions
from majlis.parties.lifecycle import ACTIVE, DORMANT
from majlis.parties.queries.organisations import organisations_of


@receiver(user_logged_in, dispatch_uid="parties.sign_of_life")
def reactivate_on_sign_in(sender: type[User], user: User, **_more: HttpRequest | Signal) -> None:
    """Reactivate the organizations of the focal point that were asked or are dormant."""
    own = organisations_of(user).filter(state__in=(ACTIVE, DORMANT))
    for organisation in own.exclude(state=ACTIVE, asked_at__isnull=True):
        organisation_actions.reactivate_organisation(Actor(user=user), organisation)
