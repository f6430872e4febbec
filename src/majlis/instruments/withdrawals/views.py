"""Pages that withdraw and restore a version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majlis.instruments.citations import names
from majlis.instruments.models import LanguageVersion, Withdrawal
from majlis.instruments.texts import withdrawn as queries
from majlis.instruments.texts.queries import versions_of
from majlis.instruments.texts.responses import get_instrument, withdrawn_response
from majlis.instruments.withdrawals import actions
from majlis.instruments.withdrawals.forms import WithdrawForm
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, InvalidInput, Refused, WrongState
from majlis.kernel.verbs import may
from majlis.look import parts


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_version_page(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """Withdraw a version or a language of it, or restore a withdrawn version."""
    actor = Actor.of(request)
    withdrawal = queries.withdrawal_at(request.user, slug, version)
    if withdrawal is not None:
        if request.method == "POST":
            return _restore(request, actor, withdrawal)
        response = withdrawn_response(request, slug, version)
        assert response is not None  # the withdrawal was found above
        return response
    instrument = get_instrument(request, slug)
    shown = next((v for v in versions_of(request.user, instrument) if v.slug == version), None)
    if shown is None:
        raise Http404(version)
    if not may(actor, "instruments.withdraw_version", shown):
        raise Refused()
    if request.POST.get("do") == RESTORE:  # the form was sent twice
        return _already_done(request, names.version_url(shown))
    languages = list(LanguageVersion.objects.filter(version=shown))
    form, status = WithdrawForm(languages), 200
    if request.method == "POST":
        form, status = WithdrawForm(languages, request.POST), 422
        if form.is_valid():
            what, reason = form.cleaned_data["what"], form.cleaned_data["reason"]
            try:
                if what == "all":
                    actions.withdraw_version(actor, shown, reason=reason)
                else:
                    actions.withdraw_language(actor, shown, language=what, reason=reason)
            except InvalidInput as fault:
                for name, words in fault.faults.items():
                    form.add_error(name if name in form.fields else None, str(words))
            except Fault as fault:
                form.add_error(None, str(fault))
                status = fault.status
            else:
                messages.success(
                    request,
                    _("It was withdrawn. The history still tells of it, and the file is kept."),
                )
                return redirect(names.version_url(shown))
    name = names.full_version_name(shown)
    context: dict[str, Any] = {
        "heading": _("Withdraw what was published wrongly"),
        "name": name,
        "back": names.version_url(shown),
        "form": form,
        "button": _("Withdraw"),
        "trail": [
            parts.Link(_("Texts"), reverse("instruments:texts")),
            parts.Link(name, names.version_url(shown)),
            parts.Link(_("Withdraw")),
        ],
    }
    return render(request, "instruments/core/form.html", context, status=status)


RESTORE = "again"
"""The ``do`` of the form that restores; a withdrawal form that is sent twice lacks it."""


def _already_done(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect with an error where the action was done already."""
    messages.error(request, str(WrongState()))
    return redirect(url)


def _restore(request: HttpRequest, actor: Actor, withdrawal: Withdrawal) -> HttpResponse:
    """Restore the version, where the form requests that."""
    version = withdrawal.version
    if not may(actor, "instruments.restore_version", version):
        raise Refused()
    if request.POST.get("do") != RESTORE:
        return _already_done(request, withdrawal.record.get_absolute_url())
    try:
        actions.restore_version(actor, version)
    except Refused:
        raise
    except Fault as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("The version is published again as it was."))
    return redirect(names.version_url(version))
