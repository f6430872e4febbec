"""Pages of registrations: the list, one registration, and the decision."""

from __future__ import annotations

from typing import Any, ClassVar, override

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext, pgettext_lazy

from majlis.kernel.models import Reader
from majlis.kernel.verbs import may
from majlis.kit.action_page import ActionLink, ActionPage, ButtonAction, action_links
from majlis.kit.cells import by_title, record_link, title_text
from majlis.kit.columns import Column
from majlis.kit.detail_page import DetailPage
from majlis.kit.list_page import ListPage
from majlis.look import parts
from majlis.look.languages import name_of
from majlis.look.templatetags.look import date, isolate, moment, symbol
from majlis.parties.actions import registration as registration_actions
from majlis.parties.appointments import Linked, subject_of
from majlis.parties.forms.registration import DecisionForm, RegistrationFilter
from majlis.parties.lifecycle import ASKED, REFUSED, REGISTRATION, UNCONFIRMED, WAITING
from majlis.parties.models import Organisation, Registration
from majlis.parties.queries import registrations as registration_queries
from majlis.parties.queries.organisations import similar_organisations, similar_registrations
from majlis.parties.views import profile_columns
from majlis.parties.views.mailed_links import MailedLinkPage
from majlis.parties.views.registration_draft import ORDER
from majlis.parties.views.registration_steps import load_draft

STATE_BADGES = {
    UNCONFIRMED: "open",
    WAITING: "soon",
    ASKED: "going",
    "admitted": "met",
    REFUSED: "ended",
    "withdrawn": "ended",
}


class RegistrationList(ListPage[Registration, Registration]):
    """The registrations that the reader may see: all for the secretariat, else one's own."""

    template_name = "parties/registrations.html"
    title = pgettext_lazy("page", "Registrations")
    columns = (
        Column("number", pgettext_lazy("record", "Number"), value=lambda row: row.number),
        Column(
            "name", pgettext_lazy("organization", "Name"), record_link, title_text, sort=by_title
        ),
        profile_columns.KIND,
        profile_columns.AREA,
        profile_columns.FORM,
        Column(
            "state",
            pgettext_lazy("status of a record", "Status"),
            lambda row: row.state_name,
            lambda row: row.state,
        ),
        Column(
            "sent",
            _("Date of submission"),
            lambda row: date(row.sent_at),
            lambda row: row.sent_at,
            sort=["sent_at"],
        ),
        Column("decided", _("Date of decision"), value=lambda row: row.decided_at),
    )
    filter_form = RegistrationFilter
    sort = "sent"
    file_name = "registrations"

    @override
    def get_queryset(self) -> QuerySet[Registration]:
        filters = {name: self.filters[name] for name in ("state", "kind")}
        return registration_queries.registrations(self.reader, words=self.filters["q"], **filters)

    @override
    def get_count(self, total: int) -> str:
        return npgettext(
            "number of entries in a list", "%(n)s registration", "%(n)s registrations", total
        )

    @override
    def get_context_data(self) -> dict[str, Any]:
        counts = registration_queries.counts_by_state(self.reader)
        figures = [
            parts.Cell(name, parts.with_query(self.request, state=code, page=None), counts[code])
            for code, name in REGISTRATION.states.items()
            if counts.get(code)
        ]
        return {**super().get_context_data(), "figures": figures}


def registration_or_404(reader: Reader, number: int) -> Registration:
    """The registration of that number, if the reader may see it. Raises Http404."""
    registrations = Registration.objects.visible_to(reader).with_wordings()
    registration: Registration = get_object_or_404(
        registrations.select_related("record", "applicant", "organisation__record"), number=number
    )
    return registration


class RegistrationLinkPage(MailedLinkPage[Registration]):
    """A page of the link that is mailed about a registration to an applicant without an account."""

    @override
    def get_link_kind(self) -> str:
        return "registration"

    @override
    def get_link_objects(self) -> QuerySet[Registration]:
        return Registration.objects.with_wordings()


class RegistrationAction(RegistrationLinkPage, ActionPage[Linked[Registration]]):
    """An action on a registration, which is found by its number or by the mailed link."""

    @override
    def get_target(self) -> Linked[Registration]:
        if "token" in self.kwargs:
            return self.link_target
        return registration_or_404(self.reader, self.kwargs["number"])

    @override
    def get_cancel_url(self) -> str:
        if "token" in self.kwargs:
            return reverse("parties:registration_link", kwargs=self.kwargs)
        return super().get_cancel_url()


