"""The pages of the agenda: one item and what is done with it, materials, and the copy of an earlier agenda."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar, override

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from majlis.events import extension_points
from majlis.events.agenda import actions, forms, queries, tables
from majlis.events.agenda.numbering import is_numbered, serial_of
from majlis.events.agenda.states import (
    is_published,
    may_be_corrected,
    may_be_rearranged,
    possible_outcomes,
    takes_outcomes,
)
from majlis.events.agenda.timetable import moment_in_sitting, overlapping_items
from majlis.events.conclusions.tables import Rights, conclusions_of_items
from majlis.events.core import names, times
from majlis.events.lifecycle import CANCELLED, REPORTED
from majlis.events.models import AgendaItem, ItemMaterial, MaterialKind, Meeting, Sitting
from majlis.events.rules import is_officer
from majlis.kernel import clock, files
from majlis.kernel.actor import Actor
from majlis.kernel.downloads import StoredFileResponse
from majlis.kernel.errors import InvalidInput
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import WordingStatus
from majlis.kernel.templatetags.majlis import said
from majlis.kit import cells, phrases
from majlis.kit.action_page import ActionPage, ButtonAction, with_undo
from majlis.kit.columns import Column
from majlis.kit.detail_page import DetailPage
from majlis.kit.list_page import ListPage
from majlis.kit.page import Page, StrOrPromise
from majlis.look import formats, parts
from majlis.parties.forms.organisation import organisations_for
from majlis.parties.models import Organisation

# Actions on the agenda of a meeting.


class AgendaAction(ActionPage[Meeting]):
    """An action on the agenda of a meeting."""

    @override
    def get_target(self) -> Meeting:
        return queries.get_meeting(self.reader, self.kwargs["slug"])

    @override
    def get_cancel_url(self) -> str:
        return f"{self.target.get_absolute_url()}#agenda"

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Meeting) -> bool:
        return may_be_rearranged(target) and super().is_offered(actor, target)


class ItemPage(Page):
    """What the forms of an item need: the meeting, its agenda and its sittings."""

    @property
    def meeting(self) -> Meeting:
        """The meeting of the item."""
        raise NotImplementedError

    @cached_property
    def items(self) -> list[AgendaItem]:
        """The items on the agenda, in its order."""
        return queries.agenda_items(self.reader, self.meeting)

    @cached_property
    def sittings(self) -> list[Sitting]:
        """The sittings of the meeting."""
        sittings = queries.sittings_of(self.meeting)
        for sitting in sittings:
            sitting.meeting = self.meeting
        return sittings

    def item_form_options(self, first: str) -> dict[str, Any]:
        """The arguments of the form of an item."""
        numbers = names.sitting_numbers(self.sittings)
        moments = [sitting.starts for sitting in self.sittings]
        place = times.zone_or_utc(self.meeting.zone)
        offset = times.zone_text(place, moments or [clock.now()])
        hint = gettext("In the time of the meeting (%(zone)s), for example 14:30.")
        return {
            "reader": self.reader,
            "first": first,
            "sittings": [
                (str(each.pk), names.sitting_name(each, numbers[each.pk])) for each in self.sittings
            ],
            "zone": hint % {"zone": offset},
        }

    def item_values(self, data: dict[str, Any]) -> dict[str, Any]:
        """The arguments of the verbs of an item, from the values of its form.

        Raises InvalidInput for a time without a sitting, or one that no clock shows.
        """
        words = {
            field: {code: data.pop(f"{field}_{code}") for code in LANGUAGE_CODES}
            for field in actions.WORDING_FIELDS
        }
        sitting = next((each for each in self.sittings if str(each.pk) == data["sitting"]), None)
        place = times.zone_or_utc(self.meeting.zone)

        def moment(name: str) -> datetime.datetime | None:
            if data[name] is None:
                return None
            if sitting is None:
                raise InvalidInput({"sitting": _("Select the sitting to which this time belongs.")})
            return moment_in_sitting(sitting, data[name], place, name, after=name == "ends")

        return {
            **data,
            "words": words,
            "sitting": sitting,
            "starts": moment("starts"),
            "ends": moment("ends"),
            "presenting": list(data["presenting"]),
        }

    def with_overlaps(self, message: StrOrPromise, item: AgendaItem) -> str:
        """The message after a change, with a sentence on other items that are taken up at the same time."""
        items = queries.in_agenda_order(queries.items_of(self.reader, self.meeting))
        others = overlapping_items(items).get(item.pk)
        if not others:
            return str(message)
        language = get_language() or "en"
        return formats.gap(language).join([str(message), tables.overlap_sentence(others, language)])


class AddItem(ItemPage, AgendaAction):
    """Add an item to the agenda."""

    verb = actions.add_item
    form_class = forms.AddItemForm
    title = _("Add agenda item")

    @property
    @override
    def meeting(self) -> Meeting:
        return self.target

    @override
    def get_form_options(self) -> dict[str, Any]:
        options = self.item_form_options(self.language)
        return {**options, "places": tables.place_choices(self.items)}

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"place": self.request.GET.get("place", tables.LAST)}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        parent, position = tables.read_place(data.pop("place"), self.items)
        values = self.item_values(data)
        return {**values, "authentic": self.language, "parent": parent, "position": position}

    @override
    def get_done(self, result: AgendaItem) -> str:
        message = gettext("Item %(label)s added to the agenda.") % {"label": result.label}
        undo = reverse("events:withdraw_item", args=[self.target.slug, serial_of(result)])
        return with_undo(self.with_overlaps(message, result), undo)

    @override
    def get_success_url(self, result: AgendaItem) -> str:
        return tables.agenda_url(result)


class CopyAgenda(AgendaAction):
    """Copy the skeleton of an earlier agenda, with what was carried over."""

    verb = actions.copy_agenda
    form_class = forms.CopyAgendaForm
    title = pgettext_lazy("page", "Copy agenda")
    template_name = "events/agenda/copy.html"

    @cached_property
    def meetings(self) -> QuerySet[Meeting]:
        """The meetings whose agenda can be copied."""
        return queries.earlier_meetings(self.reader, self.target)

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"meetings": self.meetings}

    @override
    def get_initial(self) -> dict[str, Any]:
        previous = self.target.previous or self.meetings.first()
        return {"previous": previous.slug if previous is not None else ""}

    @override
    def get_done(self, result: list[AgendaItem]) -> StrOrPromise:
        if not result:
            return _("All items of this agenda have been copied already.")
        number = formats.number(len(result), self.language)
        message = ngettext("%(n)s item copied.", "%(n)s items copied.", len(result))
        return message % {"n": number}

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {**super().get_context_data(), "has_meetings": self.meetings.exists()}


# Actions on one item.


class ItemAction(ActionPage[AgendaItem]):
    """An action on an item of an agenda; it leads back to the item on the page of the meeting."""

    allowed: ClassVar = staticmethod(may_be_rearranged)
    """Whether the state of the meeting allows the action."""

    @override
    def get_target(self) -> AgendaItem:
        return queries.get_item(self.reader, self.kwargs["slug"], self.kwargs["number"])

    @override
    def get_lead(self) -> StrOrPromise:
        return tables.title_html(self.target)

    @override
    def get_cancel_url(self) -> str:
        return tables.agenda_url(self.target)

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: AgendaItem) -> bool:
        present = target.withdrawn_at is None
        return present and cls.allowed(target.meeting) and super().is_offered(actor, target)


class ChangeItem(ItemPage, ItemAction):
    """Edit an item: its wordings, its time, who presents it."""

    verb = actions.change_item
    form_class = forms.ItemForm
    title = _("Edit agenda item")
    button = phrases.SAVE_CHANGES
    allowed: ClassVar = staticmethod(may_be_corrected)

    @property
    @override
    def meeting(self) -> Meeting:
        return self.target.meeting

    @cached_property
    def original_language(self) -> str:
        """The language of the original title; that of the page, where it is not known."""
        wordings = self.target.record.wordings.all()
        return next(
            (
                wording.language
                for wording in wordings
                if wording.field == "title" and wording.status == WordingStatus.AUTHENTIC
            ),
            self.language,
        )

    @override
    def get_form_options(self) -> dict[str, Any]:
        return self.item_form_options(self.original_language)

    @override
    def get_current(self) -> dict[str, Any]:
        item = queries.get_item(self.reader, self.kwargs["slug"], self.kwargs["number"])
        place = times.zone_or_utc(item.meeting.zone)
        wordings = {
            f"{wording.field}_{wording.language}": wording.text
            for wording in item.record.wordings.all()
            if wording.field in actions.WORDING_FIELDS
        }
        return {
            **wordings,
            "sitting": str(item.sitting_id or ""),
            "starts": _clock_time(item.starts, place),
            "ends": _clock_time(item.ends, place),
            "presenters": item.presenters,
            "presenting": list(item.presenting.order_by("number").values_list("number", flat=True)),
            "standing": item.standing,
        }

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        values = self.item_values(data)
        # Closed organizations are not among the choices of the form, but still present the item.
        choices = organisations_for(self.reader).values("pk")
        hidden = self.target.presenting.exclude(pk__in=choices).select_related("record")
        return {**values, "presenting": [*values["presenting"], *hidden]}

    @override
    def get_done(self, result: AgendaItem) -> StrOrPromise:
        if self.is_unchanged:
            return phrases.UNCHANGED
        return self.with_overlaps(_("Changes to the agenda item saved."), result)


def _clock_time(moment: datetime.datetime | None, place: Any) -> str:
    return f"{moment.astimezone(place):%H:%M}" if moment is not None else ""


class MoveAction(ItemAction):
    """A move of an item, whose message leads back to the former place."""

    verb = actions.move_item
    former_place = ""

    @cached_property
    def items(self) -> list[AgendaItem]:
        """The items on the agenda, in its order."""
        return queries.agenda_items(self.reader, self.target.meeting)

    @override
    def do(self, data: dict[str, Any]) -> AgendaItem:
        self.former_place = tables.place_of(self.target, self.items)
        moved: AgendaItem = super().do(data)
        return moved

    @override
    def get_done(self, result: AgendaItem) -> StrOrPromise:
        if self.is_unchanged:
            return _("The item is at this place already.")
        message = gettext("Item moved. Its number is now %(label)s.") % {"label": result.label}
        undo = reverse("events:move_item", kwargs=self.kwargs)
        return with_undo(message, f"{undo}?place={self.former_place}")


class MoveItem(MoveAction):
    """Move an item to another place."""

    form_class = forms.MoveItemForm
    title = _("Move agenda item")
    template_name = "events/agenda/move.html"

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"places": tables.place_choices(self.items, self.target)}

    @override
    def get_initial(self) -> dict[str, Any]:
        present = tables.place_of(self.target, self.items)
        return {"place": self.request.GET.get("place", present)}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        parent, position = tables.read_place(data["place"], self.items, self.target)
        return {"parent": parent, "position": position}

    @override
    def get_context_data(self) -> dict[str, Any]:
        published = is_published(self.target.meeting)
        return {**super().get_context_data(), "is_published": published}


class MoveItemUp(MoveAction, ButtonAction[AgendaItem]):
    """Move an item before the one above it."""

    title = tables.MOVE_UP

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"direction": actions.UP}


class MoveItemDown(MoveAction, ButtonAction[AgendaItem]):
    """Move an item behind the one below it."""

    title = tables.MOVE_DOWN

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"direction": actions.DOWN}


class WithdrawItem(ItemAction):
    """Take an item off the agenda."""

    verb = actions.withdraw_item
    form_class = forms.WithdrawForm
    title = _("Withdraw agenda item")
    done = _("Agenda item withdrawn, with its sub-items.")
    undo = "events:restore_item"
    template_name = "events/agenda/withdraw.html"

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: AgendaItem) -> bool:
        return not tables.was_considered(target) and super().is_offered(actor, target)

    @override
    def get_context_data(self) -> dict[str, Any]:
        published = is_published(self.target.meeting)
        return {**super().get_context_data(), "is_published": published}


class RestoreItem(ItemAction):
    """Put a withdrawn item back on the agenda."""

    verb = actions.restore_item
    title = _("Restore agenda item")
    done = _("Agenda item restored.")

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: AgendaItem) -> bool:
        withdrawn = target.withdrawn_at is not None
        offered = super(ItemAction, cls).is_offered(actor, target)
        return withdrawn and may_be_rearranged(target.meeting) and offered


class SetItemOutcome(ItemAction):
    """Record what came of an item."""

    verb = actions.set_item_outcome
    form_class = forms.OutcomeForm
    title = _("Record outcome of the item")
    allowed: ClassVar = staticmethod(takes_outcomes)

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"outcomes": possible_outcomes(self.target.meeting)}

    @override
    def get_current(self) -> dict[str, Any]:
        return {
            "outcome": AgendaItem.objects.values_list("outcome", flat=True).get(pk=self.target.pk)
        }


# What was presented.


class AddMaterial(ItemAction):
    """Add a presentation, a recording or a statement at an item."""

    verb = actions.add_material
    form_class = forms.MaterialForm
    title = pgettext_lazy("meeting", "Add material")

    @staticmethod
    def _takes_material(meeting: Meeting) -> bool:
        return meeting.state != CANCELLED

    allowed: ClassVar = _takes_material

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: AgendaItem) -> bool:
        # ``takes_part`` was read with the item, and whoever reads its page may see its meeting.
        present = target.withdrawn_at is None and cls.allowed(target.meeting)
        takes_part = getattr(target, "takes_part", False) and target.meeting.state != REPORTED
        return present and (takes_part or bool(is_officer.test(actor.person, target)))

    @cached_property
    def is_officer(self) -> bool:
        """Whether the person adds material for anybody."""
        return bool(is_officer.test(self.reader, self.target))

    @cached_property
    def own_organisations(self) -> list[Organisation]:
        """The organizations for which the person takes part in the meeting."""
        return queries.represented_organisations(self.reader, self.target.meeting)

    @override
    def get_form_options(self) -> dict[str, Any]:
        offered = organisations_for(self.reader)
        kinds = list(MaterialKind.values)
        if not self.is_officer:
            offered = offered.filter(pk__in=[each.pk for each in self.own_organisations])
            kinds.remove(MaterialKind.RECORDING)
        accepted = gettext("Accepted types: %(types)s.") % {
            "types": forms.accepted_names(self.language)
        }
        return {"organisations": offered, "kinds": kinds, "accepted": accepted}

    @override
    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = {"language": self.language}
        if self.is_officer:
            return initial
        if self.own_organisations:
            return {**initial, "organisation": self.own_organisations[0].number}
        return {**initial, "presented_by": self.member.name}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        upload = data["file"]
        return {**data, "file": upload or None, "file_name": upload.name if upload else ""}

    @override
    def get_done(self, result: ItemMaterial) -> str:
        undo = reverse("events:withdraw_material", kwargs={**self.kwargs, "key": result.pk})
        return with_undo(_("Material added to the item."), undo)


class MaterialAction(ActionPage[ItemMaterial]):
    """An action on a material; it leads back to the page of the item."""

    @override
    def get_target(self) -> ItemMaterial:
        return queries.get_material(
            self.reader, self.kwargs["slug"], self.kwargs["number"], self.kwargs["key"]
        )

    @override
    def get_object_above(self) -> AgendaItem:
        return self.target.item

    @override
    def get_lead(self) -> StrOrPromise:
        return tables.material_row(self.target, self.target.item, with_text=False).title

    @override
    def get_cancel_url(self) -> str:
        return self.target.item.get_absolute_url()


class WithdrawMaterial(MaterialAction):
    """Take a material off an item."""

    verb = actions.withdraw_material
    form_class = forms.WithdrawForm
    title = pgettext_lazy("meeting", "Withdraw material")
    done = _("Material withdrawn. The history of the item lists it.")
    undo = "events:restore_material"

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: ItemMaterial) -> bool:
        return target.withdrawn_at is None and super().is_offered(actor, target)


class RestoreMaterial(MaterialAction):
    """Show a withdrawn material again."""

    verb = actions.restore_material
    title = pgettext_lazy("meeting", "Restore material")
    done = pgettext_lazy("meeting", "Material restored.")

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: ItemMaterial) -> bool:
        return target.withdrawn_at is not None and super().is_offered(actor, target)


MATERIAL_ACTIONS: dict[str, type[MaterialAction]] = {
    "events:withdraw_material": WithdrawMaterial,
    "events:restore_material": RestoreMaterial,
}


@require_safe
def material_file(request: HttpRequest, slug: str, number: int, key: int) -> StoredFileResponse:
    """The file of a material, as a download that browsers never display. Raises Http404."""
    material = queries.get_material(request.user, slug, number, key)
    if material.file is None or material.withdrawn_at is not None:
        raise Http404(key)
    stored = files.open_file(material.file.sha256)
    response = StoredFileResponse(stored, content_type=material.file.media_type)
    disposition = content_disposition_header(True, material.file_name or material.title)
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


class MaterialList(ListPage[ItemMaterial, ItemMaterial]):
    """All that was presented at the items of a meeting."""

    title = _("Presentations, recordings and statements")
    columns = (
        Column(
            "item",
            pgettext_lazy("material", "Agenda item"),
            lambda material: parts.Cell(
                tables.title_html(material.item), material.item.get_absolute_url()
            ),
            lambda material: f"{material.item.label} {cells.title_text(material.item)}".strip(),
        ),
        Column(
            "kind",
            pgettext_lazy("material", "Kind"),
            lambda material: material.get_kind_display(),
            lambda material: material.kind,
            ("kind",),
        ),
        Column(
            "title",
            pgettext_lazy("material", "Title"),
            lambda material: parts.Cell(
                material.title,
                tables.material_url(material, material.item),
                tables.material_facts(material),
                material.language,
            ),
            lambda material: material.title,
            ("title",),
        ),
        Column(
            "source",
            pgettext_lazy("material", "Presented by"),
            tables.material_source,
            lambda material: ", ".join(
                filter(
                    None,
                    [
                        cells.title_text(material.organisation) if material.organisation else "",
                        material.presented_by,
                    ],
                )
            ),
        ),
        Column(
            "language",
            pgettext_lazy("material", "Language"),
            value=lambda material: material.language,
        ),
        Column(
            "added",
            pgettext_lazy("material", "Date added"),
            lambda material: clock.date_of(material.made_at),
            lambda material: clock.date_of(material.made_at),
            ("made_at",),
        ),
        Column("link", pgettext_lazy("material", "Link"), value=lambda material: material.link),
    )
    filter_form = forms.MaterialFilters
    file_name = "materials"
    empty = _("No presentation, recording or statement has been added yet.")

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting of the list."""
        return queries.get_meeting(self.reader, self.kwargs["slug"])

    @override
    def get_object_above(self) -> Meeting:
        return self.meeting

    @override
    def get_file_name(self) -> str:
        return f"materials-{self.meeting.slug}"

    @override
    def get_queryset(self) -> QuerySet[ItemMaterial]:
        return queries.meeting_materials(
            self.reader, self.meeting, words=self.filters["q"], kind=self.filters["kind"]
        )

    @override
    def get_rows(self, items: Sequence[ItemMaterial]) -> Sequence[ItemMaterial]:
        for material in items:
            material.item.meeting = self.meeting
        return items

    @override
    def get_count(self, total: int) -> str:
        return npgettext("materials of a meeting", "%(n)s entry", "%(n)s entries", total)


