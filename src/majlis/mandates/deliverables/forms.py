"""Forms of deliverables: progress, submitted documents, explanations of delay, steps, sessions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.look.forms import with_brackets_lazy
from majlis.mandates.core.forms import (
    EditForm,
    date_field,
    document_field,
    entity_field,
    language_field,
    reason_field,
    session_field,
    text_field,
    title_field,
    year_field,
)
from majlis.mandates.deliverables.steps import OCCASION_FIELDS
from majlis.mandates.models import Step
from majlis.mandates.models.choices import DeliverableKind, Progress


class OccasionForm(EditForm):
    """A session and its dates."""

    token_fields = OCCASION_FIELDS
    shows = ("year", "label", "date", "until", "source")

    year = year_field(_("Year"))
    label = forms.CharField(
        label=_("Which of that year"),
        required=False,
        max_length=120,
        help_text=_("Only where there are several: 41st meeting."),
    )
    date = date_field(
        _("First day"), _("As 2031-05-17, or 2031-05; empty while the date is to be set.")
    )
    until = date_field(_("Last day"))
    source = text_field(_("Source"), _("Where the date is written."), rows=2, most=1000)

    def __init__(self, instance: Any = None, data: Any = None, /, **initial: Any) -> None:
        names = instance.names if instance is not None else {}
        initial |= {f"name_{code}": names.get(code, "") for code, _name in LANGUAGE_CHOICES}
        super().__init__(instance, data, **initial)
        if instance is None:
            self.add("entity", entity_field(_("Whose session")))
        for code, name in LANGUAGE_CHOICES:
            self.add(
                f"name_{code}",
                forms.CharField(
                    label=with_brackets_lazy(_("Name of the session"), name),
                    required=False,
                    max_length=120,
                    widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
                ),
            )
        if instance is not None:
            self.add("why", text_field(pgettext_lazy("correction", "Reason"), rows=2))
            self.fields["why"].help_text = _("Needed where it had another date already.")
        self.order_fields(["entity", "year", "label", "date", "until", "source"])

    def names(self) -> dict[str, str]:
        """The names of the session by language. Call it after ``is_valid()``."""
        typed = {
            code: self.cleaned_data[f"name_{code}"].strip() for code, _name in LANGUAGE_CHOICES
        }
        return {code: name for code, name in typed.items() if name}


class SubmissionForm(EditForm):
    """A document submitted for a deliverable."""

    token_fields = ("record", "link", "title", "paragraphs", "language", "date")
    shows = ("title", "paragraphs", "date")
    asks_reason = True
    where = True

    title = title_field()
    paragraphs = forms.CharField(
        label=_("Paragraphs that answer it"),
        required=False,
        max_length=200,
        help_text=_("Where the document also answers something else: 12–18, annex II."),
    )
    date = date_field(pgettext_lazy("document", "Date"))
    language = forms.ChoiceField(label=_("Language of the document"), choices=LANGUAGE_CHOICES)
    partly = forms.BooleanField(label=_("It answers a part only"), required=False)
    reason = text_field(
        _("What is missing, and why"), _("Needed where it answers a part only."), rows=2
    )

    def __init__(self, instance: Any = None, data: Any = None, /, **initial: Any) -> None:
        super().__init__(instance, data, **initial)
        if instance is not None:
            del self.fields["partly"], self.fields["reason"]


class ProgressForm(EditForm):
    """The progress of a deliverable, without the states that need a document."""

    token_fields = ("state", "reason", "reason_language")
    shows = ("state", "reason")

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


class ExplanationForm(EditForm):
    """The explanation why a deliverable is overdue."""

    token_fields = ("language", "answer", "expected")
    shows = ("answer", "expected")

    answer = text_field(
        _("Why it is late"),
        _("Everybody reads it beside the date, from the day on which it is shown as late."),
        required=True,
        most=3000,
    )
    expected = date_field(_("When it is expected"))
    language = language_field()


class StepForm(EditForm):
    """A step of a deliverable."""

    token_fields = ("position", "entity", "task", "occasion", "date", "act_words")
    shows = ("task", "date", "act_words")
    asks_reason = True

    task = forms.ChoiceField(label=_("What is done"), choices=Step.Task.choices)
    entity = entity_field(_("Who takes the step"))
    date = date_field(_("Date, where it is not that of a session"))
    act_words = forms.CharField(label=_("By which act"), required=False, max_length=300)

    def __init__(
        self, instance: Any = None, data: Any = None, /, occasions: Any = (), **initial: Any
    ) -> None:
        if instance is not None:
            initial |= {
                "entity": str(instance.entity),
                "occasion": instance.occasion_id,
                "position": instance.position + 1,
            }
        super().__init__(instance, data, **initial)
        self.add("occasion", session_field(_("At which session"), occasions))
        self.add(
            "position",
            forms.IntegerField(
                label=_("Place in the chain"),
                required=False,
                min_value=1,
                max_value=99,
                help_text=_("1 is the first; empty for the last."),
            ),
        )
        self.order_fields(["task", "entity", "occasion", "date", "position", "act_words"])


class StepCompletionForm(EditForm):
    """The completion of a step."""

    token_fields = ("done_on", "record", "link", "title")
    shows = ("done_on", "title")
    where = True

    done_on = date_field(_("When it was taken"), _("Empty where it was not taken after all."))
    title = title_field()


class DelegationForm(EditForm):
    """The entity to which a step is delegated, and by which act."""

    to = entity_field(_("Who takes the step in its place"))
    words = forms.CharField(
        label=_("By which act"),
        required=False,
        max_length=300,
        help_text=_(
            "As a record says it: Council 2024, 5th plenary meeting. Or its address, below."
        ),
    )
    date = date_field(_("Date, where it is not that of a session"))
    reports_back = forms.BooleanField(
        label=_("It reports back to the one in whose place it acts"), required=False
    )

    def __init__(
        self, instance: Any = None, data: Any = None, /, occasions: Any = (), **more: Any
    ) -> None:
        super().__init__(None, data, reports_back=True, **more)
        occasions = list(occasions)
        self.add("document", document_field())
        self.add("occasion", session_field(_("At which session it acts"), occasions))
        self.add("report_at", session_field(_("At which session it reports back"), occasions))
        self.order_fields(["to", "words", "document", "occasion", "date", "reports_back"])


class DeliverableForm(EditForm):
    """The kind and the due date of a deliverable."""

    token_fields = ("kind", "occasion", "due", "language", "words")
    shows = ("kind", "due", "words")
    asks_reason = True

    kind = forms.ChoiceField(label=_("What is to be delivered"), choices=DeliverableKind.choices)
    due = date_field(
        _("Date, where it is not that of a session"),
        _("As 2031-05-17, or 2031-05, or 2031. Only a whole date can be late."),
    )
    words = forms.CharField(label=_("When, as the text says it"), required=False, max_length=300)
    language = language_field()

    def __init__(
        self, instance: Any = None, data: Any = None, /, occasions: Any = (), **initial: Any
    ) -> None:
        if instance is not None:
            initial |= {"occasion": instance.occasion_id}
        super().__init__(instance, data, **initial)
        self.add("occasion", session_field(_("For which session"), occasions))
        self.order_fields(["kind", "occasion", "due", "words", "language"])


class MergeForm(EditForm):
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

    def __init__(self, instance: Any = None, data: Any = None, /, **more: Any) -> None:
        super().__init__(None, data, **more)
        self.add("document", document_field())


class ReasonForm(EditForm):
    """A reason only."""

    def __init__(self, instance: Any = None, data: Any = None, /, **more: Any) -> None:
        super().__init__(None, data, **more)
        self.add("why", reason_field())


class OccurrenceForm(EditForm):
    """An occurrence of the trigger of a mandate."""

    words = forms.CharField(label=_("What happened"), max_length=300)
    date = date_field(pgettext_lazy("occurrence", "Date"))
    language = language_field()

    def __init__(self, instance: Any = None, data: Any = None, /, **more: Any) -> None:
        super().__init__(None, data, **more)
        self.add("document", document_field())
