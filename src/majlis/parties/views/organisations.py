"""Pages of organizations: the list, one organization, and what its focal point does."""

from __future__ import annotations

from typing import Any, ClassVar, override

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext_lazy

from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES, LANGUAGES_BY_CODE
from majlis.kernel.models import Reader, WordingStatus
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.verbs import may
from majlis.kit import phrases
from majlis.kit.action_page import ActionLink, ActionPage, ButtonAction
from majlis.kit.cells import by_title, record_link, title_columns, title_text
from majlis.kit.columns import Column
from majlis.kit.detail_page import DetailPage
from majlis.kit.list_page import ListPage
from majlis.kit.page import StrOrPromise
from majlis.look import parts
from majlis.look.languages import name_of
from majlis.look.templatetags.look import date, symbol
from majlis.parties.actions import organisation as organisation_actions
from majlis.parties.actions import succession as succession_actions
from majlis.parties.appointments import represents_organisation
from majlis.parties.forms.organisation import OrganisationForm, ReasonForm, SuccessorForm
from majlis.parties.forms.registration import OrganisationFilter
from majlis.parties.lifecycle import CLOSED, ORGANISATION, PROPOSED
from majlis.parties.models import Organisation, Succession
from majlis.parties.queries import organisations as organisation_queries
from majlis.parties.rules import is_focal_point
from majlis.parties.views import profile_columns

STATE_BADGES = {"active": "met", "dormant": "open", "closed": "ended"}


class OrganisationList(ListPage[Organisation, Organisation]):
    """All organizations: active, dormant, or closed."""

    template_name = "parties/organisations.html"
    title = pgettext_lazy("page", "Organizations")
    lead = _(
        "Organizations register and are admitted by the secretariat to participate in this process."
    )
    columns = (
        Column("number", pgettext_lazy("record", "Number"), value=lambda row: row.number),
        Column(
            "name",
            pgettext_lazy("organization", "Name"),
            lambda row: record_link(row, row.say("short_name").text),
            title_text,
            sort=by_title,
            meaning=_("in the reader’s language, otherwise the original name"),
        ),
        *title_columns(),
        profile_columns.KIND,
        profile_columns.AREA,
        Column("area_name", _("Name of the country or area"), value=lambda row: row.area_name),
        profile_columns.FORM,
        Column(
            "state",
            pgettext_lazy("status of a record", "Status"),
            lambda row: ORGANISATION.states[row.state],
            lambda row: row.state,
        ),
        Column("website", pgettext_lazy("organization", "Website"), value=lambda row: row.website),
        Column("since", _("Date of admission"), value=lambda row: row.admitted_on),
        # On the page the number comes last, in files first.
        Column(
            "number",
            pgettext_lazy("record", "Number"),
            lambda row: row.number,
            sort=["number"],
            number=True,
        ),
    )
    filter_form = OrganisationFilter
    sort = "name"
    file_name = "organisations"
    empty = no_match = _("No organizations found.")
    show_all = _("Show all organizations")

    @override
    def get_queryset(self) -> QuerySet[Organisation]:
        filters = {name: self.filters[name] for name in ("kind", "area", "state")}
        return organisation_queries.organisations(self.reader, words=self.filters["q"], **filters)

    @override
    def get_count(self, total: int) -> str:
        return npgettext(
            "number of entries in a list", "%(n)s organization", "%(n)s organizations", total
        )


def organisation_or_404(reader: Reader, number: int) -> Organisation:
    """The organization of that number, if the reader may see it. Raises Http404."""
    organisations = Organisation.objects.visible_to(reader).with_wordings()
    organisation: Organisation = get_object_or_404(organisations, number=number)
    return organisation


class OrganisationAction(ActionPage[Organisation]):
    """An action on an organization."""

    @override
    def get_target(self) -> Organisation:
        return organisation_or_404(self.reader, self.kwargs["number"])


class ChangeOrganisation(OrganisationAction):
    """Edit the data of an organization."""

    verb = organisation_actions.change_organisation
    form_class = OrganisationForm
    title = _("Change organization details")
    button = phrases.SAVE_CHANGES

    def get_names(self) -> dict[str, str]:
        """The names of the organization, by language."""
        wordings = self.target.record.wordings.all()
        return {wording.language: wording.text for wording in wordings if wording.field == "title"}

    def get_original_language(self) -> str:
        """The language of the original name; empty if none is known."""
        return next(
            (
                wording.language
                for wording in self.target.record.wordings.all()
                if wording.field == "title" and wording.status == WordingStatus.AUTHENTIC
            ),
            "",
        )

    @override
    def get_lead(self) -> StrOrPromise:
        original = self.get_original_language()
        if not original:
            return ""
        return _("Language of the original name: %(language)s.") % {"language": name_of(original)}

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {
            "original": self.get_original_language(),
            "with_kind": may(self.actor, "parties.change_kind", self.target),
        }

    @override
    def get_current(self) -> dict[str, Any]:
        fields = organisation_actions.EDITABLE_FIELDS
        return {
            **{name: getattr(self.target, name) for name in fields},
            **{f"name_{code}": text for code, text in self.get_names().items()},
            "short_name": self.target.say("short_name").text,
        }

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        names, recorded = (
            {code: data.pop(f"name_{code}") for code in LANGUAGE_CODES},
            self.get_names(),
        )
        short_name = {self.get_original_language() or self.language: data.pop("short_name")}
        title = {code: text for code, text in names.items() if text or code in recorded}
        return {"words": {"title": title, "short_name": short_name}, **data}


