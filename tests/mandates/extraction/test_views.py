"""The pages of the review: deciding by keyboard alone, two on one item, a session that is lost, and who may see what."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from majlis.commons.drafts.models import Draft
from majlis.instruments.models import Provision, Version
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access, AuditEntry, Circle
from majlis.mandates.extraction import actions, alternative_readings
from majlis.mandates.extraction.fields import fields_of_finding
from majlis.mandates.models import AlternativeReading, Finding, Mandate, MandateSource
from tests.mandates import factories
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.queries import MAX_QUERIES_SIGNED_IN

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")


def signed_in(*roles: Any, **fields: Any) -> Client:
    client = Client()
    client.force_login(person(*roles, **fields))
    return client


@pytest.fixture
def officer() -> Client:
    return signed_in("secretariat", name="First Officer")


@pytest.fixture
def version() -> Version:
    found = factories.text()
    actions.extract_findings(SYSTEM, found)
    return found


def at(version: Version, start: str) -> Finding:
    rows = Finding.objects.filter(version=version, state="waiting")
    return next(each for each in rows if each.extracted.get("action", "").startswith(start))


def page(finding: Finding, language: str = "en") -> str:
    return f"/{language}/mandates/findings/finding/{finding.pk}/"


def opened(client: Client, path: str) -> dict[str, str]:
    """The values of the form of a page, as a browser would send them."""
    answer = client.get(path)
    assert answer.status_code == 200
    shown = answer.content.decode()
    form = next(
        each for each in re.findall(r"<form.*?</form>", shown, re.DOTALL) if "data-draft=" in each
    )
    # The reason stands in the bar of the decision, outside of the form.
    form += "".join(
        re.findall(
            r'<(?:select|textarea)[^>]*form="decision".*?</(?:select|textarea)>', shown, re.DOTALL
        )
    )
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'\b{each}="([^"]*)"', tag) for each in ("name", "value"))
        if name:
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, inside in re.findall(
        r'<textarea[^>]*name="([^"]+)".*?>(.*?)</textarea>', form, re.DOTALL
    ):
        found[name] = html.unescape(inside).lstrip("\r\n").replace("\n", "\r\n")
    for name, inside in re.findall(
        r'<select[^>]*name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)"[^>]*selected', inside)
        found[name] = html.unescape(chosen[1]) if chosen else ""
    return found


def test_accepting_opens_the_next_and_says_the_number(officer: Client, version: Version) -> None:
    first = at(version, "report")
    form = opened(officer, page(first)) | {"do": "accept"}
    assert form["asked"] == "Keeper"
    answer = officer.post(page(first), form)
    assert answer.status_code == 302 and answer["Location"].endswith(f"/{at(version, 'paint').pk}/")
    mandate = Mandate.objects.get()
    assert mandate.slug in officer.get(answer["Location"]).content.decode()
    assert set(mandate.source.found_by.values()) == {"rule"}  # type: ignore[union-attr]


def test_the_words_bear_the_letters_of_their_fields(officer: Client, version: Version) -> None:
    shown = officer.get(page(at(version, "report"))).content.decode()
    marks = dict(re.findall(r'<mark class="wit">([^<]*)<sup>([A-K])</sup>', shown))
    labels = re.findall(r'<span class="letter">([A-K])</span>([^<]*?)\s*(?:<|$)', shown)
    for words, label in (
        ("Requests", "Force"),
        ("Keeper", "Addressees"),
        ("every year", "Frequency"),
    ):
        assert (marks[words], label) in labels
    for key in "aslr":
        assert f'accesskey="{key}"' in shown


def test_a_page_of_the_review_takes_few_queries(
    officer: Client, version: Version, django_assert_max_num_queries: Any
) -> None:
    officer.get("/en/mandates/findings/")
    for path in (
        "/en/mandates/findings/",
        f"/en/mandates/findings/{version.pk}/",
        page(at(version, "report")),
        "/en/mandates/rejected/",
        Provision.objects.filter(version=version)[3].get_absolute_url(),
    ):
        with django_assert_max_num_queries(MAX_QUERIES_SIGNED_IN, info=path):
            assert officer.get(path).status_code == 200, path


def test_two_on_one_item_the_second_is_told_and_loses_nothing(
    officer: Client, version: Version
) -> None:
    finding = at(version, "report")
    other = signed_in("secretariat", name="Second Officer")
    form = opened(officer, page(finding)) | {"do": "accept"}
    theirs = opened(other, page(finding)) | {"do": "accept", "action": "to watch the tide"}
    assert "First Officer opened this finding on" in other.get(page(finding)).content.decode()
    officer.post(page(finding), form)
    answer = other.post(page(finding), theirs)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert (
        "First Officer has already accepted this finding" in shown and "to watch the tide" in shown
    )
    assert Mandate.objects.count() == 1
    after = other.get(page(finding)).content.decode()
    assert "Your unsaved text" in after and "to watch the tide" in after


def test_a_session_that_is_lost_while_typing_loses_nothing(version: Version) -> None:
    user = person("secretariat")
    client = Client()
    client.force_login(user)
    finding = at(version, "report")
    form = opened(client, page(finding)) | {"do": "accept", "action": "to watch the tide"}
    client.logout()
    answer = client.post(page(finding), form)
    assert answer.status_code == 302 and "sign-in" in answer["Location"]
    assert not Mandate.objects.exists()
    client.force_login(user)
    assert opened(client, page(finding))["action"] == "to watch the tide"


def test_later_keeps_what_was_typed(officer: Client, version: Version) -> None:
    finding = at(version, "report")
    form = opened(officer, page(finding))
    officer.post(page(finding), form | {"do": "later"})
    assert not Draft.objects.exists()
    officer.post(page(finding), form | {"do": "later", "action": "to watch"})
    assert Draft.objects.get().values["action"] == ["to watch"]
    assert opened(officer, page(finding))["action"] == "to watch"


def test_rejecting_needs_a_reason_and_nothing_else(officer: Client, version: Version) -> None:
    finding = at(version, "paint")
    form = opened(officer, page(finding)) | {"do": "reject", "deadline_month": "13", "to": "M-99"}
    answer = officer.post(page(finding), form)
    assert answer.status_code == 422 and "Enter the reason for rejection" in answer.content.decode()
    answer = officer.post(page(finding), form | {"reason": "Of no weight."})
    assert answer.status_code == 302
    finding.refresh_from_db()
    assert (finding.state, finding.reason_language) == ("rejected", "en")
    assert officer.post(page(finding), {"do": "reopen"}).status_code == 302
    finding.refresh_from_db()
    assert finding.state == "waiting"


def test_what_was_judged_stays_visible_to_everybody_with_the_reason(version: Version) -> None:
    finding = at(version, "paint")
    judge = Actor(user=person("secretariat", name="First Officer"))
    actions.reject_finding(judge, finding, reason="Of no weight.", language="en")
    for path in ("/en/mandates/rejected/", finding.provision.get_absolute_url()):
        shown = Client().get(path).content.decode()
        assert "Of no weight." in shown and "the secretariat" in shown
        assert "First Officer" not in shown
    assert (
        "Of no weight." in Client().get("/en/mandates/rejected/?text=Resolution").content.decode()
    )
    assert "Of no weight." not in Client().get("/en/mandates/rejected/?text=Tuna").content.decode()


def test_split_keeps_what_was_typed_in_both(officer: Client, version: Version) -> None:
    finding = at(version, "report")
    form = opened(officer, page(finding)) | {"do": "split", "occasion": "its next session"}
    answer = officer.post(page(finding), form)
    first, second = Finding.objects.filter(provision=finding.provision, state="waiting")
    assert answer["Location"] == page(first)
    assert {each.extracted["occasion"] for each in (first, second)} == {"its next session"}
    officer.post(page(first), opened(officer, page(first)) | {"do": "accept"})
    source = Mandate.objects.get().source
    assert source is not None and source.found_by["occasion"] == "person"


def test_it_is_said_to_be_one_more_asking_of_a_mandate(officer: Client, version: Version) -> None:
    mandate, elsewhere = factories.mandate(factories.text(of=version)), factories.mandate()
    finding = at(version, "report")
    form = opened(officer, page(finding)) | {"do": "accept", "to": "M-9999"}
    answer = officer.post(page(finding), form)
    assert answer.status_code == 422 and "No mandate has this number" in answer.content.decode()
    answer = officer.post(page(finding), form | {"to": elsewhere.slug})
    assert (
        answer.status_code == 422
        and "That mandate belongs to another text" in answer.content.decode()
    )
    officer.post(page(finding), form | {"to": mandate.slug})
    assert mandate.sources.filter(version=version).exists() and Mandate.objects.count() == 2


def test_what_was_accepted_is_corrected_and_of_two_at_once_both_are_shown(
    officer: Client, version: Version
) -> None:
    finding = at(version, "report")
    mandate = actions.accept_finding(SYSTEM, finding)
    form = opened(officer, page(finding)) | {"do": "correct", "reason": "A slip."}
    stale = opened(signed_in("secretariat"), page(finding))
    assert stale["force"] == "requests"
    other = signed_in("secretariat")
    theirs = opened(other, page(finding)) | {"do": "correct", "reason": "So.", "force": "invites"}
    assert officer.post(page(finding), form | {"force": "obliges"}).status_code == 302
    mandate.refresh_from_db()
    assert mandate.force == "obliges"
    answer = other.post(page(finding), theirs)
    assert answer.status_code == 409
    mandate.refresh_from_db()
    assert mandate.force == "obliges"


def test_a_clause_is_accepted_on_its_page(officer: Client) -> None:
    from tests.mandates.extraction.test_actions import CLAUSE

    version = factories.text(words=CLAUSE)
    actions.extract_findings(SYSTEM, version)
    finding = Finding.objects.get(version=version, kind="expiry")
    form = opened(officer, page(finding)) | {"do": "accept"}
    assert form["deadline_year"] == "2033"
    assert officer.post(page(finding), form).status_code == 302
    finding.refresh_from_db()
    assert finding.clause is not None and finding.clause.deadline == "2033-12-31"
    assert "2033" in officer.get(page(finding)).content.decode()


def test_nothing_of_what_waits_is_public(version: Version) -> None:
    finding = at(version, "report")
    member = person()
    organisation(member)
    speaker = Client()
    speaker.force_login(member)
    for client in (Client(), signed_in(), speaker, signed_in("moderator")):
        for path in (
            "/en/mandates/findings/",
            f"/en/mandates/findings/{version.pk}/",
            page(finding),
        ):
            assert client.get(path).status_code == 404, path
            assert client.post(path, {"do": "accept"}).status_code in (404, 405), path
        shown = client.get(finding.provision.get_absolute_url()).content.decode()
        assert "No decision on this provision yet" in shown and "every year" not in _section(shown)
        assert f"finding/{finding.pk}" not in shown
    history = f"/en/{version.record.address}/history/"
    assert "Findings extracted from text" not in Client().get(history).content.decode()
    assert not Mandate.objects.exists()


def _section(shown: str) -> str:
    return shown.partition('id="mandate"')[2].partition("</section>")[0]


def test_the_chair_of_the_body_reviews_its_texts_and_no_others(version: Version) -> None:
    from tests.support.parties import body

    own, other = body(), body()
    Version.objects.filter(pk=version.pk).update(body=own)
    chair, stranger = signed_in(("chair", own.record)), signed_in(("chair", other.record))
    finding = at(version, "report")
    assert stranger.get(page(finding)).status_code == 404
    assert "No findings yet" in stranger.get("/en/mandates/findings/").content.decode()
    form = opened(chair, page(finding)) | {"do": "accept"}
    assert chair.post(page(finding), form).status_code == 302
    assert Mandate.objects.count() == 1


def test_what_is_closed_stays_closed(officer: Client, version: Version) -> None:
    finding = at(version, "paint")
    actions.reject_finding(SYSTEM, finding, reason="Of no weight.", language="en")
    record = version.record
    record.access, record.circle = Access.MEMBERS, Circle.objects.create(code="closed")
    record.save()
    assert officer.get(page(at(version, "report"))).status_code == 404
    assert "Of no weight." not in Client().get("/en/mandates/rejected/").content.decode()


def test_the_text_tells_the_officer_alone_how_much_waits(officer: Client, version: Version) -> None:
    assert "Check 3 findings" in officer.get(version.get_absolute_url()).content.decode()
    assert "Check 3" not in Client().get(version.get_absolute_url()).content.decode()
    asked = officer.get("/en/mandates/findings/").content.decode()
    assert f"/mandates/findings/{version.pk}/" in asked


def test_the_officer_adds_what_was_not_found(officer: Client, version: Version) -> None:
    welcome = Provision.objects.get(version=version, wordings__text__startswith="Welcomes")
    shown = officer.get(welcome.get_absolute_url()).content.decode()
    assert "No addressee was found in this provision" in shown
    path = f"/en/mandates/findings/add/{welcome.pk}/"
    assert Client().post(path).status_code == 404
    answer = officer.post(path)
    form = opened(officer, answer["Location"])
    assert form["action"].startswith("Welcomes")
    form |= {"do": "accept", "asked": "Keeper\r\nCrew"}
    assert officer.post(answer["Location"], form).status_code == 422
    told = {"draft-new_name": ["Keeper", "Crew"]}
    officer.post(answer["Location"], form | told)
    mandate = Mandate.objects.get()
    assert mandate.source is not None and mandate.source.found_by["action"] == "person"
    shown = Client().get(welcome.get_absolute_url()).content.decode()
    assert (
        mandate.slug in shown and "by a person" in shown and "Accepted by the secretariat" in shown
    )


def test_a_member_reads_it_otherwise_and_takes_that_back(version: Version) -> None:
    delegate = person()
    member = organisation(delegate)
    client = Client()
    client.force_login(delegate)
    provision = at(version, "paint").provision
    path = f"/en/mandates/alternative-readings/on/{provision.pk}/"
    assert path in client.get(provision.get_absolute_url()).content.decode()
    form = opened(client, path) | {"text": "We read it as a request."}
    assert client.post(path, form).status_code == 302
    reading = AlternativeReading.objects.get()
    assert (reading.organisation, reading.language) == (member, "en")
    shown = Client().get(provision.get_absolute_url()).content.decode()
    assert "We read it as a request." in shown and str(member) in shown
    assert signed_in("secretariat").get(path).status_code == 404
    take_back = f"/en/mandates/alternative-readings/{reading.pk}/withdraw/"
    assert signed_in("secretariat").post(take_back).status_code == 404
    client.post(take_back)
    shown = Client().get(provision.get_absolute_url()).content.decode()
    assert "We read it as a request." not in shown


def test_a_reading_stays_with_the_version_that_it_is_of() -> None:
    from tests.mandates.extraction.test_actions import _match

    delegate = person()
    member = organisation(delegate)
    first = factories.text()
    it = factories.mandate(first)
    provision = factories.operative(first, 2)
    said = {"text": "We read it as a request.", "language": "en"}
    alternative_readings.add_alternative_reading(
        Actor(user=delegate), member, provision=provision, mandate=it, **said
    )
    second = factories.text(of=first)
    _match(first, second)
    later = factories.operative(second, 2)
    assert later.lineage_id == provision.lineage_id
    apart = "concerning another version of the text"
    own = Client().get(provision.get_absolute_url()).content.decode()
    assert said["text"] in own and apart not in own
    shown = Client().get(later.get_absolute_url()).content.decode()
    told = shown.partition(apart)[2].partition("</p>")[0]
    assert said["text"] in shown and first.get_absolute_url() in told
    shown = Client().get(it.get_absolute_url()).content.decode()
    told = shown.partition(said["text"])[2].partition("</footer>")[0]
    assert first.get_absolute_url() in told
    # Who may not see the version, does not read how it is read.
    first.record.access, first.record.circle = Access.MEMBERS, Circle.objects.create(code="t")
    first.record.save()
    assert said["text"] not in Client().get(later.get_absolute_url()).content.decode()


def test_what_a_person_corrected_is_proposed_again_for_the_same_wording(officer: Client) -> None:
    from tests.mandates.extraction.test_actions import _match

    first = factories.text()
    actions.extract_findings(SYSTEM, first)
    actions.accept_finding(
        SYSTEM,
        at(first, "report"),
        values=fields_of_finding(at(first, "report").extracted)
        | {"deadline": "2031-12-31", "asked": ["Crew of the lamps"]},
    )
    second = factories.text(of=first)
    _match(first, second)
    actions.extract_findings(SYSTEM, second)
    path = page(at(second, "report"))
    shown = officer.get(path).content.decode()
    assert "31 December 2031" in shown and "Crew of the lamps" in shown
    officer.post(path, {**opened(officer, path), "do": "accept"})
    source = MandateSource.objects.get(version=second)
    assert source.deadline == "2031-12-31"
    assert [str(each.entity) for each in source.addressees.filter(role="asked")] == [
        "Crew of the lamps"
    ]


def test_unchanged_mandates_are_accepted_at_one_press(officer: Client) -> None:
    from tests.mandates.extraction.test_actions import _match

    first = factories.text()
    actions.extract_findings(SYSTEM, first)
    for each in Finding.objects.filter(version=first):
        actions.accept_finding(SYSTEM, each)
    count = Mandate.objects.count()
    second = factories.text(of=first)
    _match(first, second)
    actions.extract_findings(SYSTEM, second)
    path = f"/en/mandates/findings/{second.pk}/"
    assert f"{path}unchanged/" in officer.get(path).content.decode()
    answer = officer.post(f"{path}unchanged/", follow=True)
    findings = Finding.objects.filter(version=second)
    assert not findings.filter(state="waiting").exists()
    assert Mandate.objects.count() == count
    # And undone in one step: the mandates stay, with the version that stated them before.
    undo = re.search(r'action="([^"]*/undo/[^"]*)"', answer.content.decode())
    assert undo is not None
    officer.post(html.unescape(undo[1]))
    assert not findings.exclude(state="waiting").exists()
    assert Mandate.objects.count() == count


def test_the_secretariat_has_a_text_read_again(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.mandates.extraction.test_actions import AtOnce

    monkeypatch.setattr("majlis.mandates.extraction.tasks.extract_findings_of_version", AtOnce())
    unread = factories.text()
    path = f"/en/mandates/findings/{unread.pk}/"
    assert "No findings in this text" in officer.get(path).content.decode()
    assert officer.post(f"{path}read/").status_code == 302
    assert Finding.objects.filter(version=unread).exists()


def test_a_reading_that_is_taken_back_is_told_where_its_text_is_read(version: Version) -> None:
    delegate = person()
    member = organisation(delegate)
    doer = Actor(user=delegate)
    provision = at(version, "paint").provision
    reading = alternative_readings.add_alternative_reading(
        doer, member, provision=provision, text="Otherwise.", language="en"
    )
    alternative_readings.withdraw_alternative_reading(doer, reading)
    entry = AuditEntry.objects.get(verb="mandates.withdraw_alternative_reading")
    assert entry.record == version.record


def test_what_stands_at_the_provision_already_is_named_and_gone_on(
    officer: Client, version: Version
) -> None:
    finding = at(version, "report")
    stands = factories.mandate(version, number=2, action=finding.extracted["action"])
    other = factories.mandate(version, number=3)
    shown = officer.get(page(finding)).content.decode()
    assert "Mandates already accepted in this provision" in shown
    assert stands.slug in shown and other.slug not in shown
    form = opened(officer, page(finding)) | {"do": "accept"}
    assert form["to"] == stands.slug
    officer.post(page(finding), form)
    assert Mandate.objects.count() == 2 and stands.sources.count() == 1


def test_the_second_finding_of_a_provision_goes_on_nothing_by_itself(
    officer: Client, version: Version
) -> None:
    first, second = actions.split_finding(SYSTEM, at(version, "report"))
    mandate = actions.accept_finding(SYSTEM, first)
    assert mandate.slug in officer.get(page(second)).content.decode()
    assert opened(officer, page(second))["to"] == ""


def test_before_a_typed_name_makes_a_new_actor_it_is_said_and_asked(
    officer: Client, version: Version
) -> None:
    factories.entity("Keeper of Books")
    finding = at(version, "report")
    form = opened(officer, page(finding)) | {"do": "accept", "asked": "Keeper of Boks"}
    answer = officer.post(page(finding), form)
    shown = html.unescape(answer.content.decode())
    assert answer.status_code == 422 and not Mandate.objects.exists()
    assert "Unknown name: Keeper of Boks." in shown
    assert "Known names with similar spelling: Keeper of Books." in shown
    told = re.findall(r'name="(draft-new_name)" value="([^"]*)"', shown)
    assert told == [("draft-new_name", "Keeper of Boks")]
    # Another new name is asked about again; a known one, and one of which it was told, is not.
    other = form | {"draft-new_name": "Keeper of Boks", "via": "Nobody yet"}
    assert officer.post(page(finding), other).status_code == 422
    assert officer.post(page(finding), other | {"via": "Keeper of Books"}).status_code == 302
    asked = Mandate.objects.get().source.addressees.get(role="asked")  # type: ignore[union-attr]
    assert str(asked.entity) == "Keeper of Boks"


def test_a_correction_asks_of_a_new_name_too(officer: Client, version: Version) -> None:
    finding = at(version, "report")
    mandate = actions.accept_finding(SYSTEM, finding)
    form = opened(officer, page(finding)) | {"do": "correct", "reason": "So."}
    form |= {"asked": "Crew of the lamps"}
    answer = officer.post(page(finding), form)
    assert answer.status_code == 422
    assert "Crew of the lamps. Submit again" in answer.content.decode()
    told = form | {"draft-new_name": "Crew of the lamps"}
    assert officer.post(page(finding), told).status_code == 302
    assert mandate.sources.get().addressees.filter(role="asked").get().words == ""
