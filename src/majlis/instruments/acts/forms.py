"""Forms of acts, and of states of versions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.core.forms import ReaderForm, body_field, reason_field
from majlis.instruments.models import ActKind, Manner
from majlis.look.forms import Form

MOST_VOTES = 999_999


class ActForm(ReaderForm):
    """An act of a body on a version."""

    kind = forms.ChoiceField(label=pgettext_lazy("act", "What it did"), choices=ActKind.choices)
    body = body_field()
    words = forms.CharField(
        label=_("Where it acted"),
        required=False,
        max_length=200,
        help_text=_("As the record says it: 4th plenary meeting."),
    )
    date = forms.CharField(
        label=pgettext_lazy("act", "Date"),
        required=False,
        max_length=10,
        help_text=_("As 2031-05-17, or 2031-05, or 2031; empty where it is not known."),
    )
    manner = forms.ChoiceField(
        label=pgettext_lazy("adoption", "How it was adopted"),
        choices=[("", _("not known")), *Manner.choices],
        required=False,
    )
    in_favour = forms.IntegerField(
        label=_("In favour"), required=False, min_value=0, max_value=MOST_VOTES
    )
    against = forms.IntegerField(
        label=_("Against"), required=False, min_value=0, max_value=MOST_VOTES
    )
    abstaining = forms.IntegerField(
        label=_("Abstaining"), required=False, min_value=0, max_value=MOST_VOTES
    )
    source = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=2000,
        help_text=_("Where this is written: a document with its symbol, a page with its address."),
    )


class CorrectActForm(ActForm):
    """The correction of an act."""

    reason = reason_field(beside=True)


class ReasonForm(Form):
    """The reason for a correction."""

    reason = reason_field()


class StateForm(Form):
    """The reason for a version's new state."""

    reason = forms.CharField(
        label=pgettext_lazy("version", "Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DatedStateForm(StateForm):
    """The reason and date of a version's new state."""

    date = forms.CharField(
        label=pgettext_lazy("version", "Date"),
        required=False,
        max_length=10,
        help_text=_("As 2031-05-17, or 2031-05, or 2031; empty where it is not known."),
    )
    field_order = ("date", "reason")
