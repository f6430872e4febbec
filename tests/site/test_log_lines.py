"""What is written to the log: bounded, without secrets and addresses of people, with the id of the request."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from ipaddress import ip_network
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import StringConverter

from majlis.kernel.models import AuditEntry
from majlis.site.access_log import page_name
from majlis.site.log_lines import (
    CleanRecord,
    JSONFormatter,
    LineFormatter,
    clean_text,
    current_request_id,
)
from majlis.site.moved_addresses import redirect_moved
from tests.support.people import person

MAX_LINE = 1200
"""Characters of a line without a traceback: a message, and what stands before it."""


@contextmanager
def logged(formatter: logging.Formatter | None = None) -> Iterator[list[str]]:
    """The lines that the log of the site gets meanwhile."""
    lines: list[str] = []
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(CleanRecord())
    handler.setFormatter(formatter or LineFormatter())
    logging.getLogger().addHandler(handler)
    try:
        yield lines
    finally:
        logging.getLogger().removeHandler(handler)
        lines += stream.getvalue().splitlines()


def test_the_log_of_the_settings_is_this_one(settings: Any) -> None:
    handler = settings.LOGGING["handlers"]["console"]
    assert handler["filters"] == ["clean"] and handler["formatter"] == "line"
    assert settings.LOGGING["formatters"]["json"] == {"()": "majlis.site.log_lines.JSONFormatter"}


# Strangers.


@pytest.mark.django_db
@pytest.mark.parametrize("formatter", [LineFormatter(), JSONFormatter()])
def test_a_stranger_fills_no_disk_by_long_addresses(formatter: logging.Formatter) -> None:
    with logged(formatter) as lines:
        assert Client().get(f"/en/{'x' * 15_000}/").status_code == 404
        assert Client().post(f"/en/{'x' * 60_000}/").status_code in (403, 404)
        logging.getLogger("test").warning("Not found: %s", "x" * 60_000)
        logging.getLogger("test").warning("x" * 60_000)
    assert len(lines) == 4
    assert all(len(line) < MAX_LINE for line in lines)


@pytest.mark.django_db
def test_an_unknown_host_is_one_line_and_no_traceback() -> None:
    with logged() as lines:
        assert Client().get("/en/", headers={"host": "x" * 3000 + ".example"}).status_code == 400
    assert len(lines) == 2 and all(len(line) < MAX_LINE for line in lines)
    refused = next(line for line in lines if "django.security.DisallowedHost" in line)
    assert " INFO " in refused


def test_nobody_writes_a_line_of_their_own_nor_moves_the_cursor() -> None:
    with logged() as lines:
        logging.getLogger("test").warning(
            "Not found: %s", "/a\n2027-01-01 INFO forged\x1b[2K\u2028b"
        )
    assert len(lines) == 1
    assert "/a\\n2027-01-01 INFO forged\\x1b[2K\\u2028b" in lines[0]


def test_a_traceback_is_cut_in_length_and_number_of_lines() -> None:
    with logged() as lines:
        try:
            raise ValueError("x" * 50_000 + "\ny" * 5000 + "/en/account/first/secret-part/")
        except ValueError:
            logging.getLogger("test").exception("failed")
    assert len(lines) < 90 and all(len(line) < 400 for line in lines)
    assert any("test_log_lines.py" in line for line in lines)
    assert not any("secret-part" in line for line in lines)


def test_a_message_with_the_wrong_number_of_values_is_still_logged() -> None:
    record = logging.makeLogRecord({"name": "test", "msg": "one %s, two %s", "args": ("value",)})
    clean = CleanRecord().filter(record)
    assert isinstance(clean, logging.LogRecord) and clean.getMessage() == "one %s, two %s"


# Secrets.

# Names of parameters that take any text and are no secret: all else must be masked.
PUBLIC_PARAMETERS = {
    *("address", "body", "code", "column", "extension", "field", "kind", "name", "rest", "row"),
    *("section", "sha256", "source", "symbol", "target", "verb"),
    "provider_id",  # the name of an organization's sign-in
}


def text_parameters(
    patterns: list[Any] | None = None, prefix: str = ""
) -> Iterator[tuple[str, str]]:
    """Each address that takes a text, as an example, with the names of such parameters replaced by themselves."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from text_parameters(each.url_patterns, route)
        elif isinstance(each, URLPattern) and each.callback is not redirect_moved:
            converters = each.pattern.converters
            names = [name for name, kind in converters.items() if type(kind) is StringConverter]
            names += [name for name in each.pattern.regex.groupindex if name not in converters]
            for name in names:
                yield name, example(route, each)


