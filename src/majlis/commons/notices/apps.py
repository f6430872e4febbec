"""Notices as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Events, subscriptions, digests and feeds."""

    name = "majlis.commons.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to every verb."""
        from majlis.commons.notices import delivery, own
        from majlis.commons.notices.happen import on_act
        from majlis.kernel.verbs import verb_done

        own.register()
        assert delivery.GIVE_UP
        verb_done.connect(on_act, dispatch_uid="notices.on_act")
