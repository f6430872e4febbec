"""Pages that record other names of bodies, and the end of such a name."""

from __future__ import annotations

from typing import Any, override

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kit.action_page import ActionPage
from majlis.parties.actions import alias as alias_actions
from majlis.parties.forms.body import AliasForm, EndForm
from majlis.parties.models import Body, BodyAlias
from majlis.parties.queries import bodies as body_queries
from majlis.parties.views.body_actions import BodyAction


class AddAlias(BodyAction):
    """Record another name that a body has or had."""

    verb = alias_actions.add_alias
    form_class = AliasForm
    title = _("Record another name")
    done = pgettext_lazy("message after an action", "Name recorded.")

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "label": data["label"],
            "names": {code: data[f"label_{code}"] for code in LANGUAGE_CODES},
            "since": data["since"] or "",
            "until": data["until"] or "",
            "source": data["source"],
            "correct": False,
        }


class EndAlias(ActionPage[BodyAlias]):
    """Record the date until which a body had another name."""

    verb = alias_actions.end_alias
    form_class = EndForm
    title = _("Record end date of name")
    done = _("End date of the name recorded.")

    @override
    def get_target(self) -> BodyAlias:
        body = get_object_or_404(body_queries.bodies(self.reader), slug=self.kwargs["slug"])
        return get_object_or_404(body.aliases.select_related("body__record"), pk=self.kwargs["pk"])

    @override
    def get_lead(self) -> str:
        return self.target.label

    @override
    def get_object_above(self) -> Body:
        return self.target.body

    @override
    def get_current(self) -> dict[str, Any]:
        return {"until": self.target.until}
