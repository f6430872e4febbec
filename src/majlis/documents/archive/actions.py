"""The verb that saves printed proceedings."""

from __future__ import annotations

from majlis.documents.models import Proceedings
from majlis.events.models import Meeting
from majlis.kernel import files
from majlis.kernel.models import User
from majlis.kernel.verbs import Act, verb

MAX_SIZE = 1 << 30
"""The maximum size of proceedings, in bytes: they hold the files of all documents."""


@verb("documents.save_proceedings")
def save_proceedings(
    act: Act,
    meeting: Meeting,
    *,
    language: str,
    content: bytes,
    contents: str,
    documents: int,
    made_by: User | None,
) -> Proceedings:
    """Save the printed PDF of a meeting in a language; ``contents``: the hash of what it prints.

    The same contents are saved once.
    """
    access = meeting.record.access
    known = meeting.proceedings.filter(language=language, access=access, contents=contents).first()
    if known is not None:
        act.unchanged()
        return known
    file = files.store_file([content], allowed=(files.PDF,), limit=MAX_SIZE)
    made = Proceedings.objects.create(
        meeting=meeting,
        language=language,
        access=access,
        contents=contents,
        documents=documents,
        file=file,
        made_by=made_by,
    )
    act.note(meeting, new={"language": language, "sha256": file.sha256, "documents": documents})
    return made
