"""Forms of pages, filled in and sent as a browser does."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any, override

from django.http import HttpResponse
from django.test import Client


class HiddenInputs(HTMLParser):
    """The hidden inputs of the forms of a page that are sent by POST."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.in_form = False

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "form":
            self.in_form = attributes.get("method") == "post"
        elif tag == "input" and self.in_form and attributes.get("type") == "hidden":
            self.values[attributes.get("name") or ""] = attributes.get("value") or ""

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.in_form = False


def opened(client: Client, url: str) -> dict[str, str]:
    """The hidden values of the form at an address, as it is opened now."""
    parser = HiddenInputs()
    parser.feed(client.get(url).content.decode())
    return parser.values


def submit(
    client: Client, url: str, data: dict[str, Any] | None = None, **more: Any
) -> HttpResponse:
    """Open the form at an address and send it with these values."""
    return client.post(url, opened(client, url) | (data or {}), **more)


def filled(client: Client, url: str, **typed: Any) -> dict[str, Any]:
    """The values of the form at an address as it stands, with others typed over some of them."""
    response = client.get(url)
    form = response.context["form"]
    values = {field.html_name: field.value() for field in form if field.value() is not None}
    return {**values, **opened(client, url), **typed}
