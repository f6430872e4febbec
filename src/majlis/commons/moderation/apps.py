"""Moderation as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """The queue, the reasons, decisions and appeals."""

    name = "majlis.commons.moderation"
    label = "moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which verbs are told to whom, and what is asked of moderators and of writers."""
        from majlis.commons.drafts import places
        from majlis.commons.moderation import telling
        from majlis.commons.moderation.rules import is_moderator
        from majlis.commons.notices import asked

        telling.register()
        places.register("moderation.appeal", _("An appeal against a decision"))
        asked.register(
            telling.asked_of_moderator,
            code="moderation",
            name=_("contributions to look at"),
            may=is_moderator.test,
        )
        asked.register(telling.asked_of_writer)
