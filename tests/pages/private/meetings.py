"""Meetings that are not public, with their items, conclusions and documents; beside public ones that lead to them."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterator
from typing import Any

from majlis.documents.core.access import prepares_document
from majlis.documents.lifecycle import DRAFT, SUBMITTED
from majlis.documents.models import (
    Consideration,
    Document,
    DocumentRules,
    DocumentVersion,
    HeaderField,
    Series,
    Source,
)
from majlis.events.models import (
    AgendaItem,
    Conclusion,
    ConclusionRevision,
    Correspondence,
    Floor,
    ItemMaterial,
    Meeting,
    MeetingRules,
    Participant,
    Sitting,
    SpeakingTurn,
)
from majlis.instruments.models import Act, Version
from majlis.kernel import clock, files
from majlis.kernel.models import Record
from majlis.kernel.roles import is_administrator, is_secretariat
from majlis.mandates.models import Entity, Occasion
from majlis.parties.models import Body
from tests.documents import factories as documents
from tests.documents.posted_documents import texts
from tests.events import factories as events
from tests.pages.private.secrets import SEARCH_WORD, PrivateRecords

type Arguments = Callable[[PrivateRecords], Iterator[dict[str, Any]]]
DAY = datetime.date(2031, 3, 4)


def store_secret(private_records: PrivateRecords, words: str) -> Any:
    """A file with words in it, which no record is said to have."""
    stored = files.store_file(io.BytesIO(f"Fictional words: {words}".encode()))
    private_records.files.append(stored.sha256)
    return stored


# The meeting, its sittings and the people at it.


def plant_meeting(private_records: PrivateRecords, hidden: Any) -> Record:
    """A meeting of a public body, which is open; the one after it is public, and is tied to it."""
    record, slug = hidden(private_records, "meeting", "meetings/{slug}", "title", "place", "note")
    council = Body.objects.get(slug="demonstration-council")
    kept = Meeting.objects.create(
        record=record,
        body=council,
        slug=slug,
        number=901,
        state="open",
        first_day=DAY,
        last_day=DAY + datetime.timedelta(days=1),
        zone="Europe/Berlin",
        area="756",
        convened_at=clock.now(),
        notice_reason=private_records.of(record, "reason of a short notice"),
        notice_language="en",
        source=private_records.of(record, "source of a meeting"),
    )
    after = events.meeting(
        council, number=902, state="open", previous=kept, first_day=DAY + datetime.timedelta(days=9)
    )
    private_records.things |= {"private meeting": kept, "public meeting": after}
    events.sitting(kept, room=private_records.of(record, "room of a sitting"))
    events.sitting(after)
    plant_participants(private_records, kept)
    plant_rules(private_records)
    plant_session(private_records, kept)
    public = Version.objects.filter(record__access="public").first()
    assert public is not None
    Act.objects.create(version=public, kind="adopts", body=council, record=record)
    own = after.get_absolute_url()
    pages = ("", "notice/", "documents/", "materials/", "conclusions/", "participants/", "live/")
    private_records.near += [
        *(f"{own}{page}" for page in (*pages, "meeting.ics", "archive/", "follow-up/")),
        *(f"{own}{page}" for page in ("items/copy/", "documents/place/", "documents/feed/")),
        public.get_absolute_url(),
        f"{public.get_absolute_url()}acts/",
        council.get_absolute_url(),
        f"{council.get_absolute_url()}report/",
        f"/en/meetings/?q={SEARCH_WORD}",
        "/en/meetings/?body=demonstration-council",
        *("/en/meetings/calendar.ics", "/en/meetings/feed.atom", "/en/conclusions/"),
        *("/en/documents/", f"/en/documents/?q={SEARCH_WORD}", "/en/documents/feed/"),
        *("/en/calendar/?year=2031", "/en/calendar/?view=month&month=2031-03"),
        f"/en/conclusions/?q={SEARCH_WORD}",
    ]
    return record


def plant_participants(private_records: PrivateRecords, meeting: Meeting) -> None:
    """One whom the list of participants names, one whom it does not, with a speech each."""
    record = meeting.record
    office = is_secretariat | is_administrator

    def may(user: Any) -> bool:
        return bool(record.is_visible_to(user) and office.test(user))

    listed = events.participant(
        meeting, name=private_records.of(record, "a participant"), listed=True
    )
    unlisted = events.participant(
        meeting,
        name=private_records.word("a participant who is not listed", may),
        function=private_records.word("function of a participant", may),
        access_needs=private_records.word("access needs", may),
    )
    events.participant(meeting, private_records.things["insider"])
    sitting = meeting.sittings.get()
    SpeakingTurn.objects.create(
        sitting=sitting, participant=listed, mode="room", state="speaking", began_at=clock.now()
    )
    SpeakingTurn.objects.create(sitting=sitting, participant=unlisted, mode="room")


def plant_rules(private_records: PrivateRecords) -> None:
    """The rules for meetings and documents of a body that is hidden."""
    record = private_records.records[Body]
    body = Body.objects.get(record=record)
    MeetingRules.objects.create(
        body=body, source=private_records.of(record, "source of the rules of meetings")
    )
    DocumentRules.objects.create(
        body=body,
        group=private_records.of(record, "group of documents"),
        source=private_records.of(record, "source of the rules of documents"),
    )
    Series.objects.create(
        body=body, code="F", names={"en": private_records.of(record, "name of a series")}
    )
    HeaderField.objects.create(
        body=body, key="topic", names={"en": private_records.of(record, "name of a header field")}
    )


def plant_session(private_records: PrivateRecords, meeting: Meeting) -> None:
    """A session of the register, which is public, that is the meeting."""
    entity, _new = Entity.objects.get_or_create(
        body=meeting.body,
        defaults={"record": events.create_record("entity", "entities/neighbour-that-meets"),
                  "slug": "neighbour-that-meets", "kind": "body"},
    )  # fmt: skip
    session = Occasion.objects.create(
        entity=entity, year=DAY.year, date=DAY.isoformat(), meeting=meeting
    )
    private_records.near += [
        f"/en/mandates/occasions/untie_meeting/{session.pk}/",
        "/en/mandates/occasions/",
        entity.get_absolute_url(),
    ]


# The items, with what was presented under them.


def plant_item(private_records: PrivateRecords, hidden: Any) -> Record:
    """An item with materials, from which one of the public meeting was carried over; it is in hand."""
    meeting: Meeting = private_records.things["private meeting"]
    record, _slug = hidden(
        private_records,
        "agenda_item",
        f"{meeting.record.address}/items/1",
        *("title", "note"),
        admitted=(meeting.record.access, meeting.record.circle),
    )
    kept = AgendaItem.objects.create(
        record=record,
        meeting=meeting,
        position=1,
        label="1",
        presenters=private_records.of(record, "who presents an item"),
    )
    private_records.things["private item"] = kept
    plant_materials(private_records, kept)
    public = events.item(private_records.things["public meeting"], "A public neighbour")
    AgendaItem.objects.filter(pk=public.pk).update(carried_from=kept)
    private_records.things["public item"] = public
    Floor.objects.create(
        sitting=meeting.sittings.get(),
        item=kept,
        item_since=clock.now(),
        document_words=private_records.of(record, "place in a document"),
        list_open=True,
    )
    private_records.near.append(public.get_absolute_url())
    return record


def plant_materials(private_records: PrivateRecords, item: AgendaItem) -> None:
    """A presentation with a file, and a statement for the record."""
    record = item.record
    ItemMaterial.objects.create(
        item=item,
        kind="presentation",
        title=private_records.of(record, "title of a presentation"),
        language="en",
        presented_by=private_records.of(record, "who gave a presentation"),
        file=store_secret(private_records, private_records.of(record, "words of a presentation")),
        file_name=f"{private_records.of(record, 'name of a presentation')}.txt",
    )
    ItemMaterial.objects.create(
        item=item,
        kind="statement",
        title=private_records.of(record, "title of a statement"),
        language="en",
        text=private_records.of(record, "words of a statement"),
    )


# The conclusions.


def plant_conclusion(private_records: PrivateRecords, hidden: Any) -> Record:
    """A conclusion with revisions, one of which was set aside; and another that is decided by correspondence."""
    made = [new_conclusion(private_records, hidden, number) for number in (1, 2)]
    for number in (1, 2, 3):
        ConclusionRevision.objects.create(
            conclusion=made[0],
            number=number,
            base=0 if number == 1 else 1,
            text=private_records.of(made[0].record, f"revision {number} of a conclusion"),
            aside=number == 3,
        )
    Conclusion.objects.filter(pk=made[0].pk).update(revision=2)
    asked = made[1]
    ConclusionRevision.objects.create(
        conclusion=asked, number=1, text=private_records.of(asked.record, "words to decide on")
    )
    Conclusion.objects.filter(pk=asked.pk).update(revision=1, state="by_correspondence")
    asking = Correspondence.objects.create(
        conclusion=asked,
        revision=1,
        question=private_records.of(asked.record, "question by correspondence"),
        language="en",
        rule="simple",
        closes_at=clock.now() + datetime.timedelta(days=9),
        notice_reason=private_records.of(asked.record, "reason of a short correspondence"),
    )
    asking.replies.create(
        organisation=private_records.world.things["organisation"],
        answer="object",
        statement=private_records.of(asked.record, "statement of a member"),
        language="en",
    )
    private_records.things["private conclusions"] = made
    return made[0].record


def new_conclusion(private_records: PrivateRecords, hidden: Any, number: int) -> Conclusion:
    """A conclusion at the private item."""
    item: AgendaItem = private_records.things["private item"]
    above = item.meeting.record
    record, _slug = hidden(
        private_records,
        "conclusion",
        f"{above.address}/conclusions/{number}",
        "title",
        admitted=(above.access, above.circle),
    )
    return Conclusion.objects.create(record=record, item=item, number=number, language="en")


# The documents.


def plant_document(private_records: PrivateRecords, hidden: Any) -> Record:
    """A document with an original, a file, a revision and a draft; at an item of its own and of a public meeting."""
    meeting: Meeting = private_records.things["private meeting"]
    record, slug = hidden(
        private_records,
        "document",
        "documents/{slug}",
        *("title", "abstract", "action_required"),
        admitted=(meeting.record.access, meeting.record.circle),
    )
    kept = Document.objects.create(
        record=record,
        meeting=meeting,
        series=documents.series(meeting.body),
        slug=slug,
        number=1,
        symbol=private_records.of(record, "symbol of a document"),
        category="report",
        state="posted",
        language="en",
        source_words=private_records.of(record, "source of a document"),
        late=True,
        late_reason=private_records.of(record, "why a document is late"),
        posted_at=clock.now(),
    )
    private_records.things["private document"] = kept
    private_records.things["considerations"] = []
    plant_versions(private_records, kept)
    Source.objects.create(
        document=kept,
        organisation=private_records.world.things["organisation"],
        state="asked",
    )
    plant_considerations(private_records, kept)
    return record


def plant_versions(private_records: PrivateRecords, document: Document) -> None:
    """The original with a file, a revision, and two versions that are not posted: for those who prepare them."""
    record = document.record

    def may(user: Any) -> bool:
        return bool(record.is_visible_to(user) and prepares_document(user, document))

    def words(kind: str) -> str:
        said = private_records.of(record, kind)
        return f"A fictional list\n\n1. The offices count {said}.\n\n2. They count the boats."

    original = texts.version(document, "original", 0, words("words of a document"))
    stored = store_secret(private_records, private_records.of(record, "file of a document"))
    stored.media_type = files.PDF
    stored.save(update_fields=["media_type"])
    original.files.update(
        file=stored,
        name="paper.pdf",  # shown nowhere: files are called by their symbol
    )
    texts.version(
        document,
        text=words("words of a revision"),
        note=private_records.of(record, "note on a revision"),
        note_language="en",
    )
    for kind, state in (("addendum", DRAFT), ("corrigendum", SUBMITTED)):
        said = private_records.word(f"words of a {kind} that is not posted", may)
        texts.version(document, kind, 0, said, state=state, posted_at=None)


def plant_considerations(private_records: PrivateRecords, document: Document) -> None:
    """The document at the item of its meeting and of a public one, a public one at both; a public report of both."""
    public = documents.document(
        private_records.things["public meeting"], category="report", title="A public neighbour"
    )
    item: AgendaItem = private_records.things["private item"]
    shared: AgendaItem = private_records.things["public item"]
    made: list[Consideration] = private_records.things["considerations"]
    for each, at in ((document, item), (document, shared), (public, item), (public, shared)):
        note = "A public note."
        if each == document:
            note = private_records.of(document.record, "note on a document at an item")
        elif at == item:
            note = private_records.of(item.record, "note at an item on a document")
        row = Consideration.objects.create(document=each, item=at, note=note, note_language="en")
        if (each, at) != (public, shared):
            made.append(row)
    for meeting in (private_records.things["private meeting"], shared.meeting):
        public.reported_meetings.create(meeting=meeting)
    public.transmitted_texts.create(
        version=Version.objects.get(record=private_records.records[Version])
    )
    Floor.objects.filter(sitting__meeting=item.meeting).update(document=document.record)
    Floor.objects.create(
        sitting=shared.meeting.sittings.get(),
        item=shared,
        item_since=clock.now(),
        document=document.record,
    )
    private_records.near += [
        public.get_absolute_url(),
        f"{public.get_absolute_url()}place/",
        "/en/documents/by-symbol/?symbol=DC-901/1",
    ]


# Where all that would stand.


def _meetings(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    yield {"slug": private_records.things["private meeting"].slug}


def _with(argument: str, *values: Any) -> Arguments:
    """The arguments of an address of the meeting, with one more that is no secret."""

    def where(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
        for each in _meetings(private_records):
            yield from ({**each, argument: value} for value in values)

    return where


def _of_meeting(argument: str, rows: Callable[[Meeting], Any], attribute: str = "pk") -> Arguments:
    """The arguments of an address about a part of the meeting."""

    def where(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
        meeting = private_records.things["private meeting"]
        for each in rows(meeting):
            yield {"slug": meeting.slug, argument: getattr(each, attribute)}

    return where


def _items(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    yield from ({**each, "number": 1} for each in _meetings(private_records))


def _materials(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    for each in private_records.things["private item"].materials.all():
        yield from ({**where, "key": each.pk} for where in _items(private_records))


def _conclusions(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    for each in private_records.things["private conclusions"]:
        yield from ({**where, "number": each.number} for where in _meetings(private_records))


def _replies(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    member = private_records.world.things["organisation"]
    yield from ({**each, "organisation": member.pk} for each in _conclusions(private_records))


def _delegations(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    member = private_records.world.things["organisation"]
    yield from ({**each, "number": member.number} for each in _meetings(private_records))


def _documents(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    yield {"slug": private_records.things["private document"].slug}


def _of_document(argument: str, rows: Callable[[Document], Any]) -> Arguments:
    """The arguments of an address about a part of the document."""

    def where(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
        document = private_records.things["private document"]
        yield from ({"slug": document.slug, argument: each.pk} for each in rows(document))

    return where


def _versions(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    for each in _documents(private_records):
        yield from ({**each, "version": name} for name in ("original", "revision-1"))


def _files(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    for each in _versions(private_records):
        yield from (
            {**each, "language": "en", "form": form} for form in ("docx", "html", "pdf", "txt")
        )


def _changes(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    for each in _documents(private_records):
        yield {**each, "version": "revision-1", "language": "en", "form": "docx"}


def _considerations(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
    yield from ({"key": each.pk} for each in private_records.things["considerations"])


def _bodies(**more: str) -> Arguments:
    """The arguments of an address about the hidden body."""

    def where(private_records: PrivateRecords) -> Iterator[dict[str, Any]]:
        body = private_records.records[Body].address.rpartition("/")[2]
        yield {"slug": body, **more}

    return where


def all_participants(meeting: Meeting) -> Iterator[Participant]:
    """The participants of a meeting, whatever their state."""
    return iter(meeting.participants.all())


def all_sittings(meeting: Meeting) -> Iterator[Sitting]:
    """The sittings of a meeting."""
    return iter(meeting.sittings.all())


def all_turns(meeting: Meeting) -> Iterator[SpeakingTurn]:
    """The requests for the floor at a meeting."""
    return iter(SpeakingTurn.objects.filter(sitting__meeting=meeting))


def later_versions(document: Document) -> Iterator[DocumentVersion]:
    """The versions of a document that are not posted."""
    return iter(document.versions.filter(state__in=(DRAFT, SUBMITTED)))


# Addresses of each room -> their arguments.
_EVENTS: dict[Arguments, str] = {
    _bodies(): "create_meeting meeting_rules set_meeting_rules",
    _meetings: (
        "meeting meeting_calendar meeting_notice change_meeting convene_meeting open_meeting "
        "close_meeting reopen_meeting report_meeting cancel_meeting add_sitting add_item copy_agenda "
        "materials register_participant own_registration participants add_participant "
        "decide_participants participant_figures registrations meeting_conclusions "
        "publish_conclusions live speaking_time"
    ),
    _with("extension", "docx", "pdf"): "letter",
    _of_meeting("key", all_sittings): "change_sitting remove_sitting attendance",
    _of_meeting("sitting", all_sittings): (
        "open_sitting suspend_sitting close_sitting reopen_sitting set_item_in_hand "
        "set_document_in_hand open_speakers_list close_speakers_list ask_for_floor "
        "enter_floor_request"
    ),
    _of_meeting("turn", all_turns): (
        "withdraw_floor_request give_floor pause_speech resume_speech end_speech return_to_list"
    ),
    _of_meeting("key", all_participants): (
        "participant change_participant decline_participant withdraw_participant"
    ),
    _delegations: "organisation_participants",
    _items: (
        "item change_item move_item withdraw_item restore_item set_item_outcome add_material "
        "begin_conclusion"
    ),
    _materials: "material_file withdraw_material restore_material",
    _conclusions: (
        "conclusion conclusion_revisions write_conclusion agree_conclusion "
        "agree_conclusion_with_statements decline_conclusion reopen_conclusion submit_conclusion "
        "correspondence close_correspondence withdraw_correspondence"
    ),
    _replies: "reply_by_correspondence",
    lambda private_records: (
        {**each, "revision": 3} for each in _conclusions(private_records)
    ): "settle_conclusion",
}
_DOCUMENTS: dict[Arguments, str] = {
    _bodies(): "document_rules set_document_rules add_series add_header_field draft_report",
    _bodies(code="F"): "set_series",
    _bodies(key="topic"): "set_header_field remove_header_field",
    _meetings: (
        "meeting_documents meeting_feed place_at_item create_document upload_document print_agenda "
        "print_participants archive archive_file request_proceedings"
    ),
    _with("language", "en"): "document_template proceedings",
    _documents: (
        "document place_document change_document submit_document return_document refuse_document "
        "accept_document post_document withdraw_document ask_for_signature create_version "
        "redraft_report"
    ),
    _of_document(
        "file",
        lambda document: [row for each in document.versions.all() for row in each.files.all()],
    ): "remove_file",
    _of_document("key", lambda document: document.sources.all()): "sign_document decline_signature",
    _of_document("key", later_versions): (
        "change_version submit_version return_version refuse_version post_version"
    ),
    _versions: "version add_file set_language_due changes",
    _files: "file",
    _changes: "changes_file",
    _considerations: "set_outcome remove_consideration",
}
ARGUMENTS_OF_MEETINGS: dict[str, Arguments] = {
    **{f"events:{name}": where for where, names in _EVENTS.items() for name in names.split()},
    **{f"documents:{name}": where for where, names in _DOCUMENTS.items() for name in names.split()},
    "mandates:tie_meeting": _meetings,
    "mandates:record_decision": _considerations,
    "meeting_follow_up": _meetings,
}
# Where what is planted here shows to somebody who may see it.
MEETINGS_SHOWN_AT = (
    *("events:meeting", "events:meeting_notice", "events:materials", "events:material_file"),
    *("events:item", "events:participants", "events:registrations", "events:participant"),
    *("events:conclusion", "events:conclusion_revisions", "events:correspondence", "events:live"),
    "events:settle_conclusion",
    *("documents:document", "documents:version", "documents:file", "documents:document_rules"),
    *("documents:set_document_rules", "documents:set_series", "documents:set_header_field"),
    *("documents:change_version", "events:meeting_rules", "documents:meeting_documents"),
)
