"""Forms of the agenda: an item, its place and its outcome, and what was presented."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, override

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.events.agenda.actions import MATERIAL_TYPES, MAX_STATEMENT, WORDING_FIELDS
from majlis.events.agenda.tables import PlaceChoice
from majlis.events.core.names import meeting_name
from majlis.events.models import MaterialKind, Meeting, Outcome
from majlis.kernel.files import SHORT_NAMES
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Reader
from majlis.kit.filters import ListFilters
from majlis.kit.forms import ReasonForm
from majlis.look import formats
from majlis.look.forms import Form, Initial, Sent, set_error_messages, with_brackets_lazy
from majlis.look.languages import LANGUAGE_NAMES
from majlis.parties.forms.organisation import organisations_for
from majlis.parties.models import Organisation

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NO_CHOICE = ("", pgettext_lazy("agenda item", "none"))
CLOCK_TIME_FORMATS = ("%H:%M", "%H.%M", "%H h %M", "%Hh%M")
WORDING_LABELS = {
    "title": pgettext_lazy("agenda item", "Title"),
    "note": pgettext_lazy("agenda item", "Note"),
}


def clock_time_field(label: StrOrPromise) -> forms.TimeField:
    """A time by the clock of the meeting."""
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=CLOCK_TIME_FORMATS,
        error_messages={"invalid": _("Enter the time as hours and minutes, for example 14:30.")},
        widget=forms.TimeInput(
            format="%H:%M", attrs={"size": "5", "autocomplete": "off", "dir": "ltr"}
        ),
    )


class ItemForm(Form):
    """An item: its wordings in six languages, its time, who presents it.

    Fields: ``title_en``, ``note_en`` … The language ``first`` stands at the top; the others are folded.
    """

    template_name = "events/agenda/item_fields.html"
    sitting = forms.ChoiceField(label=pgettext_lazy("meeting", "Sitting"), required=False)
    starts = clock_time_field(pgettext_lazy("agenda item", "Start"))
    ends = clock_time_field(pgettext_lazy("agenda item", "End"))
    presenters = forms.CharField(
        label=pgettext_lazy("agenda item", "Presenters"),
        max_length=300,
        required=False,
        help_text=_("People or offices in plain words, for example: Chair. They are public."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    presenting = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Organizations that present the item"),
        to_field_name="number",
        required=False,
    )
    standing = forms.BooleanField(
        label=_("The item is on the agenda of each meeting"), required=False
    )

    def __init__(
        self,
        *sent: Sent,
        reader: Reader,
        first: str,
        sittings: Iterable[tuple[str, str]],
        zone: str,
        initial: Initial = None,
    ) -> None:
        """``first``: the code of a language; ``sittings``: choices; ``zone``: the name of the clock of the meeting."""
        super().__init__(*sent, initial=initial)
        self.first = first
        choice = self.fields["sitting"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [NO_CHOICE, *sittings]
        self.fields["presenting"].queryset = organisations_for(reader)  # type: ignore[attr-defined]
        self.fields["starts"].help_text = zone
        names = dict(LANGUAGE_NAMES)
        ordered = [first, *(code for code in LANGUAGE_CODES if code != first)]
        wordings: dict[str, forms.Field] = {}
        for code in ordered:
            for name, label in WORDING_LABELS.items():
                attributes = {"lang": code, "dir": "rtl" if code == "ar" else "ltr"}
                widget = (
                    forms.TextInput(attributes)
                    if name == "title"
                    else forms.Textarea({**attributes, "rows": 3})
                )
                wordings[f"{name}_{code}"] = forms.CharField(
                    label=with_brackets_lazy(label, names[code]),
                    max_length=WORDING_FIELDS[name],
                    required=(name, code) == ("title", first),
                    widget=widget,
                )
        wordings[f"note_{first}"].help_text = _("What the meeting is invited to do.")
        for field in wordings.values():
            set_error_messages(field, str(field.label))
        own = {name: wordings.pop(name) for name in (f"title_{first}", f"note_{first}")}
        self.fields = own | self.fields | wordings
        self.translations = tuple(wordings)

    @property
    def main_fields(self) -> list[BoundField]:
        """The fields that are always shown."""
        return [self[name] for name in self.fields if name not in self.translations]

    @property
    def translation_fields(self) -> list[BoundField]:
        """The wordings in the other languages."""
        return [self[name] for name in self.translations]

    @property
    def opens_translations(self) -> bool:
        """Whether the wordings in the other languages are shown at once: one has a text or an error."""
        return any(field.errors or field.value() for field in self.translation_fields)


class PlaceForm(Form):
    """The place of an item in the agenda."""

    place = forms.ChoiceField(label=pgettext_lazy("agenda item", "Place"))

    def offer_places(self, places: Iterable[PlaceChoice]) -> None:
        """Set the places among which the form chooses."""
        choice = self.fields["place"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = list(places)


class AddItemForm(ItemForm, PlaceForm):
    """A new item. Its title in the language of the page is the original."""

    def __init__(
        self,
        *sent: Sent,
        reader: Reader,
        first: str,
        sittings: Iterable[tuple[str, str]],
        zone: str,
        places: Sequence[PlaceChoice],
        initial: Initial = None,
    ) -> None:
        super().__init__(
            *sent, reader=reader, first=first, sittings=sittings, zone=zone, initial=initial
        )
        self.offer_places(places)
        order = [f"title_{first}", "place"]
        self.order_fields([*order, *(name for name in self.fields if name not in order)])


class MoveItemForm(PlaceForm):
    """The new place of an item."""

    def __init__(self, *sent: Sent, places: Sequence[PlaceChoice], initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        self.offer_places(places)


class OutcomeForm(Form):
    """What came of an item."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("agenda item", "Outcome"),
        choices=Outcome.choices,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *sent: Sent, outcomes: Sequence[str], initial: Initial = None) -> None:
        """``outcomes``: those that may be recorded now."""
        super().__init__(*sent, initial=initial)
        choice = self.fields["outcome"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [each for each in Outcome.choices if each[0] in outcomes]


class MeetingChoiceField(forms.ModelChoiceField[Meeting]):
    """A choice of a meeting by its name."""

    @override
    def label_from_instance(self, obj: Meeting) -> str:
        return meeting_name(obj).text


class CopyAgendaForm(Form):
    """The meeting whose agenda is copied."""

    previous = MeetingChoiceField(
        Meeting.objects.none(),
        label=pgettext_lazy("agenda", "Earlier meeting"),
        to_field_name="slug",
        empty_label=None,
    )

    def __init__(self, *sent: Sent, meetings: QuerySet[Meeting], initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        self.fields["previous"].queryset = meetings  # type: ignore[attr-defined]


def accepted_names(language: str) -> str:
    """The types of files that stand at an item, as a list in the language."""
    return formats.list_separator(language).join(SHORT_NAMES[kind] for kind in MATERIAL_TYPES)


class MaterialForm(Form):
    """A presentation, a recording or a statement for the record: a file, a link or a text."""

    conditional = ("file", "link", "text", "organisation", "presented_by")

    kind = forms.ChoiceField(
        label=pgettext_lazy("material", "Kind"),
        choices=MaterialKind.choices,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=pgettext_lazy("material", "Title"),
        max_length=300,
        widget=forms.TextInput({"dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=pgettext_lazy("material", "Language"), choices=LANGUAGE_NAMES
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=pgettext_lazy("material", "Organization"),
        to_field_name="number",
        required=False,
        empty_label=pgettext_lazy("material", "none"),
        help_text=_("The organization is named with the material."),
    )
    presented_by = forms.CharField(
        label=pgettext_lazy("material", "Presented by"),
        max_length=200,
        required=False,
        help_text=_("A person or an office. The name is public."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    file = forms.FileField(label=pgettext_lazy("material", "File"), required=False)
    link = forms.URLField(
        label=pgettext_lazy("material", "Link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("For example, the address of a recording."),
    )
    text = forms.CharField(
        label=pgettext_lazy("material", "Text"),
        max_length=MAX_STATEMENT,
        required=False,
        widget=forms.Textarea({"rows": 8, "dir": "auto"}),
        help_text=_("Give one of these only: a file, a link or the text."),
    )

    def __init__(
        self,
        *sent: Sent,
        organisations: QuerySet[Organisation],
        kinds: Sequence[str],
        accepted: str,
        initial: Initial = None,
    ) -> None:
        """``kinds``: those that the person may add; ``accepted``: the types of files, as a list."""
        super().__init__(*sent, initial=initial)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        choice = self.fields["kind"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [each for each in MaterialKind.choices if each[0] in kinds]
        self.fields["file"].help_text = accepted

    @override
    def clean(self) -> None:
        given = [name for name in ("file", "link", "text") if self.cleaned_data.get(name)]
        failed = {"file", "link", "text"} & set(self.errors)
        if not given and not failed:
            self.add_error("file", _("Select a file, or enter a link or the text."))


class WithdrawForm(ReasonForm):
    """Why something is withdrawn."""


class MaterialFilters(ListFilters):
    """The filters of the materials of a meeting."""

    q = forms.CharField(label=pgettext_lazy("filter", "Keywords"), max_length=100, required=False)
    kind = forms.ChoiceField(
        label=pgettext_lazy("material", "Kind"),
        choices=[("", pgettext_lazy("filter", "All")), *MaterialKind.choices],
        required=False,
    )
