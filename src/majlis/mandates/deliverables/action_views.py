"""Pages of the actions on a deliverable, its steps, documents and notices, and on the trigger of a mandate."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, override

from django.db.models import Case, QuerySet, Value, When
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from majlis.kernel.actor import Actor
from majlis.kernel.verbs import may
from majlis.mandates.core.forms import ReasonForm, document_address, session_choices
from majlis.mandates.core.pages import MandateAction, MandatePage, MandatePartAction, Withdrawal
from majlis.mandates.deliverables import actions, forms, merge, overdue, queries, steps, tables
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
    def deliverable(self) -> Deliverable:
        """The deliverable with its steps, documents and notices. Raises Http404."""
        rows = queries.deliverable_rows(self.reader, self.mandate, self.language)
        deliverable: Deliverable = get_object_or_404(rows, ordinal=self.kwargs["number"])
        deliverable.mandate = self.mandate
        return deliverable


class DeliverablePartAction[Part: (Deliverable, Step, Submission, OverdueNotice)](
    DeliverablePage, MandatePartAction[Part]
):
    """An action on a deliverable, or on something that belongs to one; the page shows the deliverable, too."""

    template_name = "mandates/deliverables/action.html"

    @override
    def get_object_above(self) -> Deliverable:
        return self.deliverable

    @override
    def get_subject(self) -> str:
        return tables.deliverable_title(self.deliverable)

    @override
    def get_cancel_url(self) -> str:
        return tables.deliverable_url(self.mandate, self.deliverable)

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "mandate": self.mandate,
            "shown": tables.deliverable_card(self.deliverable, self.mandate),
            "owns": may(self.actor, "mandates.set_progress", self.deliverable),
        }

    def session_options(self, *selected: int | None) -> dict[str, Any]:
        """The sessions to choose from, as an option of the form; those selected are among them."""
        return {"sessions": session_choices(queries.recent_sessions(self.language, *selected))}


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
    title = _("Name a document that answers it")
    button = _("It is answered by this document")

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return super().get_arguments(data) | {"reason_language": self.language}


class SetProgress(UnmergedAction):
    """Set the progress of a deliverable."""

    verb = actions.set_progress
    form_class = forms.ProgressForm
    title = _("Say how it stands")
    error_fields: ClassVar = {"reason_language": "language"}

    @override
    def get_current(self) -> dict[str, Any]:
        deliverable = self.target
        return {
            "state": deliverable.state,
            "reason": deliverable.reason,
            "language": deliverable.reason_language or self.language,
        }

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        language = data.pop("language")
        return data | {"reason_language": language if data["reason"].strip() else ""}


class AddStep(DeliverableAction):
    """Add a step."""

    verb = steps.add_step
    form_class = forms.StepForm
    title = _("Add a step")
    button = _("Add the step")

    @override
    def get_form_options(self) -> dict[str, Any]:
        return self.session_options()

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return step_values(data)


def step_values(data: dict[str, Any]) -> dict[str, Any]:
    """The values of a step from those of its form, where the first place is 1; the place is left out for none."""
    position = data.pop("position")
    return data if position is None else data | {"position": position - 1}


class ChangeDeliverable(DeliverableAction):
    """Correct what is due, and when."""

    verb = actions.change_deliverable
    form_class = forms.ChangeDeliverableForm
    title = _("Correct what is due, and when")
    button = _("Save the correction")

    @override
    def get_form_options(self) -> dict[str, Any]:
        return self.session_options(self.target.occasion_id)

    @override
    def get_current(self) -> dict[str, Any]:
        deliverable = self.target
        return {
            "kind": deliverable.kind,
            "occasion": deliverable.occasion_id,
            "due": deliverable.due,
            "words": deliverable.words,
            "language": deliverable.language or self.language,
        }


class WithdrawDeliverable(Withdrawal[Deliverable], DeliverableAction):
    """Withdraw a deliverable that is not required."""

    verb = actions.withdraw_deliverable
    title = _("Withdraw the deliverable")

    @override
    def get_success_url(self, result: Deliverable) -> str:
        return self.mandate.get_absolute_url()


class MergeDeliverables(UnmergedAction):
    """Merge a deliverable into another, by an act of a body."""

    verb = merge.merge_deliverables
    form_class = forms.MergeForm
    title = _("Merge it into another")
    button = _("Merge it by this act")

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
    title = _("Part it from the one that it was merged into")
    button = _("Part it")

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Deliverable) -> bool:
        return target.merged_into_id is not None and super().is_offered(actor, target)


class ExplainDelay(DeliverablePartAction[OverdueNotice]):
    """Explain why a deliverable is late: for the notice in the address, or the present one."""

    verb = overdue.explain_delay
    form_class = forms.ExplanationForm
    title = _("Say why it is late")
    button = _("Send the answer")

    @override
    def get_target(self) -> OverdueNotice:
        rows = notices_of(self.deliverable)
        notice = (rows.filter(pk=self.kwargs["key"]) if "key" in self.kwargs else rows).first()
        if notice is None:
            raise Http404
        notice.deliverable = self.deliverable
        return notice

    @override
    def get_current(self) -> dict[str, Any]:
        notice = self.target
        return {
            "answer": notice.answer,
            "expected": notice.expected,
            "language": notice.language or self.language,
        }


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

    @override
    def get_target(self) -> Submission:
        rows = self.deliverable.submissions.select_related("record")
        submission = get_object_or_404(rows, pk=self.kwargs["key"])
        submission.deliverable = self.deliverable
        return submission


class CorrectSubmission(SubmissionAction):
    """Correct what is said of a document."""

    verb = actions.correct_submission
    form_class = forms.CorrectSubmissionForm
    title = _("Correct what is said of a document")
    button = _("Save the correction")

    @override
    def get_current(self) -> dict[str, Any]:
        submission = self.target
        return {
            "document": document_address(submission.record, submission.link),
            "title": submission.title,
            "paragraphs": submission.paragraphs,
            "date": submission.date,
            "language": submission.language,
        }


class WithdrawSubmission(Withdrawal[Submission], SubmissionAction):
    """Withdraw a document that does not answer the deliverable."""

    verb = actions.withdraw_submission
    title = _("It does not answer it: withdraw")


class StepAction(DeliverablePartAction[Step]):
    """An action on a step."""

    @override
    def get_target(self) -> Step:
        step = get_object_or_404(steps_of(self.deliverable), pk=self.kwargs["key"])
        step.deliverable = self.deliverable
        return step


def steps_of(deliverable: Deliverable) -> QuerySet[Step]:
    """The steps of a deliverable, with what the rules read of their entities."""
    return deliverable.steps.select_related(
        "record", "entity__record", "entity__organisation__record", "entity__body__record"
    )


class ChangeStep(StepAction):
    """Correct a step."""

    verb = steps.change_step
    form_class = forms.ChangeStepForm
    title = _("Correct a step")
    button = _("Save the correction")

    @override
    def get_form_options(self) -> dict[str, Any]:
        return self.session_options(self.target.occasion_id)

    @override
    def get_current(self) -> dict[str, Any]:
        step = self.target
        return {
            "task": step.task,
            "entity": str(step.entity),
            "occasion": step.occasion_id,
            "date": step.date,
            "position": step.position + 1,
            "act_words": step.act_words,
        }

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return step_values(data)


class WithdrawStep(Withdrawal[Step], StepAction):
    """Withdraw a step that was added by mistake."""

    verb = steps.withdraw_step
    title = _("Withdraw the step")


class CompleteStep(StepAction):
    """Record when a step was taken, and with which document."""

    verb = steps.complete_step
    form_class = forms.StepCompletionForm
    title = _("Say that a step was taken")

    @override
    def get_current(self) -> dict[str, Any]:
        step = self.target
        return {
            "document": document_address(step.record, step.link),
            "done_on": step.done_on,
            "title": step.title,
        }


class DelegateStep(StepAction):
    """Delegate a step to another entity."""

    verb = steps.delegate_step
    form_class = forms.DelegationForm
    title = _("Have another take a step in its place")
    button = _("Hand the step on")

    @override
    def get_form_options(self) -> dict[str, Any]:
        return self.session_options(self.target.occasion_id)

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"reports_back": True}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        data = super().get_arguments(data)
        data["document"], link = data.pop("record"), data.pop("link")
        return data | {"words": data["words"] or link}


class DeliverablesAction(MandateAction):
    """An action that adds to the deliverables of a mandate."""

    @override
    def get_cancel_url(self) -> str:
        return tables.deliverables_url(self.mandate)


class AddDeliverable(DeliverablesAction):
    """Add a deliverable to a mandate that waits for nothing to happen."""

    verb = actions.add_deliverable
    form_class = forms.DeliverableForm
    title = _("Add a deliverable")
    button = _("Add the deliverable")

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"sessions": session_choices(queries.recent_sessions(self.language))}

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Mandate) -> bool:
        return not tables.waits_for_trigger(target) and super().is_offered(actor, target)


class RecordOccurrence(DeliverablesAction):
    """Record that what a mandate waits for has happened."""

    verb = actions.record_occurrence
    form_class = forms.OccurrenceForm
    title = _("Say that it has happened")
    button = _("It has happened")

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Mandate) -> bool:
        return tables.waits_for_trigger(target) and super().is_offered(actor, target)


class WithdrawOccurrence(Withdrawal[Occurrence], MandatePartAction[Occurrence]):
    """Withdraw an occurrence that did not happen."""

    verb = actions.withdraw_occurrence
    title = _("It has not happened")

    @override
    def get_target(self) -> Occurrence:
        occurrence = get_object_or_404(self.mandate.occurrences, pk=self.kwargs["key"])
        occurrence.mandate = self.mandate
        return occurrence

    @override
    def get_cancel_url(self) -> str:
        return tables.deliverables_url(self.mandate)
