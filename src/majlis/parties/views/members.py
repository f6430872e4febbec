"""Views of the members of bodies: organizations, and individual people."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from majlis.kernel.actor import Actor
from majlis.kernel.models.people import today
from majlis.parties.actions import member as member_actions
from majlis.parties.forms.body import IndividualMemberForm
from majlis.parties.forms.organisation import MemberForm
from majlis.parties.models import Body
from majlis.parties.queries import bodies as body_queries
from majlis.parties.views.common import FormPage, message_and_redirect, require_permission, run_verb


def _get_body(request: HttpRequest, slug: str) -> Body:
    # Without the parent body, which no page here shows.
    bodies = Body.objects.visible_to(request.user).select_related("record").with_wordings()
    body: Body = get_object_or_404(bodies, slug=slug)
    return body


def member_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the members of a body, for its chair and the secretariat, with a form to admit an organization."""
    body = _get_body(request, slug)
    require_permission(request, "parties.see_members", body)
    form = MemberForm(request.POST or None, reader=request.user)

    def act() -> None:
        member_actions.admit_member(
            Actor.of(request), body, organisation=form.cleaned_data["organisation"]
        )

    list_url = f"{body.get_absolute_url()}members/"
    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(request, _("The organization is a member."), list_url)
    context = {
        "it": body,
        "form": form,
        "members": list(body_queries.members(request.user, body)),
        "people": list(body_queries.individual_members(body)),
        "named": list(body.named_members.order_by("-until", "since", "pk")),
        "today": today(),
        "persons_may": member_actions.individual_may_join(body),
        "here": list_url,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "parties/members.html", context, status=status)


@require_POST
def end_membership(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End the membership of an organization."""
    body = _get_body(request, slug)
    require_permission(request, "parties.end_membership", body)
    membership = get_object_or_404(body.memberships.select_related("organisation__record"), pk=pk)
    member_actions.end_membership(Actor.of(request), body, organisation=membership.organisation)
    return message_and_redirect(
        request, _("The membership has ended."), f"{body.get_absolute_url()}members/"
    )


def admit_person(request: HttpRequest, slug: str) -> HttpResponse:
    """Admit a person as an individual member."""
    body = _get_body(request, slug)
    require_permission(request, "parties.admit_member", body)
    form = IndividualMemberForm(request.POST if request.method == "POST" else None)
    list_url = f"{body.get_absolute_url()}members/"

    def act() -> None:
        member_actions.admit_member(Actor.of(request), body, **form.cleaned_data)

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(request, _("The person is a member."), list_url)
    return FormPage(
        _("Admit a person"), form, _("Admit"), list_url, lead=body.say("title").text, of=body
    ).render(request)


@require_POST
def end_individual_membership(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """End the membership of a person: with an account, or known by name only."""
    body = _get_body(request, slug)
    require_permission(request, "parties.end_membership", body)
    if kind == "account":
        appointment = get_object_or_404(body_queries.individual_members(body), pk=pk)
        member_actions.end_membership(Actor.of(request), body, user=appointment.user)
    elif kind == "named":
        named_member = get_object_or_404(body.named_members, pk=pk)
        member_actions.end_membership(Actor.of(request), body, named=named_member)
    else:
        raise Http404
    return message_and_redirect(
        request, _("The membership has ended."), f"{body.get_absolute_url()}members/"
    )
