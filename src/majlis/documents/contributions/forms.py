"""Forms of contributions, of their check, and of later versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, override

from django import forms
from django.db.models import QuerySet
from django.utils.html import conditional_escape
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.documents.contributions.checks import HEADER_FIELD
from majlis.documents.contributions.queries import NEW_VERSIONS, TO_POST, WAITING
from majlis.documents.core.body_rules import named, series_name
from majlis.documents.models import (
    Category,
    HeaderField,
    Purpose,
    Series,
    VersionKind,
)
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.templatetags.majlis import said
from majlis.kit.filters import ListFilters
from majlis.look import formats
from majlis.look.forms import Form, Initial, Sent
from majlis.parties.models import Organisation

LONGEST_TITLE = 1_000
LONGEST_SUMMARY = 5_000
LONGEST_HEADER = 2_000
SUBMITTABLE = (Category.CONTRIBUTION, Category.REPORT, Category.WORKING, Category.OTHER)
"""The categories that officers choose; the others are printed from the records."""

type Choices = Sequence[tuple[str, str]]


class ContributionForm(Form):
    """A document: where it comes from, its header, and its text or its file.

    Which fields there are depends on the document: see ``__init__``.
    """

    organisation = forms.ChoiceField(
        label=pgettext_lazy("organization", "Organization"), required=False
    )
    source_words = forms.CharField(
        label=pgettext_lazy("source of a document", "Office"),
        required=False,
        max_length=200,
        help_text=_("Where the document comes from no organization, for example Chair."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    category = forms.ChoiceField(
        label=pgettext_lazy("document", "Category"),
        choices=[(each, each.label) for each in SUBMITTABLE],
    )
    series = forms.ChoiceField(label=pgettext_lazy("documents", "Series"))
    language = forms.ChoiceField(
        label=_("Language of the document"),
        choices=LANGUAGE_CHOICES,
        help_text=_("Other languages are added later."),
    )
    title = forms.CharField(
        label=pgettext_lazy("document", "Title"),
        max_length=LONGEST_TITLE,
        widget=forms.TextInput({"dir": "auto"}),
    )
    purpose = forms.ChoiceField(
        label=pgettext_lazy("document", "Purpose"),
        choices=Purpose.choices,
        widget=forms.RadioSelect,
    )
    items = forms.MultipleChoiceField(
        label=pgettext_lazy("document", "Agenda items"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    abstract = forms.CharField(
        label=pgettext_lazy("document", "Abstract"),
        required=False,
        max_length=LONGEST_SUMMARY,
        help_text=_("Summarize the document in a few sentences."),
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )
    action_required = forms.CharField(
        label=pgettext_lazy("document", "Action required"),
        required=False,
        max_length=LONGEST_SUMMARY,
        help_text=_("State what the meeting is asked to do."),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    text = forms.CharField(
        label=pgettext_lazy("document", "Text"),
        required=False,
        help_text=_("Leave an empty line between paragraphs. Begin items with 1. or (a)."),
        widget=forms.Textarea({"rows": 18, "dir": "auto"}),
    )
    file = forms.FileField(label=pgettext_lazy("file", "File"), max_length=200)

    def __init__(
        self,
        *sent: Sent,
        fields: Sequence[str],
        organisations: Choices = (),
        items: Choices = (),
        series: Sequence[Series] = (),
        header: Sequence[HeaderField] = (),
        word_limit: int = 0,
        is_officer: bool = False,
        is_member: bool = False,
        file_hint: str = "",
        file_required: bool = True,
        initial: Initial = None,
    ) -> None:
        """Make the form with these ``fields``, ``header`` among them for the header fields of the body.

        ``organisations``: those from which the person may submit. ``is_member``: they may also submit in their
        own name. ``items``: those of the agenda.
        """
        super().__init__(*sent, initial=initial)
        language = get_language() or "en"
        for name in list(self.fields):
            if name not in fields:
                del self.fields[name]
        # They are required when the document is submitted, and not to save a draft.
        self.conditional = ("text", "organisation")
        if "organisation" in self.fields:
            empty = (
                _("In my own name, as a member of the body")
                if is_member
                else pgettext_lazy("empty choice", "Select one")
            )
            self.fields["organisation"].choices = [("", empty), *organisations]  # type: ignore[attr-defined]
            self.fields["organisation"].required = not (is_officer or is_member)
        if is_officer:
            self.conditional = (*self.conditional, "source_words", "file")
        if "items" in self.fields:
            self.fields["items"].choices = items  # type: ignore[attr-defined]
            if not items:
                del self.fields["items"]
        if "series" in self.fields:
            self.fields["series"].choices = [  # type: ignore[attr-defined]
                (each.code or MAIN_CHOICE, series_name(each, language)) for each in series
            ]
        if "text" in self.fields and word_limit:
            hint = _("%(hint)s Most words allowed: %(n)s.")
            limit = formats.number(word_limit, language)
            words = {"hint": self.fields["text"].help_text, "n": limit}
            self.fields["text"].help_text = hint % words
        if "file" in self.fields:
            self.fields["file"].help_text = file_hint
            self.fields["file"].required = file_required
        if "header" in fields:
            self._add_header(header, language)

    def _add_header(self, header: Sequence[HeaderField], language: str) -> None:
        """Add the header fields of the body before the text."""
        text = self.fields.pop("text", None)
        file = self.fields.pop("file", None)
        for each in header:
            self.fields[f"{HEADER_FIELD}{each.key}"] = forms.CharField(
                label=said(named(each.names, language)),
                # Hints of forms are shown as they are.
                help_text=conditional_escape(said(named(each.hints, language))),
                # It is required when the document is submitted, and not to save a draft.
                required=False,
                max_length=LONGEST_HEADER,
                widget=forms.TextInput({"dir": "auto"}),
            )
            if each.required:
                self.conditional = (*self.conditional, f"{HEADER_FIELD}{each.key}")
        for name, field in (("text", text), ("file", file)):
            if field is not None:
                self.fields[name] = field

    def header_values(self) -> dict[str, str]:
        """The values of the header fields, by key."""
        return {
            name.removeprefix(HEADER_FIELD): str(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(HEADER_FIELD)
        }


MAIN_CHOICE = "main"
"""The value of the main series, whose code is empty, in a form."""


def series_code(choice: str | None) -> str | None:
    """The code of a series from its value in a form; None where the form does not ask for it."""
    return "" if choice == MAIN_CHOICE else choice


class SubmissionForm(Form):
    """The submission of a document; an officer gives the reason for one that is late."""

    late_reason = forms.CharField(
        label=_("Reason for accepting a late document"),
        required=False,
        max_length=2000,
        help_text=_("The reason is shown with the document."),
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )

    def __init__(
        self,
        *sent: Sent,
        asks_reason: bool = False,
        must_reason: bool = False,
        initial: Initial = None,
    ) -> None:
        super().__init__(*sent, initial=initial)
        if not asks_reason:
            del self.fields["late_reason"]
        else:
            self.fields["late_reason"].required = must_reason


class AcceptanceForm(Form):
    """The acceptance of a document: its purpose and its series."""

    purpose = forms.ChoiceField(
        label=pgettext_lazy("document", "Purpose"),
        choices=Purpose.choices,
        widget=forms.RadioSelect,
    )
    series = forms.ChoiceField(
        label=pgettext_lazy("documents", "Series"),
        help_text=_("The series determines the number and the symbol. It cannot be changed later."),
    )
    reason = forms.CharField(
        label=_("Reason for accepting a late document"),
        required=False,
        max_length=2000,
        help_text=_("The reason is shown with the document."),
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )

    def __init__(
        self, *sent: Sent, series: Sequence[Series], is_late: bool = False, initial: Initial = None
    ) -> None:
        super().__init__(*sent, initial=initial)
        language = get_language() or "en"
        self.fields["series"].choices = [  # type: ignore[attr-defined]
            (each.code or MAIN_CHOICE, series_name(each, language)) for each in series
        ]
        if not is_late:
            del self.fields["reason"]


class PostingForm(Form):
    """The posting of a document."""

    members_only = forms.BooleanField(
        label=_("Only members of the body see the document"), required=False
    )

    def __init__(self, *sent: Sent, is_public: bool = True, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        if not is_public:
            del self.fields["members_only"]


class WithdrawalForm(Form):
    """The withdrawal of a document; only a draft needs no reason."""

    reason = forms.CharField(
        label=pgettext_lazy("reason for an action", "Reason"),
        max_length=5000,
        help_text=_("The reason stays on the page of the document."),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *sent: Sent, is_draft: bool = False, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        self.fields["reason"].required = not is_draft


class DecisionForm(Form):
    """The reason for which a document or a version is returned or refused; its authors read it."""

    reason = forms.CharField(
        label=pgettext_lazy("reason for an action", "Reason"),
        max_length=5000,
        help_text=_("The authors read your reason. State what is to be corrected."),
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )


class OrganisationsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """A choice of organizations by their names in the language of the page."""

    @override
    def label_from_instance(self, obj: Organisation) -> str:
        """The name of the organization."""
        return obj.say("title").text or str(obj.number)


class SignatureForm(Form):
    """The organizations that are asked to co-sign a document."""

    organisations = OrganisationsField(
        Organisation.objects.none(),
        label=pgettext_lazy("page", "Organizations"),
        to_field_name="number",
        help_text=_(
            "Their focal points see the draft and decide. Only those who co-sign are named."
        ),
    )

    def __init__(
        self, *sent: Sent, organisations: QuerySet[Organisation], initial: Initial = None
    ) -> None:
        super().__init__(*sent, initial=initial)
        self.fields["organisations"].queryset = organisations  # type: ignore[attr-defined]


class VersionForm(Form):
    """A revision, an addendum or a corrigendum. ``kind`` is asked for in a new one only."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("version of a document", "Kind"),
        choices=[
            (VersionKind.REVISION, _("Revision: it replaces the text")),
            (VersionKind.ADDENDUM, _("Addendum: it adds to the text")),
            (VersionKind.CORRIGENDUM, _("Corrigendum: it corrects errors in the text")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=pgettext_lazy("version of a document", "What changed"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages that a corrigendum corrects"),
        choices=LANGUAGE_CHOICES,
        required=False,
        help_text=_("Select none if it corrects all languages."),
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(
        label=pgettext_lazy("document", "Text"),
        required=False,
        help_text=_("Leave an empty line between paragraphs. Begin items with 1. or (a)."),
        widget=forms.Textarea({"rows": 18, "dir": "auto"}),
    )
    file = forms.FileField(label=pgettext_lazy("file", "File"), required=False, max_length=200)

    def __init__(
        self,
        *sent: Sent,
        is_new: bool = True,
        has_languages: bool = True,
        file_hint: str = "",
        initial: Initial = None,
    ) -> None:
        super().__init__(*sent, initial=initial)
        self.conditional = ("text", "file")
        self.fields["file"].help_text = file_hint
        if not is_new:
            del self.fields["kind"]
        if not has_languages:
            del self.fields["languages"]


class QueueFilters(ListFilters):
    """The filters of the queue of officers."""

    state = forms.ChoiceField(
        label=pgettext_lazy("status of a record", "Status"),
        required=False,
        choices=[
            ("", pgettext_lazy("filter", "all")),
            (WAITING, _("documents to check")),
            (TO_POST, _("documents to post")),
            (NEW_VERSIONS, _("revisions, addenda and corrigenda to check")),
        ],
    )
    meeting = forms.ChoiceField(label=pgettext_lazy("of a body", "Meeting"), required=False)

    def __init__(self, data: Any = None, *, meetings: Choices = ()) -> None:
        super().__init__(data)
        self.fields["meeting"].choices = [("", pgettext_lazy("filter", "all")), *meetings]  # type: ignore[attr-defined]