# The page of one item.


class ItemDetail(DetailPage[AgendaItem]):
    """One item: what the meeting is invited to do, its documents, what was presented, what came of it."""

    template_name = "events/agenda/item.html"
    actions: ClassVar = {
        "events:change_item": ChangeItem,
        "events:set_item_outcome": SetItemOutcome,
        "events:add_material": AddMaterial,
        "events:move_item": MoveItem,
        "events:withdraw_item": WithdrawItem,
        "events:restore_item": RestoreItem,
    }

    @cached_property
    def reading(self) -> queries.ItemReading:
        """The item with all that its page shows."""
        return queries.read_item(self.reader, self.kwargs["slug"], self.kwargs["number"])

    @override
    def get_object(self) -> AgendaItem:
        return self.reading.item

    @override
    def get_title(self) -> StrOrPromise:
        return tables.title_words(self.object)

    @override
    def get_heading(self) -> StrOrPromise:
        return tables.title_html(self.object)

    @override
    def get_facts(self) -> list[parts.Fact]:
        item, meeting = self.object, self.object.meeting
        facts = [
            parts.Fact(
                pgettext_lazy("agenda item", "Meeting"),
                tables.meeting_html(meeting),
                tables.agenda_url(item),
            )
        ]
        if item.parent is not None:
            label = pgettext_lazy("agenda item", "Sub-item of")
            facts.append(
                parts.Fact(label, tables.title_html(item.parent), item.parent.get_absolute_url())
            )
        if item.withdrawn_at is not None:
            withdrawn = pgettext_lazy("agenda item", "Withdrawn on")
            facts.append(parts.Fact(withdrawn, clock.date_of(item.withdrawn_at)))
            return facts
        badge = tables.outcome_badge(item, meeting)
        if badge is not None:
            facts.append(parts.Fact(pgettext_lazy("agenda item", "Outcome"), badge.words))
        facts += self.time_facts()
        presenters = self.presenters()
        if presenters:
            facts.append(parts.Fact(pgettext_lazy("agenda item", "Presenters"), presenters))
        if item.standing:
            label = pgettext_lazy("agenda item", "Frequency")
            facts.append(parts.Fact(label, _("On the agenda of each meeting")))
        return facts

    def time_facts(self) -> list[parts.Fact]:
        """The sitting of the item, or its time by each clock that is shown."""
        item = self.object
        if item.sitting is None:
            return []
        if item.starts is None:
            item.sitting.meeting = item.meeting
            label = pgettext_lazy("meeting", "Sitting")
            return [parts.Fact(label, names.sitting_name(item.sitting))]
        clocks = times.read_clocks(self.request, item.meeting.zone)
        heads = clocks.heads([item.starts, *([item.ends] if item.ends else [])], self.language)
        shown = clocks.cells(item.starts, item.ends, self.language)
        return [parts.Fact(head, cell) for head, cell in zip(heads, shown, strict=True)]

    def presenters(self) -> SafeString:
        """Who presents the item, as a list in one line."""
        return tables.listed(tables.presenter_names(self.object, self.reading.presenting))

    def timeline(self) -> list[parts.TimelineEntry]:
        """The same item at each of its meetings, with what came of it there; empty for one meeting."""
        items = self.reading.through_meetings
        return [tables.meeting_entry(each, self.object) for each in items] if items[1:] else []

    @override
    def get_context_data(self) -> dict[str, Any]:
        item = self.object
        present, withdrawn = [], []
        for material in self.reading.materials:
            row = tables.material_row(
                material, item, with_text=True, links=self.material_links(material)
            )
            if material.withdrawn_at is None:
                present.append(row)
            elif row.links:
                withdrawn.append(row)
        return {
            **super().get_context_data(),
            "note": said(item.say("note")),
            "content": extension_points.item_content(self.request, item.meeting).get(item.pk, []),
            "conclusions": conclusions_of_items(
                self.request, item.meeting, [item], self.get_rights()
            ).get(item.pk, []),
            "materials": present,
            "withdrawn_materials": withdrawn,
            "sub_items": [
                tables.own_link(each) for each in self.reading.below if is_numbered(each)
            ],
            "meetings": self.timeline(),
        }

    def get_rights(self) -> Rights:
        """What the reader may do with the conclusions of the item."""
        decides = bool(is_officer.test(self.reader, self.object))
        return Rights(writes=decides or self.reading.takes_part, decides=decides)

    def material_links(self, material: ItemMaterial) -> list[parts.Link]:
        """What the reader may do with a material."""
        return [
            parts.Link(action.title, reverse(name, kwargs={**self.kwargs, "key": material.pk}))
            for name, action in MATERIAL_ACTIONS.items()
            if action.is_offered(self.actor, material)
        ]
