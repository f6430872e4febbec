"""Forms of the rules of a body for its documents, its series and its header fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.documents.models import LateRule
from majlis.documents.numbering.actions import LONGEST_TITLE_LIMIT
from majlis.look.forms import Form, Initial, Sent, with_brackets_lazy
from majlis.look.languages import LANGUAGE_NAMES

LONGEST_NAME = 200
MOST_DAYS = 366
MOST_WORDS = 100_000


class RulesForm(Form):
    """Symbols, deadline and limits of the documents of a body."""

    group = forms.CharField(
        label=pgettext_lazy("symbol of a document", "Group"),
        max_length=60,
        help_text=_("The first part of all symbols, for example WG-SG."),
        widget=forms.TextInput({"dir": "ltr"}),
    )
    aliases = forms.CharField(
        label=_("Earlier names in symbols"),
        required=False,
        max_length=600,
        help_text=_("One on each line. A search for a symbol finds them too."),
        widget=forms.Textarea({"rows": 3, "dir": "ltr"}),
    )
    number_form = forms.CharField(
        label=_("Form of a symbol in the main series"),
        max_length=80,
        help_text=_("With the places {group}, {meeting} and {number}."),
        widget=forms.TextInput({"dir": "ltr"}),
    )
    series_form = forms.CharField(
        label=_("Form of a symbol in another series"),
        max_length=80,
        help_text=_("With the places {group}, {meeting}, {series} and {number}."),
        widget=forms.TextInput({"dir": "ltr"}),
    )
    revision_form = forms.CharField(
        label=_("Addition for a revision"),
        max_length=40,
        help_text=_("With the place {n}."),
        widget=forms.TextInput({"dir": "ltr"}),
    )
    addendum_form = forms.CharField(
        label=_("Addition for an addendum"),
        max_length=40,
        help_text=_("With the place {n}."),
        widget=forms.TextInput({"dir": "ltr"}),
    )
    corrigendum_form = forms.CharField(
        label=_("Addition for a corrigendum"),
        max_length=40,
        help_text=_("With the place {n}."),
        widget=forms.TextInput({"dir": "ltr"}),
    )
    language_form = forms.CharField(
        label=_("Addition for a copy in one language"),
        required=False,
        max_length=40,
        help_text=_("With the place {letter}: A, C, E, F, R or S."),
        widget=forms.TextInput({"dir": "ltr"}),
    )
    deadline_days = forms.IntegerField(
        label=_("Days before the meeting by which contributions are due"),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("Where the meeting sets no deadline of its own."),
    )
    late_rule = forms.ChoiceField(
        label=_("Contributions after the deadline"),
        choices=LateRule.choices,
        widget=forms.RadioSelect,
    )
    word_limit = forms.IntegerField(
        label=_("Words of a contribution at most"),
        min_value=0,
        max_value=MOST_WORDS,
        help_text=_("Enter 0 for no limit."),
    )
    title_limit = forms.IntegerField(
        label=_("Characters of a title at most"),
        min_value=0,
        max_value=LONGEST_TITLE_LIMIT,
        help_text=_("Enter 0 for no limit."),
    )
    source = forms.CharField(
        label=_("Source of the rules"),
        required=False,
        max_length=2000,
        help_text=_("Document symbol or web address."),
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )

    def clean_aliases(self) -> list[str]:
        """The names, one from each line."""
        return [line for line in self.cleaned_data["aliases"].splitlines() if line.strip()]


def text_fields(prefix: str, label: str | Promise, max_length: int) -> dict[str, forms.Field]:
    """A field for a text in each language, in its direction: ``prefix_en``, ``prefix_ar``…"""
    return {
        f"{prefix}_{code}": forms.CharField(
            label=with_brackets_lazy(label, name),
            max_length=max_length,
            required=False,
            widget=forms.TextInput({"lang": code, "dir": "rtl" if code == "ar" else "ltr"}),
        )
        for code, name in LANGUAGE_NAMES
    }


def texts_by_language(data: dict[str, Any], prefix: str) -> dict[str, str]:
    """Take the texts of ``text_fields`` out of the values of a form, by language."""
    return {code: data.pop(f"{prefix}_{code}", "") for code, _name in LANGUAGE_NAMES}


def initial_texts(prefix: str, texts: Mapping[str, str]) -> dict[str, str]:
    """The initial values of ``text_fields``."""
    return {f"{prefix}_{code}": texts.get(code, "") for code, _name in LANGUAGE_NAMES}


class SeriesForm(Form):
    """A series of documents. ``code`` is asked for in a new one only."""

    code = forms.CharField(
        label=pgettext_lazy("series of documents", "Code"),
        max_length=12,
        help_text=_("As in the symbol, for example INF."),
        widget=forms.TextInput({"dir": "ltr"}),
    )
    for_information = forms.BooleanField(
        label=_("Its documents are for information"), required=False
    )
    internal = forms.BooleanField(
        label=_("Only officers of the body add documents"), required=False
    )
    position = forms.IntegerField(
        label=pgettext_lazy("order in a list", "Position"),
        required=False,
        min_value=0,
        max_value=1000,
        help_text=_("Series with a lower position are listed first."),
    )

    def __init__(self, *sent: Sent, is_new: bool = False, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        if not is_new:
            del self.fields["code"]
        names = text_fields("names", pgettext_lazy("series of documents", "Name"), LONGEST_NAME)
        code = {"code": self.fields.pop("code")} if is_new else {}
        self.fields = {**code, **names, **self.fields}


class HeaderFieldForm(Form):
    """A field in the header of documents. ``key`` is asked for in a new one only."""

    conditional = tuple(f"names_{code}" for code, _name in LANGUAGE_NAMES)

    key = forms.CharField(
        label=pgettext_lazy("header field", "Key"),
        max_length=40,
        help_text=_("A short name in Latin letters that never changes, for example agenda-item."),
        widget=forms.TextInput({"dir": "ltr"}),
    )
    required = forms.BooleanField(
        label=_("A document cannot be submitted without it"), required=False
    )
    position = forms.IntegerField(
        label=pgettext_lazy("order in a list", "Position"),
        required=False,
        min_value=0,
        max_value=1000,
        help_text=_("Fields are shown in the order of their positions."),
    )

    def __init__(self, *sent: Sent, is_new: bool = False, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        if not is_new:
            del self.fields["key"]
        names = text_fields("names", pgettext_lazy("header field", "Name"), LONGEST_NAME)
        hints = text_fields("hints", pgettext_lazy("header field", "Hint"), LONGEST_NAME)
        key = {"key": self.fields.pop("key")} if is_new else {}
        self.fields = {**key, **names, **hints, **self.fields}
