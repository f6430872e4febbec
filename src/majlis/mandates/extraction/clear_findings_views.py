"""The page on which the clear findings of a version are accepted together, after a look at their list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, override

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.instruments.citations import format
from majlis.instruments.citations.names import excerpt, full_version_name
from majlis.instruments.models import Version
from majlis.kernel.languages import direction
from majlis.kit.columns import Column
from majlis.kit.selection_page import SelectionAction
from majlis.look import formats, parts
from majlis.look.templatetags.look import date
from majlis.mandates.core import periods
from majlis.mandates.core.status import refreshed_together
from majlis.mandates.core.table import force_label
from majlis.mandates.extraction import actions, queries
from majlis.mandates.extraction.clear_findings import clear_findings
from majlis.mandates.extraction.fields import NAME_FIELDS, Values, fields_of_finding
from majlis.mandates.extraction.former_version import former_version_to_check
from majlis.mandates.extraction.tables import findings_url, undo_url
from majlis.mandates.extraction.views import trail, version_or_404
from majlis.mandates.models import Finding


@dataclass(frozen=True)
class ClearFinding:
    """A clear finding, with its fields and the names of the entities in the reader's language."""

    finding: Finding
    values: Values
    titles: Mapping[str, str]

    def names(self, field: str) -> str:
        """The entities that a field names."""
        names = [self.titles.get(str(each), str(each)) for each in self.values[field]]
        return formats.list_separator(get_language() or "en").join(names)

    def quoted(self, field: str) -> SafeString:
        """The words of the text in a field, marked with their language."""
        language = self.finding.language
        return format_html(
            '<span lang="{}" dir="{}">{}</span>',
            language,
            direction(language),
            excerpt(str(self.values[field])),
        )


def place_of(row: ClearFinding) -> str:
    """The provision of a finding."""
    chain = row.finding.chain  # type: ignore[attr-defined]
    return format.provision_reference(chain) if chain else row.finding.provision.eid


def due_text(row: ClearFinding) -> SafeString:
    """The date, the occasion and the frequency that the text states."""
    deadline, recurrence = str(row.values["deadline"]), str(row.values["recurrence"])
    found = (
        date(deadline) if deadline else "",
        row.quoted("occasion") if row.values["occasion"] else "",
        periods.period_text(recurrence) if recurrence else "",
    )
    separator = formats.clause_separator(get_language() or "en")
    return format_html_join(separator, "{}", ((each,) for each in found if each))


class AcceptClearFindings(SelectionAction[Version, ClearFinding]):
    """Accept the selected findings of a version as they were read."""

    template_name = "mandates/extraction/accept_clear.html"
    base_template = "mandates/base.html"
    verb = actions.accept_finding
    title = _("Accept clear findings")
    empty = _("No clear findings. Check each finding on its own page.")
    max_items: ClassVar[int] = 50
    columns = (
        Column("place", pgettext_lazy("provision", "Provision"), place_of),
        Column(
            "action",
            pgettext_lazy("mandate", "Requested action"),
            lambda row: parts.Cell(
                row.quoted("action"), reverse("mandates:finding", args=[row.finding.pk])
            ),
        ),
        Column(
            "force",
            pgettext_lazy("mandate", "Force"),
            lambda row: force_label(str(row.values["force"])),
        ),
        Column("asked", pgettext_lazy("mandate", "Addressees"), lambda row: row.names("asked")),
        Column(
            "recipient",
            pgettext_lazy("mandate", "Recipients"),
            lambda row: row.names("recipient"),
        ),
        Column("due", pgettext_lazy("due date", "Due date"), due_text),
    )

    @override
    def get_target(self) -> Version:
        return version_or_404(self.reader, self.kwargs["key"], self.language)

    @override
    def get_lead(self) -> str:
        return full_version_name(self.target)

    @override
    def get_trail(self) -> list[parts.Link]:
        above = parts.Link(full_version_name(self.target), self.get_cancel_url())
        return trail(above, parts.Link(self.get_title()))

    @override
    def get_cancel_url(self) -> str:
        return findings_url(self.target)

    @override
    def get_items(self) -> Mapping[int, ClearFinding]:
        former = former_version_to_check(self.reader, self.target)
        rows = queries.findings_of_version(self.target)
        findings = clear_findings(self.target, rows, former_waits=former is not None)
        values = {each.pk: fields_of_finding(each.extracted) for each in findings}
        names = {
            (str(name), "")
            for fields in values.values()
            for field in NAME_FIELDS
            for name in fields[field]
        }
        titles = queries.entity_titles(names, "en", self.language)
        return {each.pk: ClearFinding(each, values[each.pk], titles) for each in findings}

    @override
    def do_selected(self, items: Sequence[ClearFinding], data: dict[str, Any]) -> list[int]:
        with refreshed_together():
            for row in items:
                actions.accept_finding(self.actor, row.finding)
        return [row.finding.pk for row in items]

    @override
    def get_done(self, result: list[int]) -> str:
        words = ngettext("%(count)s finding accepted.", "%(count)s findings accepted.", len(result))
        return words % {"count": formats.number(len(result), self.language)}

    @override
    def get_undo_url(self, result: list[int]) -> str:
        return undo_url(self.target, result)
