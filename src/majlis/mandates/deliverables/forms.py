"""Forms of deliverables: progress, submitted documents, explanations of delay, steps, sessions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, override

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.kernel.editing import resolve_document
from majlis.kernel.errors import InvalidInput
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
from majlis.mandates.models.choices import REASON_REQUIRED, DeliverableKind, Progress

NEW_SESSION = "new"
"""The choice of a new session."""


class OccasionForm(Form):
    """A session and its dates."""

    year = year_field(pgettext_lazy("year", "Year"))
    label = forms.CharField(
        label=_("Meeting or session in the year"),
        required=False,
        max_length=120,
        help_text=_("Only if several are held in that year, for example: 41st meeting."),
    )
    date = PartialDateField(
        pgettext_lazy("session", "First day"),
        _("For example: 2031-05 or 2031-05-17. Leave blank until the date is set."),
    )
    until = PartialDateField(pgettext_lazy("session", "Last day"))
    source = text_field(
        pgettext_lazy("source of information", "Source"),
        _("Document or page stating the date."),
        rows=2,
        most=1000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = add_wording_fields(self, "name", _("Name of the session"), most=120)
        self.order_fields([name for name in self.fields if name != "reason"])
        self.require_one(*names)


class AddOccasionForm(OccasionForm):
    """A new session of an entity."""

    entity = EntityField(_("Entity holding the session"))
    field_order = ("entity",)


class ChangeOccasionForm(OccasionForm):
    """The correction of a session."""

    conditional = ("reason",)

    reason = ReasonField(required=False, hint=_("Required if a date has already been set."))


class TieMeetingForm(Form):
    """The session that a meeting is: one of its body, or a new one."""

    conditional = ("reason",)

    session = forms.ChoiceField(label=pgettext_lazy("mandates", "Session"))
    reason = ReasonField(required=False, hint=_("Required if a date has already been set."))

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["session"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*choices, (NEW_SESSION, gettext("a new session"))]


class AnswerForm(Form):
    """A document that answers a deliverable."""

    conditional: tuple[str, ...] = ("title",)

    document = document_field(required=True)
    title = title_field()
    paragraphs = forms.CharField(
        label=pgettext_lazy("submitted document", "Relevant paragraphs"),
        required=False,
        max_length=200,
        help_text=_(
            "Only if the document also covers other matters. For example: 12–18, annex II."
        ),
    )
    date = PartialDateField(pgettext_lazy("document", "Date"))
    language = forms.ChoiceField(label=_("Language of the document"), choices=LANGUAGE_NAMES)

    def __init__(self, *args: Any, reader: Reader, host: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader, self.host = reader, host

    @override
    def clean(self) -> None:
        address = self.cleaned_data.get("document")
        if not address:
            return
        try:
            document = resolve_document(address, self.reader, self.host)
        except InvalidInput as fault:
            self.add_error("document", str(fault.faults["document"]))
        else:
            if document["record"] is None:
                self.require_field("title")


class SubmissionForm(AnswerForm):
    """A document submitted for a deliverable, or for a part of it."""

    conditional = ("title", "reason")

    partly = forms.BooleanField(
        label=_("The document covers only part of the request"), required=False
    )
    reason = text_field(
        _("Parts not covered and reason"),
        _("Required if the document covers only part of the request."),
        rows=2,
    )

    @override
    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("partly"):
            self.require_field("reason")


class CorrectSubmissionForm(AnswerForm):
    """The correction of what is said of a document."""

    reason = ReasonField()


class ProgressForm(Form):
    """The progress of a deliverable, without the states that need a document."""

    conditional = ("reason",)

    state = forms.ChoiceField(
        label=pgettext_lazy("deliverable", "Status"),
        choices=[
            each
            for each in Progress.choices
            if each[0] not in (Progress.REPORTED_DONE, Progress.PARTLY_DONE)
        ],
        widget=forms.RadioSelect,
    )
    reason = text_field(
        pgettext_lazy("reason for an action", "Reason"),
        _("Required for “reported not done” and “not applicable”."),
        rows=3,
        most=3000,
    )
    language = language_field()

    @override
    def clean(self) -> None:
        if self.cleaned_data.get("state") in REASON_REQUIRED:
            self.require_field("reason")


class ExplanationForm(Form):
    """The explanation why a deliverable is overdue."""

    answer = text_field(
        _("Reason for delay"),
        _("Public from the day the deliverable is shown as overdue."),
        required=True,
        most=3000,
    )
    expected = PartialDateField(pgettext_lazy("deliverable", "Expected date"))
    language = language_field()


class StepForm(SessionsForm):
    """A step of a deliverable."""

    task = forms.ChoiceField(label=pgettext_lazy("step", "Task"), choices=Step.Task.choices)
    entity = EntityField(pgettext_lazy("step", "Responsible entity"))
    occasion = SessionField(pgettext_lazy("mandates", "Session"))
    date = PartialDateField(_("Date, if different from the session date"))
    position = forms.IntegerField(
        label=_("Position in the sequence"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=_("Enter 1 for the first step; leave blank for the last."),
    )
    act_words = forms.CharField(label=_("Decision or document"), required=False, max_length=300)


class ChangeStepForm(StepForm):
    """The correction of a step."""

    reason = ReasonField()


class StepCompletionForm(Form):
    """The completion of a step."""

    conditional = ("title",)

    document = document_field()
    done_on = PartialDateField(
        pgettext_lazy("step", "Completion date"), _("Leave blank if the step is not yet completed.")
    )
    title = title_field()


class DelegationForm(SessionsForm):
    """The entity to which a step is delegated, and by which act."""

    conditional = ("words", "document")

    to = EntityField(_("Entity to which the step is delegated"))
    words = forms.CharField(
        label=_("Decision or document"),
        required=False,
        max_length=300,
        help_text=_(
            "For example: Council 2024, 5th plenary meeting. Alternatively, enter the "
            "document’s address below."
        ),
        error_messages={"required": _("Enter the decision or document delegating the step.")},
    )
    document = document_field()
    occasion = SessionField(pgettext_lazy("mandates", "Session"))
    date = PartialDateField(_("Date, if different from the session date"))
    reports_back = forms.BooleanField(
        label=_("The entity reports back to the delegating entity"), required=False
    )
    report_at = SessionField(_("Session for reporting back"))

    @override
    def clean(self) -> None:
        if not self.cleaned_data.get("document"):
            self.require_field("words")


class DeliverableForm(SessionsForm):
    """The kind and the due date of a deliverable."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("mandate", "Deliverable"),
        choices=[("", pgettext_lazy("empty choice", "Select one")), *DeliverableKind.choices],
    )
    occasion = SessionField(pgettext_lazy("mandates", "Session"))
    due = PartialDateField(
        _("Date, if different from the session date"),
        _(
            "For example: 2031, 2031-05, 2031-05-17. Deliverables without a full date "
            "cannot become overdue."
        ),
    )
    words = forms.CharField(
        label=_("Due date as worded in the text"), required=False, max_length=300
    )
    language = language_field()


