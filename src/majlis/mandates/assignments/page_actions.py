"""The actions offered on the page of a mandate: verb, form, title and button of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from majlis.kernel.actor import Actor
from majlis.kernel.verbs import may
from majlis.look.forms import Form
from majlis.mandates.assignments import actions, forms, lifecycle_actions
from majlis.mandates.core import forms as core_forms
from majlis.mandates.lifecycle import ASSIGNMENT_LIFECYCLE, MANDATE_LIFECYCLE
from majlis.mandates.models import Alias, Assignment, Mandate


@dataclass(frozen=True)
class PageAction:
    """An action on the page of a mandate: its verb, form, title and button.

    ``of``: the model of the row that it changes; None for the mandate itself.
    """

    verb: Callable[..., Any]
    form: type[Form]
    title: str | Promise
    send: str | Promise
    of: type[Assignment | Alias] | None = None


LIFECYCLE_ACTIONS = (
    "complete_mandate",
    "merge_mandate",
    "replace_mandate",
    "pause_mandate",
    "lapse_mandate",
    "revive_mandate",
)
PAGE_ACTIONS: dict[str, PageAction] = {
    "add_assignment": PageAction(
        actions.add_assignment,
        forms.AssignmentForm,
        gettext_lazy("Name a lead or a contributor"),
        gettext_lazy("Name it"),
    ),
    "propose_contributor": PageAction(
        actions.propose_contributor,
        forms.ContributorForm,
        gettext_lazy("Propose a contributor"),
        gettext_lazy("Propose it"),
    ),
    "confirm_assignment": PageAction(
        actions.confirm_assignment,
        forms.ConfirmForm,
        gettext_lazy("Confirm what was proposed"),
        gettext_lazy("Confirm it"),
        Assignment,
    ),
    "decline_assignment": PageAction(
        actions.decline_assignment,
        core_forms.ReasonForm,
        gettext_lazy("Decline what was proposed"),
        gettext_lazy("Decline it"),
        Assignment,
    ),
    "change_assignment": PageAction(
        actions.change_assignment,
        forms.CorrectAssignmentForm,
        gettext_lazy("Correct since when and by what act"),
        gettext_lazy("Save the correction"),
        Assignment,
    ),
    "end_assignment": PageAction(
        actions.end_assignment,
        forms.EndAssignmentForm,
        gettext_lazy("It leads or contributes no longer"),
        gettext_lazy("Record the end"),
        Assignment,
    ),
    "complete_mandate": PageAction(
        lifecycle_actions.complete_mandate,
        forms.CompleteForm,
        gettext_lazy("Completed, with a closing record"),
        gettext_lazy("Record that it is completed"),
    ),
    "merge_mandate": PageAction(
        lifecycle_actions.merge_mandate,
        forms.MergeForm,
        gettext_lazy("Merged into another mandate"),
        gettext_lazy("Record that it is merged"),
    ),
    "replace_mandate": PageAction(
        lifecycle_actions.replace_mandate,
        forms.MergeForm,
        gettext_lazy("Replaced by another mandate"),
        gettext_lazy("Record that it is replaced"),
    ),
    "pause_mandate": PageAction(
        lifecycle_actions.pause_mandate,
        forms.LifecycleForm,
        gettext_lazy("Paused"),
        gettext_lazy("Record the pause"),
    ),
    "lapse_mandate": PageAction(
        lifecycle_actions.lapse_mandate,
        forms.LapseForm,
        gettext_lazy("Lapsed, by a clause or an act"),
        gettext_lazy("Record that it lapsed"),
    ),
    "revive_mandate": PageAction(
        lifecycle_actions.revive_mandate,
        forms.LifecycleForm,
        gettext_lazy("Taken up again"),
        gettext_lazy("Record that it is taken up again"),
    ),
    "add_alias": PageAction(
        lifecycle_actions.add_alias,
        forms.AliasForm,
        gettext_lazy("Number of another registry"),
        gettext_lazy("Add the number"),
    ),
    "withdraw_alias": PageAction(
        lifecycle_actions.withdraw_alias,
        core_forms.ReasonForm,
        gettext_lazy("Withdraw the number of another registry"),
        gettext_lazy("Withdraw the number"),
        Alias,
    ),
}


def mandate_actions(actor: Actor, mandate: Mandate) -> list[str]:
    """Names of the actions that the person may take on the mandate in its present state."""
    transitions = MANDATE_LIFECYCLE.verbs_from(mandate.lifecycle_state)
    return [
        name
        for name, action in PAGE_ACTIONS.items()
        if action.of is None
        and (name not in LIFECYCLE_ACTIONS or f"mandates.{name}" in transitions)
        and may(actor, f"mandates.{name}", mandate)
        and not (name == "propose_contributor" and may(actor, "mandates.add_assignment", mandate))
    ]


def assignment_actions(actor: Actor, mandate: Mandate, state: str) -> list[str]:
    """Names of the actions that the person may take on an assignment in this state."""
    steps = [each.removeprefix("mandates.") for each in ASSIGNMENT_LIFECYCLE.verbs_from(state)]
    names = [*steps, "change_assignment"] if steps else []
    return [each for each in names if may(actor, f"mandates.{each}", mandate)]
