"""The verb with which an administrator lets in somebody who has lost every second proof."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import WrongState
from majlis.kernel.models import User
from majlis.kernel.verbs import Act, verb
from majlis.parties.accounts import mail


@verb("accounts.reset_second_step")
def reset_second_step(act: Act, user: User, *, reason: str = "") -> int:
    """Remove authenticator, recovery codes and passkeys of a person, who is told by mail.

    The password is asked for as before. Raises WrongState where the person has no second step.
    """
    held = Authenticator.objects.filter(user=user)
    kinds = sorted(held.values_list("type", flat=True))
    if not kinds:
        raise WrongState(
            _("This person has no second step."),
            _("There is nothing to reset. Nothing was changed."),
        )
    held.delete()
    act.note(user, old={"kinds": kinds}, reason=reason.strip())

    def tell() -> None:
        with translation.override(user.language):
            mail.send_letter("accounts/second_step_reset", user.email, {"user": user})

    transaction.on_commit(tell)
    return len(kinds)
