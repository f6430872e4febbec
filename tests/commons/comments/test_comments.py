"""Comments: written, answered, changed, withdrawn; safe whatever is written."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from xml.etree import ElementTree

import html5lib
import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from majlis.commons.comments import actions, queries, tables
from majlis.commons.comments.markdown import ALLOWED_TAGS, render_markdown
from majlis.commons.comments.models import Comment, CommentVersion
from majlis.commons.comments.policy import Policy, register
from majlis.commons.drafts.models import Draft
from majlis.commons.moderation.models import Case
from majlis.commons.notices import queries as notices
from majlis.commons.notices.actions import follow_record
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry, Record, User
from majlis.kernel.rate_limits import RateLimit
from majlis.kernel.records import get_or_create_circle
from majlis.kernel.verbs import Act
from majlis.parties.accounts import personal_data_registry
from tests.commons.helpers import client_for, make_record, open_to_comments
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
TEXTS = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=200)


@pytest.fixture(autouse=True)
def opened() -> Iterator[None]:
    with open_to_comments():
        yield


def post(
    record: Record, writer: User | None = None, text: str = "A word", **fields: object
) -> Comment:
    return actions.post_comment(
        Actor(user=writer or person()),
        record,
        text=text,
        language="en",
        **fields,  # type: ignore[arg-type]
    )


def test_a_comment_is_shown_in_its_language_and_leads_to_its_place() -> None:
    writer, record = person(language="ar"), make_record()
    client = client_for(writer)
    url = f"/ar/comments/on/{record.address}/write/"
    page = client.get(url)
    assert page.context["form"].initial["language"] == "ar"
    answer = client.post(url, {"text": "كلمة **مهمة**", "language": "ar"})
    comment = Comment.objects.get()
    assert answer["Location"] == f"/ar/comments/{comment.pk}/"
    shown = client_for().get(f"/en/comments/on/{record.address}/").content.decode()
    assert '<div class="words" lang="ar" dir="auto"><p>كلمة <strong>مهمة</strong></p>' in shown
    assert client_for().get(f"/en/comments/{comment.pk}/").status_code == 200
    entry = AuditEntry.objects.get(verb="comments.post_comment")
    assert entry.record == record and "كلمة" not in str(entry.new)


def test_answers_stand_one_level_deep() -> None:
    record = make_record()
    first = post(record)
    second = post(record, parent=first)
    third = post(record, parent=second)
    assert second.parent == first and third.parent == first
    thread = tables.comment_threads(
        queries.top_level_comments(record, AnonymousUser()), AnonymousUser()
    )
    assert [[each.comment for each in one.answers] for one in thread] == [[second, third]]
    client = client_for(person())
    assert (
        client.post(
            f"/en/comments/{third.pk}/answer/", {"text": "I too", "language": "en"}
        ).status_code
        == 302
    )
    assert Comment.objects.filter(parent=first).count() == 3


def test_the_one_who_is_answered_and_the_followers_are_told() -> None:
    record, writer, follower = make_record(), person(), person()
    follow_record(Actor(user=follower), record)
    first = post(record, writer)
    post(record, parent=first)
    assert notices.unread_count(writer) == 1
    assert notices.unread_count(follower) == 2


def test_where_moderators_look_before_nobody_else_sees_it() -> None:
    record, writer = make_record(), person()
    with open_to_comments("before"):
        comment = post(record, writer, "Wait and see")
        assert comment.state == "waiting"
        assert Case.objects.get().item == comment.pk
        address = f"/en/comments/{comment.pk}/"
        assert client_for().get(address).status_code == 404
        assert client_for(person()).get(address).status_code == 404
        assert "Wait and see" in client_for(writer).get(address).content.decode()
        with pytest.raises(WrongState):
            post(record, parent=comment)


def test_changing_keeps_what_it_said_and_only_for_an_hour() -> None:
    record, writer = make_record(), person()
    comment = post(record, writer, "First words")
    client = client_for(writer)
    slip = client.get(f"/en/comments/{comment.pk}/edit/").context["drafted"].hidden[0]
    answer = client.post(
        f"/en/comments/{comment.pk}/edit/",
        {"text": "Second words", "language": "fr", slip[0]: slip[1]},
    )
    assert answer.status_code == 302
    comment.refresh_from_db()
    assert (comment.text, comment.language) == ("Second words", "fr")
    assert [(each.text, each.language) for each in comment.earlier.all()] == [("First words", "en")]
    assert (
        "First words" in client_for().get(f"/en/comments/{comment.pk}/versions/").content.decode()
    )
    assert Case.objects.get().language == "fr"
    long_ago = timezone.now() - actions.EDITING_PERIOD - datetime.timedelta(minutes=1)
    Comment.objects.update(created_at=long_ago)
    with pytest.raises(WrongState):
        actions.edit_comment(Actor(user=writer), comment, text="Third", language="en")
    assert "First words" not in str(list(AuditEntry.objects.values("old", "new")))


def test_two_windows_that_change_a_comment_show_both_texts() -> None:
    record, writer = make_record(), person()
    comment = post(record, writer, "First words")
    client = client_for(writer)
    url = f"/en/comments/{comment.pk}/edit/"
    slip = client.get(url).context["drafted"].hidden[0]
    actions.edit_comment(Actor(user=writer), comment, text="From the other window", language="en")
    answer = client.post(url, {"text": "From this one", "language": "en", slip[0]: slip[1]})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "From the other window" in page and "From this one" in page
    comment.refresh_from_db()
    assert comment.text == "From the other window"


def test_a_withdrawn_comment_leaves_its_place_and_nothing_else() -> None:
    record, writer = make_record(), person(name="Fictional Writer")
    comment = post(record, writer, "To be forgotten")
    answer = post(record, parent=comment, text="An answer")
    actions.edit_comment(Actor(user=writer), comment, text="To be forgotten soon", language="en")
    assert client_for(writer).post(f"/en/comments/{comment.pk}/withdraw/").status_code == 302
    page = client_for().get(f"/en/comments/{answer.pk}/").content.decode()
    assert "forgotten" not in page and "Fictional Writer" not in page
    assert "An answer" in page
    assert not CommentVersion.objects.exists()
    assert Case.objects.get(item=comment.pk).state == "closed"
    with pytest.raises(WrongState):
        actions.withdraw_comment(Actor(user=writer), comment)


def test_a_private_record_hides_its_comments_on_every_route() -> None:
    inside = person()
    record = make_record(private_to=inside)
    comment = post(record, inside, "Between us")
    routes = [
        f"/en/comments/{comment.pk}/",
        f"/en/comments/{comment.pk}/versions/",
        f"/en/comments/{comment.pk}/edit/",
        f"/en/comments/{comment.pk}/answer/",
        f"/en/comments/on/{record.address}/",
        f"/en/comments/on/{record.address}/write/",
        f"/en/comments/on/{record.address}.atom",
        f"/en/moderation/report/comment/{comment.pk}/",
        f"/en/feeds/of/{record.address}.atom",
    ]
    for client in (
        client_for(),
        client_for(person()),
        client_for(person("secretariat", "moderator")),
    ):
        for each in routes:
            answer = client.get(each)
            assert answer.status_code in (302, 404), each
            assert "Between us" not in answer.content.decode()
    assert "Between us" in client_for(inside).get(routes[0]).content.decode()


def test_a_kind_that_no_room_opened_is_closed() -> None:
    record = make_record(kind="closed_kind")
    assert client_for(person()).get(f"/en/comments/on/{record.address}/write/").status_code == 403
    with pytest.raises(ValueError, match="before or after"):
        register("subject", Policy(check="never"))


def test_a_comment_is_a_draft_until_it_is_sent() -> None:
    writer, record = person(), make_record()
    client = client_for(writer)
    url = f"/en/comments/on/{record.address}/write/"
    hidden = dict(client.get(url).context["drafted"].hidden)
    client.post("/en/drafts/save/", {**hidden, "text": "Half a thought", "language": "ru"})
    page = client.get(url)
    assert "Half a thought" in page.content.decode()
    hidden = dict(page.context["drafted"].hidden)
    client.post(url, {**hidden, "text": "A whole thought", "language": "ru"})
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("text", "language"),
    [("", "en"), ("  \n ", "en"), ("x" * (actions.MAX_LENGTH + 1), "en"), ("x", "de"), ("x", "")],
)
def test_what_cannot_be_a_comment(text: str, language: str) -> None:
    writer, record = person(), make_record()
    with pytest.raises(InvalidInput):
        actions.post_comment(Actor(user=writer), record, text=text, language=language)
    url = f"/en/comments/on/{record.address}/write/"
    answer = client_for(writer).post(url, {"text": text, "language": language})
    assert answer.status_code == 422
    assert not Comment.objects.exists()


def test_there_is_a_limit_and_what_was_typed_stands_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "majlis.commons.comments.views.POST_LIMIT", RateLimit("test.comments", 1, 3600)
    )
    client, record = client_for(person()), make_record()
    url = f"/en/comments/on/{record.address}/write/"
    assert client.post(url, {"text": "One", "language": "en"}).status_code == 302
    answer = client.post(url, {"text": "Two too many", "language": "en"})
    assert answer.status_code == 429
    assert "Two too many" in answer.content.decode()
    assert Comment.objects.count() == 1


@given(TEXTS)
@example("<script>alert(1)</script>")
@example("[x](javascript:alert(1)) ![i](http://e.example/i.png) <img src=x onerror=alert(1)>")
@example("# Head\n\nHead\n====\n\n[a](https://example.org 'title')")
@example("> " * 500 + "deep")
@example("[x]: https://example.org\n\n[x] \0")
def test_whatever_is_written_is_safe(text: str) -> None:
    tree = html5lib.parseFragment(str(render_markdown(text)), namespaceHTMLElements=False)
    for each in tree.iter():
        if not isinstance(each.tag, str) or each.tag == "DOCUMENT_FRAGMENT":
            continue
        assert each.tag in ALLOWED_TAGS
        assert set(each.attrib) <= {"href", "rel", "start"}
        assert each.get("href", "https:").split(":")[0].lower() in ("http", "https", "mailto") or (
            ":" not in each.get("href", "").split("/")[0]
        )


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=TEXTS, language=st.sampled_from(["ar", "zh", "en", "", "xx"]))
def test_any_text_can_be_sent(text: str, language: str) -> None:
    writer, record = person(), make_record()
    client = client_for(writer)
    url = f"/zh/comments/on/{record.address}/write/"
    answer = client.post(url, {"text": text, "language": language})
    assert answer.status_code in (302, 422)
    if answer.status_code == 302:
        for page in (answer["Location"], f"/ar/comments/on/{record.address}/"):
            assert client.get(page).status_code == 200
        feed = client_for().get(f"/en/comments/on/{record.address}.atom").content
        assert ElementTree.fromstring(feed).tag.endswith("feed")


def test_own_data_are_handed_out_and_erased() -> None:
    writer, record = person(), make_record()
    comment = post(record, writer, "Mine")
    actions.edit_comment(Actor(user=writer), comment, text="Mine too", language="en")
    data = personal_data_registry.personal_data_of(writer)
    assert data["comments"][0]["text"] == "Mine too"
    assert data["comments"][0]["earlier"][0]["text"] == "Mine"
    act = Act(Actor(user=writer), "test.erase")
    for key in (
        "comments",
        "drafts",
        "notices",
        "subscriptions",
        "reports",
        "appeals",
        "moderation",
    ):
        personal_data_registry.PERSONAL_DATA_KINDS[key].erase(writer, act)
    comment.refresh_from_db()
    assert (comment.text, comment.state) == ("", "withdrawn")
    assert not CommentVersion.objects.exists()


def test_own_words_stay_where_the_record_is_closed_to_their_writer() -> None:
    writer, other = person(), person()
    shut, open_still = make_record(), make_record()
    for record in (shut, open_still):
        follow_record(Actor(user=writer), record)
        post(record, writer, "My own words")
        post(record, other, "An answer")
    Record.objects.filter(pk=shut.pk).update(
        access="private", circle=get_or_create_circle("shut", {"user": other})
    )
    data = personal_data_registry.personal_data_of(writer)
    closed = str(personal_data_registry.NOT_VISIBLE)
    assert [(each["record"], each["text"]) for each in data["comments"]] == [
        (closed, "My own words"),
        (open_still.address, "My own words"),
    ]
    assert [each["record"] for each in data["subscriptions"]] == [open_still.address, closed]
    assert data["notices"] and {each["record"] for each in data["notices"]} == {open_still.address}
    assert shut.address not in str(data)
    client = client_for(writer)
    for kind in ("comments", "subscriptions"):
        page = client.get(f"/en/account/data/held/{kind}/").content.decode()
        assert page.count(closed) == 1 and shut.address not in page


def test_permissions() -> None:
    writer, other, closed = person(), person(), person(is_active=False)
    record = make_record(private_to=writer)
    refused: dict[str, User | None] = {"nobody": None, "another": other, "closed": closed}
    check_permissions(
        "comments.post_comment",
        record,
        granted={"one who sees it": writer},
        refused=refused,
        do=lambda actor: actions.post_comment(actor, record, text="A word", language="en"),
    )
    comment = Comment.objects.get()
    check_permissions(
        "comments.edit_comment",
        comment,
        granted={"its writer": writer},
        refused={**refused, "secretariat": person("secretariat", "moderator")},
        do=lambda actor: actions.edit_comment(actor, comment, text="Another", language="en"),
    )
    check_permissions(
        "comments.withdraw_comment",
        comment,
        granted={"its writer": writer},
        refused=refused,
        do=lambda actor: actions.withdraw_comment(actor, comment),
    )
    elsewhere = make_record(kind="closed_kind")
    check_permissions(
        "comments.post_comment", elsewhere, granted={}, refused={"a closed kind": writer}
    )
