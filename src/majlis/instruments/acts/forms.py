"""Forms of acts, and of states of versions."""

from __future__ import annotations

from typing import Any, override

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.acts.actions import check_act
from majlis.instruments.core.forms import ReaderForm, body_field, reason_field
from majlis.instruments.models import ActKind, Manner
from majlis.instruments.models.version import ADOPTING_KINDS
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import Reader
from majlis.look.forms import Form, Initial, Sent

MOST_VOTES = 999_999


class ActForm(ReaderForm):
    """An act of a body on a version."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("decision by a body", "Decision taken"), choices=ActKind.choices
    )
    body = body_field()
    words = forms.CharField(
        label=pgettext_lazy("decision by a body", "Meeting"),
        required=False,
        max_length=200,
        help_text=_("As in the official record, for example: 4th plenary meeting."),
    )
    date = forms.CharField(
        label=pgettext_lazy("decision by a body", "Date"),
        required=False,
        max_length=10,
        help_text=_(
            "Enter a year, month or day: 2027, 2027-06 or 2027-06-30. Leave blank if unknown."
        ),
    )
    manner = forms.ChoiceField(
        label=pgettext_lazy("adoption", "Manner of adoption"),
        choices=[("", pgettext_lazy("manner of adoption", "not known")), *Manner.choices],
        required=False,
    )
    in_favour = forms.IntegerField(
        label=pgettext_lazy("vote", "In favour"), required=False, min_value=0, max_value=MOST_VOTES
    )
    against = forms.IntegerField(
        label=pgettext_lazy("vote", "Against"), required=False, min_value=0, max_value=MOST_VOTES
    )
    abstaining = forms.IntegerField(
        label=pgettext_lazy("vote", "Abstaining"), required=False, min_value=0, max_value=MOST_VOTES
    )
    source = forms.CharField(
        label=pgettext_lazy("source of information", "Source"),
        required=False,
        max_length=2000,
        help_text=_("Document symbol or web address."),
    )

    def __init__(self, *sent: Sent, reader: Reader, initial: Initial = None) -> None:
        super().__init__(*sent, reader=reader, initial=initial)
        self.conditional = ("body", "words")
        self.fields["body"].help_text = _("If the body is not listed, enter the meeting instead.")

    @override
    def clean(self) -> None:
        try:
            check_act(self.cleaned_data)
        except InvalidInput as fault:
            for name, message in fault.faults.items():
                if name not in self.errors:
                    self.add_error(name, str(message))


class AdoptionForm(Form):
    """Mixin of forms by which a version is adopted: whether it enters into force with its adoption.

    ``asks_entry``: whether the person may decide on that. ``states_entry``: whether the text itself
    says when it enters into force, which may be another day.
    """

    enters_into_force = forms.BooleanField(
        label=_("The version enters into force on the date of adoption"), required=False
    )

    def __init__(
        self, *args: Any, asks_entry: bool = False, states_entry: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not asks_entry:
            del self.fields["enters_into_force"]
            return
        field = self.fields["enters_into_force"]
        field.initial = not states_entry
        if states_entry:
            field.help_text = _("The text states when it enters into force. Check the date.")


class AdoptingActForm(AdoptionForm, ActForm):
    """An act by which a body adopts a version."""

    field_order = (*ActForm.base_fields, "enters_into_force")

    kind = forms.ChoiceField(
        label=pgettext_lazy("decision by a body", "Decision taken"),
        choices=[(kind, kind.label) for kind in ADOPTING_KINDS],
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
        help_text=_(
            "Enter a year, month or day: 2027, 2027-06 or 2027-06-30. Leave blank if unknown."
        ),
    )
    field_order: tuple[str, ...] = ("date", "reason")


class AdoptVersionForm(AdoptionForm, DatedStateForm):
    """The adoption of a version by an act that is not known."""

    field_order = ("date", "enters_into_force", "reason")
