"""Forms of participants: registrations, attendance, and the filters of lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, override

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.events.models import AttendanceMode, Capacity, Gender, Participant, Sitting
from majlis.events.people import labels
from majlis.events.people.queries import ACTIVE, ANY, NONE
from majlis.kit.filters import ListFilters
from majlis.kit.forms import ReasonForm
from majlis.kit.selection_page import SelectionField, SelectionForm
from majlis.look.forms import Form, Initial, Sent
from majlis.parties import areas, stakeholder_kinds
from majlis.parties.models import Organisation

type Choice = tuple[str, Any]
EMPTY: Choice = ("", pgettext_lazy("filter", "All"))


class RegistrationForm(Form):
    """The registration of a participant, by the person or by somebody else; only with the given fields.

    ``capacities`` and ``modes`` are what the meeting offers; a single mode is not asked. ``fields``: those
    that the reader may enter.
    """

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        max_length=200,
        help_text=_("As it should appear in the list of participants."),
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=pgettext_lazy("email", "Email address"),
        max_length=254,
        required=False,
        help_text=_("With an account of this address, the person can read and change the entry."),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=pgettext_lazy("meeting", "Organization represented"),
        to_field_name="number",
        required=False,
        empty_label=pgettext_lazy("participant", "No organization"),
        help_text=_("Its focal point confirms the registration; otherwise the secretariat does."),
    )
    function = forms.CharField(
        label=_("Position in the organization"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization-title", "dir": "auto"}),
    )
    capacity = forms.ChoiceField(
        label=pgettext_lazy("participant", "Capacity"),
        widget=forms.RadioSelect,
        help_text=_("Members belong to the body today. Everyone else can be an observer."),
    )
    mode = forms.ChoiceField(label=_("Way of taking part"), widget=forms.RadioSelect)
    access_needs = forms.CharField(
        label=pgettext_lazy("meeting", "Access needs"),
        max_length=2000,
        required=False,
        help_text=_(
            "For example sign language. Read by the organizers, erased 30 days after the meeting."
        ),
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )
    gender = forms.ChoiceField(
        label=pgettext_lazy("participant", "Gender"),
        choices=[(Gender.NOT_STATED.value, Gender.NOT_STATED.label), *Gender.choices[:-1]],
        required=False,
        help_text=_("Used in counts only, and never combined with other figures."),
    )
    listed = forms.BooleanField(label=_("Name me in the list of participants"), required=False)

    def __init__(
        self,
        *sent: Sent,
        fields: Collection[str],
        organisations: QuerySet[Organisation],
        capacities: Iterable[Capacity],
        modes: Collection[AttendanceMode],
        own: bool,
        listed: Collection[str] = (),
        requires_organisation: bool = False,
        initial: Initial = None,
    ) -> None:
        super().__init__(*sent, initial=initial)
        organisation = self.fields["organisation"]
        organisation.queryset = organisations  # type: ignore[attr-defined]
        if requires_organisation:
            organisation.required, organisation.empty_label = True, None  # type: ignore[attr-defined]
            organisation.help_text = ""
        self.fields["capacity"].choices = [(each.value, each.label) for each in capacities]  # type: ignore[attr-defined]
        self.fields["mode"].choices = [(each.value, each.label) for each in modes]  # type: ignore[attr-defined]
        consent = self.fields["listed"]
        if not own:
            consent.label = _("The person agrees to be named in the list of participants")
            self.fields["name"].widget.attrs["autocomplete"] = "off"
            self.fields["function"].widget.attrs["autocomplete"] = "off"
        consent.help_text = labels.consent_hint(listed)
        left_out = {"mode"} if len(modes) == 1 else set()
        for name in [*self.fields]:
            if name not in fields or name in left_out:
                del self.fields[name]


class DeclineForm(ReasonForm):
    """The reason for which a registration is declined."""

    def __init__(self, *sent: Sent, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        self.fields["reason"].help_text = _("The person will read your reason.")


class DecisionForm(SelectionForm):
    """The selected registrations, and the reason where they are declined."""

    conditional = ("reason",)
    reason = forms.CharField(
        label=pgettext_lazy("reason for an action", "Reason"),
        required=False,
        max_length=5000,
        help_text=_("Each person will read your reason."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


class KeysField(SelectionField):
    """Keys of rows that are selected in a table; the verb says which of them do not fit."""

    @override
    def valid_value(self, value: Any) -> bool:
        return str(value).isascii() and str(value).isdecimal() and len(str(value)) < 19


class AttendanceForm(Form):
    """Who is at a sitting in the room and who remotely; ``shown``: the entries that the page showed."""

    room = KeysField(label=AttendanceMode.ROOM.label, required=False)
    remote = KeysField(label=AttendanceMode.REMOTE.label, required=False)
    shown = forms.RegexField(
        r"^(\d{1,18}:[a-z]{1,10}( |$))*$",
        label=_("Entries shown on the page"),
        required=False,
        widget=forms.HiddenInput,
    )

    @override
    def clean(self) -> dict[str, Any]:
        """Refuse a person who is selected in both columns."""
        data: dict[str, Any] = super().clean() or {}
        if both := set(data.get("room") or ()) & set(data.get("remote") or ()):
            names = Participant.objects.filter(pk__in=both).order_by("name")
            message = _("Select one way of taking part for %(people)s.")
            self.add_error(None, message % {"people": labels.listing(each.name for each in names)})
        return data

    def modes(self) -> dict[int, str]:
        """Key of each selected participant -> mode."""
        return {
            int(key): mode.value
            for mode in AttendanceMode
            for key in self.cleaned_data.get(mode.value) or ()
        }

    def shown_modes(self) -> dict[int, str]:
        """The entries that the page showed: key of the participant -> mode."""
        pairs = (pair.split(":") for pair in self.cleaned_data.get("shown", "").split())
        return {int(key): mode for key, mode in pairs}


class NameFilters(ListFilters):
    """The filters of the published list of participants."""

    capacity = forms.ChoiceField(
        label=pgettext_lazy("participant", "Capacity"),
        choices=[EMPTY, *labels.CAPACITIES.items()],
        required=False,
    )


class ParticipantFilters(ListFilters):
    """The filters of the list of registrations, with the organizations and sittings of the meeting."""

    q = forms.CharField(label=_("Name or email address"), max_length=100, required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("status of a record", "Status"),
        choices=[EMPTY, (ACTIVE, _("awaiting confirmation or confirmed")), *labels.STATES],
        required=False,
    )
    capacity = forms.ChoiceField(
        label=pgettext_lazy("participant", "Capacity"),
        choices=[EMPTY, *labels.CAPACITIES.items()],
        required=False,
    )
    mode = forms.ChoiceField(
        label=_("Way of taking part"), choices=[EMPTY, *labels.MODES.items()], required=False
    )
    organisation = forms.ChoiceField(
        label=pgettext_lazy("organization", "Organization"), required=False
    )
    attendance = forms.ChoiceField(label=pgettext_lazy("participants", "Present"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of organization"),
        choices=lambda: [EMPTY, *stakeholder_kinds.kind_choices(), (NONE, labels.NO_ORGANISATION)],
        required=False,
    )
    region = forms.ChoiceField(
        label=pgettext_lazy("geography", "Region"),
        choices=lambda: [EMPTY, *areas.region_names().items(), (NONE, labels.NOT_STATED)],
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        organisations: Iterable[Organisation],
        sittings: Iterable[tuple[Sitting, str]],
    ) -> None:
        super().__init__(data)
        self.fields["organisation"].choices = [  # type: ignore[attr-defined]
            EMPTY,
            *((str(each.number), each.say("title").text) for each in organisations),
            (NONE, labels.NO_ORGANISATION),
        ]
        self.fields["attendance"].choices = [  # type: ignore[attr-defined]
            EMPTY,
            (ANY, _("at one sitting or more")),
            (NONE, _("at no sitting")),
            *((str(sitting.pk), name) for sitting, name in sittings),
        ]
