"""The outbox: letters are kept, shown to those who may read them, and everybody is warned."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import html5lib
import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client, RequestFactory
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.kernel.verbs import Act, may
from majlis.parties.models import Organisation
from majlis.site import personal_data
from majlis.site.mail import OutboxBackend
from majlis.site.models import Letter
from majlis.site.proxies import trusted_proxies, visitor_address
from majlis.site.tasks import tidy_up
from tests.support.languages import TWO_SCRIPTS
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.tasks import DATABASE_TASKS

pytestmark = pytest.mark.django_db
FROM_AFAR = {"REMOTE_ADDR": "192.0.2.7"}


def send(subject: str = "Welcome", to: str = "amal@example.org", body: str = "Good day.") -> None:
    OutboxBackend().send_messages([EmailMessage(subject, body, "majlis@example.org", [to])])


@pytest.fixture
def real(settings: Any) -> None:
    settings.MAJLIS_DEMO = False


def test_a_mail_is_kept_whole_with_everybody_who_would_get_it() -> None:
    message = EmailMessage(
        "موضوع", "نص", "majlis@example.org", ["a@example.org"], bcc=["b@example.org"]
    )
    assert OutboxBackend().send_messages([message]) == 1
    kept = Letter.objects.get()
    assert (kept.subject, kept.text, kept.sender) == ("موضوع", "نص", "majlis@example.org")
    assert kept.recipients.splitlines() == ["a@example.org", "b@example.org"]


def test_a_mail_of_a_verb_that_fails_is_not_kept() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        send()
        raise RuntimeError
    assert not Letter.objects.exists()


def test_a_header_that_smuggles_in_another_is_refused() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        send(subject="Welcome\nBcc: everybody@example.org")


def request_from(address: str, **headers: str) -> Any:
    request = RequestFactory().get("/en/outbox/", REMOTE_ADDR=address, headers=headers)
    trusted_proxies(lambda each: each)(request)  # type: ignore[arg-type, return-value]
    return request


@pytest.mark.parametrize(
    ("demo", "address", "headers", "admitted"),
    [
        (True, "127.0.0.1", {}, True),
        (True, "127.0.0.9", {}, True),
        (True, "::1", {}, True),
        (True, "192.0.2.7", {}, False),
        (True, "nobody", {}, False),
        (True, "127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, False),
        (True, "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, False),
        (True, "192.0.2.7", {"X-Forwarded-For": "127.0.0.1"}, False),
        (False, "127.0.0.1", {}, False),
    ],
)
def test_without_signing_in_only_the_machine_of_a_demonstration_is_admitted(
    settings: Any, demo: bool, address: str, headers: dict[str, str], admitted: bool
) -> None:
    settings.MAJLIS_DEMO = demo
    assert may(Actor(), "site.read_outbox", request_from(address, **headers)) is admitted


@pytest.mark.parametrize(
    ("roles", "admitted"),
    [(["administrator"], True), (["secretariat"], False), (["moderator"], False), ([], False)],
)
def test_in_a_real_site_administrators_alone_read_it(
    client: Client, real: None, roles: list[str], admitted: bool
) -> None:
    send()
    client.force_login(person(*roles))
    key = Letter.objects.get().pk
    for path in ("/en/outbox/", f"/en/outbox/{key}/"):
        assert client.get(path, **FROM_AFAR).status_code == (200 if admitted else 403)


def test_an_administrator_who_is_no_longer_active_is_not_admitted(
    client: Client, real: None
) -> None:
    administrator = person("administrator")
    client.force_login(administrator)
    administrator.is_active = False
    administrator.save()
    assert client.get("/en/outbox/").status_code == 403


def test_nobody_reads_it_from_afar(client: Client) -> None:
    send(subject="Only for us")
    answer = client.get("/en/outbox/", **FROM_AFAR)
    assert answer.status_code == 403
    assert b"Only for us" not in answer.content


@pytest.mark.parametrize("language", TWO_SCRIPTS)
def test_the_pages_are_whole(client: Client, language: str) -> None:
    send(subject="<b>Bold</b>", body="See https://example.org/a?b=1&c=2 now")
    page = client.get(f"/{language}/outbox/")
    assert page.status_code == 200
    assert b"<b>Bold" not in page.content
    html5lib.HTMLParser(strict=True).parse(page.content)
    letter = client.get(f"/{language}/outbox/{Letter.objects.get().pk}/")
    assert b'href="https://example.org/a?b=1&amp;c=2"' in letter.content
    html5lib.HTMLParser(strict=True).parse(letter.content)


def test_letters_are_found_by_words_sorted_and_cut_into_pages(client: Client) -> None:
    for number in range(30):
        send(subject=f"Letter {number:02}", to=f"person{number}@example.org")
    first = client.get("/en/outbox/")
    assert b"30 emails" in first.content
    assert b"Letter 29" in first.content
    assert b"Letter 04" not in first.content
    assert b"Letter 04" in client.get("/en/outbox/?page=2").content
    found = client.get("/en/outbox/?q=person7@")
    assert b"1 email" in found.content
    assert b"Letter 07" in found.content
    oldest = client.get("/en/outbox/?sort=kept").content
    assert oldest.index(b"Letter 00") < oldest.index(b"Letter 01")
    assert b"No matching entries." in client.get("/en/outbox/?q=nowhere").content


@pytest.mark.parametrize("query", ["sort=bad", "page=x", "page=999999999999", "q=%00", "q=%F0"])
def test_whatever_the_address_says_the_list_answers(client: Client, query: str) -> None:
    assert client.get(f"/en/outbox/?{query}", follow=True).status_code == 200


@pytest.mark.parametrize("key", ["0", "999", "9" * 30])
def test_a_letter_that_is_not_there_is_not_found(client: Client, key: str) -> None:
    assert client.get(f"/en/outbox/{key}/").status_code == 404


def test_the_list_asks_the_database_no_more_for_many_than_for_one(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(25):
        send()
    client.force_login(person("administrator"))
    with django_assert_max_num_queries(12):
        client.get("/en/outbox/")


def test_every_page_warns_that_no_mail_leaves(client: Client, settings: Any, real: None) -> None:
    warning = b"No mail server is configured."
    assert warning in client.get("/en/about/", **FROM_AFAR).content
    assert b"/en/outbox/" not in client.get("/en/about/", **FROM_AFAR).content
    client.force_login(person("administrator"))
    assert b"/en/outbox/" in client.get("/en/about/", **FROM_AFAR).content
    settings.MAJLIS_OUTBOX = False
    assert warning not in client.get("/en/about/", **FROM_AFAR).content


def test_letters_are_kept_for_thirty_days(settings: Any) -> None:
    settings.TASKS = DATABASE_TASKS
    send(subject="old")
    Letter.objects.update(at=timezone.now() - timedelta(days=31))
    send(subject="new")
    tidy_up.call()
    assert [letter.subject for letter in Letter.objects.all()] == ["new"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", "198.51.100.1, 192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", "192.0.2.7, 127.0.0.1", "192.0.2.7"),
        ("127.0.0.1", "rubbish, 192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", "192.0.2.7, rubbish", "127.0.0.1"),
        ("127.0.0.1", "2001:db8::7", "2001:db8::7"),
    ],
)
def test_the_visitors_address_is_the_last_that_a_proxy_of_ours_wrote(
    peer: str, forwarded: str, found: str
) -> None:
    assert visitor_address(peer, forwarded) == found


def test_a_stranger_cannot_claim_https_or_another_address() -> None:
    headers = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https"}
    request = request_from("192.0.2.7", **headers)
    assert request.META["REMOTE_ADDR"] == "192.0.2.7"
    assert "HTTP_X_FORWARDED_PROTO" not in request.META
    assert request_from("127.0.0.1", **headers).META["HTTP_X_FORWARDED_PROTO"] == "https"


def test_a_persons_letters_are_theirs_to_take_and_go_when_they_go() -> None:
    amal = person()
    other = person()
    for to in ([amal.email.upper()], [other.email, amal.email], [f"x{amal.email}"], [other.email]):
        OutboxBackend().send_messages([EmailMessage("Hello", "Words", "m@example.org", to)])
    assert [row["subject"] for row in personal_data.export_letters(amal)] == ["Hello", "Hello"]
    assert personal_data.erase_letters(amal, Act(Actor(user=amal), "tests.erase")) == 2
    assert personal_data.export_letters(amal) == []
    kept = list(Letter.objects.order_by("pk").values_list("recipients", flat=True))
    assert kept == [other.email, f"x{amal.email}", other.email]


def test_what_the_queue_keeps_of_a_mail_that_was_sent_goes_with_the_person() -> None:
    amal, other = person(), person()
    for status in ("SUCCESSFUL", "FAILED", "READY"):
        for user in (amal, other):
            DBTaskResult.objects.create(
                status=status,
                args_kwargs={"args": ["admitted", user.email, "ar", {}], "kwargs": {}},
                task_path="majlis.parties.mail.deliver",
                backend_name="default",
                run_after=timezone.now(),
            )
    assert personal_data.erase_letters(amal, Act(Actor(user=amal), "tests.erase")) == 2
    kept = DBTaskResult.objects.filter(args_kwargs__args__1=amal.email)
    assert [each.status for each in kept] == ["READY"]  # it is sent, and then pruned by the clock
    assert DBTaskResult.objects.filter(args_kwargs__args__1=other.email).count() == 3


def invite(user: User, to: str, **request: str) -> str:
    """Invite a delegate as this person; the page after it."""
    client = Client(**request)  # type: ignore[arg-type]
    client.force_login(user)
    mine = Organisation.objects.get(record__in=[each.scope for each in user.appointments.all()])
    answer = client.post(
        f"/en/organisations/{mine.number}/delegation/invite/", {"email": to}, follow=True
    )
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1]


def test_who_causes_a_mail_is_told_where_it_waits(settings: Any) -> None:
    focal = person()
    organisation(focal)
    waits = "The email waits in the outbox, because no mail server is configured."
    settings.MAJLIS_DEMO = settings.MAJLIS_OUTBOX = True
    page = invite(focal, "a@example.org")
    assert f'Invitation saved. {waits} <a href="/en/outbox/">Outbox</a>' in page
    assert "Invitation sent" not in page
    # The outbox is not offered to readers who may not read it.
    page = invite(focal, "b@example.org", **FROM_AFAR)
    assert waits in page and "/en/outbox/" not in page
    settings.MAJLIS_OUTBOX = False
    page = invite(focal, "c@example.org")
    assert "Invitation sent." in page and "outbox" not in page


@pytest.mark.parametrize("kept", [True, False])
def test_pages_after_a_mail_say_whether_it_was_sent(settings: Any, kept: bool) -> None:
    settings.MAJLIS_DEMO = settings.MAJLIS_OUTBOX = kept
    for path in ("email/sent/", "password/reset/sent/"):
        page = Client().get(f"/en/account/{path}").content.decode().split("<main")[1]
        assert ("The email waits in the outbox" in page) == kept
        assert ("check the spam folder" in page) != kept
        assert ("was sent" in page or "link sent" in page) != kept


def test_the_outbox_says_who_can_read_it(client: Client, settings: Any) -> None:
    client.force_login(person("administrator"))
    settings.MAJLIS_DEMO = True
    text = client.get("/en/outbox/").content.decode()
    assert "In a demonstration, anyone on its machine can view them." in text
    assert "visible to administrators" not in text
    settings.MAJLIS_DEMO = False
    assert "visible to administrators" in client.get("/en/outbox/").content.decode()
