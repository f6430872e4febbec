"""Who is told that something is late, who answers for it, and what everybody reads; each lead has all of its days."""

from __future__ import annotations

import datetime
import logging
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import connection
from django.test import Client

from majlis.commons.notices import delivery
from majlis.commons.notices.models import Mailing, Notice, Preference
from majlis.commons.notices.todo import todo_items as asked_of
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Refused
from majlis.kernel.models import User
from majlis.mandates.assignments import actions as assignments_actions
from majlis.mandates.changes import actions as changes_actions
from majlis.mandates.changes import notifications
from majlis.mandates.changes import tasks as changes_tasks
from majlis.mandates.core.status import refresh_status
from majlis.mandates.core.table import mandate_phase
from majlis.mandates.deliverables import actions, merge, overdue, tasks
from majlis.mandates.models import Deliverable, Entity, Mandate, OverdueNotice
from majlis.mandates.register.queries import state_counts
from tests.mandates import factories
from tests.support.parties import body
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
LONG_AGO = "2020-05-01"
WHY = "A storm took the lamp."


def speaker(title: str) -> tuple[Entity, User]:
    """An entity that a body is, and who speaks for it."""
    of = body(title.lower())
    return factories.entity(title, body=of), person(("chair", of.record))


def late(lead: Entity | None, **values: Any) -> Deliverable:
    it = factories.mandate(lead=lead, **values)
    return actions.add_deliverable(SYSTEM, it, kind="report", due=LONG_AGO, language="en")


def days_pass(days: int = 60) -> None:
    """Let all that was told have been told so long ago."""
    by = clock.today() - datetime.timedelta(days=days)
    OverdueNotice.objects.update(answer_by=by)
    refresh_status(Mandate.objects.values_list("pk", flat=True))


def is_late(of: Deliverable) -> bool:
    return mandate_phase(Mandate.objects.get(pk=of.mandate_id))[0] == "late"


def new_lead(of: Deliverable, lead: Entity) -> None:
    assignments_actions.add_assignment(SYSTEM, of.mandate, entity=lead, words="A letter.")


def page(url: str, client: Client | None = None) -> str:
    return unescape((client or Client()).get(url).content.decode())


def of_mandate(of: Deliverable) -> str:
    return f"/en/mandates/{of.mandate.slug}/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_new_lead_is_told_anew_and_has_all_of_its_days(settings: Any) -> None:
    first, _chair = speaker("Keeper")
    second, chair = speaker("Warden")
    of = late(first)
    overdue.notify_overdue(SYSTEM, of)
    days_pass()
    assert is_late(of)
    new_lead(of, second)
    assert not is_late(of)
    assert asked_of(chair) == []
    tasks.notify_overdue_daily.func()
    notice = OverdueNotice.objects.get(entity=second)
    days = datetime.timedelta(days=settings.MAJLIS_DAYS_TO_ANSWER)
    assert notice.answer_by == clock.today() + days
    assert [each.due for each in asked_of(chair)] == [notice.answer_by]
    assert not is_late(of)
    days_pass(1)
    assert is_late(of)


def test_who_led_no_longer_before_its_days_were_over_is_told_anew_when_it_leads_again() -> None:
    first, _chair = speaker("Keeper")
    second, _other = speaker("Warden")
    of = late(first)
    overdue.notify_overdue(SYSTEM, of)
    new_lead(of, second)
    new_lead(of, first)
    days_pass()
    assert not is_late(of)
    tasks.notify_overdue_daily.func()
    assert OverdueNotice.objects.filter(entity=first, waived=False).count() == 1


def test_only_who_answered_corrects_it_and_the_secretariat_is_marked() -> None:
    first, keeper = speaker("Keeper")
    second, warden = speaker("Warden")
    of = late(first)
    notice = overdue.notify_overdue(SYSTEM, of)
    overdue.explain_delay(Actor(user=keeper), notice, answer=WHY, language="en")
    days_pass()
    new_lead(of, second)
    with pytest.raises(Refused):
        overdue.explain_delay(Actor(user=warden), notice, answer="No.", language="en")
    for user in (keeper, person("secretariat")):
        said = f"In the words of {user.pk}."
        overdue.explain_delay(Actor(user=user), notice, answer=said, language="en")
        notice.refresh_from_db()
        assert (notice.answer, notice.by_secretariat) == (said, user != keeper)


