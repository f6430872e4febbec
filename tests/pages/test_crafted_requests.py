"""Requests that no browser sends: each is answered, and none by a defect (500).

Each crafted request of the table goes to each address of a list, as an ASGI request, as the server makes it.
``make test`` sends them to some addresses that anybody or the secretariat opens; the slow test to all kinds of pages.
"""

from __future__ import annotations

import io
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.pages.conftest import World
from tests.pages.page_kinds import PAGES, PageKind
from tests.support.people import person
from tests.support.stories import outside_of_the_browsers_loop

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).resolve().parents[2] / "src/majlis"
TOKEN = "a" * 32
FORM = "application/x-www-form-urlencoded"
BOUNDARY = "fictional"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
LONG = "a" * 17_000
SHARE = 16
"""Of so many requests of the table, the slow test sends one to each page: all to all would take twenty minutes."""

REPRESENTATIVE = (
    *("home", "search", "mandates:register", "mandates:check_draft", "mandates:mandate"),
    *("mandates:related", "mandates:deliverables", "mandates:statements", "mandates:changes"),
    *("instruments:list", "instruments:instrument", "instruments:provision", "instruments:compare"),
    *("instruments:imports", "imports:upload_table", "imports:batch", "framework:matrix"),
    *("parties:organisations", "parties:people", "parties:register", "accounts:sign_in"),
    *("accounts:sign_up", "notices:list", "drafts:mine", "comments:list", "comments:write"),
    *("translation:queue", "events:meetings", "events:meeting", "documents:list", "history"),
    *("calendar", "appearance", "moderation:cases", "outbox"),
)
"""Of these, those that the table of pages has; others that have since been renamed are left out."""


@dataclass(frozen=True)
class Crafted:
    """A request: what is done to the address (as it is sent, in bytes of ASCII), and what is sent with it."""

    name: str
    change: Callable[[str], str] = lambda address: address
    method: str = "GET"
    headers: Mapping[str, str | bytes] | tuple[tuple[str, str | bytes], ...] = field(
        default_factory=dict
    )
    body: bytes = b""


def in_path(text: str) -> Callable[[str], str]:
    """A change that puts text at the end of the path."""
    return lambda address: f"{address.partition('?')[0].rstrip('/')}/{text}/"


def as_query(text: str) -> Callable[[str], str]:
    """A change that asks with this query alone."""
    return lambda address: f"{address.partition('?')[0]}?{text}"


def with_numbers(text: str) -> Callable[[str], str]:
    """A change that puts text in place of each number in the path."""

    def change(address: str) -> str:
        path, mark, query = address.partition("?")
        return re.sub(r"\d+", text, path) + mark + query

    return change


def multipart(head: str, content: bytes = b"words") -> bytes:
    """One part of a form, with its head."""
    return (
        f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode("latin-1")
        + content
        + f"\r\n--{BOUNDARY}--\r\n".encode()
    )


def parameter_names() -> list[str]:
    """The names by which views and filters ask the query."""
    names = {"q", "page", "sort", "format"}
    for file in SOURCE.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        names.update(re.findall(r"GET(?:\.get|\.getlist)?[\[(]\"([\w-]+)\"", text))
        if "ListFilters" in text or "FilterForm" in text:
            names.update(
                re.findall(r"^    (\w+) = (?:forms|fields|kit)\.\w+\(", text, re.MULTILINE)
            )
    return sorted(names)


VALUES = {
    "NUL": "%00",
    "NUL in words": "a%00b",
    "half a character": "%ED%A0%80",
    "no UTF-8": "%FF%FE%C3",
    "a huge number": "9" * 400,
    "more digits than int() takes": "9" * 5_000,
    "2**63": str(2**63),
    "a negative number": "-1",
    "zero": "0",
    "digits that int() takes": "%D9%A1%C2%B2",
    "the last day": "9999-12-31",
    "no day": "0000-00-00",
    "day after the last": "10000-01-01",
    "the first day": "0001-01-01",
    "JSON": "%7B%22a%22%3A%5B1%2Cnull%2Ctrue%5D%7D",
    "a long word": LONG[:2_000],
    "percent": "%25s%7B0%7D%25(x)s%",
}


def queries() -> Iterator[Crafted]:
    """Each value in each parameter, all parameters at once."""
    for name, value in VALUES.items():
        query = "&".join(f"{each}={value}" for each in parameter_names())
        yield Crafted(f"query: {name}", as_query(query))


