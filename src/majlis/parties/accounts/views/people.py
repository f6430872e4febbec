"""Views of people and roles, and of an organization's own sign-in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from majlis.kernel import downloads
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Refused
from majlis.kernel.models import Appointment, Record, User
from majlis.kernel.models.people import today
from majlis.kernel.roles import ROLES
from majlis.kernel.verbs import may
from majlis.look.parts import (
    ActiveFilter,
    Cell,
    Column,
    Link,
    ListSummary,
    Table,
    page_links,
    with_query,
)
from majlis.look.templatetags.look import isolate
from majlis.parties.accounts import discovery, queries
from majlis.parties.accounts.actions import own_sign_in as own_sign_in_actions
from majlis.parties.accounts.actions import people, roles, second_step
from majlis.parties.accounts.actions.own_sign_in import provider_id
from majlis.parties.accounts.forms import (
    AppointmentForm,
    OwnSignInForm,
    PeopleFilter,
    ReasonForm,
    ScopeSearchForm,
)
from majlis.parties.accounts.models import OwnSignIn
from majlis.parties.accounts.rules import manages_roles
from majlis.parties.accounts.views.common import login_required, message_and_redirect, run_verb

PAGE_SIZE = 50
# The maximum number of choices; a search finds the other records.
MAX_SCOPES = 100


def _require_role_manager(request: HttpRequest) -> None:
    if not manages_roles(request.user):
        raise Refused()


@login_required
def people_list(request: HttpRequest) -> HttpResponseBase:
    """List people with search, filters, pages and downloads."""
    _require_role_manager(request)
    form = PeopleFilter(request.GET)
    filters = form.cleaned_data if form.is_valid() else {"q": "", "role": ""}
    people_found = queries.with_roles(queries.search_people(filters["q"].strip(), filters["role"]))
    if downloads.requested_format(request):
        return downloads.download_response(
            request, queries.people_sheet(people_found[: downloads.MAX_ROWS])
        )
    page = Paginator(people_found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [
        [
            Cell(isolate(str(each)), reverse("accounts:person", args=[each.pk])),
            isolate(each.email),
            queries.role_names(each),
            queries.account_state(each),
        ]
        for each in page
    ]
    heads = [_("Name"), _("E-mail address"), _("Roles"), _("Account")]
    count = page.paginator.count
    return render(
        request,
        "accounts/people.html",
        {
            "filter": form,
            "chosen": ListSummary(
                ngettext("%(n)s person", "%(n)s people", count) % {"n": count},
                _filters(request, form),
                [Link(*each) for each in downloads.download_links(request)] if rows else [],
            ),
            "table": Table([Column(each) for each in heads], rows, caption=_("People, by name"))
            if rows
            else None,
            "cut": page_links(request, page),
        },
    )


def _filters(request: HttpRequest, form: PeopleFilter) -> list[ActiveFilter]:
    values = form.cleaned_data if form.is_valid() else {}
    names = dict(form.fields["role"].choices)  # type: ignore[attr-defined]
    filters = []
    for name, value in values.items():
        if value:
            label = names[value] if name == "role" else value
            url = with_query(request, **{name: None, "page": None})
            filters.append(ActiveFilter(str(form.fields[name].label), label, url))
    return filters


@login_required
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person with their roles, and a form to appoint them."""
    _require_role_manager(request)
    person = get_object_or_404(User, pk=pk, erased_at__isnull=True)
    scope_form = ScopeSearchForm(request.GET if "role" in request.GET else None, auto_id="find_%s")
    role, scopes = _scopes(request, scope_form)
    form = AppointmentForm(request.POST or None, role=role, scopes=scopes)
    actor = Actor.of(request)
    if request.method == "POST" and run_verb(
        form,
        lambda data: roles.appoint_person(
            actor,
            roles.RoleInScope(data["role"], data["scope"]),
            person,
            since=data["since"],
            until=data["until"],
        ),
    ):
        return message_and_redirect(request, _("The role is given."), "accounts:person", pk)
    appointments = list(queries.appointments_of(person))
    return render(
        request,
        "accounts/person.html",
        {
            "person": person,
            "find": scope_form,
            "form": form if role or form.is_bound else None,
            "role": ROLES[role][0] if role in ROLES else "",
            "nothing": role in ROLES and "" not in ROLES[role][1] and not scopes,
            "many": MAX_SCOPES if len(scopes) >= MAX_SCOPES else 0,
            "reason": ReasonForm(auto_id="reason_%s"),
            "why": ReasonForm(auto_id="why_%s"),
            "roles": [
                (each, _is_open(each) and may(actor, "accounts.end_appointment", each))
                for each in appointments
            ],
            "second_step": may(actor, "accounts.reset_second_step", person)
            and Authenticator.objects.filter(user=person).exists(),
            "may_close": person.is_active and may(actor, "accounts.close_account", person),
            "may_reopen": not person.is_active and may(actor, "accounts.reopen_account", person),
        },
    )


