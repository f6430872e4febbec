"""Who may store a response, by ``Cache-Control``."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import ResolverMatch

from majlis.site.cache_control import NOBODY, SHARED, UNSHARED, cache_control
from tests.support.people import person

TOKEN_PAGE = ResolverMatch(lambda request: None, (), {"token": "secret"})


@pytest.mark.parametrize(
    ("kind", "request_with", "response_with", "header"),
    [
        ("a page of a visitor", {}, {}, SHARED),
        ("a page asked for by HEAD", {"method": "HEAD"}, {}, SHARED),
        ("the same with a theme", {"cookies": {"theme": "dark"}}, {}, SHARED),
        ("of who has signed in", {"cookies": {"sessionid": "x"}}, {}, NOBODY),
        ("with a cookie", {}, {"cookie": True}, NOBODY),
        ("with a form", {"form": True}, {}, NOBODY),
        ("with a form, and its own header", {"form": True}, {"header": "public"}, NOBODY),
        ("never stored, with a cookie", {}, {"cookie": True, "header": "no-store"}, "no-store"),
        ("with its own header", {}, {"header": "public, max-age=3600"}, "public, max-age=3600"),
        ("to a form", {"method": "POST"}, {}, NOBODY),
        ("of an account", {"path": "/en/account/sign-in/"}, {}, NOBODY),
        ("of a search", {"path": "/fr/search/"}, {}, NOBODY),
        ("with a secret in the address", {"match": TOKEN_PAGE}, {}, NOBODY),
        ("a redirect", {}, {"status": 302}, UNSHARED),
        ("a page that is not there", {}, {"status": 404}, UNSHARED),
    ],
)
def test_each_kind_of_response_says_who_may_store_it(
    kind: str, request_with: dict[str, Any], response_with: dict[str, Any], header: str
) -> None:
    request = RequestFactory().generic(
        request_with.get("method", "GET"), request_with.get("path", "/en/texts/")
    )
    request.COOKIES.update(request_with.get("cookies", {}))
    request.resolver_match = request_with.get("match")

    def respond(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("x", status=response_with.get("status", 200))
        if "form" in request_with:
            request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
        if "cookie" in response_with:
            response.set_cookie("theme", "dark")
        if "header" in response_with:
            response["Cache-Control"] = response_with["header"]
        return response

    response = cache_control(respond)(request)
    assert response["Cache-Control"] == header, kind
    assert ("Cookie" in response.get("Vary", "")) == (header == SHARED)


@pytest.mark.django_db
def test_plain_pages_may_be_stored_and_those_of_persons_may_not(settings: Any) -> None:
    settings.MAJLIS_DEMO = False  # a demonstration offers to sign in on its front page, with a form
    visitor, member = Client(), Client()
    member.force_login(person())
    for path in ("/en/", "/en/mandates/", "/en/mandates/calendar/", "/en/texts/", "/en/help/"):
        page = visitor.get(path)
        assert page["Cache-Control"] == SHARED, path
        assert "Cookie" in page["Vary"]
        assert not page.cookies
        assert member.get(path)["Cache-Control"] == NOBODY
    assert "no-store" in visitor.get("/en/account/sign-in/")["Cache-Control"]
    redirect = visitor.get("/")
    assert redirect["Cache-Control"] == UNSHARED
    assert "Accept-Language" in redirect["Vary"]


@pytest.mark.django_db
def test_a_page_that_did_not_change_is_not_sent_again() -> None:
    visitor = Client()
    page = visitor.get("/en/help/")
    again = visitor.get("/en/help/", headers={"if-none-match": page["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_a_page_with_a_message_is_not_stored() -> None:
    visitor = Client()
    visitor.cookies["messages"] = "of any content"
    assert visitor.get("/en/help/")["Cache-Control"] == NOBODY
