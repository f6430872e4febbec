"""How a page about a mandate handles a form: draft, faults, concurrent changes, confirmation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from majlis.commons.drafts.forms import DraftedForm
from majlis.commons.drafts.location import OTHER_DRAFT_FIELD
from majlis.kernel.errors import Fault, Refused
from majlis.kit.sent_form import add_fault
from majlis.look import parts
from majlis.mandates.core import display as show
from majlis.mandates.core.rows import MandateRow, visible_row
from majlis.mandates.models import Mandate


def page_language() -> str:
    """The language of the page."""
    return get_language() or "en"


def mandate_or_404(request: HttpRequest, slug: str) -> MandateRow:
    """The row of the mandate at an address, if the reader may see it. Raises Http404."""
    row = visible_row(request.user, slug, page_language())
    if row is None:
        raise Http404(slug)
    return row


def mandate_trail(mandate: Mandate, *more: parts.Link) -> list[parts.Link]:
    """The breadcrumbs of a page about a mandate."""
    return [parts.Link(mandate.slug, mandate.get_absolute_url()), *more]


def apply_form(form: Any, do: Callable[[], Any]) -> int:
    """Run the action of a valid form: 302, or the status of the fault, which the form shows. Raises Refused."""
    if not form.is_valid():
        return 422
    try:
        do()
    except Refused:
        raise
    except Fault as fault:
        return add_fault(form, fault)
    return 302


def drafted_form(
    request: HttpRequest, key: str, target: Any, make: Callable[..., Any]
) -> DraftedForm:
    """A form whose input is saved as a draft while it is typed, and when the session ends.

    ``make(data)`` creates the form. ``key``: the verb that it is for; ``target``: the record that
    it is about. The page decides what the form does when it is sent.
    """

    def form(data: Any = None, _files: Any = None, *, initial: Any = None) -> Any:
        created = make(data)
        created.initial |= initial or {}
        return created

    query = {name: request.GET[name] for name in ("do", "of") if name in request.GET}
    page = f"{request.path}?{urlencode(query)}" if query else request.path
    return DraftedForm(request, form, key=f"mandates.{key}", target=target, page=page)


def compare_drafts(drafted: DraftedForm) -> HttpResponse | None:
    """The page that compares two drafts of one user, where it was requested; else None."""
    requested = OTHER_DRAFT_FIELD in drafted.request.POST or "beside" in drafted.request.GET
    return drafted.answer(lambda _form: None) if requested else None


def refresh_token(form: Any, fresh: Any) -> None:
    """Update the version token and keep the input: when the form is sent again, it is applied."""
    if isinstance(form.data, QueryDict) and "seen" in fresh.initial:
        data = form.data.copy()
        data["seen"] = fresh.initial["seen"]
        form.data = data


def session_choices(occasions: Any) -> list[tuple[Any, Any]]:
    """Sessions as choices: (key, name)."""
    return [(each.pk, show.session_name(each, each.called)) for each in occasions]


def confirm_saved(request: HttpRequest) -> None:
    """Show the message that the change was saved."""
    messages.success(request, _("It is kept, and stands in the history."))
