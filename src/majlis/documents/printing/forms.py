"""Forms of printing."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.core.forms import Choice, offer_choices
from majlis.look.forms import Form, Initial, Sent

MAIN = "main"
"""The value of the main series, which has no code."""


class PrintForm(Form):
    """The series in which the first edition is numbered; none once it has a number."""

    series = forms.ChoiceField(
        label=pgettext_lazy("of documents", "Series"),
        help_text=_("The document keeps its number when it is printed again."),
    )

    def __init__(self, *sent: Sent, series: Sequence[Choice], initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        if series:
            offer_choices(self, "series", series)
        else:
            del self.fields["series"]
