"""Pages of participants: registration, lists, decisions, figures, and the attendance of a sitting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, override

from django import forms as django_forms
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, npgettext, pgettext, pgettext_lazy

from majlis.events.core import names
from majlis.events.lifecycle import CONFIRMED, DRAFT
from majlis.events.models import Attendance, AttendanceMode, Capacity, Meeting, Participant, Sitting
from majlis.events.people import actions, forms, labels, queries, tables
from majlis.events.people.capacity import capacity_fault, offered_capacities
from majlis.events.people.registration import (
    ACTIVE_STATES,
    offered_modes,
    registration_fault,
)
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Refused, StrOrPromise
from majlis.kernel.models import Reader
from majlis.kernel.verbs import may
from majlis.kit.action_page import ActionLink, ActionPage, ButtonAction, action_links
from majlis.kit.columns import Column
from majlis.kit.detail_page import DetailPage
from majlis.kit.list_page import ListPage
from majlis.kit.page import Page
from majlis.kit.selection_page import SelectionAction
from majlis.kit.table_page import TablePage
from majlis.kit.trails import heading
from majlis.look import formats, parts
from majlis.parties.forms.organisation import organisations_for
from majlis.parties.models import Organisation

PARTICIPANTS = pgettext_lazy("page", "Participants")
ENTRY_NAMES = ("name", "function", "organisation", "capacity", "mode", *actions.OWN_DETAILS)


def meeting_or_404(reader: Reader, slug: str) -> Meeting:
    """The meeting at an address, if the reader may see it. Raises Http404."""
    return get_object_or_404(queries.visible_meetings(reader), slug=slug)


def number_text(number: int, language: str, message: str) -> str:
    """A message with ``%(n)s`` for a number."""
    return message % {"n": formats.number(number, language)}


class OfMeeting(Page):
    """A page about the participants of a meeting, whose address is below that of the meeting."""

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting. Raises Http404 for one that the reader may not see."""
        return meeting_or_404(self.reader, self.kwargs["slug"])

    @cached_property
    def is_officer(self) -> bool:
        """Whether the reader is chair or secretariat of the body."""
        return actions.is_officer(self.actor, self.meeting)

    @override
    def get_object_above(self) -> Model | None:
        return self.meeting

    @override
    def get_lead(self) -> StrOrPromise:
        return self.lead or heading(self.meeting)


# Registration.


class RegistrationPage(OfMeeting, ActionPage[Meeting]):
    """A page with the form of a new registration."""

    verb = actions.register_participant
    form_class = forms.RegistrationForm
    is_own: ClassVar[bool] = True

    @override
    def get_target(self) -> Meeting:
        return self.meeting

    @cached_property
    def organisations(self) -> QuerySet[Organisation]:
        """The organizations that the form offers."""
        return organisations_for(self.reader)

    @override
    def get_form_options(self) -> dict[str, Any]:
        capacities = offered_capacities(self.meeting.body, self.reader, by_officer=self.is_officer)
        return {
            "fields": ENTRY_NAMES if self.is_own else (*ENTRY_NAMES, "email"),
            "organisations": self.organisations,
            "capacities": capacities,
            "modes": offered_modes(self.meeting),
            "own": self.is_own,
            "listed": queries.listed_capacities(self.meeting.body),
        }

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"mode": offered_modes(self.meeting)[0].value, "own": self.is_own, **data}

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        fault = registration_fault(self.meeting, by_officer=self.is_officer)
        if fault is not None and request.method == "GET":
            raise fault
        return super().get(request, *args, **kwargs)


class RegisterParticipant(RegistrationPage):
    """Register oneself for a meeting; who is registered already is led to that registration."""

    title = _("Register for the meeting")

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        own = queries.own_registrations(self.reader, self.meeting).first()
        if request.method == "GET" and own is not None and own.state in ACTIVE_STATES:
            return redirect("events:participant", self.meeting.slug, own.pk)
        return super().get(request, *args, **kwargs)

    @override
    def get_initial(self) -> dict[str, Any]:
        first = queries.represented_organisation(self.member)
        fault = capacity_fault(
            self.meeting.body, Capacity.MEMBER, user=self.member, organisation=first
        )
        return {
            "name": self.member.name,
            "organisation": first.number if first is not None else None,
            "capacity": Capacity.OBSERVER if fault is not None else Capacity.MEMBER,
            "mode": offered_modes(self.meeting)[0],
        }

    @override
    def get_done(self, result: Participant) -> StrOrPromise:
        result.refresh_from_db()
        if result.state == CONFIRMED:
            return _("You are registered. Your registration is confirmed.")
        if result.organisation is not None:
            return _("You are registered. The focal point will confirm your registration.")
        return _("You are registered. The secretariat will confirm your registration.")

    @override
    def get_success_url(self, result: Participant) -> str:
        return tables.participant_url(result)