PATHS = [
    Crafted("path: NUL", in_path("%00")),
    Crafted("path: half a character", in_path("%ED%A0%80")),
    Crafted("path: no UTF-8", in_path("%FF%FE")),
    Crafted("path: long", in_path(LONG)),
    Crafted("path: very long", in_path("b" * 70_000)),
    Crafted("path: way out", in_path("..%2F..%2Fetc%2Fpasswd")),
    Crafted("path: line break", in_path("a%0D%0AX: y")),
    Crafted("path: twice a slash", lambda address: f"/{address}"),
    Crafted("path: no slash at its end", lambda address: address.partition("?")[0].rstrip("/")),
    *(
        Crafted(f"number in the path: {name}", with_numbers(value))
        for name, value in (
            ("huge", "9" * 30),
            ("2**63", str(2**63)),
            ("2**31", str(2**31)),
            ("0", "0"),
            ("Arabic digits", "%D9%A1"),
            ("very long", "9" * 5_000),
        )
    ),
]
QUERIES = [
    *queries(),
    Crafted("query: long", as_query(f"q={'a' * 40_000}")),
    Crafted("query: many", as_query("&".join(f"a{n}={n}" for n in range(3_000)))),
    Crafted("query: broken", as_query("%&%%=&=%zz&&a=%C3%28&;;")),
    Crafted("query: one name often", as_query("&".join(["page=1", "sort=x", "q=a"] * 300))),
]
HEADERS = [
    *(
        Crafted(f"Accept-Language: {value[:20]!r}", headers={"accept-language": value})
        for value in (
            *("*", "en;q=abc", "zh-" * 200, "x" * 4_000, ",,,;;;", "fr;q=9e99", "en-\0", "\u0661"),
            *("i-klingon, x-private;q=0.1", "ar-EG;q=0.999999999999999999999", "../../etc/passwd"),
        )
    ),
    *(
        Crafted(f"Cookie: {value[:24]!r}", headers={"cookie": value})
        for value in (
            "messages=[[broken",
            'messages=W1siX19qc29uX21lc3NhZ2UiLDAsMTAsInh4Il1d:1abc:xyz; csrftoken="',
            "sessionid=" + "x" * 5_000,
            "sessionid=a%00b",
            "sessionid=\xff\xfe",
            "django_language=../../x",
            "django_language=" + "z" * 3_000,
            "django_language=en%00",
            "look={broken; appearance=%00; theme=\x01",
            "=;=;;; =a; a==; \t",
            "; ".join(f"c{n}={n}" for n in range(500)),
        )
    ),
    *(
        Crafted(f"{name}: {value[:20]!r}", headers={name: value})
        for name, value in (
            ("range", "bytes=0-0,5-2,-1"),
            ("range", "bytes=99999999999999999999999-"),
            ("range", "lines=x"),
            ("if-modified-since", "Fri, 31 Dec 99999 23:59:60 GMT"),
            ("if-modified-since", "\x00"),
            ("if-none-match", '"' * 900),
            ("if-unmodified-since", "Thu, 01 Jan 0000 00:00:00 GMT"),
            ("accept", "application/*;q=x, ;;, */json"),
            ("accept-encoding", "gzip;q=nan, br;q=-1, *;q="),
            ("content-length", "abc"),
            ("content-length", "99999999999999999999999999"),
            ("content-length", "-5"),
            ("x-forwarded-for", "\x00, ::ffff:zz, 999.1.1.1"),
            ("x-requested-with", "\xff"),
            ("host", "a" * 300),
            ("host", "[::1"),
            ("host", "exa mple.org:99999999"),
            ("origin", "null"),
            ("referer", "http://[x/\xff"),
            ("user-agent", "\xff" * 3_000),
            ("sec-fetch-site", "\x00"),
            ("last-event-id", "9" * 400),
            ("authorization", "Basic \xff"),
        )
    ),
    Crafted("two hosts", headers=(("host", "testserver"), ("host", "evil.example"))),
    Crafted("two types", headers=(("content-type", FORM), ("content-type", "text/plain"))),
    Crafted("two lengths", headers=(("content-length", "0"), ("content-length", "7"))),
    *(
        Crafted(f"method: {method}", method=method)
        for method in ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "ANYTHING")
    ),
]


def posted(name: str, content_type: str, body: bytes = b"") -> Crafted:
    return Crafted(
        f"POST: {name}", method="POST", headers={"content-type": content_type}, body=body
    )


