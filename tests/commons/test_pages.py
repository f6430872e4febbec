"""Every page of these rooms: valid, few queries, nothing inline, translated."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import translation

from majlis.commons.notices import events, queries, sentences
from majlis.commons.notices.links import feed_path, stop_mail_path
from majlis.commons.notices.models import Delivery, Preference, Subscription
from majlis.kernel import record_kinds
from majlis.kernel.models import User
from majlis.kernel.records import add_relation
from tests.commons.helpers import client_for, make_record, open_to_comments
from tests.commons.sample_site import SampleSite, build_sample_site
from tests.support.languages import TWO_SCRIPTS
from tests.support.queries import most_queries

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"<[^>]+ (style|on\w+)=|<style|<script(?![^>]* src=)")


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(
        record_kinds.RECORD_KINDS,
        "subject",
        record_kinds.RecordKind("subject", "subject", "subjects"),
    )
    with open_to_comments():
        yield


def cost(town: SampleSite, name: str, language: str = "en") -> tuple[int, str]:
    """Queries and text of a page."""
    path, user = town.pages()[name]
    client = client_for(User.objects.get(pk=user.pk) if user else None)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(f"/{language}/{path}")
    assert answer.status_code == 200, (name, answer.status_code)
    return len(seen), answer.content.decode()


def test_a_page_asks_as_little_of_thirty_rows_as_of_one() -> None:
    few = build_sample_site(1)
    first = {name: cost(few, name)[0] for name in few.pages()}
    many = build_sample_site(30)
    second, sizes = {}, {}
    for name in many.pages():
        second[name], text = cost(many, name)
        sizes[name] = len(gzip.compress(text.encode()))
    assert max(sizes.values()) <= 20_000, sizes
    most = {name: most_queries(f"notices:{name}", signed_in=True) for name in second}
    most["asked"] = most_queries("notices:todo", signed_in=True)
    assert {name: each for name, each in second.items() if each > most[name]} == {}
    grown = {name: (first[name], second[name]) for name in first if second[name] > first[name] + 1}
    assert grown == {}


@pytest.mark.parametrize("language", TWO_SCRIPTS)
def test_pages_are_valid_and_hold_nothing_inline(language: str) -> None:
    town = build_sample_site(3)
    for name in town.pages():
        text = cost(town, name, language)[1]
        html5lib.HTMLParser(strict=True).parse(text)
        assert not INLINE.search(text), (name, INLINE.search(text))
        assert len(re.findall(r"<h1[ >]", text)) == 1, name
        ids = re.findall(r' id="([^"]*)"', text)
        assert len(ids) == len(set(ids)), (name, sorted(ids))
        words = re.sub(r"<[^>]*>", " ", re.sub(r'<(\w+)[^>]* lang="en".*?</\1>', "", text))
        for english in ("Save", "comment", "Moderation", "notice", "Follow", "decision"):
            assert not re.search(rf"\b{english}\b", words), (name, english)


def test_every_address_of_these_rooms_is_visited() -> None:
    town = build_sample_site(1)
    names = {
        f"{each}:{name}"
        for each in ("notices", "drafts", "moderation", "comments")
        for name in named(each)
    }
    visited = set()
    for path, user in town.pages().values():
        client = client_for(user)
        match = client.get(f"/en/{path}").resolver_match
        visited.add(match.view_name)
    posts = {
        "notices:renew_feed": ("/en/notices/settings/feed/", 302, 302),
        "notices:follow": ("/en/notices/follow/", 302, 404),
        "notices:unfollow": ("/en/notices/unfollow/1/", 302, 302),
        "drafts:save": ("/en/drafts/save/", 405, 403),
        "drafts:discard": ("/en/drafts/0/discard/", 404, 404),
    }
    for name, (path, opened, status) in posts.items():
        client = client_for(town.reader)
        assert client.get(path).status_code == opened, name
        assert client.post(path).status_code == status, name
        visited.add(name)
    feeds = {
        "notices:feed_all": "/en/feeds/all.atom",
        "notices:feed_record": f"/en/feeds/of/{town.record.address}.atom",
        "comments:feed": f"/en/comments/on/{town.record.address}.atom",
    }
    for name, path in feeds.items():
        assert client_for().get(path).status_code == 200
        visited.add(name)
    assert client_for().get(feed_path(queries.preference_of(town.reader))).status_code == 200
    assert client_for().get(stop_mail_path(town.reader)).status_code == 200
    assert names - visited == {"notices:feed_mine", "notices:stop_mail"}


def named(space: str) -> set[str]:
    """The names of the addresses of a room."""
    resolver = get_resolver()
    of_language = next(
        each for each in resolver.url_patterns if hasattr(each.pattern, "language_prefix")
    )
    room = next(
        each for each in of_language.url_patterns if getattr(each, "namespace", "") == space
    )  # type: ignore[attr-defined]
    return {each.name for each in room.url_patterns}


def test_following_and_settings_by_hand() -> None:
    town = build_sample_site(1)
    client, record = client_for(town.reader), make_record()
    back = f"/en/{record.address}/"
    answer = client.post("/en/notices/follow/", {"record": record.address, "next": back})
    assert answer["Location"] == back
    evil = client.post("/en/notices/follow/", {"record": record.address, "next": "//evil.example/"})
    assert evil["Location"] == "/en/notices/settings/"
    row = Subscription.objects.get(user=town.reader, record=record)
    assert client_for(town.moderator).post(f"/en/notices/unfollow/{row.pk}/").status_code == 302
    assert Subscription.objects.filter(pk=row.pk).exists()
    client.post(f"/en/notices/unfollow/{row.pk}/")
    assert not Subscription.objects.filter(pk=row.pk).exists()
    client.post("/en/notices/follow/", {"kind": "subject"})
    assert Subscription.objects.filter(user=town.reader, kind="subject").exists()
    assert client.post("/en/notices/follow/", {"queue": "moderation"}).status_code == 403
    secret = make_record(private_to=town.moderator)
    assert client.post("/en/notices/follow/", {"record": secret.address}).status_code == 404
    client.post("/en/notices/settings/", {"delivery": "weekly", "hour": "9"})
    kept = Preference.objects.get(user=town.reader)
    assert (kept.delivery, kept.hour) == (Delivery.WEEKLY, 9)
    wrong = client.post("/en/notices/settings/", {"delivery": "hourly", "hour": "25"})
    assert wrong.status_code == 422


def test_notices_are_read_one_by_one_or_all() -> None:
    town = build_sample_site(2)
    client = client_for(town.reader)
    count = queries.unread_count(town.reader)
    assert count > 2
    one = queries.notices_of(town.reader).first()
    assert one is not None
    client.post("/en/notices/", {"read": str(one.pk)})
    assert queries.unread_count(town.reader) == count - 1
    for odd in ("x", "-1", "9" * 30, "٣"):
        assert client.post("/en/notices/", {"read": odd}).status_code == 302
    assert queries.unread_count(town.reader) == count - 1
    assert client.get("/en/notices/?show=unread").context["pages"].total == count - 1
    client.post("/en/notices/")
    assert queries.unread_count(town.reader) == 0


def test_mail_is_stopped_in_one_click_without_signing_in() -> None:
    town = build_sample_site(1)
    path = stop_mail_path(town.reader)
    client = client_for(enforce_csrf_checks=True)
    assert client.get(path).status_code == 200
    assert queries.preference_of(town.reader).delivery != Delivery.PAGE
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert queries.preference_of(town.reader).delivery == Delivery.PAGE
    assert client.get("/en/notices/stop/forged:link/").status_code == 404


def test_feeds_tell_what_their_reader_may_know() -> None:
    town = build_sample_site(1)
    secret = make_record(private_to=town.reader)
    add_relation(secret, "serves", town.record)
    from majlis.commons.comments.actions import post_comment
    from majlis.kernel.actor import Actor

    Subscription.objects.create(user=town.moderator, record=secret)
    post_comment(Actor(user=town.reader), secret, text="Between us", language="en")
    title = str(secret)
    mine = feed_path(Preference(user=town.moderator))
    for path in (
        "/ar/feeds/all.atom",
        f"/ar/feeds/of/{town.record.address}.atom",
        f"/ar/comments/on/{town.record.address}.atom",
        mine,
    ):
        answer = client_for().get(path)
        feed = ElementTree.fromstring(answer.content)
        assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
        assert title not in answer.content.decode()
    assert 'xml:lang="ar"' in client_for().get("/ar/feeds/all.atom").content.decode()
    assert client_for().get(f"/ar/feeds/of/{secret.address}.atom").status_code == 404


def test_a_feed_address_can_be_taken_back() -> None:
    town = build_sample_site(1)
    old = feed_path(queries.preference_of(town.reader))
    assert client_for().get(old).status_code == 200
    client_for(town.reader).post("/en/notices/settings/feed/")
    assert client_for().get(old).status_code == 404
    assert client_for().get(feed_path(queries.preference_of(town.reader))).status_code == 200
    User.objects.filter(pk=town.reader.pk).update(is_active=False)
    assert client_for().get(feed_path(queries.preference_of(town.reader))).status_code == 404


@pytest.mark.parametrize("signed_in", [True, False])
def test_the_parts_for_the_page_of_a_record(signed_in: bool) -> None:
    town = build_sample_site(8)
    request = RequestFactory().get(f"/en/{town.record.address}/")
    request.user = User.objects.get(pk=town.reader.pk) if signed_in else AnonymousUser()
    parts = Template("{% load notices comments %}{% follow record %}{% comments record %}")
    with translation.override("en"), CaptureQueriesContext(connection) as seen:
        text = parts.render(RequestContext(request, {"record": town.record}))
    assert len(seen) <= 6
    html5lib.HTMLParser(strict=True).parseFragment(text)
    assert ("Stop following" in text) is signed_in
    assert text.count("<article") >= 5
    assert f"/en/feeds/of/{town.record.address}.atom" in text
    # On a kind that no room opened there is nothing to say.
    closed = make_record(kind="closed_kind")
    page = Template("{% load comments %}{% comments record %}")
    assert page.render(RequestContext(request, {"record": closed})).strip() == ""


def test_notices_are_searched_sorted_and_taken_away() -> None:
    town = build_sample_site(3)
    client = client_for(town.reader)
    there = client.get("/en/notices/").context["pages"].total
    assert there > 2
    newest = [notice.pk for notice in queries.notices_of(town.reader)]
    oldest = client.get("/en/notices/?sort=at").context["rows"]
    assert [notice.key for notice in oldest] == newest[::-1][:30]
    first = sentences.notice_sentences(queries.notices_of(town.reader))[0]
    assert first.event.record is not None
    title = first.event.record.say("title").text
    for words in (title, title.upper(), str(first.event.actor)):
        found = sentences.notice_sentences(queries.notices_of(town.reader, words=words))
        assert first.event in [each.event for each in found], words
    assert client.get("/en/notices/?q=xyzzyx").context["pages"].total == 0
    assert "No matching notifications." in client.get("/en/notices/?q=xyzzyx").content.decode()
    lines = list(csv.reader(io.StringIO(taken(client.get("/en/notices/?download=csv")))))
    assert lines[0] == ["\ufeffwords", "address", "at", "read_at"]
    assert len(lines) == there + 1


def test_notices_are_found_by_what_was_done_in_the_reader_s_language() -> None:
    town = build_sample_site(2)
    kind = next(iter(queries.notices_of(town.reader))).event.kind
    for language in ("en", "ar"):
        with translation.override(language):
            sentence = queries.PLACEHOLDERS.sub("", str(events.EVENT_KINDS[kind].sentence))
            word = max(re.findall(r"\w+", sentence), key=len)
            assert queries.notices_of(town.reader, words=word).filter(event__kind=kind).exists()


def taken(answer: Any) -> str:
    """A file that was streamed, as text."""
    return b"".join(answer.streaming_content).decode()
