"""The actions that record an act of a version, or change its state."""

from __future__ import annotations

from typing import Any, ClassVar, override

from django.db import transaction
from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.instruments import extension_points
from majlis.instruments.acts import actions, queries
from majlis.instruments.acts.forms import (
    ActForm,
    AdoptingActForm,
    AdoptVersionForm,
    DatedStateForm,
    StateForm,
)
from majlis.instruments.lifecycle import IN_FORCE
from majlis.instruments.models import Version
from majlis.instruments.texts.action_pages import VersionAction
from majlis.kernel.verbs import key_of, may
from majlis.look import formats, parts

FORM_FIELDS = tuple(ActForm.base_fields)


class ActsAction(VersionAction):
    """An action that leads back to the page of the acts of a version."""

    @override
    def get_cancel_url(self) -> str:
        return reverse("instruments:acts", kwargs=self.kwargs)

    @override
    def get_trail(self) -> list[parts.Link]:
        *above, last = super().get_trail()
        return [
            *above,
            parts.Link(_("Decisions and status"), self.get_cancel_url()),
            last,
        ]


class NoteAct(ActsAction):
    """An action with the form of a new act."""

    form_class = ActForm


class RecordAct(NoteAct):
    """Record what a body did with a version."""

    verb = actions.record_act
    title = pgettext_lazy("decision by a body", "Record decision")
    done = _("Decision recorded. The status of the version is unchanged.")


class StateAction(ActsAction):
    """A step of a version to another state. The message also says what follows for what the version states."""

    form_class: ClassVar[type[BaseForm]] = StateForm

    @override
    def get_done(self, result: Version) -> str:
        return self.joined(self.status_sentence(result), result)

    def status_sentence(self, version: Version) -> str:
        """What was done, with the new status of the version."""
        return gettext("Status of the version changed to “%(status)s”.") % {
            "status": version.get_state_display()
        }

    def joined(self, sentence: str, version: Version) -> str:
        """A sentence, and those on what follows for records of other rooms."""
        more = extension_points.consequences(self.reader, version)
        return formats.gap(self.language).join([sentence, *more])


class AdoptionAction(StateAction):
    """The adoption of a version, which may enter into force with it: two verbs in one transaction."""

    verb = actions.adopt_version

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {
            **super().get_form_options(),
            "asks_entry": may(self.actor, key_of(actions.bring_version_into_force), self.target),
            "states_entry": queries.states_entry_into_force(self.target),
        }

    @override
    def do(self, data: dict[str, Any]) -> Version:
        enters_into_force = data.pop("enters_into_force", False)
        with transaction.atomic():
            version: Version = super().do(data)
            if enters_into_force:
                actions.bring_version_into_force(self.actor, version)
        return version


class AdoptVersionByAct(AdoptionAction):
    """Record the act by which a version is adopted."""

    form_class = AdoptingActForm
    form_key = "instruments.adopt_version_by_act"
    title = _("Record decision adopting the version")

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"deciding": data}

    @override
    def status_sentence(self, version: Version) -> str:
        if version.state == IN_FORCE:
            return gettext("Decision recorded. The version is now adopted and in force.")
        return gettext("Decision recorded. The version is now marked as adopted.")


class ProposeVersion(StateAction):
    """Propose a draft to a body."""

    verb = actions.propose_version
    form_class = DatedStateForm
    title = pgettext_lazy("status of a version", "Mark as proposed")


class AdoptVersion(AdoptionAction):
    """Mark a version as adopted by an act that is not known."""

    form_class = AdoptVersionForm
    title = pgettext_lazy("status of a version", "Mark as adopted (decision unknown)")


class BringVersionIntoForce(StateAction):
    """Bring a version into force."""

    verb = actions.bring_version_into_force
    title = pgettext_lazy("status of a version", "Mark as in force")


class SupersedeVersion(StateAction):
    """Mark a version as superseded by another text."""

    verb = actions.supersede_version
    title = pgettext_lazy("status of a version", "Mark as superseded")


class MarkVersionNotAdopted(StateAction):
    """Mark a version as not adopted."""

    verb = actions.mark_version_not_adopted
    title = pgettext_lazy("status of a version", "Mark as not adopted")


class ReproposeVersion(StateAction):
    """Propose a version again."""

    verb = actions.repropose_version
    title = pgettext_lazy("status of a version", "Mark as proposed again")
