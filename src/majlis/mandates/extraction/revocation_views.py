"""The form that revokes an acceptance."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majlis.commons.drafts.forms import DraftedForm
from majlis.instruments.models import Version
from majlis.kernel.actor import Actor
from majlis.kernel.errors import WrongState
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.mandates.core.forms import ReasonForm
from majlis.mandates.core.representation import reviewable_versions
from majlis.mandates.extraction import revocation
from majlis.mandates.extraction import revoked as queries
from majlis.mandates.models import Clause, Finding, MandateSource

TARGETS: dict[str, tuple[type[MandateSource | Clause], Any, str]] = {
    "source": (MandateSource, revocation.revoke_acceptance, "mandates.revoke_acceptance"),
    "clause": (Clause, revocation.revoke_clause, "mandates.revoke_clause"),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, what: str, key: int) -> HttpResponse:
    """The form by which an acceptance is revoked. ``what``: source or clause."""
    if what not in TARGETS or reviewable_versions(request.user) is None:
        raise Http404(what)
    model, verb, name = TARGETS[what]
    versions = Version.objects.visible_to(request.user)
    rows: Any = model._base_manager.filter(version__in=versions).select_related(
        "version__record",
        "version__body__record",
        "version__instrument__record",
        "version__instrument__body__record",
        "provision",
        "mandate__record",
    )
    target = rows.filter(pk=key).first()
    actor = Actor.of(request)
    if target is None and request.method == "POST":
        raise WrongState(_("Somebody took this back meanwhile."), _("Nothing was changed by you."))
    if target is None or not may(actor, name, target):
        raise Http404(str(key))
    drafted = DraftedForm(request, ReasonForm, key=name, target=target, send=_("Take it back"))
    conditions = {"mandate": target.mandate, "version": target.version_id}
    finding = Finding.objects.filter(
        **({"clause": target} if what == "clause" else conditions)
    ).first()
    provision = target.provision

    def submit(form: Any) -> HttpResponse:
        verb(actor, target, reason=form.cleaned_data["reason"])
        if finding is None:
            messages.success(request, _("It is taken back."))
            return redirect(provision)
        messages.success(request, _("It is taken back. What was found waits again."))
        return redirect("mandates:finding", finding.pk)

    answer = drafted.answer(submit)
    if answer is not None:
        return answer
    slug = target.mandate.slug if target.mandate is not None else ""
    context = drafted.context(
        slug=slug,
        whole=what == "source" and queries.is_only_source(target),
        is_clause=what == "clause",
        cancel=reverse("mandates:finding", args=[finding.pk])
        if finding is not None
        else (target.mandate or provision).get_absolute_url(),
        words=queries.provision_text(target),
        trail=[
            parts.Link(_("Mandates to review"), reverse("mandates:findings")),
            parts.Link(_("Take it back")),
        ],
    )
    return render(request, "mandates/extraction/revoke.html", context, status=drafted.status)
