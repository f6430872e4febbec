"""The form in which a lead confirms whether an inactive mandate goes on."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.look.forms import Form
from majlis.mandates.core.forms import language_field, text_field
from majlis.mandates.models import InactivityNotice


class ActivityForm(Form):
    """Whether the mandate goes on, with an optional explanation."""

    reply = forms.ChoiceField(
        label=pgettext_lazy("inactive mandate", "Reply"),
        choices=InactivityNotice.Reply.choices,
        widget=forms.RadioSelect,
    )
    answer = text_field(
        pgettext_lazy("field", "Explanation"),
        _("Not required. Explanations become public in the list after the reply period."),
        most=3000,
    )
    language = language_field()
