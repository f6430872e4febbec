"""Pages of the translation queue as a browser sends them."""

from __future__ import annotations

from typing import Any

import lxml.html
from django.test import Client


def job_url(job: Any) -> str:
    """The page of a job."""
    return f"/en/translation/jobs/{job.pk}/"


def form_of(client: Client, page: str, button: str) -> dict[str, Any]:
    """What the form with the button would send as it stands, the button pressed."""
    return form_in(client.get(page), button)


def form_in(answer: Any, button: str) -> dict[str, Any]:
    """What the form with the button would send, of a page that was answered."""
    document = lxml.html.fromstring(answer.content.decode())
    [form] = [each for each in document.forms if each.xpath(f'.//button[@name="{button}"]')]
    return {**{name: value.strip("\n") for name, value in form.form_values()}, button: "1"}


def press(client: Client, page: str, button: str, **typed: str) -> Any:
    """Open the page, type into it, and press the button."""
    return client.post(page, {**form_of(client, page, button), **typed})
