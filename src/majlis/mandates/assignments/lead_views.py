"""The proposed leads: by entity, and those of one entity, which are confirmed or declined together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, override

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from majlis.kernel.errors import Refused
from majlis.kit.cells import record_link
from majlis.kit.columns import Column
from majlis.kit.forms import ReasonForm
from majlis.kit.list_page import ListPage
from majlis.kit.page import StrOrPromise
from majlis.kit.selection_page import SelectionAction, SelectionForm
from majlis.kit.trails import heading
from majlis.look import formats, parts
from majlis.look.templatetags.look import date
from majlis.mandates.assignments import actions, queries
from majlis.mandates.assignments.queries import ProposedLead
from majlis.mandates.core import table
from majlis.mandates.core.locking import lock_mandates
from majlis.mandates.core.representation import may_decide_leads
from majlis.mandates.models import Entity

TITLE = pgettext_lazy("page", "Proposed leads")


def leads_url(slug: str) -> str:
    """The address of the proposals to name an entity as lead."""
    return reverse("mandates:decide_leads", args=[slug])


class ProposedLeads(ListPage[Entity, Entity]):
    """The entities that are proposed as lead of mandates."""

    base_template = "mandates/base.html"
    parents: ClassVar = ((pgettext_lazy("page", "Mandates"), "mandates:register"),)
    title = TITLE
    lead = _(
        "A proposed lead takes effect after the secretariat or the issuing body has confirmed it."
    )
    paginate_by = 50
    columns = (
        Column(
            "entity",
            pgettext_lazy("entity", "Entity"),
            lambda entity: parts.Cell(
                record_link(entity).words,
                leads_url(entity.slug),
                language=record_link(entity).language,
            ),
        ),
        Column(
            "leads",
            TITLE,
            lambda entity: entity.proposed_leads,  # type: ignore[attr-defined]
            number=True,
        ),
    )
    counted = False
    empty = _("No proposed leads.")

    @override
    def get_queryset(self) -> QuerySet[Entity]:
        if not may_decide_leads(self.reader):
            raise Refused()
        return queries.entities_with_proposed_leads(self.reader, self.language)


class LeadsForm(SelectionForm):
    """The selected proposals, and the reason where they are declined."""

    conditional = ("reason",)
    reason = forms.CharField(
        label=pgettext_lazy("reason for an action", "Reason"),
        required=False,
        max_length=5000,
        help_text=ReasonForm.base_fields["reason"].help_text,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


def lead_note(proposal: ProposedLead) -> StrOrPromise:
    """The present lead of the mandate, which a confirmation would replace."""
    lead = proposal.row.lead
    return table.entity_links([lead]) if lead is not None else pgettext("lead of a mandate", "none")


class DecideLeads(SelectionAction[Entity, ProposedLead]):
    """Confirm or decline the proposals to name an entity as lead.

    A proposal is not selected at first if another entity is the confirmed lead of the mandate.
    """

    template_name = "mandates/assignments/decide_leads.html"
    base_template = "mandates/base.html"
    verb = actions.confirm_assignment
    form_class = LeadsForm
    drafts = True
    title = _("Confirm proposed leads")
    other_button = _("Decline proposed leads")
    empty = _("No proposed leads.")
    columns = (
        Column("mandate", pgettext_lazy("mandate", "Mandate"), lambda it: it.row.mandate.slug),
        Column(
            "text",
            pgettext_lazy("mandate", "Requested action"),
            lambda it: table.mandate_cell(it.row),
        ),
        Column(
            "since", pgettext_lazy("period", "Start date"), lambda it: date(it.assignment.since)
        ),
        Column("state", pgettext_lazy("mandate", "Status"), lambda it: table.state_cell(it.row)),
        Column("lead", pgettext_lazy("mandate", "Current lead"), lead_note),
    )

    @override
    def is_allowed(self) -> bool:
        return may_decide_leads(self.reader)

    @override
    def get_target(self) -> Entity:
        rows = Entity.objects.visible_to(self.reader).with_wordings()
        entity: Entity | None = rows.filter(slug=self.kwargs["slug"]).first()
        if entity is None:
            raise Http404(self.kwargs["slug"])
        return entity

    @override
    def get_lead(self) -> str:
        return heading(self.target)

    @override
    def get_items(self) -> Mapping[int, ProposedLead]:
        return queries.proposed_leads_of(self.reader, self.target, self.language)

    @override
    def is_preselected(self, item: ProposedLead) -> bool:
        return item.row.lead is None

    @override
    def do_selected(self, items: Sequence[ProposedLead], data: dict[str, Any]) -> int:
        lock_mandates(each.row.mandate.pk for each in items)
        for each in items:
            if self.is_other:
                actions.decline_assignment(self.actor, each.assignment, reason=data["reason"])
            else:
                actions.confirm_assignment(self.actor, each.assignment)
        return len(items)

    @override
    def get_done(self, result: int) -> str:
        if self.is_other:
            words = ngettext(
                "Proposed lead declined for %(count)s mandate.",
                "Proposed lead declined for %(count)s mandates.",
                result,
            )
        else:
            words = ngettext(
                "Lead confirmed for %(count)s mandate.",
                "Lead confirmed for %(count)s mandates.",
                result,
            )
        return words % {"count": formats.number(result, self.language)}
