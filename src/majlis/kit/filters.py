"""The filters of a list, and which of them are active."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.forms import BoundField
from django.http import HttpRequest, QueryDict
from django.utils.text import Truncator
from django.utils.translation import get_language

from majlis.kernel import downloads
from majlis.look import formats, parts
from majlis.look.forms import FilterForm
from majlis.look.parts import StrOrPromise

FIRST_FIELDS = 3
"""Fields that a form shows beside its list, where it folds the others."""
MAX_FIELDS = 4
"""The most fields that a form shows without folding any."""


class ListFilters(FilterForm):
    """The filters of a list. Where one has an unknown value, nothing matches, and the page says so."""

    hidden_names: ClassVar[tuple[str, ...]] = ("sort",)
    """Parameters that are no filters, so they are not shown among the active ones."""
    first_names: ClassVar[tuple[str, ...]] = ()
    """The fields used most, which are never folded; without any, the first ones of the form."""

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

    @property
    def first_fields(self) -> list[BoundField]:
        """The fields that the page always shows: all of a short form, the ones used most of a long one."""
        fields = self.visible_fields()
        if len(fields) <= MAX_FIELDS:
            return fields
        names = self.first_names or [field.name for field in fields[:FIRST_FIELDS]]
        return [field for field in fields if field.name in names]

    @property
    def more_fields(self) -> list[BoundField]:
        """The fields that the page folds."""
        first = {field.name for field in self.first_fields}
        return [field for field in self.visible_fields() if field.name not in first]

    @property
    def more_active(self) -> bool:
        """Whether one of the folded fields is an active filter, so that the page unfolds them."""
        folded = {field.name for field in self.more_fields}
        return any(name in folded for name, _label, _text in self.active())

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


def result_title(
    title: StrOrPromise, count: str, filters: Sequence[parts.ActiveFilter]
) -> StrOrPromise:
    """The title of a filtered list for the window: how many entries, and by which filters.

    A list without filters keeps its title; a count that is a number only does not replace it.
    """
    if not filters:
        return title
    language = get_language() or "en"
    chosen = (f"{each.label}{formats.colon(language)}{each.value}" for each in filters)
    first = count if any(map(str.isalpha, count)) else str(title)
    return formats.list_separator(language).join([first, *chosen])


def clean_address(request: HttpRequest) -> str:
    """This address without empty parameters, which a form sends for its empty fields; empty if there are none.

    The address of a file stays as it is, for programs that do not follow a redirection.
    """
    query = request.GET
    values = [(name, value) for name, some in query.lists() for value in some]
    if all(value.strip() for _name, value in values) or downloads.requested_format(request):
        return ""
    clean = QueryDict(mutable=True)
    for name, value in values:
        if value.strip():
            clean.appendlist(name, value)
    return f"{request.path}?{clean.urlencode()}" if clean else request.path
