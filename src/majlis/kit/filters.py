"""The filters of a list, and which of them are active."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, QueryDict
from django.utils.text import Truncator

from majlis.look import parts
from majlis.look.forms import FilterForm


class ListFilters(FilterForm):
    """The filters of a list. Where one has an unknown value, nothing matches, and the page says so."""

    hidden_names: ClassVar[tuple[str, ...]] = ("sort",)
    """Parameters that are no filters, so they are not shown among the active ones."""

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(printable(data) if data is not None else None, *args, **kwargs)

    def filter_values(self) -> dict[str, Any]:
        """The values of the filters. ``nothing`` is true where a value is unknown, so that nothing matches."""
        self.is_valid()
        return {
            **dict.fromkeys(self.fields, ""),
            **self.cleaned_data,
            "nothing": bool(self.errors),
        }

    def active(self) -> list[tuple[str, str, str]]:
        """The active filters: name of the field, its label, its value as text."""
        active = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name) if name not in self.hidden_names else ""
            if name in self.errors:
                text = Truncator(str(self.data.get(name, ""))).chars(200)
            else:
                text = self.value_text(name, value)
            if text:
                active.append((name, str(field.label or name), text))
        return active

    def value_text(self, name: str, value: Any) -> str:
        """A value of a filter as text; empty where the filter is not active."""
        return str(dict(self.choices_of(name)).get(value, value)) if value else ""

    def choices_of(self, name: str) -> list[tuple[str, str]]:
        """The choices of a field; empty for free text."""
        return list(getattr(self.fields[name], "choices", ()))

    def unknown(self) -> list[str]:
        """The messages about unknown values; each names its field."""
        return [str(message) for messages in self.errors.values() for message in messages]


def printable(query: QueryDict) -> QueryDict:
    """The query without unprintable characters, which no page can show and no search can find."""
    query = query.copy()
    for name, values in query.lists():
        query.setlist(name, ["".join(filter(str.isprintable, value)) for value in values])
    return query


def active_filters(request: HttpRequest, form: ListFilters) -> list[parts.ActiveFilter]:
    """The active filters, each with the address of the list without it."""
    return [
        parts.ActiveFilter(label, value, parts.with_query(request, **{name: None, "page": None}))
        for name, label, value in form.active()
    ]


def filter_query(request: HttpRequest) -> str:
    """The query of the address with its filters only, for other pages and files of the same list."""
    query = request.GET.copy()
    for name in ("page", "sort", "download"):
        query.pop(name, None)
    return f"?{query.urlencode()}" if query else ""
