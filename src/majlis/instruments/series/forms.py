"""The form of a series."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.core.forms import ReaderForm, body_field, language_fields
from majlis.kernel.models import Reader
from majlis.look.forms import Initial, Sent

PERIOD_CHOICES = [
    ("", pgettext_lazy("period of a series", "not known")),
    ("P6M", _("every six months")),
    ("P1Y", pgettext_lazy("frequency", "every year")),
    ("P2Y", _("every two years")),
    ("P3Y", _("every three years")),
    ("P4Y", _("every four years")),
    ("P5Y", _("every five years")),
    ("P10Y", _("every ten years")),
]


class SeriesForm(ReaderForm):
    """Names in six languages, the body, and the periods of item, text and report."""

    body = body_field()
    item_period = forms.ChoiceField(
        label=_("Frequency of the agenda item"), choices=PERIOD_CHOICES, required=False
    )
    text_period = forms.ChoiceField(
        label=_("Frequency of adoption"), choices=PERIOD_CHOICES, required=False
    )
    report_period = forms.ChoiceField(
        label=_("Frequency of reporting"), choices=PERIOD_CHOICES, required=False
    )

    def __init__(self, *sent: Sent, reader: Reader, initial: Initial = None) -> None:
        super().__init__(*sent, reader=reader, initial=initial)
        names = language_fields("title", pgettext_lazy("series", "Name"), 300)
        self.fields = names | self.fields
        self.require_one(*names)
