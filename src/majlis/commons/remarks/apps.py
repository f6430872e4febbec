"""Remarks as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemarksConfig(AppConfig):
    """The link “Wrong or missing?” on every page, and the log of remarks."""

    name = "majlis.commons.remarks"
    label = "remarks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the link in the footer, the breadcrumbs, the notifications and personal data."""
        from majlis.commons.remarks import notifications, personal_data
        from majlis.commons.remarks.models import Remark
        from majlis.kit import trails
        from majlis.look import menu

        menu.register_footer_entry(
            menu.MenuEntry(
                "remarks:new", _("Report an error or omission"), order=5, carries="about"
            )
        )
        trails.register_list(Remark, _("Public log of remarks"), "remarks:log")
        notifications.register()
        personal_data.register()
