"""Forms of the room: search in a scheme, a cell of a matrix, a withdrawal, a name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.framework.actions import CellContent
from majlis.framework.models import Concept, VerificationStatus
from majlis.kernel.languages import LANGUAGE_CHOICES, LANGUAGES_BY_CODE
from majlis.look.forms import FilterForm, Form
from majlis.look.templatetags.look import symbol


class ConceptSearchForm(FilterForm):
    """A search for a name or a code in a scheme."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=200)


class CellForm(Form):
    """The content of a cell: targets, reason in the language of the page, source, verification."""

    targets = forms.MultipleChoiceField(
        label=_("Targets"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none where the whole goal is meant."),
    )
    rationale = forms.CharField(
        label=pgettext_lazy("concept", "Reason"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why the one serves the other, in the language of this page."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=2000,
        help_text=_("Where this is written: a document with its symbol, a page with its address."),
    )
    verified = forms.ChoiceField(
        label=_("Compared with the source"), choices=VerificationStatus.choices
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, targets: Sequence[Concept], link: Any, language: str, data: Any = None
    ) -> None:
        self.concepts = {each.code: each for each in targets}
        self.language = language
        super().__init__(data, initial=self._initial(link, language))
        field: Any = self.fields["targets"]
        field.choices = [
            (code, format_html("{} {}", symbol(code), each.say("title").text))
            for code, each in self.concepts.items()
        ]
        rationale: Any = self.fields["rationale"]
        rationale.widget.attrs |= {"lang": language, "dir": LANGUAGES_BY_CODE[language].direction}
        if not targets:
            del self.fields["targets"]

    @staticmethod
    def _initial(link: Any, language: str) -> dict[str, Any]:
        if link is None:
            return {"verified": VerificationStatus.NO}
        rationale = link.say("rationale", language)
        return {
            "targets": link.named,
            "rationale": rationale.text if rationale.language == language else "",
            "source": link.source,
            "verified": link.verified,
            "seen": link.record.changed_at.isoformat(),
        }

    def content(self) -> CellContent:
        """The content for a verb. Call it after ``is_valid()``."""
        return CellContent(
            targets=[self.concepts[code] for code in self.cleaned_data.get("targets", [])],
            rationale=self.cleaned_data["rationale"],
            language=self.language,
            source=self.cleaned_data["source"],
            verified=self.cleaned_data["verified"],
        )

    def seen_at(self) -> datetime | None:
        """The time of the last change that the person saw, or None."""
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None


class WithdrawalForm(Form):
    """The reason for withdrawing a cell."""

    reason = forms.CharField(
        label=_("Reason for withdrawing"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the history of the cell."),
    )


class LabelForm(Form):
    """The name of a concept in one language, with its source."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES)
    text = forms.CharField(label=pgettext_lazy("concept", "Name"), max_length=500)
    source = forms.CharField(label=_("Source"), max_length=2000)
    verified = forms.ChoiceField(
        label=_("Compared with the source"), choices=VerificationStatus.choices
    )
