"""A newcomer's first quarter of an hour, by clicks alone from the address that README prints: from a file to the register."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from playwright.sync_api import Browser, expect

from majlis.kernel.queues import Queue
from tests.browser.reader import Reader
from tests.browser.support import PHONE, WIDE, open_address, open_page, press_and_wait
from tests.support.tasks import DATABASE_TASKS, run_tasks

TEXTS = {
    "en": """Resolution 91 (Port Lira, 2026)

Tide tables of the islands (a fictional text)

The Council of the Community of the Islands,

considering that fishing boats leave with tables that are ten years old,

1	requests the Secretary-General to publish new tide tables every year;

2	invites Member States to install a tide gauge in each harbour;

3	requests the Director of the Connectivity Office to send the readings of the gauges to all reading rooms.
""",
    "ar": """القرار 91 (بورت ليرا، 2026)

جداول المد في الجزر (نص خيالي)

إن مجلس جماعة الجزر،

إذ يضع في اعتباره أن قوارب الصيد تخرج بجداول عمرها عشر سنوات،

1	يطلب إلى الأمين العام أن ينشر جداول جديدة للمد كل سنة؛

2	يدعو الدول الأعضاء إلى تركيب مقياس للمد في كل ميناء؛

3	يطلب إلى مدير مكتب التوصيلية أن يرسل قراءات المقاييس إلى جميع قاعات المطالعة.
""",
}
BEGINNINGS = {
    "en": ("publish new tide tables", "install a tide gauge"),
    "ar": ("جداول جديدة للمد", "تركيب مقياس للمد"),
}


@pytest.fixture
def readers(
    request: pytest.FixtureRequest,
    browser: Browser,
    site: str,
    demonstration: None,
    settings: Any,
) -> Iterator[tuple[Reader, Reader]]:
    """The newcomer at a desk, and the same person's phone; both browsers ask for the language of the test."""
    cache.clear()
    settings.MAJLIS_PUBLIC_ADDRESS = site
    settings.TASKS = DATABASE_TASKS
    language = str(request.param)
    with ExitStack() as stack:
        pages = [
            stack.enter_context(open_page(browser, size, locale=language)) for size in (WIDE, PHONE)
        ]
        desk, phone = (Reader(page, site, language) for page in pages)
        yield desk, phone


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("readers", ["ar", "en"], indirect=True)
def test_from_the_address_in_readme_to_the_register(
    readers: tuple[Reader, Reader], tmp_path: Path
) -> None:
    desk, phone = readers
    open_address(desk.page, f"{desk.site}/")
    expect(desk.page.locator("html")).to_have_attribute("lang", desk.language)
    desk.follow("Sign in", "verb")
    desk.choose_person("secretariat")
    import_text(desk, tmp_path)
    watch_findings_come(desk)
    accepted = accept_findings(desk)
    find_in_register(desk, accepted)
    open_on_phone(phone, accepted[0])
    take_register_away(desk, accepted)


def import_text(desk: Reader, folder: Path) -> None:
    """From the front page: the file is read, and published as it was read."""
    file = folder / f"tides.{desk.language}.txt"
    file.write_text(TEXTS[desk.language], encoding="utf-8")
    desk.follow("Import your own text")
    desk.page.locator('main input[name="files"]').set_input_files(file)
    press_and_wait(desk.page.locator('main form:has(input[name="files"]) button').first)
    desk.press("Publish", "button")


def watch_findings_come(desk: Reader) -> None:
    """The page says what is done and what waits; after the worker it leads to the findings, with their number."""
    desk.reads("Waiting", "background work")
    desk.is_well_served()
    with transaction.atomic():
        run_tasks(Queue.DEFAULT)
    desk.follow("Refresh", "button")
    desk.reads("Done", "background work")
    press_and_wait(desk.page.locator('main a.btn[href*="/findings/"]').first)


def accept_findings(desk: Reader) -> list[str]:
    """Two findings are accepted one after the other; the third is left."""
    press_and_wait(desk.page.locator("main a.btn").first)
    numbers = []
    for beginning in BEGINNINGS[desk.language]:
        expect(desk.page.locator("main blockquote").first).to_contain_text(beginning)
        press_and_wait(desk.page.locator('main button[value="accept"]'))
        found = re.search(r"M-\d+", desk.page.locator("main").inner_text())
        assert found is not None
        numbers.append(found[0])
    return numbers


def find_in_register(desk: Reader, numbers: list[str]) -> None:
    """Both are in the register, under the draft's status; the register leads to the finding that is left."""
    press_and_wait(desk.page.locator('nav a[href$="/mandates/"]').first)
    expect(desk.page.locator('main a[href*="/mandates/findings/"]').first).to_be_visible()
    for number in numbers:
        desk.page.locator("#find-q").fill(number)
        press_and_wait(desk.page.locator("#find-q"), "Enter")
        expect(desk.page.locator(f'main a[href$="/mandates/{number}/"]').first).to_be_visible()


def open_on_phone(phone: Reader, number: str) -> None:
    """Somebody who has not signed in finds it on a phone, and reads it without scrolling sideways."""
    open_address(phone.page, f"{phone.site}/")
    phone.page.locator("#find-q").fill(number)
    press_and_wait(phone.page.locator("#find-q"), "Enter")
    link = phone.page.locator(f'main a[href$="/mandates/{number}/"]')
    if not phone.page.url.endswith(f"/mandates/{number}/"):
        press_and_wait(link.first)
    phone.sees(BEGINNINGS[phone.language][0])
    phone.is_well_served()


def take_register_away(desk: Reader, numbers: list[str]) -> None:
    """The register as a table, with the two new mandates in it."""
    press_and_wait(desk.page.locator('nav a[href$="/mandates/"]').first)
    address = desk.page.locator('main a[href*="download=csv"]').evaluate("each => each.href")
    separator = "&" if "?" in address else "?"
    answer = desk.page.request.get(f"{address}{separator}standing=all")
    assert answer.status == 200
    rows = csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig")))
    assert set(numbers) <= {row["number"] for row in rows}
