"""Lists of the room as data, for downloads."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.framework.models import Concept, Matrix, Scheme
from majlis.framework.queries.wordings import prefetch_wordings
from majlis.framework.visibility import visible_facilitations, visible_links
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.languages import LANGUAGE_CODES, LANGUAGES_BY_CODE
from majlis.kernel.models import Reader


def concepts_sheet(
    user: Reader, scheme: Scheme, concepts: Iterable[Concept] | None = None
) -> Sheet:
    """The concepts of a scheme, with their names in six languages and the verification of each."""
    rows: list[list[str | int]] = []
    chosen = (
        Concept.objects.visible_to(user).filter(scheme=scheme).with_wordings().order_by("position")
        if concepts is None
        else concepts
    )
    detailed = list(
        Concept.objects.filter(pk__in=[each.pk for each in chosen])
        .select_related("record", "parent")
        .prefetch_related("record__wordings", "marks", "notations")
    )
    visible_parents = set(
        Concept.objects.visible_to(user)
        .filter(pk__in={each.parent_id for each in detailed if each.parent_id})
        .values_list("pk", flat=True)
    )
    order = {each.pk: position for position, each in enumerate(chosen)}
    for concept in sorted(detailed, key=lambda each: order[each.pk]):
        names = {
            each.language: each.text
            for each in concept.record.wordings.all()
            if each.field == "title"
        }
        marks = {each.language: each.verified for each in concept.marks.all()}
        notations = " ".join(each.value for each in concept.notations.all())
        rows.append(
            [
                concept.code,
                concept.parent.code
                if concept.parent and concept.parent_id in visible_parents
                else "",
                concept.kind,
                notations,
                *(names.get(code, "") for code in LANGUAGE_CODES),
                *(str(marks.get(code, concept.verified)) for code in LANGUAGE_CODES),
                "yes" if concept.official else "no",
                concept.source,
                concept.note,
            ]
        )
    fields = [
        Field("code", pgettext_lazy("concept", "Code")),
        Field("parent", _("Under")),
        Field("kind", pgettext_lazy("concept", "Kind")),
        Field("other_codes", _("Other codes")),
        *(Field(f"name_{code}", LANGUAGES_BY_CODE[code].name) for code in LANGUAGE_CODES),
        *(
            Field(f"verified_{code}", LANGUAGES_BY_CODE[code].name, _("verified: yes, partly, no"))
            for code in LANGUAGE_CODES
        ),
        Field("official", _("Official words")),
        Field("source", _("Source")),
        Field("note", _("Note")),
    ]
    return Sheet(scheme.key, scheme.say("title").text, fields, rows)


def matrix_sheet(user: Reader, matrix: Matrix, language: str) -> Sheet:
    """The cells of a matrix, one row each; the column ``state`` tells accepted, proposed and withdrawn apart."""
    links = list(
        visible_links(user)
        .filter(matrix=matrix)
        .select_related("record", "row__record", "column__record")
        .order_by("row__position", "column__position")
    )
    prefetch_wordings([one for link in links for one in (link, link.row, link.column)])
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
    fields = [
        Field("row", _("Row")),
        Field("row_name", _("Name of the row")),
        Field("column", _("Column")),
        Field("column_name", _("Name of the column")),
        Field("targets", _("Targets")),
        Field("state", _("State")),
        Field("agreement", _("In which lists")),
        Field("rationale", pgettext_lazy("concept", "Reason")),
        Field("rationale_language", _("Language of the reason")),
        Field("verified", pgettext_lazy("concept", "Verified")),
        Field("source", _("Source")),
        Field("note", _("Note")),
    ]
    return Sheet(matrix.key, matrix.say("title", language).text, fields, rows)


def facilitations_sheet(user: Reader, language: str) -> Sheet:
    """The facilitators of each line by list, with dates."""
    entries = list(
        visible_facilitations(user)
        .select_related("line__record", "agency__record", "role__record", "roster__record")
        .order_by("line__position", "roster__position", "role__position", "agency__position")
    )
    prefetch_wordings(
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
    fields = [
        Field("line", pgettext_lazy("concept", "Code")),
        Field("line_name", _("Action line")),
        Field("agency", _("Agency")),
        Field("agency_name", _("Name of the agency")),
        Field("role", _("Role")),
        Field("list", _("According to")),
        Field("since", pgettext_lazy("concept", "From")),
        Field("until", pgettext_lazy("concept", "Until")),
        Field("verified", pgettext_lazy("concept", "Verified")),
        Field("source", _("Source")),
        Field("note", _("Note")),
    ]
    return Sheet("facilitators", _("Who facilitates which action line"), fields, rows)
