"""What was accepted wrongly is taken back; and what its address says from then on."""

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
from majlis.mandates import actions
from majlis.mandates.forms.change import ReasonForm
from majlis.mandates.models import Asking, Clause, Finding
from majlis.mandates.queries import taken_back as queries
from majlis.mandates.rules.finding import queue_of

OF: dict[str, tuple[type[Asking | Clause], Any, str]] = {
    "asking": (Asking, actions.take_back, "mandates.take_back"),
    "clause": (Clause, actions.take_back_clause, "mandates.take_back_clause"),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, what: str, key: int) -> HttpResponse:
    """The form by which an acceptance is taken back."""
    if what not in OF or queue_of(request.user) is None:
        raise Http404(what)
    model, verb, name = OF[what]
    shown = Version.objects.visible_to(request.user)
    rows: Any = model._base_manager.filter(version__in=shown).select_related(
        "version__record",
        "version__body__record",
        "version__instrument__record",
        "version__instrument__body__record",
        "provision",
        "mandate__record",
    )
    target = rows.filter(pk=key).first()
    doer = Actor.of(request)
    if target is None and request.method == "POST":
        raise WrongState(_("Somebody took this back meanwhile."), _("Nothing was changed by you."))
    if target is None or not may(doer, name, target):
        raise Http404(str(key))
    drafted = DraftedForm(request, ReasonForm, key=name, target=target, send=_("Take it back"))
    of = {"mandate": target.mandate, "version": target.version_id}
    found = Finding.objects.filter(**({"clause": target} if what == "clause" else of)).first()
    provision = target.provision

    def done(form: Any) -> HttpResponse:
        verb(doer, target, reason=form.cleaned_data["reason"])
        if found is None:
            messages.success(request, _("It is taken back."))
            return redirect(provision)
        messages.success(request, _("It is taken back. What was found waits again."))
        return redirect("mandates:finding", found.pk)

    answer = drafted.answer(done)
    if answer is not None:
        return answer
    slug = target.mandate.slug if target.mandate is not None else ""
    about = drafted.context(
        slug=slug,
        whole=what == "asking" and queries.is_only_asking(target),
        is_clause=what == "clause",
        cancel=reverse("mandates:finding", args=[found.pk])
        if found is not None
        else (target.mandate or provision).get_absolute_url(),
        words=queries.words_of(target),
        trail=[
            parts.Link(_("Mandates to review"), reverse("mandates:review")),
            parts.Link(_("Take it back")),
        ],
    )
    return render(request, "mandates/take_back.html", about, status=drafted.status)


def gone(request: HttpRequest, slug: str) -> HttpResponse | None:
    """What to answer at the address of a mandate that was taken back; nothing where none was."""
    found = queries.at(request.user, slug)
    if found is None:
        return None
    about = {
        "slug": slug,
        "at": found.entry.at,
        "reason": found.reason,
        "text": found.text,
        "history": reverse("history", args=[found.record.address]),
        "trail": [
            parts.Link(_("Mandates"), reverse("mandates:register")),
            parts.Link(slug),
        ],
    }
    return render(request, "mandates/taken_back.html", about, status=410)
