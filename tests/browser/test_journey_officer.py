"""An officer of the secretariat and a resolution of fifty findings: read, decided by single keys, corrected, undone, the
sure ones accepted at once, then found again by a question in French and by the check of a draft.

In Arabic and in English, with scripts by keys and without scripts by buttons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, expect

from majlis.mandates.models import Finding, Mandate
from majlis.mandates.similarity import tasks
from tests.browser.first_visit import press_and_check
from tests.browser.reader import Reader
from tests.browser.register_steps import COUNCIL, edit_fields, link
from tests.browser.support import WIDE, open_page, press_and_wait

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
DECISIONS, MOST_PRESSES = 20, 45
FINDINGS = 50
CORRECTED, UNDONE, REJECTED = (4, 9), 12, 15
"""Places, from 0, of the decisions in which the officer does more than accept."""
# Ten verbs times five matters, of which no two are alike; the fictional keeper is known to the register.
VERBS = {
    "en": (
        "to publish a list of {}",
        "to count {} on every island",
        "to translate the rules on {}",
        "to repair {} before the winter",
        "to train two persons who care for {}",
        "to draw a map of {}",
        "to ask the schools what they need of {}",
        "to lend {} to the hospitals",
        "to insure {} against fire",
        "to propose a price for {}",
    ),
    "ar": (
        "أن ينشر قائمة {}",
        "أن يحصي {} في كل جزيرة",
        "أن يترجم قواعد {}",
        "أن يصلح {} قبل الشتاء",
        "أن يدرب شخصين على العناية {}",
        "أن يرسم خريطة {}",
        "أن يسأل المدارس عن حاجتها من {}",
        "أن يعير {} للمستشفيات",
        "أن يؤمن {} ضد الحريق",
        "أن يقترح سعراً ل{}",
    ),
}
MATTERS = {
    "en": (
        "the reading lamps",
        "the book boats",
        "the audio recordings",
        "the children's shelves",
        "the maps of the reefs",
    ),
    "ar": ("مصابيح القراءة", "قوارب الكتب", "التسجيلات الصوتية", "رفوف الأطفال", "خرائط الشعاب"),
}
OPENING = {
    "en": "Resolution 91 (Port Lira, 2026)\n\nBooks of the outer islands (fictional text)\n\n"
    "The Demonstration Council,\n\nNoting that books travel by boat,\n\n",
    "ar": "القرار 91 (بورت ليرا، 2026)\n\nكتب الجزر الخارجية (نص خيالي)\n\nإن مجلس العرض التجريبي،\n\n"
    "إذ يلاحظ أن الكتب تسافر بالقوارب،\n\n",
}
TITLE = {"en": "Books of the outer islands (fictional text)", "ar": "كتب الجزر الخارجية (نص خيالي)"}
SYMBOL = {"en": "Resolution 91", "ar": "القرار 91"}
ASKS = {
    "en": "{n}. Requests the Keeper of Books {what};\n\n",
    "ar": "{n}	يطلب إلى أمين الكتب {what}؛\n\n",
}
# One of the requests, as somebody asks for it who writes French.
IN_FRENCH = "traduire les règles relatives aux barques de livres"
ASKED = {"en": "translate the rules on the book boats", "ar": "يترجم قواعد قوارب الكتب"}
DRAFT = {
    "en": "Invites the Keeper of Books to have the rules on book boats translated.",
    "ar": "يدعو أمين الكتب إلى ترجمة القواعد الخاصة بقوارب الكتب.",
}
CORRECTION = {"en": "to count the corrected boats", "ar": "أن يحصي القوارب المصححة"}
REASON = {
    "en": "Fictional: another text asks for it.",
    "ar": "خيالي: نص آخر يطلب ذلك.",
}


@dataclass
class Officer:
    """Who decides, and how: by keys, which are counted, or without scripts by buttons."""

    reader: Reader
    by_keys: bool
    presses: int = field(default=0)

    def key(self, code: str, letter: str) -> None:
        """Press a key at the place of a letter, as the keyboard of the reader's layout sends it."""
        self.presses += 1
        self.reader.page.evaluate(
            """([key, code]) => (document.activeElement ?? document.body).dispatchEvent(
            new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }))""",
            [letter, code],
        )

    def accept(self) -> None:
        """Accept the finding that is shown."""
        page = self.reader.page
        if self.by_keys:
            letter = {"ar": "ش", "en": "a"}[self.reader.language]
            press_and_check(self.reader, lambda: self.key("KeyA", letter))
        else:
            press_and_check(self.reader, page.locator('main button[value="accept"]').click)

    def undo(self) -> None:
        """Undo the decision that the message tells of."""
        page = self.reader.page
        if self.by_keys:
            letter = {"ar": "ع", "en": "u"}[self.reader.language]
            press_and_check(self.reader, lambda: self.key("KeyU", letter))
        else:
            press_and_check(self.reader, page.locator("main [role=status] form button").click)

    def correct(self, words: str) -> None:
        """Write another action into the field of it, and accept."""
        page = self.reader.page
        if self.by_keys:
            self.key("KeyE", {"ar": "ث", "en": "e"}[self.reader.language])
        else:
            edit_fields(page)
        page.locator('main [name="action"]').fill(words)
        if self.by_keys:
            self.presses += 2
            page.locator('main [name="action"]').press("Tab")
        press_and_check(self.reader, page.locator('main button[value="accept"]').click)

    def reject(self, reason: str) -> None:
        """Reject with a reason."""
        page = self.reader.page
        if self.by_keys:
            self.key("KeyR", {"ar": "ق", "en": "r"}[self.reader.language])
            self.presses += 2
            expect(page.locator('main [name="reason"]')).to_be_focused()
        else:
            press_and_wait(page.locator("main summary[accesskey=r]"))
        page.locator('main [name="reason"]').fill(reason)
        press_and_check(self.reader, page.locator('main button[value="reject"]').click)


