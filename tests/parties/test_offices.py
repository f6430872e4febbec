"""The end of an office: who holds it, who is in the way, how it is taken back, and where it shows."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from majlis.kernel.actor import Actor
from majlis.kernel.audit import personal_keys
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import AuditEntry, PersonalDatum
from majlis.parties.actions import office
from majlis.parties.models import Office
from majlis.parties.models.body import is_after
from tests.commons.helpers import client_for
from tests.support.forms import opened, submit
from tests.support.markup import compact
from tests.support.parties import body
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")


@pytest.fixture
def seat() -> Office:
    made: Office = office.make_office(SYSTEM, body(), words={"en": "Rapporteur"})
    office.record_holder(SYSTEM, made, name="A. Fictional", since="2018", until="2022-03")
    office.record_holder(SYSTEM, made, name="B. Fictional", since="2022-03")
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
        do=lambda actor: office.end_office(actor, seat, until="2025", reason="Decision 7"),
    )
    seat.refresh_from_db()
    assert seat.until == "2025"
    assert {each.name: each.until for each in seat.holdings.all()} == {
        "A. Fictional": "2022-03",
        "B. Fictional": "2025",
    }
    told = AuditEntry.objects.filter(record=seat.record, reason="Decision 7").order_by("pk")
    assert [each.verb for each in told] == ["parties.end_office", "parties.end_holding"]
    assert (told[0].old, told[0].new) == ({"until": ""}, {"until": "2025"})


def test_who_is_recorded_later_stands_in_the_way_and_is_named(seat: Office) -> None:
    office.record_holder(SYSTEM, seat, name="C. Fictional", since="2026")
    for until in ("2022-02", "2025-12"):
        with pytest.raises(InvalidInput) as told:
            office.end_office(SYSTEM, seat, until=until)
        assert set(told.value.faults) == {"until"}
        assert "C. Fictional" in str(told.value)
        assert ("A. Fictional" in str(told.value)) is (until < "2022-03")
    for until in ("", "soon", "2026-13"):
        with pytest.raises(InvalidInput):
            office.end_office(SYSTEM, seat, until=until)
    seat.refresh_from_db()
    assert seat.until == "" and seat.holdings.filter(until="").count() == 2
    # A year in which somebody began is not before it.
    office.end_office(SYSTEM, seat, until="2026")


def test_nobody_holds_an_office_after_its_end(seat: Office) -> None:
    office.end_office(SYSTEM, seat, until="2025-06")
    given: list[tuple[dict[str, str], str]] = [
        ({"since": "2024"}, "until"),
        ({"since": "2024", "until": "2025-07"}, "until"),
        ({"since": "2025-07", "until": "2025-08"}, "since"),
    ]
    for dates, field in given:
        with pytest.raises(InvalidInput) as told:
            office.record_holder(SYSTEM, seat, name="C. Fictional", **dates)
        assert set(told.value.faults) == {field}
    held = office.record_holder(SYSTEM, seat, name="C. Fictional", since="1999", until="2001")
    with pytest.raises(InvalidInput):
        office.end_holding(SYSTEM, held, until="2026")
    office.end_holding(SYSTEM, held, until="2002")


def test_an_end_is_corrected_and_taken_back(seat: Office) -> None:
    office.end_office(SYSTEM, seat, until="2025")
    before = AuditEntry.objects.count()
    office.end_office(SYSTEM, seat, until="2025")
    assert AuditEntry.objects.count() == before
    office.end_office(SYSTEM, seat, until="2026-01-31")
    office.end_office(SYSTEM, seat, until="")
    seat.refresh_from_db()
    assert seat.until == ""
    assert AuditEntry.objects.latest("pk").old == {"until": "2026-01-31"}
    office.record_holder(SYSTEM, seat, name="C. Fictional", since="2026")


def test_partial_dates_are_after_another_only_where_that_is_certain() -> None:
    assert not is_after("2026", "2026-05") and not is_after("2026-05", "2026")
    assert is_after("2026-06", "2026-05") and not is_after("", "2026")


def test_the_form_says_who_is_concerned_and_the_pages_show_the_end(seat: Office) -> None:
    client, url = client_for(person("secretariat")), f"/en{seat.get_absolute_url()[3:]}"
    assert f"{url}end/" in compact(client.get(url).content.decode())
    text = compact(client.get(f"{url}end/").content.decode())
    assert "terms will also end on this date" in text and "B. Fictional" in text
    assert "A. Fictional" not in text
    answer = submit(client, f"{url}end/", {"until_year": "2021", "reason": "Decision 7"})
    text = compact(answer.content.decode())
    assert answer.status_code == 422
    assert "Holders after this date: A. Fictional, B. Fictional. Enter a later date" in text
    assert 'value="2021"' in text and "Decision 7" in text

    second = office.make_office(SYSTEM, seat.body, words={"en": "Secretary"})
    answer = submit(
        client, f"{url}end/", {"until_year": "2025", "until_month": "6", "reason": "Decision 7"}
    )
    assert (answer.status_code, answer["Location"]) == (302, url)
    for page in (url, f"/en{seat.body.get_absolute_url()[3:]}", "/en/roles/"):
        text = compact(Client().get(page).content.decode())
        assert 'End of the office: <time datetime="2025-06">' in text, page
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
    history = compact(client_for(person("secretariat")).get(f"{url}history/").content.decode())
    assert "End of the office recorded" in history and "Decision 7" in history
    assert "End of term recorded" in history

    text = compact(client.get(f"{url}end/").content.decode())
    assert "Leave blank if the office continues." in text
    assert submit(client, f"{url}end/", {"reason": ""}).status_code == 302
    assert "End of the office" not in compact(Client().get(url).content.decode())


RIGHT = {
    "name": "B. Fictional",
    "email": "",
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
        ({"email": "nobody@example.org"}, "email"),
        ({"since": "soon"}, "since"),
        ({"until": "2021"}, "until"),
        ({"name": "A. Fictional", "since": "2018"}, "name"),
    ],
)
def test_a_correction_that_cannot_be_is_told_by_field(
    seat: Office, given: dict[str, str], field: str
) -> None:
    held = seat.holdings.get(name="B. Fictional")
    with pytest.raises(InvalidInput) as told:
        office.correct_holding(SYSTEM, held, **(RIGHT | given))
    assert set(told.value.faults) == {field}
    held.refresh_from_db()
    assert (held.name, held.since) == ("B. Fictional", "2022-03")


def test_a_holder_is_corrected_and_the_audit_keeps_what_it_was(seat: Office) -> None:
    held = seat.holdings.get(name="B. Fictional")
    before = AuditEntry.objects.count()
    office.correct_holding(SYSTEM, held, **RIGHT)
    assert AuditEntry.objects.count() == before
    office.correct_holding(SYSTEM, held, **(RIGHT | {"since": "2022-04"}))
    entry = AuditEntry.objects.get(verb="parties.correct_holding")
    assert (entry.old, entry.reason) == ({"since": "2022-03"}, "The minutes say so.")
    assert entry.new["since"] == "2022-04"
    # Names stand in the audit by reference, so that they can be emptied.
    office.correct_holding(SYSTEM, held, **(RIGHT | {"name": "B. Fictitious"}))
    told = AuditEntry.objects.filter(verb="parties.correct_holding").values()
    assert len(told) == 2 and "Ficti" not in str(list(told))
    # After the end of the office nobody holds it, by correction neither.
    office.end_office(SYSTEM, seat, until="2025")
    with pytest.raises(InvalidInput) as told:
        office.correct_holding(SYSTEM, held, **RIGHT)
    assert set(told.value.faults) == {"until"}


def test_a_corrected_name_takes_the_account_of_the_other_person_away(seat: Office) -> None:
    wrong, right = person(name="Wrong Person"), person(name="Right Person")
    held = office.record_holder(SYSTEM, seat, name="Wrong Person", since="2019", email=wrong.email)
    given = RIGHT | {"name": "Right Person", "since": "2019"}
    office.correct_holding(SYSTEM, held, **(given | {"email": right.email.upper()}))
    held.refresh_from_db()
    assert (held.name, held.user) == ("Right Person", right)
    entry = AuditEntry.objects.latest("pk")
    of = {
        (each.value, each.subject)
        for each in PersonalDatum.objects.filter(pk__in=personal_keys([entry.old, entry.new]))
    }
    assert of == {
        ("Wrong Person", wrong),
        (wrong.email, wrong),
        ("Right Person", right),
        (right.email, right),
    }
    assert not PersonalDatum.objects.filter(value="Right Person").exclude(subject=right).exists()
    # Only the account, and to none; the entry names no account by its key.
    office.correct_holding(SYSTEM, held, **given)
    held.refresh_from_db()
    entry = AuditEntry.objects.latest("pk")
    assert held.user is None
    assert (set(entry.old), set(entry.new)) == ({"email"}, {"name"})
    assert PersonalDatum.objects.get(pk=entry.new["name"]["personal"]).subject is None


def test_who_closed_their_account_stays_whose_entry_it_is(seat: Office) -> None:
    left = person()
    held = office.record_holder(SYSTEM, seat, name="C. Fictional", since="2019", email=left.email)
    left.is_active = False
    left.save()
    given = RIGHT | {"name": "C. Fictional", "email": left.email, "since": "2020"}
    office.correct_holding(SYSTEM, held, **given)
    held.refresh_from_db()
    assert (held.since, held.user) == ("2020", left)


def test_a_stale_page_keeps_what_was_typed_and_says_what_is_recorded_now(seat: Office) -> None:
    client, url = client_for(person("secretariat")), f"/en{seat.get_absolute_url()[3:]}"
    held = seat.holdings.get(name="B. Fictional")
    page = f"{url}holders/{held.pk}/correct/"
    given = opened(client, page) | {
        "name": "B. Fictitious",
        "since_year": "2022",
        "since_month": "3",
        "reason": "Misread in the minutes.",
    }
    office.end_holding(SYSTEM, held, until="2025")
    stale = client.post(page, given)
    text = compact(stale.content.decode())
    assert stale.status_code == 409
    assert "B. Fictitious" in text and "Misread in the minutes." in text and "2025" in text
    held.refresh_from_db()
    assert (held.name, held.until) == ("B. Fictional", "2025")
    assert client.post(page, given | {"until_year": "2025"}).status_code == 409
    assert submit(client, page, given | opened(client, page)).status_code == 302


def test_a_page_keeps_the_account_unless_its_address_is_changed(seat: Office) -> None:
    client, url = client_for(person("secretariat")), f"/en{seat.get_absolute_url()[3:]}"
    holder = person()
    held = office.record_holder(SYSTEM, seat, name="C. Fictional", since="2019", email=holder.email)
    page = f"{url}holders/{held.pk}/correct/"
    for email, user in ((holder.email, holder), ("", None)):
        text = compact(client.get(page).content.decode())
        assert f'value="{holder.email}"' in text
        given = {"name": "C. Fictional", "since_year": "2018", "reason": "x", "email": email}
        assert submit(client, page, given).status_code == 302
        held.refresh_from_db()
        assert (held.since, held.user) == ("2018", user)


def test_all_that_lock_a_holder_lock_the_office_first(seat: Office) -> None:
    """Two that lock in another order would wait for each other."""
    held = seat.holdings.get(name="B. Fictional")
    corrected = RIGHT | {"source": "Minutes"}
    for do in (
        lambda: office.correct_holding(SYSTEM, held, **corrected),
        lambda: office.end_holding(SYSTEM, held, until="2025"),
        lambda: office.end_office(SYSTEM, seat, until="2025"),
    ):
        with CaptureQueriesContext(connection) as done:
            do()
        tables = [
            found[1]
            for each in done.captured_queries
            if "FOR UPDATE" in each["sql"]
            and (found := re.search(r'FROM "parties_(office|holding)"', each["sql"]))
        ]
        assert tables[0] == "office"


def test_the_secretariat_corrects_on_a_page_and_the_history_tells(seat: Office) -> None:
    client, url = client_for(person("secretariat")), f"/en{seat.get_absolute_url()[3:]}"
    held = seat.holdings.get(name="B. Fictional")
    page = f"{url}holders/{held.pk}/correct/"
    assert page in compact(client.get(url).content.decode())
    assert page not in compact(Client().get(url).content.decode())
    assert client_for(person("moderator")).get(page).status_code == 403
    text = compact(client.get(page).content.decode())
    assert 'value="B. Fictional"' in text and 'value="2022"' in text
    given = {
        "name": "B. Fictitious",
        "since_year": "2021",
        "reason": "Misread <in> the minutes.",
    }
    wrong = submit(client, page, given | {"reason": ""})
    assert wrong.status_code == 422 and 'value="B. Fictitious"' in compact(wrong.content.decode())
    done = submit(client, page, given)
    assert (done.status_code, done["Location"]) == (302, url)
    text = compact(client.get(url).content.decode())
    assert "B. Fictitious" in text and "B. Fictional" not in text
    history = compact(client.get(f"/fr/{seat.record.address}/history/").content.decode())
    for told in (
        "B. Fictional",
        "B. Fictitious",
        "Misread &lt;in&gt; the minutes.",
        "Correction de",
    ):
        assert told in history
