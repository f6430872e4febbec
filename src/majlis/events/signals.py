"""Signal receivers of the room: a sign-in connects registrations that were entered by address with the account."""

from __future__ import annotations

from django.contrib.auth.signals import user_logged_in
from django.dispatch import Signal, receiver
from django.http import HttpRequest

from majlis.events.people import actions
from majlis.events.people.queries import account_participants
from majlis.kernel.actor import Actor
from majlis.kernel.models import User


@receiver(user_logged_in, dispatch_uid="events.link_participants")
def link_on_sign_in(sender: type[User], user: User, **_more: HttpRequest | Signal) -> None:
    """Connect the registrations that a focal point entered with the address of the user."""
    actor = Actor.as_system("events.link_participant")
    for participant in account_participants(user):
        actions.link_participant(actor, participant, user=user)
