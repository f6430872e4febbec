"""Forms of meetings, sittings, rules and non-working days, and the filters of their lists."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.events.agenda.forms import clock_time_field
from majlis.events.core.times import day_text
from majlis.events.lifecycle import MEETING
from majlis.events.meetings.queries import PAST, UPCOMING
from majlis.events.models import Capacity, MeetingRules, Mode
from majlis.kernel.models import Access
from majlis.kit.filters import ListFilters
from majlis.look.forms import DateField, Form, Initial, Sent
from majlis.look.languages import LANGUAGE_NAMES
from majlis.parties.accounts.time_zones import zone_choices
from majlis.parties.areas import area_choices

type Choices = Iterable[tuple[str, str]]
TEXTS = ("title", "place", "note")
"""The fields that are texts in the language of the form."""
DEADLINES = ("registration_closes", "contributions_due")
"""The deadlines: each has a field for its day and one for its time."""
DAY_ENDS = datetime.time(23, 59)
"""The time of a deadline for which none was entered."""


def reason_field(help_text: Any = "", label: Any = "") -> forms.CharField:
    """A reason that is needed once a meeting has been announced."""
    return forms.CharField(
        label=label or pgettext_lazy("reason for an action", "Reason"),
        max_length=2000,
        required=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


class MeetingForm(Form):
    """A meeting: its number, dates, place, languages and deadlines, by the clock of its own zone."""

    number = forms.IntegerField(
        label=pgettext_lazy("meeting", "Number"),
        min_value=1,
        max_value=9999,
        required=False,
        help_text=_("For example, 5 for the fifth meeting of the body."),
    )
    title = forms.CharField(
        label=pgettext_lazy("meeting", "Title"),
        max_length=300,
        required=False,
        help_text=_("Leave blank to name the meeting by its body and number."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    first_day = DateField(
        label=pgettext_lazy("meeting", "First day"),
        required=False,
        help_text=_("A draft may have no dates yet."),
    )
    last_day = DateField(label=pgettext_lazy("meeting", "Last day"), required=False)
    zone = forms.ChoiceField(
        label=pgettext_lazy("meeting", "Time zone"),
        choices=zone_choices,
        help_text=_("All times of the meeting are stated in this zone."),
    )
    mode = forms.ChoiceField(
        label=_("Ways to take part"), choices=Mode.choices, initial=Mode.HYBRID
    )
    place = forms.CharField(
        label=pgettext_lazy("meeting", "Place"),
        max_length=300,
        required=False,
        help_text=_("Hall and city."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    area = forms.ChoiceField(
        label=_("Host country or area"),
        required=False,
        help_text=_("Its weekends and public holidays are not counted as working days."),
    )
    interpretation = forms.MultipleChoiceField(
        label=pgettext_lazy("meeting", "Interpretation"),
        choices=LANGUAGE_NAMES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    captions = forms.MultipleChoiceField(
        label=pgettext_lazy("meeting", "Captions"),
        choices=LANGUAGE_NAMES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    joining_link = forms.URLField(
        label=_("Link for remote participants"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Shown to confirmed participants only."),
    )
    registration_closes_day = DateField(label=_("Registration closes on"), required=False)
    registration_closes_time = clock_time_field(_("Registration closes at"))
    contributions_due_day = DateField(label=_("Contributions are due on"), required=False)
    contributions_due_time = clock_time_field(_("Contributions are due at"))
    previous = forms.ChoiceField(
        label=pgettext_lazy("meeting", "Previous meeting"),
        required=False,
        help_text=_("Items that it carried over may be taken from there."),
    )
    note = forms.CharField(
        label=pgettext_lazy("meeting", "Practical information"),
        max_length=4000,
        required=False,
        help_text=_("For example, access to the building, or how to ask for assistance."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language of title, place and information"), choices=LANGUAGE_NAMES
    )
    source = forms.CharField(
        label=pgettext_lazy("source of information", "Source"), max_length=1000, required=False
    )

    def __init__(self, *sent: Sent, previous: Choices = (), initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        nowhere = ("", str(pgettext_lazy("host country", "None")))
        self.set_choices("area", [nowhere, *area_choices()])
        self.set_choices(
            "previous", [("", str(pgettext_lazy("previous meeting", "None"))), *previous]
        )
        self.fields["registration_closes_time"].help_text = _("Leave blank for the end of the day.")
        self.fields["contributions_due_time"].help_text = _("Leave blank for the end of the day.")
        self.conditional = (*self.conditional, "number", "title")

    def set_choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """Set the choices of a field."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class ChangeMeetingForm(MeetingForm):
    """The change of a meeting. ``announced``: it has been convened, so a change needs a reason.

    ``has_sittings``: they may be moved with the first day.
    """

    field_order = (
        "number",
        "title",
        "first_day",
        "last_day",
        "move_sittings",
        *list(MeetingForm.base_fields)[4:],
        "reason",
    )
    move_sittings = forms.BooleanField(
        label=_("Move the sittings by as many days as the first day"), required=False
    )
    reason = reason_field(
        _("Required for changed dates, place, deadlines or participation. It is announced.")
    )

    def __init__(
        self,
        *sent: Sent,
        previous: Choices = (),
        announced: bool = False,
        has_sittings: bool = False,
        initial: Initial = None,
    ) -> None:
        super().__init__(*sent, previous=previous, initial=initial)
        self.fields["zone"].help_text = _(
            "If you change it, planned sittings and deadlines keep their clock times."
        )
        if announced:
            self.fields["first_day"].required = self.fields["last_day"].required = True
        else:
            del self.fields["reason"]
        if not has_sittings:
            del self.fields["move_sittings"]
        self.conditional = (*self.conditional, "reason")