@pytest.fixture(params=["en-keys", "ar-keys", "en-buttons", "ar-buttons"])
def officer(
    request: pytest.FixtureRequest,
    browser: Browser,
    site: str,
    reading_rooms: None,
    settings: Any,
) -> Iterator[Officer]:
    """The secretariat of a fresh demonstration, signed in from the front page; work is done at once."""
    cache.clear()
    settings.MAJLIS_PUBLIC_ADDRESS = site
    request.getfixturevalue("immediate_tasks")
    language, _dash, how = request.param.partition("-")
    with ExitStack() as stack:
        page = stack.enter_context(
            open_page(browser, WIDE, locale=language, java_script_enabled=how == "keys")
        )
        reader = Reader(page, site, language)
        reader.sign_in_as("secretariat")
        yield Officer(reader, how == "keys")


def test_an_officer_reviews_a_resolution_of_fifty_findings(
    officer: Officer, tmp_path: Path
) -> None:
    reader, language = officer.reader, officer.reader.language
    import_resolution(officer, tmp_path)
    reader.go()
    link(reader, '.tally a[href*="/mandates/findings/"]')
    link(reader, f'a:has-text("{SYMBOL[language]}")')
    link(reader, "a.btn")
    for place in range(DECISIONS):
        decide(officer, place)
    if officer.by_keys:
        assert officer.presses <= MOST_PRESSES, officer.presses
    findings = Finding.objects.filter(version__instrument__record__wordings__text=TITLE[language])
    assert findings.filter(state="accepted").count() == DECISIONS - 1
    assert findings.get(state="rejected").reason == REASON[language]
    assert Mandate.objects.filter(source__action=CORRECTION[language]).count() == len(CORRECTED)
    accept_the_sure_ones(officer)
    assert not findings.filter(state="waiting").exists()
    number = ask_in_french(reader)
    check_the_draft(reader, number)


