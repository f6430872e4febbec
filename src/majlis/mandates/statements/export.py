"""The implementation of mandates as data, one row for each fact, for the JSON of a mandate and for the archive."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models import Reader
from majlis.mandates.core.display import session_name, session_text
from majlis.mandates.core.progress import due_date_of, effective_deliverable
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.deliverables.queries import DeliverableRow, step_date
from majlis.mandates.deliverables.tables import public_notice
from majlis.mandates.models import Mandate
from majlis.mandates.statements import queries
from majlis.mandates.statements.queries import Implementation, StatementRow

ENTRY_KINDS = (
    "deliverable",
    "step",
    "answer",
    "late",
    "statement",
    "evidence",
    "response",
    "resource",
    "evaluation",
    "occurrence",
)
FIELDS = (
    Field("number", pgettext_lazy("number of a record", "Number"), _("number of the mandate")),
    Field("what", _("Type of entry"), ", ".join(ENTRY_KINDS)),
    Field("of", pgettext_lazy("deliverable or statement of a mandate", "Item number"), _("number of the deliverable or statement within the mandate")),
    Field("kind", pgettext_lazy("kind of a record", "Kind"), _("kind of deliverable, step or statement on resources; for evaluations, “own” "
"or “others”")),
    Field("state", pgettext_lazy("mandate", "Status"), _("as reported by the lead; for a step, “done” once completed")),
    Field("date", pgettext_lazy("date", "Date"), _("due date, submission date or start date, if known")),
    Field("until", pgettext_lazy("period", "End date"), _("end of a period; for overdue items, the expected date")),
    Field("occasion", pgettext_lazy("mandates", "Occasion"), _("the session, or the occasion named in the text")),
    Field("who", pgettext_lazy("entity", "Entity"), _("entity that reports, carries out the step or evaluates")),
    Field("into", pgettext_lazy("deliverable", "Merged into"), _("numbers of the mandate and deliverable into which this one was merged")),
    Field("language", pgettext_lazy("language", "Language"), _("language code of the text")),
    Field("words", pgettext_lazy("text of a statement", "Text"), _("text of the entry")),
    Field("reason", pgettext_lazy("reason for an action", "Reason"), _("reason for “partly done” or “not done”")),
    Field("document", pgettext_lazy("evidence", "Document"), _("title of the document")),
    Field("address", pgettext_lazy("web address", "Web address"), _("address of the document, in Majlis (without a language code) or elsewhere")),
    Field("paragraphs", pgettext_lazy("submitted document", "Paragraphs"), _("paragraphs that respond to the request")),
    Field("amount", pgettext_lazy("statement on resources", "Amount"), _("as stated in the document; never an estimate")),
    Field("currency", pgettext_lazy("amount of money", "Currency"), "ISO 4217"),
    Field("year", pgettext_lazy("year", "Year"), _("first year of a period")),
    Field("year_to", pgettext_lazy("period of an amount", "Final year")),
    Field("funding", _("Kind of funding"), _("as stated in the document")),
)  # fmt: skip
KEYS = tuple(each.key for each in FIELDS)


def implementation_entries(
    implementation: Implementation, mandate: Mandate, today: datetime.date | None = None
) -> list[JsonRow]:
    """The implementation of a mandate: a dict of the known fields for each fact, in the order of ``ENTRY_KINDS``.

    An overdue deliverable is included only if that is public.
    """
    entries: list[JsonRow] = []
    for deliverable in implementation.deliverables:
        entries += _deliverable_entries(deliverable, mandate, today)
    for statement in implementation.statements:
        entries += _statement_entries(statement)
    for row in implementation.responses:
        party = row["organisation"] or row["entity"]
        entries.append(_entry("response", row, who=party, date=row["date"], words=row["text"]))
    names = ("amount", "currency", "year", "year_to", "funding", "words")
    for row in implementation.resources:
        entries.append(
            _entry("resource", row, kind=row["kind"], **{name: row[name] for name in names})
        )
    for row in implementation.evaluations:
        kind, party = "own" if row["own"] else "others", row["evaluator"] or row["evaluator_name"]
        entries.append(
            _entry("evaluation", row, kind=kind, who=party, year=row["year"], words=row["text"])
        )
    for row in implementation.occurrences:
        entries.append(_entry("occurrence", row, date=row["date"], words=row["words"]))
    return entries


def _deliverable_entries(
    deliverable: DeliverableRow, mandate: Mandate, today: datetime.date | None
) -> Iterator[JsonRow]:
    """The entries of a deliverable with its steps and submissions.

    A merged one has the progress and the due date of its target; its steps and submissions are its
    own.
    """
    ordinal, effective, target = (
        deliverable.ordinal,
        effective_deliverable(deliverable),
        deliverable.merged_into,
    )
    entity = deliverable.occasion_entity if target is None else deliverable.into_entity
    occasion = (
        session_name(effective.occasion, entity or "")
        if effective.occasion is not None
        else effective.words
    )
    progress = {"state": effective.state, "reason": deliverable.reason}
    progress["language"] = (
        deliverable.reason_language or (deliverable if target is None else target).language
    )
    if target is not None and deliverable.into_seen:
        progress["into"] = f"{target.mandate.slug}/{target.ordinal}"
    yield _entry(
        "deliverable",
        {},
        of=ordinal,
        kind=deliverable.kind,
        date=due_date_of(effective),
        occasion=occasion,
        **progress,
    )
    for row in deliverable.steps_:
        yield _entry(
            "step",
            row,
            of=ordinal,
            kind=row["task"],
            state="done" if row["done_on"] else "",
            date=row["done_on"] or step_date(row),
            occasion=session_text(row),
            who=row["entity"],
        )
    for row in deliverable.answers_:
        yield _entry("answer", row, of=ordinal, date=row["date"], paragraphs=row["paragraphs"])
    notice = public_notice(effective, mandate, today)
    if notice is not None:
        yield _entry(
            "late",
            {},
            of=ordinal,
            date=notice["due"],
            until=notice["expected"],
            words=notice["answer"],
            language=notice["language"],
        )


def _statement_entries(statement: StatementRow) -> Iterator[JsonRow]:
    text, reason = statement.said_text or {}, statement.said_reason or {}
    yield _entry(
        "statement",
        {"record_address": statement.record.address},
        of=statement.ordinal,
        state=statement.state,
        date=statement.period_from,
        until=statement.period_to,
        who=statement.by_entity,
        words=text.get("text"),
        language=text.get("language"),
        reason=reason.get("text"),
    )
    for row in statement.evidence_:
        yield _entry("evidence", row, of=statement.ordinal)


def _entry(what: str, row: JsonRow, **fields: str | int | None) -> JsonRow:
    """The known fields of a fact. Of a document that the reader may not see, only the title given with it is included."""
    of_document = {
        "language": row.get("language"),
        "document": row.get("record_title") or row.get("title"),
        "address": row.get("record_address") or row.get("link"),
    }
    known = {"what": what} | of_document | fields
    return {key: known[key] for key in KEYS if known.get(key) not in (None, "")}


def implementation_sheet(user: Reader, today: datetime.date) -> Sheet:
    """The implementation of all mandates that the user may see."""
    return Sheet("came", pgettext_lazy("mandate", "Implementation"), FIELDS, _rows(user, today))


def _rows(user: Reader, today: datetime.date) -> Iterator[tuple[str | int, ...]]:
    for mandate, implementation in queries.implementation_of_all(user, get_language() or "en"):
        for entry in implementation_entries(implementation, mandate, today):
            yield tuple(({"number": mandate.slug} | entry).get(key, "") for key in KEYS)