class AddParticipant(RegistrationPage):
    """Register another person: by an officer, or by the focal point of an organization."""

    form_key = "events.add_participant"
    title = _("Register a participant")
    done = _("Participant registered and confirmed.")
    is_own = False

    @override
    def is_allowed(self) -> bool:
        is_focal = queries.is_any_focal_point(self.reader)
        return super().is_allowed() and (self.is_officer or is_focal)

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Meeting) -> bool:
        return actions.may_register_others(actor, target)

    @override
    @cached_property
    def organisations(self) -> QuerySet[Organisation]:
        rows = organisations_for(self.reader)
        if self.is_officer:
            return rows
        return rows.filter(pk__in=queries.focal_organisations(self.reader).values("pk"))

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {**super().get_form_options(), "requires_organisation": not self.is_officer}

    @override
    def get_initial(self) -> dict[str, Any]:
        return {
            "organisation": self.request.GET.get("organisation"),
            "mode": offered_modes(self.meeting)[0],
        }

    @override
    def get_cancel_url(self) -> str:
        if self.is_officer:
            return tables.page_url("registrations", self.meeting)
        return str(self.meeting.get_absolute_url())

    @override
    def get_success_url(self, result: Participant) -> str:
        return tables.participant_url(result)


class OwnRegistration(OfMeeting):
    """Leads to the reader's registration for a meeting, or to the form."""

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.reader.is_authenticated:
            return redirect_to_login(request.get_full_path())
        own = queries.own_registrations(self.reader, self.meeting).first()
        if own is None:
            return redirect("events:register_participant", self.meeting.slug)
        return redirect("events:participant", self.meeting.slug, own.pk)


# One registration.


class ParticipantAction(OfMeeting, ActionPage[Participant]):
    """An action on a registration."""

    @override
    def get_target(self) -> Participant:
        return participant_or_404(self.meeting, self.kwargs["key"])

    @override
    def get_lead(self) -> StrOrPromise:
        return labels.participant_name(self.target)

    @override
    def get_cancel_url(self) -> str:
        return tables.participant_url(self.target)

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Participant) -> bool:
        return actions.is_changeable(actor, target.meeting) and super().is_offered(actor, target)


def participant_or_404(meeting: Meeting, key: int) -> Participant:
    """A registration for a meeting. Raises Http404."""
    rows = meeting.participants.select_related("organisation__record", "user")
    rows = rows.prefetch_related("organisation__record__wordings")
    participant = get_object_or_404(rows, pk=key)
    participant.meeting = meeting
    return participant


