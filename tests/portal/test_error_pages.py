"""What went wrong, as a page: its status, what happened and how to mend it, in the reader's language."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import html5lib
import pytest
from asgiref.sync import async_to_sync
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.test import AsyncClient, Client
from django.utils.html import escape
from django.utils.translation import gettext, override, pgettext

from majlis.commons.search import results
from majlis.kernel.errors import WrongState
from majlis.kernel.languages import LANGUAGE_CODES, LANGUAGES_BY_CODE
from tests.commons.helpers import client_for, make_record
from tests.support.people import person
from tests.support.stories import outside_of_the_browsers_loop

pytestmark = pytest.mark.django_db

NOT_FOUND = (
    "Page not found",
    "Check the address, or search. Some pages require sign-in.",
)
REFUSED = (
    "No permission for this action",
    "Sign in with an account that has permission, or contact the secretariat.",
)
FORGED = (
    "This form has expired, or your browser did not return the required cookie.",
    "Go back, copy your text, reload the page and send it again.",
)
DEFECT = (
    "System error",
    ("Confirmed changes are saved. Try again, or report this number to the site operator."),
)
MOVED_ON = (
    "The record has changed since you opened it. This step is no longer possible.",
    "No change was made. Open the record again to view its status.",
)
NOT_UNDERSTOOD = (
    "The request could not be processed.",
    "Go back and try again. If the problem continues, inform the secretariat.",
)


def say(english: str) -> str:
    """The message in the language of now; the title of a page has a context."""
    return pgettext("page", english) if english == DEFECT[0] else gettext(english)


def check_error_page(answer: Any, status: int, said: tuple[str, str], language: str) -> str:
    """The page has its status, is whole, and says both sentences in the language."""
    text: str = answer.content.decode()
    assert answer.status_code == status, text[:300]
    html5lib.HTMLParser(strict=True).parse(text)
    assert f'<html lang="{language}" dir="{LANGUAGES_BY_CODE[language].direction}"' in text
    assert not re.search(r'\sstyle="|<style', text)
    with override(language):
        what, mend = (say(english) for english in said)
    assert language == "en" or (what != said[0] and mend != said[1])
    # Of a message of two sentences the first is the heading, without its full stop.
    heading, *sentences = re.split(r"(?<=[.。]) ?(?=\S)", what)
    heading = heading.rstrip(".。") if sentences else heading
    assert f"<h1>{escape(heading)}</h1>" in text
    assert all(escape(each) in text for each in (*sentences, mend))
    return text


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_nothing_is_at_an_address(language: str) -> None:
    text = check_error_page(Client().get(f"/{language}/nowhere/at-all/"), 404, NOT_FOUND, language)
    assert f'href="/{language}/"' in text and f'action="/{language}/search/"' in text


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_somebody_may_not(language: str) -> None:
    answer = client_for(person(language=language)).get(f"/{language}/moderation/")
    text = check_error_page(answer, 403, REFUSED, language)
    assert answer["X-Request-ID"] in text


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_a_form_has_lost_its_token(language: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person(language=language))
    check_error_page(strict.post(f"/{language}/notices/settings/feed/"), 403, FORGED, language)


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_the_thing_has_moved_on(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def moved(request: Any) -> Any:
        raise WrongState()

    monkeypatch.setattr(results, "results_page", moved)
    check_error_page(Client().get(f"/{language}/search/"), 409, MOVED_ON, language)


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_the_site_is_broken(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: Any) -> Any:
        raise RuntimeError("a fictional password=hush")

    monkeypatch.setattr(results, "results_page", broken)
    answer = Client(raise_request_exception=False).get(f"/{language}/search/")
    text = check_error_page(answer, 500, DEFECT, language)
    assert answer["X-Request-ID"] in text
    assert "hush" not in text and "RuntimeError" not in text


def test_the_page_of_a_defect_asks_the_database_nothing(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    def broken(request: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr(results, "results_page", broken)
    with django_assert_num_queries(0):
        answer = Client(raise_request_exception=False).get("/en/search/?q=x")
    assert answer.status_code == 500


def test_what_was_sent_is_not_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    def odd(request: Any) -> Any:
        raise SuspiciousOperation("odd")

    monkeypatch.setattr(results, "results_page", odd)
    check_error_page(Client().get("/fr/search/"), 400, NOT_UNDERSTOOD, "fr")


@pytest.mark.parametrize("path", ["/fr/search/", "/fr/nowhere"])
def test_another_host_is_refused_with_a_page(path: str) -> None:
    """Django refuses it before it is known who asks."""
    answer = Client(headers={"host": "evil.example"}).get(path)
    text = check_error_page(answer, 400, NOT_UNDERSTOOD, "fr")
    assert "evil.example" not in text


def test_another_host_is_refused_where_all_goes_to_https(settings: Any) -> None:
    """There an early middleware looks at the host: no session and no language yet, but the number of the request."""
    settings.SECURE_SSL_REDIRECT = True
    answer = Client(headers={"host": "evil.example"}).get("/ar/")
    text = check_error_page(answer, 400, NOT_UNDERSTOOD, "ar")
    assert answer["X-Request-ID"] in text


def test_what_one_may_not_see_looks_as_if_it_were_not_there() -> None:
    secret = make_record(private_to=person())
    hidden = Client().get(f"/en/{secret.address}/history/")
    absent = Client().get("/en/subjects/none/history/")
    numbers = [each["X-Request-ID"] for each in (hidden, absent)]
    pages = [
        unquote(each.content.decode()).replace(number, "").replace(secret.address, "subjects/none")
        for each, number in zip((hidden, absent), numbers, strict=True)
    ]
    assert hidden.status_code == absent.status_code == 404
    assert pages[0] == pages[1]


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_not_found_keeps_no_connection_to_the_database() -> None:
    """In the server, Django renders it in a thread of its own, in which nothing ends a request."""
    reader = AsyncClient()

    def connections() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            )
            return int(cursor.fetchone()[0])

    with outside_of_the_browsers_loop():
        async_to_sync(reader.aforce_login)(person("delegate"))
        before = connections()
        for _twice in range(2):
            assert async_to_sync(reader.get)("/en/missing/").status_code == 404
        assert connections() <= before
        connection.close()