def example(route: str, pattern: URLPattern) -> str:
    """An address of a route, in which each parameter has its name with a mark as its value."""
    simple = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"S3cret-\1", route)
    simple = re.sub(r"<(?:\w+:)?(\w+)>", r"S3cret-\1", simple)
    return "/" + simple.replace("^", "").replace("$", "").replace("\\", "").removeprefix("/")


def test_each_address_with_a_secret_is_masked() -> None:
    examples = [*text_parameters()]
    assert {"token", "key"} <= {name for name, _ in examples}
    shown = {
        (name, address)
        for name, address in examples
        if name not in PUBLIC_PARAMETERS and f"S3cret-{name}" in clean_text(address)
    }
    assert shown == set(), "a secret in an address: add it to SECRET_PATH in site/log_lines.py"


@pytest.mark.parametrize(
    ("path", "masked"),
    [
        ("/en/account/first/AbC-1:x/", "/en/account/first/***/"),
        ("/account/first/AbC", "/account/first/***"),
        ("/en//account//first//AbC", "/en//account//first//***"),
        ("/ar/account/password/reset/1a-cx2-9f/", "/ar/account/password/reset/***/"),
        ("/zh/registrations/link/AbC/confirm/", "/zh/registrations/link/***/confirm/"),
        ("/fr/invitations/delegate/AbC/", "/fr/invitations/delegate/***/"),
        ("/en/feeds/mine/AbC.atom", "/en/feeds/mine/***"),
        ("/account/organizations/x/back/?code=AbC&state=d", None),
        ("/en/account/", "/en/account/"),
        ("/en/mandates/M-0001/", "/en/mandates/M-0001/"),
    ],
)
def test_the_secret_part_of_an_address_is_masked(path: str, masked: str | None) -> None:
    expected = masked or "/account/organizations/x/back/?code=***&state=***"
    assert clean_text(path) == expected
    assert clean_text(f"Internal Server Error: {path}") == f"Internal Server Error: {expected}"


@pytest.mark.django_db
def test_no_secret_link_stands_in_the_log_whether_it_is_good_or_not() -> None:
    with logged() as lines:
        Client().get("/en/account/first/AbCdEf:1x:secret/")
        Client().get("/account/first/AbCdEf:1x:secret")
        Client().get("/en/account/password/reset/1a-secret/")
        Client().post("/en/account/first/AbCdEf:1x:secret/", {"password": "secret words"})
        Client().get("/en/search/", {"q": "secret words"}, REMOTE_ADDR="192.0.2.77")
    assert len(lines) >= 5
    assert not any("secret" in line or "192.0.2.77" in line for line in lines)


# Lines of requests.


@pytest.mark.django_db
def test_the_line_of_a_request_has_fields_for_programs() -> None:
    user = person("secretariat")
    client = Client()
    client.force_login(user)
    with logged(JSONFormatter()) as lines:
        answer = client.get("/en/about/", {"q": "words"})
        Client().get("/en/about/")
    first, second = map(json.loads, lines)
    assert first | {"time": "", "duration_ms": 0, "message": ""} == {
        "time": "",
        "level": "INFO",
        "logger": "majlis.access",
        "message": "",
        "request_id": answer["X-Request-ID"],
        "method": "GET",
        "path": "/en/about/",
        "status": 200,
        "duration_ms": 0,
        "size": len(answer.content),
        "reader": "signed in",
        "page": "about",
    }
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", first["time"])
    assert second["reader"] == "visitor"
    assert user.email not in lines[0] and user.name not in lines[0]


