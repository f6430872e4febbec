"""The page of a mandate, and the same as data."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.kernel.actor import Actor as Doer
from majlis.kernel.roles import is_secretariat
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.mandates.assignments.page_actions import (
    PAGE_ACTIONS,
    assignment_actions,
    mandate_actions,
)
from majlis.mandates.core.representation import reviewable_versions
from majlis.mandates.detail import export, page, queries
from majlis.mandates.detail.revoked import revoked_page
from majlis.mandates.lifecycle import ASSIGNMENT_LIFECYCLE
from majlis.mandates.models import Mandate, MandateSource
from majlis.mandates.similarity.tables import related_section
from majlis.mandates.statements.queries import Implementation, implementation_of
from majlis.mandates.statements.tables import implementation_section


@require_safe
def mandate_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked, of whom, through which versions, and what became of it; ``?download=json``: as data."""
    found = queries.read_mandate(request.user, slug, get_language() or "en")
    if found is None:
        answer = revoked_page(request, slug)
        if answer is None:
            raise Http404(slug)
        return answer
    address = f"{settings.MAJLIS_PUBLIC_ADDRESS}/{found.mandate.record.address}/"
    if request.GET.get("download") == "json":
        return json_response(
            found, address, implementation_of(request.user, found.mandate, get_language() or "en")
        )
    asked = request.GET.get("in", "")
    context = page.page_context(found, asked, available_actions(request, found.mandate))
    context["citation"] = page.citation(found, address)
    context |= implementation_section(request, found.mandate)
    context |= related_section(request, found.mandate)
    return render(request, "mandates/detail/mandate.html", context)


def json_response(found: queries.MandatePage, address: str, came: Implementation) -> JsonResponse:
    """The mandate as data, with what came of it."""
    answer = JsonResponse(
        export.mandate_json(found, address, came),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    answer["Content-Disposition"] = f'inline; filename="{found.mandate.slug}.json"'
    return answer


def _may_revoke(doer: Doer, source: MandateSource | None) -> bool:
    """Whether a person may take the acceptance back; who reviews nothing costs no query more."""
    if source is None or reviewable_versions(doer.person) is None:
        return False
    if not is_secretariat.test(doer.person):
        of = ("version__body__record", "version__instrument__body__record")
        source = MandateSource.objects.select_related(*of).get(pk=source.pk)
    return may(doer, "mandates.revoke_acceptance", source)


def available_actions(request: HttpRequest, mandate: Mandate) -> dict[str, Any]:
    """What the reader may do: with the mandate, and with those who lead or contribute, by their state."""
    doer = Doer.of(request)
    if doer.user is None:
        return {"links": [], "with": {}, "alias": False}
    links = [
        parts.Link(PAGE_ACTIONS[name].title, reverse("mandates:change", args=[mandate.slug, name]))
        for name in mandate_actions(doer, mandate)
    ]
    if _may_revoke(doer, mandate.source):
        where = reverse("mandates:revoke", args=["source", mandate.source_id])
        links.append(parts.Link(_("Take back what was accepted wrongly"), where))
    return {
        "links": links,
        "with": {
            state: [
                (name, PAGE_ACTIONS[name].title)
                for name in assignment_actions(doer, mandate, str(state))
            ]
            for state in ASSIGNMENT_LIFECYCLE.states
        },
        "alias": may(doer, "mandates.withdraw_alias", mandate),
    }
