"""The form that proposes a concept for a text."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from majlis.look.forms import Form


class TagForm(Form):
    """A concept to propose for a text."""

    concept = forms.CharField(
        label=_("Concept"),
        max_length=200,
        help_text=_("By its code: C2, SDG 9, 9.1."),
    )