class ChangeParticipant(ParticipantAction):
    """Change a registration: each reader the fields that the verb allows them."""

    verb = actions.change_participant
    form_class = forms.RegistrationForm
    title = pgettext_lazy("meeting", "Change registration")
    done = pgettext_lazy("meeting", "Registration changed.")

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The fields that the reader may change."""
        return actions.changeable_fields(self.actor, self.target)

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"values": data}

    @override
    def get_form_options(self) -> dict[str, Any]:
        body, present = self.meeting.body, Capacity(self.target.capacity)
        offered = offered_capacities(body, self.reader, by_officer=self.is_officer)
        own = self.reader.pk is not None and self.reader.pk == self.target.user_id
        return {
            "fields": self.fields,
            "organisations": organisations_for(self.reader),
            "capacities": [each for each in Capacity if each in offered or each == present],
            "modes": offered_modes(self.meeting),
            "own": own,
            "listed": queries.listed_capacities(body),
        }

    @override
    def get_current(self) -> dict[str, Any]:
        values = {name: getattr(self.target, name) for name in self.fields}
        if "organisation" in values:
            organisation = self.target.organisation
            values["organisation"] = organisation.number if organisation is not None else None
        return values

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Participant) -> bool:
        return target.state in ACTIVE_STATES and super().is_offered(actor, target)


class ConfirmParticipant(ButtonAction[Participant], ParticipantAction):
    """Confirm a registration."""

    verb = actions.confirm_participant
    title = pgettext_lazy("button", "Confirm registration")
    done = pgettext_lazy("meeting", "Registration confirmed.")


class DeclineParticipant(ParticipantAction):
    """Decline a registration, with a reason for the person."""

    verb = actions.decline_participant
    form_class = forms.DeclineForm
    title = pgettext_lazy("button", "Decline registration")
    done = pgettext_lazy("meeting", "Registration declined.")


class WithdrawParticipant(ParticipantAction):
    """Withdraw a registration, after a question."""

    template_name = "events/people/withdraw.html"
    verb = actions.withdraw_participant
    title = pgettext_lazy("button", "Withdraw registration")
    done = pgettext_lazy("meeting", "Registration withdrawn.")


class ParticipantDetail(OfMeeting, DetailPage[Participant]):
    """One registration, for the person, the focal point of the organization, and officers."""

    title = pgettext_lazy("page", "Registration")
    actions: ClassVar = {
        "events:change_participant": ChangeParticipant,
        "events:confirm_participant": ConfirmParticipant,
        "events:decline_participant": DeclineParticipant,
        "events:withdraw_participant": WithdrawParticipant,
    }

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may(self.actor, "events.see_participant", self.object):
            raise Refused()
        return super().dispatch(request, *args, **kwargs)

    @override
    def get_object(self) -> Participant:
        return participant_or_404(self.meeting, self.kwargs["key"])

    @property
    def is_own(self) -> bool:
        """Whether the registration is the reader's."""
        return self.reader.is_authenticated and self.object.user_id == self.reader.pk

    @override
    def get_title(self) -> StrOrPromise:
        return pgettext_lazy("meeting", "Your registration") if self.is_own else self.title

    @override
    def get_facts(self) -> list[parts.Fact]:
        it = self.object
        facts = [
            parts.Fact(pgettext_lazy("status of a record", "Status"), tables.state_words(it)),
            parts.Fact(pgettext_lazy("reason for an action", "Reason"), it.reason),
        ]
        # The link is for those who take part, not for who enters them.
        if self.is_own and (link := tables.joining_link(it)):
            label = pgettext_lazy("meeting", "Joining link")
            facts.append(parts.Fact(label, _("Join the meeting"), link))
        organisation = tables.organisation_cell(it)
        facts += [
            parts.Fact(pgettext_lazy("person", "Name"), labels.participant_name(it)),
            parts.Fact(
                pgettext_lazy("meeting", "Organization represented"),
                organisation.words,
                organisation.url,
            ),
            parts.Fact(pgettext_lazy("person", "Position"), it.function),
            parts.Fact(pgettext_lazy("participant", "Capacity"), it.get_capacity_display()),
            parts.Fact(_("Way of taking part"), it.get_mode_display()),
            parts.Fact(pgettext_lazy("email", "Email address"), tables.email_of(it)),
        ]
        if self.is_own or self.is_officer or it.user_id is None:
            facts.append(parts.Fact(pgettext_lazy("meeting", "Access needs"), it.access_needs))
        if self.is_own:
            gender = pgettext_lazy("participant", "Gender")
            facts.append(parts.Fact(gender, it.get_gender_display()))
        facts += [
            parts.Fact(_("Named in the list of participants"), self.naming()),
            parts.Fact(pgettext_lazy("participants", "Present"), self.attendance()),
        ]
        return [each for each in facts if each.words]

    def naming(self) -> StrOrPromise:
        """Whether the list of participants names the person, and why."""
        if self.object.listed:
            return pgettext_lazy("participant", "yes, by consent")
        if self.object.capacity in queries.listed_capacities(self.meeting.body):
            return pgettext_lazy("participant", "yes, by the rules of the body")
        return pgettext_lazy("participant", "no, counted only")

    def attendance(self) -> str:
        """At how many sittings the person was; empty for none."""
        number = self.object.attendances.count()
        message = npgettext("count", "%(n)s sitting", "%(n)s sittings", number)
        return number_text(number, self.language, message) if number else ""


# Lists.


