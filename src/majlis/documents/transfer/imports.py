"""Import of the documents of past meetings from a table."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.imports.registry import Column, Target, register
from majlis.documents.models import Category, Purpose
from majlis.documents.transfer import actions
from majlis.events.models import Outcome
from majlis.events.transfer.actions import require_imported
from majlis.events.transfer.cells import one_of, read_day, split_cell
from majlis.events.transfer.imports import LANGUAGE, MEETING_COLUMNS
from majlis.events.transfer.lookup import find_item, find_meeting
from majlis.events.transfer.rows import result_of
from majlis.kernel.actor import Actor
from majlis.kernel.models import Wording
from majlis.parties.models import Organisation


def organisations_named(actor: Actor, names: list[str]) -> tuple[list[Organisation], list[str]]:
    """The organizations with these titles or short names, and the names that are not that of exactly one."""
    found, unknown = [], []
    for name in names:
        named = Wording.objects.filter(
            record=OuterRef("record_id"), field__in=("title", "short_name"), text__iexact=name
        )
        rows = list(
            Organisation.objects.visible_to(actor.person)
            .filter(Exists(named))
            .select_related("record")[:2]
        )
        if len(rows) == 1:
            found += rows
        else:
            unknown.append(name)
    return list(dict.fromkeys(found)), unknown


def import_document(actor: Actor, row: Mapping[str, str]) -> str:
    """Import a row about a document. Returns made, changed or same. Raises RowFault and Fault."""
    meeting = find_meeting(actor, row)
    require_imported(meeting)
    organisations, words = organisations_named(actor, split_cell(row.get("submitter")))
    given = actions.PastDocument(
        symbol=row["symbol"],
        title=row["title"],
        date=datetime.date.fromisoformat(row["date"]),
        language=row.get("language") or "",
        organisations=organisations,
        source_words="; ".join(words),
        items=[find_item(meeting, label, "items") for label in split_cell(row.get("items"))],
        outcome=row.get("outcome") or "",
        category=row.get("category") or "",
        purpose=row.get("purpose") or "",
    )
    return result_of(
        "documents.import_document",
        lambda: actions.import_document(actor, meeting, given=given),
        is_new=not actions.is_known(meeting, given.symbol),
    )


def register_imports() -> None:
    """Register the import of documents; called once when the site starts."""
    register(
        Target(
            "past-documents",
            _("Documents of past meetings"),
            (
                *MEETING_COLUMNS,
                Column(
                    "symbol",
                    pgettext_lazy("document", "Symbol"),
                    required=True,
                    meaning=_("as the body writes it, with (Rev.1), (Add.1) or (Corr.1)"),
                    aliases=("reference", "document", "document number"),
                ),
                Column(
                    "title",
                    pgettext_lazy("document", "Title"),
                    required=True,
                    aliases=("name", "subject"),
                ),
                LANGUAGE,
                Column(
                    "date",
                    pgettext_lazy("document", "Date"),
                    required=True,
                    meaning=_("a full date, for example 2024-02-27"),
                    read=read_day,
                    aliases=("posted", "posted on", "received"),
                ),
                Column(
                    "submitter",
                    pgettext_lazy("of a document", "Source"),
                    meaning=_(
                        "organizations, separated by semicolons, or an office in plain words"
                    ),
                    aliases=("submitted by", "author", "contributor"),
                ),
                Column(
                    "items",
                    pgettext_lazy("history", "Agenda items"),
                    meaning=_("numbers of agenda items, separated by semicolons"),
                    aliases=("item", "agenda item", "considered at"),
                ),
                Column(
                    "outcome",
                    pgettext_lazy("of a document at an item", "Outcome"),
                    meaning=_(
                        "considered, noted, agreed, agreed_with_statements, not_agreed or carried_over"
                    ),
                    read=one_of(Outcome.choices),
                    aliases=("result",),
                ),
                Column(
                    "category",
                    pgettext_lazy("document", "Category"),
                    meaning=_(
                        "contribution, report, agenda, participants, conclusions, working or other"
                    ),
                    read=one_of(Category.choices),
                    aliases=("kind", "type"),
                ),
                Column(
                    "purpose",
                    pgettext_lazy("document", "Purpose"),
                    meaning=_("action or information"),
                    read=one_of(Purpose.choices),
                ),
            ),
            "documents.import_document",
            import_document,
        )
    )