BODIES = [
    posted("JSON", "application/json", b'{"a": ' * 3_000),
    posted("nothing", ""),
    posted("no type", "\xff/;;=", b"a=b"),
    posted("unknown character set", f"{FORM}; charset=fictional", b"a=%C3%A9"),
    posted("character set of bytes", f"{FORM}; charset=base64", b"a=b"),
    posted("UTF-16", f"{FORM}; charset=utf-16", b"a=b&words=c"),
    posted("UTF-7", f"{FORM}; charset=utf-7", b"words=+ADw-"),
    posted("broken percent", FORM, b"%=%zz&a=%&=&&words=%ED%A0%80%00"),
    posted("many fields", FORM, b"&".join(b"a%d=1" % n for n in range(5_000))),
    posted("no boundary", "multipart/form-data", b"--x\r\n\r\n--x--"),
    posted("odd boundary", "multipart/form-data; boundary=\xe9\xe9", b"--x"),
    posted("long boundary", f"multipart/form-data; boundary={'b' * 500}", b"--x"),
    posted("multipart of nothing", MULTIPART),
    posted("multipart cut", MULTIPART, multipart('Content-Disposition: form-data; name="a"')[:40]),
    posted("part without a head", MULTIPART, multipart("")),
    posted("part without a name", MULTIPART, multipart("Content-Disposition: form-data")),
    posted(
        "broken base64",
        MULTIPART,
        multipart(
            'Content-Disposition: form-data; name="words"\r\nContent-Transfer-Encoding: base64',
            b"=a=\xff",
        ),
    ),
    posted(
        "file with an odd name",
        MULTIPART,
        multipart(
            "Content-Disposition: form-data; name=\"file\"; filename*=utf-8''%00%FF%ED%A0%80.docx"
        ),
    ),
    posted(
        "file of an unknown character set",
        MULTIPART,
        multipart(
            "Content-Disposition: form-data; name=\"file\"; filename*=fictional''a.txt\r\n"
            "Content-Type: text/plain; charset=fictional"
        ),
    ),
    posted(
        "file with a long name",
        MULTIPART,
        multipart(f'Content-Disposition: form-data; name="file"; filename="{"a" * 3_000}.xlsx"'),
    ),
    posted(
        "unknown character set of multipart",
        f"{MULTIPART}; charset=fictional",
        multipart('Content-Disposition: form-data; name="words"'),
    ),
    posted("NUL in all fields", FORM, b"&".join(b"%s=a%%00b" % n.encode() for n in ("words", "next", "q", "at", "seen", "do", "language", "note", "draft", "text", "name", "email", "file", "key", "version"))),
    posted("huge numbers", FORM, b"&".join(b"%s=%s" % (n.encode(), b"9" * 400) for n in ("seen", "at", "key", "version", "base", "position", "item", "target", "kind", "do"))),
]  # fmt: skip
TABLE = [*PATHS, *QUERIES, *HEADERS, *BODIES]


class Sender:
    """Sends crafted requests to Django's ASGI handler, as a person of the demonstration or a visitor."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.handler = ASGIHandler()
        self.cookies: dict[str, str] = {}
        self.defect = ""

    def note_defect(self, **_more: Any) -> None:
        """Keep the exception and its place for the message of a failing test."""
        defect = sys.exc_info()[1]
        places = traceback.extract_tb(defect.__traceback__) if defect is not None else []
        own = [each for each in places if "majlis" in each.filename][-1:] or places[-1:]
        where = " ".join(f"{each.filename}:{each.lineno}" for each in own)
        self.defect = f"{defect!r:.400} {where}"

    def address(self, page: PageKind) -> str:
        with translation.override("en"):
            path = reverse(page.url_name, kwargs=page.where(self.world))
        return quote(path, safe="/:@!$&'()*+,;=~-._%") + page.query

    def sign_in(self) -> None:
        """Begin the sessions, which last as long as the transaction of a test."""
        self.cookies = {"": f"csrftoken={TOKEN}"}
        name = settings.SESSION_COOKIE_NAME
        for who in {page.who for page in PAGES if page.who}:
            client = Client()
            client.force_login(self.world.people[who])
            self.cookies[who] = f"csrftoken={TOKEN}; {name}={client.cookies[name].value}"

    def send(self, crafted: Crafted, page: PageKind) -> int:
        """The status of the answer."""
        raw, _mark, query = crafted.change(self.address(page)).partition("?")
        given = crafted.headers
        pairs = list(given.items() if isinstance(given, Mapping) else given)
        names = {name for name, _value in pairs}
        if "host" not in names:
            pairs.append(("host", "testserver"))
        pairs.append(("x-csrftoken", TOKEN))
        cookie = self.cookies[page.who]
        pairs = [(n, f"{cookie}; {v}" if n == "cookie" else v) for n, v in pairs]  # type: ignore[str-bytes-safe]
        if "cookie" not in names:
            pairs.append(("cookie", cookie))
        if "content-length" not in names:
            pairs.append(("content-length", str(len(crafted.body))))
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "http",
            "method": crafted.method,
            "path": unquote(raw, errors="replace"),  # as Granian does
            "raw_path": raw.encode(),
            "query_string": query.encode("latin-1", "replace"),
            "root_path": "",
            "headers": [
                (name.encode(), value if isinstance(value, bytes) else value.encode("utf-8"))
                for name, value in pairs
            ],
            "client": ("203.0.113.7", 5000),
            "server": ("testserver", 80),
        }
        request, response = self.handler.create_request(scope, io.BytesIO(crafted.body))
        if request is not None:
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
            response = async_to_sync(self.handler.get_response_async)(request)
        response.close()
        return response.status_code


def defects(sender: Sender, pages: list[PageKind], table: list[Crafted]) -> list[str]:
    """The requests that were answered by a defect."""
    found = []
    for page in pages:
        for crafted in table:
            sender.defect = ""
            with transaction.atomic():
                try:
                    status = sender.send(crafted, page)
                except Exception:  # noqa: BLE001 - what the server would answer with 500
                    sender.note_defect()
                    status = 500
                transaction.set_rollback(True)
            if status >= 500:
                who = page.who or "visitor"
                found.append(f"{page.url_name} ({who}), {crafted.name}: {status} {sender.defect}")
    return found


@pytest.fixture
def sender(crafted_sender: Sender, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sender]:
    """Without what closes the connection after a request, as in Django's own test client."""
    monkeypatch.setattr(settings, "MAJLIS_FILES", crafted_sender.world.files)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    got_request_exception.connect(crafted_sender.note_defect)
    crafted_sender.sign_in()
    yield crafted_sender
    got_request_exception.disconnect(crafted_sender.note_defect)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module", autouse=True)
