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
from majlis.instruments.core.forms import add_fault
from majlis.kernel.errors import Fault, Refused
from majlis.look import parts
from majlis.mandates.core import display as show
from majlis.mandates.core.rows import MandateRow, visible_row
from majlis.mandates.models import Mandate


def page_language() -> str:
    """The language of the page."""
    return get_language() or "en"


def mandate_or_404(request: HttpRequest, slug: str) -> MandateRow:
    """The mandate at an address, as the reader may see it. Raises Http404."""
    found = visible_row(request.user, slug, page_language())
    if found is None:
        raise Http404(slug)
    return found


def mandate_trail(mandate: Mandate, *more: parts.Link) -> list[parts.Link]:
    """The way to a page about a mandate."""
    return [parts.Link(mandate.slug, mandate.get_absolute_url()), *more]


def apply_form(form: Any, do: Callable[[], Any]) -> int:
    """Do what a form asks: 302, or the status that says what was wrong, told on the form. Raises Refused."""
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
    """A form that keeps what is typed while it is written, and when its session ends. ``make(data)`` makes it.

    ``key``: the verb that it is for; ``target``: what it is about. The page goes on to decide what is done with it.
    """

    def form(data: Any = None, _files: Any = None, *, initial: Any = None) -> Any:
        made = make(data)
        made.initial |= initial or {}
        return made

    query = {name: request.GET[name] for name in ("do", "of") if name in request.GET}
    page = f"{request.path}?{urlencode(query)}" if query else request.path
    return DraftedForm(request, form, key=f"mandates.{key}", target=target, page=page)


def compare_drafts(kept: DraftedForm) -> HttpResponse | None:
    """The page on which two drafts of one's own are made one, where that was asked for."""
    asked = OTHER_DRAFT_FIELD in kept.request.POST or "beside" in kept.request.GET
    return kept.answer(lambda _form: None) if asked else None


def refresh_token(form: Any, fresh: Any) -> None:
    """What was typed stays, beside what its writer has seen by now: sent once more, it is done."""
    if isinstance(form.data, QueryDict) and "seen" in fresh.initial:
        data = form.data.copy()
        data["seen"] = fresh.initial["seen"]
        form.data = data


def session_choices(found: Any) -> list[tuple[Any, Any]]:
    """Sessions to choose from."""
    return [(each.pk, show.session_name(each, each.called)) for each in found]


def confirm_saved(request: HttpRequest) -> None:
    """Tell the reader that it was done."""
    messages.success(request, _("It is kept, and stands in the history."))
