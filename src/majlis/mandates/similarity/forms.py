"""Forms to check a draft, to filter pairs of related mandates, and to judge a pair."""

from __future__ import annotations

import json
import re
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
_LONGEST_LABEL, _MOST_ADDRESSEES = 80, 50
_SURROGATE = re.compile("[\ud800-\udfff]")


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
        try:
            data = json.loads(self.cleaned_data["draft"])
        except (ValueError, RecursionError):
            data = None
        draft = _parsed_draft(data)
        if draft is None:
            raise forms.ValidationError(
                _("The comparison could not be read. Check the draft again.")
            )
        return draft


def serialized_draft(draft: Draft) -> str:
    """A draft as JSON for the field of ``ReportForm``."""
    rows = [
        [each.words, each.compared_text, each.label, each.asks, each.addressees]
        for each in draft.paragraphs
    ]
    return json.dumps([draft.language, draft.omitted, draft.title, rows], ensure_ascii=False)


def _parsed_draft(data: object) -> Draft | None:
    """The draft that ``serialized_draft`` gave; None for anything else, which a browser may send."""
    match data:
        case [str(language), int(omitted), str(title), list(rows)]:
            paragraphs = [_parsed_paragraph(row) for row in rows[:MOST_PARAGRAPHS]]
        case _:
            return None
    parsed = [each for each in paragraphs if each is not None]
    if (
        language not in LANGUAGES_BY_CODE
        or isinstance(omitted, bool)
        or not _is_text(title)
        or len(parsed) < len(paragraphs)
    ):
        return None
    return Draft(language, tuple(parsed), max(0, min(omitted, 1 << 20)), title[:300])


def _parsed_paragraph(row: object) -> DraftParagraph | None:
    match row:
        case [str(words), str(compared_text), str(label), bool(asks), list(addressees)]:
            names = [each for each in addressees if isinstance(each, str)]
        case _:
            return None
    texts = (words, compared_text, label, *names)
    if len(names) < len(addressees) or not all(map(_is_text, texts)):
        return None
    return DraftParagraph(
        words,
        compared_text[:LONGEST_TEXT],
        label[:_LONGEST_LABEL],
        asks,
        addressees=tuple(names[:_MOST_ADDRESSEES]),
    )


def _is_text(words: str) -> bool:
    """Whether a string of JSON is text: halves of characters and NUL are none."""
    return "\0" not in words and not _SURROGATE.search(words)


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
