"""The report of a body: drafted from the records, whose figures it has, and submitted to the body above."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.utils import timezone, translation

from majlis.commons.notices.todo import todo_items
from majlis.documents.contributions import actions as contributions
from majlis.documents.lifecycle import DRAFT
from majlis.documents.models import Document
from majlis.documents.posted_documents.paper import file_stem
from majlis.documents.printing.editions import running_head
from majlis.documents.reporting import actions, queries
from majlis.documents.reporting.figures import (
    MeetingFigures,
    decided_conclusions,
    meeting_figures,
    sittings_held,
)
from majlis.documents.reporting.report import PrintedReport
from majlis.events.agenda.numbering import label_key
from majlis.events.lifecycle import CLOSED, OPEN, REPORTED
from majlis.events.meetings import actions as meetings
from majlis.events.models import Meeting
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.files import DOCX, file_path, media_type
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Wording
from majlis.look import formats
from tests.commons.helpers import client_for
from tests.documents import factories
from tests.documents.posted_documents import texts as posted_documents
from tests.events import factories as events
from tests.support.forms import submit
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db


class World:
    """A group under a council: a closed meeting with records, and a meeting of the council to come."""

    def __init__(self) -> None:
        self.council = events.body()
        self.group = events.body(parent=self.council)
        self.officer = person("secretariat")
        self.actor = Actor(user=self.officer)
        self.meeting = events.meeting(self.group, state=CLOSED)
        self.to = events.meeting(self.council, state=OPEN)
        self.item = events.item(self.meeting, "Reading rooms", outcome="agreed")
        events.item(self.meeting, "Lamps", outcome="carried_over")
        events.sitting(self.meeting)
        events.sitting(self.meeting, day=1)
        for place in range(3):
            events.participant(self.meeting, mode="remote" if place else "room", gender="woman")
        events.participant(self.meeting, state="requested", capacity="observer")
        first = factories.document(self.meeting, title="Rooms of the coast")
        first.considerations.create(item=self.item, outcome="noted")
        factories.document(self.meeting, code="INF", title="A list", purpose="information")
        Document.objects.filter(pk=factories.document(self.meeting, title="Gone").pk).update(
            state="withdrawn"
        )
        agreed = events.conclusion(self.item, state="agreed", revision=1)
        Wording.objects.create(
            record=agreed.record,
            field="text",
            language="en",
            text="The group requests a list of rooms.",
            status="authentic",
        )

    def draft(self, **changes: Any) -> Document:
        values: dict[str, Any] = {
            "meetings": [self.meeting],
            "to": self.to,
            "language": "en",
            "action_required": "The Council is invited to note this report.",
        }
        return actions.draft_report(self.actor, self.group, **values | changes)


@pytest.fixture
def world() -> World:
    return World()


def test_a_closed_meeting_without_a_report_is_a_task(world: World) -> None:
    Meeting.objects.filter(pk__in=[world.meeting.pk, world.to.pk]).update(convened_at=clock.now())
    Meeting.objects.filter(pk=world.to.pk).update(state=CLOSED)  # of a body that reports to nobody
    chair = events.officer(world.group)
    (task,) = [each for each in todo_items(chair) if "report" in str(each.sentence)]
    assert str(task.sentence) == f"Draft the report: {world.meeting}"
    assert (
        task.url == f"/en/documents/draft_report/{world.group.slug}/"
        or world.group.slug in task.url
    )
    assert not todo_items(events.officer(events.body()))
    Meeting.objects.filter(pk=world.to.pk).update(state=OPEN)
    world.draft()
    assert not [each for each in todo_items(chair) if "report" in str(each.sentence)]


def test_only_the_parent_receives_a_report(world: World) -> None:
    events.meeting(state=OPEN)
    assert list(queries.receiving_meetings(world.officer, world.group)) == [world.to]
    below = events.meeting(world.group, state=OPEN)
    assert below not in queries.receiving_meetings(world.officer, world.council)
    Meeting.objects.filter(pk=world.to.pk).update(state=CLOSED)
    page = client_for(world.officer).get(f"/en/bodies/{world.group.slug}/report/")
    assert page.status_code == 200, page.request
    assert "No meeting of the parent body has been convened." in page.content.decode()


def test_conclusions_and_items_are_in_the_order_of_the_agenda(world: World) -> None:
    below = events.item(world.meeting, "Rooms of the north", parent=world.item, outcome="agreed")
    first = events.conclusion(below, state="agreed", revision=1)
    last = events.conclusion(events.item(world.meeting, "Oars", outcome="agreed"), state="agreed")
    top = events.conclusion(world.item, state="agreed", revision=1)
    labels = [each.item.label for each in decided_conclusions(world.meeting)]
    assert labels == sorted(labels, key=label_key)
    found = decided_conclusions(world.meeting)
    assert found.index(top) < found.index(first) < found.index(last)
    assert [label_key(each) for each in ("2", "2.2", "2.10", "5", "5 bis")] == sorted(
        label_key(each) for each in ("5 bis", "2.10", "5", "2.2", "2")
    )


def test_a_sitting_that_was_not_opened_is_not_counted_beside_one_that_was(world: World) -> None:
    assert sittings_held(world.meeting) == 2  # none was opened on the site
    world.meeting.sittings.filter(pk=world.meeting.sittings.first().pk).update(state=CLOSED)
    assert sittings_held(world.meeting) == 1


def test_a_report_is_drafted_in_six_languages(world: World) -> None:
    report = world.draft()
    assert (report.state, report.category, report.meeting) == (DRAFT, "report", world.to)
    files = {each.language: each for each in report.versions.get().files.all()}
    assert set(files) == set(LANGUAGE_CODES)
    for each in files.values():
        assert each.file is not None and media_type(file_path(each.file.sha256)) == DOCX
        assert each.pdf is not None and "Rooms of the coast" in each.words
    for words in (
        "Reading rooms",
        "The group requests a list of rooms.",
        "Lamps",
        "invited to note",
    ):
        assert words in files["en"].words, words


def all_figures(figures: MeetingFigures) -> list[int]:
    """Every number of the figures, which a report prints."""
    total = figures.participants.total
    found = [figures.sittings, figures.for_action, figures.for_information]
    found += [total.registered, total.confirmed, total.room, total.remote, total.present]
    for groups in figures.participants.groups.values():
        found += [count.confirmed for count in groups.values()]
    return found


def test_the_figures_of_the_report_are_those_of_the_records(world: World) -> None:
    figures = meeting_figures(world.meeting, clock.now())
    total = figures.participants.total
    assert (total.registered, total.confirmed, total.room, total.remote) == (4, 3, 1, 2)
    assert (figures.sittings, figures.for_action, figures.for_information) == (2, 2, 1)
    assert (figures.withdrawn, figures.conclusions["agreed"]) == (1, 1)
    report = world.draft()
    for language in ("ar", "en"):
        words = report.versions.get().files.get(language=language).words
        found = [int(number) for number in re.findall(r"\d+", words)]
        for number in all_figures(figures):
            assert number in found, (language, number)
    with translation.override("en"):
        lines = [each.text for each in flat(PrintedReport(report).lines("en"))]
    colon = formats.colon("en")
    for line in (
        f"Sittings{colon}2",
        f"Confirmed{colon}3",
        f"In the room{colon}1",
        f"Remotely{colon}2",
        f"Women{colon}3",
        f"For action{colon}2",
        f"For information{colon}1",
        f"Withdrawn, included above{colon}1",
    ):
        assert line in lines, line


def flat(lines: Any) -> list[Any]:
    """Lines with those below them, in order."""
    return [found for each in lines for found in (each, *flat(each.below))]


def lines_of(report: Document, language: str = "en") -> list[Any]:
    """The printed lines of a report, with those below them."""
    with translation.override(language):
        return flat(PrintedReport(report).lines(language))


def test_a_document_is_cited_as_it_was_at_the_close_of_the_meeting(world: World) -> None:
    document = Document.objects.get(meeting=world.meeting, considerations__isnull=False)
    posted_documents.version(document)
    Meeting.objects.filter(pk=world.meeting.pk).update(state=OPEN)
    meetings.close_meeting(world.actor, Meeting.objects.get(pk=world.meeting.pk))
    posted_documents.version(
        document, number=2, posted_at=clock.now() + datetime.timedelta(hours=1)
    )
    report = world.draft()
    line = next(each for each in lines_of(report) if document.symbol in each.text)
    assert line.label == "" and line.text.startswith(f"{document.symbol}(Rev.1): Rooms of the")
    page = client_for(world.officer).get(f"/en/documents/{report.slug}/").content.decode()
    numbers = re.findall(r'class="no"[^>]*>\s*<bdi[^>]*>([^<]*)<', page)
    assert document.symbol not in numbers and set(numbers) <= {"¶", "1", "2"}
    names = re.findall(r'class="no" href="[^"]*" aria-label="([^"]*)"', page)
    assert names and len(names) == len(set(names))


def test_the_clock_of_a_report_is_that_of_the_meeting(world: World) -> None:
    Meeting.objects.filter(pk=world.meeting.pk).update(zone="Europe/Zurich")
    report = world.draft()
    with timezone.override("Asia/Baghdad"):
        found = [each.text for each in lines_of(report) if each.text.startswith("Registered and c")]
    assert len(found) == 1 and "Zurich, UTC+" in found[0] and "UTC+3" not in found[0]


def test_a_conclusion_without_a_text_has_no_empty_line(world: World) -> None:
    events.conclusion(world.item, state="not_agreed", revision=1)
    lines = lines_of(world.draft())
    assert all(each.text.strip() for each in lines)
    words = [each.text for each in lines]
    assert "No text was agreed." in words and "not agreed" not in words


def test_the_paragraphs_of_a_conclusion_are_lines_and_open_items_are_named(world: World) -> None:
    wording = Wording.objects.get(text="The group requests a list of rooms.")
    wording.text = "The group,\n\nRequests a list of rooms;\nRequests a list of lamps."
    wording.save()
    above = events.item(world.meeting, "Closing")
    events.item(world.meeting, "Next steps", parent=above)
    Meeting.objects.filter(pk=world.meeting.pk).update(convened_at=clock.now())
    report = world.draft()
    words = [each.text for each in lines_of(report)]
    at = words.index("The group,")
    assert words[at + 1 : at + 4] == [
        "Requests a list of rooms;",
        "Requests a list of lamps.",
        "agreed",
    ]
    at = words.index("Items not yet considered")
    assert words[at + 1] == "Next steps" and "Closing" not in words
    Meeting.objects.filter(pk=world.meeting.pk).update(convened_at=None)  # it was imported
    assert "Items not yet considered" not in [each.text for each in lines_of(report)]


def test_only_closed_meetings_are_chosen_in_the_form_and_a_draft_has_a_clean_head(
    world: World,
) -> None:
    older = events.meeting(world.group, state=REPORTED)
    page = client_for(world.officer).get(f"/en/bodies/{world.group.slug}/report/").content.decode()
    boxes = {
        re.search(r'value="(\d+)"', each)[1]: "checked" in each  # type: ignore[index]
        for each in re.findall(r'<input[^>]*name="meetings"[^>]*>', page)
    }
    assert boxes == {str(older.pk): False, str(world.meeting.pk): True}
    report = world.draft()
    head = running_head(report, report.versions.get(), "en")
    assert head and not head.startswith((" ", "·"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"meetings": []}, "meetings"),
        ({"action_required": " "}, "action_required"),
        ({"language": "xx"}, "language"),
        ({"requested": "burns"}, "requested"),
    ],
)
def test_what_cannot_be_reported_is_refused(
    world: World, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        world.draft(**changes)
    assert field in refused.value.faults
    assert not Document.objects.filter(category="report").exists()


def test_a_meeting_is_reported_once_and_only_when_it_is_closed(world: World) -> None:
    with pytest.raises(InvalidInput):
        world.draft(meetings=[events.meeting(world.group, state=OPEN)])
    with pytest.raises(InvalidInput):
        world.draft(meetings=[events.meeting(state=CLOSED)])
    with pytest.raises(InvalidInput):
        world.draft(to=world.meeting)
    report = world.draft()
    assert not queries.meetings_to_report(world.officer, world.group).exists()
    with pytest.raises(InvalidInput):
        world.draft()
    contributions.withdraw_document(world.actor, report, reason="Drafted by mistake.")
    assert world.draft().pk != report.pk


def test_a_draft_is_printed_anew_from_changed_records(world: World) -> None:
    report = world.draft()
    actions.redraft_report(world.actor, report)
    version = report.versions.get()
    before = dict(version.files.values_list("language", "file"))
    world.meeting.participants.filter(state="requested").update(state="confirmed")
    actions.redraft_report(world.actor, report)
    assert all(before[each.language] != each.file_id for each in version.files.all())
    contributions.submit_document(world.actor, report)
    with pytest.raises(WrongState):
        actions.redraft_report(world.actor, report)


def test_the_meetings_are_reported_when_the_report_is_posted(world: World) -> None:
    report = world.draft()
    contributions.submit_document(world.actor, report)
    contributions.accept_document(world.actor, report)
    assert Meeting.objects.get(pk=world.meeting.pk).state == CLOSED
    contributions.post_document(world.actor, report)
    assert Meeting.objects.get(pk=world.meeting.pk).state == REPORTED


def test_a_report_is_considered_at_the_item_that_was_chosen_and_leads_to_its_decision(
    world: World,
) -> None:
    item, other = events.item(world.to, "Report of the group"), events.item(world.to, "Lamps")
    client = client_for(world.officer)
    address = f"/en/bodies/{world.group.slug}/report/"
    assert "2 Lamps" in client.get(address).content.decode()
    values = {
        "meetings": [str(world.meeting.pk)],
        "to": str(world.to.pk),
        "item": str(item.pk),
        "language": "en",
        "action_required": "Note it.",
        "requested": "adopts",
    }
    report_page = submit(client, address, values)["Location"]
    report = Document.objects.get(category="report")
    for verb in (
        contributions.submit_document,
        contributions.accept_document,
        contributions.post_document,
    ):
        verb(world.actor, report)
    row = report.considerations.get()
    assert (row.item, row.outcome) == (item, "")
    page = client.get(report_page).content.decode()
    cells = page.partition('id="h-considered"')[2]
    assert f"/en/decisions/{row.pk}/record/" in cells.partition("</table>")[0]
    assert "/record/" not in client_for(person()).get(report_page).content.decode()
    row.delete()
    for reader, shown in ((events.officer(world.council), True), (person(), False)):
        page = client_for(reader).get(report_page).content.decode()
        section = page.partition('id="h-considered"')[2].partition("</section>")[0]
        assert (f"/en/documents/{report.slug}/place/" in section) is shown
    assert other.considerations.count() == 0


def test_the_page_to_submit_a_report_names_no_file(world: World) -> None:
    report = world.draft()
    page = client_for(world.officer).get(f"/en/documents/{report.slug}/submit/").content.decode()
    assert ".docx" not in page
    assert file_stem(report, report.versions.get(), "en").startswith("Report-")


def test_who_may_draft_a_report(world: World) -> None:
    chair = person(("chair", world.group.record))
    refused = {
        "nobody": None,
        "chair of another body": person(("chair", world.council.record)),
        "somebody": person(),
        "inactive": person(("chair", world.group.record), is_active=False),
    }
    check_permissions(
        "documents.draft_report", world.group, granted={"chair": chair}, refused=refused
    )
    report = actions.draft_report(
        Actor(user=chair),
        world.group,
        meetings=[world.meeting],
        to=world.to,
        language="en",
        action_required="Note it.",
    )
    check_permissions(
        "documents.redraft_report",
        report,
        granted={"chair": chair, "officer": world.officer},
        refused={"nobody": None, "somebody": person()},
    )


def test_the_pages(world: World) -> None:
    client = client_for(world.officer)
    address = f"/en/bodies/{world.group.slug}/report/"
    assert address in client.get(f"/en/meetings/{world.meeting.slug}/").content.decode()
    sent = submit(
        client,
        address,
        {
            "meetings": [str(world.meeting.pk)],
            "to": str(world.to.pk),
            "language": "ar",
            "action_required": "يدعى المجلس إلى الإحاطة علماً بالتقرير.",
            "requested": "adopts",
        },
    )
    assert sent.status_code == 302, sent.content.decode()
    page = client.get(sent["Location"]).content.decode()
    assert "Redraft from the records" in page
    report = Document.objects.get(category="report")
    assert submit(client, f"/en/documents/{report.slug}/print/", {}).status_code == 302
    stranger = client_for(person())
    assert stranger.get(address).status_code == 403
    assert stranger.get(sent["Location"]).status_code == 404


def test_a_draft_meeting_receives_no_report(world: World) -> None:
    hidden = events.meeting(world.council, state="draft", first_day=datetime.date(2028, 1, 1))
    assert hidden not in queries.receiving_meetings(world.officer, world.group)