class ParticipantList(OfMeeting, ListPage[Participant, Participant]):
    """The list of participants: confirmed people who may be named; the others are counted."""

    template_name = "events/people/participants.html"
    title = PARTICIPANTS
    filter_form = forms.NameFilters
    file_name = "participants"
    paginate_by = 100
    counted = False
    columns = (
        Column(
            "name",
            pgettext_lazy("person", "Name"),
            lambda it: parts.Cell(format_html("<bdi>{}</bdi>", it.name), note=it.function),
            lambda it: it.name,
            ("name",),
        ),
        Column("position", pgettext_lazy("person", "Position"), value=lambda it: it.function),
        Column(
            "organization",
            pgettext_lazy("organization", "Organization"),
            tables.organisation_cell,
            tables.organisation_text,
            ("organisation_key",),
        ),
        Column(
            "capacity",
            pgettext_lazy("participant", "Capacity"),
            lambda it: it.get_capacity_display(),
            lambda it: it.get_capacity_display(),
        ),
    )
    empty = _("No participant is named yet.")

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.meeting.state == DRAFT:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @override
    def get_queryset(self) -> QuerySet[Participant]:
        return queries.named_participants(
            self.meeting, self.language, capacity=self.filters["capacity"]
        )

    @override
    def list_context(self, queryset: QuerySet[Participant]) -> dict[str, Any]:
        context = super().list_context(queryset)
        return {**context, "naming": self.naming(context["pages"].total)}

    def naming(self, named: int) -> list[str]:
        """How many confirmed participants there are, and how many of them the list does not name."""
        by_capacity = queries.confirmed_by_capacity(self.meeting)
        chosen = self.filters["capacity"]
        total = by_capacity.get(chosen, 0) if chosen else sum(by_capacity.values())
        if self.filters["nothing"] or not total:
            return []
        count = npgettext(
            "confirmed", "%(n)s participant confirmed.", "%(n)s participants confirmed.", total
        )
        sentences = [number_text(total, self.language, count)]
        if unnamed := total - named:
            message = ngettext(
                "%(n)s of them is not named: no rule or consent allows it.",
                "%(n)s of them are not named: no rule or consent allows it.",
                unnamed,
            )
            sentences.append(number_text(unnamed, self.language, message))
        return sentences


REGISTRATION_COLUMNS: tuple[Column[Any], ...] = (
    Column(
        "name",
        pgettext_lazy("person", "Name"),
        lambda it: parts.Cell(
            format_html("<bdi>{}</bdi>", labels.participant_name(it)),
            tables.participant_url(it),
            it.function,
        ),
        lambda it: it.name,
        ("name",),
    ),
    Column("position", pgettext_lazy("person", "Position"), value=lambda it: it.function),
    Column("email", pgettext_lazy("email", "Email address"), value=tables.email_of),
    Column(
        "capacity",
        pgettext_lazy("participant", "Capacity"),
        lambda it: it.get_capacity_display(),
        lambda it: it.get_capacity_display(),
        ("capacity",),
    ),
    Column(
        "mode",
        _("Way of taking part"),
        lambda it: it.get_mode_display(),
        lambda it: it.get_mode_display(),
        ("mode",),
    ),
    Column(
        "status",
        pgettext_lazy("status of a record", "Status"),
        lambda it: it.get_state_display(),
        lambda it: it.get_state_display(),
        ("state",),
    ),
    Column(
        "registered",
        pgettext_lazy("registration", "Date of registration"),
        value=lambda it: it.requested_at.date(),
    ),
    Column(
        "sittings",
        pgettext_lazy("participants", "Present"),
        lambda it: it.sittings or "",
        lambda it: it.sittings,
        ("sittings",),
        number=True,
        meaning=_("number of sittings at which the person was recorded as present"),
    ),
)
ORGANISATION_COLUMN: Column[Any] = Column(
    "organization",
    pgettext_lazy("organization", "Organization"),
    tables.organisation_cell,
    tables.organisation_text,
    ("organisation_key",),
)
NEEDS_COLUMN: Column[Any] = Column(
    "access_needs",
    pgettext_lazy("meeting", "Access needs"),
    lambda it: format_html("<bdi>{}</bdi>", it.access_needs),
    lambda it: it.access_needs,
)


