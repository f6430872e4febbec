"""The form that withdraws a version or a language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.models import LanguageVersion
from majlis.look.forms import Form


class WithdrawForm(Form):
    """What to withdraw, and why."""

    what = forms.ChoiceField(label=_("What is withdrawn"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=pgettext_lazy("correction", "Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, languages: Sequence[LanguageVersion], data: Any = None) -> None:
        super().__init__(data, initial={"what": "all"})
        field: Any = self.fields["what"]
        field.choices = [("all", _("the version, in all its languages"))]
        if len(languages) > 1:
            field.choices += [(each.language, each.get_language_display()) for each in languages]
