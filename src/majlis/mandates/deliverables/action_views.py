"""Pages of the actions on a deliverable, its steps, documents and notices, and on the trigger of a mandate."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, override

from django.db.models import Case, QuerySet, Value, When
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.actor import Actor
from majlis.kernel.verbs import may
from majlis.kit.forms import ReasonForm
from majlis.mandates.core.pages import (
    Correction,
    MandateAction,
    MandatePage,
    MandatePartAction,
    Withdrawal,
)
from majlis.mandates.deliverables import actions, forms, merge, overdue, queries, steps, tables
from majlis.mandates.deliverables.queries import DeliverableRow
from majlis.mandates.models import (
    Deliverable,
    Mandate,
    Occurrence,
    OverdueNotice,
    Step,
    Submission,
)


class DeliverablePage(MandatePage):
    """A page about the deliverable whose number is in the address."""

    @cached_property
    def deliverable(self) -> DeliverableRow:
        """The deliverable with its steps, documents and notices. Raises Http404."""
        rows = queries.deliverable_rows(self.reader, self.mandate, self.language)
        deliverable = get_object_or_404(rows, ordinal=self.kwargs["number"])
        deliverable.mandate = self.mandate
        return deliverable


class DeliverablePartAction[Part: (Deliverable, Step, Submission, OverdueNotice)](
    DeliverablePage, MandatePartAction[Part]
):
    """An action on a deliverable, or on something that belongs to one; the page shows the deliverable, too."""

    template_name = "mandates/deliverables/action.html"
    back = "deliverable"

    @override
    def get_owner(self) -> Deliverable:
        return self.deliverable

    @override
    def get_object_above(self) -> Deliverable:
        return self.deliverable

    @override
    def get_subject(self) -> str:
        return tables.deliverable_title(self.deliverable)

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "mandate": self.mandate,
            "shown": tables.deliverable_card(self.deliverable, self.mandate),
            "owns": may(self.actor, "mandates.set_progress", self.deliverable),
        }


class DeliverableAction(DeliverablePartAction[Deliverable]):
    """An action on a deliverable."""

    @override
    def get_target(self) -> Deliverable:
        return self.deliverable


class UnmergedAction(DeliverableAction):
    """An action that is offered unless the deliverable was merged into another."""

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Deliverable) -> bool:
        return target.merged_into_id is None and super().is_offered(actor, target)


class SubmitDocument(UnmergedAction):
    """Submit the document by which a deliverable is reported done."""

    verb = actions.submit_document
    form_class = forms.SubmissionForm
    title = pgettext_lazy("button", "Submit document")
    button = pgettext_lazy("button", "Submit document")

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"reader": self.reader, "host": self.request.get_host()}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return super().get_arguments(data) | {"reason_language": self.language}


class SetProgress(Correction[Deliverable], UnmergedAction):
    """Set the progress of a deliverable."""

    verb = actions.set_progress
    form_class = forms.ProgressForm
    title = pgettext_lazy("button", "Report the status")
    button = title
    error_fields: ClassVar = {"reason_language": "language"}

    @override
    def get_current(self) -> dict[str, Any]:
        language = self.target.reason_language or self.language
        return super().get_current() | {"language": language}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        language = data.pop("language")
        return data | {"reason_language": language if data["reason"].strip() else ""}


class AddStep(DeliverableAction):
    """Add a step."""

    verb = steps.add_step
    form_class = forms.StepForm
    title = pgettext_lazy("button", "Add step")
    button = pgettext_lazy("button", "Add step")

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return step_values(data)


def step_values(data: dict[str, Any]) -> dict[str, Any]:
    """The values of a step from those of its form, where the first place is 1; the place is left out for none."""
    position = data.pop("position")
    return data if position is None else data | {"position": position - 1}


class ChangeDeliverable(Correction[Deliverable], DeliverableAction):
    """Correct what is due, and when."""

    verb = actions.change_deliverable
    form_class = forms.ChangeDeliverableForm
    title = _("Correct deliverable and due date")


class WithdrawDeliverable(Withdrawal[Deliverable], DeliverableAction):
    """Withdraw a deliverable that is not required."""

    verb = actions.withdraw_deliverable
    title = pgettext_lazy("button", "Withdraw deliverable")

    @override
    def get_success_url(self, result: Deliverable) -> str:
        return self.mandate.get_absolute_url()


class MergeDeliverables(UnmergedAction):
    """Merge a deliverable into another, by an act of a body."""

    verb = merge.merge_deliverables
    form_class = forms.MergeForm
    title = _("Merge into another deliverable")
    button = _("Merge into another deliverable")
    undo = "mandates:unmerge_deliverable"

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"reader": self.reader}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        data = super().get_arguments(data)
        return {
            "into": data["into"],
            "by": data["record"],
            "words": data["words"] or data["link"],
        }


class UnmergeDeliverable(DeliverableAction):
    """Undo a merge that no body decided."""

    verb = merge.unmerge_deliverable
    form_class = ReasonForm
    title = pgettext_lazy("button", "Unmerge deliverable")
    button = pgettext_lazy("button", "Unmerge deliverable")

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Deliverable) -> bool:
        return target.merged_into_id is not None and super().is_offered(actor, target)


class ExplainDelay(Correction[OverdueNotice], DeliverablePartAction[OverdueNotice]):
    """Explain why a deliverable is late: for the notice in the address, or the present one."""

    verb = overdue.explain_delay
    form_class = forms.ExplanationForm
    title = _("Submit reason for delay")
    button = _("Submit reason for delay")

    @override
    def get_target(self) -> OverdueNotice:
        rows = notices_of(self.deliverable)
        notice = (rows.filter(pk=self.kwargs["key"]) if "key" in self.kwargs else rows).first()
        if notice is None:
            raise Http404
        notice.deliverable = self.deliverable
        return notice


def notices_of(deliverable: Deliverable) -> QuerySet[OverdueNotice]:
    """The notices of a deliverable: those to the current lead first, then the latest."""
    lead_first = Case(
        When(entity=deliverable.mandate.lead_id, waived=False, then=Value(0)), default=Value(1)
    )
    rows = deliverable.notices.select_related(
        "entity__organisation__record", "entity__body__record"
    )
    return rows.order_by(lead_first, "-due", "-pk")


class SubmissionAction(DeliverablePartAction[Submission]):
    """An action on a document that answers a deliverable."""

    rows = "submissions"


class CorrectSubmission(Correction[Submission], SubmissionAction):
    """Correct what is said of a document."""

    verb = actions.correct_submission
    form_class = forms.CorrectSubmissionForm
    title = _("Correct details of the document")

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"reader": self.reader, "host": self.request.get_host()}


class WithdrawSubmission(Withdrawal[Submission], SubmissionAction):
    """Withdraw a document that does not answer the deliverable."""

    verb = actions.withdraw_submission
    title = pgettext_lazy("button", "Withdraw submission")


class StepAction(DeliverablePartAction[Step]):
    """An action on a step."""

    rows = "steps"
    named = ("entity",)
    related = ("record", "entity__organisation__record", "entity__body__record")


class ChangeStep(Correction[Step], StepAction):
    """Correct a step."""

    verb = steps.change_step
    form_class = forms.ChangeStepForm
    title = pgettext_lazy("button", "Correct step")

    @override
    def get_current(self) -> dict[str, Any]:
        return super().get_current() | {"position": self.target.position + 1}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return step_values(data)


class WithdrawStep(Withdrawal[Step], StepAction):
    """Withdraw a step that was added by mistake."""

    verb = steps.withdraw_step
    title = pgettext_lazy("button", "Withdraw step")


class CompleteStep(Correction[Step], StepAction):
    """Record when a step was taken, and with which document."""

    verb = steps.complete_step
    form_class = forms.StepCompletionForm
    title = _("Record step as completed")
    button = title


class DelegateStep(StepAction):
    """Delegate a step to another entity."""

    verb = steps.delegate_step
    form_class = forms.DelegationForm
    title = pgettext_lazy("button", "Delegate step")
    button = pgettext_lazy("button", "Delegate step")

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"reports_back": True, "sessions": self.target.occasion_id}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        data = super().get_arguments(data)
        data["document"], link = data.pop("record"), data.pop("link")
        return data | {"words": data["words"] or link}


class AddDeliverable(MandateAction):
    """Add a deliverable to a mandate that waits for nothing to happen."""

    verb = actions.add_deliverable
    form_class = forms.DeliverableForm
    title = pgettext_lazy("button", "Add deliverable")
    button = pgettext_lazy("button", "Add deliverable")
    done = pgettext_lazy("message after an action", "Deliverable added.")
    back = "deliverables"

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Mandate) -> bool:
        return not tables.waits_for_trigger(target) and super().is_offered(actor, target)


class RecordOccurrence(MandateAction):
    """Record that what a mandate waits for has happened."""

    verb = actions.record_occurrence
    form_class = forms.OccurrenceForm
    title = _("Mark condition as met")
    button = _("Mark condition as met")
    back = "deliverables"

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Mandate) -> bool:
        return tables.waits_for_trigger(target) and super().is_offered(actor, target)


class WithdrawOccurrence(Withdrawal[Occurrence], MandatePartAction[Occurrence]):
    """Withdraw an occurrence that did not happen."""

    verb = actions.withdraw_occurrence
    title = _("Mark condition as not met")
    rows = "occurrences"
    back = "deliverables"
