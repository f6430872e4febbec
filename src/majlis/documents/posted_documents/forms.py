"""Forms of posted documents: filters of the lists, files, due dates, places on the agenda."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.documents.models import Category
from majlis.documents.posted_documents import queries, tables
from majlis.events.core.names import name_by_number
from majlis.events.models import Meeting, Outcome
from majlis.instruments.core.forms import Choice, offer_choices
from majlis.kernel.models import Reader
from majlis.kernel.models.wording import LocalizedText
from majlis.kit.filters import ListFilters
from majlis.look import formats
from majlis.look.forms import DateField, FilterForm, Form, Initial, Sent
from majlis.look.languages import LANGUAGE_NAMES

ANY = ("", pgettext_lazy("filter", "All"))


class DocumentFilters(ListFilters):
    """The filters that lists of documents share."""

    q = forms.CharField(label=_("Symbol or words"), required=False, max_length=200)
    series = forms.ChoiceField(label=pgettext_lazy("of documents", "Series"), required=False)
    purpose = forms.ChoiceField(
        label=pgettext_lazy("document", "Purpose"),
        required=False,
        choices=[ANY, *((key.value, name) for key, name in tables.PURPOSES.items())],
    )
    category = forms.ChoiceField(
        label=pgettext_lazy("document", "Category"),
        required=False,
        choices=[ANY, *Category.choices],
    )
    source = forms.ChoiceField(
        label=pgettext_lazy("document", "Source organization"), required=False
    )
    language = forms.ChoiceField(
        label=pgettext_lazy("language", "Language"), required=False, choices=[ANY, *LANGUAGE_NAMES]
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)


class MeetingDocumentFilters(DocumentFilters):
    """The filters of the documents of a meeting."""

    field_order = ("q", "item", "series", "purpose", "category", "source", "language")
    item = forms.ChoiceField(label=pgettext_lazy("of an agenda", "Item"), required=False)

    def __init__(self, data: QueryDict, *, reader: Reader, meeting: Meeting, language: str) -> None:
        super().__init__(data)
        choices = queries.meeting_filter_choices(reader, meeting, language)
        offer_choices(self, "series", [ANY, *choices.series])
        offer_choices(self, "source", [ANY, *choices.sources])
        offer_choices(self, "item", [ANY, *choices.items])


def meeting_label(meeting: queries.MeetingChoice, language: str) -> str:
    """A meeting among choices: `WG-AB-5 (24 February 2027)`."""
    _slug, abbreviation, body, number, day = meeting
    if not abbreviation:
        short = name_by_number(LocalizedText(body, language, ""), number, language)
    else:
        short = f"{abbreviation}-{number}" if number is not None else abbreviation
    return formats.with_brackets(short, formats.date(day, language), language) if day else short


class AllDocumentFilters(DocumentFilters):
    """The filters of the documents of all meetings."""

    field_order = ("q", "body", "meeting", "series", "purpose", "category", "source", "language")
    body = forms.ChoiceField(label=pgettext_lazy("intergovernmental body", "Body"), required=False)
    meeting = forms.ChoiceField(label=pgettext_lazy("of a body", "Meeting"), required=False)

    def __init__(self, data: QueryDict, *, reader: Reader, language: str) -> None:
        super().__init__(data)
        choices = queries.filter_choices(reader, language)
        offer_choices(self, "body", [ANY, *choices.bodies])
        meetings = [(each.slug, meeting_label(each, language)) for each in choices.meetings]
        offer_choices(self, "meeting", [ANY, *meetings])
        offer_choices(self, "series", [ANY, *choices.series])
        offer_choices(self, "source", [ANY, *choices.sources])


class LanguageFilter(ListFilters):
    """The language into which documents are translated."""

    into = forms.ChoiceField(
        label=pgettext_lazy("translation", "Target language"), choices=LANGUAGE_NAMES
    )


class FileForm(Form):
    """A version in a language: a file, or a text that is typed."""

    conditional = ("file", "text")

    language = forms.ChoiceField(
        label=pgettext_lazy("of a file", "Language"), choices=LANGUAGE_NAMES
    )
    file = forms.FileField(
        label=pgettext_lazy("file", "File"),
        required=False,
        help_text=_("DOCX or PDF. The text of a DOCX file is shown and compared."),
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf"}),
    )
    text = forms.CharField(
        label=pgettext_lazy("body of a document", "Text"),
        required=False,
        max_length=400_000,
        help_text=_("In place of a file. Leave an empty line between two paragraphs."),
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )

    def __init__(self, *sent: Sent, languages: Sequence[str], initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        names = dict(LANGUAGE_NAMES)
        offer_choices(self, "language", [(code, names[code]) for code in languages])


class LanguageDueForm(Form):
    """The day by which a version is expected in a language."""

    language = forms.ChoiceField(
        label=pgettext_lazy("of a file", "Language"), choices=LANGUAGE_NAMES
    )
    due = DateField(
        label=pgettext_lazy("due date", "Due date"),
        required=False,
        help_text=_("Leave it blank to remove the date."),
    )

    def __init__(self, *sent: Sent, languages: Sequence[str], initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        names = dict(LANGUAGE_NAMES)
        offer_choices(self, "language", [(code, names[code]) for code in languages])


class PlaceDocumentForm(Form):
    """The item of an agenda at which a document is considered."""

    item = forms.ChoiceField(label=pgettext_lazy("document", "Agenda item"))

    def __init__(self, *sent: Sent, items: Sequence[Choice], initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        offer_choices(self, "item", items)


class ItemDocumentForm(Form):
    """A document that is considered at an item of the agenda."""

    item = forms.ChoiceField(label=pgettext_lazy("document", "Agenda item"))
    symbol = forms.CharField(
        label=pgettext_lazy("text", "Symbol"),
        max_length=160,
        help_text=_("The symbol of a document of this meeting or of another one."),
        widget=forms.TextInput(attrs={"dir": "ltr", "data-suggest": "document"}),
    )

    def __init__(self, *sent: Sent, items: Sequence[Choice], initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        offer_choices(self, "item", items)


class OutcomeForm(Form):
    """What came of a document at an item."""

    conditional = ("note_language",)

    outcome = forms.ChoiceField(
        label=pgettext_lazy("of a document at an item", "Outcome"),
        choices=Outcome.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=pgettext_lazy("outcome", "Note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    note_language = forms.ChoiceField(
        label=_("Language of the note"), required=False, choices=LANGUAGE_NAMES
    )


class OptionalReasonForm(Form):
    """A reason, which is needed only where something was recorded."""

    conditional = ("reason",)

    reason = forms.CharField(
        label=pgettext_lazy("reason for an action", "Reason"),
        required=False,
        max_length=2000,
        help_text=_("Needed where an outcome is recorded."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


class SymbolForm(FilterForm):
    """A symbol to go to."""

    symbol = forms.CharField(
        label=pgettext_lazy("text", "Symbol"),
        max_length=160,
        widget=forms.TextInput(attrs={"dir": "ltr", "data-suggest": "document"}),
    )
