"""Pages of the actions on a mandate, its assignments and its aliases."""

from __future__ import annotations

from typing import Any, override

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.actor import Actor
from majlis.kernel.verbs import may
from majlis.kit.action_page import ButtonAction
from majlis.kit.forms import ReasonForm
from majlis.mandates.assignments import actions, forms, lifecycle_actions
from majlis.mandates.core.pages import Correction, MandateAction, MandatePartAction
from majlis.mandates.lifecycle import ASSIGNMENT_LIFECYCLE
from majlis.mandates.models import Alias, Assignment, Clause, Mandate


class AddAssignment(MandateAction):
    """Name a lead or a contributor."""

    verb = actions.add_assignment
    form_class = forms.AssignmentForm
    title = _("Name a lead or contributor")

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        data["confirmed"] = not data.pop("proposed")
        return super().get_arguments(data)


class ProposeContributor(MandateAction):
    """Propose a contributor; offered to those who may not name one."""

    verb = actions.propose_contributor
    form_class = forms.ContributorForm
    title = pgettext_lazy("button", "Propose contributor")

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Mandate) -> bool:
        return super().is_offered(actor, target) and not AddAssignment.is_offered(actor, target)


class AssignmentAction(MandatePartAction[Assignment]):
    """An action on an assignment; offered where the lifecycle has it."""

    rows = "assignments"
    named = ("entity",)

    @override
    def get_subject(self) -> str:
        return f"{self.target.entity} · {self.target.get_part_display()}"

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Assignment) -> bool:
        steps = ASSIGNMENT_LIFECYCLE.verbs_from(target.state)
        return cls.verb_key() in steps and super().is_offered(actor, target)


class ConfirmAssignment(AssignmentAction, ButtonAction[Assignment]):
    """Confirm what was proposed."""

    verb = actions.confirm_assignment
    title = pgettext_lazy("button", "Confirm proposal")

    @override
    def get_cancel_url(self) -> str:
        # Raises Http404 for a mandate that the reader may not see, also where nothing is sent.
        return self.mandate.get_absolute_url()


class DeclineAssignment(AssignmentAction):
    """Decline what was proposed."""

    verb = actions.decline_assignment
    form_class = ReasonForm
    title = pgettext_lazy("button", "Decline proposal")


class EndAssignment(AssignmentAction):
    """Record the end of an assignment."""

    verb = actions.end_assignment
    form_class = forms.EndAssignmentForm
    title = _("End role of lead or contributor")


class ChangeAssignment(Correction[Assignment], AssignmentAction):
    """Correct the first date and the act of an assignment that is proposed or confirmed."""

    verb = actions.change_assignment
    form_class = forms.CorrectAssignmentForm
    title = _("Correct start date and decision")

    @override
    def get_current(self) -> dict[str, Any]:
        assignment, record = self.target, self.target.record
        is_visible = record is not None and record.is_visible_to(self.reader)
        by = assignment.words or (record.address if record is not None and is_visible else "")
        return super().get_current() | {"by": by}

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Assignment) -> bool:
        return target.state in actions.OPEN_STATES and may(actor, cls.verb_key(), target)


class LifecycleAction(MandateAction):
    """An act that ends, pauses or revives a mandate; offered where the lifecycle has it."""

    form_class = forms.LifecycleForm
    state_field = "lifecycle_state"


class CompleteMandate(LifecycleAction):
    """Complete a mandate, with a closing record."""

    verb = lifecycle_actions.complete_mandate
    form_class = forms.CompleteForm
    title = _("Close mandate as completed")


class MergeMandate(LifecycleAction):
    """Merge a mandate into another."""

    verb = lifecycle_actions.merge_mandate
    form_class = forms.MergeForm
    title = _("Merge into another mandate")

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"reader": self.reader}


class ReplaceMandate(MergeMandate):
    """Replace a mandate by another."""

    verb = lifecycle_actions.replace_mandate
    title = _("Replace with another mandate")


class PauseMandate(LifecycleAction):
    """Pause a mandate."""

    verb = lifecycle_actions.pause_mandate
    title = pgettext_lazy("button", "Pause mandate")


class LapseMandate(LifecycleAction):
    """Record that a mandate lapsed."""

    verb = lifecycle_actions.lapse_mandate
    form_class = forms.LapseForm
    title = _("Mark mandate as lapsed")

    @override
    def get_form_options(self) -> dict[str, Any]:
        source = self.mandate.source
        applies = Q(mandate=None) | Q(mandate=self.mandate)
        clauses = Clause.objects.filter(applies, version=source.version_id if source else None)
        return {"clauses": clauses.select_related("provision")}


class ReviveMandate(LifecycleAction):
    """Make a mandate active again."""

    verb = lifecycle_actions.revive_mandate
    title = pgettext_lazy("button", "Reactivate mandate")


class AddAlias(MandateAction):
    """Add the number of a mandate in another registry."""

    verb = lifecycle_actions.add_alias
    form_class = forms.AliasForm
    title = _("Add number assigned in another registry")


class WithdrawAlias(MandatePartAction[Alias]):
    """Withdraw the number of a mandate in another registry."""

    verb = lifecycle_actions.withdraw_alias
    form_class = ReasonForm
    title = _("Withdraw number assigned in another registry")
    rows = "aliases"
    related = ("mandate",)

    @override
    def get_subject(self) -> str:
        return f"{self.target.registry} · {self.target.value}"


MANDATE_ACTIONS: dict[str, type[MandateAction]] = {
    "mandates:add_assignment": AddAssignment,
    "mandates:propose_contributor": ProposeContributor,
    "mandates:complete_mandate": CompleteMandate,
    "mandates:merge_mandate": MergeMandate,
    "mandates:replace_mandate": ReplaceMandate,
    "mandates:pause_mandate": PauseMandate,
    "mandates:lapse_mandate": LapseMandate,
    "mandates:revive_mandate": ReviveMandate,
    "mandates:add_alias": AddAlias,
}
ASSIGNMENT_ACTIONS: dict[str, type[AssignmentAction]] = {
    "mandates:confirm_assignment": ConfirmAssignment,
    "mandates:decline_assignment": DeclineAssignment,
    "mandates:end_assignment": EndAssignment,
    "mandates:change_assignment": ChangeAssignment,
}
