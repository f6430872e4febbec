"""Comments as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CommentsConfig(AppConfig):
    """Comments on records."""

    name = "majlis.commons.comments"
    label = "comments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register comments with breadcrumbs, notices, moderation and personal data."""
        from majlis.commons.comments import breadcrumbs, notifications, personal_data
        from majlis.commons.comments.models import Comment
        from majlis.commons.comments.moderation import (
            apply_decision,
            as_contribution,
            load_comments,
        )
        from majlis.commons.drafts import form_names
        from majlis.commons.moderation import registry
        from majlis.commons.notices import events
        from majlis.kit import trails

        personal_data.register()
        # The form of two pages: an answer is a comment too.
        form_names.register("comments.post_comment", pgettext_lazy("comment", "Comment"))
        trails.register_trail(Comment, breadcrumbs.trail_to_comment)
        registry.register(
            registry.ContributionKind(
                "comment",
                pgettext_lazy("kind of contribution", "comment"),
                load_comments,
                as_contribution,
                apply_decision,
            )
        )
        events.register(
            "comments.post_comment",
            sentence=_("{actor} commented on {record}."),
            audience=notifications.answered_writer,
            values=notifications.event_values,
            address=lambda values: reverse("comments:detail", args=[values["comment"]]),
        )
