"""Other names of bodies: recorded, and ended with a date."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.parties.actions import alias as actions_alias
from majlis.parties.forms.body import AliasForm, EndForm
from majlis.parties.queries import bodies as ask
from majlis.parties.views.common import FormPage, message_and_redirect, require_permission, run_verb


def add_alias(request: HttpRequest, slug: str) -> HttpResponse:
    """Record what a body is or was also called."""
    each = get_object_or_404(ask.bodies(request.user), slug=slug)
    require_permission(request, "parties.add_alias", each)
    form = AliasForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        said = form.cleaned_data
        actions_alias.add_alias(
            Actor.of(request),
            each,
            label=said["label"],
            names={code: said[f"label_{code}"] for code in LANGUAGE_CODES},
            since=said["since"] or "",
            until=said["until"] or "",
            source=said["source"],
            correct=False,
        )

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(request, _("The name is recorded."), each.get_absolute_url())
    return FormPage(
        _("Record another name"),
        form,
        _("Record the name"),
        each.get_absolute_url(),
        lead=each.say("title").text,
        of=each,
    ).render(request)


def end_alias(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record until when a body was called so."""
    each = get_object_or_404(ask.bodies(request.user), slug=slug)
    alias = get_object_or_404(each.aliases.select_related("body__record"), pk=pk)
    require_permission(request, "parties.end_alias", alias)
    form = EndForm(
        request.POST if request.method == "POST" else None, initial={"until": alias.until}
    )

    def act() -> None:
        said = form.cleaned_data
        actions_alias.end_alias(
            Actor.of(request), alias, until=said["until"], reason=said["reason"]
        )

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(
            request, _("The end of the name is recorded."), each.get_absolute_url()
        )
    return FormPage(
        _("Record the end of a name"),
        form,
        _("Record the end"),
        each.get_absolute_url(),
        lead=alias.label,
        of=each,
    ).render(request)
