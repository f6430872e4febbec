"""The form of a series."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.core.forms import ChangeTrackingForm
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.parties.models import Body

PERIOD_CHOICES = [
    ("", _("not known")),
    ("P6M", _("every six months")),
    ("P1Y", _("every year")),
    ("P2Y", _("every two years")),
    ("P3Y", _("every three years")),
    ("P4Y", _("every four years")),
    ("P5Y", _("every five years")),
    ("P10Y", _("every ten years")),
]


class SeriesForm(ChangeTrackingForm):
    """Names in six languages, the body, and the periods of item, text and report."""

    body = forms.ModelChoiceField(
        label=_("Body"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("none of the bodies here"),
    )
    item_period = forms.ChoiceField(
        label=_("The item is on the agenda"), choices=PERIOD_CHOICES, required=False
    )
    text_period = forms.ChoiceField(
        label=_("A text is adopted"), choices=PERIOD_CHOICES, required=False
    )
    report_period = forms.ChoiceField(
        label=_("A report is submitted"), choices=PERIOD_CHOICES, required=False
    )

    def __init__(self, bodies: Any, series: Any = None, data: Any = None) -> None:
        initial = {}
        if series is not None:
            initial = {
                name: getattr(series, name)
                for name in ("item_period", "text_period", "report_period")
            } | {"body": series.body_id}
            for code, _name in LANGUAGE_CHOICES:
                title = series.say("title", code)
                initial[f"title_{code}"] = title.text if title.language == code else ""
        super().__init__(data, initial=initial)
        for code, name in LANGUAGE_CHOICES:
            field = forms.CharField(
                label=pgettext_lazy("series", "Name"), required=False, max_length=300
            )
            field.label = f"{field.label} · {name}"
            field.widget.attrs |= {"lang": code, "dir": "auto"}
            self.fields[f"title_{code}"] = field
        body_field: Any = self.fields["body"]
        body_field.queryset = bodies
        self.order_fields([*(f"title_{code}" for code, _name in LANGUAGE_CHOICES), "body"])
        self.of = series
        self.store_shown()

    def verb_arguments(self) -> dict[str, Any]:
        """Arguments for the verb: all fields of a new series, the changed ones of another; after ``is_valid()``."""
        names = ("body", "item_period", "text_period", "report_period")
        if self.of is not None:
            return {"titles": self.changed_wordings("title"), **self.changed(names)}
        data = self.cleaned_data
        titles = {code: data[f"title_{code}"] for code, _name in LANGUAGE_CHOICES}
        return {"titles": titles, **{name: data[name] for name in names}}
