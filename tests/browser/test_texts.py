"""A long text in a browser: its parts come as the reader goes on, and links land in the right one."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from majlis.instruments.citations.names import comparison_url
from majlis.instruments.texts import queries
from majlis.textkit.model import Provision as Found
from majlis.textkit.model import Run, Text
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


def test_contents_matches_and_changes_are_reached_without_a_script(
    browser: Any, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PART_LENGTH", 9_000)
    version = parsed_texts.first_version(text_with_headings())
    later = parsed_texts.next_version(version, text_with_headings(changed=(3, 150)), date="2031")
    with open_page(browser, viewport=PHONE, java_script_enabled=False) as page:
        page.goto(site + later.get_absolute_url())
        press_and_wait(page.locator(".toc > summary"))
        press_and_wait(page.locator(".toc a").last)
        assert page.locator("#h9:target h2").inner_text() == "instructs officer 9"
        page.get_by_role("searchbox", name="Find in this text").fill("lamp 150")
        press_and_wait(page.get_by_role("button", name="Find", exact=True))
        press_and_wait(page.get_by_role("link", name="instructs officer 7 150"))
        assert page.locator("#h7__150:target").is_visible()
        page.goto(site + comparison_url(version, later))
        press_and_wait(page.get_by_role("link", name="First change"))
        assert page.locator("#h0__3 .no:target").count() == 1
        press_and_wait(page.get_by_role("link", name="Next change: instructs officer 7 150"))
        assert page.locator("#h7__150 .no:target").is_visible()
        assert page.locator(".prov").count() < 10


def text_with_headings(changed: tuple[int, ...] = ()) -> Text:
    """A text of ten headings with twenty paragraphs each."""

    def paragraph(heading: int, n: int) -> Found:
        words = f"to light lamp {n}{' again' if n in changed else ''};"
        eid = f"h{heading}__{n}"
        return Found(eid, "operative", (Run(words),), label=f"{n}.", number=str(n))

    headings = tuple(
        Found(
            f"h{each}",
            "heading",
            (Run(f"instructs officer {each}"),),
            children=tuple(paragraph(each, n) for n in range(20 * each + 1, 20 * each + 21)),
        )
        for each in range(10)
    )
    return Text(
        provisions=headings, language="en", kind="resolution", symbol="A/RES/70/9", title="Of lamps"
    )


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
