"""The moderators' queue: who looks, what is told, and the second look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from majlis.commons.comments import actions as comments
from majlis.commons.comments.models import Comment
from majlis.commons.moderation import actions, queries, reasons
from majlis.commons.moderation.forms import DecisionForm
from majlis.commons.moderation.lifecycle import CASE, DECISION_VERBS, DECISIONS
from majlis.commons.moderation.models import Case, Decision, Reason, Report
from majlis.commons.moderation.notifications import moderators_who_read
from majlis.commons.notices import queries as notices_queries
from majlis.commons.notices import sentences, todo
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused, WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import AuditEntry, User
from majlis.kernel.proof_of_work import new_token
from majlis.kernel.rate_limits import RateLimit
from majlis.kernel.verbs import may
from tests.commons.helpers import client_for, make_record, open_to_comments
from tests.support.markup import compact
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
TEXTS = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=100)


@pytest.fixture(autouse=True)
def opened() -> Iterator[None]:
    with open_to_comments("before"):
        yield


def comment(writer: User | None = None, language: str = "en", text: str = "A word") -> Comment:
    return comments.post_comment(
        Actor(user=writer or person(language=language)), make_record(), text=text, language=language
    )


def case_of(one: Comment) -> Case:
    return Case.objects.select_related("record").get(kind="comment", item=one.pk)


def work() -> dict[str, str]:
    """What a form of nobody carries, where the work is made light."""
    return {"guard": new_token(), "guard_nonce": "1"}


def moderator(*languages: str) -> User:
    user = person("moderator")
    if languages:
        actions.set_languages(Actor(user=user), user, languages=languages)
    return user


def test_it_goes_to_moderators_who_read_the_language() -> None:
    arabic, english, both = moderator("ar"), moderator("en"), moderator("ar", "en")
    never_said, outside = person("moderator", language="ar"), person(language="ar")
    assert set(moderators_who_read("ar")) == {arabic, both, never_said}
    one = comment(language="ar")
    told = {
        each
        for each in (arabic, english, both, never_said, outside)
        if notices_queries.unread_count(each)
    }
    assert told == {arabic, both, never_said}
    assert [case.item for case in queries.waiting_cases(arabic)] == [one.pk]
    assert [item.count for item in todo.todo_items(arabic)] == [1]
    assert todo.todo_items(english) == []


def test_what_one_may_decide_is_the_queue_and_the_rest_stands_apart() -> None:
    reader = moderator("fr")
    foreign, old, new = comment(language="ru"), comment(language="fr"), comment(language="fr")
    own = comment(reader, "fr")
    assert [each.item for each in queries.waiting_cases(reader)] == [old.pk, new.pk]
    assert [each.item for each in queries.waiting_cases(reader, whose="others")] == [
        foreign.pk,
        own.pk,
    ]
    assert not queries.waiting_cases(reader, language="ru")
    assert queries.waiting_cases(reader, whose="others", language="ru").get().item == foreign.pk


def every_kind_of_case(judge: User) -> list[Case]:
    """Cases that wait, of each kind that a rule tells apart for this moderator of English."""
    private = make_record(private_to=(insider := person()))
    cases = [
        case_of(comment()),
        case_of(comment(judge)),
        case_of(comment(language="ru")),
        case_of(comments.post_comment(Actor(user=insider), private, text="Ours", language="en")),
    ]
    for decider in (judge, moderator("en")):
        one = comment(writer := person())
        actions.refuse_contribution(Actor(user=decider), case_of(one), reason="off_topic")
        actions.appeal_decision(Actor(user=writer), case_of(one), words="It is not.")
        cases.append(case_of(one))
    # Sent back by this very moderator, and mended: no appeal, so theirs again.
    mended = comment(writer := person())
    actions.send_back_contribution(Actor(user=judge), case_of(mended), reason="unclear")
    comments.edit_comment(Actor(user=writer), mended, text="A clearer word", language="en")
    # Erased: nobody's any more, of no record.
    nobodys = case_of(comment())
    Case.objects.filter(pk=nobodys.pk).update(writer=None, record=None)
    return [*cases, case_of(mended), Case.objects.get(pk=nobodys.pk)]


def test_the_queue_is_exactly_what_the_rule_grants() -> None:
    judge = moderator("en")
    cases = every_kind_of_case(judge)
    granted = {
        each.pk for each in cases if may(Actor(user=judge), "moderation.approve_contribution", each)
    }
    assert [each.pk in granted for each in cases] == [
        *(True, False, False, False),
        *(False, True, True, True),
    ]
    assert {each.pk for each in queries.waiting_cases(judge)} == granted
    assert [item.count for item in todo.todo_items(judge)] == [4]
    apart = queries.waiting_cases(judge, whose="others")
    assert {each.pk for each in apart} == {cases[place].pk for place in (1, 2, 4)}
    for each in cases:
        seen = each.pk != cases[3].pk
        assert bool(queries.why_not_decidable(judge, each)) == (seen and each.pk not in granted)


def test_the_page_counts_what_is_for_its_reader_and_leads_to_the_rest() -> None:
    judge = moderator("en")
    every_kind_of_case(judge)
    client = client_for(judge)
    page = compact(client.get("/en/moderation/").content.decode())
    assert "4 contributions awaiting your decision" in page
    assert page.count("/en/moderation/cases/") == 4
    apart = re.search(
        r'<a href="([^"]+)">3 contributions awaiting a decision by other content moderators</a>',
        page,
    )
    assert apart is not None
    page = compact(client.get(apart[1]).content.decode())
    assert page.count("/en/moderation/cases/") == 3
    assert '<a href="/en/moderation/">4 contributions awaiting your decision</a>' in page
    for why in (
        "the contribution is your own<",
        "the contribution is in a language that you do not read<",
        "the appeal is against your own decision<",
    ):
        assert page.count(f" · {why}") == 1
    rows = client.get(f"{apart[1]}&download=csv").getvalue().decode().splitlines()
    assert len(rows) == 1 + 3
    assert "No contributions await your decision." in compact(
        client_for(moderator("es")).get("/en/moderation/").content.decode()
    )


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_the_page_of_a_case_is_called_by_how_it_stands(language: str) -> None:
    case, client = case_of(comment()), client_for(moderator("en"))
    called = {}
    for state in CASE.states:
        Case.objects.filter(pk=case.pk).update(state=state)
        answer = client.get(f"/{language}/moderation/cases/{case.pk}/")
        page = compact(answer.content.decode())
        head = re.search(r"<h1>([^<]+)</h1>", page)
        title = re.search(r"<title>([^<]+)</title>", page)
        assert head is not None and title is not None
        assert title[1].startswith(head[1])
        assert [each[1] for each in trail_of(answer)][1:] == [head[1]]
        called[state] = head[1]
    assert len(set(called.values())) == len(CASE.states)
    if language == "en":
        assert called["waiting"] == "Contribution awaiting moderation"
        assert called["approved"] == "Approved contribution"
        assert called["hidden"] == "Hidden contribution"
        assert called["appealed"] == "Contribution under appeal"


def test_a_decision_moves_the_comment_and_is_told_in_the_writers_language() -> None:
    writer, judge = person(language="ru"), moderator("ru")
    one = comment(writer, "ru", "Мнение")
    before = notices_queries.unread_count(writer)
    client = client_for(judge)
    answer = client.post(
        f"/fr/moderation/cases/{case_of(one).pk}/decide/",
        {
            "decision": "refuse",
            "reason": "unclear",
            "words": "Pas clair <b>du tout</b>",
        },
    )
    assert answer.status_code == 302
    one.refresh_from_db()
    assert (one.state, case_of(one).state) == ("refused", "refused")
    assert notices_queries.unread_count(writer) == before + 1
    with translation.override("ru"):
        line = sentences.notice_sentences(notices_queries.notices_of(writer))[0]
    assert "неясный смысл" in line.words
    page = compact(client_for(writer).get(line.url).content.decode())
    assert "Смысл вашего материала неясен" in page
    assert '<p class="words" lang="fr" dir="auto">Pas clair &lt;b&gt;du tout' in page
    entry = AuditEntry.objects.get(verb="moderation.refuse_contribution")
    assert entry.reason == "unclear" and "Pas clair" not in str(entry.new)
    assert str(judge) not in page


@pytest.mark.parametrize(
    ("code", "state"),
    [("approve", "shown"), ("ask", "asked"), ("hide", "hidden"), ("refuse", "refused")],
)
def test_each_decision_has_its_state(code: str, state: str) -> None:
    one = comment()
    if code == "hide":
        # Only what was shown is hidden, and only what never was is refused.
        with pytest.raises(WrongState):
            actions.hide_contribution(Actor(user=moderator("en")), case_of(one), reason="unclear")
        actions.approve_contribution(Actor(user=moderator("en")), case_of(one))
    decide = getattr(actions, DECISION_VERBS[code])
    decide(Actor(user=moderator("en")), case_of(one), reason="unclear")
    one.refresh_from_db()
    assert one.state == state
    assert Decision.objects.latest("pk").verb == code


def test_what_is_not_shown_is_not_shown_by_the_page_of_reports_either() -> None:
    one = comment(text="Not yet for all")
    for client in (client_for(), client_for(person())):
        assert client.get(f"/en/moderation/report/comment/{one.pk}/").status_code == 404
    actions.report_contribution(Actor(user=person()), case_of(one), why="off_topic")
    assert not Report.objects.exists()


def test_a_case_leads_nowhere_that_its_moderator_cannot_go() -> None:
    one, judge = comment(), moderator("en")
    page = f"/en/moderation/cases/{case_of(one).pk}/"
    waiting = compact(client_for(judge).get(page).content.decode())
    assert f'href="{one.record.get_absolute_url()}"' in waiting
    assert f'href="{one.get_absolute_url()}"' not in waiting
    actions.approve_contribution(Actor(user=judge), case_of(one))
    assert f'href="{one.get_absolute_url()}"' in compact(
        client_for(judge).get(page).content.decode()
    )


def test_what_was_changed_after_the_approval_is_looked_at_again() -> None:
    writer, judge = person(), moderator("en")
    one = comment(writer, text="Fair words")
    actions.approve_contribution(Actor(user=judge), case_of(one))
    comments.edit_comment(Actor(user=writer), one, text="Foul words", language="en")
    assert (one.state, case_of(one).state) == ("waiting", "waiting")
    with open_to_comments("after"):
        other = comment(writer)
        actions.approve_contribution(Actor(user=judge), case_of(other))
        comments.edit_comment(Actor(user=writer), other, text="Other words", language="en")
        assert (other.state, case_of(other).state) == ("shown", "waiting")


def test_nobody_approves_words_that_they_have_not_seen() -> None:
    writer, judge = person(), moderator("en")
    one = comment(writer, text="Fair words")
    url = f"/en/moderation/cases/{case_of(one).pk}/decide/"
    client = client_for(judge)
    seen = client.get(url).context["shown"].mark
    comments.edit_comment(Actor(user=writer), one, text="Foul words", language="en")
    answer = client.post(url, {"decision": "approve", "seen": seen})
    assert answer.status_code == 422
    assert case_of(one).state == "waiting"
    seen = client.get(url).context["shown"].mark
    assert client.post(url, {"decision": "approve", "seen": seen}).status_code == 302


def test_of_two_moderators_at_once_one_is_told() -> None:
    one = comment()
    first, second = case_of(one), case_of(one)
    actions.approve_contribution(Actor(user=moderator("en")), first)
    with pytest.raises(WrongState):
        actions.refuse_contribution(Actor(user=moderator("en")), second, reason="unclear")
    one.refresh_from_db()
    assert one.state == "shown"


def test_a_refusal_needs_a_reason_of_the_table() -> None:
    case, judge = case_of(comment()), Actor(user=moderator("en"))
    for reason in ("", "no such reason"):
        with pytest.raises(InvalidInput):
            actions.refuse_contribution(judge, case, reason=reason)
    Reason.objects.filter(code="unclear").update(in_use=False)
    with pytest.raises(InvalidInput):
        actions.refuse_contribution(judge, case, reason="unclear")
    assert case_of(Comment.objects.get()).state == "waiting"


def test_what_is_sent_back_is_mended_and_comes_again() -> None:
    writer, judge = person(), moderator("en")
    one = comment(writer)
    actions.send_back_contribution(Actor(user=judge), case_of(one), reason="unclear")
    with translation.override("en"):
        urls = [item.url for item in todo.todo_items(writer)]
    assert urls == [f"/en/moderation/cases/{case_of(one).pk}/"]
    comments.edit_comment(Actor(user=writer), one, text="A clearer word", language="en")
    assert (one.state, case_of(one).state) == ("waiting", "waiting")
    actions.approve_contribution(Actor(user=judge), case_of(one))
    assert todo.todo_items(writer) == []


def test_anybody_reports_and_the_case_is_opened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("majlis.kernel.proof_of_work.BITS", 0)
    one, judge = comment(), moderator("en")
    actions.approve_contribution(Actor(user=judge), case_of(one))
    address = f"/en/moderation/report/comment/{one.pk}/"
    client = client_for()
    assert client.get(address).status_code == 200
    assert client.post(address, {"why": "other", "words": " ", **work()}).status_code == 422
    assert client.post(address, {"why": "personal", **work()}).status_code == 302
    assert case_of(one).state == "waiting"
    # Meanwhile it stays shown, and a second report does not make a second case.
    reader = person()
    for _again in range(2):
        actions.report_contribution(Actor(user=reader), case_of(one), why="off_topic")
    assert Report.objects.count() == 2
    assert client_for().get(f"/en/comments/{one.pk}/").status_code == 200
    assert queries.waiting_cases(judge)[0].reported == 2
    actions.hide_contribution(Actor(user=judge), case_of(one), reason="personal_data")
    assert not Report.objects.filter(answered=False).exists()
    # What is hidden is not reported any more.
    actions.report_contribution(Actor(user=reader), case_of(one), why="off_topic")
    assert Report.objects.count() == 2


def test_reports_without_signing_in_are_guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "majlis.commons.moderation.views.REPORT_LIMIT", RateLimit("test.report", 1, 3600)
    )
    one, two = comment(), comment()
    for each in (one, two):
        actions.approve_contribution(Actor(user=moderator("en")), case_of(each))
    client = client_for()
    address = f"/en/moderation/report/comment/{one.pk}/"
    # Neither a script that worked nor a moment of waiting: kept, and told to wait.
    assert client.post(address, {"why": "off_topic", "guard": new_token()}).status_code == 422
    monkeypatch.setattr("majlis.kernel.proof_of_work.BITS", 0)
    assert client.post(address, {"why": "off_topic", **work()}).status_code == 302
    address = f"/en/moderation/report/comment/{two.pk}/"
    assert client.post(address, {"why": "off_topic", **work()}).status_code == 429
    assert Report.objects.count() == 1
    # Too many without a script: told when to go on, with what was typed.
    monkeypatch.setattr(
        "majlis.kernel.proof_of_work.WITHOUT_SCRIPT", RateLimit("test.slip", 0, 3600)
    )
    monkeypatch.setattr("majlis.kernel.proof_of_work.MIN_AGE", 0)
    monkeypatch.setattr("majlis.kernel.proof_of_work.BITS", 33)
    told = client.post(address, {"why": "other", "words": "My own words", "guard": new_token()})
    assert told.status_code == 429
    assert "My own words" in compact(told.content.decode()) and "Try again in" in compact(
        told.content.decode()
    )


def test_pages_of_a_case_say_where_they_stand() -> None:
    writer = person()
    one = comment(writer)
    actions.approve_contribution(Actor(user=moderator("en")), case_of(one))
    actions.hide_contribution(Actor(user=moderator("en")), case_of(one), reason="unclear")
    case = f"/en/moderation/cases/{case_of(one).pk}/"
    own = trail_of(client_for(writer).get(case))
    assert own == [("/en/account/", "Your account"), ("", "Your contribution")]
    appeal = trail_of(client_for(writer).get(f"{case}appeal/"))
    assert appeal == [own[0], (case, "Your contribution"), ("", "Appeal against the decision")]
    two = comment()
    actions.approve_contribution(Actor(user=moderator("en")), case_of(two))
    report = trail_of(client_for().get(f"/en/moderation/report/comment/{two.pk}/"))
    assert report[0][0] == two.record.get_absolute_url()
    assert report[-1] == ("", "Report contribution")


def trail_of(response: Any) -> list[tuple[str, str]]:
    """Where a page says that it stands: addresses and words; the page itself has no address."""
    trail = re.search(r'<nav class="trail".*?</nav>', compact(response.content.decode()), re.DOTALL)
    assert trail is not None
    steps = re.findall(r"<li>(.*?)</li>", trail[0], re.DOTALL)
    return [
        ("".join(re.findall(r'href="([^"]+)"', each)), re.sub("<[^>]+>", "", each))
        for each in steps
    ]


def test_an_appeal_goes_to_another_moderator_and_is_the_last_word() -> None:
    writer, first, second = person(), moderator("en"), moderator("en")
    one = comment(writer)
    actions.refuse_contribution(Actor(user=first), case_of(one), reason="off_topic")
    client = client_for(writer)
    url = f"/en/moderation/cases/{case_of(one).pk}/appeal/"
    assert client.get(url).status_code == 200
    before = notices_queries.unread_count(first), notices_queries.unread_count(second)
    assert client.post(url, {"words": ""}).status_code == 422
    assert client.post(url, {"words": "It is on the subject."}).status_code == 302
    assert (notices_queries.unread_count(first), notices_queries.unread_count(second)) == (
        before[0],
        before[1] + 1,
    )
    assert todo.todo_items(first) == []
    with pytest.raises(Refused):
        actions.approve_contribution(Actor(user=first), case_of(one))
    page = compact(
        client_for(second).get(f"/en/moderation/cases/{case_of(one).pk}/").content.decode()
    )
    assert "It is on the subject." in page
    actions.refuse_contribution(Actor(user=second), case_of(one), reason="off_topic")
    assert case_of(one).decisions.filter(on_appeal=True).count() == 1
    with pytest.raises(WrongState):
        actions.appeal_decision(Actor(user=writer), case_of(one), words="Once more")
    appeal = AuditEntry.objects.get(verb="moderation.appeal_decision")
    assert "subject" not in str(appeal.new)


def test_an_appeal_that_is_right_brings_the_comment_back() -> None:
    writer = person()
    one = comment(writer)
    actions.refuse_contribution(Actor(user=moderator("en")), case_of(one), reason="off_topic")
    actions.appeal_decision(Actor(user=writer), case_of(one), words="It is not.")
    actions.approve_contribution(Actor(user=moderator("en")), case_of(one))
    one.refresh_from_db()
    assert one.state == "shown"
    found = queries.statistics(30)
    assert (found.appeals, found.overturned) == (1, 1)
    assert found.lines[0].figures == [0, 1, 0, 0, 1]
    assert found.median_hours is not None and found.median_hours < 1


def test_every_reason_has_its_words_in_six_languages() -> None:
    for code, kept in reasons.read_reasons().items():
        assert set(kept) == {"position", *LANGUAGE_CODES}
        for language in LANGUAGE_CODES:
            said = queries.reason_text(code, language)
            assert said is not None and said.language == language and said.name and said.text
    assert list(queries.reason_texts("ar")) == list(reasons.read_reasons())


def test_the_drawn_lifecycle_is_the_one_that_runs() -> None:
    for name in DECISION_VERBS.values():
        assert f"moderation.{name}" in CASE.verbs_from("waiting")
    assert CASE.verbs_from("closed") == []


def test_a_case_is_open_to_its_writer_and_to_moderators_only() -> None:
    writer = person()
    one = comment(writer)
    url = f"/en/moderation/cases/{case_of(one).pk}/"
    assert client_for(writer).get(url).status_code == 200
    assert client_for(moderator("en")).get(url).status_code == 200
    assert client_for(person()).get(url).status_code == 404
    assert client_for().get(url).status_code == 302
    assert client_for(person()).get("/en/moderation/").status_code == 403
    # A moderator of another language sees it and is told why there is nothing to press.
    page = client_for(moderator("zh")).get(url)
    assert not page.context["may_decide"]
    assert client_for(moderator("zh")).get(f"{url}decide/").status_code == 403


def test_permissions() -> None:
    writer, other, closed = person(), person(), person("moderator", is_active=False)
    reads, reads_not = moderator("en"), moderator("zh")
    one = comment(writer)
    case = case_of(one)
    refused: dict[str, User | None] = {
        "nobody": None,
        "another": other,
        "closed": closed,
        "its writer": writer,
        "who does not read it": reads_not,
    }
    officer = person("secretariat", language="en")
    for name in (
        "approve_contribution",
        "send_back_contribution",
        "hide_contribution",
        "refuse_contribution",
    ):
        check_permissions(
            f"moderation.{name}",
            case,
            granted={"moderator": reads, "secretariat": officer},
            refused=refused,
        )
    check_permissions(
        "moderation.approve_contribution",
        case,
        granted={"moderator": reads},
        refused=refused,
        do=lambda actor: actions.approve_contribution(actor, case_of(one)),
    )
    writer_also = person("moderator", language="en")
    own = case_of(comment(writer_also))
    check_permissions(
        "moderation.approve_contribution", own, granted={}, refused={"its writer": writer_also}
    )
    check_permissions(
        "moderation.report_contribution",
        case_of(one),
        granted={"anybody": other},
        refused={"closed": closed, "its writer": writer},
        do=lambda actor: actions.report_contribution(actor, case_of(one), why="off_topic"),
    )
    actions.hide_contribution(Actor(user=reads), case_of(one), reason="unclear")
    only_writer: dict[str, User | None] = {
        "nobody": None,
        "another": other,
        "closed": closed,
        "moderator": reads,
    }
    check_permissions(
        "moderation.appeal_decision",
        case_of(one),
        granted={"its writer": writer},
        refused=only_writer,
        do=lambda actor: actions.appeal_decision(actor, case_of(one), words="No"),
    )
    for name in ("resubmit_contribution", "close_case"):
        check_permissions(
            f"moderation.{name}", case, granted={"its writer": writer}, refused=only_writer
        )
    check_permissions(
        "moderation.submit_contribution",
        actions.Submission("comment", 1, writer, "en"),
        granted={"its writer": writer},
        refused=only_writer,
    )
    check_permissions(
        "moderation.set_languages",
        reads,
        granted={"oneself": reads, "secretariat": officer},
        refused={"nobody": None, "another": other, "closed": closed, "moderator": reads_not},
        do=lambda actor: actions.set_languages(actor, reads, languages=["ar"]),
    )
    check_permissions(
        "moderation.set_languages", other, granted={}, refused={"who moderates nothing": other}
    )


def test_a_private_record_keeps_its_cases_from_moderators_outside() -> None:
    inside = person()
    record = make_record(private_to=inside)
    one = comments.post_comment(Actor(user=inside), record, text="Between us", language="en")
    outside = moderator("en")
    assert not queries.waiting_cases(outside).filter(pk=case_of(one).pk).exists()
    assert client_for(outside).get(f"/en/moderation/cases/{case_of(one).pk}/").status_code == 404
    with pytest.raises(Refused):
        actions.approve_contribution(Actor(user=outside), case_of(one))
    with pytest.raises(Refused):
        actions.report_contribution(Actor(), case_of(one), why="off_topic")
    assert not one.record.is_visible_to(AnonymousUser())


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(decision=st.sampled_from([*DECISIONS, "x"]), reason=TEXTS, words=TEXTS, why=TEXTS)
def test_any_text_can_be_sent(decision: str, reason: str, words: str, why: str) -> None:
    one = comment()
    client = client_for(moderator("en"))
    for data in (
        {"decision": decision, "reason": reason, "words": words},
        {"decision": decision, "reason": "unclear", "words": words},
    ):
        answer = client.post(f"/en/moderation/cases/{case_of(one).pk}/decide/", data)
        assert answer.status_code in (302, 422, 200)
    address = f"/en/moderation/report/comment/{one.pk}/"
    for data in ({"why": why, "words": words}, {"why": "off_topic", "words": words}):
        answer = client_for().post(address, {**data, "guard": why, "guard_nonce": words})
        assert answer.status_code in (302, 404, 422, 429)
        assert client_for(person()).post(address, data).status_code in (302, 404, 422, 429)
    address = f"/en/moderation/?language={decision}&state={why[:5]}&page=x"
    assert client.get(address, follow=True).status_code == 200


def test_a_decision_other_than_an_approval_needs_a_reason() -> None:
    hide = DecisionForm({"decision": "hide"}, decisions=["hide"], reasons=[])
    assert hide.fields["reason"].required and set(hide.errors) == {"reason"}
    options: dict[str, Any] = {"decisions": ["approve", "refuse"], "reasons": []}
    assert DecisionForm({"decision": "approve"}, **options).is_valid()
    assert set(DecisionForm({"decision": "refuse"}, **options).errors) == {"reason"}
