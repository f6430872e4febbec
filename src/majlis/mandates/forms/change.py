"""What people fill in of a mandate: who leads, that it ended or rests, what other registries call it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Wording
from majlis.look import formats
from majlis.look.forms import Form
from majlis.mandates.models import Assignment, Clause, Mandate
from majlis.mandates.named import mandate_numbered
from majlis.mandates.who import actor_written

DATE_HELP = _("As 2031-05-17, or 2031-05, or 2031; empty where it is not known.")
SUGGESTED = 3


class DateField(forms.CharField):
    """As much of a date as is known."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False, max_length=10, help_text=DATE_HELP)


class ByField(forms.CharField):
    """By what act: a text that is kept here, or words."""

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(
            label=_("By what act"),
            required=required,
            max_length=300,
            help_text=_(
                "The symbol or the address of a text that is kept here, or words: a letter of 3 May 2031, the text itself."
            ),
        )


class ReasonField(forms.CharField):
    """Why; the history shows it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            label=pgettext_lazy("mandate", "Reason"),
            max_length=2000,
            help_text=_("The history shows it beside what was said before."),
            widget=forms.Textarea(attrs={"rows": 2}),
            **more,
        )


class ActorField(forms.CharField):
    """An actor by its name in any language."""

    def __init__(self, label: Any = None) -> None:
        super().__init__(
            label=label or pgettext_lazy("mandates", "Actor"),
            max_length=300,
            help_text=_("Its name as the list of actors has it, in any language."),
            widget=forms.TextInput(attrs={"dir": "auto", "list": "actors"}),
        )

    def clean(self, value: Any) -> Any:
        """The actor of that name; where there is none, the error names those that are called alike."""
        name: str = super().clean(value)
        language = get_language() or "en"
        found = actor_written(name, language)
        if found is not None:
            return found
        alike = Wording.objects.filter(
            record__kind="actor", field="title", text__icontains=name.strip()
        )
        names = list(alike.values_list("text", flat=True).order_by("pk")[:SUGGESTED])
        error = gettext("No actor is called “%(name)s”: write the name as the list has it.") % {
            "name": name
        }
        if names:
            listed = formats.list_separator(language).join(names)
            error = f"{error} {gettext('There are: %(names)s.') % {'names': listed}}"
        raise ValidationError(error)


class AssignForm(Form):
    """Who leads or contributes."""

    part = forms.ChoiceField(
        label=pgettext_lazy("mandate", "Part"),
        choices=Assignment.Part.choices,
        help_text=_("One leads at most: a new lead ends the former. Any number contribute."),
    )
    actor = ActorField()
    since = DateField(_("Since"))
    by = ByField()
    proposed = forms.BooleanField(label=_("Only proposed: it is not confirmed yet"), required=False)


class ContributorForm(Form):
    """Who contributes, proposed."""

    actor = ActorField()
    since = DateField(_("Since"))
    by = ByField()


class CorrectForm(Form):
    """Since when and by what act, corrected."""

    since = DateField(_("Since"))
    by = ByField()
    reason = ReasonField()


class EndForm(Form):
    """It leads or contributes no longer."""

    until = DateField(_("Until"))
    reason = ReasonField()


class ReasonForm(Form):
    """Why."""

    reason = ReasonField()


class ConfirmForm(Form):
    """Nothing to fill in."""


class AliasForm(Form):
    """What another registry calls it."""

    registry = forms.CharField(label=_("Registry"), max_length=80)
    value = forms.CharField(label=_("Number there"), max_length=200)
    url = forms.URLField(label=_("Address there"), required=False, max_length=300)


class EndingForm(Form):
    """An act that ends, pauses or revives."""

    date = DateField(pgettext_lazy("end of a mandate", "Date"))
    by = ByField()
    text = forms.CharField(
        label=_("What was done, what is left, or why"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGE_CHOICES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"language": get_language() or "en"} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class ClosingForm(EndingForm):
    """It was completed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Closing record: what was done and what is left")


class IntoForm(EndingForm):
    """Another mandate took its place."""

    into = forms.CharField(
        label=_("Into which mandate"), max_length=20, help_text=_("By its number: M-0412.")
    )

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.order_fields(["into", "date", "by", "text", "language"])

    def clean_into(self) -> Mandate:
        """The mandate of that number, if the person may see it."""
        found = mandate_numbered(self.cleaned_data["into"], self.user)
        if found is None:
            raise ValidationError(
                gettext("There is no mandate of this number: write it as M-0412.")
            )
        return found


class LapseForm(EndingForm):
    """It ended by a clause, or by an act."""

    clause = forms.ModelChoiceField(
        label=_("By which clause"), queryset=Clause.objects.none(), required=False
    )

    def __init__(self, *args: Any, clauses: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["clause"]
        field.queryset = Clause.objects.none() if clauses is None else clauses
        field.label_from_instance = clause_words
        field.empty_label = gettext("by none of them")
        self.order_fields(["clause", "date", "by", "text", "language"])


def clause_words(clause: Clause) -> str:
    """A clause in a list to choose from."""
    here = get_language() or "en"
    when = formats.date(clause.deadline, here) if clause.deadline else clause.occasion
    pieces: Iterable[str] = (str(clause.get_kind_display()), when, clause.provision.eid)
    return formats.list_separator(here).join(each for each in pieces if each)
