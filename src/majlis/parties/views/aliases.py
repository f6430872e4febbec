"""Views that record other names of bodies, and the end of such a name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.parties.actions import alias as alias_actions
from majlis.parties.forms.body import AliasForm, EndForm
from majlis.parties.queries import bodies as body_queries
from majlis.parties.views.common import FormPage, message_and_redirect, require_permission, run_verb


def add_alias(request: HttpRequest, slug: str) -> HttpResponse:
    """Record another name that a body has or had."""
    body = get_object_or_404(body_queries.bodies(request.user), slug=slug)
    require_permission(request, "parties.add_alias", body)
    form = AliasForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        data = form.cleaned_data
        alias_actions.add_alias(
            Actor.of(request),
            body,
            label=data["label"],
            names={code: data[f"label_{code}"] for code in LANGUAGE_CODES},
            since=data["since"] or "",
            until=data["until"] or "",
            source=data["source"],
            correct=False,
        )

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(request, _("The name is recorded."), body.get_absolute_url())
    return FormPage(
        _("Record another name"),
        form,
        _("Record the name"),
        body.get_absolute_url(),
        lead=body.say("title").text,
        of=body,
    ).render(request)


def end_alias(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record the date until which a body had another name."""
    body = get_object_or_404(body_queries.bodies(request.user), slug=slug)
    alias = get_object_or_404(body.aliases.select_related("body__record"), pk=pk)
    require_permission(request, "parties.end_alias", alias)
    form = EndForm(
        request.POST if request.method == "POST" else None, initial={"until": alias.until}
    )

    def act() -> None:
        data = form.cleaned_data
        alias_actions.end_alias(
            Actor.of(request), alias, until=data["until"], reason=data["reason"]
        )

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(
            request, _("The end of the name is recorded."), body.get_absolute_url()
        )
    return FormPage(
        _("Record the end of a name"),
        form,
        _("Record the end"),
        body.get_absolute_url(),
        lead=alias.label,
        of=body,
    ).render(request)
