"""Comments as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    """Comments on records."""

    name = "majlis.commons.comments"
    label = "comments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make comments known to the drafts, the notices and the moderators."""
        from majlis.commons.comments import own, telling
        from majlis.commons.comments.queries import decide, load, show
        from majlis.commons.drafts import places
        from majlis.commons.moderation import registry
        from majlis.commons.notices import events

        own.register()
        places.register("comments.write", _("A comment"))
        places.register("comments.edit", _("A changed comment"))
        registry.register("comment", _("comment"), load=load, show=show, decide=decide)
        events.register(
            "comments.write",
            sentence=_("{actor} commented on {record}."),
            audience=telling.answered,
            values=telling.values,
            address=lambda values: reverse("comments:one", args=[values["comment"]]),
        )
