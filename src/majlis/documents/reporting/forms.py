"""The form by which a report is drafted."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.documents.models import RequestedDecision
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.look.forms import Form, Initial, Sent

NO_ITEM = pgettext_lazy("agenda item", "None")

type Choices = Sequence[tuple[int, StrOrPromise]]


class ReportForm(Form):
    """What a report covers, to which meeting it goes, and what that is invited to do."""

    meetings = forms.TypedMultipleChoiceField(
        label=_("Meetings covered by the report"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Select the meetings that the report covers.")},
    )
    to = forms.TypedChoiceField(
        label=_("Meeting that receives the report"),
        coerce=int,
        error_messages={"required": _("Select a meeting of the body that receives the report.")},
    )
    item = forms.TypedChoiceField(
        label=_("Agenda item at which the report is considered"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("An item of the meeting that receives the report."),
    )
    language = forms.ChoiceField(
        label=pgettext_lazy("report", "Original language"), choices=LANGUAGE_CHOICES
    )
    action_required = forms.CharField(
        label=pgettext_lazy("document", "Action required"),
        max_length=2000,
        help_text=_("What the receiving body is invited to do, in the original language."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    texts = forms.TypedMultipleChoiceField(
        label=_("Texts submitted for a decision"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    requested = forms.ChoiceField(
        label=_("Decision requested on these texts"), choices=RequestedDecision.choices
    )

    def __init__(
        self,
        *sent: Sent,
        meetings: Choices,
        receivers: Choices,
        items: Sequence[tuple[StrOrPromise, Choices]],
        texts: Choices,
        initial: Initial = None,
    ) -> None:
        super().__init__(*sent, initial=initial)
        for name, choices in (("meetings", meetings), ("to", receivers), ("texts", texts)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(choices)
        item = self.fields["item"]
        assert isinstance(item, forms.ChoiceField)
        item.choices = [("", NO_ITEM), *items]
        if not items:
            del self.fields["item"]
        if not texts:
            del self.fields["texts"], self.fields["requested"]
