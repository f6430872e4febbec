"""The lifecycle of a comment."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from majlis.kernel.lifecycle import Lifecycle, Transition

COMMENT = Lifecycle(
    "comments.comment",
    {
        "waiting": pgettext_lazy("comment", "awaiting moderation"),
        "shown": pgettext_lazy("comment", "shown"),
        "asked": pgettext_lazy("comment", "returned to the author"),
        "hidden": pgettext_lazy("comment", "hidden by a content moderator"),
        "refused": pgettext_lazy("comment", "rejected by a content moderator"),
        "withdrawn": pgettext_lazy("comment", "withdrawn by the author"),
    },
    (
        # By the policy "after", a comment is published at once.
        Transition("comments.post_comment", ("waiting",), "shown"),
        # By the policy "before", a published comment waits again after a change.
        Transition("comments.edit_comment", ("asked", "shown"), "waiting"),
        Transition(
            "comments.withdraw_comment",
            ("waiting", "shown", "asked", "hidden", "refused"),
            "withdrawn",
        ),
        Transition(
            "moderation.approve_contribution",
            ("waiting", "shown", "asked", "hidden", "refused"),
            "shown",
        ),
        Transition("moderation.send_back_contribution", ("waiting", "shown"), "asked"),
        # "hidden" and "refused" stay if an appeal is rejected.
        Transition("moderation.hide_contribution", ("shown", "hidden"), "hidden"),
        Transition("moderation.refuse_contribution", ("waiting", "refused"), "refused"),
    ),
)
