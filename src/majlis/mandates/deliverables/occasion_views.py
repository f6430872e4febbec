"""Pages of sessions: the list, and the forms that add, correct and withdraw one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, cast, override

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from majlis.events.core.names import meeting_name
from majlis.events.models import Meeting
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Reader
from majlis.kit import phrases
from majlis.kit.action_page import ActionPage, CreateAction
from majlis.kit.columns import Column, page_table
from majlis.kit.list_page import ListPage
from majlis.kit.page import Page
from majlis.look import formats, parts
from majlis.mandates.core import display
from majlis.mandates.core.forms import current_values, wordings_of_field
from majlis.mandates.core.locking import lock_mandates
from majlis.mandates.core.pages import Withdrawal
from majlis.mandates.core.sessions import (
    NamedOccasion,
    linked_meetings,
    occasion_name,
    occasion_rows,
    visible_meetings,
)
from majlis.mandates.deliverables import forms, meetings, steps
from majlis.mandates.models import Entity, Occasion

PARENTS = ((pgettext_lazy("page", "Mandates"), "mandates:register"),)


class OccasionPage(Page):
    """A page below the list of sessions."""

    base_template = "mandates/base.html"
    parents = (*PARENTS, (_("Sessions and dates"), "mandates:occasions"))

    @override
    def get_object_above(self) -> None:
        return None

    def get_cancel_url(self) -> str:
        """The list of sessions."""
        return reverse("mandates:occasions")


def occasion_values(data: dict[str, Any]) -> dict[str, Any]:
    """The values of a session from those of its form."""
    names = {code: name.strip() for code, name in wordings_of_field(data, "name").items()}
    values = {name: value for name, value in data.items() if not name.startswith("name_")}
    return values | {"names": {code: name for code, name in names.items() if name}}


class AddOccasion(OccasionPage, CreateAction):
    """Add a session of an entity."""

    verb = steps.add_occasion
    form_class = forms.AddOccasionForm
    title = pgettext_lazy("button", "Add session")

    @override
    def do(self, data: dict[str, Any]) -> Occasion:
        return steps.add_occasion(self.actor, data.pop("entity"), **occasion_values(data))


class OccasionAction(OccasionPage, ActionPage[Occasion]):
    """An action on a session."""

    @override
    def get_target(self) -> Occasion:
        return self.occasion

    @cached_property
    def occasion(self) -> NamedOccasion:
        """The session with the name of its entity. Raises Http404."""
        return get_object_or_404(occasion_rows(self.language), pk=self.kwargs["key"])

    @override
    def get_lead(self) -> str:
        return occasion_name(self.occasion)


class ChangeOccasion(OccasionAction):
    """Correct a session; the due dates that depend on it follow."""

    verb = steps.change_occasion
    form_class = forms.ChangeOccasionForm
    title = pgettext_lazy("button", "Correct session")
    button = phrases.SAVE_CORRECTION

    @override
    def lock(self) -> None:
        lock_mandates(steps.waiting_mandates(self.target))

    @override
    def get_current(self) -> dict[str, Any]:
        values = current_values(self.target, forms.ChangeOccasionForm.base_fields, self.language)
        names = self.target.names
        return values | {f"name_{code}": names.get(code, "") for code in LANGUAGE_CODES}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return occasion_values(data)


class WithdrawOccasion(Withdrawal[Occasion], OccasionAction):
    """Withdraw a session that was added by mistake."""

    verb = steps.withdraw_occasion
    title = pgettext_lazy("button", "Withdraw session")


class UntieMeeting(Withdrawal[Occasion], OccasionAction):
    """Unlink a session from its meeting; it waits for a date again."""

    verb = meetings.untie_meeting
    title = pgettext_lazy("button", "Unlink meeting")


class TieMeeting(OccasionPage, ActionPage[Meeting]):
    """Choose the session of the register that a meeting is."""

    verb = meetings.tie_meeting
    form_class = forms.TieMeetingForm
    title = pgettext_lazy("button", "Link meeting to a session")
    error_fields: ClassVar = {"occasion": "session"}

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Meeting) -> bool:
        return meetings.dates_sessions(target) and super().is_offered(actor, target)

    @override
    def get_target(self) -> Meeting:
        meeting: Meeting = get_object_or_404(
            visible_meetings(self.reader), slug=self.kwargs["slug"]
        )
        return meeting

    @cached_property
    def sessions(self) -> list[NamedOccasion]:
        """The sessions of the body of the meeting that are no other meeting, the latest first."""
        rows = occasion_rows(self.language).filter(entity__body=self.target.body_id)
        return list(rows.filter(Q(meeting=None) | Q(meeting=self.target.pk)))

    @override
    def get_lead(self) -> str:
        name = meeting_name(self.target)
        return str(display.with_language(name.text, name.language))

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"choices": [(str(each.pk), session_option(each)) for each in self.sessions]}

    @override
    def get_initial(self) -> dict[str, Any]:
        current = next((each for each in self.sessions if each.meeting_id is not None), None)
        fitting = current
        if current is None and self.target.first_day is not None:
            fitting = meetings.fitting_session(self.target, self.sessions)
        return {"session": str(fitting.pk) if fitting is not None else forms.NEW_SESSION}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        key = data.pop("session")
        if key == forms.NEW_SESSION:
            return {**data, "new": True}
        return {**data, "occasion": next(each for each in self.sessions if str(each.pk) == key)}

    @override
    def get_cancel_url(self) -> str:
        return self.target.get_absolute_url()


def session_option(session: NamedOccasion) -> str:
    """A session with its dates as a choice of a form."""
    name = occasion_name(session)
    if not session.date:
        return display.date_to_be_set(name)
    period = display.period_text(session.date, session.until)
    return formats.with_brackets(name, period, display.page_language())


@dataclass
class SessionRow:
    """A session with the meeting that it is, if the reader may see that."""

    session: NamedOccasion
    meeting: Meeting | None


def session_cell(row: SessionRow) -> parts.Cell:
    """The name of a session, which leads to its meeting; and to what came of that."""
    if row.meeting is None:
        return parts.Cell(occasion_name(row.session))
    follow_up = reverse("meeting_follow_up", kwargs={"slug": row.meeting.slug})
    note = format_html('<a href="{}">{}</a>', follow_up, pgettext("page", "Follow-up"))
    return parts.Cell(occasion_name(row.session), row.meeting.get_absolute_url(), note)


def meeting_cell(meeting: Meeting) -> parts.Cell:
    """The name of a meeting, with a link to its page."""
    name = meeting_name(meeting)
    return parts.Cell(name.text, meeting.get_absolute_url(), language=name.language)


def meeting_dates(meeting: Meeting) -> str:
    """The days of a meeting."""
    first, last = meeting.first_day, meeting.last_day
    return display.period_text(first.isoformat() if first else "", last.isoformat() if last else "")


class OccasionList(ListPage[Occasion, SessionRow]):
    """The sessions of entities with their dates; a session that is a meeting leads to its page."""

    template_name = "mandates/deliverables/occasions.html"
    base_template = "mandates/base.html"
    parents = PARENTS
    paginate_by = 50
    title = _("Sessions and dates")
    lead = _(
        "Deliverables are due at their session; without a session date, they cannot become overdue."
    )
    columns = (
        Column("session", pgettext_lazy("mandates", "Session"), session_cell),
        Column(
            "dates",
            pgettext_lazy("calendar dates", "Dates"),
            lambda row: (
                display.period_text(row.session.date, row.session.until) or _("date to be set")
            ),
        ),
        Column(
            "source",
            pgettext_lazy("source of information", "Source"),
            lambda row: (
                row.session.source
                or (pgettext_lazy("decision", "the meeting") if row.meeting else "")
            ),
        ),
    )
    actions: ClassVar = {"mandates:add_occasion": AddOccasion}
    links = ((_("Steps out of sequence"), "mandates:conflicts"),)
    empty = _("No sessions yet.")

    @override
    def get_queryset(self) -> QuerySet[Occasion]:
        return occasion_rows(self.language)

    @override
    def get_rows(self, items: Sequence[Occasion]) -> list[SessionRow]:
        linked = linked_meetings(self.reader, items)
        return [
            SessionRow(each, linked.get(each.meeting_id or 0))
            for each in cast("Sequence[NamedOccasion]", items)
        ]

    @property
    def is_office(self) -> bool:
        """Whether the reader may add sessions."""
        return AddOccasion.is_offered(self.actor, None)

    @override
    def get_columns(self) -> Sequence[Column[SessionRow]]:
        if not self.is_office:
            return self.columns
        links = Column[SessionRow](
            "links", pgettext_lazy("column of a table", "Actions"), session_links
        )
        return [*self.columns, links]

    @override
    def list_context(self, queryset: QuerySet[Occasion]) -> dict[str, Any]:
        untied = untied_meetings(self.reader) if self.is_office else []
        columns = (
            Column[Meeting]("meeting", pgettext_lazy("page", "Meeting"), meeting_cell),
            Column[Meeting]("dates", pgettext_lazy("calendar dates", "Dates"), meeting_dates),
            Column[Meeting](
                "links", pgettext_lazy("column of a table", "Actions"), link_to_session
            ),
        )
        table = page_table(columns, untied, _("Meetings without a session")) if untied else None
        return {**super().list_context(queryset), "untied": table}


def untied_meetings(reader: Reader) -> list[Meeting]:
    """The meetings that a reader may see, that date no session, and whose body is an entity; the next first."""
    rows = visible_meetings(reader).filter(
        occasion=None,
        first_day__isnull=False,
        body__in=Entity.objects.filter(body__isnull=False).values("body"),
    )
    return list(rows.exclude(state__in=meetings.NOT_DATING).order_by("-first_day", "pk")[:50])


def link_to_session(meeting: Meeting) -> SafeString:
    """A link to the form that links a meeting to a session."""
    url = reverse("mandates:tie_meeting", kwargs={"slug": meeting.slug})
    name = meeting_name(meeting).text
    return display.row_links(name, parts.Link(pgettext("verb", "link to a session"), url))


def session_links(row: SessionRow) -> SafeString:
    """Links to correct and to withdraw a session, or to change the meeting that dates it."""
    kwargs = {"key": row.session.pk}
    if row.session.meeting_id is None:
        links = [
            parts.Link(
                pgettext("verb", "correct"), reverse("mandates:change_occasion", kwargs=kwargs)
            ),
            parts.Link(
                pgettext("verb", "withdraw"), reverse("mandates:withdraw_occasion", kwargs=kwargs)
            ),
        ]
    else:
        links = [
            parts.Link(
                pgettext("verb", "unlink meeting"), reverse("mandates:untie_meeting", kwargs=kwargs)
            )
        ]
        if row.meeting is not None:
            url = reverse("mandates:tie_meeting", kwargs={"slug": row.meeting.slug})
            links.insert(0, parts.Link(pgettext("verb", "choose another session"), url))
    return display.row_links(occasion_name(row.session), *links)