def test_the_page_says_who_answered_also_after_another_leads() -> None:
    first, keeper = speaker("Keeper")
    second, warden = speaker("Warden")
    of = late(first)
    notice = overdue.notify_overdue(SYSTEM, of)
    overdue.explain_delay(Actor(user=keeper), notice, answer=WHY, language="en")
    assert WHY not in page(of_mandate(of))
    days_pass()
    said = page(of_mandate(of))
    assert "Reason for delay given by " in said and "Keeper" in said
    assert WHY in said
    new_lead(of, second)
    said = page(of_mandate(of))
    assert WHY in said
    assert 'class="state late"' not in said
    overdue.notify_overdue(SYSTEM, Deliverable.objects.get(pk=of.pk))
    days_pass()
    said = page(of_mandate(of))
    assert 'class="state late"' in said
    assert WHY in said
    assert "did not reply by " in said  # of who leads now
    url = f"/en/mandates/{of.mandate.slug}/deliverables/{of.ordinal}/"
    own = page(url, signed_in(keeper))
    assert f"{url}explain_delay/{notice.pk}/" in own
    others = page(url, signed_in(warden))
    assert f"{url}explain_delay/{notice.pk}/" not in others
    assert signed_in(warden).get(f"{url}explain_delay/{notice.pk}/").status_code == 403
    assert f"{url}explain_delay/" in others
    overdue.explain_delay(
        Actor(user=person("secretariat")), notice, answer="By letter.", language="en"
    )
    assert "Reason for delay, entered by the secretariat for" in page(of_mandate(of))


def test_what_was_answered_within_the_days_is_never_read_as_late() -> None:
    lead, keeper = speaker("Keeper")
    of = late(lead)
    notice = overdue.notify_overdue(SYSTEM, of)
    overdue.explain_delay(Actor(user=keeper), notice, answer=WHY, language="en")
    link = {"link": "https://example.org/r.pdf", "title": "Report contribution", "language": "en"}
    answer = actions.submit_document(SYSTEM, of, **link)
    days_pass()
    assert WHY not in page(of_mandate(of))
    actions.withdraw_submission(SYSTEM, answer, reason="Another document.")
    assert not is_late(of)  # it is told anew
    tasks.notify_overdue_daily.func()
    assert OverdueNotice.objects.filter(waived=False, answer_by__gt=clock.today()).count() == 1


def test_what_was_put_off_within_the_days_is_not_read_as_late() -> None:
    lead, keeper = speaker("Keeper")
    of = late(lead)
    notice = overdue.notify_overdue(SYSTEM, of)
    overdue.explain_delay(Actor(user=keeper), notice, answer=WHY, language="en")
    actions.change_deliverable(SYSTEM, of, reason="Put off.", due="2090-05-01")
    days_pass()
    assert WHY not in page(of_mandate(of))
    actions.change_deliverable(SYSTEM, of, reason="Not so.", due=LONG_AGO)
    assert not is_late(of)


def old_text(lead: Entity) -> list[Deliverable]:
    """A text of years ago as it is taken in: its dates were past before anybody was known to lead."""
    version = factories.text()
    found = []
    for number in (1, 2, 3):
        it = factories.mandate(version, number=number, deadline=LONG_AGO)
        found += actions.schedule_deliverables(SYSTEM, it)
        assignments_actions.add_assignment(SYSTEM, it, entity=lead, words="A letter.")
    return found


def test_what_was_past_before_its_lead_was_confirmed_is_told_first_with_all_the_days(
    settings: Any,
) -> None:
    lead, _chair = speaker("Keeper")
    found = old_text(lead)
    refresh_status(Mandate.objects.values_list("pk", flat=True))
    counts = state_counts(AnonymousUser())
    assert (counts["passed"], counts["late"]) == (3, 0)
    tasks.notify_overdue_daily.func()
    days = datetime.timedelta(days=settings.MAJLIS_DAYS_TO_ANSWER)
    told = OverdueNotice.objects.values_list("answer_by", flat=True)
    assert set(told) == {clock.today() + days} and len(told) == 3
    assert not any(is_late(each) for each in found)
    counts = state_counts(AnonymousUser())
    assert (counts["passed"], counts["late"]) == (3, 0)


