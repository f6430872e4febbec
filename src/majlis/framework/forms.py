"""Forms of the room: filters of a scheme, the content of a cell of a matrix, a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.framework.models import Concept, Link, VerificationStatus
from majlis.framework.queries import matrices
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Reader
from majlis.kit.filters import ListFilters
from majlis.look.forms import Form, Initial, Sent
from majlis.look.languages import LANGUAGE_NAMES
from majlis.look.templatetags.look import symbol


class ConceptFilters(ListFilters):
    """A search for a name or a code in a scheme."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=200)


class CellForm(Form):
    """The content of a cell: targets, reason in the language of the page, source, verification."""

    targets = forms.MultipleChoiceField(
        label=pgettext_lazy("targets of a goal", "Targets"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("To link the whole goal, select no targets."),
    )
    rationale = forms.CharField(
        label=pgettext_lazy("cell of a matrix", "Reason"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Reason for linking the row and the column, in the language of this page."),
    )
    source = forms.CharField(
        label=pgettext_lazy("source of information", "Source"),
        max_length=2000,
        help_text=_("Document symbol or web address."),
    )
    verified = forms.ChoiceField(
        label=pgettext_lazy("verification", "Verification status"),
        choices=VerificationStatus.choices,
        initial=VerificationStatus.NO,
    )

    def __init__(
        self, *sent: Sent, targets: Sequence[Concept], language: str, initial: Initial = None
    ) -> None:
        super().__init__(*sent, initial=initial)
        self.concepts = {each.code: each for each in targets}
        field = self.fields["targets"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (code, format_html("{} {}", symbol(code), each.say("title").text))
            for code, each in self.concepts.items()
        ]
        if not targets:
            del self.fields["targets"]
        direction = LANGUAGES_BY_CODE[language].direction
        self.fields["rationale"].widget.attrs |= {"lang": language, "dir": direction}

    def clean_targets(self) -> list[Concept]:
        """The concepts with the codes chosen."""
        return [self.concepts[code] for code in self.cleaned_data["targets"]]


def content_values(reader: Reader, link: Link, language: str) -> dict[str, Any]:
    """The present content of a cell as values of its form, with the reason in one language."""
    rationale = link.say("rationale", language)
    return {
        "targets": matrices.target_codes(reader, link),
        "rationale": rationale.text if rationale.language == language else "",
        "source": link.source,
        "verified": link.verified,
    }


class LabelForm(Form):
    """The name of a concept in one language, with its source."""

    language = forms.ChoiceField(
        label=pgettext_lazy("language", "Language"), choices=LANGUAGE_NAMES, initial=get_language
    )
    text = forms.CharField(label=pgettext_lazy("concept", "Name"), max_length=500)
    source = forms.CharField(
        label=pgettext_lazy("source of information", "Source"), max_length=2000
    )
    verified = forms.ChoiceField(
        label=pgettext_lazy("verification", "Verification status"),
        choices=VerificationStatus.choices,
        initial=VerificationStatus.NO,
    )
