"""Questions to the comments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from majlis.commons.comments.actions import can_be_edited
from majlis.commons.comments.lifecycle import COMMENT
from majlis.commons.comments.markdown import render
from majlis.commons.comments.models import Comment
from majlis.commons.moderation.registry import Shown
from majlis.kernel.downloads import MAX_ROWS, Field, Sheet
from majlis.kernel.models import Record


@dataclass
class Thread:
    """A comment as a reader sees it, with its answers."""

    comment: Comment
    markup: SafeString | str
    is_own: bool = False
    can_edit: bool = False
    answers: list[Thread] = field(default_factory=list)

    @property
    def says(self) -> bool:
        """Whether its text is shown to this reader."""
        return bool(self.markup)


def _thread(comment: Comment, user: Any) -> Thread:
    own = getattr(user, "is_authenticated", False) and comment.writer_id == user.pk
    says = comment.state == "shown" or own and comment.state != "withdrawn"
    return Thread(
        comment,
        render(comment.text) if says else "",
        bool(own),
        bool(own) and can_be_edited(comment),
    )


def _to_read(comments: QuerySet[Comment], user: Any) -> QuerySet[Comment]:
    found: QuerySet[Comment] = (
        comments.visible_to(user)  # type: ignore[attr-defined]
        .in_state_for(user)
        .select_related("writer", "record", "parent")
        .annotate(changes=Count("earlier"))
    )
    return found


def roots(record: Record, user: Any) -> QuerySet[Comment]:
    """The comments on a record that answer no other, the oldest first."""
    mine = Comment.objects.filter(record=record, parent__isnull=True)
    return _to_read(mine, user).order_by("created_at", "pk")


def threads(comments: Iterable[Comment], user: Any) -> list[Thread]:
    """Comments with their answers: one query more, whatever their number."""
    made = {each.pk: _thread(each, user) for each in comments}
    answers = _to_read(Comment.objects.filter(parent__in=list(made)), user)
    for each in answers.order_by("created_at", "pk"):
        made[each.parent_id or 0].answers.append(_thread(each, user))
    return list(made.values())


def sheet(threads: Iterable[Thread]) -> Sheet:
    """Comments as data: of one whose text is not shown there is no text, of a withdrawn one no name."""
    every = (each for root in threads for each in (root, *root.answers))
    rows = [
        [
            each.comment.pk,
            each.comment.parent_id,
            "" if each.comment.state == "withdrawn" else each.comment.writer,
            each.comment.created_at.isoformat(),
            each.comment.language if each.says else "",
            each.comment.text if each.says else "",
            each.comment.get_state_display(),
        ]
        for each in islice(every, MAX_ROWS)
    ]
    fields = [
        Field("comment", _("Number")),
        Field("answers", _("Answer to"), _("the number of the comment that this one answers")),
        Field("writer", _("Written by")),
        Field("at", _("When")),
        Field("language", _("Language of the comment")),
        Field("text", _("Comment"), _("in Markdown, as it was written")),
        Field("state", _("State")),
    ]
    return Sheet("comments", _("Comments"), fields, rows)


def one(key: int, user: Any) -> Comment | None:
    """A comment that the user may see, or None."""
    found = _to_read(Comment.objects.filter(pk=key), user)
    return found.prefetch_related("record__wordings").first()


def count(record: Record) -> int:
    """How many comments on a record are shown."""
    return Comment.objects.filter(record=record, state="shown").count()


def latest(record: Record, user: Any) -> QuerySet[Comment]:
    """The comments on a record that are shown, the newest first, for a feed."""
    shown = Comment.objects.filter(record=record, state="shown").visible_to(user)
    return shown.select_related("writer").order_by("-created_at", "-pk")


# For the moderators.


def load(keys: Iterable[int]) -> Mapping[int, Comment]:
    """Comments by key."""
    return Comment.objects.select_related("record").in_bulk(list(keys))


def show(comment: Comment) -> Shown:
    """A comment as a moderator sees it."""
    return Shown(
        comment.text,
        comment.language,
        comment.get_absolute_url(),
        render(comment.text),
        public=comment.state == "shown",
        verbs=tuple(COMMENT.verbs_from(comment.state)),
    )


def decide(comment: Comment, verb: str) -> Mapping[str, Any]:
    """Move a comment as a moderator decided."""
    return COMMENT.move(comment, verb)
