"""What people fill in of review sets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.languages import CHOICES
from majlis.look.forms import Form
from majlis.mandates.models import ReviewItem
from majlis.parties.models import Body

LONG = 5_000


class SetForm(Form):
    """A new set."""

    title = forms.CharField(label=_("What is reviewed"), max_length=300)
    purpose = forms.CharField(
        label=_("Why, and what members are asked"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(label=_("Language of these words"), choices=CHOICES)
    body = forms.ModelChoiceField(
        label=pgettext_lazy("review set", "For which body"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("for no body in particular"),
    )

    def __init__(self, bodies: Any, language: str, data: Any = None) -> None:
        super().__init__(data, initial={"language": language})
        chosen: Any = self.fields["body"]
        chosen.queryset = bodies


class CollectForm(Form):
    """Mandates by their numbers."""

    which = forms.CharField(
        label=_("Numbers of mandates"),
        help_text=_(
            "For example M-0412 M-0413, or their addresses. Or send a list of the register here, from its page."
        ),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
    )


class FreezeForm(Form):
    """How a set is opened when it is frozen."""

    members_only = forms.BooleanField(
        label=_("Only members of the body see it"),
        required=False,
        help_text=_("Otherwise everybody does."),
    )


class ReasonForm(Form):
    """Why a review is opened again."""

    reason = forms.CharField(label=_("Why it is opened again"), max_length=LONG)


class OutcomeForm(Form):
    """What was decided on a mandate."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("review", "Outcome"),
        choices=[("", _("not recorded yet")), *ReviewItem.Outcome.choices],
    )
    text = forms.CharField(
        label=_("What was decided, in words"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(label=_("Language of these words"), choices=CHOICES)
    words = forms.CharField(
        label=_("By which act"),
        max_length=300,
        help_text=_("The meeting, or the document that records it."),
    )
    date = forms.CharField(
        label=_("On which day"),
        max_length=10,
        required=False,
        help_text=_("2031-05-17, or 2031-05, or 2031"),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
