"""Forms of acts, and of states of versions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.acts.actions import act_token
from majlis.instruments.models import Act, ActKind, Manner, Version
from majlis.look.forms import Form
from majlis.parties.models import Body

STATE_BUTTONS = {
    "propose_version": pgettext_lazy("state of a version", "Proposed to a body"),
    "adopt_version": pgettext_lazy("state of a version", "Adopted, by which act is not known"),
    "bring_version_into_force": pgettext_lazy("state of a version", "In force from now on"),
    "supersede_version": pgettext_lazy("state of a version", "Superseded by another text"),
    "mark_version_not_adopted": pgettext_lazy("state of a version", "Not adopted"),
    "repropose_version": pgettext_lazy("state of a version", "Proposed again"),
}
NO_LISTED_BODY = _("none of the bodies here")
MOST_VOTES = 999_999


class ActForm(Form):
    """An act of a body on a version; with ``of``, the correction of that act."""

    kind = forms.ChoiceField(label=pgettext_lazy("act", "What it did"), choices=ActKind.choices)
    body = forms.ModelChoiceField(
        label=_("Body"), queryset=Body.objects.none(), required=False, empty_label=NO_LISTED_BODY
    )
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

    def __init__(self, bodies: Any, of: Act | None = None, data: Any = None) -> None:
        initial = None
        if of is not None:
            initial = {name: getattr(of, name) for name in self.base_fields} | {
                "seen": act_token(of)
            }
        super().__init__(data, initial=initial, prefix="act")
        field: Any = self.fields["body"]
        field.queryset = bodies
        if of is not None:
            self.fields["reason"] = forms.CharField(
                label=pgettext_lazy("correction", "Reason"),
                max_length=2000,
                help_text=_("The history shows it beside what was said before."),
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def verb_arguments(self) -> dict[str, Any]:
        """The fields of the act; call after ``is_valid()``."""
        return {name: self.cleaned_data[name] for name in self.base_fields}


class StateForm(Form):
    """The reason and date of a version's new state."""

    date = forms.CharField(
        label=pgettext_lazy("version", "Date"),
        required=False,
        max_length=10,
        help_text=_(
            "On which it was proposed or adopted: as 2031-05-17, or 2031-05, or 2031. The other steps keep the date."
        ),
    )
    reason = forms.CharField(
        label=pgettext_lazy("version", "Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, of: Version, data: Any = None) -> None:
        super().__init__(data, initial={"seen": of.state}, prefix="state")
