"""The filters of the list of texts."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.core.forms import offer_choices
from majlis.instruments.lifecycle import VERSION
from majlis.instruments.models.choices import InstrumentKind
from majlis.instruments.text_list import queries
from majlis.kernel.models import Reader
from majlis.kit.filters import ListFilters
from majlis.look.languages import LANGUAGE_NAMES

ANY = ("", pgettext_lazy("filter", "All"))


class TextFilterForm(ListFilters):
    """The filters of the list of texts."""

    q = forms.CharField(label=_("Symbol or wording of the text"), required=False, max_length=200)
    body = forms.ChoiceField(label=pgettext_lazy("intergovernmental body", "Body"), required=False)
    kind = forms.ChoiceField(
        label=pgettext_lazy("instrument", "Kind"),
        required=False,
        choices=[ANY, *InstrumentKind.choices],
    )
    year = forms.ChoiceField(label=pgettext_lazy("year", "Year"), required=False)
    state = forms.ChoiceField(
        label=_("Status of the version"), required=False, choices=[ANY, *VERSION.choices]
    )
    language = forms.ChoiceField(
        label=pgettext_lazy("language", "Language"), required=False, choices=[ANY, *LANGUAGE_NAMES]
    )
    concept = forms.ChoiceField(label=pgettext_lazy("concept", "Concept"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, reader: Reader) -> None:
        super().__init__(data)
        bodies, concepts = queries.filter_choices(reader)
        offer_choices(self, "body", [ANY, *bodies])
        offer_choices(
            self, "year", [ANY, *((each, each) for each in queries.version_years(reader))]
        )
        offer_choices(self, "concept", [ANY, *concepts])