def _scopes(request: HttpRequest, scope_form: ScopeSearchForm) -> tuple[str, list[Record]]:
    """The chosen role, and its possible scopes: the results of the search, and the submitted one."""
    filters = (
        scope_form.cleaned_data
        if scope_form.is_bound and scope_form.is_valid()
        else {"role": "", "q": ""}
    )
    role = request.POST.get("role", "") if request.method == "POST" else filters["role"]
    language = get_language() or "en"
    matches = queries.search_scopes(request.user, role, filters["q"].strip(), language)
    scopes = list(matches[:MAX_SCOPES])
    submitted = request.POST.get("scope", "").replace("\0", "")
    if submitted and submitted not in {each.address for each in scopes}:
        all_scopes = queries.search_scopes(request.user, role, "", language)
        scopes += all_scopes.filter(address=submitted)
    return role, scopes


def _reason(request: HttpRequest) -> str:
    """The reason from the request, shortened to 500 characters and without null characters."""
    return request.POST.get("reason", "").replace("\0", "")[:500]


def _is_open(appointment: Appointment) -> bool:
    return appointment.until is None or appointment.until >= today()


@login_required
@require_POST
def end_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role at once."""
    appointment = get_object_or_404(Appointment.objects.select_related("user", "scope"), pk=pk)
    roles.end_appointment(Actor.of(request), appointment, reason=_reason(request))
    return message_and_redirect(
        request, _("The role has ended."), "accounts:person", appointment.user_id
    )


@login_required
@require_POST
def close_or_reopen_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Close or reopen the account of a person."""
    person = get_object_or_404(User, pk=pk, erased_at__isnull=True)
    if "reopen" in request.POST:
        people.reopen_account(Actor.of(request), person)
        return message_and_redirect(request, _("The account is open again."), "accounts:person", pk)
    people.close_account(Actor.of(request), person, reason=_reason(request))
    return message_and_redirect(request, _("The account is closed."), "accounts:person", pk)


@login_required
@require_POST
def reset_second_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Reset the second step of a person who has lost it."""
    person = get_object_or_404(User, pk=pk, erased_at__isnull=True)
    second_step.reset_second_step(Actor.of(request), person, reason=_reason(request))
    return message_and_redirect(request, _("The second step is reset."), "accounts:person", pk)


@login_required
@sensitive_post_parameters("secret")
def own_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Set up or remove the own sign-in of an organization."""
    organisation = get_object_or_404(Record.objects.with_wordings(), pk=pk, kind="organisation")
    actor = Actor.of(request)
    if not may(actor, "accounts.set_own_sign_in", organisation):
        raise Refused()
    existing = OwnSignIn.objects.filter(organisation=organisation).select_related("app").first()
    if request.method == "POST" and "withdraw" in request.POST:
        own_sign_in_actions.withdraw_own_sign_in(actor, organisation)
        return message_and_redirect(
            request, _("The own sign-in is taken away."), "accounts:own_sign_in", pk
        )
    initial = {}
    if existing:
        initial = {
            "issuer": existing.app.settings.get("server_url", ""),
            "client_id": existing.app.client_id,
            "domains": "\n".join(each.domain for each in existing.domains.all()),
        }
    form = OwnSignInForm(request.POST or None, initial=initial)
    if request.method == "POST" and run_verb(
        form,
        lambda data: own_sign_in_actions.set_own_sign_in(
            actor,
            organisation,
            server=discovery.discover(data["issuer"]),
            client_id=data["client_id"],
            secret=data["secret"],
            domains=data["domains"].replace(",", " ").split(),
        ),
    ):
        return message_and_redirect(
            request, _("The own sign-in is set."), "accounts:own_sign_in", pk
        )
    callback = reverse("openid_connect_callback", args=[provider_id(organisation)])
    return render(
        request,
        "accounts/own_sign_in.html",
        {
            "organisation": organisation,
            "form": form,
            "known": existing,
            "callback": request.build_absolute_uri(callback),
        },
    )
