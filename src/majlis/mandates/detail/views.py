"""The page of a mandate, and the same as data."""

from __future__ import annotations

from typing import Any, override

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import pgettext

from majlis.kernel.actor import Actor
from majlis.kernel.roles import is_secretariat
from majlis.kernel.verbs import may
from majlis.kit.action_page import ActionLink, action_links
from majlis.kit.page import Page
from majlis.mandates.assignments.views import ASSIGNMENT_ACTIONS, MANDATE_ACTIONS, WithdrawAlias
from majlis.mandates.core.representation import reviewable_versions
from majlis.mandates.detail import export, page, queries
from majlis.mandates.detail.revoked import revoked_page
from majlis.mandates.models import Alias, Assignment, Mandate, MandateSource
from majlis.mandates.similarity.tables import related_section
from majlis.mandates.statements.queries import Implementation, implementation_of
from majlis.mandates.statements.tables import implementation_section


class MandateDetail(Page):
    """The page of a mandate; ``?download=json`` gives it as JSON."""

    template_name = "mandates/detail/mandate.html"

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        slug, language = self.kwargs["slug"], self.language
        mandate_page = queries.read_mandate(self.reader, slug, language)
        if mandate_page is None:
            response = revoked_page(request, slug)
            if response is None:
                raise Http404(slug)
            return response
        mandate = mandate_page.mandate
        address = f"{settings.MAJLIS_PUBLIC_ADDRESS}/{mandate.record.address}/"
        if request.GET.get("download") == "json":
            implementation = implementation_of(self.reader, mandate, language)
            return json_response(mandate_page, address, implementation)
        actions = available_actions(request, mandate)
        return self.render(
            {
                **page.page_context(mandate_page, request.GET.get("in", ""), actions),
                "citation": page.citation(mandate_page, address),
                **implementation_section(request, mandate),
                **related_section(request, mandate),
            }
        )


def json_response(
    mandate_page: queries.MandatePage, address: str, implementation: Implementation
) -> JsonResponse:
    """The mandate as JSON, with its implementation."""
    response = JsonResponse(
        export.mandate_json(mandate_page, address, implementation),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    response["Content-Disposition"] = f'inline; filename="{mandate_page.mandate.slug}.json"'
    return response


def _may_revoke(actor: Actor, source: MandateSource | None) -> bool:
    """Whether a person may revoke the acceptance; no query for a person who reviews nothing."""
    if source is None or reviewable_versions(actor.person) is None:
        return False
    if not is_secretariat.test(actor.person):
        related = ("version__body__record", "version__instrument__body__record")
        source = MandateSource.objects.select_related(*related).get(pk=source.pk)
    return may(actor, "mandates.revoke_acceptance", source)


def available_actions(request: HttpRequest, mandate: Mandate) -> page.AvailableActions:
    """The actions that the reader may perform on the mandate, its assignments and its aliases."""
    actor = Actor.of(request)
    if actor.user is None:
        return page.AvailableActions([], lambda _key, _state: [], False)
    kwargs = {"slug": mandate.slug}
    links = action_links(MANDATE_ACTIONS, actor, mandate, kwargs)
    if _may_revoke(actor, mandate.source):
        revoke_url = reverse("mandates:revoke_acceptance", args=[mandate.source_id])
        links.append(ActionLink(pgettext("button", "Withdraw acceptance"), revoke_url))
    return page.AvailableActions(
        links,
        lambda key, state: action_links(
            ASSIGNMENT_ACTIONS,
            actor,
            Assignment(mandate=mandate, state=state),
            kwargs | {"key": key},
        ),
        WithdrawAlias.is_offered(actor, Alias(mandate=mandate)),
    )
