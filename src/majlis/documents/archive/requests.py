"""The verb by which a reader requests the proceedings of a meeting; it enqueues their task."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from majlis.documents.archive import queries, tasks
from majlis.events.models import Meeting
from majlis.kernel.errors import InvalidInput
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.verbs import Act, verb


@verb("documents.request_proceedings")
def request_proceedings(act: Act, meeting: Meeting, *, language: str) -> None:
    """Request the proceedings of a meeting in a language. What was printed already is not printed again.

    Raises InvalidInput for a language that is not one of the six, and where no document is posted.
    """
    if language not in LANGUAGES_BY_CODE:
        raise InvalidInput({"language": _("Select one of the six languages.")})
    records = queries.meeting_records(meeting, queries.visible_to_all_who_see(meeting))
    if not records.documents:
        raise InvalidInput({"": _("No document has been posted yet. Wait until one is.")})
    if queries.is_printed(meeting, language, queries.contents_hash(records)):
        act.unchanged()
        return
    act.note(meeting, new={"language": language})
    transaction.on_commit(
        partial(tasks.print_proceedings.enqueue, meeting.pk, language, act.user.pk)
    )
