"""What the comments keep about a person: to be handed out, and to be erased."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.commons.comments.models import Comment, Earlier
from majlis.commons.moderation.models import Case
from majlis.kernel.models import User
from majlis.kernel.verbs import Act
from majlis.parties.accounts import own_data
from majlis.parties.accounts.own_data import Holding, Rows


def comments(user: User) -> Rows:
    """All comments of the person, with what they said before."""
    found = Comment.objects.filter(writer=user).select_related("record")
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
        for each in found.prefetch_related("earlier").order_by("pk")
    ]


def erase(user: User, act: Act) -> int:
    """Empty them; that a comment stood there stays, so that answers keep their place."""
    Earlier.objects.filter(comment__writer=user).delete()
    Case.objects.filter(kind="comment", writer=user).update(state="closed")
    return Comment.objects.filter(writer=user).update(text="", state="withdrawn")


def register() -> None:
    """Make them known to the room that hands out and erases."""
    own_data.register(
        Holding(
            "comments",
            _("Comments"),
            comments,
            erase,
            {"at": _("Time"), "record": _("Record"), "text": _("Comment")},
            records=("record",),
            kept=_(
                "That a comment stood there stays, without its text and your name: answers to it "
                "keep their place."
            ),
        )
    )