def test_an_old_text_brings_one_letter_to_a_lead_and_not_one_a_mandate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lead, chair = speaker("Keeper")
    old_text(lead)
    depth: list[Any] = []
    tell = overdue.notify_overdue

    def watched(doer: Actor, of: Deliverable) -> OverdueNotice:
        depth.append(connection.savepoint_ids[-1])
        return tell(doer, of)

    monkeypatch.setattr(overdue, "notify_overdue", watched)
    before = len(connection.savepoint_ids)
    tasks.notify_overdue_daily.func()
    assert len(connection.savepoint_ids) == before
    # All in one transaction: whenever mail is gathered, it finds all of them or none.
    assert len(depth) == 3 and len(set(depth)) == 1
    told = Notice.objects.filter(user=chair, event__kind="mandates.notify_overdue")
    assert told.count() == 3
    system = Actor.as_system("tests")
    for preference in Preference.objects.filter(user=chair):
        mailing = delivery.create_mailing(system, preference)
        assert mailing is not None
        delivery.send_mailing(system, mailing)
    assert Mailing.objects.filter(user=chair).count() == 1
    assert len(mail.outbox) == 1


def test_one_that_cannot_be_told_keeps_nobody_else_from_being_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (first, _a), (second, _b) = speaker("Keeper"), speaker("Warden")
    bad, good, other = late(first), late(first), late(second)
    tell = overdue.notify_overdue

    def breaks(doer: Actor, of: Deliverable) -> OverdueNotice:
        if of.pk == bad.pk:
            raise ValueError("the secret of the lamp")
        return tell(doer, of)

    monkeypatch.setattr(overdue, "notify_overdue", breaks)
    with caplog.at_level(logging.INFO):
        tasks.notify_overdue_daily.func()
    told = set(OverdueNotice.objects.values_list("deliverable", flat=True))
    assert told == {good.pk, other.pk}
    assert f"Deliverable {bad.pk}" in caplog.text and "ValueError" in caplog.text
    assert "secret" not in caplog.text


def test_one_row_that_breaks_keeps_no_other_from_being_foreseen_or_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = factories.mandate(recurrence="P1Y"), factories.mandate(recurrence="P1Y")
    foresee, said = actions.schedule_deliverables, []

    def breaks(doer: Actor, it: Mandate) -> Any:
        if it.pk == bad.pk:
            raise RuntimeError("the secret of the lamp")
        return foresee(doer, it)

    monkeypatch.setattr(actions, "schedule_deliverables", breaks)
    tasks.schedule_deliverables_daily.func()
    assert (bad.deliverables.count(), good.deliverables.count()) == (0, 3)

    def tell(_doer: Actor, it: Mandate) -> None:
        if it.pk == bad.pk:
            raise RuntimeError("the secret of the lamp")
        said.append(it.pk)

    rows = [bad, good]
    monkeypatch.setattr(notifications, "mandates_due_soon", lambda _day: rows)
    monkeypatch.setattr(changes_actions, "notify_due_soon", tell)
    assert changes_tasks.notify_due_daily.func() == 1
    assert said == [good.pk]
    assert "secret" not in caplog.text


def merged(lead: Entity | None = None, other: Entity | None = None) -> tuple[Mandate, Mandate]:
    """Two mandates whose reports are one document: that of the second."""
    one, two = factories.mandate(lead=lead), factories.mandate(lead=other or lead)
    first, second = (
        actions.add_deliverable(SYSTEM, it, kind="report", due=due, language="en")
        for it, due in ((one, "2089-01-01"), (two, "2090-01-01"))
    )
    merge.merge_deliverables(SYSTEM, first, into=second, words="Council, 5th meeting")
    return one, two


def fresh(*its: Mandate) -> list[Mandate]:
    return [Mandate.objects.get(pk=each.pk) for each in its]


def test_what_was_merged_counts_for_each_of_the_mandates() -> None:
    its = merged()
    assert [each.due for each in fresh(*its)] == [datetime.date(2090, 1, 1)] * 2
    into = its[1].deliverables.get()
    actions.set_progress(SYSTEM, into, state="under_way")
    assert [each.progress for each in fresh(*its)] == ["under_way"] * 2
    actions.change_deliverable(SYSTEM, into, reason="Put off.", due="2091-01-01")
    assert [each.due for each in fresh(*its)] == [datetime.date(2091, 1, 1)] * 2
    link = {"link": "https://example.org/r.pdf", "title": "Report contribution", "language": "en"}
    actions.submit_document(SYSTEM, into, **link)
    assert [each.progress for each in fresh(*its)] == ["answered"] * 2
    assert [each.last_activity_on for each in fresh(*its)] == [clock.today()] * 2
    said = page(of_mandate(its[0].deliverables.get()))
    assert "Merged into" in said
    merge.unmerge_deliverable(SYSTEM, its[0].deliverables.get(), reason="The Council did not.")
    one, two = fresh(*its)
    assert (one.progress, two.progress) == ("no_information", "answered")
    assert one.due == datetime.date(2089, 1, 1)


