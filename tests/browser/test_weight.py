"""What a browser transfers on a first visit, with an empty cache: the page, its style, scripts, images and fonts."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, CDPSession

from majlis.instruments.models import Version
from majlis.mandates.models import Mandate
from tests.browser.support import open_address

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 60_000
"""Bytes. The server of the tests compresses pages, but neither style nor scripts: a real site transfers less."""


def transferred(session: CDPSession) -> list[int]:
    """The bytes of each response from now on, as they come over the network."""
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
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
        assert sum(sizes) <= MOST, (path, sizes)
        context.close()
