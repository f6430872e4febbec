"""Pages of rejected findings and of alternative readings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majlis.commons.drafts.forms import DraftedForm
from majlis.instruments.models import Provision
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault
from majlis.kernel.languages import direction
from majlis.kernel.pagination import paginate
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.mandates.extraction import alternative_readings, queries
from majlis.mandates.extraction.forms import AlternativeReadingForm, TextFilterForm
from majlis.mandates.extraction.tables import rejected_context
from majlis.mandates.models import AlternativeReading, Mandate
from majlis.mandates.rules import MEMBER_ROLES
from majlis.parties.models import Organisation

PAGE_SIZE = 25


@require_safe
def rejected(request: HttpRequest) -> HttpResponse:
    """What was judged not to be a mandate, each with its words, the reason, and how members read it otherwise."""
    here = get_language() or "en"
    form = TextFilterForm(request.GET or None)
    of = form.cleaned_data["text"] if form.is_bound and form.is_valid() else ""
    page = paginate(
        queries.rejected_findings(request.user, here, of), PAGE_SIZE, request.GET.get("page")
    )
    rows: list[Any] = list(page.object_list)
    others = (
        queries.alternative_readings(
            request.user, [each.provision.lineage_id for each in rows], here
        )
        if rows
        else {}
    )
    context = {
        "form": form,
        "asked": of,
        "trail": [
            parts.Link(_("Mandates"), reverse("mandates:register")),
            parts.Link(_("What was judged not to be a mandate")),
        ],
        "rows": [
            rejected_context(each, others.get(each.provision.lineage_id, [])) for each in rows
        ],
        "cut": parts.page_links(request, page),
    }
    return render(request, "mandates/extraction/rejected.html", context)


def may_withdraw(request: HttpRequest, reading: AlternativeReading) -> bool:
    """Whether the person speaks for the member whose reading it is."""
    return may(Actor.of(request), "mandates.withdraw_alternative_reading", reading)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_reading(request: HttpRequest, key: int) -> HttpResponse:
    """A member states how it reads a provision."""
    user: Any = request.user
    rows = Provision.objects.visible_to(user).filter(pk=key, version__record__withdrawal=None)
    provision = rows.select_related("version__record", "version__instrument__record").first()
    held = [each for each in user.appointments_today() if each.role in MEMBER_ROLES]
    if provision is None or not held:
        raise Http404
    found = Organisation.objects.filter(record__in=[each.scope_id for each in held])
    members = {str(each.pk): each for each in found.with_wordings()}
    mandate: Mandate | None = None
    asked = request.GET.get("mandate", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 10:
        own = Mandate.objects.visible_to(user).filter(lineage=provision.lineage_id)
        mandate = own.filter(number=int(asked)).first()
    drafted = DraftedForm(
        request,
        AlternativeReadingForm,
        key="mandates.add_alternative_reading",
        target=provision,
        send=_("Put it beside the provision"),
        members=[(key, str(each)) for key, each in members.items()],
        initial={
            "language": get_language() or "en",
            "organisation": next(iter(members), ""),
        },
    )

    def do(form: Any) -> HttpResponse:
        data = form.cleaned_data
        alternative_readings.add_alternative_reading(
            Actor.of(request),
            members[data["organisation"]],
            provision=provision,
            mandate=mandate,
            text=data["text"],
            language=data["language"],
        )
        messages.success(request, _("Your reading stands beside the provision."))
        return redirect(f"{provision.get_absolute_url()}#mandate")

    answer = drafted.answer(do)
    if answer is not None:
        return answer
    words = list(provision.wordings.exclude(text=""))
    here = get_language() or "en"
    said = min(words, key=lambda each: (each.language != here, each.status, each.pk), default=None)
    context = {
        "provision": provision,
        "mandate": mandate,
        "said": said,
        "direction": direction(said.language) if said else "auto",
        "trail": [
            parts.Link(_("Texts"), reverse("instruments:texts")),
            parts.Link(_("The provision"), provision.get_absolute_url()),
            parts.Link(_("Another reading")),
        ],
    }
    return render(
        request,
        "mandates/extraction/add_reading.html",
        drafted.context(**context),
        status=drafted.status,
    )


@login_required
@require_POST
def withdraw_reading(request: HttpRequest, key: int) -> HttpResponse:
    """A member takes its reading back."""
    reading = AlternativeReading.objects.select_related(
        "organisation__record", "mandate__record", "version__record"
    ).filter(pk=key)
    found = reading.first()
    if found is None or not may_withdraw(request, found):
        raise Http404
    try:
        alternative_readings.withdraw_alternative_reading(Actor.of(request), found)
    except Fault as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("Your reading was withdrawn."))
    at = Provision.objects.visible_to(request.user).filter(lineage=found.lineage_id)
    place = at.select_related("version__instrument").order_by("-version__position", "-pk").first()
    return redirect(place.get_absolute_url() if place else reverse("mandates:rejected"))