def test_what_was_merged_is_late_for_each_lead_that_was_told() -> None:
    (first, _a), (second, _b) = speaker("Keeper"), speaker("Warden")
    its = merged(first, second)
    into = its[1].deliverables.get()
    actions.change_deliverable(SYSTEM, into, reason="Earlier.", due=LONG_AGO)
    tasks.notify_overdue_daily.func()
    assert set(OverdueNotice.objects.values_list("entity", flat=True)) == {first.pk, second.pk}
    OverdueNotice.objects.filter(entity=second).delete()
    days_pass()
    assert [mandate_phase(each)[0] for each in fresh(*its)] == ["late", "open"]


def test_one_lead_of_both_is_told_once_of_what_was_merged() -> None:
    lead, _chair = speaker("Keeper")
    its = merged(lead)
    into = its[1].deliverables.get()
    actions.change_deliverable(SYSTEM, into, reason="Earlier.", due=LONG_AGO)
    for _n in range(2):
        tasks.notify_overdue_daily.func()
    assert OverdueNotice.objects.count() == 1
    days_pass()
    assert [mandate_phase(each)[0] for each in fresh(*its)] == ["late", "late"]
    assert 'class="state late"' in page(of_mandate(its[0].deliverables.get()))


def late_for_all(answer: str = "") -> Deliverable:
    lead, keeper = speaker("Keeper")
    of = late(lead)
    notice = overdue.notify_overdue(SYSTEM, of)
    if answer:
        overdue.explain_delay(Actor(user=keeper), notice, answer=answer, language="en")
    days_pass()
    return of


LISTS = (
    "/en/mandates/",
    "/en/mandates/?state=late",
    "/en/entities/keeper/brief/",
    "/en/entities/keeper/handover/",
    "/en/entities/council/checklist/",
)


@pytest.mark.parametrize("answer", [WHY, ""])
def test_wherever_late_stands_the_answer_is_a_link_away(answer: str) -> None:
    of = late_for_all(answer)
    words = "Reply from the lead" if answer else "No reply received"
    for url in LISTS:
        said = page(url)
        assert 'class="state late"' in said, url
        assert f'<a href="{of_mandate(of)}#came">{words}</a>' in said, url
    there = page(of_mandate(of))
    assert 'id="came"' in there
    assert (WHY if answer else "did not reply by ") in there


def test_a_reply_of_the_secretariat_is_not_called_one_of_the_lead() -> None:
    late_for_all("")
    officer = Actor(user=person("secretariat"))
    overdue.explain_delay(officer, OverdueNotice.objects.get(), answer=WHY, language="en")
    for url in LISTS:
        said = page(url)
        assert "Reply entered by the secretariat" in said, url
        assert "Reply from the lead" not in said, url
    assert f"reply entered by the secretariat: {WHY}" in page("/en/mandates/feed.atom")


@pytest.mark.parametrize("answer", [WHY, ""])
def test_the_feed_says_it_too_and_the_front_page_leads_to_the_list(answer: str) -> None:
    late_for_all(answer)
    assert 'href="/en/mandates/?state=late"' in page("/en/")
    assert (answer or "no reply received") in page("/en/mandates/feed.atom")


def test_on_paper_the_answer_stands_with_it() -> None:
    import io

    from pypdf import PdfReader

    late_for_all(WHY)
    file = Client().get("/en/entities/keeper/brief/?download=pdf").content
    text = " ".join(PdfReader(io.BytesIO(file)).pages[0].extract_text().split())
    text = text.replace("\xad ", "")  # a word may be divided between two lines
    assert "reply from the lead" in text


def test_a_date_that_is_past_and_not_late_shows_no_word_that_judges() -> None:
    lead, _chair = speaker("Keeper")
    late(lead)
    late(lead, force="invites")
    for url in ("/en/", "/en/mandates/?state=passed", *LISTS[2:]):
        said = page(url)
        assert "not counted as overdue" not in said.lower()
        assert "no reply" not in said.lower()
        assert "state late" not in said
    assert "Due date passed (2)" in page("/en/")
