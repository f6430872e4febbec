"""The verb by which an administrator resets the second step of a person who has lost it."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import WrongState
from majlis.kernel.models import User
from majlis.kernel.verbs import Act, verb
from majlis.parties.accounts import mail


@verb("accounts.reset_second_step")
def reset_second_step(act: Act, user: User, *, reason: str = "") -> int:
    """Delete authenticator, recovery codes and passkeys of a person, and notify them by mail.

    The password stays. Raises WrongState if the person has no second step.
    """
    authenticators = Authenticator.objects.filter(user=user)
    kinds = sorted(authenticators.values_list("type", flat=True))
    if not kinds:
        raise WrongState(
            _("This person does not use two-step sign-in."),
            _("No change was made."),
        )
    authenticators.delete()
    act.note(user, old={"kinds": kinds}, reason=reason.strip())
    mail.enqueue_notice("accounts/second_step_reset", user)
    return len(kinds)
