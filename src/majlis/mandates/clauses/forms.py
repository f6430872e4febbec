"""The filters of the clause library."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.text_list import queries
from majlis.kernel.models import Reader
from majlis.kit.filters import ListFilters
from majlis.look.languages import LANGUAGE_NAMES
from majlis.mandates.models import Clause

ANY = ("", pgettext_lazy("filter", "All"))


class ClauseFilters(ListFilters):
    """The filters of the clause library."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("clause", "Kind"), required=False, choices=[ANY, *Clause.Kind.choices]
    )
    body = forms.ChoiceField(label=pgettext_lazy("intergovernmental body", "Body"), required=False)
    language = forms.ChoiceField(
        label=pgettext_lazy("language", "Language"), required=False, choices=[ANY, *LANGUAGE_NAMES]
    )
    dated = forms.ChoiceField(
        label=pgettext_lazy("clause", "Date"),
        required=False,
        choices=[ANY, ("yes", _("with a date")), ("no", _("without a date"))],
    )

    def __init__(self, user: Reader, data: Any) -> None:
        super().__init__(data)
        bodies, _concepts = queries.filter_choices(user)
        body_field: Any = self.fields["body"]
        body_field.choices = [ANY, *bodies]
