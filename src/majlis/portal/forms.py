"""Forms of the portal."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.look.forms import Form, Initial, Sent
from majlis.portal.personal_values import PersonalValue

MAX_LENGTH = 2000
TEXT_AREA = forms.Textarea(attrs={"rows": 4, "cols": 60, "dir": "auto"})
CONFIRM, DECLINE = "empty", "keep"


def value_choice(value: PersonalValue) -> tuple[str, SafeString]:
    """The choice of a personal value, labelled with its value, key and entry."""
    label = format_html(
        '<bdi>{}</bdi><br><span class="small quiet">{} · {}</span>',
        value.datum.value,
        value.name,
        value.where,
    )
    return str(value.datum.pk), label


class ProposalForm(Form):
    """The personal values to delete, and the reason."""

    values = forms.MultipleChoiceField(
        label=_("Data to be erased"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The data will be erased permanently; entries are retained with person, action "
            "and time."
        ),
    )
    reason = forms.CharField(
        label=_("Reason for erasure"),
        max_length=MAX_LENGTH,
        widget=TEXT_AREA,
        help_text=_("The reason remains visible to readers of the record. Do not repeat the data."),
    )

    def __init__(
        self, *sent: Sent, standing: Sequence[PersonalValue], initial: Initial = None
    ) -> None:
        super().__init__(*sent, initial=initial)
        self.fields["values"].choices = [value_choice(each) for each in standing]  # type: ignore[attr-defined]


class DecisionForm(Form):
    """The decision of the second person."""

    conditional = ("reason",)

    decision = forms.ChoiceField(
        label=pgettext_lazy("decision on a request", "Decision"),
        widget=forms.RadioSelect,
        choices=[
            (CONFIRM, pgettext_lazy("personal data", "Erase permanently")),
            (DECLINE, _("Decline and leave the data unchanged")),
        ],
    )
    reason = forms.CharField(
        label=_("Reason for declining"),
        required=False,
        max_length=MAX_LENGTH,
        widget=TEXT_AREA,
        help_text=_("Required only if you decline. The reason is retained in the history."),
    )


class WithdrawalForm(Form):
    """An optional reason for withdrawing a proposal."""

    reason = forms.CharField(
        label=_("Reason for withdrawal"),
        required=False,
        max_length=MAX_LENGTH,
        widget=TEXT_AREA,
        help_text=_("May be left blank. The reason is retained in the history."),
    )
