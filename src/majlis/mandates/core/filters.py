"""The filters of a list, and which of them are active."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.text import Truncator

from majlis.look import parts
from majlis.look.forms import FilterForm

HIDDEN_FIELDS = ("sort",)
"""What the address of a list has and is no filter: it is not shown among those that are on."""


class ListFilters(FilterForm):
    """Filters of a list. Where one has a value that there is not, nothing is found, and the page says so."""

    silent: ClassVar[tuple[str, ...]] = HIDDEN_FIELDS

    def wanted(self) -> dict[str, Any]:
        """What is asked; ``nothing`` where a value is not offered, for then nothing fits."""
        self.is_valid()
        return {**self.cleaned_data, "nothing": bool(self.errors)}

    def on(self) -> list[tuple[str, str, str]]:
        """The filters that are on: name of the field, its label, the words for its value."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name) if name not in self.silent else ""
            if name in self.errors:
                words = Truncator(str(self.data.get(name, ""))).chars(200)
            else:
                words = self.words_of(name, value)
            if words:
                found.append((name, str(field.label or name), words))
        return found

    def words_of(self, name: str, value: Any) -> str:
        """The words for a value of a filter; nothing where the filter is not on."""
        return str(dict(self.choices_of(name)).get(value, value)) if value else ""

    def choices_of(self, name: str) -> list[tuple[str, str]]:
        """The values of a field with their words; nothing where it is filled in freely."""
        return list(getattr(self.fields[name], "choices", ()))

    def unknown(self) -> list[str]:
        """Which values there are not, in sentences that name the field."""
        return [str(each) for faults in self.errors.values() for each in faults]


def active_filters(request: HttpRequest, form: ListFilters) -> list[parts.ActiveFilter]:
    """The filters that are on, each with the way to the list without it."""
    return [
        parts.ActiveFilter(label, value, parts.with_query(request, **{name: None, "page": None}))
        for name, label, value in form.on()
    ]
