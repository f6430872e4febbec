"""Members of bodies: organizations, and people in their own name."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from majlis.kernel.actor import Actor
from majlis.kernel.models.people import today
from majlis.parties.actions import member as actions_member
from majlis.parties.forms.body import IndividualMemberForm
from majlis.parties.forms.organisation import MemberForm
from majlis.parties.models import Body
from majlis.parties.queries import bodies as ask
from majlis.parties.views.common import FormPage, message_and_redirect, require_permission, run_verb


def _get_body(request: HttpRequest, slug: str) -> Body:
    seen = Body.objects.visible_to(request.user).select_related("record").with_wordings()
    found: Body = get_object_or_404(
        seen, slug=slug
    )  # without the body above: no page here names it
    return found


def member_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Members of a body, for its chair and the secretariat; and the admission of one more."""
    each = _get_body(request, slug)
    require_permission(request, "parties.see_members", each)
    form = MemberForm(request.POST or None, reader=request.user)

    def act() -> None:
        actions_member.admit_member(Actor.of(request), each, organisation=form.cleaned_data["organisation"])

    here = f"{each.get_absolute_url()}members/"
    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(request, _("The organization is a member."), here)
    context = {
        "it": each,
        "form": form,
        "members": list(ask.members(request.user, each)),
        "people": list(ask.individual_members(each)),
        "named": list(each.named_members.order_by("-until", "since", "pk")),
        "today": today(),
        "persons_may": actions_member.individual_may_join(each),
        "here": here,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "parties/members.html", context, status=status)


@require_POST
def end_membership(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End the membership of an organization."""
    each = _get_body(request, slug)
    require_permission(request, "parties.end_membership", each)
    row = get_object_or_404(each.memberships.select_related("organisation__record"), pk=pk)
    actions_member.end_membership(Actor.of(request), each, organisation=row.organisation)
    return message_and_redirect(
        request, _("The membership has ended."), f"{each.get_absolute_url()}members/"
    )


def admit_person(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a person a member in their own name."""
    each = _get_body(request, slug)
    require_permission(request, "parties.admit_member", each)
    form = IndividualMemberForm(request.POST if request.method == "POST" else None)
    back = f"{each.get_absolute_url()}members/"

    def act() -> None:
        actions_member.admit_member(Actor.of(request), each, **form.cleaned_data)

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(request, _("The person is a member."), back)
    return FormPage(
        _("Admit a person"), form, _("Admit"), back, lead=each.say("title").text, of=each
    ).render(request)


@require_POST
def end_individual_membership(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """End the membership of a person: of an account, or of a name without one."""
    each = _get_body(request, slug)
    require_permission(request, "parties.end_membership", each)
    if kind == "account":
        held = get_object_or_404(ask.individual_members(each), pk=pk)
        actions_member.end_membership(Actor.of(request), each, user=held.user)
    elif kind == "named":
        named = get_object_or_404(each.named_members, pk=pk)
        actions_member.end_membership(Actor.of(request), each, named=named)
    else:
        raise Http404
    return message_and_redirect(
        request, _("The membership has ended."), f"{each.get_absolute_url()}members/"
    )