@pytest.mark.django_db
def test_the_line_of_a_request_for_people() -> None:
    with logged() as lines:
        Client().get("/en/about/")
    pattern = r"\S+Z INFO majlis.access [0-9a-f]{32} GET /en/about/ 200 [\d.]+ ms, \d+ bytes, visitor, about"
    assert re.fullmatch(pattern, lines[0])


@pytest.mark.django_db
def test_the_kind_of_a_page_is_one_of_few_whatever_is_asked_for() -> None:
    request = RequestFactory().get("/static/look/look.css")
    assert page_name(request) == "static"
    request = RequestFactory().get("/no/such/page/")
    assert page_name(request) == "none"


@pytest.mark.django_db
def test_what_is_logged_during_a_request_carries_its_id(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def log_and_fail(*_: Any, **__: Any) -> None:
        logging.getLogger("test").warning("meanwhile")
        raise RuntimeError("a defect")

    monkeypatch.setattr("majlis.portal.views.render", log_and_fail)
    settings.MAJLIS_PROXIES = (ip_network("127.0.0.0/8"),)
    client = Client(raise_request_exception=False)
    with logged(JSONFormatter()) as lines:
        answer = client.get("/en/about/", headers={"x-request-id": "from-the-proxy-1"})
    assert answer.status_code == 500 and answer["X-Request-ID"] == "from-the-proxy-1"
    records = [json.loads(line) for line in lines]
    assert {each["logger"] for each in records} == {"test", "django.request", "majlis.access"}
    assert {each["request_id"] for each in records} == {"from-the-proxy-1"}
    defect = next(each for each in records if each["logger"] == "django.request")
    assert "RuntimeError: a defect" in defect["traceback"]
    assert current_request_id.get() == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "peer", "taken"),
    [
        ("0f8fad5b-d9cb-469f-a165-70867728950e", "127.0.0.1", True),
        ("0f8fad5b-d9cb-469f-a165-70867728950e", "192.0.2.1", False),
        ("short", "127.0.0.1", False),
        ("x" * 65, "127.0.0.1", False),
        ("two words and more", "127.0.0.1", False),
        ("\u0661" * 16, "127.0.0.1", False),
    ],
)
def test_the_id_of_a_request_is_taken_from_a_proxy_if_it_is_well_formed(
    given: str, peer: str, taken: bool
) -> None:
    answer = Client().get("/en/about/", headers={"x-request-id": given}, REMOTE_ADDR=peer)
    assert (answer["X-Request-ID"] == given) is taken
    assert re.fullmatch(r"[A-Za-z0-9._-]{8,64}", answer["X-Request-ID"])


@pytest.mark.django_db
def test_the_audit_has_the_id_of_the_request() -> None:
    client = Client()
    client.force_login(person("secretariat"))
    given = "0f8fad5b-d9cb-469f-a165-70867728950e"
    client.post("/en/account/sign-out-everywhere/", headers={"x-request-id": given})
    assert AuditEntry.objects.latest("pk").request_id == given


def test_the_server_itself_logs_in_the_same_form(capfd: pytest.CaptureFixture[str]) -> None:
    """In a process of its own, as it changes how all loggers of a process are set up."""
    program = (
        "from granian.log import LogLevels, configure_logging, logger;"
        "from majlis.site.server import log_configuration;"
        "configure_logging(LogLevels.warning, log_configuration('json'));"
        "logger.info('hidden'); logger.warning('Unexpected exit from worker-%s', 1)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    (line,) = capfd.readouterr().err.splitlines()
    assert json.loads(line)["message"] == "Unexpected exit from worker-1"
    assert json.loads(line)["level"] == "WARNING"
