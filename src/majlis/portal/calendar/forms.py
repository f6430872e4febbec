"""The filters of the calendar."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.functional import lazy
from django.utils.translation import get_language, pgettext_lazy

from majlis.kernel import clock
from majlis.kit.filters import ListFilters
from majlis.look import formats
from majlis.parties.models import Body
from majlis.portal.calendar.entries import Kind
from majlis.portal.calendar.milestones import milestones

ALL_YEARS = "all"
YEARS_AHEAD = 3


class CalendarFilters(ListFilters):
    """Which entries of the calendar are shown. ``view`` and ``month`` are no filters, but stay when one is sent."""

    hidden_names: ClassVar[tuple[str, ...]] = ("sort", "view", "month")

    kind = forms.ChoiceField(
        label=pgettext_lazy("filter of the calendar", "Kind of date"), required=False
    )
    body = forms.ChoiceField(label=pgettext_lazy("filter of the calendar", "Body"), required=False)
    year = forms.ChoiceField(label=pgettext_lazy("year", "Year"), required=False)
    view = forms.ChoiceField(
        required=False, choices=[("", ""), ("month", "month")], widget=forms.HiddenInput
    )
    month = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)

    def __init__(self, *args: Any, bodies: Iterable[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self._choose("kind", pgettext_lazy("filter of the calendar", "all kinds"), Kind.choices)
        # Their names are read with those of the meetings, after the filters.
        self._choose(
            "body",
            pgettext_lazy("filter of the calendar", "all bodies"),
            [(each.slug, lazy_name(each)) for each in bodies],
        )
        years = [(str(year), formats.date(str(year), language)) for year in years_of_calendar()]
        self._choose(
            "year",
            pgettext_lazy("filter of the calendar", "from this month"),
            [(ALL_YEARS, pgettext_lazy("filter of the calendar", "all years")), *years],
        )

    def _choose(self, name: str, empty: Any, choices: Iterable[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", empty), *choices]

    def clean_month(self) -> datetime.date | None:
        """The first day of the chosen month; None without one, and for what is no month."""
        try:
            return datetime.date.fromisoformat(f"{self.cleaned_data['month']}-01")
        except ValueError:
            return None


def _name(body: Body) -> str:
    return body.say("title").text or body.slug


lazy_name = lazy(_name, str)
"""The name of a body, read when it is shown."""


def years_of_calendar() -> list[int]:
    """The years that the filter offers, the latest first."""
    today = clock.today().year
    first = min([int(each.date[:4]) for each in milestones()], default=today - YEARS_AHEAD)
    return list(range(today + YEARS_AHEAD, first - 1, -1))