class ConveneForm(Form):
    """Whether a meeting is convened. ``is_short``: its notice is shorter than the rule and needs a reason."""

    reason = reason_field(
        _("The convening letter prints this reason."), _("Reason for the short notice")
    )

    def __init__(self, *sent: Sent, is_short: bool = False, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        self.fields["reason"].required = is_short
        if not is_short:
            del self.fields["reason"]


class ReportForm(Form):
    """To which body the report of a meeting was submitted, in plain words."""

    reason = forms.CharField(
        label=_("Report submitted to"),
        max_length=300,
        required=False,
        help_text=_("For example, the parent body and its session. The history shows it."),
        widget=forms.TextInput({"dir": "auto"}),
    )


class SittingForm(Form):
    """A sitting: its day, its times by the clock of the meeting, and its room."""

    day = forms.ChoiceField(label=pgettext_lazy("sitting", "Day"))
    starts = clock_time_field(pgettext_lazy("sitting", "Start"))
    ends = clock_time_field(pgettext_lazy("sitting", "End"))
    room = forms.CharField(
        label=pgettext_lazy("sitting", "Room"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )

    def __init__(
        self,
        *sent: Sent,
        days: Sequence[datetime.date] = (),
        zone: str = "",
        initial: Initial = None,
    ) -> None:
        super().__init__(*sent, initial=initial)
        language = get_language() or "en"
        field = self.fields["day"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(day.isoformat(), day_text(day, language, year=True)) for day in days]
        for name in ("starts", "ends"):
            self.fields[name].required = True
        self.fields["starts"].help_text = zone
        self.fields["ends"].help_text = _("An end before the start is on the next day.")


class ChangeSittingForm(SittingForm):
    """The change of a sitting; ``announced``: the timetable has been announced, so it needs a reason."""

    reason = reason_field(_("It is announced with the change."))

    def __init__(
        self,
        *sent: Sent,
        days: Sequence[datetime.date] = (),
        zone: str = "",
        announced: bool = False,
        initial: Initial = None,
    ) -> None:
        super().__init__(*sent, days=days, zone=zone, initial=initial)
        self.fields["reason"].required = announced
        if not announced:
            del self.fields["reason"]


class RemoveSittingForm(Form):
    """The removal of a sitting; ``announced``: the timetable has been announced, so it needs a reason."""

    reason = reason_field(_("It is announced with the change."))

    def __init__(self, *sent: Sent, announced: bool = False, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        self.fields["reason"].required = announced
        if not announced:
            del self.fields["reason"]


class RulesForm(Form):
    """The rules of a body for its meetings."""

    notice_days = forms.IntegerField(
        label=_("Notice, in working days"),
        min_value=0,
        max_value=365,
        help_text=_(
            "Between the convening letter and the first day. A shorter notice needs a reason."
        ),
    )
    access = forms.ChoiceField(
        label=_("Access to meetings that are convened"),
        widget=forms.RadioSelect,
        choices=[
            (Access.PUBLIC, pgettext_lazy("access to meetings", "Public")),
            (Access.MEMBERS, _("Members of the body only")),
        ],
        help_text=_("Meetings that have been convened already keep their access."),
    )
    member_seconds = forms.IntegerField(
        label=_("Speaking time of members, in seconds"), min_value=10, max_value=3600
    )
    observer_seconds = forms.IntegerField(
        label=_("Speaking time of other participants, in seconds"), min_value=10, max_value=3600
    )
    members_first = forms.BooleanField(
        label=_("Members speak before other participants"), required=False
    )
    first_turns_first = forms.BooleanField(
        label=_("Those who have not spoken on the item speak first"), required=False
    )
    listed = forms.MultipleChoiceField(
        label=_("Capacities named in the list of participants"),
        choices=Capacity.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Other participants are named only if they agree."),
    )
    source = forms.CharField(
        label=pgettext_lazy("source of information", "Source"),
        max_length=1000,
        required=False,
        help_text=_("Rules of procedure or decision that set these rules."),
        widget=forms.TextInput({"dir": "auto"}),
    )


RULE_FIELDS = tuple(RulesForm.base_fields)


def rule_values(rules: MeetingRules) -> dict[str, Any]:
    """The rules as values of the form."""
    return {name: getattr(rules, name) for name in RULE_FIELDS}


class ClosedDayForm(Form):
    """A day on which the organization does not work."""

    date = DateField(label=pgettext_lazy("non-working day", "Date"))
    name = forms.CharField(
        label=pgettext_lazy("non-working day", "Name"),
        max_length=200,
        widget=forms.TextInput({"dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Language of the name"), choices=LANGUAGE_NAMES)
    source = forms.CharField(
        label=pgettext_lazy("source of information", "Source"), max_length=1000, required=False
    )


class MeetingFilters(ListFilters):
    """The filters of the list of meetings."""

    time = forms.ChoiceField(
        label=pgettext_lazy("meeting", "Time"),
        required=False,
        choices=[
            ("", pgettext_lazy("meetings", "All meetings")),
            (UPCOMING, pgettext_lazy("meetings", "Upcoming")),
            (PAST, pgettext_lazy("meetings", "Past")),
        ],
    )
    body = forms.ChoiceField(label=pgettext_lazy("intergovernmental body", "Body"), required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("meeting", "Status"),
        required=False,
        choices=[("", pgettext_lazy("meetings", "Any status")), *MEETING.choices],
    )
    year = forms.TypedChoiceField(
        label=pgettext_lazy("meeting", "Year"), required=False, coerce=int, empty_value=None
    )

    def __init__(
        self, data: QueryDict | None = None, *, bodies: Choices = (), years: Iterable[int] = ()
    ) -> None:
        super().__init__(data)
        for name, choices in (
            ("body", [("", str(pgettext_lazy("meetings", "All bodies"))), *bodies]),
            (
                "year",
                [
                    ("", str(pgettext_lazy("meetings", "All years"))),
                    *((str(year), str(year)) for year in years),
                ],
            ),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class YearFilter(ListFilters):
    """The filter of a list by year."""

    year = forms.IntegerField(
        label=pgettext_lazy("non-working day", "Year"),
        required=False,
        min_value=1900,
        max_value=2200,
    )
