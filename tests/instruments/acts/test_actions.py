"""What bodies did with a version: noted, corrected, withdrawn, and by which act it was adopted."""

from __future__ import annotations

from typing import Any

import pytest

from majlis.instruments.acts import action_pages, actions
from majlis.instruments.models import Act, Version
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry
from tests.commons.helpers import client_for
from tests.instruments import parsed_texts
from tests.instruments.stored_texts import SYSTEM, stored_version
from tests.support.forms import filled, opened, submit
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


@pytest.mark.parametrize("form", ["adopt/", "adopt/by-act/"])
def test_adoption_and_entry_into_force_are_one_step_unless_the_reader_says_otherwise(
    form: str,
) -> None:
    former = stored_version(state="in_force")
    kept = parsed_texts.next_version(
        former, parsed_texts.parse_text("1. Asks the tide to wait;"), state="proposed"
    )
    client = client_for(person("secretariat"))
    values = act() if "act" in form else {"date": "2031-05-17"}
    fields = filled(client, page(kept, form))
    assert fields["enters_into_force"]
    told = client.post(page(kept, form), fields | values, follow=True).content.decode()
    kept.refresh_from_db()
    former.refresh_from_db()
    assert (kept.state, kept.date, former.state) == ("in_force", "2031-05-17", "superseded")
    assert "in force" in told.split('class="told')[1].split("</div>")[0]
    verbs = AuditEntry.objects.filter(record=kept.record).order_by("pk").values_list("verb")
    assert [verb for (verb,) in verbs][-2:] == [
        "instruments.adopt_version",
        "instruments.bring_version_into_force",
    ]
    other = stored_version(state="proposed")
    fields = filled(client, page(other, form)) | {"enters_into_force": ""}
    client.post(page(other, form), fields | values)
    other.refresh_from_db()
    assert other.state == "adopted"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "This resolution shall enter into force on 1 January 2033;"),
        ("fr", "La présente résolution entrera en vigueur le 1er janvier 2033;"),
        ("es", "La presente resolución entrará en vigor el 1 de enero de 2033;"),
        ("ru", "Настоящая резолюция вступает в силу 1 января 2033 года;"),
        ("zh", "本决议自2033年1月1日起生效；"),
        ("ar", "يدخل هذا القرار حيز النفاذ في 1 كانون الثاني/يناير 2033؛"),
    ],
)
def test_a_text_that_states_its_entry_into_force_is_not_in_force_by_default(
    language: str, words: str
) -> None:
    kept = parsed_texts.first_version(
        parsed_texts.numbered_text([words], language), state="proposed"
    )
    client = client_for(person("secretariat"))
    answer = client.get(page(kept, "adopt/by-act/")).content.decode()
    assert "The text states when it enters into force. Check the date." in answer
    assert not filled(client, page(kept, "adopt/by-act/"))["enters_into_force"]


def test_who_may_not_bring_into_force_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    real = action_pages.may
    monkeypatch.setattr(
        action_pages,
        "may",
        lambda actor, name, target: "into_force" not in name and real(actor, name, target),
    )
    kept, client = stored_version(state="proposed"), client_for(person("secretariat"))
    submit(client, page(kept, "adopt/by-act/"), act() | {"enters_into_force": "on"})
    kept.refresh_from_db()
    assert kept.state == "adopted"


def test_the_page_of_a_version_leads_to_its_next_step() -> None:
    client = client_for(person("secretariat"))
    proposed, adopted = stored_version(state="proposed"), stored_version(state="adopted")
    step = "adopt/by-act/"
    assert page(proposed, step) in client.get(proposed.get_absolute_url()).content.decode()
    there = client.get(adopted.get_absolute_url()).content.decode()
    assert page(adopted, step) not in there and page(adopted, "bring-into-force/") in there


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