class DecideRegistration(RegistrationAction):
    """Decide on a registration: admit it, refuse it, or ask the applicant."""

    verb = registration_actions.admit_registration
    form_class = DecisionForm
    title = _("Decide on registration")

    @override
    def do(self, data: dict[str, Any]) -> Organisation | Registration:
        registration: Registration = subject_of(self.target)
        decision, reason, words = data["decision"], data["reason"], data["words"]
        if decision == "admit":
            return registration_actions.admit_registration(self.actor, registration, words=words)
        decide = (
            registration_actions.ask_applicant
            if decision == "ask"
            else registration_actions.refuse_registration
        )
        return decide(self.actor, registration, reason=reason, words=words)

    @override
    def get_success_url(self, result: Organisation | Registration) -> str:
        return reverse("parties:registrations")


class ConfirmAddress(ButtonAction[Linked[Registration]], RegistrationAction):
    """Confirm the e-mail address of the applicant by the mailed link."""

    verb = registration_actions.confirm_registration_address
    title = _("Confirm email address")
    done = _("Email address confirmed. The secretariat will examine the registration.")


class EditRegistration(ButtonAction[Linked[Registration]], RegistrationAction):
    """Load one's registration into the steps again, to edit and resubmit it."""

    verb = registration_actions.resubmit_registration
    title = _("Reply, revise and resubmit")
    done = ""

    @override
    def do(self, data: dict[str, Any]) -> None:
        load_draft(self.request, self.target)

    @override
    def get_success_url(self, result: None) -> str:
        return reverse("parties:register_step", args=[ORDER[0]])


class WithdrawRegistration(ButtonAction[Linked[Registration]], RegistrationAction):
    """Withdraw one's own registration."""

    verb = registration_actions.withdraw_registration
    title = pgettext_lazy("button", "Withdraw registration")
    done = pgettext_lazy("message after an action", "Registration withdrawn.")


class RegistrationDetail(DetailPage[Registration]):
    """One registration, for the applicant and the secretariat."""

    template_name = "parties/registration.html"
    actions: ClassVar = {
        "parties:edit_registration": EditRegistration,
        "parties:withdraw_registration": WithdrawRegistration,
    }

    @override
    def get_object(self) -> Registration:
        return registration_or_404(self.reader, self.kwargs["number"])

    @override
    def get_title(self) -> str:
        return pgettext("registration", "Registration %(number)s") % {"number": self.object.number}

    @override
    def get_facts(self) -> list[parts.Fact]:
        registration, website = self.object, self.object.website
        return [
            parts.Fact(_("Form of participation"), registration.get_form_display()),
            parts.Fact(_("Kind of organization"), registration.kind_name),
            parts.Fact(
                _("Country or area"),
                registration.area_name or pgettext_lazy("value", "not provided"),
            ),
            parts.Fact(
                pgettext_lazy("organization", "Website"),
                symbol(website) or pgettext_lazy("value", "not provided"),
                website,
            ),
            parts.Fact(
                pgettext_lazy("registration", "Applicant"),
                isolate(registration.applicant_name),
                note=isolate(registration.function),
            ),
            parts.Fact(pgettext_lazy("email", "Email address"), symbol(registration.email)),
            parts.Fact(_("Language of the applicant"), name_of(registration.language)),
            parts.Fact(_("Date of submission"), moment(registration.sent_at)),
        ]

    @override
    def get_context_data(self) -> dict[str, Any]:
        registration = self.object
        names = [
            wording
            for wording in registration.record.wordings.all()
            if wording.field == "title" and wording.text
        ]
        context = {
            **super().get_context_data(),
            "badge": STATE_BADGES[registration.state],
            "names": names,
            "exchanges": list(registration.exchanges.all()),
            "files": registration.record.attachments.select_related("file").order_by("pk"),
            "may_decide": DecideRegistration.is_offered(self.actor, registration),
        }
        if may(self.actor, "parties.see_registrations", registration):
            texts = [wording.text for wording in names]
            context["similar_organisations"] = [
                organisation
                for organisation in similar_organisations(self.reader, texts, registration.website)
                if organisation.pk != registration.organisation_id
            ]
            context["similar_registrations"] = similar_registrations(registration)
        return context


class RegistrationByLink(RegistrationLinkPage, RegistrationDetail):
    """A registration, for the applicant who opens the mailed link."""

    @override
    def get_object(self) -> Registration:
        registration: Registration = subject_of(self.link_target)
        return registration

    @override
    def get_trail(self) -> list[parts.Link]:
        return []

    @override
    def get_action_links(self) -> list[ActionLink]:
        return action_links(self.actions, self.actor, self.link_target, self.kwargs)

    @override
    def get_context_data(self) -> dict[str, Any]:
        confirm = {"parties:confirm_address": ConfirmAddress}
        return {
            **super().get_context_data(),
            "by_link": True,
            "confirm": action_links(confirm, self.actor, self.link_target, self.kwargs),
        }
