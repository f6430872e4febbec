"""Forms to check a draft, to filter pairs of related mandates, and to judge a pair."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.files import too_large_message
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kit.filters import ListFilters
from majlis.look.forms import Form
from majlis.look.languages import LANGUAGE_NAMES
from majlis.mandates.core.embeddings import LONGEST_TEXT
from majlis.mandates.lifecycle import PROPOSED
from majlis.mandates.models import RelatedPair
from majlis.mandates.similarity.draft import MOST_PARAGRAPHS, Draft, DraftParagraph

MAX_BYTES = 2_000_000
"""Size of the largest file that is checked, as the user waits for the result."""
_LONGEST_LABEL = 80


class DraftForm(Form):
    """Text or a file to compare with the register."""

    conditional = ("words", "file")

    words = forms.CharField(
        label=_("Text of the draft"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_("One or more paragraphs, in any of the six official languages."),
    )
    file = forms.FileField(
        label=_("File containing the draft"),
        required=False,
        help_text=_("Word (DOCX), Akoma Ntoso (XML), HTML, Markdown or plain text."),
    )
    language = forms.ChoiceField(
        label=_("Language of the draft"),
        required=False,
        choices=[("", pgettext_lazy("language", "Detect automatically")), *LANGUAGE_NAMES],
    )

    def clean_file(self) -> Any:
        """Reject a file that is too large to be read during the request."""
        file = self.cleaned_data["file"]
        if file is not None and file.size > MAX_BYTES:
            raise forms.ValidationError(too_large_message(MAX_BYTES))
        return file

    def clean(self) -> dict[str, Any]:
        """Require text or a file, but not both."""
        data = super().clean() or self.cleaned_data
        words, file = str(data.get("words", "")).strip(), data.get("file")
        if self.errors:
            return data
        if words and file:
            self.add_error("file", _("Enter text or select a file, not both."))
        elif not words and not file:
            self.add_error("words", _("The draft is missing. Enter text or select a file."))
        return data


class ReportForm(forms.Form):
    """The draft as it was read, sent back for the report: the site does not save it."""

    draft = forms.CharField(max_length=400_000, widget=forms.HiddenInput)

    def clean_draft(self) -> Draft:
        """The draft with the paragraphs that were compared."""
        fault = forms.ValidationError(_("The comparison could not be read. Check the draft again."))
        try:
            data = json.loads(self.cleaned_data["draft"])
            language, omitted, title, rows = data
            paragraphs = [_parsed_paragraph(*row) for row in rows[:MOST_PARAGRAPHS]]
            is_known_language = language in LANGUAGES_BY_CODE
        except (ValueError, TypeError, RecursionError):
            raise fault from None
        if not is_known_language or not isinstance(omitted, int) or not isinstance(title, str):
            raise fault
        return Draft(language, tuple(paragraphs), max(0, min(omitted, 1 << 20)), title[:300])


def serialized_draft(draft: Draft) -> str:
    """A draft as JSON for the field of ``ReportForm``."""
    rows = [
        [each.words, each.compared_text, each.label, each.asks, each.addressees]
        for each in draft.paragraphs
    ]
    return json.dumps([draft.language, draft.omitted, draft.title, rows], ensure_ascii=False)


def _parsed_paragraph(
    words: Any, compared_text: Any, label: Any, asks: Any, addressees: Any
) -> DraftParagraph:
    if not all(isinstance(each, str) for each in (words, compared_text, label, *addressees)):
        raise TypeError
    return DraftParagraph(
        words,
        compared_text[:LONGEST_TEXT],
        label[:_LONGEST_LABEL],
        bool(asks),
        addressees=tuple(addressees),
    )


ANY = ("", pgettext_lazy("filter", "All"))
PAIR_STATES = [
    ("", pgettext_lazy("pair", "possibly related")),
    (PROPOSED, pgettext_lazy("pair", "not yet assessed")),
    *RelatedPair.Judgement.choices,
]


class PairFilters(ListFilters):
    """Filters of the list of pairs."""

    state = forms.ChoiceField(
        label=pgettext_lazy("pair", "Status"), required=False, choices=PAIR_STATES
    )
    entity = forms.ChoiceField(label=pgettext_lazy("mandate", "Addressees"), required=False)

    def __init__(self, actors: list[tuple[str, str]], data: Any) -> None:
        super().__init__(data)
        field: Any = self.fields["entity"]
        field.choices = [ANY, *actors]


class JudgementForm(Form):
    """The judgement of a pair."""

    judgement = forms.ChoiceField(
        label=pgettext_lazy("pair", "Assessment"),
        choices=RelatedPair.Judgement.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=pgettext_lazy("reason for an action", "Reason"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    function = forms.CharField(
        label=_("Difference in function"),
        required=False,
        max_length=500,
        help_text=_("For example, one sets a norm and the other provides training."),
    )
    place = forms.CharField(
        label=_("Difference in scope"),
        required=False,
        max_length=500,
        help_text=_("For example, another region, body or group of beneficiaries."),
    )
