"""The forms that stand on the pages of the table, and what hostile people type into them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote_plus, urlsplit

import lxml.html
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

from tests.pages.conftest import World
from tests.pages.page_kinds import PAGES, PageKind

MARKUP = '<script>alert("x")</script>\'"><img src=x onerror=alert(1)>&lt;b&gt;'
# Fixed values, each with a name that a failure can be told by.
HOSTILE_VALUES: dict[str, str | bytes] = {
    "nothing": "",
    "spaces": " \t\u3000 ",
    "long": "x" * 100_000,
    "null": "a\0b",
    "control": "a\x01\x08\x1b\x7f\u0085b",
    "surrogate": "a\ud800b\udfff",
    "bytes": b"a\xff\xfe\xc3b",
    "bidi": "\u202eabc\u202c\u2066d\u2069\u200fe",
    "markup": MARKUP,
    "formula": '=HYPERLINK("http://example.org/";"x")',
    "huge": "9" * 400,
    "negative": "-1",
    "year 0": "0000-00-00",
    "year 99999": "99999-12-31",
    "unknown choice": "no-such-choice",
    "no digit": "²",
    "template": "{{ 7|add:7 }}{% now 'Y' %}%(x)s%s{0}",
    "web address": "javascript:alert(1)",
    "mail": "a@b@c\r\nBcc: d@example.org",
}
# What is a text that a page can show again exactly.
KEPT_VALUES = ("long", "bidi", "markup", "formula", "huge", "template", "unknown choice")
HOSTILE_FILES: dict[str, tuple[str, bytes]] = {
    "a program": ("letter.pdf", b"MZ\x90\x00" + b"\0" * 200),
    "nothing": ("letter.pdf", b""),
    "a page": ("letter.docx", b"<html><script>alert(1)</script></html>"),
    "a way out": ("../../../etc/passwd", b"Fictional words."),
    "a long name": ("a" * 3000 + ".txt", b"Fictional words."),
    "no text": ("table.csv", b"\xff\xfe\x00a,b\n\x00\x00"),
    "half a workbook": ("table.xlsx", b"PK\x03\x04" + b"\0" * 50),
}
TYPED_INPUTS = {"text", "email", "url", "search", "tel", "number", "password", "textarea", "hidden"}


@dataclass
class PageForm:
    """A form on a page: where it goes, and its fields with what a willing person would send."""

    page: PageKind
    address: str
    method: str
    view: str
    multipart: bool
    types: dict[str, str] = field(default_factory=dict)
    filled: dict[str, list[str]] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)
    choices: dict[str, list[str]] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two forms the same."""
        buttons = (f"{name}={value[0]}" for name, value in self.filled.items() if name == "do")
        return (self.view, self.method, *sorted(self.types), *buttons)

    @property
    def typed(self) -> list[str]:
        """The fields that somebody types into or chooses from."""
        return [name for name in self.types if not name.startswith("csrf")]


VALID_VALUES = {
    "email": "willing@example.org",
    "url": "https://willing.example.org/",
    "number": "1",
}


OPTIONAL = "(optional)"


def own_field(element: Any) -> Any:
    """The field around an input, with its label, hint and error; None where it has none."""
    return next(
        (each for each in element.iterancestors() if "field" in each.get("class", "").split()), None
    )


def is_called_optional(element: Any) -> bool:
    """Whether the label of an input says that it may be left blank."""
    own = own_field(element)
    return own is not None and any(OPTIONAL in (each.text or "") for each in own.iter("span"))


def wrongly_optional(text: str, blank: set[str]) -> list[str]:
    """The blank fields of a page that have an error though their labels call them optional."""
    document = lxml.html.fromstring(text)
    return sorted(
        {
            each.get("name")
            for each in document.iter("input", "textarea", "select")
            if each.get("name") in blank
            and is_called_optional(each)
            and own_field(each).find_class("error")
        }
    )


def controls_of(form: Any, *tags: str) -> Iterator[Any]:
    """The controls that a form sends: those inside it, and those elsewhere on the page that name it."""
    own = form.get("id")
    for each in form.getroottree().iter(*tags):
        named = each.get("form")
        if named == own if named is not None else form in each.iterancestors("form"):
            yield each


