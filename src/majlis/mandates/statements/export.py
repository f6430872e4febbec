"""The implementation of mandates as data: one row for each thing that the page says, in the JSON of a mandate and in the archive."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.kernel.downloads import Field, Sheet
from majlis.mandates.core.display import session_name, session_text
from majlis.mandates.core.progress import due_date_of, effective_deliverable
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.deliverables.queries import step_date
from majlis.mandates.deliverables.tables import public_notice
from majlis.mandates.models import Mandate
from majlis.mandates.statements import queries
from majlis.mandates.statements.queries import Implementation

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
    found: Implementation, mandate: Mandate, today: datetime.date | None = None
) -> list[JsonRow]:
    """What came of a mandate, as its page says it: a dictionary of what is known for each thing, in the order of WHAT.

    That it is late is in it under the rule by which everybody may read it, and not before.
    """
    made: list[JsonRow] = []
    for due in found.deliverables:
        made += _deliverable_entries(due, mandate, today)
    for said in found.statements:
        made += _statement_entries(said)
    for row in found.responses:
        who = row["organisation"] or row["entity"]
        made.append(_entry("response", row, who=who, date=row["date"], words=row["text"]))
    names = ("amount", "currency", "year", "year_to", "funding", "words")
    for row in found.resources:
        made.append(
            _entry("resource", row, kind=row["kind"], **{name: row[name] for name in names})
        )
    for row in found.evaluations:
        kind, who = "own" if row["own"] else "others", row["by"] or row["evaluator_name"]
        made.append(
            _entry("evaluation", row, kind=kind, who=who, year=row["year"], words=row["text"])
        )
    for row in found.occurrences:
        made.append(_entry("occurrence", row, date=row["date"], words=row["words"]))
    return made


def _deliverable_entries(
    it: Any, mandate: Mandate, today: datetime.date | None
) -> Iterator[JsonRow]:
    """What was merged stands, and is due, as the one that answers both; its steps and answers are its own."""
    of, counts, other = it.ordinal, effective_deliverable(it), it.merged_into
    entity = it.occasion_entity if other is None else it.into_entity
    at = (
        session_name(counts.occasion, entity or "") if counts.occasion is not None else counts.words
    )
    said = {"state": counts.state, "reason": it.reason}
    said["language"] = it.reason_language or (it if other is None else other).language
    if other is not None and it.into_seen:
        said["into"] = f"{other.mandate.slug}/{other.ordinal}"
    yield _entry(
        "deliverable", {}, of=of, kind=it.kind, date=due_date_of(counts), occasion=at, **said
    )
    for row in it.steps_:
        yield _entry(
            "step",
            row,
            of=of,
            kind=row["task"],
            state="done" if row["done_on"] else "",
            date=row["done_on"] or step_date(row),
            occasion=session_text(row),
            who=row["entity"],
        )
    for row in it.answers_:
        yield _entry("answer", row, of=of, date=row["date"], paragraphs=row["paragraphs"])
    late = public_notice(counts, mandate, today)
    if late is not None:
        yield _entry(
            "late",
            {},
            of=of,
            date=late["due"],
            until=late["expected"],
            words=late["answer"],
            language=late["language"],
        )


def _statement_entries(it: Any) -> Iterator[JsonRow]:
    text, reason = it.said_text or {}, it.said_reason or {}
    yield _entry(
        "statement",
        {"record_address": it.record.address},
        of=it.ordinal,
        state=it.state,
        date=it.period_from,
        until=it.period_to,
        who=it.by_entity,
        words=text.get("text"),
        language=text.get("language"),
        reason=reason.get("text"),
    )
    for row in it.evidence_:
        yield _entry("evidence", row, of=it.ordinal)


def _entry(what: str, row: JsonRow, **said: Any) -> JsonRow:
    """What is known of a thing. Of a document here that the reader may not see there is its given title alone."""
    of_document = {
        "language": row.get("language"),
        "document": row.get("record_title") or row.get("title"),
        "address": row.get("record_address") or row.get("link"),
    }
    made = {"what": what} | of_document | said
    return {key: made[key] for key in KEYS if made.get(key) not in (None, "")}


def implementation_sheet(user: Any, today: datetime.date) -> Sheet:
    """What came of all mandates that the user may see."""
    return Sheet("came", _("What came of it"), FIELDS, _rows(user, today))


def _rows(user: Any, today: datetime.date) -> Iterator[tuple[Any, ...]]:
    for mandate, found in queries.implementation_of_all(user, get_language() or "en"):
        for each in implementation_entries(found, mandate, today):
            yield tuple(({"number": mandate.slug} | each).get(key, "") for key in KEYS)
