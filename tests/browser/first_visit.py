"""A first visit, of which the steps are counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator

from majlis.look import formats
from tests.browser.reader import Reader
from tests.browser.register_questions import RegisterWorld
from tests.browser.support import overflow, press_and_wait

MAX_STEPS = 3


def press_and_check(reader: Reader, press: Callable[[], None]) -> None:
    """Press what leads to a page, be it at the same address, and wait until that is there, is no error, and fits."""
    with reader.page.expect_navigation(wait_until="load") as coming:
        press()
    answer = coming.value
    assert answer is None or answer.ok, f"{reader.page.url}: {answer.status}"
    assert overflow(reader.page) == [], reader.page.url


def unfold(element: Locator) -> None:
    """Open the menus in which an element is folded, the outermost first."""
    while not element.is_visible():
        folded = element.locator("xpath=ancestor::details[not(@open)]").first
        press_and_wait(folded.locator(":scope > summary"))


@dataclass
class FirstVisit:
    """Somebody who has never been here, on the home page. A step leads to another page: a link that is followed, or a
    form or filter that is filled in and sent. The fourth is one too many."""

    reader: Reader
    world: RegisterWorld
    taken: int = field(default=0)

    def again(self) -> FirstVisit:
        """Back on the home page, with no step taken."""
        self.reader.go()
        self.taken = 0
        return self

    def _step(self) -> None:
        self.taken += 1
        assert self.taken <= MAX_STEPS, f"step {self.taken} on {self.reader.page.url}"

    def follow(self, where: str | Locator) -> FirstVisit:
        """Follow the first link that this selector finds in the page."""
        self._step()
        link = self.main.locator(where).first if isinstance(where, str) else where
        assert link.evaluate("each => each.tagName") == "A"
        unfold(link)
        press_and_check(self.reader, lambda: link.press("Enter"))
        return self

    def send(self, form: str, **given: str) -> FirstVisit:
        """Fill in this form and send it by its first button."""
        self._step()
        sent = self.main.locator(form)
        if not sent.is_visible():
            press_and_wait(self.main.locator(f"details:has({form}) > summary"))
        for name, value in given.items():
            there = sent.locator(f'[name="{name.replace("_", "-")}"]')
            unfold(there)
            if there.evaluate("each => each.tagName") == "SELECT":
                there.select_option(value)
            else:
                there.fill(value)
        press_and_check(self.reader, sent.locator("button").first.click)
        return self

    @property
    def main(self) -> Locator:
        """The page without what all pages have."""
        return self.reader.page.locator("main")

    @property
    def language(self) -> str:
        """In which the visitor reads."""
        return self.reader.language

    def say(self, words: str, context: str = "") -> str:
        """Words of the interface."""
        return self.reader.say(words, context)

    def mandate(self, number: str) -> str:
        """The selector of a link to a mandate."""
        return f'a[href$="/mandates/{number}/"]'

    def row(self, number: str) -> Locator:
        """The row of a mandate in a table."""
        return self.main.locator(f"tr:has({self.mandate(number)})").first

    def part(self, heading: str) -> Locator:
        """The section with that id of its heading."""
        return self.main.locator(f'section[aria-labelledby="{heading}"]')

    def day(self, day: Any) -> str:
        """A date as this language writes it."""
        return formats.date(day.isoformat() if hasattr(day, "isoformat") else day, self.language)

    def fetch(self, where: Locator) -> bytes:
        """The file to which a link leads, for who has not signed in."""
        answer = self.reader.page.request.get(str(where.evaluate("each => each.href")))
        assert answer.status == 200
        return answer.body()

    def stays(self, *words: str) -> None:
        """The answer has an address: who is sent it, and has never been here, reads the same."""
        answer = self.reader.page.request.get(self.reader.page.url, headers={"Cookie": ""})
        assert [each for each in words if each not in answer.text()] == []
