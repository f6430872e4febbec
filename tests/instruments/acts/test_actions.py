"""What bodies did with a version: noted, corrected, withdrawn, and by which act it was adopted."""

from __future__ import annotations

from typing import Any

import pytest

from majlis.instruments.acts import actions
from majlis.instruments.models import Act, Version
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry
from tests.commons.helpers import client_for
from tests.instruments.stored_texts import SYSTEM, stored_version
from tests.support.forms import opened, submit
from tests.support.parties import body
from tests.support.people import person

pytestmark = pytest.mark.django_db


def page(of: Version, action: str = "acts/") -> str:
    return f"/en/texts/{of.instrument.slug}/{of.slug}/{action}"


def act(**values: Any) -> dict[str, Any]:
    """An act as its form sends it."""
    given = {"kind": "adopts", "words": "4th meeting", "date": "2031-05-17", "manner": "vote"}
    given |= {"in_favour": 4, "against": 2, "abstaining": 1, "source": "TIDES/SR.4"} | values
    return given


def test_several_acts_rest_on_one_version_and_each_is_shown() -> None:
    kept, council = (
        stored_version(),
        body(words={"title": {"en": "Council of Tides"}}, authentic="en"),
    )
    actions.record_act(SYSTEM, kept, kind="endorses", words="3rd meeting", date="2031-04")
    actions.record_act(SYSTEM, kept, kind="approves", body=council, manner="acclamation")
    words = client_for(person("secretariat")).get(page(kept)).content.decode()
    assert "3rd meeting" in words
    assert "Council of Tides" in words
    assert "by acclamation" in words


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "dreams", "words": "A"}, "kind"),
        ({"kind": "adopts"}, "body"),
        ({"kind": "adopts", "words": "A", "date": "17 May"}, "date"),
        ({"kind": "adopts", "words": "A", "manner": "consensus", "against": 1}, "manner"),
        ({"kind": "adopts", "words": "A", "manner": "vote", "against": 1}, "in_favour"),
    ],
)
def test_what_cannot_be_is_refused_by_field(values: dict[str, Any], field: str) -> None:
    kept = stored_version()
    with pytest.raises(InvalidInput) as told:
        actions.record_act(SYSTEM, kept, **values)
    assert set(told.value.faults) == {field}
    assert not Act.objects.exists()


def test_adopting_notes_the_act_in_the_same_step() -> None:
    kept, client = stored_version(state="proposed"), client_for(person("secretariat"))
    assert submit(client, page(kept, "adopt/by-act/"), act()).status_code == 302
    kept.refresh_from_db()
    noted = kept.acts.get()
    assert (kept.state, kept.date) == ("adopted", "2031-05-17")
    assert (noted.kind, noted.in_favour, noted.source) == ("adopts", 4, "TIDES/SR.4")
    entry = AuditEntry.objects.get(verb="instruments.adopt_version")
    assert (entry.new["state"], entry.new["in_favour"]) == ("adopted", 4)
    kept.instrument.refresh_from_db()
    assert kept.instrument.year == 2031
    words = client.get(kept.get_absolute_url()).content.decode()
    assert "4–2–1" in words
    assert "adoption decision not recorded" not in words


def test_a_version_is_adopted_by_an_act_that_decides_or_by_none() -> None:
    kept, client = stored_version(state="proposed"), client_for(person("secretariat"))
    answer = submit(client, page(kept, "adopt/by-act/"), act(kind="notes"))
    assert answer.status_code == 422
    assert 'value="4th meeting"' in answer.content.decode()
    kept.refresh_from_db()
    assert (kept.state, kept.acts.count()) == ("proposed", 0)


def test_adopted_without_an_act_is_said_openly() -> None:
    kept, client = stored_version(state="proposed"), client_for(person("secretariat"))
    assert submit(client, page(kept, "adopt/"), {"date": "2031"}).status_code == 302
    told = "adoption decision not recorded"
    assert told in client.get(page(kept)).content.decode()
    assert told in client.get(kept.get_absolute_url()).content.decode()
    actions.record_act(SYSTEM, kept, kind="adopts", words="4th meeting")
    assert told not in client.get(kept.get_absolute_url()).content.decode()


def test_an_act_is_corrected_with_a_reason() -> None:
    kept, client = stored_version(), client_for(person("secretariat"))
    noted = actions.record_act(SYSTEM, kept, kind="adopts", words="3rd meeting")
    url = page(kept, f"acts/{noted.pk}/correct/")
    assert submit(client, url, act(reason="")).status_code == 422
    assert submit(client, url, act(reason="A slip.")).status_code == 302
    noted.refresh_from_db()
    assert noted.words == "4th meeting"
    entry = AuditEntry.objects.get(verb="instruments.correct_act")
    assert (entry.old["words"], entry.reason) == ("3rd meeting", "A slip.")


def test_an_act_is_withdrawn_and_the_history_keeps_it() -> None:
    kept, client = stored_version(), client_for(person("secretariat"))
    noted = actions.record_act(SYSTEM, kept, kind="adopts", words="3rd meeting", date="2031-05-17")
    url = page(kept, f"acts/{noted.pk}/withdraw/")
    assert submit(client, url, {"reason": ""}).status_code == 422
    assert submit(client, url, {"reason": "Another text."}).status_code == 302
    assert not Act.objects.exists()
    history = client.get(f"/en/{kept.record.address}/history/").content.decode()
    for words in ("Record of decision withdrawn", "3rd meeting", "17 May 2031", "Another text."):
        assert words in history
    assert client.get(url).status_code == 404


def test_of_two_who_correct_one_act_the_second_sees_both_versions() -> None:
    kept, client = stored_version(), client_for(person("secretariat"))
    noted = actions.record_act(SYSTEM, kept, kind="adopts", words="3rd meeting")
    url = page(kept, f"acts/{noted.pk}/correct/")
    form = opened(client, url)
    actions.correct_act(SYSTEM, noted, reason="Faster.", words="5th meeting")
    answer = client.post(url, form | act(reason="A slip."))
    assert answer.status_code == 409
    assert "5th meeting" in answer.content.decode() and "4th meeting" in answer.content.decode()
    noted.refresh_from_db()
    assert noted.words == "5th meeting"


def test_an_act_that_is_gone_is_not_corrected() -> None:
    noted = actions.record_act(SYSTEM, stored_version(), kind="adopts", words="3rd meeting")
    actions.withdraw_act(SYSTEM, Act.objects.get(), reason="Another text.")
    with pytest.raises(WrongState):
        actions.correct_act(SYSTEM, noted, reason="A slip.", words="9th meeting")
