"""Export and erasure of the personal data of comments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.comments.models import Comment, CommentVersion
from majlis.commons.moderation.models import Case
from majlis.kernel.models import User
from majlis.kernel.verbs import Act
from majlis.parties.accounts import personal_data_registry
from majlis.parties.accounts.personal_data_registry import PersonalDataKind, Rows


def comment_rows(user: User) -> Rows:
    """The comments of the person, with their earlier versions."""
    comments = Comment.objects.filter(writer=user).select_related("record")
    return [
        {
            "at": each.created_at.isoformat(),
            "record": each.record.address,
            "language": each.language,
            "text": each.text,
            "state": each.state,
            "earlier": [
                {"language": old.language, "text": old.text, "until": old.until.isoformat()}
                for old in each.earlier.all()
            ],
        }
        for each in comments.prefetch_related("earlier").order_by("pk")
    ]


def erase_comments(user: User, act: Act) -> int:
    """Erase the texts; the empty comments stay, so that replies keep their place."""
    CommentVersion.objects.filter(comment__writer=user).delete()
    Case.objects.filter(kind="comment", writer=user).update(state="closed")
    return Comment.objects.filter(writer=user).update(text="", state="withdrawn")


def register() -> None:
    """Register the personal data of comments."""
    personal_data_registry.register_kind(
        PersonalDataKind(
            "comments",
            pgettext_lazy("comments on a record", "Comments"),
            comment_rows,
            erase_comments,
            {
                "at": pgettext_lazy("time of an entry", "Time"),
                "record": pgettext_lazy("record", "Record"),
                "text": pgettext_lazy("comment", "Comment"),
            },
            records=("record",),
            kept=_(
                "A placeholder without text or name is retained so that replies keep their place."
            ),
        )
    )
