"""Reports of errors: they arrive, and hold nothing that people entered."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, override

import pytest

from majlis.site.error_reports import scrub_event, start_error_reports

ROOT = Path(__file__).resolve().parents[2]
# A process of the server in small: a form is sent to a page that has a defect, and a task of the worker fails.
PROGRAM = """
import logging, sys
import django
django.setup()
from django.http import HttpResponse
from django.test import Client
from django.conf import settings
from majlis.site.error_reports import start_error_reports
start_error_reports(sys.argv[1])
def fail(request, *args, **kwargs):
    entered = request.POST["text"]
    raise ValueError(f"not accepted: {entered}")

from django.urls import path
import types
module = types.ModuleType("addresses")
module.urlpatterns = [path("account/first/<str:token>/", fail)]
module.handler400 = lambda request, exception: HttpResponse("refused", status=400)
module.handler500 = lambda request: HttpResponse("failed", status=500)
sys.modules["addresses"] = module
settings.ROOT_URLCONF = "addresses"
settings.MIDDLEWARE = settings.MIDDLEWARE[:4]
client = Client(raise_request_exception=False)
answer = client.post(
    "/account/first/Secret-token/?q=Secret-query",
    {"text": "Secret-form"},
    headers={"cookie": "sessionid=Secret-cookie", "user-agent": "Secret-browser"},
    REMOTE_ADDR="192.0.2.77",
)
assert answer.status_code == 500, answer.status_code
client.get("/", headers={"host": "not-ours.example"})
try:
    raise KeyError("Secret-task")
except KeyError:
    logging.getLogger("worker").exception("Task %s failed", "Secret-argument")
import sentry_sdk
sentry_sdk.flush(5)
"""


class Receiver(BaseHTTPRequestHandler):
    """Keeps what is sent to it."""

    received: list[bytes]

    def do_POST(self) -> None:
        """Take a report."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        zipped = self.headers.get("Content-Encoding") == "gzip"
        self.received.append(gzip.decompress(body) if zipped else body)
        self.send_response(200)
        self.end_headers()

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def project() -> Iterator[tuple[str, list[bytes]]]:
    """The address of a project on this machine, and what it received."""
    received: list[bytes] = []
    handler = type("ReceiverOfThis", (Receiver,), {"received": received})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://key@127.0.0.1:{server.server_port}/1", received
        server.shutdown()


def test_without_an_address_nothing_is_loaded() -> None:
    program = (
        "import sys; from majlis.site.error_reports import start_error_reports as start;"
        "start(''); assert 'sentry_sdk' not in sys.modules"
    )
    subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )
    start_error_reports("")


def test_a_report_is_scrubbed() -> None:
    report = scrub_event(
        {
            "user": {"email": "Secret"},
            "extra": {"request": "Secret"},
            "breadcrumbs": {"values": ["Secret"]},
            "message": "Secret",
            "request": {
                "method": "POST",
                "url": "https://a.example/en/account/first/Secret/?q=Secret",
                "data": {"text": "Secret"},
                "cookies": "Secret",
                "headers": {"Cookie": "Secret"},
                "query_string": "Secret",
                "env": {"REMOTE_ADDR": "Secret"},
            },
            "exception": {"values": [{"type": "ValueError", "value": "Secret"}]},
            "logentry": {
                "message": "%s failed",
                "formatted": "Secret failed",
                "params": ["Secret"],
            },
            "contexts": {"trace": {"trace_id": "1", "data": "Secret"}, "response": "Secret"},
            "tags": {"any": "Secret"},
        },
        {},
    )
    assert "Secret" not in json.dumps(report)
    assert report["exception"]["values"][0]["type"] == "ValueError"
    assert report["request"] == {
        "method": "POST",
        "url": "https://a.example/en/account/first/***/",
    }
    assert report["logentry"] == {"message": "%s failed"}


@pytest.mark.slow
def test_a_report_arrives_and_holds_nothing_that_people_entered(
    project: tuple[str, list[bytes]],
) -> None:
    address, received = project
    subprocess.run(
        [sys.executable, "-c", PROGRAM, address],
        check=True,
        timeout=120,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )
    text = b"\n".join(received).decode()
    events = [
        json.loads(line)
        for line in text.splitlines()
        if '"event_id"' in line and "exception" in line
    ]
    types = {each["exception"]["values"][-1]["type"] for each in events}
    assert types == {"ValueError", "KeyError"}
    assert {each["release"] for each in events} == {events[0]["release"]} != {""}
    (defect,) = [each for each in events if each["exception"]["values"][-1]["type"] == "ValueError"]
    assert defect["tags"]["request_id"]
    assert defect["exception"]["values"][-1]["stacktrace"]["frames"]
    for secret in ("form", "query", "token", "cookie", "browser", "task", "argument"):
        assert f"Secret-{secret}" not in text
    assert "192.0.2.77" not in text and "not-ours.example" not in text
