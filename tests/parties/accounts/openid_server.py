"""A small OpenID Connect server on loopback, fictional, that signs in whoever it is told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, override
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt


@dataclass
class OpenIDServer:
    """The server: its address, who signs in next, and what it was sent."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    named: str = ""  # how it calls itself, if not by its address
    tokens: list[dict[str, list[str]]] = field(default_factory=list)
    cancelled: bool = False

    def discovery(self) -> dict[str, Any]:
        """What it says of itself."""
        return {
            "issuer": self.named or self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def sign_in(self, address: str) -> str:
        """What a browser is sent back to after it came to the sign-in page at this address."""
        asked = parse_qs(urlsplit(address).query)
        assert "code_challenge" in asked
        answer = {"state": asked["state"][0]}
        answer |= {"error": "access_denied"} if self.cancelled else {"code": "one-time"}
        return f"{asked['redirect_uri'][0]}?{urlencode(answer)}"


def handler_for(issuer: OpenIDServer) -> type[BaseHTTPRequestHandler]:
    """What answers the requests."""

    class Handler(BaseHTTPRequestHandler):
        @override
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

        def tell(self, told: Any, status: int = 200) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            if self.path == "/.well-known/openid-configuration":
                self.tell(issuer.discovery())
            elif self.path == "/userinfo":
                self.tell(issuer.claims)
            else:
                self.tell({}, 404)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            sent = parse_qs(self.rfile.read(length).decode())
            issuer.tokens.append(sent)
            now = int(time.time())
            claims = issuer.claims | {
                "iss": issuer.address,
                "aud": sent["client_id"][0],
                "iat": now,
                "exp": now + 60,
            }
            token = jwt.encode(claims, "a key of the fictional issuer, for tests", "HS256")
            self.tell({"access_token": "a", "token_type": "Bearer", "id_token": token})

    return Handler


@contextmanager
def running_server() -> Iterator[OpenIDServer]:
    """The server while it runs."""
    issuer = OpenIDServer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(issuer))
    issuer.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