def no_browsers_loop() -> Iterator[None]:
    """From before the world is made: Django has another connection where a loop runs."""
    with outside_of_the_browsers_loop():
        yield


@pytest.fixture(scope="module")
def crafted_sender(world: World) -> Sender:
    """One for all tests, which knows the addresses of the pages."""
    return Sender(world)


def test_a_plain_request_is_answered(sender: Sender) -> None:
    pages = {page.url_name: page for page in PAGES}
    plain = Crafted("plain")
    for _twice in range(2):
        assert defects(sender, [pages["mandates:register"]], [plain]) == []
        assert sender.send(plain, pages["mandates:register"]) == 200
        # A page that visitors do not see: the session outlasts what a request writes.
        assert sender.send(plain, pages["operation"]) == 200
    assert len(TABLE) > 90


def representative() -> list[PageKind]:
    return [page for page in PAGES if page.url_name in REPRESENTATIVE]


def test_no_crafted_request_meets_a_defect(sender: Sender) -> None:
    pages = representative()
    # Each of the table at one of the addresses.
    found = [
        each
        for place, crafted in enumerate(TABLE)
        for each in defects(sender, [pages[place % len(pages)]], [crafted])
    ]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize(
    "address",
    [
        "/en/comments/on/x%00/",
        "/en/comments/on/x%00/write/",
        f"/en/{LONG}/",
        f"/en/?{'&'.join(f'a{n}=1' for n in range(2_000))}",
    ],
)
def test_an_address_that_no_page_has_is_no_defect(client: Client, address: str) -> None:
    client.raise_request_exception = False
    assert 400 <= client.get(address).status_code < 500


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("", "/en/search/?q=2031%00"),
        ("", "/en/search/?q=2031%00&language=en&kind=mandate"),
        ("", "/en/search/suggestions/?q=tides%00&field=x"),
        ("translator", "/en/translation/?into=%00"),
        ("translator", "/en/translation/?into=xx"),
        ("secretariat", "/en/contributions/post/?meeting=%00"),
    ],
)
def test_a_crafted_query_is_answered(client: Client, who: str, address: str) -> None:
    client.raise_request_exception = False
    if who:
        client.force_login(person(who))
    assert client.get(address, follow=True).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("name", ["headers", "bodies", "paths", "queries"])
def test_no_crafted_request_meets_a_defect_anywhere(sender: Sender, name: str) -> None:
    # A wrong header or body is mostly met before a page is; a path or a query by the page. Each page gets one of
    # SHARE requests, and its neighbours the others.
    tables = {
        "headers": (representative(), HEADERS),
        "bodies": (representative(), BODIES),
        "paths": (list(PAGES), PATHS),
        "queries": (list(PAGES), QUERIES),
    }
    pages, table = tables[name]
    found = [
        each
        for place, page in enumerate(pages)
        for each in defects(sender, [page], table[place % SHARE :: SHARE])
    ]
    assert found == [], "\n".join(found)
