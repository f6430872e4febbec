"""The examples of docs/examples: each is started where its program is at hand, before a small site."""

from __future__ import annotations

import contextlib
import datetime
import getpass
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, override

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.site.site_process import Site, becomes_true, free_port

pytestmark = pytest.mark.slow
EXAMPLES = Path(__file__).resolve().parents[2] / "docs/examples"
NAME = "follow-up.example"
MEGABYTE = 1_000_000
STREAM_SECONDS = 20.0


class SmallSite(BaseHTTPRequestHandler):
    """Answers like a site of Majlis, and keeps the headers of what it was asked."""

    protocol_version = "HTTP/1.1"
    asked: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        """A page, a style sheet, or a stream that goes on."""
        self.asked.append((self.path, {name.lower(): text for name, text in self.headers.items()}))
        if self.path.startswith("/live/"):
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream; charset=utf-8")
            self.send_header("Connection", "close")
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(b"data: first\n\n")
                time.sleep(STREAM_SECONDS)
            self.close_connection = True
            return
        self._answer(b"page", "public, max-age=315360000, immutable")

    def do_POST(self) -> None:
        """Take a form."""
        left = int(self.headers["Content-Length"])
        while left > 0:
            left -= len(self.rfile.read(min(left, MEGABYTE)))
        self.asked.append((self.path, {}))
        self._answer(b"taken", "no-store")

    def _answer(self, body: bytes, caching: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", caching)
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def small_site() -> Iterator[tuple[int, list[tuple[str, dict[str, str]]]]]:
    """A small site: its port, and what it is asked."""
    asked: list[tuple[str, dict[str, str]]] = []
    handler = type("SmallSiteOfThis", (SmallSite,), {"asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.block_on_close = False
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, asked
        server.shutdown()


def program(name: str) -> str:
    """The path of a program; without it the test is skipped."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"{name} is not on this machine")
    return found


def write_certificate(folder: Path) -> None:
    """A certificate for this machine, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def nginx_command(folder: Path, site: int, plain: int, secure: int) -> list[str]:
    """Nginx with the example, on other ports, with a certificate made here."""
    write_certificate(folder)
    text = (EXAMPLES / "nginx.conf").read_text(encoding="utf-8")
    for old, new in {
        "127.0.0.1:8000": f"127.0.0.1:{site}",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{secure} ssl;",
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl;\n": "",
        NAME: "localhost",
        "/etc/letsencrypt/live/localhost": str(folder),
        "/var/lib/nginx/majlis": str(folder / "cache"),
    }.items():
        assert old in text, old
        text = text.replace(old, new)
    (folder / "majlis.conf").write_text(text, encoding="utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    main = [
        f"user {getpass.getuser()};" if os.geteuid() == 0 else "",
        f"pid {folder}/pid; error_log {folder}/error.log; daemon off; worker_processes 1;",
        "events {}",
        "http {",
        *(f"{kind}_temp_path {folder}/{kind};" for kind in kinds),
        f"access_log {folder}/access.log; include {folder}/majlis.conf;",
        "}",
    ]
    (folder / "main.conf").write_text("\n".join(main), encoding="utf-8")
    command = [program("nginx"), "-p", str(folder), "-c", str(folder / "main.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "[warn]" not in checked.stderr, checked.stderr
    return command


def caddy_command(folder: Path, site: int, plain: int, secure: int) -> list[str]:
    """Caddy with the example, on other ports, with a certificate of its own."""
    text = (EXAMPLES / "Caddyfile").read_text(encoding="utf-8")
    caddy = program("caddy")
    checked = subprocess.run(
        [caddy, "validate", "--config", EXAMPLES / "Caddyfile", "--adapter", "caddyfile"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"HOME": str(folder)},
    )
    assert checked.returncode == 0, checked.stderr
    for old, new in {
        "127.0.0.1:8000": f"127.0.0.1:{site}",
        f"{NAME} {{": f"https://localhost:{secure} {{\n\ttls internal\n\tbind 127.0.0.1",
    }.items():
        assert old in text, old
        text = text.replace(old, new)
    options = f"{{\n\tadmin off\n\tskip_install_trust\n\thttp_port {plain}\n}}\n"
    (folder / "Caddyfile").write_text(options + text, encoding="utf-8")
    return [caddy, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


Command = Callable[[Path, int, int, int], list[str]]


@contextmanager
def proxy(command: Command, folder: Path, site: int) -> Iterator[str]:
    """A proxy before a site: its address."""
    plain, secure = free_port(), free_port()
    words = command(folder, site, plain, secure)
    environment = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(words, stdout=output, stderr=output, env=environment)
    try:
        assert becomes_true(lambda: is_ready(secure), 30), (folder / "output").read_text()
        yield f"https://localhost:{secure}"
    finally:
        process.terminate()
        process.wait(30)


def any_certificate() -> ssl.SSLContext:
    """Takes a certificate whoever signed it."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def is_ready(port: int) -> bool:
    """Whether somebody listens on the port, and has a certificate."""
    try:
        with (
            socket.create_connection(("127.0.0.1", port), 5) as plain,
            any_certificate().wrap_socket(plain, server_hostname="localhost"),
        ):
            return True
    except OSError:
        return False


def ask(address: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes, Any]:
    """Status, beginning of the body and headers of an answer."""
    request = urllib.request.Request(address, body, headers)
    try:
        with urllib.request.urlopen(request, context=any_certificate(), timeout=15) as answer:
            return answer.status, answer.read(13), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, b"", error.headers


@pytest.mark.parametrize("command", [nginx_command, caddy_command])
def test_a_proxy_of_the_examples_passes_on_what_the_site_needs(
    command: Command, tmp_path: Path
) -> None:
    with small_site() as (port, asked), proxy(command, tmp_path, port) as address:
        forged = {"X-Forwarded-For": "192.0.2.7", "X-Request-ID": "forged-by-a-visitor"}
        assert ask(f"{address}/en/", **forged)[:2] == (200, b"page")
        path, headers = asked.pop()
        assert path == "/en/"
        assert headers["host"].partition(":")[0] == "localhost"
        assert headers["x-forwarded-for"] == "127.0.0.1"
        assert headers["x-forwarded-proto"] == "https"
        assert 16 <= len(headers["x-request-id"]) <= 64
        assert headers["x-request-id"] != forged["X-Request-ID"]

        # The metrics are not for everybody.
        assert ask(f"{address}/metrics")[0] == 404
        assert asked == []

        # Files up to the limit of the site, and none that are far larger.
        assert ask(f"{address}/en/", b"x" * (90 * MEGABYTE))[0] == 200
        with contextlib.suppress(OSError):  # some close the connection while it is being sent
            assert ask(f"{address}/en/", b"x" * (120 * MEGABYTE))[0] in (413, 502)
        assert [path for path, _headers in asked] == ["/en/"]

        # A live page: its first event arrives long before the stream ends.
        begun = time.monotonic()
        assert ask(f"{address}/live/1/en/")[:2] == (200, b"data: first\n\n")
        assert time.monotonic() - begun < STREAM_SECONDS / 2


def test_nginx_keeps_what_never_changes(tmp_path: Path) -> None:
    with small_site() as (port, asked), proxy(nginx_command, tmp_path, port) as address:
        for _ in range(3):
            assert ask(f"{address}/static/look.css")[:2] == (200, b"page")
        assert [path for path, _headers in asked] == ["/static/look.css"]


@pytest.mark.parametrize("command", [nginx_command, caddy_command])
def test_a_whole_site_answers_behind_a_proxy_of_the_examples(
    command: Command, tmp_path: Path, running: Site
) -> None:
    with proxy(command, tmp_path, running.port) as address:
        status, _body, headers = ask(f"{address}/en/about/")
        assert status == 200
        number = headers["X-Request-ID"]
        assert ask(f"{address}/readyz")[0] == 200
        log = running.folder / "log/server.log"
        assert becomes_true(lambda: f"{number} GET /en/about/ 200" in log.read_text(), 10)


def test_the_metrics_of_a_whole_site_are_for_this_machine(running: Site) -> None:
    text = urllib.request.urlopen(f"{running.address}metrics", timeout=30).read().decode()
    for name in ("majlis_database_up 1.0", 'majlis_worker_heartbeat_age_seconds{worker="worker"}'):
        assert name in text
    assert ask(f"{running.address}metrics", **{"X-Forwarded-For": "192.0.2.7"})[0] == 403


def test_the_unit_of_systemd_is_valid(tmp_path: Path) -> None:
    analyze = program("systemd-analyze")
    text = (EXAMPLES / "majlis.service").read_text(encoding="utf-8")
    assert "/opt/majlis/.venv/bin/majlis up --real" in text
    unit = tmp_path / "majlis.service"
    unit.write_text(text.replace("/opt/majlis/.venv/bin/majlis", "/bin/true"), encoding="utf-8")
    checked = subprocess.run(
        [analyze, "verify", unit], capture_output=True, text=True, check=False, timeout=60
    )
    assert (checked.returncode, checked.stderr.strip()) == (0, "")
