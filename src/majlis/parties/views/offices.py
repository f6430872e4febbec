"""Pages of offices, their holders, and the list of roles."""

from __future__ import annotations

from typing import Any, ClassVar, override

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel import downloads
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Reader
from majlis.kernel.roles import ROLES
from majlis.kernel.verbs import may
from majlis.kit import phrases
from majlis.kit.action_page import ActionPage
from majlis.kit.detail_page import DetailPage
from majlis.kit.page import StrOrPromise
from majlis.look import parts
from majlis.parties.actions import office as office_actions
from majlis.parties.appointments import lock_row
from majlis.parties.forms.body import (
    EndForm,
    HolderCorrectionForm,
    HolderForm,
    OfficeEndForm,
    OfficeForm,
)
from majlis.parties.models import Holding, Office
from majlis.parties.queries import bodies as body_queries
from majlis.parties.views.body_actions import BodyAction


def office_or_404(reader: Reader, slug: str) -> Office:
    """The office at an address, if the reader may see it. Raises Http404."""
    office: Office = get_object_or_404(body_queries.offices(reader), slug=slug)
    return office


class MakeOffice(BodyAction):
    """Add an office to a body."""

    verb = office_actions.make_office
    form_class = OfficeForm
    title = pgettext_lazy("button", "Record an office")
    done = pgettext_lazy("message after an action", "Office recorded.")

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"with_original": True}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "words": {code: data[f"title_{code}"] for code in LANGUAGE_CODES},
            "authentic": data["authentic"],
            "is_chair": data["is_chair"],
        }

    @override
    def get_success_url(self, result: Office) -> str:
        return result.get_absolute_url()


class OfficeAction(ActionPage[Office]):
    """An action on an office."""

    @override
    def get_target(self) -> Office:
        return office_or_404(self.reader, self.kwargs["slug"])


class ChangeOffice(OfficeAction):
    """Edit the names of an office, and whether it is that of the chair."""

    verb = office_actions.change_office
    form_class = OfficeForm
    title = _("Change office details")
    button = phrases.SAVE_CHANGES

    @override
    def get_current(self) -> dict[str, Any]:
        titles = self.target.record.wordings.filter(field="title")
        return {
            **{f"title_{wording.language}": wording.text for wording in titles},
            "is_chair": self.target.is_chair,
        }

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        words = {code: data[f"title_{code}"] for code in LANGUAGE_CODES}
        return {"words": words, "is_chair": data["is_chair"]}


class EndOffice(OfficeAction):
    """Record the last day of an office itself, or remove it."""

    verb = office_actions.end_office
    form_class = OfficeEndForm
    title = _("Record end of the office")

    @override
    def get_form_options(self) -> dict[str, Any]:
        holders = [holding.name for holding in self.target.holdings.all() if not holding.until]
        return {"holders": holders, "ends": bool(self.target.until)}

    @override
    def get_current(self) -> dict[str, Any]:
        return {"until": self.target.until}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"until": data["until"] or "", "reason": data["reason"]}

    @override
    def get_done(self, result: Office) -> StrOrPromise:
        if result.until:
            return _("End of the office recorded. Earlier records are retained.")
        return _("End of the office removed. The office continues.")


class RecordHolder(OfficeAction):
    """Record a present or former holder of an office."""

    verb = office_actions.record_holder
    form_class = HolderForm
    title = _("Record an office holder")
    done = _("Office holder recorded.")

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return data | {name: data[name] or "" for name in ("since", "until")}


class HoldingAction(ActionPage[Holding]):
    """An action on the record of a holder."""

    @override
    def get_target(self) -> Holding:
        offices = body_queries.offices(self.reader).filter(slug=self.kwargs["slug"])
        holdings = Holding.objects.filter(office__in=offices)
        return get_object_or_404(
            holdings.select_related("office__record", "office__body__record", "user"),
            pk=self.kwargs["pk"],
        )

    @override
    def lock(self) -> None:
        # The verbs lock the office before the holding.
        lock_row(Office, self.target.office)

    @override
    def get_lead(self) -> str:
        return self.target.name

    @override
    def get_object_above(self) -> Office:
        return self.target.office


class EndHolding(HoldingAction):
    """Record the end of a holder's term."""

    verb = office_actions.end_holding
    form_class = EndForm
    title = _("Record end of term")
    done = _("End of term recorded.")

    @override
    def get_current(self) -> dict[str, Any]:
        return {"until": self.target.until}


class CorrectHolding(HoldingAction):
    """Correct the record of a holder."""

    verb = office_actions.correct_holding
    form_class = HolderCorrectionForm
    title = pgettext_lazy("button", "Correct entry")
    button = phrases.SAVE_CORRECTION

    @override
    def get_current(self) -> dict[str, Any]:
        holding = self.target
        email = holding.user.email if holding.user else ""
        return {
            "name": holding.name,
            "email": email,
            "since": holding.since,
            "until": holding.until,
            "source": holding.source,
        }

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return data | {name: data[name] or "" for name in ("since", "until")}


class OfficeDetail(DetailPage[Office]):
    """One office with its present and former holders."""

    template_name = "parties/office.html"
    actions: ClassVar = {
        "parties:record_holder": RecordHolder,
        "parties:change_office": ChangeOffice,
        "parties:end_office": EndOffice,
    }

    @override
    def get_object(self) -> Office:
        return office_or_404(self.reader, self.kwargs["slug"])

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "ends": may(self.actor, "parties.end_holding", self.object),
            "corrects": may(self.actor, "parties.correct_holding", self.object),
        }


def role_list(request: HttpRequest) -> HttpResponseBase:
    """List present and former holders of offices, and the number of holders of other roles; also as files."""
    if downloads.requested_format(request) and downloads.requested_list(request) == "roles":
        return downloads.download_response(request, body_queries.roles_sheet())
    offices, chairs = body_queries.offices(request.user), body_queries.chairs(request.user)
    if downloads.requested_format(request):
        most = downloads.MAX_ROWS
        return downloads.download_response(
            request, body_queries.holder_rows(offices[:most], chairs[:most])
        )
    counts = body_queries.counts_by_role()
    context = {
        "offices": list(offices),
        "chairs": list(chairs),
        "chosen": parts.ListSummary(
            "", (), [parts.Link(*each) for each in downloads.download_links(request)]
        ),
        "counted": parts.ListSummary(
            "", (), [parts.Link(*each) for each in downloads.download_links(request, "roles")]
        ),
        "roles": [
            parts.Cell(name, note=counts.get(code, 0)) for code, (name, _kinds) in ROLES.items()
        ],
    }
    return render(request, "parties/roles.html", context)
