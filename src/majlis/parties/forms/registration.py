"""Forms for the steps of a registration, for the decision, and for the filters of lists."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.proof_of_work import ProofOfWorkField
from majlis.kit.filters import ListFilters
from majlis.look.forms import Form, Initial, Sent, with_brackets_lazy
from majlis.look.languages import LANGUAGE_NAMES
from majlis.parties import areas, stakeholder_kinds
from majlis.parties.decision_reasons import QUESTIONS, REFUSALS
from majlis.parties.lifecycle import ORGANISATION, REGISTRATION
from majlis.parties.models import ParticipationForm as Shape
from majlis.parties.process import process_rules

EMPTY_CHOICE = ("", pgettext_lazy("empty choice", "Select one"))


class OrganisationStep(Form):
    """The organization: name, kind, country or area, website."""

    form = forms.ChoiceField(
        label=_("Form of participation"),
        choices=lambda: [
            each
            for each in Shape.choices
            if each[0] != Shape.INDIVIDUAL or process_rules().individuals_allowed
        ],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=pgettext_lazy("organization", "Name"),
        max_length=300,
        help_text=_(
            "As used by the organization. Names in other languages follow on the next page."
        ),
    )
    authentic = forms.ChoiceField(label=_("Language of this name"), choices=LANGUAGE_NAMES)
    kind = forms.ChoiceField(
        label=_("Kind of organization"),
        choices=lambda: [EMPTY_CHOICE, *stakeholder_kinds.kind_choices()],
    )
    area = forms.ChoiceField(
        label=_("Country or area"), choices=lambda: [EMPTY_CHOICE, *areas.area_choices()]
    )
    website = forms.URLField(
        label=pgettext_lazy("organization", "Website"),
        max_length=300,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput({"autocomplete": "url"}),
    )

    def __init__(self, *sent: Sent, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        self.fields["area"].required = bool(areas.area_names())


def name_fields(prefix: str, max_length: int, authentic: str = "") -> dict[str, forms.Field]:
    """One field per language for the name, in its direction, without the original language."""
    return {
        f"{prefix}_{code}": forms.CharField(
            label=with_brackets_lazy(pgettext_lazy("organization", "Name"), name),
            max_length=max_length,
            required=False,
            widget=forms.TextInput({"lang": code, "dir": "rtl" if code == "ar" else "ltr"}),
        )
        for code, name in LANGUAGE_NAMES
        if code != authentic
    }


class NamesStep(Form):
    """Names in other languages, all of them optional."""

    short_name = forms.CharField(
        label=_("Short name or abbreviation"), max_length=40, required=False
    )
    languages = forms.MultipleChoiceField(
        label=_("Working languages of the organization"),
        choices=LANGUAGE_NAMES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *sent: Sent, authentic: str = "", initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        self.fields |= name_fields("name", 300, authentic)


NO_EVIDENCE = _("Select a file as evidence.")


class EvidenceStep(Form):
    """Files that prove that the organization exists and that the applicant may act for it."""

    file = forms.FileField(
        label=pgettext_lazy("supporting documents", "Evidence"),
        max_length=200,
        error_messages={"required": NO_EVIDENCE},
        help_text=_(
            "Register entry, statute or letter naming you (PDF, DOCX, PNG, JPEG or plain text)."
        ),
    )
    evidence_note = forms.CharField(
        label=_("Description of the file"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    remove = forms.MultipleChoiceField(
        label=_("Files to remove"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *sent: Sent, held: Iterable[tuple[str, str]] = (), initial: Initial = None
    ) -> None:
        super().__init__(*sent, initial=initial)
        self.held = list(held)
        self.fields["file"].required = not self.held
        if self.held:
            self.fields["remove"].choices = self.held  # type: ignore[attr-defined]
        else:
            del self.fields["remove"]

    def clean(self) -> dict[str, str | list[str] | UploadedFile[bytes] | None]:
        """Require at least one file after removals."""
        data = super().clean() or self.cleaned_data
        kept = len(self.held) - len(data.get("remove") or [])
        if not data.get("file") and kept < 1 and "file" not in self.errors:
            self.add_error("file", NO_EVIDENCE)
        return data


class ApplicantStep(Form):
    """The applicant."""

    applicant_name = forms.CharField(
        label=pgettext_lazy("name of a person", "Your name"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    function = forms.CharField(
        label=_("Your position in the organization"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        help_text=_("A confirmation link will be sent to this address."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    language = forms.ChoiceField(label=_("Language of correspondence"), choices=LANGUAGE_CHOICES)


class CheckStep(Form):
    """The last step; a resubmission has a field for an answer to the secretariat.

    ``where`` is the ``client_key`` of an anonymous visitor, whose form requires a proof of work.
    """

    words = forms.CharField(
        label=_("Your reply to the secretariat"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )

    def __init__(
        self, *sent: Sent, again: bool = False, where: str = "", initial: Initial = None
    ) -> None:
        super().__init__(*sent, initial=initial)
        if not again:
            del self.fields["words"]
        if where:
            self.fields["guard"] = ProofOfWorkField()
            self.fields["guard"].where = where  # type: ignore[attr-defined]


class DecisionForm(Form):
    """The decision: admit, ask or refuse; standard sentences exist in all six languages."""

    conditional = ("reason", "words")

    decision = forms.ChoiceField(
        label=pgettext_lazy("decision on a request", "Decision"),
        widget=forms.RadioSelect,
        choices=[
            ("admit", pgettext_lazy("decision", "Admit organization")),
            ("ask", pgettext_lazy("decision", "Send question to applicant")),
            ("refuse", pgettext_lazy("decision", "Refuse registration")),
        ],
    )
    reason = forms.ChoiceField(
        label=pgettext_lazy("registration", "Standard text"),
        required=False,
        help_text=_("Shown to the applicant in their own language."),
        choices=[
            ("", _("None (your own text only)")),
            (pgettext_lazy("standard texts", "Questions"), list(QUESTIONS.items())),
            (_("Reasons for refusal"), list(REFUSALS.items())),
        ],
    )
    words = forms.CharField(
        label=pgettext_lazy("registration", "Your own text"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )


class RegistrationFilter(ListFilters):
    """Filters of the registrations."""

    q = forms.CharField(label=pgettext_lazy("filter", "Keywords"), max_length=200, required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("status of a record", "Status"),
        required=False,
        choices=[("", pgettext_lazy("filter", "All")), *REGISTRATION.choices],
    )
    kind = forms.ChoiceField(
        label=_("Kind of organization"),
        required=False,
        choices=lambda: [("", pgettext_lazy("filter", "All")), *stakeholder_kinds.kind_choices()],
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)


class OrganisationFilter(RegistrationFilter):
    """Filters of the organizations."""

    area = forms.ChoiceField(
        label=_("Country or area"),
        required=False,
        choices=lambda: [("", pgettext_lazy("filter", "All")), *areas.area_choices()],
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("status of a record", "Status"),
        required=False,
        choices=[("", pgettext_lazy("filter", "All")), *ORGANISATION.choices],
    )
