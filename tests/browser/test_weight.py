"""What a browser transfers on a first visit, with an empty cache: the page, its style, scripts, images and fonts."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from playwright.sync_api import Browser, CDPSession

from majlis.instruments.models import Version
from majlis.mandates.models import Mandate
from tests.browser.support import open_address

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 60_000
"""Bytes."""
_TEXT_FILES = (".css", ".js", ".svg")


def transferred(session: CDPSession) -> list[int]:
    """The bytes of each response from now on, as they come over the network of a site.

    A site compresses its style and scripts beforehand, and the server of the tests does not: they are compressed here.
    """
    sizes: list[int] = []
    paths: dict[str, str] = {}

    def finished(event: dict[str, Any]) -> None:
        path = paths.get(event["requestId"], "")
        size = event["encodedDataLength"]
        if path.startswith(settings.STATIC_URL) and path.endswith(_TEXT_FILES):
            file = finders.find(path.removeprefix(settings.STATIC_URL))
            assert isinstance(file, str), path
            body = Path(file).read_bytes()
            size -= len(body) - len(gzip.compress(body))
        sizes.append(size)

    session.on(
        "Network.requestWillBeSent",
        lambda event: paths.update({event["requestId"]: urlsplit(event["request"]["url"]).path}),
    )
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    return sizes


@pytest.mark.parametrize(
    "language",
    [
        "ar",
        pytest.param("zh", marks=pytest.mark.slow),
        pytest.param("en", marks=pytest.mark.slow),
    ],
)
def test_a_first_visit_is_light(
    browser: Browser, site: str, demonstration: None, language: str
) -> None:
    cache.clear()
    text = Version.objects.order_by("-date").first()
    mandate = Mandate.objects.order_by("pk").first()
    assert text is not None and mandate is not None
    records = [each.record.address for each in (text, mandate)]
    for path in ("", "account/sign-in", "mandates", "mandates/calendar", *records):
        context = browser.new_context(locale=language)
        page = context.new_page()
        sizes = transferred(context.new_cdp_session(page))
        open_address(page, f"{site}/{language}/{path}{'/' if path else ''}")
        page.wait_for_load_state("networkidle")
        assert len(sizes) >= 3, path  # the page, its style, its icon
        assert min(sizes) >= 0 and sum(sizes) <= MOST, (path, sizes)
        context.close()
