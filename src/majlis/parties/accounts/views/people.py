"""Pages of people and their roles, for administrators and the secretariat."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, override

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.forms import HiddenInput
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext_lazy

from majlis.kernel.actor import Actor
from majlis.kernel.models import Appointment, Record, User
from majlis.kernel.models.people import today
from majlis.kernel.roles import ROLES
from majlis.kernel.verbs import may
from majlis.kit.action_page import ActionPage, ButtonAction
from majlis.kit.columns import Column
from majlis.kit.detail_page import DetailPage
from majlis.kit.list_page import ListPage
from majlis.kit.page import StrOrPromise
from majlis.look import parts
from majlis.look.templatetags.look import isolate
from majlis.parties.accounts import queries
from majlis.parties.accounts.actions import people, roles, second_step
from majlis.parties.accounts.actions.roles import RoleInScope
from majlis.parties.accounts.forms import AppointmentForm, PeopleFilter, ReasonForm, ScopeSearchForm

# The maximum number of choices; a search finds the other records.
MAX_SCOPES = 100


def person_url(person: User) -> str:
    """The address of the page of a person."""
    return reverse("accounts:person", args=[person.pk])


class PeopleList(LoginRequiredMixin, ListPage[User, User]):
    """All people with an account, with their roles."""

    title = _("People and roles")
    permission = "accounts.see_people"
    columns = (
        Column(
            "name",
            pgettext_lazy("person", "Name"),
            lambda user: parts.Cell(isolate(str(user)), person_url(user)),
            str,
        ),
        Column(
            "email",
            pgettext_lazy("email", "Email address"),
            lambda user: isolate(user.email),
            lambda user: user.email,
        ),
        Column(
            "roles",
            pgettext_lazy("roles of a person", "Roles"),
            queries.role_names,
            queries.role_names,
        ),
        Column(
            "account",
            pgettext_lazy("person", "Account"),
            queries.account_state,
            queries.account_state,
        ),
    )
    paginate_by = 50
    filter_form = PeopleFilter
    file_name = "people"
    no_match = _("No matching people. Use fewer words or another role.")

    @override
    def get_queryset(self) -> QuerySet[User]:
        found = queries.search_people(self.filters["q"], self.filters["role"])
        return queries.with_roles(found)

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of people", "%(n)s person", "%(n)s people", total)


class PersonAction(LoginRequiredMixin, ActionPage[User]):
    """An action on the account of a person."""

    @override
    def get_target(self) -> User:
        return get_object_or_404(User, pk=self.kwargs["pk"], erased_at__isnull=True)

    @override
    def get_cancel_url(self) -> str:
        return person_url(self.target)


class ResetSecondStep(PersonAction):
    """Reset the second step of a person who has lost it."""

    verb = second_step.reset_second_step
    form_class = ReasonForm
    title = _("Reset two-step sign-in")
    lead = _(
        "First verify the person’s identity. The authenticator, codes and passkeys "
        "will be removed, leaving only the password. The person will be notified."
    )
    button = title
    done = _("Two-step sign-in was reset.")

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: User) -> bool:
        return (
            super().is_offered(actor, target) and Authenticator.objects.filter(user=target).exists()
        )


class ClosePerson(PersonAction):
    """Close the account of a person."""

    verb = people.close_account
    form_class = ReasonForm
    title = pgettext_lazy("button", "Close account")
    done = _("The account was closed.")

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: User) -> bool:
        return target.is_active and super().is_offered(actor, target)


class ReopenPerson(ButtonAction[User], PersonAction):
    """Reopen the account of a person."""

    verb = people.reopen_account
    title = pgettext_lazy("button", "Reopen account")
    done = _("The account was reopened.")

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: User) -> bool:
        return not target.is_active and super().is_offered(actor, target)


class EndAppointment(LoginRequiredMixin, ActionPage[Appointment]):
    """End a role at once."""

    verb = roles.end_appointment
    form_class = ReasonForm
    title = pgettext_lazy("button", "End role")
    done = _("The role was ended.")

    @override
    def get_target(self) -> Appointment:
        appointments = Appointment.objects.select_related("user", "scope")
        return get_object_or_404(appointments, pk=self.kwargs["pk"])

    @override
    def get_lead(self) -> StrOrPromise:
        return self.target.get_role_display()

    @override
    def get_object_above(self) -> User:
        return self.target.user

    @override
    def get_cancel_url(self) -> str:
        return person_url(self.target.user)


class AppointPerson(LoginRequiredMixin, ActionPage[RoleInScope]):
    """Appoint a person to the role in the address, for the whole site or for a record that is searched for."""

    template_name = "accounts/appoint_person.html"
    permission = "accounts.see_people"
    verb = roles.appoint_person
    form_class = AppointmentForm
    title = pgettext_lazy("button", "Assign role")
    done = _("The role was assigned.")
    # The address of a draft would not say for which role it is.
    drafts = False

    @cached_property
    def person(self) -> User:
        """The person to appoint."""
        return get_object_or_404(User, pk=self.kwargs["pk"], erased_at__isnull=True)

    @cached_property
    def search_form(self) -> ScopeSearchForm:
        """The words by which the scope of the role is searched for; another role is chosen on the person's page."""
        form = ScopeSearchForm(self.request.GET, auto_id="find_%s")
        form.fields["role"].widget = HiddenInput()
        return form

    @cached_property
    def scopes(self) -> list[Record]:
        """The records that may be chosen: the results of the search, and the submitted one."""
        role, language = self.target.role, self.language
        words = self.search_form.cleaned_data["q"] if self.search_form.is_valid() else ""
        scopes = list(queries.search_scopes(self.reader, role, words, language)[:MAX_SCOPES])
        submitted = self.request.POST.get("scope", "").replace("\0", "")
        if submitted and submitted not in {scope.address for scope in scopes}:
            all_scopes = queries.search_scopes(self.reader, role, "", language)
            scopes += all_scopes.filter(address=submitted)
        return scopes

    @override
    def get_target(self) -> RoleInScope:
        role = self.request.GET.get("role", "")
        if role not in ROLES:
            raise Http404
        return RoleInScope(role)

    @override
    def get_object_above(self) -> User:
        return self.person

    @override
    def get_lead(self) -> StrOrPromise:
        return f"{ROLES[self.target.role][0]} · {self.person}"

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"role": self.target.role, "scopes": self.scopes}

    @cached_property
    def ends_own_sign_in(self) -> bool:
        """Whether the appointment ends the person's sign-in through an organization."""
        links = SocialAccount.objects.filter(user=self.person)
        return self.target.role == "administrator" and links.exists()

    @property
    def needs_new_password(self) -> bool:
        """Whether the person has to set a new password after the appointment."""
        return self.target.role == "administrator" and roles.must_set_new_password(self.person)

    @override
    def get_done(self, result: Appointment) -> StrOrPromise:
        if self.ends_own_sign_in:
            return _("The role was assigned. Sign-in through the organization was removed.")
        return super().get_done(result)

    @override
    def do(self, data: dict[str, Any]) -> Appointment:
        post = RoleInScope(self.target.role, data.pop("scope"))
        _links = self.ends_own_sign_in  # asked before they are removed
        return roles.appoint_person(self.actor, post, self.person, **data)

    @override
    def get_cancel_url(self) -> str:
        return person_url(self.person)

    @override
    def get_context_data(self) -> dict[str, Any]:
        kinds = ROLES[self.target.role][1]
        needs_scope = "" not in kinds
        return {
            **super().get_context_data(),
            "search_form": None if kinds == ("",) else self.search_form,
            "ends_own_sign_in": self.ends_own_sign_in,
            "needs_new_password": self.needs_new_password,
            "has_no_scope": needs_scope and not self.scopes,
            "first_scopes": MAX_SCOPES if len(self.scopes) >= MAX_SCOPES else 0,
        }


class PersonDetail(LoginRequiredMixin, DetailPage[User]):
    """One person with their roles."""

    template_name = "accounts/person.html"
    permission = "accounts.see_people"
    actions: ClassVar = {
        "accounts:reset_second_step": ResetSecondStep,
        "accounts:close_person": ClosePerson,
        "accounts:reopen_person": ReopenPerson,
    }

    @override
    def get_object(self) -> User:
        return get_object_or_404(User, pk=self.kwargs["pk"], erased_at__isnull=True)

    @override
    def get_facts(self) -> list[parts.Fact]:
        return [
            parts.Fact(pgettext_lazy("email", "Email address"), isolate(self.object.email)),
            parts.Fact(pgettext_lazy("person", "Account"), queries.account_state(self.object)),
        ]

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "search_form": ScopeSearchForm(auto_id="find_%s"),
            "roles": [
                (appointment, self.may_end(appointment))
                for appointment in queries.appointments_of(self.object)
            ],
        }

    def may_end(self, appointment: Appointment) -> bool:
        """Whether the appointment is in force or to come, and the reader may end it."""
        is_open = appointment.until is None or appointment.until >= today()
        return is_open and may(self.actor, EndAppointment.verb_key(), appointment)
