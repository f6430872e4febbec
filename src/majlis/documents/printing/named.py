"""People whom printed lists of participants name, and what becomes of a list when somebody is no longer named.

A list names people by the rules of the body or by their consent. When that ends, for one person, the list is printed
again, and the lists before it lose their texts and files; their symbols and dates stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet

from majlis.documents.lifecycle import WITHDRAWN
from majlis.documents.models import Category, Document, DocumentFile, FileOrigin
from majlis.documents.printing.editions import latest_version, printed_document
from majlis.events.models import Meeting
from majlis.events.people.queries import participant_groups
from majlis.instruments.imports.working_copy import parse_text
from majlis.kernel import files
from majlis.kernel.models import StoredFile, User
from majlis.textkit.model import Text


def remove_earlier_lists(document: Document) -> None:
    """Remove the texts and files of the lists before the latest one."""
    earlier = document.versions.exclude(pk=latest_version(document).pk)
    remove_printed(DocumentFile.objects.filter(version__in=earlier, origin=FileOrigin.RECORDS))


def remove_printed(rows: QuerySet[DocumentFile]) -> None:
    """Delete printed files: the rows with their texts, and the stored files, unless something else uses them."""
    stored = {key for pair in rows.values_list("file", "pdf") for key in pair if key is not None}
    rows.delete()
    for each in StoredFile.objects.filter(pk__in=stored):
        try:
            with transaction.atomic():
                each.delete()
        except ProtectedError:
            continue
        path = files.file_path(each.sha256)
        transaction.on_commit(partial(path.unlink, missing_ok=True))


def printed_people(text: Text) -> Iterator[str]:
    """The lines of a printed list that name people: those below an organization below a capacity."""
    for capacity in text.provisions:
        if capacity.kind == "heading":
            for organisation in capacity.children:
                for person in organisation.children:
                    yield person.text


def names_others(meeting: Meeting) -> bool:
    """Whether the printed list of a meeting names somebody whom a list may no longer name."""
    document = printed_document(meeting, Category.PARTICIPANTS)
    if document is None:
        return False
    file = latest_version(document).files.filter(language=document.language).first()
    if file is None:
        return False
    named = {
        person.name
        for group in participant_groups(meeting, language=document.language)
        for organisation in group.organisations
        for person in organisation.people
    }
    return any(
        not any(line.startswith(name) for name in named)
        for line in printed_people(parse_text(file.text))
    )


def remove_lists(meeting: Meeting) -> None:
    """Remove the texts and files of all printed lists of a meeting, where nobody is left to be listed."""
    document = printed_document(meeting, Category.PARTICIPANTS)
    if document is not None:
        rows = DocumentFile.objects.filter(version__document=document, origin=FileOrigin.RECORDS)
        remove_printed(rows)


def lists_naming(user: User) -> QuerySet[Document]:
    """The printed lists of meetings in which a person takes part, or that have words equal to their name."""
    lists = Document.objects.filter(
        category=Category.PARTICIPANTS, versions__files__origin=FileOrigin.RECORDS
    ).exclude(state=WITHDRAWN)
    named = Q(versions__files__words__icontains=user.name) if user.name else Q(pk=None)
    rows = lists.filter(Q(meeting__participants__user=user) | named)
    return rows.select_related("record", "meeting__record").distinct()
