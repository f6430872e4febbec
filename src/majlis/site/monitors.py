"""What monitors ask for: ``/healthz``, ``/readyz`` and ``/metrics``.

A middleware answers them before all that reads a session, chooses a language, checks the name of the host or
logs: a monitor asks every few seconds, by the address of the machine, and carries no cookies.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.crypto import constant_time_compare

from majlis.site import proxies
from majlis.site.log_lines import MONITOR_PATHS
from majlis.site.readiness import readiness

RETRY_SECONDS = 5


def answer_monitors(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer the three addresses of monitors; pass all other requests on."""

    def respond(request: HttpRequest) -> HttpResponse:
        view = VIEWS.get(request.path_info)
        if view is None:
            return get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = view(request)
        response["Cache-Control"] = "no-store"
        return response

    return respond


def health(request: HttpRequest) -> HttpResponse:
    """This process answers; nothing else is looked at."""
    return _text("ok\n")


def ready(request: HttpRequest) -> HttpResponse:
    """Whether this process can answer requests, and if not, what is missing."""
    missing = readiness.missing()
    response = JsonResponse(
        {"ready": not missing, "missing": missing}, status=503 if missing else 200
    )
    if missing:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def metrics(request: HttpRequest) -> HttpResponse:
    """The metrics, for those who may read them."""
    if not may_read_metrics(request):
        return _text("Not for this machine: see MAJLIS_METRICS_FROM.\n", status=403)
    # Loaded by the first process that is asked.
    from prometheus_client import CONTENT_TYPE_LATEST

    from majlis.site.metrics import metrics_text

    return HttpResponse(metrics_text(), content_type=CONTENT_TYPE_LATEST)


def may_read_metrics(request: HttpRequest) -> bool:
    """Whether the request has the token, or comes from a machine that needs none.

    A request that a proxy passed on comes from the machine behind the proxy. It is refused if the proxy does
    not name that machine, or names itself or another proxy: then anybody may be behind it.
    """
    token = settings.MAJLIS_METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    if token and constant_time_compare(given, f"Bearer {token}"):
        return True
    address = request.META.get("REMOTE_ADDR", "")
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    peer, passed_on = getattr(request, "peer", address), getattr(request, "passed_on", True)
    if passed_on and (address == peer or proxies.is_trusted(address)):
        return False
    return any(ip in network for network in settings.MAJLIS_METRICS_FROM)


def _text(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


VIEWS = dict(zip(MONITOR_PATHS, (health, ready, metrics), strict=True))
