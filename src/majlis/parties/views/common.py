"""Helpers shared by the views of parties: lists with filters, and forms that run a verb."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from majlis.kernel import downloads
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.parties.models import Office, Organisation, Registration

PAGE_SIZE = 25


def page_language() -> str:
    """The language of the page."""
    return get_language() or "en"


def require_permission(request: HttpRequest, name: str, target: Any = None) -> None:
    """Raise Refused unless the rule of that name allows it to this reader."""
    if not may(Actor.of(request), name, target):
        raise Refused()


def add_faults(form: Any, fault: InvalidInput, renamed: dict[str, str] | None = None) -> None:
    """Add the errors of a verb to the fields of the form; ``renamed`` maps names of the verb to fields."""
    for name, message in fault.faults.items():
        name = (renamed or {}).get(name, name)
        form.add_error(name if name in form.fields else None, str(message))


def run_verb(form: Any, verb: Callable[[], Any], renamed: dict[str, str] | None = None) -> bool:
    """Run the verb if the form is valid; return whether it succeeded, else add its errors to the form."""
    if not form.is_valid():
        return False
    try:
        verb()
    except InvalidInput as fault:
        add_faults(form, fault, renamed)
        return False
    return True


@dataclass
class FormPage:
    """A page with one form: title, button, link back; ``of`` is the object above it in the breadcrumb.

    ``status`` overrides the HTTP status.
    """

    title: Any
    form: Any
    submit: Any
    back: str
    lead: Any = ""
    of: Any = None
    extra: dict[str, Any] = field(default_factory=dict)
    status: int = 0

    def trail(self) -> list[parts.Link]:
        """The breadcrumb of the page, below that of the object."""
        return [*trail_to(self.of), parts.Link(self.title)] if self.of is not None else []

    def render(self, request: HttpRequest) -> HttpResponse:
        """The page; with status 422 if the form has errors."""
        bound = self.form is not None and self.form.is_bound
        status = self.status or (422 if bound and self.form.errors else 200)
        return render(
            request,
            "parties/form_page.html",
            {"sheet": self, "form": self.form, **self.extra},
            status=status,
        )


def trail_to(thing: Any) -> list[parts.Link]:
    """The breadcrumb to an organization, registration, body or office, including the object itself."""
    own_link = parts.Link(thing.say("title").text, thing.get_absolute_url())
    if isinstance(thing, Office):
        return [*trail_to(thing.body), own_link]
    label, name = {
        Organisation: (_("Organizations"), "parties:organisations"),
        Registration: (_("Registrations"), "parties:registrations"),
    }.get(type(thing), (_("Bodies"), "parties:bodies"))
    return [parts.Link(label, reverse(name)), own_link]


def message_and_redirect(request: HttpRequest, words: Any, url: str) -> HttpResponse:
    """Redirect to ``url`` with a success message."""
    messages.success(request, str(words))
    return HttpResponseRedirect(url)


def list_page(request: HttpRequest, queryset: Any) -> Any:
    """The requested page of the list; the nearest one if the number does not exist."""
    return Paginator(queryset, PAGE_SIZE).get_page(request.GET.get("page"))


def active_filters(
    request: HttpRequest, form: Any, names: Sequence[str]
) -> list[parts.ActiveFilter]:
    """The active filters, each with the address of the list without it."""
    filters = []
    for name in names:
        value = form.cleaned_data.get(name)
        if value:
            shown = dict(getattr(form.fields[name], "choices", ())).get(value, value)
            address = parts.with_query(request, **{name: None, "page": None})
            filters.append(parts.ActiveFilter(form.fields[name].label, str(shown), address))
    return filters


def list_summary(
    request: HttpRequest, count: str, filters: Sequence[parts.ActiveFilter]
) -> parts.ListSummary:
    """The summary above a list: the count, the active filters, and the downloads."""
    links = [parts.Link(label, url) for label, url in downloads.download_links(request)]
    return parts.ListSummary(count, filters, links)


def clean_query(request: HttpRequest) -> QueryDict:
    """The query of the address without unprintable characters; PostgreSQL rejects the null character."""
    query = request.GET.copy()
    for name, values in query.lists():
        query.setlist(name, ["".join(filter(str.isprintable, each)) for each in values])
    return query


def filter_values(form: Any) -> dict[str, Any]:
    """The values of a form of filters; invalid values are empty, so they filter nothing."""
    form.is_valid()
    data = form.cleaned_data
    for name in form.fields:
        data.setdefault(name, "")
    return dict(data)
