"""Addresses that moved: each leads on to the present one, in the same language and with the same query.

``MOVED`` is the one table of routes for all rooms. They are written as in ``urls.py``; the new one names the same parts
in braces. They come before the routes of the rooms, because some old addresses look like the address of a record.
``MOVED_PARAMETERS`` are the filters that changed: a subscribed calendar with a filter that no page knows any more would
show the whole register.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import URLPattern, path
from django.utils.translation import get_language

MOVED = [
    # texts
    ("texts/<slug:slug>/is/", "texts/{slug}/resolve/"),
    ("texts/imports/<int:key>/becomes/", "texts/imports/{key}/destination/"),
    # the register of mandates
    ("mandates/review/", "mandates/findings/"),
    ("mandates/review/<path:rest>", "mandates/findings/{rest}"),
    ("mandates/take-back/asking/<int:key>/", "mandates/revoke/source/{key}/"),
    ("mandates/take-back/<path:rest>", "mandates/revoke/{rest}"),
    ("mandates/not/", "mandates/rejected/"),
    ("mandates/readings/<path:rest>", "mandates/alternative-readings/{rest}"),
    ("mandates/quiet/", "mandates/inactive/"),
    ("mandates/quiet/<int:key>/", "mandates/inactive/{key}/"),
    ("mandates/between/<int:old>/<int:new>/", "mandates/version-changes/{old}/{new}/"),
    ("mandates/<slug:slug>/say/", "mandates/{slug}/statements/add/"),
    ("mandates/<slug:slug>/change/assign/", "mandates/{slug}/change/add_assignment/"),
    ("mandates/<slug:slug>/change/complete/", "mandates/{slug}/change/complete_mandate/"),
    ("mandates/<slug:slug>/change/merge/", "mandates/{slug}/change/merge_mandate/"),
    ("mandates/<slug:slug>/change/replace/", "mandates/{slug}/change/replace_mandate/"),
    ("mandates/<slug:slug>/change/pause/", "mandates/{slug}/change/pause_mandate/"),
    ("mandates/<slug:slug>/change/lapse/", "mandates/{slug}/change/lapse_mandate/"),
    ("mandates/<slug:slug>/change/revive/", "mandates/{slug}/change/revive_mandate/"),
    ("actors/", "entities/"),
    ("actors/<slug:slug>/change/change_actor/", "entities/{slug}/change/change_entity/"),
    ("actors/<slug:slug>/change/join_actors/", "entities/{slug}/change/merge_entities/"),
    ("actors/<slug:slug>/first-day/", "entities/{slug}/handover/"),
    ("actors/<path:rest>", "entities/{rest}"),
    ("organisations/<int:number>/first-day/", "organisations/{number}/handover/"),
    # what every room shares
    ("demonstration/", "account/sign-in/"),
    ("notices/asked/", "notices/todo/"),
    ("drafts/keep/", "drafts/save/"),
    ("comments/<int:key>/earlier/", "comments/{key}/versions/"),
    ("remarks/<int:number>/release/", "remarks/{number}/publish/"),
    ("imports/<int:key>/give-up/", "imports/{key}/cancel/"),
    (
        "translation/wanted/<int:record>/<slug:field>/<str:source>/<str:target>/",
        "translation/queue/{record}/{field}/{source}/{target}/",
    ),
    ("translation/people/", "translation/translators/"),
    ("translation/people/<int:key>/end/", "translation/translators/{key}/end/"),
]
"""Old route -> present address."""


def urls() -> list[URLPattern]:
    """The routes of the table, to stand under the language."""
    return [path(old, redirect_moved, {"address": new}) for old, new in MOVED]


def redirect_moved(request: HttpRequest, address: str, **parts: object) -> HttpResponse:
    """Redirect to the present address; what was posted is posted there (status 308)."""
    target = address.format(**{name: quote(str(value)) for name, value in parts.items()})
    query = f"?{query}" if (query := request.META.get("QUERY_STRING", "")) else ""
    return HttpResponsePermanentRedirect(
        f"/{get_language()}/{target}{query}", preserve_request=request.method == "POST"
    )


MOVED_PARAMETERS = {
    "actors/": {"sort": "kind"},
    "mandates/": {"actor": "entity"},
}
"""First part of an address -> former name of a query parameter -> its present name."""
MOVED_VALUES = {
    "mandates/": {
        ("standing", "binds"): "in_force",
        ("standing", "would"): "if_adopted",
        ("sort", "actor"): "entity",
        ("sort", "-actor"): "-entity",
    },
}
"""First part of an address -> name and former value of a query parameter -> its present value."""
MOVED_RECORDS = {("of", "actors/"): "entities/"}
"""Name of a query parameter and former beginning of a record's address in it -> its present beginning."""


def redirect_moved_parameters(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: redirect a page whose query has a former filter to the same page with the present one."""

    def respond(request: HttpRequest) -> HttpResponse:
        reads = request.method in ("GET", "HEAD")
        if reads and request.GET and (query := present_query(request)):
            return HttpResponsePermanentRedirect(f"{request.path}?{query}")
        return get_response(request)

    return respond


def present_query(request: HttpRequest) -> str:
    """The query of a request with present names and values; empty where nothing in it has changed."""
    prefix = f"/{get_language()}/"
    if not request.path.startswith(prefix):
        return ""  # a path such as //elsewhere/en/mandates/ would lead to another site
    address = request.path.removeprefix(prefix)
    room = f"{address.partition('/')[0]}/"
    if room not in MOVED_PARAMETERS:
        return ""
    names, values = MOVED_PARAMETERS[room], MOVED_VALUES.get(room, {})
    query = request.GET.copy()
    query.clear()
    for key in request.GET:
        name = names.get(key, key)
        for value in request.GET.getlist(key):
            present = values.get((key, value), value)
            for (parameter, old), new in MOVED_RECORDS.items():
                if key == parameter and value.startswith(old):
                    present = f"{new}{value.removeprefix(old)}"
            query.appendlist(name, present)
    return query.urlencode() if query != request.GET else ""