def fill_form(form: Any, made: PageForm) -> None:
    """Fill a form as a willing person would."""
    for each in controls_of(form, "input", "textarea", "select", "button"):
        name = each.get("name")
        if not name or each.get("disabled") is not None:
            continue
        sort = each.get("type", "text") if each.tag in ("input", "button") else each.tag
        if each.tag == "button" or sort == "submit":
            if each.get("formaction") is None:
                made.choices.setdefault(name, []).append(each.get("value", ""))
                made.types.setdefault(name, "button")
                made.filled.setdefault(name, [each.get("value", "")])
            continue
        made.types.setdefault(name, sort)
        if is_called_optional(each):
            made.optional.add(name)
        if each.tag == "select":
            options = [one.get("value", "") for one in each.iter("option")]
            chosen = [
                one.get("value", "") for one in each.iter("option") if "selected" in one.attrib
            ]
            value = next((one for one in [*chosen, *options] if one), "")
            made.choices[name] = options
        elif sort in ("radio", "checkbox"):
            made.choices.setdefault(name, []).append(each.get("value", "on"))
            if name in made.filled:
                continue
            value = each.get("value", "on")
        elif sort == "file":
            continue
        else:
            own = each.text if each.tag == "textarea" else each.get("value")
            value = (own or "").strip() or VALID_VALUES.get(
                sort, "12" if sort == "text" else "Words"
            )
        made.filled[name] = [value]


def forms_of(page: PageKind, address: str, words: bytes) -> list[PageForm]:
    """The forms of one page."""
    document = lxml.html.fromstring(words.decode())
    found = []
    for form in document.iter("form"):
        action = form.get("action") or address
        path = urlsplit(action).path or urlsplit(address).path
        if action.startswith("?"):
            action = path + action
        try:
            view = resolve(path).view_name
        except Resolver404:
            view = path
        made = PageForm(
            page,
            action,
            form.get("method", "get").lower(),
            view,
            form.get("enctype", "") == "multipart/form-data",
        )
        fill_form(form, made)
        found.append(made)
        for button in controls_of(form, "button"):
            if (there := button.get("formaction")) is not None:
                view = resolve(urlsplit(there).path).view_name
                other = PageForm(page, there, "post", view, made.multipart)
                other.types, other.filled = dict(made.types), dict(made.filled)
                other.optional, other.choices = set(made.optional), dict(made.choices)
                found.append(other)
    return found


def url_encoded_body(data: dict[str, list[str | bytes]]) -> bytes:
    """Fields as a browser writes them, and as no browser would: any bytes."""

    def raw(value: str | bytes) -> str:
        return quote_plus(
            value if isinstance(value, bytes) else value.encode(errors="surrogatepass")
        )

    return "&".join(f"{raw(name)}={raw(one)}" for name in data for one in data[name]).encode()


BOUNDARY = "fictional-boundary"


def multipart_body(data: dict[str, list[str | bytes]], held: dict[str, tuple[str, bytes]]) -> bytes:
    """Fields and files as the parts of a form."""
    lines: list[bytes] = []
    for name, values in data.items():
        for one in values:
            value = one if isinstance(one, bytes) else one.encode(errors="surrogatepass")
            head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            lines.append(head.encode() + value)
    for name, (called, content) in held.items():
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        lines.append(head.encode() + content)
    return b"\r\n".join([*lines, f"--{BOUNDARY}--\r\n".encode()])


