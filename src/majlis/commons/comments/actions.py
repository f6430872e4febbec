"""Verbs of the comments."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.commons.comments.lifecycle import COMMENT
from majlis.commons.comments.models import Comment, CommentVersion
from majlis.commons.comments.policy import policy_of
from majlis.commons.moderation import actions as moderation
from majlis.commons.moderation.models import Case
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Record
from majlis.kernel.verbs import Act, verb

MAX_LENGTH = 5000
# How long a comment that is shown can be changed by its writer.
EDITING_PERIOD = timedelta(hours=1)


def _validated(text: str, language: str) -> str:
    faults: dict[str, StrOrPromise] = {}
    # Line ends as browsers send them are one sign here; a text holds no null.
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if not text:
        faults["text"] = _("The comment is empty: write something.")
    elif len(text) > MAX_LENGTH:
        words = _("The comment is longer than %(most)s characters: shorten it, or write two.")
        faults["text"] = str(words) % {"most": MAX_LENGTH}
    if language not in LANGUAGES_BY_CODE:
        faults["language"] = _("Choose the language in which the comment is written.")
    if faults:
        raise InvalidInput(faults)
    return text


@verb("comments.post_comment")
def post_comment(
    act: Act, record: Record, *, text: str, language: str, parent: Comment | None = None
) -> Comment:
    """Comment on a record, or answer a comment on it.

    An answer to an answer stands beside it, under the same comment. Whether it is shown at once says
    the policy of the record's kind. Raises InvalidInput.
    """
    text = _validated(text, language)
    if parent is not None:
        if parent.record_id != record.pk or parent.state != "shown":
            raise WrongState(_("The comment that you answer is not shown any more."))
        parent = parent.parent or parent
    writer = act.actor.user
    assert writer is not None
    comment = Comment.objects.create(
        record=record, parent=parent, writer=writer, text=text, language=language
    )
    if policy_of(record).check == "after":
        COMMENT.move(comment, "comments.post_comment")
    new = {"state": comment.state, "language": language}
    act.note(comment, new=new | ({"parent": parent.pk} if parent else {}), record=record)
    moderation.submit_contribution(
        act.actor, moderation.Submission("comment", comment.pk, writer, language, record)
    )
    return comment


def is_editable(comment: Comment) -> bool:
    """Whether it can be changed now: sent back, waiting, or shown for less than an hour."""
    if comment.state in ("asked", "waiting"):
        return True
    return comment.state == "shown" and timezone.now() - comment.created_at <= EDITING_PERIOD


@verb("comments.edit_comment")
def edit_comment(act: Act, comment: Comment, *, text: str, language: str) -> None:
    """Change one's comment; what it said before is kept, and readers can see it.

    Raises InvalidInput, and WrongState where it is too late.
    """
    text = _validated(text, language)
    # The case is locked first, as a decision does: nobody approves words that they have not seen.
    cases = Case.objects.select_for_update(of=("self",)).filter(kind="comment", item=comment.pk)
    case = cases.first()
    kept = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if not is_editable(kept):
        raise WrongState(
            _("The comment can no longer be changed."),
            _("Answer it with a comment that says what is different, or withdraw it."),
        )
    if (kept.text, kept.language) == (text, language) and kept.state != "asked":
        act.unchanged()
        return
    CommentVersion.objects.create(comment=kept, language=kept.language, text=kept.text)
    old = {"language": kept.language, "state": kept.state}
    before = policy_of(kept.record).check == "before"
    if kept.state == "asked" or kept.state == "shown" and before:
        COMMENT.move(kept, "comments.edit_comment")
    if case is not None and case.state in ("asked", "approved"):
        moderation.resubmit_contribution(act.actor, case)
    kept.text, kept.language, kept.edited_at = text, language, timezone.now()
    kept.save(update_fields=["text", "language", "edited_at"])
    Case.objects.filter(kind="comment", item=kept.pk).update(language=language)
    act.note(
        kept,
        old=old,
        new={"language": language, "state": kept.state},
        record=kept.record,
    )
    comment.refresh_from_db()


@verb("comments.withdraw_comment")
def withdraw_comment(act: Act, comment: Comment) -> None:
    """Withdraw one's comment: its text is taken away, that it was there stays, with its answers."""
    moved = COMMENT.move(comment, "comments.withdraw_comment")
    _erase_text(comment)
    case = Case.objects.filter(kind="comment", item=comment.pk).exclude(state="closed").first()
    if case is not None:
        moderation.close_case(act.actor, case)
    act.note(comment, record=comment.record, **moved)


def _erase_text(comment: Comment) -> None:
    CommentVersion.objects.filter(comment=comment).delete()
    comment.text = ""
    comment.save(update_fields=["text"])
