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
    Field("number", _("Number"), _("of the mandate")),
    Field("what", _("What it is"), ", ".join(ENTRY_KINDS)),
    Field("of", _("Of which"), _("number of the deliverable or of the statement within the mandate")),
    Field("kind", _("Kind"), _("of what is due, of a step, of a statement on resources; own or others for an evaluation")),
    Field("state", pgettext_lazy("mandate", "State"), _("as its owner says; done for a step")),
    Field("date", pgettext_lazy("mandates", "Day"), _("as much of a date as is known: when it is due, was given, or begins")),
    Field("until", _("Until"), _("the end of a period; for what is late, when it is expected")),
    Field("occasion", pgettext_lazy("mandates", "Occasion"), _("the session, or what is said in place of a date")),
    Field("who", _("Who"), _("who says it, does the step, or evaluates")),
    Field("into", _("Merged into"), _("number of the mandate and of the deliverable that answers both")),
    Field("language", _("Language"), _("code: the one in which the words are")),
    Field("words", _("Words"), _("what was said")),
    Field("reason", _("Reason"), _("why it is answered in part, or not")),
    Field("document", _("Document"), _("its title")),
    Field("address", _("Address"), _("of the document: here, without a language, or elsewhere")),
    Field("paragraphs", _("Paragraphs"), _("those that answer it")),
    Field("amount", _("Amount"), _("as the document says it; never an estimate")),
    Field("currency", _("Currency"), "ISO 4217"),
    Field("year", _("Year"), _("the first, where it is of several")),
    Field("year_to", _("Last year")),
    Field("funding", _("Kind of funding"), _("as the document says it")),
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
    return Sheet("came", _("What came of it"), FIELDS, _rows(user, today))


def _rows(user: Reader, today: datetime.date) -> Iterator[tuple[str | int, ...]]:
    for mandate, implementation in queries.implementation_of_all(user, get_language() or "en"):
        for entry in implementation_entries(implementation, mandate, today):
            yield tuple(({"number": mandate.slug} | entry).get(key, "") for key in KEYS)