class ChangeDeliverableForm(DeliverableForm):
    """The correction of a deliverable."""

    reason = ReasonField()


class MergeForm(Form):
    """The deliverable to merge into, and the act that merges them."""

    conditional = ("words", "document")

    into = forms.CharField(
        label=_("Number of the other deliverable"),
        max_length=40,
        help_text=_("Mandate number and deliverable number, for example: M-0412/2."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    words = forms.CharField(
        label=_("Decision or document"),
        required=False,
        max_length=300,
        help_text=_(
            "Merging requires a body’s decision. Name the decision, or enter its address below."
        ),
        error_messages={
            "required": _("Enter the decision or document. Merging requires a decision of a body.")
        },
    )
    document = document_field()

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader

    @override
    def clean(self) -> None:
        if not self.cleaned_data.get("document"):
            self.require_field("words")

    def clean_into(self) -> Deliverable:
        """The deliverable with this number, if the person may see it."""
        slug, _slash, number = self.cleaned_data["into"].strip().partition("/")
        visible = Mandate.objects.visible_to(self.reader).filter(slug__iexact=slug)
        rows = Deliverable.objects.filter(mandate__in=visible, withdrawn_at=None)
        ordinal = int(number[:6]) if number.isascii() and number.isdecimal() else 0
        into = rows.filter(ordinal=ordinal).select_related("mandate__record").first()
        if into is None:
            raise ValidationError(
                gettext("No deliverable has this number. Enter a number such as M-0412/2.")
            )
        return into


class OccurrenceForm(Form):
    """An occurrence of the trigger of a mandate."""

    words = forms.CharField(label=pgettext_lazy("condition of a mandate", "Event"), max_length=300)
    date = PartialDateField(pgettext_lazy("occurrence", "Date"))
    language = language_field()
    document = document_field()
