"""Import targets of the framework: names of concepts, and cells of matrices."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.imports.registry import Column, RowFault, Target, register
from majlis.framework import actions
from majlis.framework.models import Concept, Link, Matrix, VerificationStatus
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import AuditEntry


def read_language(text: str) -> str:
    """The code of one of the six languages. Raises ValueError."""
    if text.lower() not in LANGUAGE_CODES:
        raise ValueError(_("Enter one of these codes: ar, zh, en, fr, ru, es."))
    return text.lower()


def read_verification(text: str) -> str:
    """The verification status. Raises ValueError."""
    if text.lower() not in VerificationStatus.values:
        raise ValueError(_("Enter one of these values: yes, partly, no."))
    return text.lower()


def find_concept(scheme: str, code: str, key: str) -> Concept:
    """The concept of a scheme with this code. Raises RowFault for the column ``key``."""
    concept: Concept | None = (
        Concept.objects.select_related("record", "scheme")
        .filter(scheme__key=scheme, code__iexact=code)
        .first()
    )
    if concept is None:
        raise RowFault(key, _("This code does not exist in the scheme. Correct it."))
    return concept


def import_concept_name(actor: Actor, row: Mapping[str, str]) -> str:
    """Import the name of a concept in one language, with its source."""
    concept = find_concept(row["scheme"], row["code"], "code")
    last_entry = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    actions.correct_label(
        actor,
        concept,
        language=row["language"],
        text=row["name"],
        source=row["source"],
        verified=row.get("verified") or VerificationStatus.NO,
    )
    return (
        "changed"
        if AuditEntry.objects.filter(pk__gt=last_entry, record=concept.record).exists()
        else "same"
    )


def import_matrix_cell(actor: Actor, row: Mapping[str, str]) -> str:
    """Import a cell of a matrix: propose a new link, or correct the existing one.

    Columns that the table does not have leave the values of an existing link unchanged.
    """
    matrix = Matrix.objects.select_related("rows", "columns").filter(key=row["matrix"]).first()
    if matrix is None:
        raise RowFault("matrix", _("No matrix has this name. Correct the name."))
    row_concept = find_concept(matrix.rows.key, row["row"], "row")
    column_concept = find_concept(matrix.columns.key, row["column"], "column")
    codes = [each.strip() for each in str(row.get("targets") or "").replace(";", ",").split(",")]
    targets = [find_concept(matrix.columns.key, code, "targets") for code in codes if code]
    link = (
        Link.objects.select_related("record")
        .filter(matrix=matrix, row=row_concept, column=column_concept)
        .first()
    )
    is_active = link is not None and link.state != "withdrawn"
    language = row.get("language") or actor.language
    reason, verified = row.get("reason") or "", row.get("verified") or VerificationStatus.NO
    if link is not None and is_active:
        if "targets" not in row:
            targets = list(link.targets.all())
        if "reason" not in row:
            rationale = link.record.wordings.filter(field="rationale", language=language).first()
            reason = rationale.text if rationale else ""
        # A verification against another source is not valid for this source.
        if "verified" not in row and link.source == row["source"]:
            verified = link.verified
    content = actions.CellContent(targets, reason, language, row["source"], verified)
    if link is None or not is_active:
        actions.propose_link(actor, matrix, row_concept, column_concept, content)
        return "made"
    entry_count = AuditEntry.objects.filter(record=link.record).count()
    actions.correct_link(actor, link, content)
    return (
        "changed" if AuditEntry.objects.filter(record=link.record).count() > entry_count else "same"
    )


SOURCE = Column(
    "source",
    pgettext_lazy("source of information", "Source"),
    required=True,
    meaning=_("document symbol or web address"),
    aliases=("origin", "reference"),
)
LANGUAGE = Column(
    "language", pgettext_lazy("language", "Language"), read=read_language, aliases=("lang",)
)
VERIFIED = Column(
    "verified",
    pgettext_lazy("comparison with the source", "Verification"),
    meaning=_("whether verified against the source: yes, partly or no"),
    read=read_verification,
)


def register_targets() -> None:
    """Register the targets."""
    register(
        Target(
            "concept-names",
            _("Names of action lines, goals and other concepts"),
            (
                Column("scheme", pgettext_lazy("scheme of concepts", "Scheme"), required=True),
                Column("code", pgettext_lazy("concept", "Code"), required=True),
                Column(
                    "language",
                    pgettext_lazy("language", "Language"),
                    required=True,
                    read=read_language,
                    aliases=("lang",),
                ),
                Column(
                    "name",
                    pgettext_lazy("concept", "Name"),
                    required=True,
                    aliases=("title", "label"),
                ),
                SOURCE,
                VERIFIED,
            ),
            "framework.correct_label",
            import_concept_name,
        )
    )
    register(
        Target(
            "matrix-cells",
            pgettext_lazy("import", "Matrix cells"),
            (
                Column("matrix", pgettext_lazy("matrix", "Matrix"), required=True),
                Column(
                    "row",
                    pgettext_lazy("table or matrix", "Row"),
                    required=True,
                    aliases=("action line", "line"),
                ),
                Column(
                    "column",
                    pgettext_lazy("table or matrix", "Column"),
                    required=True,
                    aliases=("goal", "sdg"),
                ),
                Column(
                    "targets",
                    pgettext_lazy("targets of a goal", "Targets"),
                    meaning=_("codes, separated by commas"),
                ),
                Column(
                    "reason",
                    pgettext_lazy("reason for an action", "Reason"),
                    aliases=("rationale",),
                ),
                LANGUAGE,
                SOURCE,
                VERIFIED,
            ),
            "framework.propose_link",
            import_matrix_cell,
        )
    )
