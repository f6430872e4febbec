"""Forms to check a draft, to filter pairs of related mandates, and to judge one."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.files import too_large_message
from majlis.kernel.languages import LANGUAGE_CHOICES, LANGUAGES_BY_CODE
from majlis.look.forms import Form
from majlis.mandates.core.embeddings import LONGEST_TEXT
from majlis.mandates.core.filters import ListFilters
from majlis.mandates.lifecycle import PROPOSED
from majlis.mandates.models import RelatedPair
from majlis.mandates.similarity.draft import MOST_PARAGRAPHS, Draft, DraftParagraph

MAX_BYTES = 2_000_000
"""The largest file that is checked while somebody waits."""
_LONGEST_LABEL = 80


class DraftForm(Form):
    """Words, or a file, to be compared with the register."""

    words = forms.CharField(
        label=_("Words of the draft"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_("One paragraph or several, in any of the six languages."),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("Word (DOCX), Akoma Ntoso (XML), HTML, Markdown or plain text."),
    )
    language = forms.ChoiceField(
        label=_("Language of the draft"),
        required=False,
        choices=[("", _("as its words tell")), *LANGUAGE_CHOICES],
    )

    def clean_file(self) -> Any:
        """A file that is not too large to be read while somebody waits."""
        given = self.cleaned_data["file"]
        if given is not None and given.size > MAX_BYTES:
            raise forms.ValidationError(too_large_message(MAX_BYTES))
        return given

    def clean(self) -> dict[str, Any]:
        """Words or a file, not both."""
        given = super().clean() or self.cleaned_data
        words, file = str(given.get("words", "")).strip(), given.get("file")
        if self.errors:
            return given
        if words and file:
            self.add_error("file", _("Paste words or choose a file, not both: take one away."))
        elif not words and not file:
            self.add_error("words", _("There is nothing to check: paste words, or choose a file."))
        return given


class ReportForm(forms.Form):
    """The draft as it was read, sent back for the note: a page keeps nothing."""

    draft = forms.CharField(max_length=400_000, widget=forms.HiddenInput)

    def clean_draft(self) -> Draft:
        """The paragraphs that were compared."""
        fault = forms.ValidationError(_("This page is not as it was sent. Check the draft again."))
        try:
            given = json.loads(self.cleaned_data["draft"])
            language, left, title, rows = given
            made = [_parsed_paragraph(*row) for row in rows[:MOST_PARAGRAPHS]]
            known = language in LANGUAGES_BY_CODE
        except (ValueError, TypeError, RecursionError):
            raise fault from None
        if not known or not isinstance(left, int) or not isinstance(title, str):
            raise fault
        return Draft(language, tuple(made), max(0, min(left, 1 << 20)), title[:300])


def serialized_draft(draft: Draft) -> str:
    """A draft for the field of ``ReportForm``."""
    rows = [[each.words, each.asked, each.label, each.asks] for each in draft.paragraphs]
    return json.dumps([draft.language, draft.left, draft.title, rows], ensure_ascii=False)


def _parsed_paragraph(words: Any, asked: Any, label: Any, asks: Any) -> DraftParagraph:
    if not all(isinstance(each, str) for each in (words, asked, label)):
        raise TypeError
    return DraftParagraph(words, asked[:LONGEST_TEXT], label[:_LONGEST_LABEL], bool(asks))


ANY = ("", pgettext_lazy("filter", "any"))
PAIR_STATES = [
    ("", _("those that may be related")),
    (PROPOSED, _("nobody has looked at")),
    *RelatedPair.Judgement.choices,
]


class PairFilters(ListFilters):
    """By what pairs are found."""

    state = forms.ChoiceField(
        label=pgettext_lazy("pair", "State"), required=False, choices=PAIR_STATES
    )
    entity = forms.ChoiceField(label=_("Who is asked"), required=False)

    def __init__(self, actors: list[tuple[str, str]], data: Any) -> None:
        super().__init__(data)
        field: Any = self.fields["entity"]
        field.choices = [ANY, *actors]


class JudgementForm(Form):
    """What a person says of two mandates."""

    judgement = forms.ChoiceField(
        label=_("The two are"), choices=RelatedPair.Judgement.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    function = forms.CharField(
        label=_("How they differ in function"),
        required=False,
        max_length=500,
        help_text=_("One sets a norm and the other trains people, for instance."),
    )
    place = forms.CharField(
        label=_("How they differ in place"),
        required=False,
        max_length=500,
        help_text=_("Another region, another body, other people whom it serves."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
