"""Verbs that export and erase a person's own data."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.json_types import JSON
from majlis.kernel.models import User
from majlis.kernel.verbs import Act, verb
from majlis.parties.accounts import one_time_links, personal_data_registry
from majlis.parties.accounts.actions.people import require_other_administrator
from majlis.parties.accounts.mail import send_letter
from majlis.parties.accounts.models import Purpose

ERASURE_LIFETIME = timedelta(hours=2)


@verb("accounts.export_own_data")
def export_own_data(act: Act, user: User) -> dict[str, JSON]:
    """All personal data as plain values for JSON: see ``personal_data_registry.personal_data_of``."""
    data = personal_data_registry.personal_data_of(user)
    act.note(user, new={"rows": {key: len(rows) for key, rows in data.items()}})
    return {
        "site": settings.MAJLIS_PUBLIC_ADDRESS,
        "made_at": clock.now().isoformat(),
        "person": user.pk,
        **data,
    }


@verb("accounts.request_erasure")
def request_erasure(act: Act, user: User) -> None:
    """Mail the person a link that confirms the erasure without a password.

    The link works once, for two hours, and only while the person is signed in.
    """
    require_other_administrator(user)
    token = one_time_links.create_link(Purpose.ERASURE, ERASURE_LIFETIME, user)[0]
    act.note(user, new={"works_for_hours": 2})
    with translation.override(user.language):
        send_letter("accounts/erasure", user.email, {"user": user, "token": token})


@verb("accounts.erase_own_data")
def erase_own_data(
    act: Act, user: User, *, understood: bool = False, password: str = "", token: str = ""
) -> None:
    """Erase the personal data of the user in all rooms; this cannot be undone.

    The password or the token of the mailed link confirms it. Audit entries and acts on behalf of an
    organization stay, without the name. Raises InvalidInput without a confirmation, WrongState for an
    invalid link, or if the site would lose its last administrator.
    """
    if not understood:
        raise InvalidInput(
            {
                "understood": _(
                    "Tick the box to confirm the erasure. Erased data cannot be restored."
                )
            }
        )
    require_other_administrator(user)
    if token:
        if not one_time_links.use_token(Purpose.ERASURE, token, user):
            raise WrongState(
                _("This link has been used or replaced, or has expired."),
                _("Request a new link, or confirm with your password. No data were erased."),
            )
    elif not user.check_password(password):
        raise InvalidInput(
            {"password": _("The password is incorrect. Enter it again, or request a link.")}
        )
    changed = {}
    # The account itself comes last, because the rooms need it to find their rows.
    for key, holding in sorted(
        personal_data_registry.PERSONAL_DATA_KINDS.items(),
        key=lambda each: each[0] in ("profile", "personal_values"),
    ):
        changed[key] = holding.erase(user, act)
    act.note(user, new={"erased": changed})
