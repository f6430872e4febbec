"""Forms that actions of all rooms share."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.look.forms import Form


class ReasonForm(Form):
    """A reason, which the history shows."""

    reason = forms.CharField(
        label=pgettext_lazy("reason for an action", "Reason"),
        max_length=5000,
        help_text=_("The history will show your reason beside the previous value."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
