"""The Django application of parties."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class PartiesConfig(AppConfig):
    """Organizations, their people, and the bodies of the process."""

    name = "majlis.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register kinds of records, personal data and menu entries, and connect signal receivers."""
        from majlis.kernel import record_kinds
        from majlis.kernel.roles import is_secretariat
        from majlis.kit import trails
        from majlis.look import menu
        from majlis.parties import audit_labels, demonstration, personal_data, signals  # noqa: F401
        from majlis.parties.accounts import demonstration as accounts_demonstration
        from majlis.parties.models import Body, Office, Organisation, Registration
        from majlis.parties.queries.registrations import registrations_to_decide

        personal_data.register_personal_data()
        for slug, find in demonstration.scopes_by_person().items():
            accounts_demonstration.register_scope(slug, find)
        record_kinds.register_kind(
            "organisation",
            pgettext_lazy("kind of record", "organization"),
            pgettext_lazy("kind of record", "organizations"),
        )
        record_kinds.register_kind(
            "registration",
            pgettext_lazy("kind of record", "registration"),
            pgettext_lazy("kind of record", "registrations"),
        )
        record_kinds.register_kind(
            "body",
            pgettext_lazy("kind of record", "body"),
            pgettext_lazy("kind of record", "bodies"),
        )
        record_kinds.register_kind(
            "office", pgettext_lazy("position", "office"), pgettext_lazy("position", "offices")
        )
        trails.register_list(Body, pgettext_lazy("page", "Bodies"), "parties:bodies")
        trails.register_trail(Office, lambda office: trails.below(office.body, office))
        trails.register_list(
            Organisation, pgettext_lazy("page", "Organizations"), "parties:organisations"
        )
        trails.register_list(
            Registration, pgettext_lazy("page", "Registrations"), "parties:registrations"
        )
        menu.register_entry(
            menu.MenuEntry("parties:organisations", pgettext_lazy("page", "Organizations"), 40)
        )
        menu.register_entry(menu.MenuEntry("parties:bodies", pgettext_lazy("page", "Bodies"), 50))
        menu.register_work_entry(
            menu.MenuEntry(
                "parties:registrations",
                pgettext_lazy("page", "Registrations"),
                30,
                shown=lambda request: bool(is_secretariat.test(request.user)),
                waiting=lambda request: registrations_to_decide(request.user),
            )
        )
