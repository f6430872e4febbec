"""The pages on which it is said what came of a mandate: in two minutes, stale forms told, nothing shown too early."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from majlis.commons.notices.models import Event, Notice
from majlis.commons.notices.sentences import event_sentence
from majlis.commons.notices.todo import todo_items as asked_of
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access, Circle, Record, User
from majlis.kernel.records import create_record
from majlis.mandates.core.status import refresh_status
from majlis.mandates.deliverables import actions, overdue, steps
from majlis.mandates.models import Deliverable, Mandate, Occasion, OverdueNotice, Statement
from majlis.mandates.statements import actions as statements_actions
from majlis.mandates.statements.tables import implementation_section
from tests.mandates import factories
from tests.support.forms import opened, submit
from tests.support.parties import body
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
WHY = "The printer broke in the storm."


@pytest.fixture
def owner() -> User:
    lead = body("keepers")
    factories.entity("Keeper", body=lead)
    return person(("chair", lead.record))


@pytest.fixture
def office() -> Client:
    return signed_in(person("secretariat"))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def it(owner: User) -> Deliverable:
    mandate = factories.mandate(lead=factories.entity("Keeper"))
    return actions.add_deliverable(SYSTEM, mandate, kind="report", due="2020-05-01", language="en")


def at(name: str, of: Any, **more: Any) -> str:
    with translation.override("en"):
        return reverse(f"mandates:{name}", kwargs={"slug": of.slug, **more})


def page(it: Deliverable) -> str:
    return at("deliverable", it.mandate, number=it.ordinal)


def read(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def public_late(it: Deliverable) -> OverdueNotice:
    by = timezone.localdate() - datetime.timedelta(days=1)
    notice = OverdueNotice.objects.create(
        deliverable=it, entity=it.mandate.lead, due=datetime.date(2020, 5, 1), answer_by=by
    )
    refresh_status([it.mandate_id])
    return notice


def test_the_owner_answers_why_it_is_late_and_it_stands_beside_the_date(
    it: Deliverable, owner: User
) -> None:
    notice = overdue.notify_overdue(SYSTEM, it)
    asked = asked_of(owner)
    assert [each.due for each in asked] == [notice.answer_by]
    assert Notice.objects.filter(user=owner).count() == 1
    anybody = Client()
    assert 'class="state late"' not in read(anybody.get(page(it)))
    client = signed_in(owner)
    form = client.get(asked[0].url)
    assert form.status_code == 200
    sent = submit(client, asked[0].url, {"answer": WHY, "expected": "2090-01", "language": "en"})
    assert sent.status_code == 302
    assert asked_of(owner) == []
    history = read(anybody.get(f"/en/{it.mandate.record.address}/history/"))
    assert "notified of overdue" not in history
    assert WHY not in history
    assert WHY not in read(anybody.get(page(it)))  # not before the days to answer have passed
    OverdueNotice.objects.update(answer_by=timezone.localdate() - datetime.timedelta(days=1))
    text = read(anybody.get(page(it)))
    assert 'class="state late"' in text
    assert WHY in text
    assert "January 2090" in text


@pytest.mark.parametrize(("days", "date_words"), [(30, "due within 90 days"), (-30, "overdue")])
def test_what_was_reported_stands_beside_what_the_date_means(
    it: Deliverable, days: int, date_words: str
) -> None:
    due = timezone.localdate() + datetime.timedelta(days=days)
    Deliverable.objects.filter(pk=it.pk).update(due=due.isoformat())
    it.refresh_from_db()
    if days < 0:
        by = timezone.localdate() - datetime.timedelta(days=1)
        OverdueNotice.objects.create(deliverable=it, entity=it.mandate.lead, due=due, answer_by=by)
    refresh_status([it.mandate_id])

    def shown() -> list[str]:
        texts = [read(Client().get(url)) for url in (page(it), "/en/mandates/")]
        return [re.findall(r'class="state (?:soon|late)">([^<]*)<', text)[0] for text in texts]

    assert shown() == [date_words] * 2
    actions.set_progress(SYSTEM, it, state="under_way")
    assert shown() == [f"{date_words} · under way"] * 2


def test_a_reason_names_who_gave_it(it: Deliverable, owner: User, office: Client) -> None:
    """The lead by its name, also once another leads; and the secretariat where it wrote for the lead."""
    values = {"state": "not_applicable", "reason": WHY, "reason_language": "en"}
    actions.set_progress(Actor(user=owner), it, **values)
    other = factories.entity("Crew")
    Mandate.objects.filter(pk=it.mandate_id).update(lead=other)
    assert "<b>Reason given by Keeper</b>" in read(Client().get(page(it)))
    Mandate.objects.filter(pk=it.mandate_id).update(lead=factories.entity("Keeper"))
    url = f"{page(it)}set_progress/"
    form = {"state": "not_answered", "reason": "No ink.", "language": "en"}
    assert submit(office, url, form).status_code == 302
    text = read(Client().get(page(it)))
    assert "<b>Reason entered by the secretariat for Keeper</b>" in text
    Deliverable.objects.update(reported_for=None, reported_by_secretariat=False)
    assert "<b>Reason</b>" in read(Client().get(page(it)))  # from before it was known


def test_who_follows_reads_who_reported_a_status(it: Deliverable, owner: User) -> None:
    officer = Actor(user=person("secretariat"))
    for actor, who in ((Actor(user=owner), "the lead"), (officer, "the secretariat")):
        state = "under_way" if who == "the lead" else "not_started"
        actions.set_progress(actor, it, state=state)
        event = Event.objects.filter(kind="mandates.set_progress").latest("pk")
        with translation.override("en"):
            said = re.sub("<[^>]*>", "", str(event_sentence(event).markup))
        assert said.startswith(f"Status reported by {who}: "), said


def test_lateness_without_an_answer_says_that_none_has_come(it: Deliverable) -> None:
    public_late(it)
    assert "did not reply by " in read(Client().get(page(it)))


def test_a_deliverable_is_met_by_a_document_and_never_by_a_tick(
    it: Deliverable, owner: User
) -> None:
    client, url = signed_in(owner), page(it)
    sent = client.post(f"{url}submit_document/", {"language": "en", "title": "A report"})
    assert sent.status_code == 422
    assert "Enter the address of the document" in read(sent)
    assert "A report" in read(sent)
    states = read(client.get(f"{url}set_progress/"))
    assert 'value="answered"' not in states
    given = {"language": "en", "title": "A report", "document": "https://example.org/r.pdf"}
    met = client.post(f"{url}submit_document/", given | {"paragraphs": "12–18"})
    assert met.status_code == 302
    it.refresh_from_db()
    assert it.state == "answered"
    text = read(Client().get(url))
    assert "https://example.org/r.pdf" in text
    assert '</a>, paragraphs: <bdi dir="ltr">12–18</bdi>' in text
    arabic = read(Client().get(f"/ar{url.removeprefix('/en')}"))
    assert '<bdi><span lang="en" dir="ltr">A report</span></bdi></a>' in arabic
    answer = it.submissions.get()
    assert f"{url}withdraw_submission/{answer.pk}/" in read(client.get(url))
    gone = client.post(f"{url}withdraw_submission/{answer.pk}/", {"reason": "Wrong."})
    assert gone.status_code == 302
    it.refresh_from_db()
    assert it.state == "no_information"


def test_a_record_that_is_not_public_is_not_shown_to_who_may_not_see_it(
    it: Deliverable, owner: User
) -> None:
    record = create_record(
        "thing", "things/secret-7", {"title": {"en": "Qx secret"}}, authentic="en"
    )
    actions.submit_document(SYSTEM, it, record=record, language="en")
    circle = Circle.objects.create(code="few")
    Record.objects.filter(pk=record.pk).update(access=Access.PRIVATE, circle=circle)
    text = read(Client().get(page(it)))
    assert "Qx secret" not in text
    assert "secret-7" not in text
    assert "a record that is not public" in text
    sent = signed_in(owner).post(
        f"{page(it)}submit_document/", {"language": "en", "document": "/en/things/secret-7/"}
    )
    assert sent.status_code == 422


def test_who_opened_a_form_before_another_changed_it_is_shown_both_versions(
    it: Deliverable, owner: User
) -> None:
    client, url = signed_in(owner), f"{page(it)}set_progress/"
    hidden = opened(client, url)
    actions.set_progress(SYSTEM, it, state="under_way")
    given = {"state": "not_answered", "reason": "No funds.", "language": "en"}
    sent = client.post(url, hidden | given)
    assert sent.status_code == 409
    assert "No funds." in read(sent)
    it.refresh_from_db()
    assert it.state == "under_way"


def test_a_form_locks_the_mandate_before_what_belongs_to_it(
    it: Deliverable, office: Client
) -> None:
    given = {"kind": "report", "due": "2020-06-01", "language": "en", "reason": "A slip."}
    with CaptureQueriesContext(connection) as queries:
        assert submit(office, f"{page(it)}change_deliverable/", given).status_code == 302
    locks = [each["sql"] for each in queries if "FOR UPDATE" in each["sql"]]
    tables = [found[1] for each in locks if (found := re.search(r'FROM "(mandates_\w+)"', each))]
    assert tables[:2] == ["mandates_mandate", "mandates_deliverable"]


@pytest.mark.parametrize(
    "verb",
    [
        "submit_document",
        "set_progress",
        "change_deliverable",
        "withdraw_deliverable",
        "merge_deliverables",
        "add_step",
        "unmerge_deliverable",
    ],
)
def test_forms_are_closed_to_who_may_not_send_them(it: Deliverable, verb: str) -> None:
    for client in (Client(), signed_in(person())):
        assert client.get(f"{page(it)}{verb}/").status_code == 403
        assert client.post(f"{page(it)}{verb}/", {}).status_code == 403
        assert f"/{verb}/" not in read(client.get(page(it)))


def test_what_is_closed_stays_closed(it: Deliverable) -> None:
    said = statements_actions.publish_statement(
        SYSTEM, it.mandate, state="under_way", language="en", text="Soon."
    )
    circle = Circle.objects.create(code="few")
    Record.objects.filter(pk__in=[it.mandate_id, said.pk]).update(
        access=Access.PRIVATE, circle=circle
    )
    mandate = it.mandate
    for url in (
        page(it),
        at("deliverables", mandate),
        at("publish_statement", mandate),
        at("statement", mandate, number=1),
        at("resources", mandate),
        at("evaluations", mandate),
    ):
        assert Client().get(url).status_code == 404


def test_a_statement_is_made_corrected_and_withdrawn(owner: User) -> None:
    mandate = factories.mandate(kind="action", lead=factories.entity("Keeper"))
    client, url = signed_in(owner), at("publish_statement", mandate)
    given = {
        "period_from": "2030",
        "text": "The lamps are lit.",
        "language": "en",
        "state": "answered",
    }
    sent = client.post(url, given)
    assert sent.status_code == 422  # answered needs evidence
    given["evidence"] = "The log of lamps https://example.org/log"
    sent = client.post(url, given)
    assert sent.status_code == 302
    where = sent["Location"]
    text = read(Client().get(where))
    assert "The lamps are lit." in text
    assert 'href="https://example.org/log"' in text
    mandate.refresh_from_db()
    assert mandate.progress == "answered"
    form = given | {"text": "The lamps were lit.", "why": "A slip."}
    assert f"{where}correct_statement/" in read(client.get(where))
    assert submit(client, f"{where}correct_statement/", form).status_code == 302
    assert "The lamps were lit." in read(Client().get(where))
    withdrawn = client.post(f"{where}withdraw_statement/", {"reason": "A slip."})
    assert withdrawn.status_code == 302
    gone = Client().get(where)
    assert gone.status_code == 410
    assert "The lamps were lit." not in read(gone)
    assert Statement.objects.get().withdrawn_at is not None


def test_the_secretariat_dates_a_session_and_what_waits_for_it_is_dated(office: Client) -> None:
    it = factories.mandate()
    session = steps.add_occasion(SYSTEM, factories.entity("Council"), year=2090)
    waits = actions.add_deliverable(SYSTEM, it, kind="report", occasion=session, language="en")
    assert "2090, date to be set" in read(Client().get(page(waits)))
    with translation.override("en"):
        url = reverse("mandates:occasions")
    form = {"year": "2090", "date": "2090-06-09", "until": "2090-06-19", "label": ""}
    change = f"{url}change_occasion/{session.pk}/"
    assert Client().post(change, form).status_code == 403
    assert change in read(office.get(url))
    assert submit(office, change, form).status_code == 302
    assert "9 June 2090" in read(Client().get(page(waits)))
    anew = submit(office, change, form | {"date": "2090-06-10"})
    assert anew.status_code == 422  # a date that stood needs a reason
    add = f"{url}add_occasion/"
    assert office.post(add, {"entity": "Nobody at all", "year": "2091"}).status_code == 422
    assert office.post(add, {"entity": "Council", "year": "2091"}).status_code == 302
    added = Occasion.objects.get(year=2091, entity__slug="council")
    withdrawn = office.post(f"{url}withdraw_occasion/{added.pk}/", {"reason": "A slip."})
    assert withdrawn.status_code == 302
    assert not Occasion.objects.filter(year=2091).exists()


def test_a_step_is_delegated_by_a_form(office: Client, it: Deliverable) -> None:
    step = steps.add_step(SYSTEM, it, entity=factories.entity("Council"), task="agree")
    factories.entity("Working group")
    url = f"{page(it)}delegate_step/{step.pk}/"
    form = {"to": "Working group", "words": "Council 2024, 5th meeting", "reports_back": "on"}
    assert office.post(url, form | {"to": "Who?"}).status_code == 422
    assert office.post(url, form).status_code == 302
    text = read(Client().get(page(it)))
    assert "in place of Council, reporting back to it" in text


def test_the_act_of_a_step_is_recorded_and_read_in_the_history(
    office: Client, it: Deliverable
) -> None:
    factories.entity("Council")
    form = {"task": "agree", "entity": "Council", "act_words": "Decision 7"}
    assert office.post(f"{page(it)}add_step/", form).status_code == 302
    step = it.steps.get(act_words="Decision 7")
    url = f"{page(it)}change_step/{step.pk}/"
    assert url in read(office.get(page(it)))
    assert 'value="Decision 7"' in office.get(url).content.decode()
    corrected = form | {"act_words": "Decision 8", "reason": "A slip."}
    assert submit(office, url, corrected).status_code == 302
    step.refresh_from_db()
    assert step.act_words == "Decision 8"
    history = read(office.get(f"{it.mandate.get_absolute_url()}history/"))
    assert "Decision or document (description)" in history and "Decision 8" in history


def test_the_history_names_an_evaluator_and_the_act_of_a_delegation(
    office: Client, it: Deliverable
) -> None:
    council, group = factories.entity("Council"), factories.entity("Working group")
    statements_actions.add_evaluation(
        SYSTEM, it.mandate, evaluator=council, year=2030, language="en", text="Well lit."
    )
    step = steps.add_step(SYSTEM, it, entity=council, task="agree")
    decision = factories.text().record
    steps.delegate_step(SYSTEM, step, to=group, document=decision)
    history = read(office.get(f"{it.mandate.get_absolute_url()}history/"))
    assert "Evaluator" in history and ">entities/council<" not in history
    assert "Decision or document" in history and f">{decision.address}<" not in history


def test_figures_are_only_what_a_document_says(office: Client) -> None:
    it = factories.mandate()
    url = at("resources", it)
    assert "No published statements on resources." in read(Client().get(url))
    form = {
        "kind": "spending",
        "amount": "12500.50",
        "currency": "chf",
        "year": "2030",
        "funding": "assessed",
        "language": "en",
    }
    add = f"{url}add_resource/"
    assert office.post(add, form).status_code == 422  # without a document
    form |= {"document": "https://example.org/budget", "title": "Budget 2030"}
    assert office.post(add, form).status_code == 302
    text = read(Client().get(url))
    assert "CHF 12,500.50" in text
    assert "assessed contributions" in text
    before = Mandate.objects.values_list("progress", "due", "last_activity_on").get(pk=it.pk)
    refresh_status([it.pk])
    assert (
        Mandate.objects.values_list("progress", "due", "last_activity_on").get(pk=it.pk) == before
    )


def test_a_body_evaluates_a_year_actor_by_actor(it: Deliverable) -> None:
    council = factories.entity("Council")
    statements_actions.add_evaluation(
        SYSTEM, it.mandate, evaluator=council, year=2030, language="en", text="Well lit."
    )
    statements_actions.add_evaluation(
        SYSTEM, it.mandate, own=True, year=2030, language="en", text="We did well."
    )
    factories.mandate()
    with translation.override("en"):
        url = reverse("mandates:annual_evaluation", kwargs={"entity": "council", "year": 2030})
    text = read(Client().get(url))
    assert "Well lit." in text
    assert "We did well." not in text
    assert text.index("Keeper</bdi>") < text.index("No lead named")
    assert "No evaluation recorded for this year." in text
    apart = read(Client().get(at("evaluations", it.mandate)))
    assert (
        apart.index("We did well.")
        < apart.index("Evaluations by others")
        < apart.index("Well lit.")
    )


def test_what_came_of_a_mandate_is_read_in_five_queries(
    it: Deliverable, rf: Any, django_assert_max_num_queries: Any
) -> None:
    from django.contrib.auth.models import AnonymousUser
    from django.template.loader import render_to_string

    for n in range(3):
        other = actions.add_deliverable(SYSTEM, it.mandate, kind="report", language="en")
        steps.add_step(
            SYSTEM, other, entity=factories.entity("Council"), task="draft", date=f"203{n}"
        )
        statements_actions.publish_statement(
            SYSTEM, it.mandate, state="under_way", language="en", text="Soon."
        )
    request = rf.get("/")
    request.user = AnonymousUser()
    mandate = Mandate.objects.select_related("source").get(pk=it.mandate_id)
    with translation.override("en"), django_assert_max_num_queries(5):
        about = implementation_section(request, mandate)
        text = render_to_string("mandates/detail/implementation.html", about, request=None)
    assert '<h2 id="came">Implementation</h2>' in text
    assert text.count("Soon.") == 3


def test_nothing_said_is_no_information_and_not_not_done(rf: Any) -> None:
    from django.contrib.auth.models import AnonymousUser
    from django.template.loader import render_to_string

    mandate = factories.mandate(kind="action", force="invites")
    request = rf.get("/")
    request.user = AnonymousUser()
    with translation.override("en"):
        text = render_to_string(
            "mandates/detail/implementation.html", implementation_section(request, mandate)
        )
    assert "No information" in text
    assert "No responses yet. Responses are voluntary." in text
    assert mandate.progress == "no_information"


def test_an_invitation_says_who_may_respond_and_how_to_become_one(owner: User) -> None:
    invitation = factories.mandate(force="invites", lead=factories.entity("Keeper"))
    request = factories.mandate(force="requests")
    sentence = "The focal points and delegates of the addressees may respond."
    shown = read(Client().get(invitation.get_absolute_url()))
    assert sentence in shown
    part = shown.split(sentence)[1].split("</section>")[0]
    assert 'href="/en/register/"' in part and 'href="/en/organisations/"' in part
    assert sentence not in read(Client().get(request.get_absolute_url()))
    # Who may respond is led to the form.
    shown = read(signed_in(owner).get(invitation.get_absolute_url()))
    assert at("publish_response", invitation) in shown and sentence not in shown


def test_what_happened_is_said_and_taken_back_on_the_page(office: Client) -> None:
    it = factories.mandate(trigger="after each storm")
    url = at("deliverables", it)
    record = f"{url}record_occurrence/"
    shown = read(office.get(url))
    assert record in shown and f"{url}add_deliverable/" not in shown
    said = office.post(record, {"words": "A storm", "date": "2030", "language": "en"})
    assert said.status_code == 302
    assert "A storm" in read(Client().get(url))
    withdraw = f"{url}withdraw_occurrence/{it.occurrences.get().pk}/"
    assert withdraw in read(office.get(url))
    assert office.post(withdraw, {}).status_code == 422
    assert office.post(withdraw, {"reason": "A breeze."}).status_code == 302
    assert "A storm" not in read(Client().get(url))
    assert not it.deliverables.exists()


def test_who_responded_finds_where_to_correct_and_withdraw_it(owner: User) -> None:
    it = factories.mandate(force="invites", lead=factories.entity("Keeper"))
    client, url = signed_in(owner), at("publish_response", it)
    who = f"a{factories.entity('Keeper').pk}"
    form = {"who": who, "text": "We paint.", "language": "en"}
    assert client.post(url, form).status_code == 302
    key = it.responses.get().pk
    correct, withdraw = (at(f"{verb}_response", it, key=key) for verb in ("correct", "withdraw"))
    shown = read(client.get(it.get_absolute_url()))
    assert correct in shown and withdraw in shown
    assert correct not in read(Client().get(it.get_absolute_url()))
    assert submit(client, correct, {"text": "We painted.", "language": "en"}).status_code == 422
    sent = submit(client, correct, {"text": "We painted.", "language": "en", "reason": "Done."})
    assert sent.status_code == 302
    assert it.responses.get().text == "We painted."
    assert client.post(withdraw, {"reason": "Not ours."}).status_code == 302
    assert not it.responses.exists()


@pytest.mark.parametrize("verb", ["withdraw_occurrence", "change_resource", "correct_evaluation"])
def test_a_key_of_thousands_of_digits_is_of_nothing(office: Client, verb: str) -> None:
    it = factories.mandate(trigger="after each storm")
    base = at(verb, it, key=7).removesuffix("7/")
    for key in ("9" * 30, "9" * 5000):
        assert office.get(f"{base}{key}/").status_code == 404


def test_a_merge_says_how_to_undo_it(it: Deliverable, office: Client) -> None:
    other = actions.add_deliverable(
        SYSTEM, factories.mandate(), kind="report", due="2031-05-01", language="en"
    )
    given = {"into": f"{other.mandate.slug}/{other.ordinal}", "words": "Council, 5th meeting"}
    answer = submit(office, f"{page(it)}merge_deliverables/", given, follow=True)
    undo = f'<a href="{page(it)}unmerge_deliverable/">Undo</a>'
    assert undo in read(answer)
    assert office.get(f"{page(it)}unmerge_deliverable/").status_code == 200
