"""Forms of assignments, lifecycle events and aliases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.look import formats
from majlis.look.forms import Form
from majlis.mandates.core.forms import ActField, EntityField, PartialDateField, ReasonField
from majlis.mandates.core.references import mandate_from_input
from majlis.mandates.models import Assignment, Clause, Mandate


class AssignmentForm(Form):
    """A lead or a contributor."""

    part = forms.ChoiceField(
        label=pgettext_lazy("mandate", "Part"),
        choices=Assignment.Part.choices,
        help_text=_("One leads at most: a new lead ends the former. Any number contribute."),
    )
    entity = EntityField()
    since = PartialDateField(_("Since"))
    by = ActField()
    proposed = forms.BooleanField(label=_("Only proposed: it is not confirmed yet"), required=False)


class ContributorForm(Form):
    """A proposed contributor."""

    entity = EntityField()
    since = PartialDateField(_("Since"))
    by = ActField()


class CorrectAssignmentForm(Form):
    """A correction of the first date and the act."""

    since = PartialDateField(_("Since"))
    by = ActField()
    reason = ReasonField()


class EndAssignmentForm(Form):
    """The end of an assignment."""

    until = PartialDateField(_("Until"))
    reason = ReasonField()


class ConfirmForm(Form):
    """A confirmation without fields."""


class AliasForm(Form):
    """The number of a mandate in another registry."""

    registry = forms.CharField(label=_("Registry"), max_length=80)
    value = forms.CharField(label=_("Number there"), max_length=200)
    url = forms.URLField(label=_("Address there"), required=False, max_length=300)


class LifecycleForm(Form):
    """An act that ends, pauses or revives a mandate."""

    date = PartialDateField(pgettext_lazy("end of a mandate", "Date"))
    by = ActField()
    text = forms.CharField(
        label=_("What was done, what is left, or why"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGE_CHOICES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"language": get_language() or "en"} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class CompleteForm(LifecycleForm):
    """The completion of a mandate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Closing record: what was done and what is left")


class MergeForm(LifecycleForm):
    """The mandate that takes the place of this one."""

    into = forms.CharField(
        label=_("Into which mandate"), max_length=20, help_text=_("By its number: M-0412.")
    )

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.order_fields(["into", "date", "by", "text", "language"])

    def clean_into(self) -> Mandate:
        """The mandate with this number, if the person may see it."""
        mandate = mandate_from_input(self.cleaned_data["into"], self.user)
        if mandate is None:
            raise ValidationError(
                gettext("There is no mandate of this number: write it as M-0412.")
            )
        return mandate


class LapseForm(LifecycleForm):
    """A lapse, by a clause or by an act."""

    clause = forms.ModelChoiceField(
        label=_("By which clause"), queryset=Clause.objects.none(), required=False
    )

    def __init__(self, *args: Any, clauses: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["clause"]
        field.queryset = Clause.objects.none() if clauses is None else clauses
        field.label_from_instance = clause_text
        field.empty_label = gettext("by none of them")
        self.order_fields(["clause", "date", "by", "text", "language"])


def clause_text(clause: Clause) -> str:
    """A clause as a choice: its kind, its date or occasion, its provision."""
    language = get_language() or "en"
    when = formats.date(clause.deadline, language) if clause.deadline else clause.occasion
    pieces: Iterable[str] = (str(clause.get_kind_display()), when, clause.provision.eid)
    return formats.list_separator(language).join(each for each in pieces if each)
