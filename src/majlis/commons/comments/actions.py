"""Verbs of comments."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from majlis.commons.comments.lifecycle import COMMENT
from majlis.commons.comments.models import Comment, CommentVersion
from majlis.commons.comments.policy import policy_of
from majlis.commons.moderation import actions as moderation
from majlis.commons.moderation.models import Case
from majlis.kernel import clock
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Record
from majlis.kernel.verbs import Act, verb

MAX_LENGTH = 5000
# How long its writer can change a published comment.
EDITING_PERIOD = timedelta(hours=1)


def _validated(text: str, language: str) -> str:
    faults: dict[str, StrOrPromise] = {}
    # Browsers send CRLF line ends; PostgreSQL does not store NUL characters.
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if not text:
        faults["text"] = _("The comment is empty. Enter your text.")
    elif len(text) > MAX_LENGTH:
        message = _(
            "The comment exceeds %(most)s characters. Shorten it or split it into two comments."
        )
        faults["text"] = str(message) % {"most": MAX_LENGTH}
    if language not in LANGUAGES_BY_CODE:
        faults["language"] = _("Select the language of the comment.")
    if faults:
        raise InvalidInput(faults)
    return text


@verb("comments.post_comment")
def post_comment(
    act: Act, record: Record, *, text: str, language: str, parent: Comment | None = None
) -> Comment:
    """Comment on a record, or reply to a comment on it.

    A reply to a reply is stored as a reply to the top-level comment. The policy of the kind of
    record decides whether the comment is published at once. Raises InvalidInput, and WrongState if
    the parent is not published.
    """
    text = _validated(text, language)
    if parent is not None:
        if parent.record_id != record.pk or parent.state != "shown":
            raise WrongState(_("The comment to which you are replying is no longer shown."))
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
    """Whether the comment can be changed now: sent back, waiting, or published less than an hour ago."""
    if comment.state in ("asked", "waiting"):
        return True
    return comment.state == "shown" and clock.now() - comment.created_at <= EDITING_PERIOD


@verb("comments.edit_comment")
def edit_comment(act: Act, comment: Comment, *, text: str, language: str) -> None:
    """Change a comment; readers can see its earlier versions.

    Raises InvalidInput, and WrongState if it can no longer be changed.
    """
    text = _validated(text, language)
    # Locked in the same order as by a decision, so that no moderator approves an unread text.
    cases = Case.objects.select_for_update(of=("self",)).filter(kind="comment", item=comment.pk)
    case = cases.first()
    locked = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if not is_editable(locked):
        raise WrongState(
            _("The comment can no longer be edited."),
            _("Reply with a correction, or withdraw the comment."),
        )
    if (locked.text, locked.language) == (text, language) and locked.state != "asked":
        act.unchanged()
        return
    CommentVersion.objects.create(comment=locked, language=locked.language, text=locked.text)
    old = {"language": locked.language, "state": locked.state}
    is_moderated_before = policy_of(locked.record).check == "before"
    if locked.state == "asked" or locked.state == "shown" and is_moderated_before:
        COMMENT.move(locked, "comments.edit_comment")
    if case is not None and case.state in ("asked", "approved"):
        moderation.resubmit_contribution(act.actor, case)
    locked.text, locked.language, locked.edited_at = text, language, clock.now()
    locked.save(update_fields=["text", "language", "edited_at"])
    Case.objects.filter(kind="comment", item=locked.pk).update(language=language)
    act.note(
        locked, old=old, new={"language": language, "state": locked.state}, record=locked.record
    )
    comment.refresh_from_db()


@verb("comments.withdraw_comment")
def withdraw_comment(act: Act, comment: Comment) -> None:
    """Withdraw a comment: its text is erased, the empty comment stays with its replies."""
    change = COMMENT.move(comment, "comments.withdraw_comment")
    _erase_text(comment)
    case = Case.objects.filter(kind="comment", item=comment.pk).exclude(state="closed").first()
    if case is not None:
        moderation.close_case(act.actor, case)
    act.note(comment, record=comment.record, **change)


def _erase_text(comment: Comment) -> None:
    CommentVersion.objects.filter(comment=comment).delete()
    comment.text = ""
    comment.save(update_fields=["text"])