def import_resolution(officer: Officer, folder: Path) -> None:
    """A text of fifty requests is imported and published."""
    reader, page, language = officer.reader, officer.reader.page, officer.reader.language
    actions = [verb.format(matter) for verb in VERBS[language] for matter in MATTERS[language]]
    words = OPENING[language] + "".join(
        ASKS[language].format(n=n, what=what) for n, what in enumerate(actions, 1)
    )
    file = folder / f"books.2026.{language}.txt"
    file.write_text(words, encoding="utf-8")
    reader.go("texts/")
    link(reader, 'a[href$="/texts/imports/"]')
    link(reader, 'a[href$="/texts/imports/add/"]')
    page.locator('main input[name="files"]').set_input_files(file)
    press_and_check(reader, page.locator('main form:has(input[name="files"]) button').click)
    link(reader, 'a[href*="/destination/"]')
    page.locator('main [name="state"]').select_option("in_force")
    page.locator('main [name="body"]').select_option(label=COUNCIL[language])
    page.locator('main [name="authentic"]').check()
    press_and_check(reader, page.locator('main form:has([name="published_as"]) button').first.click)
    press_and_check(reader, page.locator('main button[formaction$="/publish/"]').click)
    assert (
        Finding.objects.filter(version__instrument__record__wordings__text=TITLE[language]).count()
        >= FINDINGS
    )


def decide(officer: Officer, place: int) -> None:
    """One decision; the focus is at what is said of it, and the next finding is there."""
    page, language = officer.reader.page, officer.reader.language
    before = page.url
    if place in CORRECTED:
        officer.correct(CORRECTION[language])
    elif place == REJECTED:
        officer.reject(REASON[language])
    else:
        officer.accept()
    if place == UNDONE:
        officer.undo()
        assert page.url.split("?")[0] == before.split("?")[0]
        officer.accept()
    assert page.url != before
    expect(page.locator("main [role=status]").first).to_be_visible()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "status"
    expect(page.locator('main button[value="accept"]')).to_be_in_viewport(ratio=1)


def accept_the_sure_ones(officer: Officer) -> None:
    """All findings without a doubt at once, after a look at their list."""
    reader, page = officer.reader, officer.reader.page
    for _list in range(2):  # a list has fifty at most
        clear = page.locator('main a.btn[href$="/clear/"]')
        if not clear.count():
            break
        press_and_check(reader, clear.first.click)
        expect(page.locator("main tbody tr").first).to_be_visible()
        for box in page.locator('main input[name="selected"]:not(:checked)').all():
            box.check()
        press_and_check(reader, page.locator("main form button").first.click)


def ask_in_french(reader: Reader) -> str:
    """A question in French finds the request, and leads to the mandate; gives its number."""
    page = reader.page
    page.locator("#find-q").fill(IN_FRENCH)
    press_and_check(reader, lambda: page.locator("#find-q").press("Enter"))
    first_hits = page.locator("main ol.found > li, main ol > li").filter(
        has_text=re.compile(ASKED[reader.language].replace("the book", ".*book"))
    )
    expect(first_hits.first).to_be_visible()
    press_and_check(reader, first_hits.first.get_by_role("link").first.click)
    found = re.search(r"/mandates/(M-\d+)/", page.url)
    assert found is not None, page.url
    return found[1]


def check_the_draft(reader: Reader, number: str) -> None:
    """A paragraph of a draft that asks for the same: the mandate is above the limit, with the reason."""
    page = reader.page
    tasks.update_related.func()  # what the worker does every two minutes
    reader.go("mandates/")
    link_in_menu = page.locator('main a[href$="/mandates/check/"]')
    if not link_in_menu.first.is_visible():
        press_and_wait(
            page.locator('main details:has(a[href$="/mandates/check/"]) > summary').first
        )
    press_and_check(reader, link_in_menu.first.click)
    page.locator('main [name="words"]').fill(DRAFT[reader.language])
    press_and_check(reader, page.locator("main form:has([name=words]) button").last.click)
    similar = page.locator("main section > .rows, main section > table").first
    expect(similar).to_contain_text(number)
    reader.reads("same addressee", "reason of a similarity")
