"""Servers that somebody named are asked with care: in time, within a size, outside, and as a plain origin."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests
from allauth.socialaccount.adapter import get_adapter
from django.conf import LazySettings
from django.test import Client

from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.parties.accounts import discovery, safe_http
from majlis.parties.accounts.actions import own_sign_in
from majlis.parties.accounts.discovery import OpenIDServer
from majlis.parties.accounts.models import OwnSignIn
from majlis.parties.accounts.origins import origin_of
from tests.parties.accounts import openid_server as fictional
from tests.parties.accounts.support import organisation

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
Answer = Callable[[socket.socket, str], None]


@contextmanager
def server(answer: Answer) -> Iterator[tuple[str, list[bytes]]]:
    """A server on loopback that answers so: its address, and what it was sent."""
    asked: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"

    def serve() -> None:
        try:
            taken, _where = listening.accept()
        except OSError:
            return
        with taken:
            try:
                asked.append(taken.recv(4096))
                answer(taken, address)
            except OSError:
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield address, asked
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(10)


def fetch_error(address: str) -> bytes:
    return json.dumps(fictional.OpenIDServer(address).discovery()).encode()


def test_an_answer_byte_by_byte_is_ended_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_http, "DEADLINE", 0.3)

    def drip(taken: socket.socket, address: str) -> None:
        body = fetch_error(address)
        taken.sendall(HEAD + body[:-20])
        for at in range(len(body) - 20, len(body)):
            time.sleep(0.1)
            taken.sendall(body[at : at + 1])

    with server(drip) as (address, _asked), pytest.raises(InvalidInput):
        discovery.discover(address)


def test_an_answer_without_end_is_not_taken_in() -> None:
    sent = []

    def pour(taken: socket.socket, address: str) -> None:
        taken.sendall(HEAD)
        for _each in range(60):
            taken.sendall(b" " * 1_000_000)
            sent.append(1)

    with server(pour) as (address, _asked), pytest.raises(InvalidInput):
        discovery.discover(address)
    assert len(sent) < 30


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_real_site_says_no_word_to_a_server_inside(scheme: str, settings: LazySettings) -> None:
    settings.MAJLIS_DEMO = False

    def tell(taken: socket.socket, address: str) -> None:
        taken.sendall(HEAD + fetch_error(address))

    with server(tell) as (address, asked):
        there = address.replace("http", scheme).replace("127.0.0.1", "localhost")
        with pytest.raises(InvalidInput):
            discovery.discover(there)
        with pytest.raises(requests.ConnectionError), get_adapter().get_requests_session() as own:
            own.get(there)
    assert not any(asked)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("fd00::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        # Deprecated addresses, and those of special ranges that ways into the network may use.
        ("fec0::1", False),
        ("::127.0.0.1", False),
        ("::a9fe:a9fe", False),
        ("::8.8.8.8", False),
        ("::ffff:0:127.0.0.1", False),
        ("64:ff9b:1::a00:1", False),
        ("100::1", False),
        ("100:0:0:1::1", False),
        ("5f00::1", False),
        ("4000::1", False),
        ("3fff::1", False),
        ("2001:2::1", False),
        ("2001:db8::1", False),
        ("2001:0:a00:1::1", False),
        ("2001:0:808:808::f5f5:f5f5", False),
        ("2002:a9fe:a9fe::1", False),
        ("2002:c058:6301::1", False),
        ("2002:808:808::1", True),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b::808:808", True),
        ("192.88.99.1", False),
        ("255.255.255.255", False),
        ("ff0e::1", False),
    ],
)
def test_what_is_outside(address: str, expected: bool) -> None:
    assert safe_http.is_public(address) is expected


ODD = [
    "https://id.example.org;script-src *",
    "https://id.example.org; script-src *//x",
    "https://id.example.org,https:/x",
    "https://id.example.org *",
    "https://'unsafe-inline'/x",
    "https://*.example.org/x",
    "https://*",
    "https://u:1@id.example.org/",
    "https://id.example.org:99999/",
    "https://id.example.org:/",
    "https://id.example.org\n/",
    "https://-id.example.org/",
    "https:///x",
    "data:x",
]


@pytest.mark.parametrize("address", ODD)
def test_no_odd_sign_comes_into_the_policy(address: str) -> None:
    assert origin_of(address) == ""
    assert not discovery.is_safe_address(address)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://id.example.org/a;b?c=d e", "https://id.example.org"),
        ("https://ID.Example.org:8443", "https://id.example.org:8443"),
        ("https://[2001:db8::1]:8443/a", "https://[2001:db8::1]:8443"),
        ("https://xn--e1afmkfd.example/", "https://xn--e1afmkfd.example"),
    ],
)
def test_a_plain_origin_stays(address: str, origin: str) -> None:
    assert origin_of(address) == origin
    assert discovery.is_safe_address(address)


@pytest.mark.django_db
def test_a_server_with_an_odd_sign_in_page_is_refused_and_an_old_one_changes_no_policy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with fictional.running_server() as issuer:
        told: dict[str, Any] = issuer.discovery()
        told["authorization_endpoint"] = "https://id.example.org;script-src */authorize"
        monkeypatch.setattr(issuer, "discovery", lambda: told)
        with pytest.raises(InvalidInput):
            discovery.discover(issuer.address)
    record = organisation()
    odd = OpenIDServer("https://id.example.org", "https://id.example.org;script-src *")
    own_sign_in.set_own_sign_in(
        Actor.as_system("test"),
        record,
        server=odd,
        client_id="x",
        secret="y",
        domains=["union.example.org"],
    )
    provider = OwnSignIn.objects.get().app.provider_id
    policy = Client().get(f"/en/account/organization/{provider}/")["Content-Security-Policy"]
    assert "script-src *" not in policy and "form-action 'self'" in policy
