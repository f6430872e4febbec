"""Reports of errors to Sentry or what speaks like it, without anything that people entered.

A report holds the place of the error in the code, the kind of page, the method and the release. The text of an
error stays in the log of the site, under the id of the request that the report names: it may quote a form.
"""

from __future__ import annotations

from typing import Any

from majlis.site.log_lines import clean_text, current_request_id

KEPT_CONTEXTS = ("runtime", "trace")
TRACE_FIELDS = ("trace_id", "span_id", "type")


def start_error_reports(dsn: str) -> None:
    """Report all errors of this process from now on; without an address, do nothing."""
    if not dsn:
        return
    from importlib.metadata import version

    import sentry_sdk
    from sentry_sdk.integrations.django import DjangoIntegration
    from sentry_sdk.integrations.logging import ignore_logger

    # What visitors do wrong is no defect, and anybody could fill the project with it.
    ignore_logger("django.security.*")
    sentry_sdk.init(
        dsn=dsn,
        release=version("majlis"),
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        auto_enabling_integrations=False,
        integrations=[DjangoIntegration(transaction_style="function_name")],
        before_send=scrub_event,
    )


def scrub_event(event: Any, hint: Any) -> Any:
    """The report without what people entered: forms, queries, cookies, headers, the text of errors."""
    for name in ("user", "extra", "breadcrumbs", "message"):
        event.pop(name, None)
    request = event.pop("request", None) or {}
    if request:
        address = str(request.get("url", "")).partition("?")[0]
        event["request"] = {
            "method": str(request.get("method", "")),
            "url": clean_text(address),
        }
    for error in (event.get("exception") or {}).get("values") or []:
        error["value"] = ""
    if "logentry" in event:
        event["logentry"] = {"message": str(event["logentry"].get("message", ""))}
    contexts = event.get("contexts") or {}
    event["contexts"] = {name: contexts[name] for name in KEPT_CONTEXTS if name in contexts}
    if trace := event["contexts"].get("trace"):
        event["contexts"]["trace"] = {name: trace[name] for name in TRACE_FIELDS if name in trace}
    event["tags"] = {"request_id": current_request_id.get()} if current_request_id.get() else {}
    return event
