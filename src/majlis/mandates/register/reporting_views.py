"""The page of the map of reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import override

from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, npgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.kit.columns import Column
from majlis.kit.page import StrOrPromise
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, percent
from majlis.mandates.core import periods, table
from majlis.mandates.models import Mandate
from majlis.mandates.models.choices import DeliverableKind
from majlis.mandates.register import reporting
from majlis.mandates.register.forms import RegisterForm
from majlis.mandates.register.pages import CoveredList
from majlis.mandates.register.reporting import ReportRow
from majlis.mandates.register.tables import addressee_names


def mandate_cell(report: ReportRow) -> parts.Cell:
    """The text of a mandate, its number, addressees and place."""
    row = report.row
    note = format_html(
        "<bdi>{}</bdi> · {} · {}",
        row.mandate.slug,
        addressee_names(row),
        table.provision_label(row),
    )
    note = table.note_below_title(row, note)
    return parts.Cell(table.title_html(row), row.mandate.get_absolute_url(), note)


def similarity_text(report: ReportRow) -> StrOrPromise:
    """How similar the newest document is to the one before."""
    if report.latest is None:
        return "—"
    if report.latest.similarity is None:
        return pgettext_lazy("submitted document", "not compared")
    # Rounded down: 100% only where no word was changed.
    return percent(int(report.latest.similarity * 100))


def similar_links(report: ReportRow) -> SafeString | str:
    """Links to the mandates that ask for something similar."""
    comma = formats.list_separator(get_language() or "en")
    links = ((each.get_absolute_url(), each.slug) for each in report.similar)
    return format_html_join(comma, '<a href="{}"><bdi>{}</bdi></a>', links) or "—"


def similarity_value(report: ReportRow) -> float | str:
    """The similarity as a share; empty where the two were not compared."""
    latest = report.latest
    return "" if latest is None or latest.similarity is None else round(latest.similarity, 2)


def slugs(role: str, report: ReportRow) -> list[str]:
    """The addresses of the entities of a role."""
    return [entity.slug for entity in report.row.entities_with_role(role)]


class ReportList(CoveredList[Mandate, ReportRow]):
    """The map of reports: who submits what, to whom, how often, the newest document, similar requests."""

    title = pgettext_lazy("page", "Requested reports")
    lead = _(
        "Requested documents, recipients and frequency. Similarities are calculated "
        "automatically and do not indicate quality."
    )
    file_name = "mandates-reports"
    columns = (
        Column("mandate", pgettext_lazy("mandate", "Requested action"), mandate_cell),
        Column(
            "number",
            pgettext_lazy("number of a record", "Number"),
            value=lambda report: report.row.mandate.slug,
        ),
        Column(
            "kind",
            pgettext_lazy("mandate", "Kind of deliverable"),
            lambda report: DeliverableKind(report.row.mandate.kind).label,
            lambda report: report.row.mandate.kind,
        ),
        Column(
            "asked",
            pgettext_lazy("mandate", "Addressees"),
            value=lambda report: slugs("asked", report),
            meaning=_("entity identifiers, separated by semicolons"),
        ),
        Column(
            "recipients",
            pgettext_lazy("mandate", "Recipients"),
            lambda report: table.entity_links(report.row.entities_with_role("recipient")),
            lambda report: slugs("recipient", report),
            meaning=_("entity identifiers, separated by semicolons"),
        ),
        Column(
            "often",
            pgettext_lazy("mandate", "Frequency"),
            lambda report: periods.period_text(report.recurrence) or _("once or not specified"),
        ),
        Column(
            "recurrence",
            pgettext_lazy("mandate", "Frequency code"),
            value=lambda report: report.recurrence,
            meaning=_("ISO 8601 duration, for example: P1Y (every year)"),
        ),
        Column(
            "when",
            pgettext_lazy("due date", "Due date"),
            lambda report: table.due_cell(report.row.mandate),
        ),
        Column(
            "due",
            pgettext_lazy("due date", "Due date"),
            value=lambda report: report.row.mandate.due or report.row.mandate.due_text,
            meaning=_("next open due date, or the occasion named in the text"),
        ),
        Column(
            "newest",
            pgettext_lazy("mandate", "Latest submission"),
            lambda report: date(report.latest.day) if report.latest else "—",
            lambda report: report.latest.day if report.latest else "",
            meaning=_("date of the latest known submission"),
        ),
        Column(
            "likeness",
            _("Similarity to previous submission"),
            similarity_text,
            similarity_value,
            number=True,
            meaning=_(
                "share of words in common with the previous submission (0–1); blank if not compared"
            ),
        ),
        Column(
            "alike",
            pgettext_lazy("mandates", "Similar requests"),
            similar_links,
            lambda report: [mandate.slug for mandate in report.similar],
            meaning=_("mandate numbers; similarity not checked by a person"),
        ),
        Column(
            "address",
            pgettext_lazy("web address", "Web address"),
            value=lambda report: f"mandates/{report.row.mandate.slug}",
        ),
    )
    empty = _("No requests for reports, briefings, updates, pages or datasets.")
    no_match = empty

    @override
    def get_filter_form(self) -> RegisterForm:
        return RegisterForm(self.reader, self.request.GET)

    @override
    def get_queryset(self) -> QuerySet[Mandate]:
        return reporting.reporting_mandates(self.reader, self.filters)

    @override
    def get_rows(self, items: Sequence[Mandate]) -> list[ReportRow]:
        return reporting.report_rows(self.reader, items, self.language)

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of mandates", "%(n)s mandate", "%(n)s mandates", total)
