"""The page on which the findings of a version without doubts are accepted together, after a look at their list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, override

from django.urls import reverse
from django.utils.html import format_html
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
from majlis.mandates.core.table import force_label
from majlis.mandates.extraction import actions, queries
from majlis.mandates.extraction.clear_findings import clear_findings
from majlis.mandates.extraction.fields import fields_of_finding
from majlis.mandates.extraction.tables import findings_url
from majlis.mandates.extraction.views import trail, version_or_404
from majlis.mandates.models import Finding


def place_of(finding: Finding) -> str:
    """The provision of a finding."""
    chain = finding.chain  # type: ignore[attr-defined]
    return format.provision_reference(chain) if chain else finding.provision.eid


def action_cell(finding: Finding) -> parts.Cell:
    """What is requested, in the words of the text, with a link to the finding."""
    words = format_html(
        '<span lang="{}" dir="{}">{}</span>',
        finding.language,
        direction(finding.language),
        excerpt(str(fields_of_finding(finding.extracted)["action"])),
    )
    return parts.Cell(words, reverse("mandates:finding", args=[finding.pk]))


def names_text(finding: Finding, field: str) -> str:
    """The entities that a field of a finding names, as the engine calls them."""
    names = [str(each) for each in fields_of_finding(finding.extracted)[field]]
    return formats.list_separator(get_language() or "en").join(names)


def due_text(finding: Finding) -> SafeString | str:
    """The date, the occasion and the frequency that the text states."""
    fields = fields_of_finding(finding.extracted)
    occasion, deadline, recurrence = (
        str(fields[name]) for name in ("occasion", "deadline", "recurrence")
    )
    marked = format_html(
        '<span lang="{}" dir="{}">{}</span>',
        finding.language,
        direction(finding.language),
        occasion,
    )
    found = [
        date(deadline) if deadline else "",
        marked if occasion else "",
        periods.period_text(recurrence) if recurrence else "",
    ]
    separator = formats.clause_separator(get_language() or "en")
    return SafeString(separator).join(each for each in found if each)


class AcceptClearFindings(SelectionAction[Version, Finding]):
    """Accept the selected findings of a version as they were read."""

    base_template = "mandates/base.html"
    verb = actions.accept_finding
    title = _("Accept findings without doubts")
    empty = _("No findings without doubts. Check each finding on its own page.")
    max_items: ClassVar[int] = 50
    columns = (
        Column("place", pgettext_lazy("provision", "Provision"), place_of),
        Column("action", pgettext_lazy("mandate", "Requested action"), action_cell),
        Column(
            "force",
            pgettext_lazy("mandate", "Force"),
            lambda it: force_label(str(fields_of_finding(it.extracted)["force"])),
        ),
        Column("asked", pgettext_lazy("mandate", "Addressees"), lambda it: names_text(it, "asked")),
        Column(
            "recipient",
            pgettext_lazy("mandate", "Recipients"),
            lambda it: names_text(it, "recipient"),
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
    def get_items(self) -> Mapping[int, Finding]:
        findings = clear_findings(self.target, queries.findings_of_version(self.target))
        return {each.pk: each for each in findings}

    @override
    def do_selected(self, items: Sequence[Finding], data: dict[str, Any]) -> int:
        for finding in items:
            actions.accept_finding(self.actor, finding)
        return len(items)

    @override
    def get_done(self, result: int) -> str:
        words = ngettext("%(count)s finding accepted.", "%(count)s findings accepted.", result)
        return words % {"count": formats.number(result, self.language)}
