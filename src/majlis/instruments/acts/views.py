"""The page of the acts and states of a version, and the actions on them."""

from __future__ import annotations

from typing import Any, ClassVar, override

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.acts import actions
from majlis.instruments.acts.action_pages import (
    AdoptVersion,
    AdoptVersionByAct,
    BringVersionIntoForce,
    MarkVersionNotAdopted,
    ProposeVersion,
    RecordAct,
    ReproposeVersion,
    SupersedeVersion,
)
from majlis.instruments.acts.forms import (
    ActForm,
    CorrectActForm,
    ReasonForm,
)
from majlis.instruments.citations.names import full_version_name
from majlis.instruments.core.forms import changed_fields
from majlis.instruments.core.visibility import hide_bodies
from majlis.instruments.models import Act, Version
from majlis.instruments.texts import tables
from majlis.instruments.texts.action_pages import ReaderAction
from majlis.instruments.texts.responses import get_version
from majlis.kit.action_page import action_links
from majlis.kit.detail_page import DetailPage

FORM_FIELDS = tuple(ActForm.base_fields)


class ActAction(ReaderAction[Act]):
    """An action on an act."""

    template_name = "instruments/core/action.html"

    @override
    def get_target(self) -> Act:
        version = get_version(self.reader, self.kwargs["slug"], self.kwargs["version"])[0]
        acts = Act.objects.filter(version=version).select_related("body__record")
        act = get_object_or_404(acts, pk=self.kwargs["pk"])
        act.version = version
        hide_bodies(self.reader, [act])
        return act

    @override
    def get_lead(self) -> str:
        return tables.act_line(self.target)

    @override
    def get_object_above(self) -> Version:
        return self.target.version

    @override
    def get_cancel_url(self) -> str:
        return reverse("instruments:acts", args=[self.kwargs["slug"], self.kwargs["version"]])


class CorrectAct(ActAction):
    """Correct an act."""

    verb = actions.correct_act
    form_class = CorrectActForm
    title = pgettext_lazy("decision by a body", "Correct decision")
    button = pgettext_lazy("button", "Save correction")
    done = pgettext_lazy("decision by a body", "Decision corrected.")

    @override
    def get_current(self) -> dict[str, Any]:
        hide_bodies(self.reader, [self.target])
        values = {name: getattr(self.target, name) for name in FORM_FIELDS}
        return {**values, "body": self.target.body_id}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        changed = changed_fields(self.get_current(), data, FORM_FIELDS)
        return {"reason": data["reason"], **changed}


class WithdrawAct(ActAction):
    """Withdraw an act that was recorded by mistake."""

    verb = actions.withdraw_act
    form_class = ReasonForm
    title = _("Withdraw record of decision")
    done = _("Record of decision withdrawn. The entry is retained in the history.")


class ActList(DetailPage[Version]):
    """The acts on a version and its state, with the actions on them."""

    template_name = "instruments/acts/list.html"
    permission = "instruments.record_act"
    title = _("Decisions and status")
    actions: ClassVar = {
        "instruments:adopt_version_by_act": AdoptVersionByAct,
        "instruments:record_act": RecordAct,
    }
    state_actions: ClassVar = {
        "instruments:propose_version": ProposeVersion,
        "instruments:adopt_version": AdoptVersion,
        "instruments:bring_version_into_force": BringVersionIntoForce,
        "instruments:supersede_version": SupersedeVersion,
        "instruments:mark_version_not_adopted": MarkVersionNotAdopted,
        "instruments:repropose_version": ReproposeVersion,
    }

    @override
    def get_object(self) -> Version:
        return get_version(self.reader, self.kwargs["slug"], self.kwargs["version"])[0]

    @override
    def get_object_above(self) -> Version:
        return self.object

    @override
    def get_context_data(self) -> dict[str, Any]:
        version = self.object
        return {
            **super().get_context_data(),
            "name": full_version_name(version),
            "phase": tables.STATE_PHASES.get(version.state, "wait"),
            "undecided": tables.lacks_adopting_act(version),
            "acts": [(each.pk, tables.act_line(each), each.source) for each in version.acts.all()],
            "moves": action_links(self.state_actions, self.actor, version, self.kwargs),
        }
