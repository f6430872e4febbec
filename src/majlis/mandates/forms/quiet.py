"""What who leads says of a mandate of which nothing is recorded since long."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.look.forms import Form
from majlis.mandates.forms.answers import a_language, words
from majlis.mandates.models import QuietNotice


class QuietForm(Form):
    """Whether it goes on, and some words if they help."""

    says = forms.ChoiceField(
        label=pgettext_lazy("quiet mandate", "How it is"),
        choices=QuietNotice.Says.choices,
        widget=forms.RadioSelect,
    )
    answer = words(
        _("In your words"),
        _("Not needed. Everybody reads it in the list, once the days to answer have passed."),
        most=3000,
    )
    language = a_language()