class RegistrationList(OfMeeting, ListPage[Participant, Participant]):
    """All registrations of a meeting, for officers, with the sittings whose attendance they record."""

    template_name = "events/people/registrations.html"
    title = pgettext_lazy("participants", "Registrations")
    permission = "events.see_participants"
    columns = (
        REGISTRATION_COLUMNS[0],
        ORGANISATION_COLUMN,
        *REGISTRATION_COLUMNS[1:],
        NEEDS_COLUMN,
    )
    file_name = "registrations"
    paginate_by = 100
    empty = _("No registrations yet.")

    @cached_property
    def sittings(self) -> list[tuple[Sitting, str]]:
        """The sittings with their names."""
        rows = list(queries.sittings_with_attendance(self.meeting))
        for each in rows:
            each.meeting = self.meeting
        return [(each, names.sitting_name(each, number)) for number, each in enumerate(rows, 1)]

    @override
    def get_filter_form(self) -> forms.ParticipantFilters:
        organisations = queries.organisations_at(self.meeting)
        return forms.ParticipantFilters(
            self.request.GET, organisations=organisations, sittings=self.sittings
        )

    @override
    def get_queryset(self) -> QuerySet[Participant]:
        return queries.participants_of(self.meeting, self.language, self.filters)

    @override
    def get_rows(self, items: Sequence[Participant]) -> Sequence[Participant]:
        for each in items:
            each.meeting = self.meeting
        return items

    @override
    def get_count(self, total: int) -> str:
        return npgettext("participants", "%(n)s registration", "%(n)s registrations", total)

    @override
    def list_context(self, queryset: QuerySet[Participant]) -> dict[str, Any]:
        context = super().list_context(queryset)
        return {
            **context,
            "action_links": action_links(
                {
                    "events:add_participant": AddParticipant,
                    "events:decide_participants": DecideParticipants,
                },
                self.actor,
                self.meeting,
                self.kwargs,
            ),
            "sittings": parts.Table(
                [
                    parts.Column(pgettext("meeting", "Sitting")),
                    parts.Column(pgettext("participants", "Present"), number=True),
                ],
                [
                    [
                        parts.Cell(
                            name, reverse("events:attendance", args=[self.meeting.slug, each.pk])
                        ),
                        formats.number(each.present, self.language),  # type: ignore[attr-defined]
                    ]
                    for each, name in self.sittings
                ],
                pgettext("participants", "Attendance"),
                headed=True,
            ),
            "figures_url": tables.page_url("participant_figures", self.meeting),
        }


class OrganisationParticipants(OfMeeting, ListPage[Participant, Participant]):
    """The people of an organization at a meeting, for its focal point and for officers."""

    columns = REGISTRATION_COLUMNS
    file_name = "registrations"
    empty = _("No registrations yet.")

    @cached_property
    def organisation(self) -> Organisation:
        """The organization. Raises Http404."""
        rows = Organisation.objects.visible_to(self.reader).with_wordings()
        found: Organisation = get_object_or_404(rows, number=self.kwargs["number"])
        return found

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_focal = actions.is_focal_point(self.actor, self.organisation)
        if not (is_focal or self.is_officer):
            raise Refused()
        return super().dispatch(request, *args, **kwargs)

    @override
    def get_title(self) -> StrOrPromise:
        return tables.people_title(self.organisation)

    @override
    def get_queryset(self) -> QuerySet[Participant]:
        number = {"organisation": self.organisation.number}
        return queries.participants_of(self.meeting, self.language, number)

    @override
    def get_rows(self, items: Sequence[Participant]) -> Sequence[Participant]:
        for each in items:
            each.meeting = self.meeting
        return items

    @override
    def get_count(self, total: int) -> str:
        return npgettext("participants", "%(n)s registration", "%(n)s registrations", total)

    @override
    def list_context(self, queryset: QuerySet[Participant]) -> dict[str, Any]:
        links = []
        if AddParticipant.is_offered(self.actor, self.meeting):
            number = str(self.organisation.number)
            url = tables.page_url("add_participant", self.meeting, organisation=number)
            links.append(ActionLink(AddParticipant.title, url))
        url = tables.page_url("decide_participants", self.meeting)
        links.append(ActionLink(DecideParticipants.title, url))
        return {**super().list_context(queryset), "action_links": links}


