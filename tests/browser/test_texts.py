"""A long text in a browser: its parts come as the reader goes on, and links land in the right one."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from majlis.instruments.texts import queries
from tests.browser.support import PHONE, open_page, press_and_wait
from tests.instruments import parsed_texts

pytestmark = pytest.mark.slow


def test_parts_come_and_the_focus_goes_on_with_them(
    browser: Any, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PART_LENGTH", 9_000)
    version = parsed_texts.first_version(
        parsed_texts.numbered_text([f"Asks tide {n} to wait;" for n in range(1, 161)])
    )
    where = site + version.get_absolute_url()
    calm = {"reduced_motion": "reduce"}
    with open_page(browser, **calm) as page:
        page.goto(where)
        assert page.locator("#para_160").count() == 0
        page.locator("nav.cut a[rel=next]").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".prov:focus-within")
        focused = page.evaluate("document.activeElement.closest('.prov').id")
        before = page.locator(f"#{focused}").evaluate("each => each.previousElementSibling.id")
        assert int(focused.split("_")[1]) == int(before.split("_")[1]) + 1
        # On a fast machine the third part comes before the status of the second is read.
        status = page.locator("nav.cut [role=status]").inner_text()
        assert status.startswith("Part ") and int(status.split()[1]) >= 2
        for _ in range(20):
            if page.locator("nav.cut a[rel=next]").count() == 0:
                break
            page.locator("nav.cut").scroll_into_view_if_needed()
            page.wait_for_timeout(200)
        ids = page.evaluate("[...document.querySelectorAll('.prov[id]')].map(each => each.id)")
        assert ids == [f"para_{n}" for n in range(1, 161)]
        page.goto("about:blank")
        page.goto(f"{where}#para_150")
        page.wait_for_selector("#para_150:target")
        assert "at=para_150" in page.url
    with open_page(browser, java_script_enabled=False, **calm) as page:
        page.goto(f"{where}p/para_150/")
        press_and_wait(page.get_by_role("link", name="View in the text"))
        assert page.locator("#para_150:target").count() == 1
        assert page.locator("button[data-copy]").is_hidden()


def test_on_a_phone_each_wording_says_its_language_and_status(browser: Any, site: str) -> None:
    version = parsed_texts.first_version(parsed_texts.numbered_text(["Asks the tide to wait;"]))
    with transaction.atomic():
        parsed_texts.add_language(
            version, parsed_texts.numbered_text(["Demande à la marée d'attendre;"], "fr")
        )
    where = site + version.get_absolute_url()
    told = "each => getComputedStyle(each, '::before').content"
    with open_page(browser, viewport=PHONE) as page:
        page.goto(f"{where}?beside=fr")
        said = [page.locator(f"#para_1 p[lang={code}]").evaluate(told) for code in ("en", "fr")]
        assert ["authentic" in said[0], "translated" in said[1]] == [True, True], said
        page.goto(where)
        assert page.locator(".colhead").is_visible()
    with open_page(browser) as page:
        page.goto(f"{where}?beside=fr")
        assert page.locator("#para_1 p[lang=fr]").evaluate(told) == "none"
        assert page.locator(".colhead").is_visible()
