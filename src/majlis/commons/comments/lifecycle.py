"""The states of a comment."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from majlis.kernel.lifecycle import Lifecycle, Transition

COMMENT = Lifecycle(
    "comments.comment",
    {
        "waiting": pgettext_lazy("comment", "waits for a moderator"),
        "shown": pgettext_lazy("comment", "shown"),
        "asked": pgettext_lazy("comment", "sent back to its writer"),
        "hidden": pgettext_lazy("comment", "hidden by a moderator"),
        "refused": pgettext_lazy("comment", "not shown"),
        "withdrawn": pgettext_lazy("comment", "withdrawn by its writer"),
    },
    (
        # Where moderators look afterwards only.
        Transition("comments.write", ("waiting",), "shown"),
        Transition("comments.edit", ("asked",), "waiting"),
        Transition(
            "comments.withdraw", ("waiting", "shown", "asked", "hidden", "refused"), "withdrawn"
        ),
        Transition(
            "moderation.approve", ("waiting", "shown", "asked", "hidden", "refused"), "shown"
        ),
        Transition("moderation.ask", ("waiting", "shown"), "asked"),
        Transition("moderation.hide", ("waiting", "shown", "hidden", "refused"), "hidden"),
        Transition("moderation.refuse", ("waiting", "shown", "hidden", "refused"), "refused"),
    ),
)
