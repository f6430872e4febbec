"""The end of an office: who holds it, who is in the way, how it is taken back, and where it shows."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from majlis.kernel.actor import Actor
from majlis.kernel.errors import Faulty
from majlis.kernel.models import AuditEntry
from majlis.parties import actions
from majlis.parties.models import Office
from majlis.parties.models.body import is_after
from tests.commons.kit import browser
from tests.support.parties import body
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")


@pytest.fixture
def seat() -> Office:
    made: Office = actions.make_office(SYSTEM, body(), words={"en": "Rapporteur"})
    actions.record_holder(SYSTEM, made, name="A. Fictional", since="2018", until="2022-03")
    actions.record_holder(SYSTEM, made, name="B. Fictional", since="2022-03")
    return made


def test_an_office_ends_and_who_holds_it_held_it_until_then(seat: Office) -> None:
    officer = person("secretariat")
    check_permissions(
        "parties.end_office",
        seat,
        granted={"secretariat": officer},
        refused={
            "nobody": None,
            "a person": person(),
            "chair": person(("chair", seat.body.record)),
            "who left": person("secretariat", is_active=False),
        },
        do=lambda actor: actions.end_office(actor, seat, until="2025", reason="Decision 7"),
    )
    seat.refresh_from_db()
    assert seat.until == "2025" and seat.has_ended
    assert {each.name: each.until for each in seat.holdings.all()} == {
        "A. Fictional": "2022-03",
        "B. Fictional": "2025",
    }
    told = AuditEntry.objects.filter(record=seat.record, reason="Decision 7").order_by("pk")
    assert [each.verb for each in told] == ["parties.end_office", "parties.end_holding"]
    assert (told[0].old, told[0].new) == ({"until": ""}, {"until": "2025"})


def test_who_is_recorded_later_stands_in_the_way_and_is_named(seat: Office) -> None:
    actions.record_holder(SYSTEM, seat, name="C. Fictional", since="2026")
    for until in ("2022-02", "2025-12"):
        with pytest.raises(Faulty) as told:
            actions.end_office(SYSTEM, seat, until=until)
        assert set(told.value.faults) == {"until"}
        assert "C. Fictional" in str(told.value)
        assert ("A. Fictional" in str(told.value)) is (until < "2022-03")
    for until in ("", "soon", "2026-13"):
        with pytest.raises(Faulty):
            actions.end_office(SYSTEM, seat, until=until)
    seat.refresh_from_db()
    assert seat.until == "" and seat.holdings.filter(until="").count() == 2
    # A year in which somebody began is not before it.
    actions.end_office(SYSTEM, seat, until="2026")


def test_nobody_holds_an_office_after_its_end(seat: Office) -> None:
    actions.end_office(SYSTEM, seat, until="2025-06")
    given: list[tuple[dict[str, str], str]] = [
        ({"since": "2024"}, "until"),
        ({"since": "2024", "until": "2025-07"}, "until"),
        ({"since": "2025-07", "until": "2025-08"}, "since"),
    ]
    for dates, field in given:
        with pytest.raises(Faulty) as told:
            actions.record_holder(SYSTEM, seat, name="C. Fictional", **dates)
        assert set(told.value.faults) == {field}
    held = actions.record_holder(SYSTEM, seat, name="C. Fictional", since="1999", until="2001")
    with pytest.raises(Faulty):
        actions.end_holding(SYSTEM, held, until="2026")
    actions.end_holding(SYSTEM, held, until="2002")


def test_an_end_is_corrected_and_taken_back(seat: Office) -> None:
    actions.end_office(SYSTEM, seat, until="2025")
    before = AuditEntry.objects.count()
    actions.end_office(SYSTEM, seat, until="2025")
    assert AuditEntry.objects.count() == before
    actions.end_office(SYSTEM, seat, until="2026-01-31")
    actions.end_office(SYSTEM, seat, until="")
    seat.refresh_from_db()
    assert seat.until == ""
    assert AuditEntry.objects.latest("pk").old == {"until": "2026-01-31"}
    actions.record_holder(SYSTEM, seat, name="C. Fictional", since="2026")


def test_an_end_to_come_is_no_end_yet(seat: Office) -> None:
    today = timezone.localdate()
    for days, ended in ((-1, True), (0, True), (1, False)):
        seat.until = (today + datetime.timedelta(days=days)).isoformat()
        assert seat.has_ended is ended
    seat.until = str(today.year + 1)
    assert not seat.has_ended
    assert not is_after("2026", "2026-05") and not is_after("2026-05", "2026")
    assert is_after("2026-06", "2026-05") and not is_after("", "2026")


def test_the_form_says_who_is_concerned_and_the_pages_show_the_end(seat: Office) -> None:
    client, url = browser(person("secretariat")), f"/en{seat.get_absolute_url()[3:]}"
    assert f"{url}end/" in client.get(url).content.decode()
    text = client.get(f"{url}end/").content.decode()
    assert "held it until then too" in text and "B. Fictional" in text
    assert "A. Fictional" not in text
    answer = client.post(f"{url}end/", {"until_year": "2021", "reason": "Decision 7"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "held after this date by: A. Fictional, B. Fictional" in text
    assert 'value="2021"' in text and "Decision 7" in text

    second = actions.make_office(SYSTEM, seat.body, words={"en": "Secretary"})
    answer = client.post(
        f"{url}end/", {"until_year": "2025", "until_month": "6", "reason": "Decision 7"}
    )
    assert (answer.status_code, answer["Location"]) == (302, url)
    for page in (url, f"/en{seat.body.get_absolute_url()[3:]}", "/en/roles/"):
        text = Client().get(page).content.decode()
        assert 'office ended <time datetime="2025-06">' in text, page
        assert "B. Fictional" in text
    # What goes on stands before what ended.
    assert text.index(second.get_absolute_url()) < text.index(seat.get_absolute_url())
    taken: Any = Client().get("/en/roles/?download=json")
    rows = json.loads(taken.getvalue())["rows"]
    assert {row["holder"]: row["office_until"] for row in rows} == {
        "A. Fictional": "2025-06",
        "B. Fictional": "2025-06",
        "": "",
    }
    history = browser(person("secretariat")).get(f"{url}history/").content.decode()
    assert "End of the office recorded" in history and "Decision 7" in history
    assert "End of a term in office recorded" in history

    text = client.get(f"{url}end/").content.decode()
    assert "Leave it empty if the office goes on after all." in text
    assert client.post(f"{url}end/", {"reason": ""}).status_code == 302
    assert "office ended" not in Client().get(url).content.decode()


RIGHT = {
    "name": "B. Fictional",
    "since": "2022-03",
    "until": "",
    "source": "",
    "reason": "The minutes say so.",
}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"reason": " "}, "reason"),
        ({"since": "soon"}, "since"),
        ({"until": "2021"}, "until"),
        ({"name": "A. Fictional", "since": "2018"}, "name"),
    ],
)
def test_a_correction_that_cannot_be_is_told_by_field(
    seat: Office, given: dict[str, str], field: str
) -> None:
    held = seat.holdings.get(name="B. Fictional")
    with pytest.raises(Faulty) as told:
        actions.correct_holding(SYSTEM, held, **(RIGHT | given))
    assert set(told.value.faults) == {field}
    held.refresh_from_db()
    assert (held.name, held.since) == ("B. Fictional", "2022-03")


def test_a_holder_is_corrected_and_the_audit_keeps_what_it_was(seat: Office) -> None:
    held = seat.holdings.get(name="B. Fictional")
    before = AuditEntry.objects.count()
    actions.correct_holding(SYSTEM, held, **RIGHT)
    assert AuditEntry.objects.count() == before
    actions.correct_holding(SYSTEM, held, **(RIGHT | {"since": "2022-04"}))
    entry = AuditEntry.objects.get(verb="parties.correct_holding")
    assert (entry.old, entry.reason) == ({"since": "2022-03"}, "The minutes say so.")
    assert entry.new["since"] == "2022-04"
    # Names stand in the audit by reference, so that they can be emptied.
    actions.correct_holding(SYSTEM, held, **(RIGHT | {"name": "B. Fictitious"}))
    told = AuditEntry.objects.filter(verb="parties.correct_holding").values()
    assert len(told) == 2 and "Ficti" not in str(list(told))
    # After the end of the office nobody holds it, by correction neither.
    actions.end_office(SYSTEM, seat, until="2025")
    with pytest.raises(Faulty) as told:
        actions.correct_holding(SYSTEM, held, **RIGHT)
    assert set(told.value.faults) == {"until"}


def test_the_secretariat_corrects_on_a_page_and_the_history_tells(seat: Office) -> None:
    client, url = browser(person("secretariat")), f"/en{seat.get_absolute_url()[3:]}"
    held = seat.holdings.get(name="B. Fictional")
    page = f"{url}holders/{held.pk}/correct/"
    assert page in client.get(url).content.decode()
    assert page not in Client().get(url).content.decode()
    assert browser(person("moderator")).get(page).status_code == 403
    text = client.get(page).content.decode()
    assert 'value="B. Fictional"' in text and 'value="2022"' in text
    given = {"name": "B. Fictitious", "since_year": "2021", "reason": "Misread <in> the minutes."}
    wrong = client.post(page, given | {"reason": ""})
    assert wrong.status_code == 422 and 'value="B. Fictitious"' in wrong.content.decode()
    done = client.post(page, given)
    assert (done.status_code, done["Location"]) == (302, url)
    text = client.get(url).content.decode()
    assert "B. Fictitious" in text and "B. Fictional" not in text
    history = client.get(f"/fr/{seat.record.address}/history/").content.decode()
    for told in ("B. Fictional", "B. Fictitious", "Misread &lt;in&gt; the minutes.", "corrigée"):
        assert told in history
