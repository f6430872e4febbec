"""Forms of deliverables: progress, submitted documents, explanations of delay, steps, sessions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.kernel.models import Reader
from majlis.look.forms import Form
from majlis.look.languages import LANGUAGE_NAMES
from majlis.mandates.core.forms import (
    EntityField,
    PartialDateField,
    ReasonField,
    SessionField,
    SessionsForm,
    add_wording_fields,
    document_field,
    language_field,
    text_field,
    title_field,
    year_field,
)
from majlis.mandates.models import Deliverable, Mandate, Step
from majlis.mandates.models.choices import DeliverableKind, Progress


class OccasionForm(Form):
    """A session and its dates."""

    year = year_field(_("Year"))
    label = forms.CharField(
        label=_("Which of that year"),
        required=False,
        max_length=120,
        help_text=_("Only where there are several: 41st meeting."),
    )
    date = PartialDateField(
        _("First day"), _("As 2031-05-17, or 2031-05; empty while the date is to be set.")
    )
    until = PartialDateField(_("Last day"))
    source = text_field(_("Source"), _("Where the date is written."), rows=2, most=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_wording_fields(self, "name", _("Name of the session"), most=120)
        self.order_fields([name for name in self.fields if name != "reason"])


class AddOccasionForm(OccasionForm):
    """A new session of an entity."""

    entity = EntityField(_("Whose session"))
    field_order = ("entity",)


class ChangeOccasionForm(OccasionForm):
    """The correction of a session."""

    reason = ReasonField(required=False, hint=_("Needed where it had another date already."))


class AnswerForm(Form):
    """A document that answers a deliverable."""

    document = document_field()
    title = title_field()
    paragraphs = forms.CharField(
        label=_("Paragraphs that answer it"),
        required=False,
        max_length=200,
        help_text=_("Where the document also answers something else: 12–18, annex II."),
    )
    date = PartialDateField(pgettext_lazy("document", "Date"))
    language = forms.ChoiceField(label=_("Language of the document"), choices=LANGUAGE_NAMES)


class SubmissionForm(AnswerForm):
    """A document submitted for a deliverable, or for a part of it."""

    partly = forms.BooleanField(label=_("It answers a part only"), required=False)
    reason = text_field(
        _("What is missing, and why"), _("Needed where it answers a part only."), rows=2
    )


class CorrectSubmissionForm(AnswerForm):
    """The correction of what is said of a document."""

    reason = ReasonField()


class ProgressForm(Form):
    """The progress of a deliverable, without the states that need a document."""

    state = forms.ChoiceField(
        label=pgettext_lazy("deliverable", "How it stands"),
        choices=[
            each
            for each in Progress.choices
            if each[0] not in (Progress.REPORTED_DONE, Progress.PARTLY_DONE)
        ],
        widget=forms.RadioSelect,
    )
    reason = text_field(
        _("Why"), _("Needed where it is not answered, or not applicable."), rows=3, most=3000
    )
    language = language_field()


class ExplanationForm(Form):
    """The explanation why a deliverable is overdue."""

    answer = text_field(
        _("Why it is late"),
        _("Everybody reads it beside the date, from the day on which it is shown as late."),
        required=True,
        most=3000,
    )
    expected = PartialDateField(_("When it is expected"))
    language = language_field()


class StepForm(SessionsForm):
    """A step of a deliverable."""

    task = forms.ChoiceField(label=_("What is done"), choices=Step.Task.choices)
    entity = EntityField(_("Who takes the step"))
    occasion = SessionField(_("At which session"))
    date = PartialDateField(_("Date, where it is not that of a session"))
    position = forms.IntegerField(
        label=_("Place in the chain"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=_("1 is the first; empty for the last."),
    )
    act_words = forms.CharField(label=_("By which act"), required=False, max_length=300)


class ChangeStepForm(StepForm):
    """The correction of a step."""

    reason = ReasonField()


class StepCompletionForm(Form):
    """The completion of a step."""

    document = document_field()
    done_on = PartialDateField(_("When it was taken"), _("Empty where it was not taken after all."))
    title = title_field()


class DelegationForm(SessionsForm):
    """The entity to which a step is delegated, and by which act."""

    to = EntityField(_("Who takes the step in its place"))
    words = forms.CharField(
        label=_("By which act"),
        required=False,
        max_length=300,
        help_text=_(
            "As a record says it: Council 2024, 5th plenary meeting. Or its address, below."
        ),
    )
    document = document_field()
    occasion = SessionField(_("At which session it acts"))
    date = PartialDateField(_("Date, where it is not that of a session"))
    reports_back = forms.BooleanField(
        label=_("It reports back to the one in whose place it acts"), required=False
    )
    report_at = SessionField(_("At which session it reports back"))


class DeliverableForm(SessionsForm):
    """The kind and the due date of a deliverable."""

    kind = forms.ChoiceField(label=_("What is to be delivered"), choices=DeliverableKind.choices)
    occasion = SessionField(_("For which session"))
    due = PartialDateField(
        _("Date, where it is not that of a session"),
        _("As 2031-05-17, or 2031-05, or 2031. Only a whole date can be late."),
    )
    words = forms.CharField(label=_("When, as the text says it"), required=False, max_length=300)
    language = language_field()


class ChangeDeliverableForm(DeliverableForm):
    """The correction of a deliverable."""

    reason = ReasonField()


class MergeForm(Form):
    """The deliverable to merge into, and the act that merges them."""

    into = forms.CharField(
        label=_("Into which deliverable"),
        max_length=40,
        help_text=_("By the number of its mandate and its own: M-0412/2."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    words = forms.CharField(
        label=_("By which act"),
        required=False,
        max_length=300,
        help_text=_("Only an act of a body merges what bodies asked for. Or its address, below."),
    )
    document = document_field()

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader

    def clean_into(self) -> Deliverable:
        """The deliverable with this number, if the person may see it."""
        slug, _slash, number = self.cleaned_data["into"].strip().partition("/")
        visible = Mandate.objects.visible_to(self.reader).filter(slug__iexact=slug)
        rows = Deliverable.objects.filter(mandate__in=visible, withdrawn_at=None)
        ordinal = int(number[:6]) if number.isascii() and number.isdecimal() else 0
        into = rows.filter(ordinal=ordinal).select_related("mandate__record").first()
        if into is None:
            raise ValidationError(gettext("There is no such deliverable: write it as M-0412/2."))
        return into


class OccurrenceForm(Form):
    """An occurrence of the trigger of a mandate."""

    words = forms.CharField(label=_("What happened"), max_length=300)
    date = PartialDateField(pgettext_lazy("occurrence", "Date"))
    language = language_field()
    document = document_field()
