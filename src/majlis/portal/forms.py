"""Forms of the portal."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

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
        label=_("Values to empty"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The entries stay, with who did what and when; only these values go, for good."
        ),
    )
    reason = forms.CharField(
        label=_("Why they must go"),
        max_length=MAX_LENGTH,
        widget=TEXT_AREA,
        help_text=_(
            "The reason stays in the history and everybody who sees the record reads it: do not repeat the values in it."
        ),
    )

    def __init__(
        self, *sent: Sent, standing: Sequence[PersonalValue], initial: Initial = None
    ) -> None:
        super().__init__(*sent, initial=initial)
        self.fields["values"].choices = [value_choice(each) for each in standing]  # type: ignore[attr-defined]


class DecisionForm(Form):
    """The decision of the second person."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[
            (CONFIRM, _("Empty these values: nobody can bring them back")),
            (DECLINE, _("Decline: the values stay as they are")),
        ],
    )
    reason = forms.CharField(
        label=_("Why the values stay"),
        required=False,
        max_length=MAX_LENGTH,
        widget=TEXT_AREA,
        help_text=_("Only if you decline. The reason stays in the history."),
    )


class WithdrawalForm(Form):
    """An optional reason for withdrawing a proposal."""

    reason = forms.CharField(
        label=_("Why you withdraw it"),
        required=False,
        max_length=MAX_LENGTH,
        widget=TEXT_AREA,
        help_text=_("You may leave it empty. The reason stays in the history."),
    )
