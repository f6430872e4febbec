"""What the pages of the parties share: a list with its parts, a form that does a verb."""

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
    """Raise Refused unless the rule lets this reader in."""
    if not may(Actor.of(request), name, target):
        raise Refused()


def add_faults(form: Any, fault: InvalidInput, renamed: dict[str, str] | None = None) -> None:
    """Put what a verb found wrong on the form, at the fields where it can be mended."""
    for name, words in fault.faults.items():
        name = (renamed or {}).get(name, name)
        form.add_error(name if name in form.fields else None, str(words))


def run_verb(form: Any, verb: Callable[[], Any], renamed: dict[str, str] | None = None) -> bool:
    """Whether the verb was done; what it found wrong stands on the form otherwise."""
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
    """A page with one form: its words, and where it goes; ``status`` where it is no usual one."""

    title: Any
    form: Any
    submit: Any
    back: str
    lead: Any = ""
    of: Any = None
    extra: dict[str, Any] = field(default_factory=dict)
    status: int = 0

    def trail(self) -> list[parts.Link]:
        """Where the page stands: under what it is of, and the list of such things."""
        return [*trail_to(self.of), parts.Link(self.title)] if self.of is not None else []

    def render(self, request: HttpRequest) -> HttpResponse:
        """The page; 422 where the form has faults."""
        bound = self.form is not None and self.form.is_bound
        status = self.status or (422 if bound and self.form.errors else 200)
        return render(
            request,
            "parties/form_page.html",
            {"sheet": self, "form": self.form, **self.extra},
            status=status,
        )


def trail_to(thing: Any) -> list[parts.Link]:
    """The list in which a thing of the parties stands, what it is of, and the thing itself."""
    here = parts.Link(thing.say("title").text, thing.get_absolute_url())
    if isinstance(thing, Office):
        return [*trail_to(thing.body), here]
    words, name = {
        Organisation: (_("Organizations"), "parties:organisations"),
        Registration: (_("Registrations"), "parties:registrations"),
    }.get(type(thing), (_("Bodies"), "parties:bodies"))
    return [parts.Link(words, reverse(name)), here]


def message_and_redirect(request: HttpRequest, words: Any, url: str) -> HttpResponse:
    """Say that it is done, and go on."""
    messages.success(request, str(words))
    return HttpResponseRedirect(url)


def list_page(request: HttpRequest, found: Any) -> Any:
    """The page of the list that the address names; the nearest where there is none."""
    return Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))


def active_filters(
    request: HttpRequest, form: Any, names: Sequence[str]
) -> list[parts.ActiveFilter]:
    """The filters that are on, each with the list without it."""
    on = []
    for name in names:
        value = form.cleaned_data.get(name)
        if value:
            shown = dict(getattr(form.fields[name], "choices", ())).get(value, value)
            address = parts.with_query(request, **{name: None, "page": None})
            on.append(parts.ActiveFilter(form.fields[name].label, str(shown), address))
    return on


def list_summary(
    request: HttpRequest, count: str, on: Sequence[parts.ActiveFilter]
) -> parts.ListSummary:
    """What stands above a list: the count, the filters that are on, and the downloads."""
    links = [parts.Link(label, url) for label, url in downloads.download_links(request)]
    return parts.ListSummary(count, on, links)


def clean_query(request: HttpRequest) -> QueryDict:
    """The filters as they stand in the address, without signs that no text can hold."""
    query = request.GET.copy()
    for name, values in query.lists():
        query.setlist(name, ["".join(filter(str.isprintable, each)) for each in values])
    return query


def filter_values(form: Any) -> dict[str, Any]:
    """What the form of filters chose; a value that is not on its list is no filter."""
    form.is_valid()
    data = form.cleaned_data
    for name in form.fields:
        data.setdefault(name, "")
    return dict(data)
