"""Drafts as a Django application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from majlis.kernel.models import AuditEntry, User


class DraftsConfig(AppConfig):
    """Drafts of all forms."""

    name = "majlis.commons.drafts"
    label = "drafts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the personal data, and the notice before a draft expires."""
        from majlis.commons.drafts import personal_data
        from majlis.commons.drafts.forms import DraftedForm
        from majlis.commons.notices import events
        from majlis.kit import hooks

        personal_data.register()
        hooks.register_form_type(DraftedForm)
        events.register(
            "drafts.notify_expiry",
            sentence=_("Your draft expires on {until}. Save it again before then, or send it."),
            audience=_draft_owner,
            values=lambda entry: {"until": entry.new["until"]},
            say=_format_expiry,
            address=lambda values: reverse("drafts:mine"),
        )


def _draft_owner(entry: AuditEntry) -> QuerySet[User]:
    from majlis.commons.drafts.models import Draft
    from majlis.kernel.models import User

    key = entry.target.rpartition(":")[2]
    return User.objects.filter(pk__in=Draft.objects.filter(pk=key).values("user"))


def _format_expiry(values: Mapping[str, str], language: str) -> Mapping[str, str]:
    from majlis.look.formats import date

    return {"until": date(values["until"], language)}
