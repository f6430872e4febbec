"""The live page of a sitting, the acts on it, and the speaking time of a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, override

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.commons.live import channels
from majlis.events import extension_points
from majlis.events.core import names
from majlis.events.floor import actions, forms, queries
from majlis.events.floor.acts import own_parts, place_choices
from majlis.events.floor.names import speaker_name
from majlis.events.floor.queries import Grouping
from majlis.events.floor.speaking_time import SpeakerGroup, clock_text
from majlis.events.floor.tables import Region, read_region
from majlis.events.models import Meeting, Participant, Sitting, SpeakingTurn
from majlis.events.rules import is_officer
from majlis.kernel import clock
from majlis.kernel.errors import Fault, Refused
from majlis.kernel.models import Record
from majlis.kit import cells
from majlis.kit.action_page import ActionPage, with_undo
from majlis.kit.columns import Column
from majlis.kit.detail_page import DetailPage
from majlis.kit.page import StrOrPromise
from majlis.kit.table_page import TablePage
from majlis.kit.trails import trail_to
from majlis.look import formats, parts
from majlis.parties import areas, stakeholder_kinds

LIVE = pgettext_lazy("page", "Live page")
OWN_PART = "own"
"""What the script asks for in the header ``X-Part``: what the page offers to its reader."""


def live_url(meeting: Meeting) -> str:
    """The address of the live page of a meeting."""
    return reverse("events:live", kwargs={"slug": meeting.slug})


class LivePage(DetailPage[Meeting]):
    """The live page of the current sitting of a meeting; ``?wall`` for a screen in the room."""

    template_name = "events/floor/live.html"
    title = LIVE

    @override
    def get_object(self) -> Meeting:
        return queries.get_meeting(self.reader, self.kwargs["slug"])

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.headers.get("X-Part") == OWN_PART:
            region = read_region(self.object)
            context = {"region": region, **self.own_context(region)}
            response = render(request, "events/floor/own.html", context)
        else:
            response = self.render()
        response["Cache-Control"] = "no-store"
        patch_vary_headers(response, ["X-Part"])
        return response

    def own_context(self, region: Region) -> dict[str, Any]:
        """What the page offers to its reader."""
        own = own_parts(self.actor, region)
        return {"own": own, "places": place_choices(), "meeting": self.object}

    @override
    def get_context_data(self) -> dict[str, Any]:
        with channels.snapshot(self.object.record) as version:
            region = read_region(self.object)
        wall = "wall" in self.request.GET
        item = region.state.item
        return {
            **super().get_context_data(),
            **self.own_context(region),
            "region": region,
            "as_at": region.as_at,
            "moment": region.moment,
            "item": item,
            "stream": channels.stream_path(self.object.record, self.language),
            "version": version,
            "wall": wall,
            "wall_url": "" if wall else f"{self.request.path}?wall=1",
            "speaking_time_url": reverse("events:speaking_time", kwargs=self.kwargs),
        }


# Acts.


class FloorAction[Target: Sitting | SpeakingTurn](ActionPage[Target]):
    """An act at a sitting: a button of the live page, or a page of its own, which leads back there.

    What cannot be done is said on the live page, which shows what is true by now.
    """

    drafts = False

    def get_sitting(self) -> Sitting:
        """The sitting of the act."""
        return self.target.sitting if isinstance(self.target, SpeakingTurn) else self.target

    @override
    def get_object_above(self) -> Meeting:
        return self.get_sitting().meeting

    @override
    def get_trail(self) -> list[parts.Link]:
        meeting = self.get_object_above()
        live = parts.Link(LIVE, live_url(meeting))
        return [*trail_to(meeting), live, parts.Link(self.get_title())]

    @override
    def get_cancel_url(self) -> str:
        return live_url(self.get_object_above())

    @override
    def get_lead(self) -> StrOrPromise:
        return names.sitting_name(self.get_sitting())

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refused:
            if self.reader.is_authenticated:
                raise
            return redirect_to_login(self.get_cancel_url())

    @override
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.form_class.base_fields:  # type: ignore[attr-defined]
            return super().post(request, *args, **kwargs)
        try:
            return self.do_and_finish({})
        except Refused:
            raise
        except Fault as fault:
            messages.error(request, str(fault))
            return redirect(self.get_cancel_url())


class SittingAction(FloorAction[Sitting]):
    """An act on a sitting."""

    @override
    def get_target(self) -> Sitting:
        return queries.get_sitting(self.reader, self.kwargs["slug"], self.kwargs["sitting"])


class TurnAction(FloorAction[SpeakingTurn]):
    """An act on a request or a speech."""

    @override
    def get_target(self) -> SpeakingTurn:
        return queries.get_turn(self.reader, self.kwargs["slug"], self.kwargs["turn"])

    @override
    def get_lead(self) -> StrOrPromise:
        rules = queries.rules_of(self.target.sitting.meeting)
        name = capfirst(speaker_name(self.target.participant, rules).text)
        separator = formats.clause_separator(self.language)
        return f"{name}{separator}{self.target.get_kind_display()}"


class OpenSitting(SittingAction):
    """Open a sitting, or go on with it."""

    verb = actions.open_sitting
    title = _("Open the sitting")
    undo = "events:suspend_sitting"


class SuspendSitting(SittingAction):
    """Suspend a sitting."""

    verb = actions.suspend_sitting
    title = _("Suspend the sitting")
    undo = "events:open_sitting"


class CloseSitting(SittingAction):
    """Close a sitting."""

    verb = actions.close_sitting
    title = _("Close the sitting")
    undo = "events:reopen_sitting"


class ReopenSitting(SittingAction):
    """Reopen a sitting."""

    verb = actions.reopen_sitting
    title = _("Reopen the sitting")
    undo = "events:close_sitting"


class OpenSpeakersList(SittingAction):
    """Open the list of speakers."""

    verb = actions.open_speakers_list
    title = _("Open the list of speakers")
    undo = "events:close_speakers_list"


class CloseSpeakersList(SittingAction):
    """Close the list of speakers."""

    verb = actions.close_speakers_list
    title = _("Close the list of speakers")
    undo = "events:open_speakers_list"


class SetItemInHand(SittingAction):
    """Take up an item."""

    verb = actions.set_item_in_hand
    form_class = forms.ItemForm
    title = _("Take up an agenda item")
    former: int | None = None

    @override
    def get_form_options(self) -> dict[str, Any]:
        items = queries.items_on_agenda(self.target.meeting)
        self.items = {str(item.pk): item for item in items}
        choices = [(str(item.pk), f"{item.label} {item.say('title').text}") for item in items]
        return {"items": choices}

    @override
    def get_initial(self) -> dict[str, Any]:
        floor = getattr(self.target, "floor", None)
        self.former = floor.item_id if floor is not None else None
        return {"item": self.request.GET.get("item", str(self.former or ""))}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"item": self.items.get(data["item"])}

    @override
    def get_done(self, result: Any) -> StrOrPromise:
        done = super().get_done(result)
        undo = f"{self.request.path}?item={self.former or ''}"
        return done if self.is_unchanged else with_undo(done, undo)


class SetDocumentInHand(SittingAction):
    """Take up a document of the item in hand."""

    verb = actions.set_document_in_hand
    form_class = forms.DocumentForm
    title = _("Take up a document")

    @override
    def get_form_options(self) -> dict[str, Any]:
        meeting = self.target.meeting
        floor = getattr(self.target, "floor", None)
        item = floor.item_id if floor is not None else None
        documents = extension_points.item_documents(meeting, [item] if item else [])
        rows = documents.get(item, []) if item else []
        self.documents: dict[str, Record] = {str(each.record.pk): each.record for each in rows}
        choices = [(str(each.record.pk), f"{each.symbol} {each.title}".strip()) for each in rows]
        current = floor.document if floor is not None else None
        if current is not None and str(current.pk) not in self.documents:
            self.documents[str(current.pk)] = current
            choices.append((str(current.pk), str(current)))
        return {"documents": choices}

    @override
    def get_initial(self) -> dict[str, Any]:
        floor = getattr(self.target, "floor", None)
        given = self.request.GET
        return {
            "document": given.get("document", str((floor and floor.document_id) or "")),
            "words": given.get("words", floor.document_words if floor else ""),
        }

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"document": self.documents.get(data["document"]), "words": data["words"]}


class AskForFloor(SittingAction):
    """Ask for the floor."""

    verb = actions.ask_for_floor
    form_class = forms.FloorRequestForm
    title = _("Ask for the floor")

    @override
    def get_initial(self) -> dict[str, Any]:
        own = queries.own_participation(self.target.meeting, self.reader)
        return {"mode": own.mode if own is not None else "room", "kind": "speech"}

    @override
    def get_done(self, result: SpeakingTurn) -> StrOrPromise:
        kwargs = {"slug": self.kwargs["slug"], "turn": result.pk}
        undo = reverse("events:withdraw_floor_request", kwargs=kwargs)
        return with_undo(super().get_done(result), undo)


class EnterFloorRequest(AskForFloor):
    """Enter a request for the floor for somebody."""

    form_class = forms.EnteredRequestForm
    title = _("Enter a request for the floor")

    @override
    def is_allowed(self) -> bool:
        return super().is_allowed() and is_officer.test(self.reader, self.target)

    @override
    def get_form_options(self) -> dict[str, Any]:
        participants = queries.confirmed_participants(self.target.meeting)
        self.participants = {str(each.pk): each for each in participants}
        return {"participants": [(key, _listed(each)) for key, each in self.participants.items()]}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {**data, "participant": self.participants[data["participant"]]}


def _listed(participant: Participant) -> str:
    """A participant as officers choose them: the organization, and the person."""
    organisation = participant.organisation
    name = participant.name or str(participant.get_capacity_display())
    return f"{organisation.say('title').text} – {name}" if organisation is not None else name


class WithdrawFloorRequest(TurnAction):
    """Withdraw a request for the floor."""

    verb = actions.withdraw_floor_request
    title = _("Withdraw the request for the floor")

    @override
    def get_done(self, result: SpeakingTurn) -> StrOrPromise:
        done = super().get_done(result)
        if not is_officer.test(self.reader, result):
            return done
        return with_undo(done, reverse("events:return_to_list", kwargs=self.kwargs))


class GiveFloor(TurnAction):
    """Give the floor."""

    verb = actions.give_floor
    title = _("Give the floor")
    undo = "events:return_to_list"


class PauseSpeech(TurnAction):
    """Stop the clock."""

    verb = actions.pause_speech
    title = _("Stop the clock")
    undo = "events:resume_speech"


class ResumeSpeech(TurnAction):
    """Start the clock again."""

    verb = actions.resume_speech
    title = _("Start the clock")
    undo = "events:pause_speech"


class EndSpeech(TurnAction):
    """End a speech."""

    verb = actions.end_speech
    title = _("End the speech")

    @override
    def get_done(self, result: SpeakingTurn) -> StrOrPromise:
        done = super().get_done(result)
        if not is_officer.test(self.reader, result):
            return done
        return with_undo(done, reverse("events:give_floor", kwargs=self.kwargs))


class ReturnToList(TurnAction):
    """Put a speaker back on the list."""

    verb = actions.return_to_list
    title = _("Return the speaker to the list")
    undo = "events:give_floor"


# Speaking time.


@dataclass(frozen=True)
class SpeakingRow:
    """A row of the speaking time of a meeting."""

    name: str
    url: str
    language: str
    total: queries.SpeakingTotal
    percent: float

    @property
    def seconds(self) -> float:
        """The time in seconds, to the tenth."""
        return round(self.total.time.total_seconds(), 1)


GROUPINGS: dict[Grouping, StrOrPromise] = {
    Grouping.GROUP: pgettext_lazy("speaking time", "By capacity"),
    Grouping.KIND: pgettext_lazy("speaking time", "By kind of organization"),
    Grouping.REGION: pgettext_lazy("speaking time", "By region"),
    Grouping.ORGANISATION: pgettext_lazy("speaking time", "By organization"),
}


class SpeakingTime(TablePage[SpeakingRow]):
    """The speaking time of a meeting by capacity, kind, region or organization: ``?by=``."""

    template_name = "events/floor/speaking_time.html"
    title = pgettext_lazy("meeting", "Speaking time")
    file_name = "speaking-time"
    columns: Sequence[Column[SpeakingRow]] = (
        Column(
            "speakers",
            pgettext_lazy("speaking time", "Speakers"),
            lambda row: parts.Cell(row.name, row.url, language=row.language),
            lambda row: row.name,
        ),
        Column(
            "speeches",
            pgettext_lazy("speaking time", "Speeches"),
            lambda row: row.total.speeches,
            lambda row: row.total.speeches,
            number=True,
        ),
        Column(
            "points_of_order",
            pgettext_lazy("speaking time", "Points of order"),
            lambda row: row.total.orders,
            lambda row: row.total.orders,
            number=True,
        ),
        Column(
            "time",
            pgettext_lazy("speaking time", "Time"),
            lambda row: clock_text(row.total.time),
            number=True,
        ),
        Column(
            "seconds",
            pgettext_lazy("speaking time", "Seconds"),
            value=lambda row: row.seconds,
            meaning=_("time spoken, by the clock of the floor"),
        ),
        Column(
            "share",
            pgettext_lazy("speaking time", "Share of the time"),
            lambda row: formats.percent(row.percent, get_language() or "en", 0),
            lambda row: row.percent,
            number=True,
            meaning=_("percent of all time spoken"),
        ),
    )
    empty = _("The floor has not been given at this meeting yet.")
    groupings: ClassVar = GROUPINGS

    @override
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.meeting = queries.get_meeting(self.reader, self.kwargs["slug"])
        asked = request.GET.get("by", "")
        self.grouping = Grouping(asked) if asked in set(Grouping) else Grouping.GROUP

    @override
    def get_object_above(self) -> Meeting:
        return self.meeting

    @override
    def get_lead(self) -> StrOrPromise:
        return names.meeting_name(self.meeting).text

    @override
    def get_rows(self) -> Sequence[SpeakingRow]:
        totals = queries.speaking_totals(self.meeting, self.grouping, clock.now())
        whole = sum((total.time for total in totals), queries.NO_TIME)
        organisations = queries.organisations_by_key(
            int(total.code)
            for total in totals
            if self.grouping == Grouping.ORGANISATION and total.code
        )
        rows = []
        for total in totals:
            percent = round(100 * (total.time / whole), 1) if whole else 0.0
            organisation = organisations.get(int(total.code or 0)) if organisations else None
            if organisation is not None:
                cell = cells.record_link(organisation)
                rows.append(SpeakingRow(str(cell.words), cell.url, cell.language, total, percent))
            else:
                name = group_name(self.grouping, total.code)
                rows.append(SpeakingRow(name, "", "", total, percent))
        return rows

    @override
    def get_context_data(self) -> dict[str, Any]:
        links = [
            (parts.Link(label, f"{self.request.path}?by={grouping}"), grouping == self.grouping)
            for grouping, label in GROUPINGS.items()
        ]
        return {
            **super().get_context_data(),
            "groupings": links,
            "live_url": live_url(self.meeting),
        }


def group_name(grouping: Grouping, code: str) -> str:
    """The name of a group of speakers."""
    if grouping == Grouping.GROUP:
        return str(SpeakerGroup(code).label)
    if not code:
        return (
            pgettext("speaking time", "Region not stated")
            if grouping == Grouping.REGION
            else pgettext("speaking time", "No organization")
        )
    if grouping == Grouping.KIND:
        return stakeholder_kinds.kind_name(code)
    if grouping == Grouping.REGION:
        return areas.region_names().get(code, code)
    return code
