"""Lists as tables of plain values: what downloads write and what people count with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from majlis.framework.models import Concept, Matrix, Scheme
from majlis.framework.queries.words import read_words
from majlis.framework.seen import facilitations_seen_by, links_seen_by
from majlis.kernel.languages import BY_CODE, CODES

Words = str | Promise


@dataclass(frozen=True)
class Tabulation:
    """A table of plain values.

    ``name`` is for the file; ``columns`` are key and head, the key the same in every language; a row
    has one string or number a column.
    """

    name: str
    columns: Sequence[tuple[str, Words]]
    rows: Sequence[Sequence[str | int]]

    def records(self) -> list[dict[str, str | int]]:
        """The rows as dictionaries by the keys of the columns."""
        keys = [key for key, _head in self.columns]
        return [dict(zip(keys, row, strict=True)) for row in self.rows]


def concepts_table(
    user: Any, scheme: Scheme, concepts: Sequence[Concept] | None = None
) -> Tabulation:
    """The concepts of a scheme with their names in six languages and what each is worth."""
    rows: list[list[str | int]] = []
    chosen = (
        Concept.objects.visible_to(user).filter(scheme=scheme).with_words().order_by("position")
        if concepts is None
        else concepts
    )
    read = list(
        Concept.objects.filter(pk__in=[each.pk for each in chosen])
        .select_related("record", "parent")
        .prefetch_related("record__wordings", "marks", "notations")
    )
    order = {each.pk: position for position, each in enumerate(chosen)}
    for concept in sorted(read, key=lambda each: order[each.pk]):
        words = {
            each.language: each.text
            for each in concept.record.wordings.all()
            if each.field == "title"
        }
        marks = {each.language: each.verified for each in concept.marks.all()}
        other = " ".join(each.value for each in concept.notations.all())
        rows.append(
            [
                concept.code,
                concept.parent.code if concept.parent else "",
                concept.kind,
                other,
                *(words.get(code, "") for code in CODES),
                *(str(marks.get(code, concept.verified)) for code in CODES),
                "yes" if concept.official else "no",
                concept.source,
                concept.note,
            ]
        )
    columns: list[tuple[str, Words]] = [
        ("code", _("Code")),
        ("parent", _("Under")),
        ("kind", _("Kind")),
        ("other_codes", _("Other codes")),
        *((f"name_{code}", BY_CODE[code].name) for code in CODES),
        *((f"verified_{code}", f"{BY_CODE[code].name}: yes, partly, no") for code in CODES),
        ("official", _("Official words")),
        ("source", _("Source")),
        ("note", _("Note")),
    ]
    return Tabulation(f"{scheme.key}", columns, rows)


def matrix_table(user: Any, matrix: Matrix, language: str) -> Tabulation:
    """The cells of a matrix, one row each: accepted, proposed and withdrawn, told apart by ``state``."""
    links = list(
        links_seen_by(user)
        .filter(matrix=matrix)
        .select_related("record", "row__record", "column__record")
        .order_by("row__position", "column__position")
    )
    read_words([one for link in links for one in (link, link.row, link.column)])
    rows: list[list[str | int]] = [
        [
            link.row.code,
            link.row.say("title", language).text,
            link.column.code,
            link.column.say("title", language).text,
            " ".join(link.named),
            link.state,
            link.agreement,
            link.say("rationale", language).text,
            link.say("rationale", language).language,
            link.verified,
            link.source,
            link.note,
        ]
        for link in links
    ]
    columns: list[tuple[str, Words]] = [
        ("row", _("Row")),
        ("row_name", _("Name of the row")),
        ("column", _("Column")),
        ("column_name", _("Name of the column")),
        ("targets", _("Targets")),
        ("state", _("State")),
        ("agreement", _("In which lists")),
        ("rationale", _("Reason")),
        ("rationale_language", _("Language of the reason")),
        ("verified", _("Verified")),
        ("source", _("Source")),
        ("note", _("Note")),
    ]
    return Tabulation(matrix.key, columns, rows)


def facilitations_table(user: Any, language: str) -> Tabulation:
    """Who facilitates which line, by which list, with dates."""
    entries = list(
        facilitations_seen_by(user)
        .select_related("line__record", "agency__record", "role__record", "roster__record")
        .order_by("line__position", "roster__position", "role__position", "agency__position")
    )
    read_words(
        [one for each in entries for one in (each.line, each.agency, each.role, each.roster)]
    )
    rows: list[list[str | int]] = [
        [
            each.line.code,
            each.line.say("title", language).text,
            each.agency.code,
            each.agency.say("title", language).text,
            each.role.say("title", language).text,
            each.roster.say("title", language).text,
            each.since,
            each.until,
            each.verified,
            each.source,
            each.note,
        ]
        for each in entries
    ]
    columns: list[tuple[str, Words]] = [
        ("line", _("Code")),
        ("line_name", _("Action line")),
        ("agency", _("Agency")),
        ("agency_name", _("Name of the agency")),
        ("role", _("Role")),
        ("list", _("According to")),
        ("since", _("From")),
        ("until", _("Until")),
        ("verified", _("Verified")),
        ("source", _("Source")),
        ("note", _("Note")),
    ]
    return Tabulation("facilitators", columns, rows)