class DecideParticipants(OfMeeting, SelectionAction[Meeting, Participant]):
    """Confirm or decline the registrations that wait for the reader, many at once.

    At first those are selected that wait for the reader: an officer may decide on all, but those of an
    organization wait for its focal point.
    """

    template_name = "events/people/decide.html"
    verb = actions.confirm_participant
    form_class = forms.DecisionForm
    form_key = "events.decide_participants"
    drafts = True
    title = pgettext_lazy("meeting", "Confirm registrations")
    other_button = pgettext_lazy("meeting", "Decline registrations")
    empty = _("No registration awaits your confirmation.")
    columns = (
        Column("name", pgettext_lazy("person", "Name"), labels.participant_name),
        Column("position", pgettext_lazy("person", "Position"), lambda it: it.function),
        ORGANISATION_COLUMN,
        *REGISTRATION_COLUMNS[3:5],
        Column(
            "waits_for",
            pgettext_lazy("registration", "Waits for"),
            tables.waits_for,
        ),
    )

    @override
    def get_target(self) -> Meeting:
        return self.meeting

    @override
    def is_allowed(self) -> bool:
        return self.is_officer or queries.is_any_focal_point(self.reader)

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Meeting) -> bool:
        return actions.is_changeable(actor, target) and actions.is_officer(actor, target)

    @override
    def get_items(self) -> Mapping[int, Participant]:
        rows = queries.all_to_decide(self.member, self.meeting, officer=self.is_officer)
        rows = queries.with_organisation(rows, self.language).order_by(*queries.IN_ORDER)
        for each in (found := list(rows)):
            each.meeting = self.meeting
        return {each.pk: each for each in found}

    @override
    def is_preselected(self, item: Participant) -> bool:
        waits_for_focal_point: bool = item.awaits_focal_point  # type: ignore[attr-defined]
        return not waits_for_focal_point or actions.is_focal_point(self.actor, item.organisation)

    @override
    def do_selected(self, items: Sequence[Participant], data: dict[str, Any]) -> int:
        for each in items:
            if self.is_other:
                actions.decline_participant(self.actor, each, reason=data["reason"])
            else:
                actions.confirm_participant(self.actor, each)
        return len(items)

    @override
    def get_done(self, result: int) -> str:
        if self.is_other:
            message = ngettext(
                "%(n)s registration declined.", "%(n)s registrations declined.", result
            )
        else:
            message = ngettext(
                "%(n)s registration confirmed.", "%(n)s registrations confirmed.", result
            )
        return number_text(result, self.language, message)

    @override
    def get_cancel_url(self) -> str:
        if self.is_officer:
            return tables.page_url("registrations", self.meeting)
        return str(self.meeting.get_absolute_url())


# Figures.


def _figure_column(column: tables.FigureColumn) -> Column[tuple[Any, ...]]:
    """A column of figures in the files; empty for a breakdown without it."""
    return Column(column.key, column.label, value=lambda row: row[3].get(column.key))


class ParticipantFigures(OfMeeting, TablePage[tuple[Any, ...]]):
    """How many people are registered, confirmed and present, by each breakdown; also as files."""

    template_name = "events/people/figures.html"
    title = _("Participants in figures")
    file_name = "participants-in-figures"
    columns = (
        Column("breakdown", pgettext_lazy("figures", "Breakdown"), value=lambda row: row[0]),
        Column("group", pgettext_lazy("figures", "Group"), value=lambda row: row[1]),
        Column("name", pgettext_lazy("figures", "Name of the group"), value=lambda row: row[2]),
        *map(_figure_column, tables.ALL_COLUMNS),
        Column("method", pgettext_lazy("figures", "Method"), value=lambda row: row[4]),
    )

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.meeting.state == DRAFT:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def counts(self) -> queries.ParticipantCounts:
        """The counts."""
        return queries.participant_counts(self.meeting)

    @override
    def get_rows(self) -> Sequence[tuple[Any, ...]]:
        rows = []
        for name, groups in self.counts.groups.items():
            method = tables.method_sentence(self.counts, name)
            group_names = tables.group_labels(name)
            columns = tables.figure_columns(name)
            for code, count in groups.items():
                figures = {column.key: column.value(count) for column in columns}
                rows.append((name, code, group_names.get(code, code), figures, method))
        return rows

    @override
    def get_context_data(self) -> dict[str, Any]:
        url = tables.registrations_url(self.meeting) if self.is_officer else tables.no_url
        breakdowns = [
            (name, labels.TITLES[name], tables.breakdown_table(self.counts, name, groups, url))
            for name, groups in self.counts.groups.items()
        ]
        return {**super().get_context_data(), "breakdowns": breakdowns}


# Attendance.


