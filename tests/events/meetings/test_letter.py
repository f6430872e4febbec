"""The convening letter: what it says, in each language and format, and who may read that of a draft."""

from __future__ import annotations

import datetime
import io
from typing import Any

import docx
import pypdf
import pytest
from django.test import Client

from majlis.documents.models import DocumentRules
from majlis.events.core import times
from majlis.events.lifecycle import CANCELLED, DRAFT
from majlis.events.models import Meeting
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.records import set_wording
from tests.commons.helpers import client_for
from tests.events import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("january")]


def moment(day: str, time: str) -> datetime.datetime:
    return times.moment_in_zone(
        datetime.date.fromisoformat(day), datetime.time.fromisoformat(time), "Europe/Berlin"
    )


@pytest.fixture
def meeting() -> Meeting:
    made = factories.meeting(
        interpretation=["ar", "en"],
        captions=["en"],
        registration_closes=moment("2027-02-20", "23:59"),
        contributions_due=moment("2027-02-10", "12:00"),
        convened_at=datetime.datetime(2027, 1, 13, 10, tzinfo=datetime.UTC),
    )
    factories.sitting(made, hour=9)
    factories.sitting(made, hour=22, room="Room 3")
    top = factories.item(made, "Model licence")
    factories.item(made, "Text of the licence", parent=top)
    set_wording(made.record, "place", "en", "Hall of the Ferry, Port Almira")
    set_wording(made.record, "note", "en", "Bring a card.")
    return made


def letter(meeting: Meeting, client: Client | None = None, **query: str) -> str:
    """The letter as text."""
    response = (client or Client()).get(f"/en/meetings/{meeting.slug}/letter.txt", query)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode()


def test_the_letter_says_all_that_participants_need(meeting: Meeting) -> None:
    text = letter(meeting)
    for words in (
        "Convening letter: Meeting 1 of a fictional group\n=",
        f"Body: {meeting.body.say('title').text}\n",
        "Number: 1\n",
        "Dates: 24–25 February 2027\n",
        "Time zone: Germany – Berlin (UTC+1)\n",
        "Place: Hall of the Ferry, Port Almira\n",
        "Host country or area: Switzerland\n",
        "Ways to take part: in person and remotely\n",
        "Interpretation: Arabic, English\n",
        "Captions: English\n",
        "Registration closes on: Saturday 20 February 2027, 23:59 (UTC+1)\n",
        "Contributions are due on: Wednesday 10 February 2027, 12:00 (UTC+1)\n",
        "Notice: 29 working days\n",
        "Time of the meeting (UTC+1): Wednesday 24 February 2027, 10:00–12:00\n  UTC: 09:00–11:00\n",
        (
            "Second sitting\n  Time of the meeting (UTC+1): Wednesday 24 February 2027, 23:00, to "
            "Thursday 25 February 2027, 01:00\n  UTC: 22:00, to Thursday 25 February, 00:00\n"
            "  Room: Room 3\n"
        ),
        "1 Model licence\n\n  1.1 Text of the licence\n",
        f"/en/meetings/{meeting.slug}/\n",
        "Bring a card.\n",
        "The Secretariat, 13 January 2027\n",
    ):
        assert words in text
    assert "Reason for the short notice" not in text and "Draft" not in text


def test_a_short_notice_is_explained_in_the_language_of_its_reason(meeting: Meeting) -> None:
    Meeting.objects.update(notice_reason="أسباب طارئة", notice_language="ar")
    assert "Reason for the short notice: \u2068أسباب طارئة\u2069\n" in letter(meeting)


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_the_letter_is_written_in_each_language(meeting: Meeting, language: str) -> None:
    text = letter(meeting, language=language)
    first, last = datetime.date(2027, 2, 24), datetime.date(2027, 2, 25)
    assert times.days_text(first, last, language) in text
    assert f"/{language}/meetings/{meeting.slug}/" in text


def test_the_letter_is_a_word_file_and_a_pdf(meeting: Meeting) -> None:
    client, address = Client(), f"/en/meetings/{meeting.slug}/letter"
    word = client.get(f"{address}.docx?language=ar")
    opened = docx.Document(io.BytesIO(word.content))
    cells = [cell.text for row in opened.tables[0].rows for cell in row.cells]
    assert any("شباط/فبراير" in cell for cell in cells)
    assert f"{meeting.slug}-letter-ar.docx" in word["Content-Disposition"]
    pdf = client.get(f"{address}.pdf")
    reader = pypdf.PdfReader(io.BytesIO(pdf.content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    words = " ".join(page.extract_text() for page in reader.pages)
    assert "Hall of the Ferry" in words and "Text of the licence" in words


def test_an_unknown_format_is_not_found_and_an_unknown_language_is_that_of_the_page(
    meeting: Meeting,
) -> None:
    assert Client().get(f"/en/meetings/{meeting.slug}/letter.exe").status_code == 404
    assert "24–25 February 2027" in letter(meeting, language="xx")


def test_the_letter_of_a_draft_is_for_officers(meeting: Meeting) -> None:
    draft = factories.meeting(meeting.body, state=DRAFT)
    address = f"/en/meetings/{draft.slug}/letter.txt"
    assert Client().get(address).status_code == 404
    text = letter(draft, client_for(factories.officer(draft)))
    assert "Draft: This letter has not been sent." in text
    assert "Place: to be announced" in text and "Timetable" not in text


def test_the_letter_of_a_cancelled_meeting_says_so(meeting: Meeting) -> None:
    Meeting.objects.update(state=CANCELLED)
    assert "Cancelled: This meeting was cancelled" in letter(meeting)


def test_a_remote_meeting_has_no_place(meeting: Meeting) -> None:
    remote: Any = factories.meeting(meeting.body, mode="remote", area="")
    text = letter(remote)
    assert "Place" not in text and "Host country" not in text
    assert "The link for remote participants is on that page" in text
    in_person: Any = factories.meeting(meeting.body, mode="in_person")
    assert "The link for remote participants" not in letter(in_person)


def test_the_letter_says_by_when_contributions_are_due_by_the_rules_of_the_body() -> None:
    meeting = factories.meeting(first_day=datetime.date(2027, 2, 24), zone="Europe/Berlin")
    DocumentRules.objects.create(body=meeting.body, deadline_days=12)
    assert "Contributions are due on: Friday 12 February 2027, 23:59 (UTC+1)\n" in letter(meeting)
