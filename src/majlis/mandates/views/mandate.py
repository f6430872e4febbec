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
from majlis.mandates.lifecycle import ASSIGNMENT
from majlis.mandates.models import Asking, Mandate
from majlis.mandates.queries import mandate as queries
from majlis.mandates.queries.answers import Came, came_of
from majlis.mandates.rules.finding import queue_of
from majlis.mandates.show import data, page
from majlis.mandates.show.answers import answers_about
from majlis.mandates.show.near import related_about
from majlis.mandates.views.change import CHANGES, possible, possible_with
from majlis.mandates.views.taken_back import gone


@require_safe
def mandate(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked, of whom, through which versions, and what became of it; ``?download=json``: as data."""
    found = queries.read(request.user, slug, get_language() or "en")
    if found is None:
        answer = gone(request, slug)
        if answer is None:
            raise Http404(slug)
        return answer
    address = f"{settings.MAJLIS_PUBLIC_ADDRESS}/{found.mandate.record.address}/"
    if request.GET.get("download") == "json":
        return as_json(found, address, came_of(request.user, found.mandate, get_language() or "en"))
    asked = request.GET.get("in", "")
    about = page.about(found, asked, doable(request, found.mandate))
    about["citation"] = page.citation(found, address)
    about |= answers_about(request, found.mandate)
    about |= related_about(request, found.mandate)
    return render(request, "mandates/mandate.html", about)


def as_json(found: queries.Read, address: str, came: Came) -> JsonResponse:
    """The mandate as data, with what came of it."""
    answer = JsonResponse(
        data.of(found, address, came), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Content-Disposition"] = f'inline; filename="{found.mandate.slug}.json"'
    return answer


def _takes_back(doer: Doer, asking: Asking | None) -> bool:
    """Whether a person may take the acceptance back; who reviews nothing costs no query more."""
    if asking is None or queue_of(doer.person) is None:
        return False
    if not is_secretariat.test(doer.person):
        of = ("version__body__record", "version__instrument__body__record")
        asking = Asking.objects.select_related(*of).get(pk=asking.pk)
    return may(doer, "mandates.take_back", asking)


def doable(request: HttpRequest, mandate: Mandate) -> dict[str, Any]:
    """What the reader may do: with the mandate, and with those who lead or contribute, by their state."""
    doer = Doer.of(request)
    if doer.user is None:
        return {"links": [], "with": {}, "alias": False}
    links = [
        parts.Link(CHANGES[name].title, reverse("mandates:change", args=[mandate.slug, name]))
        for name in possible(doer, mandate)
    ]
    if _takes_back(doer, mandate.asking):
        where = reverse("mandates:take_back", args=["asking", mandate.asking_id])
        links.append(parts.Link(_("Take back what was accepted wrongly"), where))
    return {
        "links": links,
        "with": {
            state: [
                (name, CHANGES[name].title) for name in possible_with(doer, mandate, str(state))
            ]
            for state in ASSIGNMENT.states
        },
        "alias": may(doer, "mandates.withdraw_alias", mandate),
    }
