"""Pages of deliverables, and of conflicts between steps."""

from __future__ import annotations

from typing import Any, ClassVar, override

from django.urls import reverse
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.events.models import Meeting
from majlis.kernel.verbs import may
from majlis.kit.action_page import ActionLink
from majlis.kit.detail_page import DetailPage
from majlis.look import parts
from majlis.mandates.core import display
from majlis.mandates.core.pages import MandateSection
from majlis.mandates.core.sessions import linked_meetings
from majlis.mandates.deliverables import action_views as pages
from majlis.mandates.deliverables import conflicts, queries, tables
from majlis.mandates.deliverables.occasion_views import OccasionPage
from majlis.mandates.models import Deliverable
from majlis.mandates.models.choices import LegalStatus


class DeliverableDetail(pages.DeliverablePage, DetailPage[Deliverable]):
    """One deliverable with its steps and documents."""

    template_name = "mandates/deliverables/deliverable.html"
    actions: ClassVar = {
        "mandates:submit_document": pages.SubmitDocument,
        "mandates:set_progress": pages.SetProgress,
        "mandates:add_step": pages.AddStep,
        "mandates:change_deliverable": pages.ChangeDeliverable,
        "mandates:withdraw_deliverable": pages.WithdrawDeliverable,
        "mandates:merge_deliverables": pages.MergeDeliverables,
        "mandates:unmerge_deliverable": pages.UnmergeDeliverable,
    }

    @override
    def get_object(self) -> Deliverable:
        return self.deliverable

    @override
    def get_title(self) -> str:
        return tables.deliverable_title(self.object)

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "mandate": self.mandate,
            "shown": tables.deliverable_card(self.deliverable, self.mandate),
            "steps": self.step_links(),
            "meeting": self.meeting(),
            "corrects": may(self.actor, "mandates.correct_submission", self.object),
            "owns": may(self.actor, "mandates.set_progress", self.object),
        }

    def meeting(self) -> Meeting | None:
        """The meeting at which it is due, if the reader may see it."""
        occasion = self.deliverable.occasion
        linked = linked_meetings(self.reader, [occasion] if occasion is not None else [])
        return next(iter(linked.values()), None)

    def link_to(self, verb: str, key: int, label: str) -> ActionLink:
        """A link to an action on a step or a notice."""
        return ActionLink(label, reverse(f"mandates:{verb}", kwargs=self.kwargs | {"key": key}))

    @override
    def get_action_links(self) -> list[ActionLink]:
        return [*self.explanation_links(), *super().get_action_links()]

    def explanation_links(self) -> list[ActionLink]:
        """Links to explain a delay; a former lead may only correct its own explanation."""
        if self.actor.user is None or not self.actor.user.appointments_today():
            return []
        told = tables.current_notice(self.deliverable, self.mandate)
        links = []
        for notice in pages.notices_of(self.object):
            is_current = told is not None and notice.pk == told["pk"]
            if (is_current or notice.answer) and pages.ExplainDelay.is_offered(self.actor, notice):
                label = gettext("Correct reason for delay")
                title = str(pages.ExplainDelay.title) if is_current else label
                links.append(self.link_to("explain_delay", notice.pk, title))
        return links

    def step_links(self) -> list[tuple[parts.Step, list[ActionLink]]]:
        """Each step with links to the actions that the user may perform on it; empty where there are none."""
        if self.actor.user is None or not self.actor.user.appointments_today():
            return []
        rows = self.deliverable.steps_
        may_change = may(self.actor, "mandates.change_step", self.object)
        completable = {
            each.pk
            for each in self.object.steps.select_related(*pages.StepAction.related)
            if pages.CompleteStep.is_offered(self.actor, each)
        }
        steps_with_links = []
        for index, row in enumerate(rows):
            key, links = row["pk"], []
            if key in completable:
                links.append(self.link_to("complete_step", key, gettext("record as completed")))
            if may_change:
                links.append(self.link_to("change_step", key, pgettext("verb", "correct")))
                if not row["on_behalf_of"] and not row["done_on"]:
                    links.append(self.link_to("delegate_step", key, pgettext("verb", "delegate")))
                links.append(self.link_to("withdraw_step", key, pgettext("verb", "withdraw")))
            steps_with_links.append((tables.step_part(row, index, rows), links))
        return steps_with_links if any(links for _step, links in steps_with_links) else []


class DeliverableList(MandateSection):
    """The deliverables of a mandate, and what has happened of that for which it waits."""

    template_name = "mandates/deliverables/list.html"
    title = pgettext_lazy("page", "Deliverables")
    actions: ClassVar = {
        "mandates:add_deliverable": pages.AddDeliverable,
        "mandates:record_occurrence": pages.RecordOccurrence,
    }

    @override
    def get_context_data(self) -> dict[str, Any]:
        rows = queries.deliverable_rows(self.reader, self.mandate, self.language)
        return {
            **super().get_context_data(),
            "deliverables": [tables.deliverable_card(each, self.mandate) for each in rows],
            "occurrences": self.occurrences() if tables.waits_for_trigger(self.mandate) else [],
        }

    def occurrences(self) -> list[display.Context]:
        """The occurrences of the trigger, with the addresses to withdraw them."""
        may_withdraw = may(self.actor, "mandates.withdraw_occurrence", self.mandate)
        return [
            {
                "words": display.with_language(each["words"], each["language"]),
                "day": display.date_text(each["date"]),
                "document": display.document_link(each),
                "withdraw": reverse(
                    "mandates:withdraw_occurrence", kwargs=self.kwargs | {"key": each["pk"]}
                )
                if may_withdraw
                else "",
            }
            for each in queries.occurrences_of(self.reader, self.mandate, self.language)
        ]


class ConflictList(OccasionPage):
    """Deliverables with steps whose dates contradict their order."""

    template_name = "mandates/deliverables/conflicts.html"
    title = _("Steps out of sequence")
    lead = _(
        "Steps whose dates contradict the sequence in the text. Delegation can restore "
        "the sequence."
    )

    @override
    def get_context_data(self) -> dict[str, Any]:
        columns = [
            parts.Column(pgettext_lazy("mandate", "Deliverable")),
            parts.Column(_("Steps with conflicting dates")),
        ]
        rows = [
            [conflict_cell(each), tables.conflict_text(each)]
            for each in conflicts.all_conflicts(self.reader, self.language)
        ]
        table = parts.Table(columns, rows, _("Steps out of sequence"), headed=True)
        return {**super().get_context_data(), "table": table}


def conflict_cell(conflict: conflicts.StepConflict) -> parts.Cell:
    """A link to the deliverable of a conflict; the note says where its mandate is not in force."""
    deliverable, mandate = conflict.deliverable, conflict.deliverable.mandate
    status = LegalStatus(mandate.legal_status)
    note = mandate.slug if status == LegalStatus.IN_FORCE else f"{mandate.slug} · {status.label}"
    url = tables.deliverable_url(mandate, deliverable)
    return parts.Cell(tables.deliverable_title(deliverable), url, note)