class RecordAttendance(OfMeeting, ActionPage[Sitting]):
    """Who is at a sitting: a check box for each confirmed participant, in the room or remotely.

    What two people select at once is added up: only what differs from the page as it was opened is saved.
    """

    template_name = "events/people/attendance.html"
    verb = actions.record_attendance
    form_class = forms.AttendanceForm
    title = pgettext_lazy("meeting", "Record attendance")

    @override
    def get_target(self) -> Sitting:
        sitting = get_object_or_404(self.meeting.sittings, pk=self.kwargs["key"])
        sitting.meeting = self.meeting
        return sitting

    @override
    def get_object_above(self) -> Model:
        return self.meeting

    @override
    def get_lead(self) -> StrOrPromise:
        return names.sitting_name(self.target)

    @override
    def get_cancel_url(self) -> str:
        return tables.page_url("registrations", self.meeting)

    @override
    def get_success_url(self, result: Sitting) -> str:
        return self.request.path

    @cached_property
    def there(self) -> dict[int, Attendance]:
        """The entries of the sitting, by participant."""
        return queries.attendance_of(self.target)

    @cached_property
    def people(self) -> list[Participant]:
        """The confirmed participants."""
        rows = self.meeting.participants.filter(state=CONFIRMED)
        return list(queries.with_organisation(rows, self.language).order_by(*queries.IN_ORDER))

    @override
    def get_initial(self) -> dict[str, Any]:
        entries = self.there.items()
        initial: dict[str, Any] = {
            mode.value: [str(key) for key, entry in entries if entry.mode == mode]
            for mode in AttendanceMode
        }
        shown = " ".join(f"{key}:{entry.mode}" for key, entry in sorted(entries))
        return {**initial, "shown": shown}

    @override
    def run(self, form: django_forms.BaseForm) -> Any:
        assert isinstance(form, forms.AttendanceForm)
        return self.do_and_finish({"selected": form.modes(), "shown": form.shown_modes()})

    @override
    def do(self, data: dict[str, Any]) -> Sitting:
        selected, shown = data["selected"], data["shown"]
        added = {key: mode for key, mode in selected.items() if shown.get(key) != mode}
        with transaction.atomic():
            if removed := set(shown) - set(selected):
                actions.remove_attendance(self.actor, self.target, participants=removed)
            if added or not removed:
                actions.record_attendance(self.actor, self.target, modes=added)
        return self.target

    @override
    def get_done(self, result: Sitting) -> StrOrPromise:
        number = result.attendances.count()
        message = ngettext("Saved: %(n)s person present.", "Saved: %(n)s people present.", number)
        return number_text(number, self.language, message)

    def get_table(self) -> parts.Table:
        """The participants with their check boxes."""
        form = self.sent_form.form
        modes = offered_modes(self.meeting)
        checked = {mode: {str(key) for key in form[mode.value].value() or ()} for mode in modes}
        heads = [
            parts.Column(pgettext("person", "Name")),
            *(parts.Column(labels.MODES[mode.value]) for mode in modes),
        ]
        rows = [
            [
                parts.Cell(
                    format_html("<bdi>{}</bdi>", labels.participant_name(person)),
                    note=self.note(person),
                ),
                *(self.check_box(person, mode, str(person.pk) in checked[mode]) for mode in modes),
            ]
            for person in self.people
        ]
        return parts.Table(heads, rows, self.get_title(), headed=True)

    def note(self, person: Participant) -> SafeString:
        """Whom a person represents, how they registered, and whether they are entered late: on one line for a phone."""
        entry = self.there.get(person.pk)
        facts = [
            person.function,
            tables.organisation_text(person),
            person.get_capacity_display(),
            pgettext("participant", "registered: %(mode)s") % {"mode": person.get_mode_display()},
            pgettext("attendance", "late entry") if entry is not None and entry.late else "",
        ]
        return format_html_join(" · ", "<bdi>{}</bdi>", ((fact,) for fact in facts if fact))

    def check_box(self, person: Participant, mode: AttendanceMode, checked: bool) -> SafeString:
        """A check box that is named by the person and the way of taking part."""
        return format_html(
            '<label class="pick"><input type="checkbox" name="{}" value="{}"{}>'
            '<span class="vh">{}{}{}</span></label>',
            mode.value,
            person.pk,
            SafeString(" checked") if checked else "",
            labels.participant_name(person),
            formats.list_separator(self.language),
            mode.label,
        )

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "table": self.get_table(),
            "fault": actions.attendance_fault(self.target),
            "is_late": actions.is_late(self.target),
        }
