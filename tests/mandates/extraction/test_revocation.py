"""What was accepted wrongly is taken back where nothing hangs on it; its number is gone for good, and says why."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from majlis.commons.notices.models import Event, Notice, Subscription
from majlis.commons.search.models import SearchEntry
from majlis.instruments.citations.names import full_version_name
from majlis.instruments.models import Version
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry, Record, User
from majlis.kernel.records import get_or_create_circle
from majlis.mandates.assignments import actions as assignments_actions
from majlis.mandates.assignments import lifecycle_actions
from majlis.mandates.deliverables import actions as deliverables_actions
from majlis.mandates.extraction import actions, clauses, revocation
from majlis.mandates.models import (
    AlternativeReading,
    Clause,
    Deliverable,
    Finding,
    Mandate,
    MandateSource,
)
from majlis.mandates.publications import archive as publications_archive
from majlis.mandates.register import queries
from majlis.mandates.reviews import actions as reviews_actions
from majlis.mandates.statements import actions as statements_actions
from majlis.mandates.transfer import actions as transfer_actions
from tests.mandates import factories
from tests.mandates.extraction.test_actions import CLAUSE, SYSTEM, at, read
from tests.support.parties import body, organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
WHY = "It welcomes a report, and asks for none."


def accepted(version: Version | None = None) -> tuple[Finding, Mandate]:
    finding = at(read(version or factories.text()), "report")
    mandate = actions.accept_finding(SYSTEM, finding)
    finding.refresh_from_db()
    return finding, mandate


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asking_of(mandate: Mandate) -> MandateSource:
    return mandate.sources.select_related("version__body__record", "version__instrument").get()


def test_what_was_found_waits_again_and_no_list_holds_it() -> None:
    finding, mandate = accepted()
    slug, record = mandate.slug, mandate.record_id
    assert Deliverable.objects.filter(mandate=mandate).exists()
    assert SearchEntry.objects.filter(record=record).exists()
    member = organisation(person())
    AlternativeReading.objects.create(
        lineage=mandate.lineage,
        mandate=mandate,
        version=finding.version,
        organisation=member,
        language="en",
        text="It is none.",
        made_by=person(),
    )
    assert revocation.revoke_acceptance(SYSTEM, asking_of(mandate), reason=WHY) is None
    finding.refresh_from_db()
    assert (finding.state, finding.mandate, finding.decided_at) == ("waiting", None, None)
    assert not Mandate.objects.exists() and not Deliverable.objects.exists()
    assert not SearchEntry.objects.filter(record=record).exists()
    assert AlternativeReading.objects.get().mandate is None  # nothing that a member said is lost
    visitor = Client()
    for page in (
        "mandates/?standing=all",
        "mandates/changes/",
        "entities/keeper/",
        "mandates/reports/",
    ):
        assert slug not in visitor.get(f"/en/{page}").content.decode(), page
    for feed in ("mandates/feed.atom", "mandates/changes.atom"):
        assert slug not in visitor.get(f"/en/{feed}").content.decode(), feed
    officer = person("secretariat")
    assert not queries.find_mandates(officer, {"standing": "all"}).exists()
    entry = AuditEntry.objects.get(verb="mandates.revoke_acceptance")
    assert (entry.reason, entry.record_id, entry.old["mandate"]) == (WHY, record, slug)


def test_its_number_is_never_given_again_and_its_address_says_why() -> None:
    finding, mandate = accepted()
    revocation.revoke_acceptance(SYSTEM, asking_of(mandate), reason=WHY)
    again = actions.accept_finding(SYSTEM, Finding.objects.get(pk=finding.pk))
    assert again.number == mandate.number + 1
    answer = Client().get(f"/en/mandates/{mandate.slug}/")
    page = answer.content.decode()
    assert answer.status_code == 410
    assert (
        f"Acceptance of {mandate.slug} withdrawn" in page and WHY in page and "Do not cite." in page
    )
    assert f'href="/en/mandates/{mandate.slug}/history/"' in page
    assert WHY in Client().get(f"/en/mandates/{mandate.slug}/history/").content.decode()
    assert Client().get("/en/mandates/M-9999/").status_code == 404


def test_of_what_is_closed_the_address_says_nothing() -> None:
    _finding, mandate = accepted()
    Record.objects.filter(pk=mandate.record_id).update(
        access="private", circle=get_or_create_circle("few")
    )
    revocation.revoke_acceptance(SYSTEM, asking_of(mandate), reason=WHY)
    assert Client().get(f"/en/mandates/{mandate.slug}/").status_code == 404


def test_the_archive_does_not_hold_it() -> None:
    import io
    import zipfile

    _finding, mandate = accepted()
    revocation.revoke_acceptance(SYSTEM, asking_of(mandate), reason=WHY)
    stream = io.BytesIO()
    assert publications_archive.write_archive(stream) == 0
    with zipfile.ZipFile(stream) as archive:
        for name in archive.namelist():
            assert mandate.slug.encode() not in archive.read(name), name


def test_it_is_told_to_who_follows_it_its_text_or_whom_it_asked() -> None:
    _finding, mandate = accepted()
    keeper = mandate.source.addressees.get(role="asked").entity  # type: ignore[union-attr]
    near = (mandate.record, mandate.instrument.record, keeper.record)
    readers = [person() for _each in near]
    for reader, record in zip(readers, near, strict=True):
        Subscription.objects.create(user=reader, record=record)
    revocation.revoke_acceptance(SYSTEM, asking_of(mandate), reason=WHY)
    told = Notice.objects.filter(event__kind="mandates.revoke_acceptance")
    assert {each.user for each in told} == set(readers)
    # What was told of it in public feeds before stands in none any more.
    public = Event.objects.filter(record=mandate.record_id, is_public=True)
    assert {each.kind for each in public} == {"mandates.revoke_acceptance"}


def test_of_several_versions_one_is_taken_back_and_the_mandate_stays() -> None:
    version = factories.text()
    _finding, mandate = accepted(version)
    second = factories.text(of=version)
    later = at(read(second), "report")
    actions.accept_finding(SYSTEM, later, to=mandate)
    assignments_actions.add_assignment(
        SYSTEM, mandate, entity=factories.entity("First"), words="A letter"
    )
    mandate.refresh_from_db()
    before = mandate.sources.get(version=version)
    took = mandate.sources.get(version=second)
    kept = revocation.revoke_acceptance(SYSTEM, took, reason=WHY)
    assert kept is not None and (kept.slug, kept.source) == (mandate.slug, before)
    later.refresh_from_db()
    assert (later.state, later.mandate) == ("waiting", None)
    assert Client().get(f"/en/mandates/{mandate.slug}/").status_code == 200


def test_where_something_hangs_on_it_nothing_is_lost() -> None:
    def lead(it: Mandate) -> None:
        assignments_actions.add_assignment(
            SYSTEM, it, entity=factories.entity("First"), words="A letter"
        )

    def state(it: Mandate) -> None:
        statements_actions.publish_statement(
            SYSTEM, it, text="So far.", language="en", state="under_way"
        )

    def respond(it: Mandate) -> None:
        statements_actions.publish_response(
            SYSTEM, it, entity=factories.entity("First"), text="We did.", language="en"
        )

    def change(it: Mandate) -> None:
        first = Deliverable.objects.filter(mandate=it).order_by("pk")[0]
        deliverables_actions.change_deliverable(SYSTEM, first, reason="A slip.", due="2099-01-01")

    def collect(it: Mandate) -> None:
        chosen = reviews_actions.create_review_set(SYSTEM, None, title="Of the tide", language="en")
        reviews_actions.add_review_items(SYSTEM, chosen, mandates=[it])

    def end(it: Mandate) -> None:
        lifecycle_actions.pause_mandate(SYSTEM, it, text="For now.", language="en")

    for hang, words in (
        (lead, "a confirmed lead or contributor"),
        (state, "a progress statement"),
        (respond, "a response"),
        (change, "a deliverable changed by a person"),
        (collect, "inclusion in a review set"),
        (end, "a decision ending"),
    ):
        finding, mandate = accepted()
        hang(mandate)
        with pytest.raises(WrongState) as refused:
            revocation.revoke_acceptance(SYSTEM, asking_of(mandate), reason=WHY)
        assert words in str(refused.value.what) and "End or merge the mandate" in str(
            refused.value.mend
        )
        finding.refresh_from_db()
        assert finding.mandate == mandate and mandate.sources.exists()


def test_a_lead_that_is_only_proposed_does_not_hold_it() -> None:
    _finding, mandate = accepted()
    assert mandate.assignments.get().state == "proposed"
    assert revocation.revoke_acceptance(SYSTEM, asking_of(mandate), reason=WHY) is None


def test_it_needs_a_reason_and_the_second_is_told() -> None:
    _finding, mandate = accepted()
    source = asking_of(mandate)
    with pytest.raises(InvalidInput):
        revocation.revoke_acceptance(SYSTEM, source, reason=" ")
    revocation.revoke_acceptance(SYSTEM, source, reason=WHY)
    with pytest.raises(WrongState, match="already been withdrawn"):
        revocation.revoke_acceptance(SYSTEM, source, reason=WHY)
    other = at(read(factories.text()), "report")
    with pytest.raises(InvalidInput) as refused:
        actions.accept_finding(SYSTEM, other, to=mandate)
    assert set(refused.value.faults) == {"to"}
    with pytest.raises(WrongState):
        assignments_actions.add_assignment(
            SYSTEM, mandate, entity=factories.entity("First"), words="A letter"
        )


def test_a_mandate_of_a_table_is_taken_back_too() -> None:
    version = factories.text()
    provision = factories.operative(version, 3)
    mandate = transfer_actions.import_row(
        SYSTEM,
        provision,
        given=transfer_actions.RowValues("en", "invites", addressees={"asked": ["Harbours"]}),
    )
    assert revocation.revoke_acceptance(SYSTEM, asking_of(mandate), reason=WHY) is None
    assert not Mandate.objects.exists()
    assert Client().get(f"/en/mandates/{mandate.slug}/").status_code == 410


def test_a_clause_waits_again() -> None:
    version = factories.text(words=CLAUSE)
    finding = next(each for each in read(version) if each.kind == "expiry")
    clause = clauses.accept_clause(SYSTEM, finding)
    revocation.revoke_clause(SYSTEM, clause, reason="It is of another text.")
    finding.refresh_from_db()
    assert (finding.state, finding.clause) == ("waiting", None)
    assert not Clause.objects.exists()
    with pytest.raises(WrongState):
        revocation.revoke_clause(SYSTEM, clause, reason="Once more.")
    entry = AuditEntry.objects.get(verb="mandates.revoke_clause")
    assert entry.reason == "It is of another text."


def test_a_clause_by_which_a_mandate_lapsed_stays() -> None:
    version = factories.text(words=CLAUSE)
    rows = read(version)
    clause = clauses.accept_clause(SYSTEM, next(each for each in rows if each.kind == "expiry"))
    mandate = actions.accept_finding(SYSTEM, next(each for each in rows if each.kind == "mandate"))
    lifecycle_actions.lapse_mandate(
        SYSTEM, mandate, text="By its clause.", language="en", clause=clause
    )
    with pytest.raises(WrongState, match="lapsed"):
        revocation.revoke_clause(SYSTEM, clause, reason="A slip.")
    assert Clause.objects.exists()


def test_who_may_take_back() -> None:
    own, other = body(), body()
    version = factories.text(words=CLAUSE)
    Version.objects.filter(pk=version.pk).update(body=own)
    rows = read(version)
    mandate = actions.accept_finding(SYSTEM, next(each for each in rows if each.kind == "mandate"))
    found = clauses.accept_clause(SYSTEM, next(each for each in rows if each.kind == "expiry"))
    clause = Clause.objects.select_related("version__body__record", "version__instrument").get(
        pk=found.pk
    )
    source = asking_of(mandate)
    granted = {
        "the secretariat": person("secretariat"),
        "the secretariat of the body": person(("secretariat", own.record)),
        "the chair of the body": person(("chair", own.record)),
    }
    refused = {
        "nobody": None,
        "somebody": person(),
        "a member of the body": person(("member", own.record)),
        "the chair of another body": person(("chair", other.record)),
        "a moderator": person("moderator"),
        "an administrator": person("administrator"),
        "a closed account": person("secretariat", is_active=False),
    }
    check_permissions(
        "mandates.revoke_acceptance",
        source,
        granted=granted,
        refused=refused,
        do=lambda who: revocation.revoke_acceptance(who, source, reason=WHY),
    )
    check_permissions(
        "mandates.revoke_clause",
        clause,
        granted=granted,
        refused=refused,
        do=lambda who: revocation.revoke_clause(who, clause, reason=WHY),
    )


def test_the_officer_takes_it_back_on_a_page(django_assert_max_num_queries: Any) -> None:
    finding, mandate = accepted()
    officer = signed_in(person("secretariat"))
    url = f"/en/mandates/revoke/source/{asking_of(mandate).pk}/"
    assert f'href="{url}"' in officer.get(f"/en/mandates/{mandate.slug}/").content.decode()
    with django_assert_max_num_queries(12):
        page = officer.get(f"/en/mandates/findings/finding/{finding.pk}/").content.decode()
    assert f'href="{url}"' in page
    with django_assert_max_num_queries(12):
        shown = officer.get(url)
    assert f"Withdraw acceptance of {mandate.slug}" in shown.content.decode()
    slip = dict(shown.context["drafted"].hidden)
    empty = officer.post(url, {"reason": "", **slip})
    assert empty.status_code == 422 and Mandate.objects.exists()
    done = officer.post(url, {"reason": WHY, **slip}, follow=True)
    assert "The finding has been reopened." in done.content.decode()
    assert not Mandate.objects.exists()
    late = officer.post(url, {"reason": WHY, **slip})
    assert (
        late.status_code == 409
        and "The acceptance has already been withdrawn." in late.content.decode()
    )
    for who in (Client(), signed_in(person())):
        assert who.get(url).status_code in (302, 404)


def test_chair_and_secretariat_of_the_body_see_the_way_from_the_mandate() -> None:
    own, other = body(), body()
    version = factories.text()
    Version.objects.filter(pk=version.pk).update(body=own)
    _finding, mandate = accepted(version)
    link = f'href="/en/mandates/revoke/source/{asking_of(mandate).pk}/"'
    for role, of, seen in (
        ("chair", own, True),
        ("secretariat", own, True),
        ("chair", other, False),
    ):
        page = signed_in(person((role, of.record))).get(f"/en/mandates/{mandate.slug}/")
        assert (link in page.content.decode()) is seen, (role, of)


def test_what_was_foreseen_of_it_is_asked_no_longer_though_no_other_version_binds() -> None:
    first = factories.text()
    mandate = factories.mandate(first)
    later = factories.mandate(factories.text(of=first), of=mandate, deadline="2090-01-01")
    source = mandate.sources.latest("pk")
    (due,) = deliverables_actions.schedule_deliverables(SYSTEM, later)
    kept = deliverables_actions.add_deliverable(SYSTEM, mandate, kind="report", due="2089-01-01")
    revocation.revoke_acceptance(SYSTEM, source, reason=WHY)
    mandate.refresh_from_db()
    due.refresh_from_db()
    kept.refresh_from_db()
    assert (mandate.legal_status, due.source) == ("past", None)
    assert due.withdrawn_at is not None and str(mandate.due) == "2089-01-01"
    assert kept.withdrawn_at is None and not kept.outdated


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_at_once_one_is_told() -> None:
    """One takes it back while the other accepts more of it: never half of both."""
    version = factories.text()
    _finding, mandate = accepted(version)
    source = asking_of(mandate)
    later = at(read(factories.text(of=version)), "report")
    start, told = threading.Barrier(2), []

    def do(work: Any) -> None:
        try:
            start.wait(10)
            work()
        except (WrongState, InvalidInput) as fault:
            told.append(fault)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=do, args=[work])
        for work in (
            lambda: revocation.revoke_acceptance(SYSTEM, source, reason=WHY),
            lambda: actions.accept_finding(Actor.as_system("other"), later, to=mandate),
        )
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    left = Mandate.objects.filter(pk=mandate.pk).first()
    later.refresh_from_db()
    if left is None:
        assert len(told) == 1 and later.state == "waiting"
    else:  # the other was first: the mandate stays with what the later version asks
        assert not told and later.mandate == left
        assert [each.version_id for each in left.sources.all()] == [later.version_id]


def test_a_history_names_versions_and_provisions_in_the_same_number_of_queries() -> None:
    _finding, mandate = accepted()
    source = asking_of(mandate)
    page = Client().get(f"/en/mandates/{mandate.slug}/history/").content.decode()
    address = source.provision.get_absolute_url()
    assert source.provision.eid not in page.replace(address, "")
    assert f'href="{address}"' in page
    assert f">{full_version_name(source.version)}</a>" in page
    waiting = Finding.objects.filter(version=source.version, state="waiting")
    counts = []
    for finding in waiting[:2]:
        actions.reject_finding(SYSTEM, finding, reason=WHY, language="en")
        with CaptureQueriesContext(connection) as queries_made:
            page = Client().get(f"/en/{source.version.record.address}/history/").content.decode()
        assert f'href="{finding.provision.get_absolute_url()}"' in page
        counts.append(len(queries_made))
    assert counts[0] == counts[1]


def test_a_history_does_not_name_a_version_of_a_text_that_its_reader_may_not_see() -> None:
    _finding, mandate = accepted()
    source = asking_of(mandate)
    address = f"/en/mandates/{mandate.slug}/history/"
    name = str(full_version_name(source.version))
    assert name in Client().get(address).content.decode()
    Record.objects.filter(pk=source.version.instrument_id).update(
        access="private", circle=get_or_create_circle("few")
    )
    page = Client().get(address).content.decode()
    assert name not in page and source.provision.get_absolute_url() not in page
