"""Forms of assignments, lifecycle events and aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, override

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.kernel.models import Reader
from majlis.look import formats
from majlis.look.forms import Form
from majlis.look.languages import LANGUAGE_NAMES
from majlis.mandates.core.forms import (
    ActField,
    EntityField,
    PartialDateField,
    ReasonField,
    text_field,
)
from majlis.mandates.core.references import mandate_from_input
from majlis.mandates.models import Assignment, Clause, Mandate

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class AssignmentForm(Form):
    """A lead or a contributor."""

    conditional = ("by",)

    part = forms.ChoiceField(
        label=pgettext_lazy("entity of a mandate", "Role"),
        choices=Assignment.Part.choices,
        help_text=_(
            "A new lead replaces the current one. The number of contributors is unlimited."
        ),
    )
    entity = EntityField()
    since = PartialDateField(pgettext_lazy("period", "Start date"))
    by = ActField()
    proposed = forms.BooleanField(
        label=_("Proposed only, not yet confirmed"),
        required=False,
        help_text=_("If the role is only proposed, “Decision or document” may be left blank."),
    )

    @override
    def clean(self) -> None:
        if not self.cleaned_data.get("proposed"):
            self.require_field("by")


class ContributorForm(Form):
    """A proposed contributor."""

    entity = EntityField()
    since = PartialDateField(pgettext_lazy("period", "Start date"))
    by = ActField()


class CorrectAssignmentForm(Form):
    """A correction of the first date and the act."""

    conditional = ("by",)

    since = PartialDateField(pgettext_lazy("period", "Start date"))
    by = ActField()
    reason = ReasonField()


class EndAssignmentForm(Form):
    """The end of an assignment."""

    until = PartialDateField(pgettext_lazy("period", "End date"))
    reason = ReasonField()


class AliasForm(Form):
    """The number of a mandate in another registry."""

    registry = forms.CharField(label=pgettext_lazy("external registry", "Registry"), max_length=80)
    value = forms.CharField(label=_("Number in that registry"), max_length=200)
    url = forms.URLField(label=_("Link to the entry"), required=False, max_length=300)


def done_field(label: StrOrPromise) -> forms.CharField:
    """A field for what was done."""
    return text_field(label, required=True, rows=5)


class ClauseField(forms.ModelChoiceField[Clause]):
    """A clause by its kind, its date or occasion, and its provision."""

    @override
    def label_from_instance(self, obj: Clause) -> str:
        language = get_language() or "en"
        when = formats.date(obj.deadline, language) if obj.deadline else obj.occasion
        pieces = (str(obj.get_kind_display()), when, obj.provision.eid)
        return formats.clause_separator(language).join(each for each in pieces if each)


class LifecycleForm(Form):
    """An act that ends, pauses or revives a mandate."""

    date = PartialDateField(pgettext_lazy("end of a mandate", "Date"))
    by = ActField()
    text = done_field(_("Work done, work remaining, or reason"))
    language = forms.ChoiceField(
        label=pgettext_lazy("entry in a form", "Language of the text"), choices=LANGUAGE_NAMES
    )


class CompleteForm(LifecycleForm):
    """The completion of a mandate."""

    by = ActField(required=True)
    text = done_field(_("Closing record: work done and work remaining"))


class MergeForm(LifecycleForm):
    """The mandate that takes the place of this one."""

    into = forms.CharField(
        label=_("Number of the other mandate"),
        max_length=20,
        help_text=_("For example: M-0412."),
        widget=forms.TextInput({"data-suggest": "mandate"}),
    )
    by = ActField(required=True)
    field_order = ("into",)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader

    def clean_into(self) -> Mandate:
        """The mandate with this number, if the person may see it."""
        mandate = mandate_from_input(self.cleaned_data["into"], self.reader)
        if mandate is None:
            raise ValidationError(
                gettext("No mandate has this number. Enter a number such as M-0412.")
            )
        return mandate


class LapseForm(LifecycleForm):
    """A lapse, by a clause or by an act."""

    conditional = ("clause", "by")

    clause = ClauseField(
        label=pgettext_lazy("lapse of a mandate", "Applicable clause"),
        queryset=Clause.objects.none(),
        required=False,
        empty_label=_("None of these clauses"),
        help_text=_("If no clause applies, enter the decision."),
    )
    field_order = ("clause",)

    def __init__(self, *args: Any, clauses: QuerySet[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clause = self.fields["clause"]
        assert isinstance(clause, ClauseField)
        clause.queryset = clauses

    @override
    def clean(self) -> None:
        if not self.cleaned_data.get("clause"):
            self.require_field("by")
