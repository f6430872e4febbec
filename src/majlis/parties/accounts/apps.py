"""The Django application of accounts."""

from __future__ import annotations

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Accounts: sign-in, profile, roles, own data."""

    name = "majlis.parties.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect signal receivers, and register personal data, the account template and a work entry."""
        from majlis.kernel.models import User
        from majlis.kit import trails
        from majlis.look import menu, parts
        from majlis.parties.accounts import personal_data, signals

        trails.register_trail(
            User,
            lambda user: [
                *trails.links_to([(_("People and roles"), "accounts:people")]),
                parts.Link(str(user), reverse("accounts:person", args=[user.pk])),
            ],
        )
        signals.connect_receivers()
        personal_data.register_personal_data()
        menu.set_account_template("accounts/account_corner.html")
        menu.register_work_entry(
            menu.MenuEntry("accounts:people", _("People and roles"), 900, _keeps_roles),
        )


def _keeps_roles(request: object) -> bool:
    from majlis.parties.accounts.rules import manages_roles

    user = getattr(request, "user", None)
    return user is not None and bool(manages_roles(user))
