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
from majlis.mandates.core.representation import MEMBER_ROLES
from majlis.mandates.extraction import alternative_readings, queries
from majlis.mandates.extraction.forms import AlternativeReadingForm, TextFilterForm
from majlis.mandates.extraction.tables import rejected_context
from majlis.mandates.models import AlternativeReading, Mandate
from majlis.parties.models import Organisation

PAGE_SIZE = 25


@require_safe
def rejected(request: HttpRequest) -> HttpResponse:
    """List rejected findings with their text, the reason, and alternative readings of members."""
    language = get_language() or "en"
    form = TextFilterForm(request.GET or None)
    filter_text = form.cleaned_data["text"] if form.is_bound and form.is_valid() else ""
    page = paginate(
        queries.rejected_findings(request.user, language, filter_text),
        PAGE_SIZE,
        request.GET.get("page"),
    )
    rows: list[Any] = list(page.object_list)
    readings = (
        queries.alternative_readings(
            request.user, [each.provision.lineage_id for each in rows], language
        )
        if rows
        else {}
    )
    context = {
        "form": form,
        "asked": filter_text,
        "trail": [
            parts.Link(_("Mandates"), reverse("mandates:register")),
            parts.Link(_("What was judged not to be a mandate")),
        ],
        "rows": [
            rejected_context(each, readings.get(each.provision.lineage_id, [])) for each in rows
        ],
        "cut": parts.page_links(request, page),
    }
    return render(request, "mandates/extraction/rejected.html", context)


def may_withdraw(request: HttpRequest, reading: AlternativeReading) -> bool:
    """Whether the user speaks for the member whose reading it is."""
    return may(Actor.of(request), "mandates.withdraw_alternative_reading", reading)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_reading(request: HttpRequest, key: int) -> HttpResponse:
    """The form by which a member adds an alternative reading of a provision."""
    user: Any = request.user
    rows = Provision.objects.visible_to(user).filter(pk=key, version__record__withdrawal=None)
    provision = rows.select_related("version__record", "version__instrument__record").first()
    memberships = [each for each in user.appointments_today() if each.role in MEMBER_ROLES]
    if provision is None or not memberships:
        raise Http404
    organisations = Organisation.objects.filter(record__in=[each.scope_id for each in memberships])
    members = {str(each.pk): each for each in organisations.with_wordings()}
    mandate: Mandate | None = None
    number = request.GET.get("mandate", "")
    if number.isascii() and number.isdecimal() and len(number) < 10:
        mandates = Mandate.objects.visible_to(user).filter(lineage=provision.lineage_id)
        mandate = mandates.filter(number=int(number)).first()
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

    def submit(form: Any) -> HttpResponse:
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

    answer = drafted.answer(submit)
    if answer is not None:
        return answer
    wordings = list(provision.wordings.exclude(text=""))
    language = get_language() or "en"
    wording = min(
        wordings, key=lambda each: (each.language != language, each.status, each.pk), default=None
    )
    context = {
        "provision": provision,
        "mandate": mandate,
        "said": wording,
        "direction": direction(wording.language) if wording else "auto",
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
    """Withdraw an alternative reading."""
    readings = AlternativeReading.objects.select_related(
        "organisation__record", "mandate__record", "version__record"
    ).filter(pk=key)
    reading = readings.first()
    if reading is None or not may_withdraw(request, reading):
        raise Http404
    try:
        alternative_readings.withdraw_alternative_reading(Actor.of(request), reading)
    except Fault as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("Your reading was withdrawn."))
    provisions = Provision.objects.visible_to(request.user).filter(lineage=reading.lineage_id)
    provision = (
        provisions.select_related("version__instrument")
        .order_by("-version__position", "-pk")
        .first()
    )
    return redirect(provision.get_absolute_url() if provision else reverse("mandates:rejected"))
