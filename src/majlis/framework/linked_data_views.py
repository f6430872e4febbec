"""Linked data: a concept or a scheme in the format asked for by suffix or by the Accept header."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from majlis.framework import skos
from majlis.framework.addresses import site_address
from majlis.framework.queries import concepts


def _respond(request: HttpRequest, suffix: str, page: str, graph: Any) -> HttpResponse:
    types = {each.media_type: each for each in skos.FORMATS.values()}
    chosen = skos.FORMATS.get(suffix)
    if chosen is None:
        preferred = request.get_preferred_type(["text/html", *types])
        chosen = types.get(preferred or "")
    if chosen is None:
        response = HttpResponse(status=303, headers={"Location": page})
    else:
        response = HttpResponse(
            skos.serialize(graph(), chosen), content_type=f"{chosen.media_type}; charset=utf-8"
        )
        response["Access-Control-Allow-Origin"] = "*"
    if not suffix:
        patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


@require_safe
def concept_data(request: HttpRequest, scheme: str, code: str, suffix: str = "") -> HttpResponse:
    """A concept as linked data."""
    concept = concepts.concept_or_404(request.user, scheme, code)
    return _respond(
        request,
        suffix,
        concept.get_absolute_url(),
        lambda: skos.concept_graph(request.user, concept, site_address(request)),
    )


@require_safe
def scheme_data(request: HttpRequest, key: str, suffix: str = "") -> HttpResponse:
    """A scheme with its concepts as linked data."""
    scheme = concepts.scheme_or_404(request.user, key)
    return _respond(
        request,
        suffix,
        scheme.get_absolute_url(),
        lambda: skos.scheme_graph(request.user, scheme, site_address(request)),
    )
