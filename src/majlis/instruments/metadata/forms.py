"""Forms of the metadata of an instrument and of a version."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.core.forms import (
    ReaderForm,
    body_field,
    language_fields,
    offer_choices,
    offer_rows,
    reason_field,
)
from majlis.instruments.lifecycle import VERSION
from majlis.instruments.models import Series
from majlis.instruments.models.choices import InstrumentKind
from majlis.kernel.models import Reader
from majlis.look.forms import Initial, Sent


class VersionForm(ReaderForm):
    """The metadata of a version: labels, date, body, state, variant."""

    date = forms.CharField(
        label=pgettext_lazy("version", "Date"),
        required=False,
        max_length=10,
        help_text=_(
            "Enter a year, month or day: 2027, 2027-06 or 2027-06-30. Leave blank if unknown."
        ),
    )
    body = body_field()
    state = forms.ChoiceField(
        label=pgettext_lazy("version", "Status"),
        choices=VERSION.choices,
        help_text=_(
            "Use this field only to correct mistakes. Otherwise, use “Decisions and status”."
        ),
    )
    variant_of = forms.ChoiceField(
        label=pgettext_lazy("version", "Variant of"),
        required=False,
        help_text=_(
            "If two bodies adopted a proposal in different wordings, select the other "
            "body’s version."
        ),
    )
    reason = reason_field(beside=True)

    def __init__(
        self, *sent: Sent, reader: Reader, others: Mapping[str, str], initial: Initial = None
    ) -> None:
        """``others`` maps the slugs of versions that it may be a variant of to their names."""
        super().__init__(*sent, reader=reader, initial=initial)
        label = pgettext_lazy("version", "Label")
        labels = language_fields("label", label, 120)
        self.fields = labels | self.fields
        none = ("", pgettext_lazy("version", "none"))
        offer_choices(self, "variant_of", [none, *others.items()])


class InstrumentForm(ReaderForm):
    """The metadata of a text: kind, symbol, body, series, titles."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("instrument", "Kind"), choices=InstrumentKind.choices
    )
    symbol = forms.CharField(
        label=pgettext_lazy("symbol of a text", "Symbol"), required=False, max_length=120
    )
    body = body_field()
    body_words = forms.CharField(
        label=_("Body as named in the text, if not listed"),
        required=False,
        max_length=200,
    )
    series = forms.ModelChoiceField(
        label=pgettext_lazy("texts", "Series"),
        queryset=Series.objects.none(),
        required=False,
        empty_label=pgettext_lazy("series", "none"),
    )
    reason = reason_field()

    def __init__(self, *sent: Sent, reader: Reader, initial: Initial = None) -> None:
        super().__init__(*sent, reader=reader, initial=initial)
        titles = language_fields(
            "title",
            pgettext_lazy("title of a record", "Title"),
            1000,
        )
        self.fields |= titles
        self.require_one(*titles)
        self.order_fields(["kind", "symbol", *titles])
        offer_rows(self, "series", Series.objects.visible_to(reader).with_wordings())
