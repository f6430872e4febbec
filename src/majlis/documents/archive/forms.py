"""The form by which proceedings are requested."""

from __future__ import annotations

from django import forms
from django.utils.translation import pgettext_lazy

from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.look.forms import Form


class RequestProceedingsForm(Form):
    """The language of the proceedings."""

    language = forms.ChoiceField(
        label=pgettext_lazy("document", "Language"), choices=LANGUAGE_CHOICES
    )