class NameSuccessor(OrganisationAction):
    """Name a successor of the focal point."""

    verb = succession_actions.name_successor
    form_class = SuccessorForm
    title = _("Nominate new focal point")
    lead = _("The focal point changes only when the person accepts the invitation.")
    done = _("Invitation sent. The focal point changes only after acceptance.")
    done_unsent = _("Invitation saved. The focal point changes only after acceptance.")
    sends_mail = True

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"with_reason": not is_focal_point(self.reader, self.target)}


class WithdrawSuccessor(ButtonAction[Succession]):
    """Withdraw the nomination of a successor."""

    verb = succession_actions.withdraw_succession
    title = pgettext_lazy("button", "Withdraw nomination")
    done = pgettext_lazy("message after an action", "Nomination withdrawn.")

    @override
    def get_target(self) -> Succession:
        organisation = organisation_or_404(self.reader, self.kwargs["number"])
        successions = organisation.successions.select_related("organisation__record")
        return get_object_or_404(successions, state=PROPOSED)

    @override
    def get_object_above(self) -> Organisation:
        return self.target.organisation


class CloseOrganisation(OrganisationAction):
    """Close an organization that leaves the process."""

    verb = organisation_actions.close_organisation
    form_class = ReasonForm
    title = pgettext_lazy("button", "End participation")
    lead = _(
        "Focal points and delegates will lose their roles. The organization’s "
        "submissions will be retained."
    )
    done = pgettext_lazy("message after an action", "Participation ended.")


class ReopenOrganisation(OrganisationAction):
    """Reopen an organization that was closed."""

    verb = organisation_actions.reopen_organisation
    form_class = ReasonForm
    title = pgettext_lazy("button", "Resume participation")
    done = _("Participation resumed. Nominate a focal point.")

    @override
    def get_success_url(self, result: Organisation) -> str:
        return reverse("parties:name_successor", kwargs=self.kwargs)


class ReactivateOrganisation(ButtonAction[Organisation], OrganisationAction):
    """Confirm that the organization still takes part."""

    verb = organisation_actions.reactivate_organisation
    title = pgettext_lazy("button", "Reactivate organization")
    done = _("Organization confirmed as active.")

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Organisation) -> bool:
        # The page of an organization that was asked shows the question in place of the button.
        return target.asked_at is None and super().is_offered(actor, target)


class OrganisationDetail(DetailPage[Organisation]):
    """One organization."""

    template_name = "parties/organisation.html"
    actions: ClassVar = {
        "parties:change_organisation": ChangeOrganisation,
        "parties:reactivate_organisation": ReactivateOrganisation,
        "parties:close_organisation": CloseOrganisation,
        "parties:reopen_organisation": ReopenOrganisation,
    }

    @override
    def get_object(self) -> Organisation:
        return organisation_or_404(self.reader, self.kwargs["number"])

    @override
    def get_facts(self) -> list[parts.Fact]:
        organisation = self.object
        languages = " · ".join(
            name_of(code) for code in organisation.languages if code in LANGUAGES_BY_CODE
        )
        website = organisation.website
        return [
            parts.Fact(_("Form of participation"), organisation.get_form_display()),
            parts.Fact(_("Kind of organization"), organisation.kind_name),
            parts.Fact(
                _("Country or area"),
                organisation.area_name or pgettext_lazy("value", "not provided"),
            ),
            parts.Fact(
                pgettext_lazy("organization", "Website"),
                symbol(website) or pgettext_lazy("value", "not provided"),
                website,
            ),
            parts.Fact(
                _("Working languages of the organization"),
                languages or pgettext_lazy("value", "not provided"),
            ),
            parts.Fact(_("Date of admission"), date(organisation.admitted_on)),
        ]

    @override
    def get_action_links(self) -> list[ActionLink]:
        links = super().get_action_links()
        if may(self.actor, "accounts.set_own_sign_in", self.object.record):
            url = reverse("accounts:own_sign_in", args=[self.object.record_id])
            links.append(ActionLink(_("Sign-in through the organization"), url))
        return links

    @override
    def get_context_data(self) -> dict[str, Any]:
        organisation, actor = self.object, self.actor
        wordings = [wording for wording in organisation.record.wordings.all() if wording.text]
        sees, is_open = (
            may(actor, "parties.see_delegation", organisation),
            organisation.state != CLOSED,
        )
        bodies = organisation.memberships.filter(
            visibility_condition(self.reader, "body__record__"), until__isnull=True
        ).select_related("body__record")
        return {
            **super().get_context_data(),
            "badge": STATE_BADGES[organisation.state],
            "state": ORGANISATION.states[organisation.state],
            "names": sorted(
                (wording for wording in wordings if wording.field == "title"),
                key=lambda wording: LANGUAGE_CODES.index(wording.language),
            ),
            "bodies": bodies.prefetch_related("body__record__wordings"),
            "sees": sees,
            "focal_points": list(organisation_queries.focal_points(organisation)) if sees else [],
            "succession": organisation.successions.filter(state=PROPOSED).first() if sees else None,
            "is_open": is_open,
            "is_delegate": represents_organisation(self.reader, organisation),
            "may_ask": is_open and not sees and self.reader.is_authenticated,
            "is_asked": organisation.asked_at is not None
            and may(actor, "parties.reactivate_organisation", organisation),
        }