class Sender:
    """Sends forms as the people of the demonstration; what a sending did is undone after it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clients: dict[str, Client] = {}
        tables = connection.introspection.table_names()
        # A draft is what is kept of a form that could not be sent; the counts are
        # what a flood is told by.
        self.tables = [
            each
            for each in tables
            if not re.search("session|draft|kernel_count|kernel_spent|migrations", each)
        ]

    @cached_property
    def before(self) -> tuple[Any, ...]:
        """The rows of the world, to which each sending goes back."""
        return self.rows()

    def client(self, who: str) -> Client:
        """A browser of its own for each sending, signed in once."""
        if who not in self.clients:
            self.clients[who] = Client()
            if who:
                self.clients[who].force_login(self.world.people[who])
        made = Client(raise_request_exception=False)
        made.cookies = self.clients[who].cookies.copy()
        return made

    def forms(self) -> list[PageForm]:
        """Every form of every page of the table, once."""
        found: dict[tuple[str, ...], PageForm] = {}
        for page in PAGES:
            with translation.override("en"):
                address = reverse(page.url_name, kwargs=page.where(self.world)) + page.query
            for each in forms_of(page, address, self.client(page.who).get(address).content):
                found.setdefault((*each.key, "" if page.who == "" else "in"), each)
        return list(found.values())

    def rows(self) -> tuple[Any, ...]:
        """How many rows each table has."""
        counts = ", ".join(f'(SELECT count(*) FROM "{each}")' for each in self.tables)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {counts}")
            found: tuple[Any, ...] = cursor.fetchone()
        return found

    def send(
        self,
        form: PageForm,
        data: dict[str, list[str | bytes]],
        held: dict[str, tuple[str, bytes]] | None = None,
    ) -> str:
        """What is wrong with the answer to a sending; nothing where all is well."""
        with transaction.atomic():
            sent = {"csrfmiddlewaretoken": ["none is looked at here"], **data}
            response: Any = self.request(form, sent, held or {})
            wrong = response_fault(form, data, response)
            if not wrong and response.status_code >= 400 and self.rows() != self.before:
                wrong = f"{response.status_code}, and something was written"
            transaction.set_rollback(True)
        return wrong

    def request(self, form: PageForm, data: Any, held: Any) -> HttpResponse:
        """Send it."""
        client = self.client(form.page.who)
        if form.method == "get":
            joint = "&" if "?" in form.address else "?"
            answer: Any = client.get(form.address + joint + url_encoded_body(data)[:8000].decode())
        elif form.multipart:
            kind = f"multipart/form-data; boundary={BOUNDARY}"
            answer = client.post(form.address, multipart_body(data, held), content_type=kind)
        else:
            kind = "application/x-www-form-urlencoded"
            answer = client.post(form.address, url_encoded_body(data), content_type=kind)
        return answer


# Answers to a form that are a page of success and no redirect.
ANSWERED_AT_ONCE = {"notices:stop_mail", "mandates:check_draft"}
# Pages that are shown again where no button of theirs was sent, as no browser does.
SHOWN_AFTER_POST = {"translation:job", "accounts:erase_confirm"}


def response_fault(form: PageForm, data: dict[str, list[str | bytes]], response: Any) -> str:
    """What is wrong with an answer: its status, its markup, its words, or what was typed is gone."""
    status = response.status_code
    if status >= 500 or status < 200:
        told = getattr(response, "exc_info", None) or (None, "")
        return f"status {status}: {getattr(told[0], '__name__', '')} {str(told[1])[:200]}"
    if 300 <= status < 400 or status == 405:
        return ""
    if not response.headers["Content-Type"].startswith("text/html"):
        return ""
    text = response.getvalue().decode()
    if "<script>alert" in text or "<img src=x" in text:
        return "what was typed is not escaped"
    if not re.search(r"<h1[ >]", text):
        return f"{status}, and no page"
    if form.method == "get":
        return ""
    if status == 200 and form.view in ANSWERED_AT_ONCE:
        return lost_field(form, data, text)
    if status == 200 and 'role="alert"' not in text:
        pressed = any(form.types.get(name) == "button" and sent for name, sent in data.items())
        if form.view in SHOWN_AFTER_POST and not pressed:
            return ""
        return "200, and nothing says what is wrong"
    return lost_field(form, data, text) if status in (200, 409, 422) else ""


def lost_field(form: PageForm, data: dict[str, list[str | bytes]], text: str) -> str:
    """Which field lost what was typed into it."""
    document = lxml.html.fromstring(text)
    for name, values in data.items():
        if form.types.get(name) not in ("text", "textarea", "email", "url") or len(values) != 1:
            continue
        if values[0] not in [HOSTILE_VALUES[each] for each in KEPT_VALUES]:
            continue
        there = document.iter("input", "textarea")
        shown = [each.value if each.tag == "textarea" else each.get("value") for each in there]
        if values[0] not in [one.strip("\n") if one else one for one in shown]:
            return f"what was typed into {name} is gone"
    return ""
